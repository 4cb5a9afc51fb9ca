"""Signing in by password or one-time link.

Nothing here tells an outsider whether an account exists: unknown and disabled accounts raise the same errors, or
return as silently, after the same work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import delete

from accounts import passwords, queries
from accounts.devices import Device, network_of
from accounts.mail_links import ONE_TIME
from accounts.models import OneTimeToken, SessionEnd, TokenPurpose, User
from accounts.operations import sessions
from accounts.operations.attempts import count_mail, count_password, forgive
from accounts.operations.sessions import Entrance, MayNotSignIn, user_lock
from foundation import even_times
from foundation.audit import record
from foundation.clock import now
from foundation.database import writing
from foundation.even_times import lasting
from foundation.link_tokens import new_reference
from foundation.logs import security_event
from outbox.link_references import link
from outbox.operations import enqueue, owed_lately

LINK_LIFETIME = timedelta(minutes=20)
SECONDS_UNTIL_ANSWER = even_times.SECONDS
MAILS = {TokenPurpose.SIGN_IN: "accounts/sign_in_link", TokenPurpose.RESET: "accounts/reset_password"}


class WrongCredentials(Exception):
    """Address and password do not match, or the account is unknown or disabled."""


class LinkNoLongerWorks(Exception):
    """A one-time link is unknown, used, expired or ended."""


def sign_in_by_password(
    email: str, password: str, *, address: str, device: Device, known_as: str = "", replaces: int | None = None
) -> Entrance:
    """Sign in the user with this address (normal form) and password.

    `address` is the visitor's IP address, `known_as` the mark of a device that the account knows.

    A hash made with other parameters than today's is made anew.

    Raises:
        WrongCredentials: see there.
        LimitReached: nothing was compared.
    """
    attempt = count_password(email, address, known_as)
    user = queries.user_by_email(email)
    stored = user.password_hash if user is not None and user.is_active else None
    if not passwords.password_matches(stored, password) or user is None:
        security_event(
            "sign_in_failed",
            user=user.id if user is not None else None,
            account=attempt.own.key[:12],
            network=network_of(address),
        )
        raise WrongCredentials
    better = passwords.hash_password(password) if stored and passwords.is_outdated(stored) else None
    user_id = user.id
    with writing(user_lock(user_id)) as session:
        user = session.get_one(User, user_id)
        if not user.is_active or user.password_hash != stored:
            raise WrongCredentials
        if better:
            user.password_hash = better
        record("signed_in", user, actor=user, changes={"by": (None, "password")})
        entrance = sessions.begin(user_id, device, replaces=replaces)
    forgive(attempt)
    return entrance


def request_sign_in_link(email: str, *, address: str) -> None:
    """Owe a sign-in link to the account with this address (normal form), if there is one and none is on its way.

    Raises:
        LimitReached: nothing was owed.
    """
    _request_link(TokenPurpose.SIGN_IN, email, address)


def request_password_reset(email: str, *, address: str) -> None:
    """Owe a link for a new password to the account with this address (normal form), as `request_sign_in_link`.

    Raises:
        LimitReached: nothing was owed.
    """
    _request_link(TokenPurpose.RESET, email, address)


def sign_in_by_link(token: str, *, device: Device, replaces: int | None = None) -> Entrance:
    """Use up a sign-in link and sign in the user it was made for. Of two uses at once one wins.

    Raises:
        LinkNoLongerWorks: see there.
    """
    with using_up(token, TokenPurpose.SIGN_IN) as user:
        record("signed_in", user, actor=user, changes={"by": (None, "link")})
        return sessions.begin(user.id, device, replaces=replaces)


def sign_in_for_show(email: str, *, device: Device, replaces: int | None = None) -> Entrance:
    """Sign in a user of the demonstration, without a password.

    Raises:
        MayNotSignIn: there is no such user, or they may not sign in.
    """
    user = queries.user_by_email(email)
    if user is None:
        raise MayNotSignIn
    return sessions.begin(user.id, device, replaces=replaces)


def sign_out_everywhere(user: User) -> None:
    """End every session of the user and every link sent to them so far."""
    with writing(user_lock(user.id)):
        sessions.end_all(user, SessionEnd.SIGNED_OUT)
        record("signed_out_everywhere", user, actor=user)


def make_one_time_token(user: User, purpose: TokenPurpose) -> OneTimeToken:
    """A new token of a flushed user, inside the caller's transaction; removes those that are long over."""
    with writing() as session:
        session.execute(
            delete(OneTimeToken).where(
                OneTimeToken.user_id == user.id, OneTimeToken.expires_at < now() - timedelta(days=1)
            ),
            execution_options={"synchronize_session": False},
        )
        row = OneTimeToken(user=user, purpose=purpose, reference=new_reference(16), expires_at=now() + LINK_LIFETIME)
        session.add(row)
        session.flush()
    return row


@contextmanager
def using_up(token: str, purpose: TokenPurpose) -> Iterator[User]:
    """A writing transaction under the lock of the user of a one-time token, which is used up; the user.

    The lock is the user's, not the token's: of two different links one may end the other.

    Raises:
        LinkNoLongerWorks: see there.
    """
    seen = queries.usable_token(token, purpose)
    if seen is None:
        raise LinkNoLongerWorks
    with writing(user_lock(seen.user_id)) as session:
        row = queries.usable_token(token, purpose)
        if row is None:
            raise LinkNoLongerWorks
        row.used_at = now()
        session.flush()
        yield row.user


def _request_link(purpose: TokenPurpose, email: str, address: str) -> None:
    with lasting(SECONDS_UNTIL_ANSWER):
        count_mail(address)
        with writing(f"letter:{email}"):
            user = queries.user_by_email(email)
            if user is not None and user.is_active and not _is_on_its_way(purpose, user):
                _owe_link(purpose, user)


def _is_on_its_way(purpose: TokenPurpose, user: User) -> bool:
    """Whether a letter of the kind went lately, with a link that still works."""
    return queries.has_open_token(user.id, purpose) and owed_lately(MAILS[purpose], about_kind="user", about=[user.id])


def _owe_link(purpose: TokenPurpose, user: User) -> None:
    row = make_one_time_token(user, purpose)
    enqueue(
        MAILS[purpose],
        recipient=user.email,  # never the address as typed: look-alikes may have led to the same account
        recipient_name=user.name_in(user.language),
        language=user.language,
        values={
            "url": link(ONE_TIME, row.id),
            "name": user.name_in(user.language),
            "minutes": int(LINK_LIFETIME.total_seconds() // 60),
        },
        about_kind="user",
        about_id=user.id,
        confidential=True,
    )
    record(f"{purpose.value}_link_sent", user)
