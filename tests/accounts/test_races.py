"""Two acts on one account at the same moment: one wins, and nothing is left of the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.devices import Device
from accounts.mail_links import invitation_url, one_time_url
from accounts.models import Membership, TokenPurpose, User, UserSession
from accounts.operations import sessions, signing_in, teams, users
from accounts.operations.sessions import MayNotSignIn
from accounts.operations.signing_in import LinkNoLongerWorks, make_one_time_token
from accounts.permissions import Role
from foundation.database import db, writing
from tests.accounts.helpers import reloaded
from tests.factories import make_team, make_user
from tests.threads import at_once
from tests.waiting import PATIENCE

again = pytest.mark.parametrize("turn", range(4))


def link_of(user: User, purpose: TokenPurpose) -> str:
    """The token of a new one-time link."""
    with writing():
        row = make_one_time_token(db.session.get_one(User, user.id), purpose)
        return one_time_url(row).rpartition("/")[2]


def open_sessions(user_id: int) -> int:
    """How many sessions of the user open something."""
    db.session.rollback()
    return len(sessions.open_sessions(user_id))


@again
def test_of_two_reset_links_used_at_once_one_wins(app: Flask, turn: int) -> None:
    user = make_user()
    user_id = user.id
    tokens = [link_of(user, TokenPurpose.RESET) for _ in range(2)]
    db.session.rollback()

    def use(token: str) -> Callable[[], object]:
        return lambda: users.reset_password(token, f"quite another password {token[:4]}", device=Device())

    raised = at_once(app, [use(token) for token in tokens])
    assert [type(error) for error in raised] == [LinkNoLongerWorks]
    assert open_sessions(user_id) == 1
    assert reloaded(db.session.get_one(User, user_id)).session_generation == 2


@again
def test_sign_in_at_the_moment_of_signing_out_everywhere_leaves_no_session_from_before(app: Flask, turn: int) -> None:
    user = make_user()
    user_id = user.id
    tokens = [link_of(user, TokenPurpose.SIGN_IN) for _ in range(3)]
    db.session.rollback()
    entered: list[str] = []

    def enter(token: str) -> Callable[[], object]:
        return lambda: entered.append(signing_in.sign_in_by_link(token, device=Device()).token)

    def leave() -> None:
        signing_in.sign_out_everywhere(db.session.get_one(User, user_id))

    raised = at_once(app, [*[enter(token) for token in tokens], leave])
    assert {type(error) for error in raised} <= {LinkNoLongerWorks}
    assert len(entered) + len(raised) == 3
    # Whoever came first was signed out with the rest; whoever came after had a link that was dead.
    assert open_sessions(user_id) == 0


@again
def test_disabling_at_the_moment_of_signing_in_leaves_no_session(app: Flask, turn: int) -> None:
    admin_id = make_user(is_admin=True).id
    user_id = make_user().id
    db.session.rollback()

    def disable() -> None:
        users.set_disabled(user_id, True, actor=db.session.get_one(User, admin_id))

    raised = at_once(app, [*[lambda: sessions.begin(user_id, Device())] * 3, disable])
    assert {type(error) for error in raised} <= {MayNotSignIn}
    assert open_sessions(user_id) == 0


@again
def test_invitation_taken_up_twice_at_once_makes_one_member(app: Flask, turn: int) -> None:
    team = make_team()
    owner = make_user(Role.OWNER, team)
    team_id = team.id
    email = f"new{team_id}@example.org"
    row = teams.invite(team_id, email, Role.ASSISTANT, language="en", actor=owner)
    token = invitation_url(row).rpartition("/")[2]
    db.session.rollback()
    raised = at_once(app, [lambda: teams.accept_invitation(token, user=None, name="New")] * 3)
    assert {type(error) for error in raised} <= {teams.InvitationNoLongerWorks, teams.MeantForAnother}
    assert len(raised) == 2
    assert db.session.scalar(select(func.count()).select_from(User).where(User.email == email)) == 1


@again
def test_two_owners_who_leave_at_once_leave_one_behind(app: Flask, turn: int) -> None:
    team = make_team()
    first, second = make_user(Role.OWNER, team), make_user(Role.OWNER, team)
    team_id, ids = team.id, [(user.memberships[0].id, user.id) for user in (first, second)]
    db.session.rollback()

    def step_down() -> None:
        actor = db.session.get_one(User, ids[0][1])
        teams.change_role(team_id, ids[0][0], Role.VIEWER, actor=actor)

    def remove() -> None:
        teams.remove_member(team_id, ids[1][0], actor=db.session.get_one(User, ids[1][1]))

    raised = at_once(app, [step_down, remove])
    assert [type(error) for error in raised] == [teams.LastOwner]
    owners = select(func.count()).where(Membership.team_id == team_id, Membership.role == Role.OWNER)
    assert db.session.scalar(owners) == 1


def test_password_changed_in_two_windows_at_once_is_changed_once(app: Flask) -> None:
    from accounts.operations.signing_in import WrongCredentials
    from tests.factories import PASSWORD

    user_id = make_user().id
    for _ in range(2):
        sessions.begin(user_id, Device())
    numbers = [row.id for row in sessions.open_sessions(user_id)]
    db.session.rollback()

    def change(number: int) -> Callable[[], object]:
        def act() -> None:
            user = db.session.get_one(User, user_id)
            here = db.session.get_one(UserSession, number)
            new = f"quite another password {number}"
            users.change_password(user, here, current=PASSWORD, new=new, address="127.0.0.1")

        return act

    raised = at_once(app, [change(number) for number in numbers])
    assert [type(error) for error in raised] == [WrongCredentials]
    assert open_sessions(user_id) == 1


def test_without_the_lock_of_the_user_both_reset_links_would_win(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: on PostgreSQL, with locks of the links instead, these tests do see what they look for."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer, whatever is locked")
    user = make_user()
    user_id = user.id
    tokens = [link_of(user, TokenPurpose.RESET) for _ in range(2)]
    db.session.rollback()
    both_have_read = [Event(), Event()]
    really = signing_in.queries.usable_token

    @contextmanager
    def unlocked(token: str, purpose: TokenPurpose) -> Any:
        with writing(f"one-time-token:{token}") as session:
            row = really(token, purpose)
            if row is None:
                raise LinkNoLongerWorks
            here = tokens.index(token)
            both_have_read[here].set()
            assert both_have_read[1 - here].wait(PATIENCE)
            session.flush()
            yield row.user

    monkeypatch.setattr(users, "using_up", unlocked)
    # What the session now does under the user's lock would hide it, too.
    monkeypatch.setattr(sessions, "user_lock", lambda _id: "nobody")
    won = []

    def use(token: str) -> Callable[[], object]:
        def act() -> None:
            with suppress(LinkNoLongerWorks):
                won.append(users.reset_password(token, "quite another password 77", device=Device()))

        return act

    at_once(app, [use(token) for token in tokens])
    assert len(won) == 2
    assert open_sessions(user_id) >= 1
