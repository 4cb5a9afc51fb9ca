"""Rows for tests: valid by default, every field open to the caller, committed."""

from __future__ import annotations

import itertools
from datetime import date, time
from typing import Any

from flask.testing import FlaskClient

from accounts.models import Membership, Team, User
from accounts.permissions import Role
from directory.enums import OrganisationKind
from foundation.clock import now
from foundation.database import writing
from foundation.link_tokens import new_reference
from foundation.normalising import search_key, searchable
from meetings.enums import ItemKind, MeetingFormat, MeetingKind, MeetingState, Mode
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.models.rules import RegistrationRules

_numbers = itertools.count(1)
PASSWORD = "a long enough password"
PASSWORD_HASH = ""


def _add(row: Any) -> Any:
    with writing() as session:
        session.add(row)
    return row


def make_team(**values: Any) -> Team:
    """A team without members."""
    values = {"name": {"en": f"Team {next(_numbers)}", "ar": "فريق"}, "created_at": now()} | values
    return _add(Team(**values))


def make_user(role: Role | str | None = None, team: Team | None = None, **values: Any) -> User:
    """A user, member of `team` with `role` if given; the password is `PASSWORD`."""
    global PASSWORD_HASH
    if not PASSWORD_HASH:
        from argon2 import PasswordHasher

        PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    number = next(_numbers)
    values = {
        "email": f"user{number}@example.org",
        "name": f"User {number}",
        "language": "en",
        "password_hash": PASSWORD_HASH,
        "created_at": now(),
    } | values
    user = User(**values)
    if role is not None:
        user.memberships = [Membership(team=team or make_team(), role=Role(role))]
    return _add(user)


def make_meeting(team: Team | None = None, **values: Any) -> Meeting:
    """A published hybrid meeting of two days that takes registrations."""
    number = next(_numbers)
    code = values.pop("code", f"MEET-{number}")
    values = {
        "team_id": (team or make_team()).id,
        "code": code,
        "code_key": code.casefold(),
        "kind": MeetingKind.EXPERT_GROUP_MEETING,
        "state": MeetingState.PUBLISHED,
        "title": {"en": f"Meeting {number}", "ar": f"اجتماع {number}"},
        "starts_on": date(2030, 2, 27),
        "ends_on": date(2030, 2, 28),
        "zone": "Asia/Amman",
        "format": MeetingFormat.HYBRID,
        "main_language": "en",
        "page_languages": ["en", "ar"],
        "working_languages": ["ar", "en"],
        "takes_registrations": True,
        "calendar_uid": f"{new_reference(20).lower()}@plenary.test",
        "created_at": now(),
        "changed_at": now(),
    } | values
    return _add(Meeting(**values))


def make_rules(meeting: Meeting, **values: Any) -> RegistrationRules:
    """Registration rules of a meeting."""
    return _add(RegistrationRules(meeting_id=meeting.id, **values))


def make_item(meeting: Meeting, **values: Any) -> AgendaItem:
    """A session on the first day, 10:00 to 11:00."""
    values = {
        "meeting_id": meeting.id,
        "kind": ItemKind.SESSION,
        "day": meeting.starts_on,
        "starts": time(10),
        "ends": time(11),
        "title": {"en": f"Session {next(_numbers)}", "ar": "جلسة"},
        "calendar_uid": f"{new_reference(20).lower()}@plenary.test",
    } | values
    return _add(AgendaItem(**values))


def make_registration(meeting: Meeting, **values: Any) -> Registration:
    """A pending registration in the room."""
    number = next(_numbers)
    given, family = values.pop("given_name", "Salma"), values.pop("family_name", f"Haddad{number}")
    email = values.pop("email", f"person{number}@example.org")
    state = RegistrationState(values.pop("state", RegistrationState.PENDING))
    organisation = values.pop("organisation", "Ministry of Digital Economy")
    values = {
        "meeting_id": meeting.id,
        "reference": new_reference(),
        "state": state,
        "mode": Mode.IN_PERSON,
        "waiting_since": now() if state is RegistrationState.WAITING else None,
        "given_name": given,
        "family_name": family,
        "email": email,
        "email_key": email.casefold(),
        "organisation": organisation,
        "organisation_kind": OrganisationKind.GOVERNMENT,
        "position": "Head of Unit",
        "country_code": "JO",
        "language": "en",
        "consented_at": now(),
        "registered_at": now(),
        "search_key": search_key([f"{given} {family}", email, organisation], 1200),
        "sort_key": searchable(f"{family} {given}"),
    } | values
    return _add(Registration(**values))


def sign_in(client: FlaskClient, user: User) -> None:
    """Make the client's next requests those of `user`, without going through the sign-in page."""
    from accounts.access import start_session_values

    with client.session_transaction() as session:
        session.clear()
        session.update(start_session_values(user))
