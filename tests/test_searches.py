"""What is written in two ways is found by either, in every list that is searched."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.permissions import Role
from accounts.queries import users_page
from directory.enums import OrganisationKind
from directory.operations import add_organisation, add_person
from directory.queries import organisations_page, persons_named, persons_page
from foundation.database import db
from foundation.translated import Translations
from registration.attendance.queries import registration_by_code
from registration.people.entries import refresh_keys
from registration.reading.filters import Filter
from registration.reading.registrations import page_of
from tests.factories import make_meeting, make_registration, make_team, make_user
from tests.meetings.catalogue.helpers import found, index_all

ALIKE = (
    ("عبد الله", "عبدالله"),
    ("نصر الله", "نصرالله"),
    ("أبو بكر", "ابوبكر"),
    ("O'Brien", "obrien"),
    ("Al-Hussein", "alhussein"),
    ("Al Balushi", "Al-Balushi"),
    ("AlBalushi", "al-balushi"),
    ("مسئول", "مسؤول"),
)
BOTH_WAYS = [*ALIKE, *((asked, written) for written, asked in ALIKE)]


@pytest.mark.parametrize(("written", "asked"), BOTH_WAYS)
def test_people_and_meetings_are_found_as_they_are_written_elsewhere(app: Flask, written: str, asked: str) -> None:
    team = make_team()
    meeting = make_meeting(team, title={"en": f"Words of {written} and others"})
    registration = make_registration(meeting, given_name="Zed", family_name=written)
    refresh_keys(registration)
    db.session.commit()
    other = make_registration(meeting, given_name="Someone", family_name="Else")
    make_user(Role.ASSISTANT, team, name=f"Zed {written}")
    add_person(team.id, name=Translations(en=f"Zed {written}"))
    add_organisation(team.id, name=Translations(en=f"Office {written}"), kind=OrganisationKind.OTHER)
    index_all()

    assert [row.id for row in page_of(meeting.id, Filter(search=asked), 1, "en").rows] == [registration.id]
    assert other.id in [row.id for row in page_of(meeting.id, Filter(search="else"), 1, "en").rows]
    assert users_page(1, asked).total == 1
    assert persons_page(team.id, asked).total == organisations_page(team.id, asked).total == 1
    assert [person.name["en"] for person in persons_named(team.id, [f"zed {written}"])] == [f"Zed {written}"]
    assert found(asked) == [meeting.code]


def test_address_is_read_at_the_door_as_on_the_form(app: Flask) -> None:
    registration = make_registration(make_meeting(), email="ahmad2024@example.org")
    assert registration_by_code(registration.meeting_id, " ahmad٢٠٢٤ @example.org ") is registration
