"""Organisations, countries and persons with a role in a meeting, and whom to ask."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import User
from directory.operations import change_organisation as change_in_directory
from directory.operations import find_or_create_organisation
from directory.queries import in_own_script, organisation_of, person_of
from foundation.database import db, writing
from foundation.files import store
from foundation.translated import Translations
from meetings.enums import ContactKind, OrganisationRole
from meetings.keeping.rows import add_row, change_row, lock_of
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.reading.meetings import meeting_of_id, row_of

CHAIRS = frozenset({OrganisationRole.CHAIR, OrganisationRole.CO_CHAIR})
"""Roles that a person can have."""
HOLDERS = ("organisation_id", "country_code", "person_id")
"""Who can have a role: exactly one of these columns is filled."""


class OneHolderNeeded(Exception):
    """A role belongs to an organisation, a country or a person: one of them."""


class PersonCannot(Exception):
    """Only a chair or a co-chair can be a person."""


class AlreadyNamed(Exception):
    """The organisation, country or person has this role already."""


class ContactThere(Exception):
    """The person or unit is a focal point of this kind already, on the same pages and with the same addresses."""


class NobodyNamed(Exception):
    """A focal point is a person or a unit."""


def add_organisation(
    meeting_id: int,
    *,
    role: OrganisationRole,
    organisation_id: int | None = None,
    country_code: str | None = None,
    person_id: int | None = None,
    actor: User | None = None,
) -> MeetingOrganisation:
    """Give an organisation, a country or a person a role, at the end.

    Raises:
        OneHolderNeeded: none or several are given.
        PersonCannot: a person with another role than a chair's.
        AlreadyNamed: it has the role already.
        NoSuchEntry: organisation or person is not in the team's directory.
    """
    values = {
        "role": role,
        "organisation_id": organisation_id,
        "country_code": country_code,
        "person_id": person_id,
    }
    with writing(lock_of(meeting_id)):
        check_holder(meeting_id, None, values)
        return add_row(MeetingOrganisation, meeting_id, values, actor)


def change_organisation(
    meeting_id: int, row_id: int, *, actor: User | None = None, **values: Any
) -> MeetingOrganisation:
    """Change role or holder; raises as `add_organisation`, and NoSuchRecord."""
    with writing(lock_of(meeting_id)):
        row = row_of(MeetingOrganisation, meeting_id, row_id)
        check_holder(meeting_id, row_id, {name: values.get(name, getattr(row, name)) for name in ("role", *HOLDERS)})
        return change_row(MeetingOrganisation, meeting_id, row_id, values, actor)


def save_role(
    meeting_id: int,
    row_id: int | None,
    *,
    role: OrganisationRole,
    organisation: str = "",
    country_code: str | None = None,
    person_id: int | None = None,
    logo: bytes | None = None,
    actor: User | None = None,
) -> MeetingOrganisation:
    """Add (`row_id` None) or change who has a role; `organisation` is a name, new ones are added to the directory.

    `logo` is that of the organisation, as `foundation.images.read_image` gives it. Raises as `add_organisation`, and
    NoSuchRecord; then nothing is saved, in the directory neither.
    """
    with writing(lock_of(meeting_id)):
        meeting = meeting_of_id(meeting_id)
        organisation_id = None
        if organisation and logo:
            store(logo)  # its lock comes before the rows of meetings that an organisation found below is shown by
        if organisation:
            organisation_id = _organisation_named(meeting, row_id, organisation, actor)
        if organisation_id is not None and logo:
            change_in_directory(meeting.team_id, organisation_id, logo=logo, actor=actor)
        values: dict[str, Any] = {
            "role": role,
            "organisation_id": organisation_id,
            "country_code": country_code,
            "person_id": person_id,
        }
        if row_id is None:
            return add_organisation(meeting_id, **values, actor=actor)
        return change_organisation(meeting_id, row_id, **values, actor=actor)


def add_contact(
    meeting_id: int,
    *,
    kind: ContactKind,
    person_id: int | None = None,
    unit: Translations | None = None,
    email: str = "",
    phone: str = "",
    language: str = "",
    actor: User | None = None,
) -> FocalPoint:
    """Name somebody to ask, at the end: a person of the directory or a unit; `email` and `phone` are public.

    `language` limits it to the page in that language; empty: it stands on all.

    Raises:
        NobodyNamed: neither a person nor a unit.
        ContactThere: the same one stands there already.
        NoSuchEntry: the person is not in the team's directory.
    """
    values = {
        "kind": kind,
        "person_id": person_id,
        "unit": unit or Translations(),
        "email": email,
        "phone": phone,
        "language": language,
    }
    with writing(lock_of(meeting_id)):
        _check_contact(meeting_id, values)
        here = select(FocalPoint).where(FocalPoint.meeting_id == meeting_id)
        for contact in db.session.scalars(here):
            if all(getattr(contact, name) == value for name, value in values.items()):
                raise ContactThere
        return add_row(FocalPoint, meeting_id, values, actor)


def change_contact(meeting_id: int, row_id: int, *, actor: User | None = None, **values: Any) -> FocalPoint:
    """Change a focal point; raises as `add_contact`, and NoSuchRecord."""
    with writing(lock_of(meeting_id)):
        row = row_of(FocalPoint, meeting_id, row_id)
        _check_contact(meeting_id, {name: values.get(name, getattr(row, name)) for name in ("person_id", "unit")})
        return change_row(FocalPoint, meeting_id, row_id, values, actor)


def _organisation_named(meeting: Meeting, row_id: int | None, name: str, actor: User | None) -> int:
    if row_id is not None:
        stored = row_of(MeetingOrganisation, meeting.id, row_id).organisation
        if stored is not None and name in stored.name.values():
            return stored.id  # two organisations may share a name: it stays the one that it was
    return int(find_or_create_organisation(meeting.team_id, name=in_own_script(name), actor=actor).id)


def check_holder(meeting_id: int, row_id: int | None, values: dict[str, Any]) -> None:
    """Raise what `add_organisation` says of a role and who has it, in a row other than `row_id`."""
    if [values[name] is None for name in HOLDERS].count(False) != 1:
        raise OneHolderNeeded
    if values["person_id"] is not None and values["role"] not in CHAIRS:
        raise PersonCannot
    team_id = meeting_of_id(meeting_id).team_id
    if values["organisation_id"] is not None:
        organisation_of(team_id, values["organisation_id"])
    if values["person_id"] is not None:
        person_of(team_id, values["person_id"])
    same = select(MeetingOrganisation.id).where(
        MeetingOrganisation.meeting_id == meeting_id,
        MeetingOrganisation.role == values["role"],
        *(getattr(MeetingOrganisation, name) == values[name] for name in HOLDERS),
    )
    if set(db.session.scalars(same)) - {row_id}:
        raise AlreadyNamed


def _check_contact(meeting_id: int, values: dict[str, Any]) -> None:
    if values["person_id"] is None and not values["unit"]:
        raise NobodyNamed
    if values["person_id"] is not None:
        person_of(meeting_of_id(meeting_id).team_id, values["person_id"])
