"""Which organisation of the directory a name means."""

from __future__ import annotations

import pytest
from flask import Flask

from directory.operations import add_organisation, add_person, find_or_create_organisation, find_or_create_person
from foundation.translated import Translations
from tests.factories import make_team


@pytest.mark.parametrize(
    "typed",
    [
        "UNESCWA", "UN-ESCWA", "un escwa", "E.S.C.W.A.", "الإسكوا", "اسكوا", "CESAO", "the ESCWA",
        "Economic and Social Commission for Western Asia (ESCWA)",
        "United Nations Economic and Social Commission for Western Asia",
        "لجنة الأمم المتحدة الاقتصادية والاجتماعية لغربي آسيا",
    ],
)  # fmt: skip
def test_another_name_of_a_known_body_is_no_second_one(app: Flask, typed: str) -> None:
    team = make_team()
    known = add_organisation(team.id, name=Translations(en="Economic and Social Commission for Western Asia"))
    assert find_or_create_organisation(team.id, name=Translations(en=typed)).id == known.id


@pytest.mark.parametrize("typed", ["Ministry of Health (ESCWA)", "ESCO", "Friends of ESCWA", "UNESCO"])
def test_what_only_looks_alike_is_another_one(app: Flask, typed: str) -> None:
    team = make_team()
    known = add_organisation(team.id, name=Translations(en="ESCWA"))
    assert find_or_create_organisation(team.id, name=Translations(en=typed)).id != known.id


def test_the_honorific_is_taken_off_a_name_of_the_directory(app: Flask) -> None:
    team = make_team()
    person = add_person(team.id, name=Translations(en="H.E. Eng. Karim Haddad", ar="سعادة المهندس كريم حداد"))
    assert dict(person.name) == {"en": "Karim Haddad", "ar": "كريم حداد"}
    assert dict(person.honorific) == {"en": "H.E. Eng.", "ar": "سعادة المهندس"}
    again = find_or_create_person(team.id, name=Translations(en="Dr. Karim Haddad"))
    assert again.id == person.id
