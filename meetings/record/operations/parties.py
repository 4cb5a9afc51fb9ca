"""Organisations with a role in a meeting, and whom to ask."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import User
from directory.queries import organisation_of, person_of
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.enums import ContactKind, OrganisationRole
from meetings.record.models import FocalPoint, MeetingOrganisation
from meetings.record.operations.rows import add_row, change_row, lock_of, move_row, remove_row
from meetings.record.queries import meeting_of_id, row_of


class OneHolderNeeded(Exception):
    """A role belongs to an organisation or to a country: one of them, not both."""


class AlreadyNamed(Exception):
    """The organisation or country has this role already."""


class NobodyNamed(Exception):
    """A focal point is a person or a unit."""


def add_organisation(
    meeting_id: int,
    *,
    role: OrganisationRole,
    organisation_id: int | None = None,
    country_code: str | None = None,
    actor: User | None = None,
) -> MeetingOrganisation:
    """Give an organisation or a country a role, at the end.

    Raises:
        OneHolderNeeded: none or both are given.
        AlreadyNamed: it has the role already.
        NoSuchEntry: the organisation is not in the team's directory.
    """
    values = {"role": role, "organisation_id": organisation_id, "country_code": country_code}
    with writing(lock_of(meeting_id)):
        _check_holder(meeting_id, None, values)
        return add_row(MeetingOrganisation, meeting_id, values, actor)


def change_organisation(
    meeting_id: int, row_id: int, *, actor: User | None = None, **values: Any
) -> MeetingOrganisation:
    """Change role or holder; raises as `add_organisation`, and NoSuchRecord."""
    with writing(lock_of(meeting_id)):
        row = row_of(MeetingOrganisation, meeting_id, row_id)
        merged = {name: values.get(name, getattr(row, name)) for name in ("role", "organisation_id", "country_code")}
        _check_holder(meeting_id, row_id, merged)
        return change_row(MeetingOrganisation, meeting_id, row_id, values, actor)


def remove_organisation(meeting_id: int, row_id: int, *, actor: User | None = None) -> None:
    """Take the role away. Raises NoSuchRecord."""
    remove_row(MeetingOrganisation, meeting_id, row_id, actor)


def move_organisation(meeting_id: int, row_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    return move_row(MeetingOrganisation, meeting_id, row_id, step, actor)


def add_contact(
    meeting_id: int,
    *,
    kind: ContactKind,
    person_id: int | None = None,
    unit: Translations | None = None,
    email: str = "",
    phone: str = "",
    actor: User | None = None,
) -> FocalPoint:
    """Name somebody to ask, at the end: a person of the directory or a unit; `email` and `phone` are public.

    Raises:
        NobodyNamed: neither a person nor a unit.
        NoSuchEntry: the person is not in the team's directory.
    """
    values = {
        "kind": kind,
        "person_id": person_id,
        "unit": unit or Translations(),
        "email": email,
        "phone": phone,
    }
    with writing(lock_of(meeting_id)):
        _check_contact(meeting_id, values)
        return add_row(FocalPoint, meeting_id, values, actor)


def change_contact(meeting_id: int, row_id: int, *, actor: User | None = None, **values: Any) -> FocalPoint:
    """Change a focal point; raises as `add_contact`, and NoSuchRecord."""
    with writing(lock_of(meeting_id)):
        row = row_of(FocalPoint, meeting_id, row_id)
        _check_contact(meeting_id, {name: values.get(name, getattr(row, name)) for name in ("person_id", "unit")})
        return change_row(FocalPoint, meeting_id, row_id, values, actor)


def remove_contact(meeting_id: int, row_id: int, *, actor: User | None = None) -> None:
    """Remove a focal point. Raises NoSuchRecord."""
    remove_row(FocalPoint, meeting_id, row_id, actor)


def move_contact(meeting_id: int, row_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    return move_row(FocalPoint, meeting_id, row_id, step, actor)


def _check_holder(meeting_id: int, row_id: int | None, values: dict[str, Any]) -> None:
    organisation_id, country_code = values["organisation_id"], values["country_code"]
    if (organisation_id is None) == (country_code is None):
        raise OneHolderNeeded
    if organisation_id is not None:
        organisation_of(meeting_of_id(meeting_id).team_id, organisation_id)
    same = select(MeetingOrganisation.id).where(
        MeetingOrganisation.meeting_id == meeting_id,
        MeetingOrganisation.role == values["role"],
        MeetingOrganisation.organisation_id == organisation_id,
        MeetingOrganisation.country_code == country_code,
    )
    if set(db.session.scalars(same)) - {row_id}:
        raise AlreadyNamed


def _check_contact(meeting_id: int, values: dict[str, Any]) -> None:
    if values["person_id"] is None and not values["unit"]:
        raise NobodyNamed
    if values["person_id"] is not None:
        person_of(meeting_of_id(meeting_id).team_id, values["person_id"])
