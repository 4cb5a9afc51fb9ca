"""Sessions: begun, used, confirmed anew, ended.

Whatever begins, replaces or ends sessions of a user holds the lock of that user, so that "sign out everywhere", a new
password or a disabled account leave none that was beginning at the same moment.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flask import current_app
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import joinedload

from accounts.devices import Device
from accounts.models import OneTimeToken, SessionEnd, User, UserSession
from foundation.audit import record
from foundation.clock import now
from foundation.database import after_commit, db, writing
from foundation.limits import MOST_AHEAD
from foundation.logs import security_event
from foundation.spare_writes import write_unless_busy

SEEN_EVERY = timedelta(minutes=5)
CONFIRMED_FOR = timedelta(minutes=10)


class MayNotSignIn(Exception):
    """The account is disabled, or gone."""


class NoSuchSession(Exception):
    """The user has no such session, or it is over."""


@dataclass(frozen=True)
class Entrance:
    """A session that has just begun or got another token: what the browser is to hold, and whose it is."""

    user: User
    token: str


def user_lock(user_id: int) -> str:
    """The name of the lock under which a user, their sessions and their links are changed."""
    return f"user:{user_id}"


def begin(user_id: int, device: Device, *, replaces: int | None = None) -> Entrance:
    """Sign a user in; `replaces` is the session that the same browser had before.

    Raises:
        MayNotSignIn: see there.
    """
    with writing(user_lock(user_id)) as session:
        user = session.get(User, user_id, populate_existing=True)
        if user is None or not user.is_active:
            raise MayNotSignIn
        if replaces is not None:
            _end(UserSession.id == replaces, SessionEnd.REPLACED)
        token, at = _new_token(), now()
        session.add(
            UserSession(
                user_id=user_id,
                token_hash=_hash(token),
                created_at=at,
                seen_at=at,
                confirmed_at=at,
                network=device.network,
                browser=device.browser,
                system=device.system,
            )
        )
        session.flush()
    return Entrance(user, token)


def used(token: str) -> UserSession | None:
    """The session with this token and its user with memberships, in one statement, or None when it is over."""
    found = (
        db.session.scalars(
            select(UserSession)
            .where(UserSession.token_hash == _hash(token), _is_open())
            .options(joinedload(UserSession.user).joinedload(User.memberships))
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
    if found is None or not found.user.is_active:
        return None
    at = now()
    if found.seen_at <= at - SEEN_EVERY:
        write_unless_busy(
            update(UserSession).where(UserSession.id == found.id, UserSession.seen_at < at).values(seen_at=at)
        )
    return found


def is_confirmed(row: UserSession) -> bool:
    """Whether the user has shown within the last ten minutes that it is them."""
    at = now()
    return at - CONFIRMED_FOR < row.confirmed_at <= at + MOST_AHEAD


def renew(row: UserSession, *, confirmed: bool) -> Entrance:
    """Give a session another token: its earlier one opens nothing. `confirmed`: the user has just shown who they are.

    Raises:
        NoSuchSession: it has ended meanwhile.
    """
    row_id, user_id = row.id, row.user_id
    token = _new_token()
    with writing(user_lock(user_id)) as session:
        values = {"token_hash": _hash(token), **({"confirmed_at": now()} if confirmed else {})}
        done = session.execute(
            update(UserSession).where(UserSession.id == row_id, _is_open()).values(values).returning(UserSession.id),
            execution_options={"synchronize_session": False},
        ).all()
        if not done:
            raise NoSuchSession
        user = session.get_one(User, user_id, populate_existing=True)
    return Entrance(user, token)


def end_one(user: User, session_id: int, reason: SessionEnd) -> None:
    """End a session of the user.

    Raises:
        NoSuchSession: see there.
    """
    user_id = user.id
    with writing(user_lock(user_id)):
        if not _end(and_(UserSession.id == session_id, UserSession.user_id == user_id), reason):
            raise NoSuchSession
        record("signed_out" if reason is SessionEnd.SIGNED_OUT else "session_ended", user, actor=user)
        after_commit(partial(security_event, "session_ended", user=user_id, session=session_id, reason=reason.value))


def end_all(user: User, reason: SessionEnd, *, but: int | None = None) -> int:
    """End every session of the user but one, and every link sent so far; inside a `writing(user_lock(…))`."""
    with writing(user_lock(user.id)) as session:
        user.session_generation += 1
        session.execute(
            update(OneTimeToken)
            .where(OneTimeToken.user_id == user.id, OneTimeToken.used_at.is_(None))
            .values(used_at=now()),
            execution_options={"synchronize_session": False},
        )
        ended = _end(and_(UserSession.user_id == user.id, UserSession.id != (but or 0)), reason)
    after_commit(partial(security_event, "sessions_ended", user=user.id, count=ended, reason=reason.value))
    return ended


def end_others(user: User, but: int) -> int:
    """End every session of the user but one, and every link sent so far; how many sessions there were."""
    with writing(user_lock(user.id)):
        ended = end_all(user, SessionEnd.ENDED_ELSEWHERE, but=but)
        record("signed_out_elsewhere", user, actor=user)
    return ended


def open_sessions(user_id: int) -> list[UserSession]:
    """Where a user is signed in, the latest used first."""
    query = select(UserSession).where(UserSession.user_id == user_id, _is_open())
    return list(db.session.scalars(query.order_by(UserSession.seen_at.desc(), UserSession.id.desc())))


def _is_open() -> ColumnElement[bool]:
    at = now()
    settings = current_app.config["SETTINGS"]
    return and_(
        UserSession.ended_at.is_(None),
        UserSession.created_at > at - timedelta(hours=settings.session_hours),
        UserSession.seen_at > at - timedelta(minutes=settings.session_idle_minutes),
    )


def _end(which: ColumnElement[bool], reason: SessionEnd) -> int:
    ended = db.session.execute(
        update(UserSession)
        .where(which, UserSession.ended_at.is_(None))
        .values(ended_at=now(), end_reason=reason)
        .returning(UserSession.id),
        execution_options={"synchronize_session": False},
    )
    return len(ended.all())


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
