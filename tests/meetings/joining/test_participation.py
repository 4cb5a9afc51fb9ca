"""Where people join online: who sees it and from when, and how the organiser keeps it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from foundation.audit import MASK, entries_for_meeting
from foundation.clock import frozen_at
from foundation.database import db
from foundation.translated import Translations
from meetings.breakouts.operations import add_group
from meetings.enums import DatePrecision, MeetingState, Visibility
from meetings.joining import operations
from meetings.models.joining import ParticipationLink
from meetings.reading.joining import end_of, joining_places, start_of, visible_links
from meetings.reading.meetings import NoSuchRecord
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in
from tests.statements import selects, statements

V = Visibility
ADDRESS = "https://zoom.example.org/j/12345"
START = datetime(2030, 2, 27, 7, tzinfo=UTC)  # 10:00 in Amman


def add(meeting, **values):
    """A link for everybody, shown at once."""
    values = {"join_url": ADDRESS, "provider": "Zoom", "visibility": V.PUBLIC} | values
    return operations.add_participation_link(meeting.id, **values)


def sent(**values):
    """A link as the form sends it."""
    return {"provider": "Zoom", "join_url": ADDRESS, "visibility": "approved", "place": ""} | values


def group_of(meeting, item):
    return add_group(meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Health"))


@pytest.mark.parametrize(
    ("minutes", "offset", "is_shown"),
    [(None, -10_000, True), (30, -31, False), (30, -30, True), (0, -1, False), (0, 0, True), (30, 600, True)],
)
def test_link_is_shown_from_its_minutes_before_the_start(minutes, offset, is_shown):
    link = ParticipationLink(join_url=ADDRESS, visibility=V.APPROVED, minutes_before=minutes)
    moment = START + timedelta(minutes=offset)

    assert visible_links([link], [V.APPROVED], starts=START, moment=moment) == ([link] if is_shown else [])


def test_link_is_shown_to_its_readers_only_and_never_after_the_end():
    link = ParticipationLink(join_url=ADDRESS, visibility=V.APPROVED)

    assert visible_links([link], [V.PUBLIC, V.REGISTERED], starts=START, moment=START) == []
    assert visible_links([link], [V.APPROVED], starts=START, moment=START, ends=START) == []


def test_link_that_waits_for_an_unknown_start_is_not_shown():
    link = ParticipationLink(join_url=ADDRESS, visibility=V.PUBLIC, minutes_before=30)

    assert visible_links([link], [V.PUBLIC], starts=None, moment=START) == []


def test_start_is_that_of_the_item_else_of_what_holds_it_else_of_its_day(app):
    meeting = make_meeting()
    first = make_item(meeting)
    second_day = date(2030, 2, 28)
    session = make_item(meeting, day=second_day, starts=time(14), ends=time(15))
    inside = make_item(meeting, day=second_day, parent_id=session.id, starts=None, ends=None)
    loose = make_item(meeting, day=second_day, starts=None, ends=None)

    assert start_of(meeting) == start_of(meeting, first) == START
    assert start_of(meeting, inside) == start_of(meeting, session) == datetime(2030, 2, 28, 11, tzinfo=UTC)
    assert start_of(meeting, loose) == datetime(2030, 2, 28, 11, tzinfo=UTC)
    assert end_of(meeting, first) == datetime(2030, 2, 27, 21, tzinfo=UTC)
    assert end_of(meeting) == datetime(2030, 2, 28, 21, tzinfo=UTC)


def test_start_of_a_meeting_in_a_month_is_not_known(app):
    meeting = make_meeting(date_precision=DatePrecision.MONTH)

    assert start_of(meeting) is None
    add(meeting, minutes_before=30)
    [place] = joining_places(meeting, [V.PUBLIC])
    assert (place.links, place.opens, place.waits) == ([], None, True)
    assert end_of(meeting, make_item(meeting)) == end_of(meeting)


@pytest.mark.parametrize("state", [MeetingState.POSTPONED, MeetingState.CANCELLED])
def test_nobody_joins_a_meeting_that_does_not_take_place_or_is_over(app, state):
    off, held = make_meeting(state=state), make_meeting()
    add(off)
    add(held)

    assert joining_places(off, [V.PUBLIC]) == []
    assert len(joining_places(held, [V.PUBLIC])) == 1
    with frozen_at(datetime(2030, 2, 28, 21, tzinfo=UTC)):
        assert joining_places(held, [V.PUBLIC]) == []


def test_places_stand_in_the_order_of_the_agenda_with_the_readers_language_first(app):
    meeting = make_meeting()
    late = make_item(meeting, starts=time(15), ends=time(16))
    early = make_item(meeting)
    group = group_of(meeting, early)
    add(meeting, item_id=late.id)
    add(meeting, group_id=group.id)
    add(meeting, item_id=early.id)
    add(meeting, language="en", provider="English")
    add(meeting, provider="All")
    add(meeting, language="ar", provider="Arabic")

    places = joining_places(meeting, [V.PUBLIC], language="ar")

    shown = [(place.item and place.item.id, place.group and place.group.id) for place in places]
    assert shown == [(None, None), (early.id, None), (early.id, group.id), (late.id, None)]
    assert [link.provider for link in places[0].links] == ["Arabic", "All", "English"]
    assert len(joining_places(meeting, [V.PUBLIC], group_ids=[])) == 3


def test_link_belongs_to_an_item_or_group_of_the_same_meeting(app):
    meeting, other = make_meeting(), make_meeting()

    with pytest.raises(NoSuchRecord):
        add(meeting, item_id=make_item(other).id)


def test_another_address_is_not_tested_yet(app):
    meeting = make_meeting()
    link = add(meeting)
    operations.mark_tested(meeting.id, link.id)

    operations.change_participation_link(meeting.id, link.id, provider="Teams")
    assert link.tested_at is not None
    operations.change_participation_link(meeting.id, link.id, join_url=f"{ADDRESS}6")
    assert link.tested_at is None


def test_replacing_changes_every_link_of_the_address_at_once_and_no_other(app):
    meeting = make_meeting()
    links = [add(meeting), add(meeting, language="ar"), add(meeting, join_url="https://other.example.org/")]
    foreign = add(make_meeting())
    operations.mark_tested(meeting.id, links[1].id)

    assert (
        operations.replace_everywhere(meeting.id, links[0].id, join_url="https://new.example.org/", passcode="9") == 2
    )

    assert [link.join_url for link in links] == ["https://new.example.org/"] * 2 + ["https://other.example.org/"]
    assert [link.passcode for link in links] == ["9", "9", ""]
    assert links[1].tested_at is None
    assert foreign.join_url == ADDRESS


def test_links_move_among_those_for_the_same_thing(app):
    meeting = make_meeting()
    item = make_item(meeting)
    first, of_item, second = add(meeting), add(meeting, item_id=item.id), add(meeting, provider="Second")

    assert operations.move_participation_link(meeting.id, second.id, -1)
    assert not operations.move_participation_link(meeting.id, of_item.id, -1)

    [place] = [place for place in joining_places(meeting, [V.PUBLIC]) if place.item is None]
    assert place.links == [second, first]


def test_organiser_keeps_a_link_and_the_trail_keeps_no_secret(client, meeting):
    item = make_item(meeting)
    data = sent(passcode="secret-passcode", dial_in="+962 6 555 0100, PIN 4711", place=f"item-{item.id}", language="ar")

    assert client.post("/manage/WG-TEST/join/new", data=data | {"minutes_before": "٣٠"}).status_code == 303

    link = db.session.scalar(select(ParticipationLink))
    assert (link.item_id, link.minutes_before, link.language) == (item.id, 30, "ar")
    changes = entries_for_meeting(meeting.id)[0].changes
    assert [changes[name] for name in ("join_url", "passcode", "dial_in")] == [[None, MASK]] * 3
    page = client.get("/manage/WG-TEST/join").text
    assert "27 February 2030, 09:30" in page
    assert "Passcode: secret-passcode" in page and "PIN 4711" in page
    client.post(f"/manage/WG-TEST/join/{link.id}/tested")
    assert link.tested_at is not None
    client.post(f"/manage/WG-TEST/join/{link.id}/tested", data={"works": "no"})
    assert link.tested_at is None
    new = {"join_url": "https://new.example.org/", "passcode": ""}
    assert client.post(f"/manage/WG-TEST/join/{link.id}/replace", data=new).status_code == 303
    assert link.join_url == "https://new.example.org/"
    client.post(f"/manage/WG-TEST/join/{link.id}/remove")
    assert db.session.scalar(select(ParticipationLink)) is None


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"join_url": ""}, "Enter the address to join."),
        ({"join_url": "javascript:alert(1)"}, "Enter a full web address that begins with https://"),
        ({"join_url": "https://example.org/" + "x" * 1000}, "Shorten this to 1000 characters"),
        ({"minutes_before": "-5"}, "Enter a whole number between 0 and 86400."),
        ({"place": "item-999999"}, "Choose one of the list."),
        ({"dial_in": "1" * 2001}, "Shorten this to 2000 characters"),
    ],
)
def test_bad_link_is_refused_beside_the_field_and_nothing_is_lost(client, meeting, bad, message):
    response = client.post("/manage/WG-TEST/join/new", data=sent(passcode="kept-passcode") | bad)

    assert response.status_code == 422
    assert message in response.text
    assert "kept-passcode" in response.text
    assert db.session.scalar(select(ParticipationLink)) is None


def test_present_address_is_no_replacement(client, meeting):
    link = add(meeting)

    response = client.post(f"/manage/WG-TEST/join/{link.id}/replace", data={"join_url": ADDRESS})

    assert response.status_code == 422
    assert "This is the present address" in response.text


def test_public_page_shows_public_links_when_their_time_has_come(app, client):
    meeting = make_meeting(code="OPEN")
    add(meeting, minutes_before=60, passcode="public-passcode")
    add(meeting, join_url="https://secret.example.org/", visibility=V.APPROVED)
    path = "/e/OPEN/en/join"

    with frozen_at(START - timedelta(minutes=121)):
        early = client.get(path)
    make_item(meeting)
    with frozen_at(START - timedelta(minutes=61)):
        assert ADDRESS not in client.get(path).text
    with frozen_at(START - timedelta(minutes=60)):
        open_now = client.get(path)
    with frozen_at(datetime(2030, 3, 1, tzinfo=UTC)):
        late = client.get(path)

    assert "The link appears here on 27 February 2030, 08:00 (Amman, UTC+3)." in early.text
    assert [ADDRESS in page.text for page in (early, open_now, late)] == [False, True, False]
    assert ["public-passcode" in page.text for page in (early, open_now, late)] == [False, True, False]
    assert "secret.example.org" not in early.text + open_now.text + late.text
    assert open_now.headers["Cache-Control"] == "no-store, private"
    assert open_now.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in open_now.headers["X-Robots-Tag"]
    assert client.get("/e/OPEN/fr/join").status_code == 404


def test_link_that_comes_later_is_announced_as_another_one(app, client):
    meeting = make_meeting(code="OPEN")
    add(meeting)
    add(meeting, join_url="https://arabic.example.org/", language="ar", minutes_before=60)

    with frozen_at(START - timedelta(minutes=121)):
        text = client.get("/e/OPEN/en/join").text

    assert ADDRESS in text and "arabic.example.org" not in text
    assert "Another link appears here on 27 February 2030, 08:00 (Amman, UTC+3)." in text
    assert "The link appears here" not in text


def test_team_sees_every_link_and_strangers_no_draft(app, client):
    team = make_team()
    meeting = make_meeting(team, code="DRAFT", state=MeetingState.DRAFT)
    add(meeting, join_url="https://secret.example.org/", visibility=V.TEAM, minutes_before=5)

    assert client.get("/e/DRAFT/en/join").status_code == 404
    sign_in(client, make_user(Role.VIEWER, team))
    assert "https://secret.example.org/" in client.get("/e/DRAFT/en/join").text


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_cost_a_fixed_number_of_statements(client, meeting, rows):
    for number in range(rows):
        item = make_item(meeting, starts=None if number % 2 else time(9), ends=None)
        add(meeting, item_id=item.id, minutes_before=10)
        add(meeting, group_id=group_of(meeting, item).id)
    with statements() as seen:
        joining_places(meeting, [V.PUBLIC])
    assert selects(seen) == 5
