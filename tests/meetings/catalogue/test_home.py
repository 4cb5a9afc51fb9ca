"""The public list: what stands in it, in which order, filtered, page by page, for how many statements."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from directory.enums import OrganisationKind
from directory.models import Organisation
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.page_cache import pages
from meetings.catalogue.forms import read_filters
from meetings.catalogue.queries import catalogue, listing
from meetings.enums import DatePrecision, MeetingFormat, MeetingKind, MeetingState, OrganisationRole
from meetings.models.meeting import Meeting
from meetings.models.parties import MeetingOrganisation
from meetings.models.series import Series
from tests.factories import make_meeting, make_team, make_user, sign_in
from tests.markup import as_shown
from tests.meetings.catalogue.helpers import cost, index_all, make_many

NOON = datetime(2030, 6, 15, 9, tzinfo=UTC)


def on(first: str, last: str = "", **values: Any) -> Meeting:
    """A meeting on these days."""
    return make_meeting(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last or first), **values)


def shown(moment: datetime = NOON, page: int = 1, **filters: str) -> list[tuple[str, str]]:
    """What is listed at a moment: where it stands in time, and its code."""
    db.session.rollback()
    with frozen_at(moment):
        return [(when.value, meeting.code) for when, meeting in listing(read_filters(filters), page).placed]


def organise(meeting: Meeting, name: str, role: OrganisationRole = OrganisationRole.ORGANISER) -> Organisation:
    """Name an organisation of a meeting."""
    organisation = Organisation(team_id=meeting.team_id, name={"en": name}, kind=OrganisationKind.OTHER)
    with writing() as session:
        session.add(organisation)
        session.flush()
        session.add(MeetingOrganisation(meeting_id=meeting.id, role=role, organisation_id=organisation.id))
    return organisation


def test_now_then_the_next_then_the_latest(app: Flask) -> None:
    on("2030-01-10", code="OLD")
    on("2030-06-14", "2030-06-16", code="ON")
    on("2030-09-01", code="LATER")
    on("2030-07-01", code="NEXT")
    on("2030-05-01", code="RECENT")
    assert shown() == [
        ("now", "ON"), ("coming", "NEXT"), ("coming", "LATER"), ("past", "RECENT"), ("past", "OLD"),
    ]  # fmt: skip


def test_drafts_and_deleted_meetings_are_not_listed_and_archived_ones_stand_apart(app: Flask) -> None:
    on("2030-07-01", code="DRAFT", state=MeetingState.DRAFT)
    on("2030-07-01", code="DELETED", deleted_at=now())
    on("2020-07-01", code="ARCHIVED", state=MeetingState.ARCHIVED)
    on("2030-07-01", code="PUBLIC")
    assert shown() == [("coming", "PUBLIC")]
    assert shown(when="archived") == [("archived", "ARCHIVED")]


def test_the_day_is_that_of_the_meeting_s_zone(app: Flask) -> None:
    on("2030-06-15", code="SYDNEY", zone="Australia/Sydney")
    on("2030-06-15", code="HONOLULU", zone="Pacific/Honolulu")
    evening_before = datetime(2030, 6, 14, 23, tzinfo=UTC)
    assert shown(evening_before) == [("now", "SYDNEY"), ("coming", "HONOLULU")]
    assert shown(datetime(2030, 6, 15, 20, tzinfo=UTC)) == [("now", "HONOLULU"), ("past", "SYDNEY")]


def test_a_meeting_known_by_its_month_is_coming_until_that_ends(app: Flask) -> None:
    on("2030-06-01", "2030-06-30", code="JUNE", date_precision=DatePrecision.MONTH)
    assert shown() == [("coming", "JUNE")]
    assert shown(datetime(2030, 7, 2, tzinfo=UTC)) == [("past", "JUNE")]


@pytest.mark.parametrize("state", [MeetingState.POSTPONED, MeetingState.CANCELLED])
def test_what_does_not_take_place_is_never_on_now(client: FlaskClient, state: MeetingState) -> None:
    on("2030-06-14", "2030-06-16", code="OFF", state=state)
    assert shown() == [("coming", "OFF")]
    with frozen_at(NOON):
        text = client.get("/").text
    assert f"badge-{state.value}" in text


def test_filters_narrow_and_add_up(app: Flask) -> None:
    series = Series(team_id=make_team().id, title={"en": "Directors"})
    with writing() as session:
        session.add(series)
    one = on("2030-07-01", code="ONE", kind=MeetingKind.WORKSHOP, country_code="TN", series_id=series.id)
    on("2030-07-02", code="TWO", kind=MeetingKind.WORKSHOP, country_code="JO", format=MeetingFormat.ONLINE)
    on("2030-07-03", code="THREE", kind=MeetingKind.WEBINAR, country_code="TN", working_languages=["fr"])
    organiser = organise(one, "ESCWA")
    organise(one, "Host", OrganisationRole.HOST)

    def codes(**filters: str) -> list[str]:
        return [code for _when, code in shown(**filters)]

    assert codes(kind="workshop") == ["ONE", "TWO"]
    assert codes(country="TN") == ["ONE", "THREE"] == codes(country="tn")
    assert codes(kind="workshop", country="TN") == ["ONE"]
    assert codes(language="fr") == ["THREE"]
    assert codes(format="online") == ["TWO"]
    assert codes(series=str(series.id)) == ["ONE"]
    assert codes(organiser=str(organiser.id)) == ["ONE"]
    assert codes(when="past") == []


def test_nonsense_in_filters_asks_nothing(client: FlaskClient) -> None:
    on("2030-07-01", code="ONE")
    nonsense = {
        "kind": "x", "country": "☂", "format": "'", "language": "xx-yy", "when": "%", "series": "-1",
        "organiser": "9" * 30, "page": "x",
    }  # fmt: skip
    assert shown(**{name: value for name, value in nonsense.items() if name != "page"}) == [("coming", "ONE")]
    assert client.get("/", query_string=nonsense).status_code == 200


def test_organisers_of_one_name_in_two_directories_are_one(client: FlaskClient) -> None:
    first, second = on("2030-07-01", code="ONE"), on("2030-07-02", code="TWO")
    one, other = organise(first, "E.S.C.W.A. Beirut"), organise(second, "e.s.c.w.a. beirut")
    both = [("coming", "ONE"), ("coming", "TWO")]
    assert shown(organiser=str(one.id)) == both == shown(organiser=str(other.id))


def test_lists_offer_only_what_occurs(client: FlaskClient) -> None:
    on("2030-07-01", kind=MeetingKind.WEBINAR, country_code="TN")
    on("2030-07-02", kind=MeetingKind.TRAINING, country_code="JO")
    on("2030-07-02", kind=MeetingKind.CONFERENCE, country_code="EG", state=MeetingState.DRAFT)
    text = client.get("/").text
    kinds = re.search(r'<select id="filter-kind".*?</select>', text, re.S)
    countries = re.search(r'<select id="filter-country".*?</select>', text, re.S)
    assert kinds is not None and countries is not None
    assert re.findall(r'value="(\w+)"', kinds[0]) == ["webinar", "training"]
    assert re.findall(r'value="(\w+)"', countries[0]) == ["JO", "TN"]
    assert "filter-series" not in text


def test_pages_follow_each_other_without_loss(app: Flask, client: FlaskClient) -> None:
    make_many(make_team(), 70)
    listed = [shown(page=number) for number in (1, 2, 3)]
    assert [len(page) for page in listed] == [30, 30, 10]
    assert len({code for page in listed for _when, code in page}) == 70
    assert shown(page=99) == listed[2]
    text = client.get("/?kind=workshop&page=1").text
    assert "page=2" not in text
    assert 'href="/?page=2"' in client.get("/").text
    assert 'href="/?when=coming&amp;page=2"' in client.get("/?when=coming").text


def test_a_title_in_another_language_says_so(client: FlaskClient) -> None:
    on("2030-07-01", title={"ar": "اجتماع"}, main_language="ar", page_languages=["ar"])
    assert '<bdi lang="ar">اجتماع</bdi>' in as_shown(client.get("/?lang=en").text)
    assert "<bdi>اجتماع</bdi>" in as_shown(client.get("/?lang=ar").text)


def test_past_meetings_stand_under_their_month(client: FlaskClient) -> None:
    on("2029-02-10", title={"en": "First"})
    on("2029-02-20", title={"en": "Second"})
    on("2028-12-05", title={"en": "Third"})
    with frozen_at(NOON):
        text = client.get("/").text
    positions = [text.index(each) for each in ("February 2029</h3>", "Second", "First", "December 2028</h3>", "Third")]
    assert positions == sorted(positions)
    assert text.count("February 2029</h3>") == 1


def test_place_is_to_be_announced_only_of_what_is_to_come(client: FlaskClient) -> None:
    unknown: dict[str, Any] = {"format": MeetingFormat.TO_BE_ANNOUNCED, "city": {}, "country_code": None}
    on("2029-02-10", title={"en": "First"}, **unknown)
    on("2031-02-10", title={"en": "Second"}, **unknown)
    with frozen_at(NOON):
        first, second = (client.get(f"/?when={when}").text for when in ("past", "coming"))
    assert ("First" in first, "Second" in second) == (True, True)
    assert ("to be announced" in first, "to be announced" in second) == (False, True)


def test_a_change_is_seen_at_once_and_the_clock_moves_on(client: FlaskClient) -> None:
    meeting = on("2030-07-01", title={"en": "Before"})
    with frozen_at(NOON):
        assert "Before" in client.get("/").text
        with writing():
            db.session.get(Meeting, meeting.id).title = {"en": "After"}  # type: ignore[union-attr]
        assert "After" in client.get("/").text
        assert "Upcoming</h2>" in client.get("/").text
    with frozen_at(datetime(2030, 7, 1, 9, tzinfo=UTC)):
        assert "Now</h2>" in client.get("/").text
    with writing():
        db.session.get(Meeting, meeting.id).state = MeetingState.DRAFT  # type: ignore[union-attr]
    with frozen_at(datetime(2030, 7, 1, 9, tzinfo=UTC)):
        assert "After" not in client.get("/").text


def test_cached_page_is_per_language_and_never_that_of_somebody_signed_in(client: FlaskClient) -> None:
    on("2030-07-01", title={"en": "English title", "ar": "عنوان"})
    user = make_user("organiser", name="Nadim Saab")
    first = client.get("/", headers={"Accept-Language": "en"})
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in first.headers["Vary"].split(",")}
    assert client.get("/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "عنوان" in client.get("/", headers={"Accept-Language": "ar"}).text
    sign_in(client, user)
    own = client.get("/")
    assert ("Nadim Saab" in own.text, own.headers["Cache-Control"]) == (True, "no-store, private")
    with client.session_transaction() as session:
        session.clear()
    assert "Nadim Saab" not in client.get("/").text


def test_addresses_for_search_engines(client: FlaskClient) -> None:
    on("2030-07-01")
    index_all()
    whole = client.get("/?lang=ar").text
    assert '<link rel="canonical" href="http://plenary.test/?lang=ar">' in whole
    assert '<link rel="alternate" hreflang="fr" href="http://plenary.test/?lang=fr">' in whole
    assert '<link rel="alternate" hreflang="x-default" href="http://plenary.test/">' in whole
    assert "noindex" not in whole
    for filtered in ("/?kind=webinar", "/?q=meeting"):
        text = client.get(filtered, headers={"Accept-Language": "en"}).text
        assert '<meta name="robots" content="noindex, follow">' in text
        assert '<link rel="canonical" href="http://plenary.test/?lang=en">' in text


def test_the_language_asked_for_in_the_address_stays(client: FlaskClient) -> None:
    on("2030-07-01")
    text = client.get("/?lang=ar&kind=expert_group_meeting").text
    assert '<input type="hidden" name="lang" value="ar">' in text
    assert "next=/?kind%3Dexpert_group_meeting" in text.replace("%2F%3F", "/?")
    assert "evil" not in client.get("/?lang=ar&utm=evil").text


def test_an_empty_catalogue_says_so(client: FlaskClient) -> None:
    assert "No meeting has been published yet." in client.get("/").text


@pytest.mark.parametrize("count", [30, 3000])
def test_a_page_costs_a_fixed_number_of_statements(app: Flask, client: FlaskClient, count: int) -> None:
    team = make_team()
    make_many(team, count)
    index_all()
    pages.clear()
    app.extensions.pop("catalogue", None)
    # Version for the cache and for the catalogue, which takes four, the meetings and their organisations.
    assert cost(client, "/?lang=en") == 8
    assert cost(client, "/?lang=ar") == 4
    assert cost(client, "/?lang=en&kind=workshop&country=JO&format=online") == 4
    assert cost(client, "/?lang=en") == 1
    assert cost(client, "/?lang=en&q=workshop") == 4
    assert cost(client, "/?lang=en&q=zzzz") == 3
    make_meeting(team)
    assert cost(client, "/?lang=en") == 8


def test_only_what_changed_is_read_again_and_nothing_stays_that_is_gone(app: Flask) -> None:
    one, two = on("2030-07-01", code="ONE"), on("2030-07-02", code="TWO")
    organiser = organise(one, "Old name")
    db.session.rollback()
    first = catalogue()
    with writing() as session:
        db.session.get(Organisation, organiser.id).name = {"en": "New name"}  # type: ignore[union-attr]
        session.delete(db.session.get(Meeting, two.id))
    on("2030-07-03", code="THREE")
    db.session.rollback()
    second = catalogue()
    assert [entry.code for entry in second.entries] == ["ONE", "THREE"]
    assert [dict(name) for name in second.organisers.values()] == [{"en": "New name"}]
    untouched = make_meeting(code="FOUR")
    third = catalogue()
    assert third.entries[0] is second.entries[0] is not first.entries[0]
    assert third.entries[-1].id == untouched.id
    with writing() as session:
        session.execute(delete(MeetingOrganisation))
        db.session.get(Meeting, one.id).summary = {"en": "Touched"}  # type: ignore[union-attr]
    assert catalogue().organisers == {}
