"""Forms of address: equivalents in three languages, taken off names, and how letters begin."""

from __future__ import annotations

import pytest

from directory.addressing import salutation
from directory.honorifics import TERMS, equivalent, gender_of, read_honorific, split_honorific
from directory.models import Person
from directory.scripts import fits
from foundation.translated import Translations


@pytest.mark.parametrize(
    ("typed", "english", "arabic", "french"),
    [
        ("Mr.", "Mr.", "السيد", "M."),
        ("Mme", "Ms.", "السيدة", "Mme"),
        ("السيدة", "Ms.", "السيدة", "Mme"),
        ("Dr", "Dr.", "د.", "Dr"),
        ("د.", "Dr.", "د.", "Dr"),
        ("الدكتورة", "Dr.", "الدكتورة", "Dre"),
        ("أ. د.", "Prof.", "أ. د.", "Pr"),
        ("Prof. Dr.", "Prof.", "أ.د.", "Pr"),
        ("Eng.", "Eng.", "م.", "Ing."),
        ("H.E. Eng.", "H.E. Eng.", "سعادة م.", "S.E. Ing."),
        ("H.E.Eng.", "H.E. Eng.", "سعادة م.", "S.E. Ing."),
        ("His Excellency Mr", "H.E. Mr.", "سعادة السيد", "S.E. M."),
        ("معالي الدكتورة", "H.E. Dr.", "معالي الدكتورة", "S.E. Dre"),
        ("S.E. Mme", "H.E. Ms.", "سعادة السيدة", "S.E. Mme"),
        ("سعادة السفيرة", "H.E. Ambassador", "سعادة السفيرة", "S.E. Ambassadrice"),
        ("Pastor Emeritus", "Pastor Emeritus", "", "Pastor Emeritus"),
    ],
)
def test_a_form_of_address_has_its_equivalent(typed: str, english: str, arabic: str, french: str) -> None:
    assert [equivalent(typed, language) for language in ("en", "ar", "fr")] == [english, arabic, french]


def test_ministers_are_addressed_as_ministers() -> None:
    assert equivalent("H.E. Ms.", "ar", "Minister of Health") == "معالي السيدة"
    assert equivalent("H.E. Ms.", "ar", "Deputy Minister of Health") == "سعادة السيدة"


def test_every_form_of_the_table_is_read_back_and_stays_in_its_script() -> None:
    for term in TERMS:
        for language in ("en", "ar", "fr"):
            for gender in ("", "m", "f"):
                form = term.form(language, gender)
                assert fits(form, language)
                assert not form or read_honorific(form) is not None, form


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("H.E. Eng. Karim Haddad", ("H.E. Eng.", "Karim Haddad")),
        ("معالي السيد كريم حداد", ("معالي السيد", "كريم حداد")),
        ("د. لينا حداد", ("د.", "لينا حداد")),
        ("Dr Lina", ("Dr", "Lina")),
        ("السيد البدوي", ("", "السيد البدوي")),
        ("M. Karim Haddad", ("", "M. Karim Haddad")),
        ("Prince Rogers", ("", "Prince Rogers")),
        ("Major Lazar", ("", "Major Lazar")),
        ("Dr.", ("", "Dr.")),
        ("", ("", "")),
    ],
)
def test_a_form_of_address_is_taken_off_a_name(typed: str, parts: tuple[str, str]) -> None:
    assert split_honorific(typed) == parts


@pytest.mark.parametrize(
    ("language", "honorific", "position", "begins"),
    [
        ("en", "Dr.", "", "Dear Dr. Haddad,"),
        ("en", "د.", "", "Dear Dr. Haddad,"),
        ("en", "", "", "Dear Basel Haddad,"),
        ("en", "H.E. Mr.", "Minister of Health", "Excellency,"),
        ("fr", "Dr.", "", "Madame, Monsieur,"),
        ("fr", "Ms.", "", "Madame,"),
        ("fr", "معالي السيدة", "وزيرة الصحة", "Madame la Ministre,"),
        ("fr", "H.E. Mr.", "", "Excellence,"),
        ("ar", "Dr.", "", "د. باسل حداد،"),
        ("ar", "H.E. Mr.", "Minister of Health", "معالي السيد باسل حداد،"),
        ("ar", "", "", "حضرة باسل حداد،"),
    ],
)
def test_a_letter_begins_as_it_does_in_its_language(language: str, honorific: str, position: str, begins: str) -> None:
    name = "باسل حداد" if language == "ar" else "Basel Haddad"
    assert salutation(language, honorific=honorific, name=name, family_name="Haddad", position=position) == begins


def test_gender_is_told_and_not_guessed() -> None:
    assert [gender_of(typed) for typed in ("Ms.", "السيد", "Dr.", "H.E.", "المهندسة", "")] == [
        "f",
        "m",
        "",
        "",
        "f",
        "",
    ]


def test_a_person_of_the_directory_has_the_honorific_in_the_language_of_the_name() -> None:
    person = Person(
        name=Translations(en="Basel Haddad", ar="باسل حداد"), honorific=Translations(en="Dr."), position=Translations()
    )
    latin = Person(
        name=Translations(en="Basel Haddad"), honorific=Translations(ar="معالي السيد"), position=Translations()
    )
    assert [person.full_name(language) for language in ("en", "ar", "fr")] == [
        "Dr. Basel Haddad",
        "د. باسل حداد",
        "Dr. Basel Haddad",
    ]
    assert latin.full_name("ar") == "H.E. Mr. Basel Haddad"
