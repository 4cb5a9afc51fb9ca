"""The list of registrations: filter, order, pages, number of registrations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from directory.enums import OrganisationKind
from foundation.database import db
from foundation.translated import Translations
from meetings.enums import Mode
from registration.enums import RegistrationState
from registration.people.entries import refresh_keys
from registration.reading import registrations
from registration.reading.filters import Filter, filter_parameters, read_filter
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.statements import selects, statements


def person(meeting, **values):
    """A registration whose folded texts are those of its data."""
    registration = make_registration(meeting, **values)
    refresh_keys(registration)
    db.session.commit()
    return registration


def found(meeting, **values):
    """Given names of those who fit, in order."""
    page = registrations.page_of(meeting.id, Filter(**values), 1, "en")
    return [each.given_name for each in page.rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mansour", ["Layla"]),
        ("LAYLA mansour", ["Layla"]),
        ("mansour digital", ["Layla"]),
        ("ليلي منصور", ["Layla"]),
        ("أحمد", ["Ahmad"]),
        ("احمد", ["Ahmad"]),
        ("zoë", ["Zoe"]),
        ("ahmad.k@", ["Ahmad"]),
        ("50%", ["Zoe"]),
        ("%", ["Zoe"]),
        ("_", []),
        ("nobody", []),
    ],
)
def test_search_folds_scripts_and_takes_wildcards_for_what_they_are(app, words, expected):
    meeting = make_meeting()
    person(
        meeting,
        given_name="Layla",
        family_name="Mansour",
        printed_name=Translations(ar="ليلى منصور"),
        organisation="Digital Agency",
    )
    person(
        meeting,
        given_name="Ahmad",
        family_name="Khalil",
        printed_name=Translations(ar="أَحْمَد خليل"),
        email="ahmad.k@example.org",
    )
    person(meeting, given_name="Zoe", family_name="50% Club")

    assert found(meeting, search=words) == expected


def test_reference_finds_its_registration(app):
    meeting = make_meeting()
    person(meeting, given_name="Layla")
    wanted = person(meeting, given_name="Omar")

    assert found(meeting, search=wanted.reference.lower()) == ["Omar"]


def test_filters_combine(app):
    meeting = make_meeting()
    person(meeting, given_name="A", state="approved", mode=Mode.REMOTE, country_code="EG", language="ar")
    person(meeting, given_name="B", state="approved", mode=Mode.REMOTE, country_code="JO", language="ar")
    person(meeting, given_name="C", state="pending", mode=Mode.REMOTE, country_code="EG", language="ar")
    person(meeting, given_name="D", state="approved", country_code="EG", organisation_kind=OrganisationKind.MEDIA)
    person(make_meeting(), given_name="E", state="approved", mode=Mode.REMOTE, country_code="EG", language="ar")

    approved = RegistrationState.APPROVED
    assert found(meeting, state=approved, mode=Mode.REMOTE, country="EG", language="ar") == ["A"]
    assert found(meeting, kind=OrganisationKind.MEDIA) == ["D"]


def test_order_by_name_is_the_same_on_every_database(app):
    meeting = make_meeting()
    for family in ("Zahra", "al-Amin", "Émile", "Amin", "أمين"):
        person(meeting, given_name=family, family_name=family)

    assert found(meeting) == ["al-Amin", "Amin", "Émile", "Zahra", "أمين"]
    assert found(meeting, descending=True)[0] == "أمين"


def test_order_by_country_follows_its_name_in_the_language_of_the_page(app):
    meeting = make_meeting()
    for code in ("JO", "AE", "TN", "SA", None):
        person(meeting, given_name=code or "none", country_code=code)

    def order(language):
        wanted = Filter(sort="country")
        return [each.given_name for each in registrations.page_of(meeting.id, wanted, 1, language).rows]

    assert order("en") == ["JO", "SA", "TN", "AE", "none"]
    assert order("ar") == ["JO", "AE", "TN", "SA", "none"]


def test_order_by_state_organisation_and_date(app):
    meeting = make_meeting()
    start = datetime(2030, 1, 1, tzinfo=UTC)
    people = [
        ("A", "approved", "Élan", 3),
        ("B", "pending", "zeta", 1),
        ("C", "waiting", "Alpha", 2),
    ]
    for name, state, organisation, hours in people:
        moment = start + timedelta(hours=hours)
        person(meeting, given_name=name, state=state, organisation=organisation, registered_at=moment)

    assert found(meeting, sort="state") == ["B", "A", "C"]
    assert found(meeting, sort="organisation") == ["C", "A", "B"]
    assert found(meeting, sort="registered") == ["B", "C", "A"]
    assert found(meeting, sort="registered", descending=True) == ["A", "C", "B"]


def test_waiting_list_is_in_its_own_order(app):
    meeting = make_meeting()
    start = datetime(2030, 1, 1, tzinfo=UTC)
    for name, hours in (("A", 2), ("B", 1), ("C", 3)):
        person(meeting, given_name=name, state="waiting", waiting_since=start + timedelta(hours=hours))

    assert found(meeting, state=RegistrationState.WAITING) == ["B", "A", "C"]


def test_waiting_positions_count_per_mode(app):
    meeting = make_meeting()
    start = datetime(2030, 1, 1, tzinfo=UTC)
    late = person(meeting, state="waiting", waiting_since=start + timedelta(hours=1))
    early = person(meeting, state="waiting", waiting_since=start)
    remote = person(meeting, state="waiting", waiting_since=start + timedelta(hours=2), mode=Mode.REMOTE)

    assert registrations.waiting_positions(meeting.id) == {early.id: 1, late.id: 2, remote.id: 1}
    assert [registrations.waiting_position(each) for each in (late, early, remote)] == [2, 1, 1]
    assert registrations.waiting_position(person(meeting)) is None


def test_pages_hold_fifty_and_stay_within_the_list(app):
    meeting = make_meeting()
    for _number in range(51):
        make_registration(meeting)

    first, last, beyond = (registrations.page_of(meeting.id, Filter(), number, "en") for number in (1, 2, 99))

    assert (len(first.rows), first.pages, first.total) == (50, 2, 51)
    assert [each.id for each in last.rows] == [each.id for each in beyond.rows]
    assert (len(last.rows), beyond.number) == (1, 2)


def test_filter_survives_the_address(app):
    wanted = Filter(
        search="50% & more",
        state=RegistrationState.WAITING,
        mode=Mode.REMOTE,
        country="JO",
        kind=OrganisationKind.MEDIA,
        language="ar",
        sort="country",
        descending=True,
    )

    assert read_filter(MultiDict(filter_parameters(wanted))) == wanted
    assert filter_parameters(Filter()) == {}


def test_filter_ignores_nonsense(app):
    nonsense = {"state": "x", "mode": "x", "kind": "x", "language": "x", "sort": "x", "dir": "x", "country": ""}

    assert read_filter(nonsense) == Filter()


@pytest.mark.parametrize("rows", [1, 30])
def test_list_page_costs_a_fixed_number_of_statements(app, client, rows):
    meeting = make_meeting()
    for number in range(rows):
        state = list(RegistrationState)[number % 5] if rows > 1 else RegistrationState.WAITING
        make_registration(meeting, state=state)
    sign_in(client, make_user("assistant", meeting.team))
    client.get(f"/manage/{meeting.code}/registrations")

    with statements() as seen:
        response = client.get(f"/manage/{meeting.code}/registrations")

    assert response.status_code == 200
    assert selects(seen) == 10


@pytest.mark.parametrize("rows", [1, 30])
def test_export_costs_a_fixed_number_of_statements(app, client, rows):
    meeting = make_meeting()
    for _number in range(rows):
        make_registration(meeting)
    sign_in(client, make_user("assistant", meeting.team))
    client.get(f"/manage/{meeting.code}/registrations/export.csv")

    with statements() as seen:
        response = client.get(f"/manage/{meeting.code}/registrations/export.csv")

    assert response.status_code == 200
    # PostgreSQL is told once how long the entry in the trail may wait.
    assert selects(seen) == (7 if db.engine.dialect.name == "sqlite" else 8)


ARABS = {
    # given and family name as in the passport, and as printed in Arabic
    "Rima": ("Al-Rawashdeh", "ريما الرواشدة"),
    "Omar": ("Al Khasawneh", "عمر الخصاونة"),
    "Sami": ("Almajali", "سامي المجالي"),
    "Hind": ("Bakri", "هند بكري"),
    "Ali": ("El Amin", "علي الأمين"),
}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", ["Ali", "Hind", "Omar", "Rima", "Sami", "Zoe"]),
        ("en", ["Omar", "Sami", "Rima", "Hind", "Ali", "Zoe", "ناديا"]),
        ("fr", ["Omar", "Sami", "Rima", "Hind", "Ali", "Zoe", "ناديا"]),
    ],
)
def test_names_are_in_the_order_of_what_the_language_shows(app, language, expected):
    meeting = make_meeting()
    for given, (family, printed) in ARABS.items():
        person(meeting, given_name=given, family_name=family, printed_name=Translations(ar=printed))
    person(meeting, given_name="Zoe", family_name="Zimmer")
    if language != "ar":
        person(meeting, given_name="ناديا", family_name="أمين")

    page = registrations.page_of(meeting.id, Filter(), 1, language)

    assert [each.given_name for each in page.rows] == expected


def test_organisations_are_in_the_order_of_what_the_language_shows(app):
    meeting = make_meeting()
    for given, name, arabic in (("One", "World Bank", "البنك الدولي"), ("Two", "Arab League", "جامعة الدول العربية")):
        person(meeting, given_name=given, organisation=name, organisation_texts=Translations(ar=arabic))

    def order(language):
        page = registrations.page_of(meeting.id, Filter(sort="organisation"), 1, language)
        return [each.given_name for each in page.rows]

    assert order("en") == ["Two", "One"]
    assert order("ar") == ["One", "Two"]
