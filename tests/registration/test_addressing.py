"""How mails address people, whatever their form of address was typed in."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from foundation.database import writing
from foundation.translated import Translations
from outbox.rendering import render
from registration.models.registrations import Registration
from registration.people.changing import correct
from registration.people.entries import PersonEntry
from registration.people.mails import owe_state_mail
from tests.factories import make_meeting, make_registration
from tests.registration.samples import form, mails, registrations


@pytest.mark.parametrize(
    ("language", "honorific", "begins"),
    [
        ("ar", "Dr.", "د. باسل حداد،"),
        ("ar", "H.E. Eng.", "سعادة م. باسل حداد،"),
        ("ar", "", "حضرة باسل حداد،"),
        ("en", "الدكتور", "Dear Dr. Haddad,"),
        ("en", "معالي السيد", "Excellency,"),
        ("fr", "S.E. Mme", "Excellence,"),
        ("fr", "Ms.", "Madame,"),
    ],
)
def test_a_mail_begins_as_letters_in_its_language_do(app: Flask, language: str, honorific: str, begins: str) -> None:
    person = make_registration(
        make_meeting(),
        given_name="Basel",
        family_name="Haddad",
        honorific=honorific,
        language=language,
        printed_name=Translations(ar="باسل حداد"),
    )
    with writing():
        owe_state_mail(person)
    owed = mails(person)[-1]
    assert (
        render(owed.template, owed.language, owed.values, recipient=owed.recipient).text.strip().splitlines()[0]
        == begins
    )


def test_a_form_of_address_typed_before_the_name_is_taken_off_it(app, client) -> None:
    meeting = make_meeting()
    client.post(f"/e/{meeting.code}/en/register", data=form(honorific="", given_name="H.E. Eng. Karim"))
    client.post(f"/e/{meeting.code}/en/register", data=form(honorific="", given_name="Dr.", family_name="Lina Haddad"))
    found = [(person.honorific, person.given_name, person.family_name) for person in registrations()]
    assert found == [("H.E. Eng.", "Karim", "Mansour"), ("Dr.", "Lina", "Haddad")]


def test_the_form_asks_for_the_second_script_where_papers_need_it_and_has_twelve_fields_at_most(app, client) -> None:
    both, latin = make_meeting(page_languages=["en", "ar"]), make_meeting(page_languages=["en", "fr"])
    pages = [client.get(f"/e/{meeting.code}/en/register").get_data(as_text=True) for meeting in (both, latin)]
    assert ["printed_other" in page for page in pages] == [True, False]
    shown = re.findall(
        r"<(?:input|select|textarea)\b(?![^>]*(?:hidden|csrf|tabindex=\"-1\"))[^>]*\bname=\"(\w+)\"", pages[0]
    )
    asked = set(shown) - {"csrf_token", "website", "place"}  # a place is asked for with its choice alone
    assert {"honorific", "given_name", "printed_other", "email", "mode", "consent"} <= asked
    assert len(asked) <= 12


def test_another_organisation_has_no_translation_of_the_former_one(app) -> None:
    person = make_registration(
        make_meeting(),
        organisation="Ministry of Health",
        organisation_texts=Translations(ar="وزارة الصحة"),
        position="Director",
        position_texts=Translations(ar="مدير"),
    )
    values = {"position": "Director", "position_texts": person.position_texts}
    correct(
        person,
        PersonEntry(
            given_name=person.given_name,
            organisation="Ministry of Finance",
            organisation_texts=person.organisation_texts,
            **values,
        ),
    )
    found: Registration = registrations()[0]
    assert (dict(found.organisation_texts), dict(found.position_texts)) == ({}, {"ar": "مدير"})
