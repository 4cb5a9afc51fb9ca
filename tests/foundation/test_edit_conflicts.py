from __future__ import annotations

import json
import re
import threading
from html import unescape

import pytest

from accounts.permissions import Role
from directory.operations import change_person
from foundation.audit import apply_changes, entries_for_meeting, record
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.enums import SectionKind
from meetings.facts.operations import texts
from meetings.keeping.rows import lock_of
from meetings.models.agenda import AgendaItem
from meetings.models.joining import ParticipationLink
from meetings.models.sections import Section
from tests.conftest import _Client
from tests.factories import make_item, make_meeting, make_user, sign_in
from tests.waiting import PATIENCE


@pytest.fixture
def meeting(team):
    return make_meeting(team, code="WG")


@pytest.fixture
def nadim(team):
    return make_user(Role.ORGANISER, team, name="Nadim")


def shown(client, address: str) -> str:
    """The hidden field of the form at an address."""
    found = re.search(r'name="shown"[^>]*value="([^"]*)"', client.get(address).text)
    return unescape(found.group(1))


def item_form(item: AgendaItem, **values) -> dict:
    return {
        "kind": item.kind.value,
        "day": item.day.isoformat(),
        "starts": "10:00",
        "ends": "11:00",
        "title_en": item.title.get("en", ""),
        "title_ar": item.title.get("ar", ""),
        **{f"{name}_{language}": "" for name in ("room", "description") for language in ("en", "ar")},
    } | values


def section(meeting, **texts_) -> Section:
    return texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(texts_))


def test_fields_that_only_the_other_changed_are_kept_and_named(client, meeting, nadim):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    address = f"/manage/WG/agenda/{item.id}"
    seen = shown(client, address)
    room = Translations(en="Hall 2")
    agenda.change_item(meeting.id, item.id, actor=nadim, room=room, title=Translations(en="Opening", ar="الافتتاح"))

    answer = client.post(address, data=item_form(item, shown=seen, title_en="Welcome", title_ar="افتتاح"))

    assert answer.status_code == 303
    db.session.refresh(item)
    assert item.room == room
    assert item.title == Translations(en="Welcome", ar="الافتتاح")
    page = client.get("/manage/WG/agenda").text
    assert "Meanwhile Nadim changed: Title, Room. That is kept too." in page


def test_what_both_changed_is_shown_and_nothing_is_saved_until_it_was_seen(client, meeting, nadim):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    address = f"/manage/WG/agenda/{item.id}"
    seen = shown(client, address)
    agenda.change_item(
        meeting.id, item.id, actor=nadim, title=Translations(en="Opening of Nadim", ar="افتتاح"), is_closed=True
    )

    stale = client.post(address, data=item_form(item, shown=seen, title_en="My opening", description_en="My words"))

    assert stale.status_code == 422
    for text in ("Somebody else has changed this", "Nadim", "Opening of Nadim", "My opening", "My words"):
        assert text in stale.text
    db.session.refresh(item)
    assert (item.title["en"], item.description) == ("Opening of Nadim", Translations())
    # What only Nadim changed stands in the control now.
    assert re.search(r'name="is_closed"[^>]*checked|checked[^>]*name="is_closed"', stale.text)

    again = unescape(re.search(r'name="shown"[^>]*value="([^"]*)"', stale.text).group(1))
    data = item_form(item, shown=again, title_en="My opening", description_en="My words", is_closed="y")
    assert client.post(address, data=data).status_code == 303
    db.session.refresh(item)
    assert (item.title["en"], item.title["ar"], item.is_closed) == ("My opening", "افتتاح", True)


def test_a_third_change_after_the_comparison_is_shown_again(client, meeting, nadim):
    item = make_item(meeting, title={"en": "One"})
    address = f"/manage/WG/agenda/{item.id}"
    seen = shown(client, address)
    agenda.change_item(meeting.id, item.id, actor=nadim, title=Translations(en="Two"))
    stale = client.post(address, data=item_form(item, shown=seen, title_en="Mine"))
    again = unescape(re.search(r'name="shown"[^>]*value="([^"]*)"', stale.text).group(1))
    agenda.change_item(meeting.id, item.id, actor=nadim, title=Translations(en="Three"))

    assert client.post(address, data=item_form(item, shown=again, title_en="Mine")).status_code == 422
    db.session.refresh(item)
    assert item.title["en"] == "Three"


def test_rich_text_that_came_back_untouched_is_not_a_change(client, meeting, nadim):
    row = section(meeting, en="<p>One <strong>two</strong></p>\n<ul><li>three</li></ul>", ar="<p>واحد</p>")
    address = f"/manage/WG/sections/{row.id}"
    page = client.get(address).text
    body = unescape(re.search(r'name="body_en"[^>]*>([^<]*)</textarea>', page).group(1))
    seen = unescape(re.search(r'name="shown"[^>]*value="([^"]*)"', page).group(1))
    changed = Translations(en="<p>New text of Nadim</p>", ar="<p>واحد</p>")
    texts.change_section(meeting.id, row.id, actor=nadim, body=changed)

    data = {"kind": "about", "shown": seen, "body_en": body.replace("\n", "\r\n"), "body_ar": "اثنان"}
    assert client.post(address, data=data).status_code == 303

    db.session.refresh(row)
    assert row.body == Translations(en="<p>New text of Nadim</p>", ar="<p>اثنان</p>")


def test_record_that_was_removed_leaves_what_was_typed_on_the_page(client, meeting, nadim):
    row = section(meeting, en="<p>Old</p>")
    address = f"/manage/WG/sections/{row.id}"
    seen = shown(client, address)
    texts.remove_section(meeting.id, row.id, actor=nadim)

    answer = client.post(address, data={"kind": "about", "shown": seen, "body_en": "My long <work>"})

    assert answer.status_code == 404
    assert "Somebody removed this while you were writing" in answer.text
    assert 'value="My long &lt;work&gt;"' in answer.text
    assert "Nadim" in answer.text


def test_passcode_is_compared_and_never_shown(client, meeting, nadim):
    link = ParticipationLink(meeting_id=meeting.id, join_url="https://example.org/j", passcode="first")
    with writing() as session:
        session.add(link)
    address = f"/manage/WG/join/{link.id}"
    seen = shown(client, address)
    with writing(lock_of(meeting.id)):
        row = db.session.get(ParticipationLink, link.id)
        changes = apply_changes(row, {"passcode": "of-nadim"})
        db.session.flush()
        record("changed", row, actor=nadim, changes=changes)

    data = {"join_url": "https://example.org/j", "passcode": "mine", "visibility": "approved", "shown": seen}
    stale = client.post(address, data=data)

    assert stale.status_code == 422
    assert "of-nadim" not in stale.text
    assert "•••" in stale.text


def test_persons_of_the_directory_are_guarded(client, team, nadim):
    from directory.operations import add_person

    person = add_person(team.id, name=Translations(en="Salma Haddad"))
    address = f"/teams/{team.id}/directory/persons/{person.id}"
    seen = shown(client, address)
    change_person(team.id, person.id, actor=nadim, position=Translations(en="Director"))
    stale = client.post(address, data={"name_en": "Salma Haddad", "position_en": "Head", "shown": seen})
    assert stale.status_code == 422
    assert "Director" in stale.text
    assert client.post(address, data={"name_en": "Salma M. Haddad", "shown": seen}).status_code == 303
    db.session.refresh(person)
    assert (person.name["en"], person.position["en"]) == ("Salma M. Haddad", "Director")


@pytest.mark.parametrize("value", ["", "{", "[]", "null", '{"of":"section:1","was":3}', "x" * 100_000, '{"of":1}'])
def test_spoilt_hidden_field_is_as_if_it_had_just_been_opened(client, meeting, value):
    item = make_item(meeting)
    answer = client.post(f"/manage/WG/agenda/{item.id}", data=item_form(item, shown=value, title_en="New"))
    assert answer.status_code == 303


def test_field_of_another_record_does_not_count(client, meeting):
    one, two = make_item(meeting), make_item(meeting)
    seen = shown(client, f"/manage/WG/agenda/{one.id}")
    assert client.post(f"/manage/WG/agenda/{two.id}", data=item_form(two, shown=seen)).status_code == 303


def test_of_two_savings_at_once_one_is_told(app, client, meeting, nadim, monkeypatch):
    """Both have passed every check of the form before either writes: only the lock can tell."""
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    address, data = f"/manage/WG/agenda/{item.id}", item_form(item)
    data["shown"] = shown(client, address)
    visitors = {}
    for text in ("One", "Two"):
        visitors[text] = _Client(app, app.response_class)
        sign_in(visitors[text], nadim)
    ready, change_item, codes = threading.Barrier(2), agenda.change_item, {}

    def at_the_same_time(*arguments, **values):
        ready.wait(PATIENCE)
        return change_item(*arguments, **values)

    def save(text: str) -> None:
        with app.app_context():
            codes[text] = visitors[text].post(address, data={**data, "title_en": text}).status_code
            db.session.remove()

    monkeypatch.setattr(agenda, "change_item", at_the_same_time)
    workers = [threading.Thread(target=save, args=(text,)) for text in visitors]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(codes.values()) == [303, 422]
    winner = next(text for text, code in codes.items() if code == 303)
    db.session.rollback()
    assert db.session.get(AgendaItem, item.id).title["en"] == winner
    assert len([entry for entry in entries_for_meeting(meeting.id) if entry.act == "changed"]) == 1


def test_hidden_field_names_every_field_that_is_edited(client, meeting):
    item = make_item(meeting)
    was = json.loads(shown(client, f"/manage/WG/agenda/{item.id}"))
    assert was["of"] == f"agenda_item:{item.id}"
    assert {"title", "starts", "ends", "room", "description", "day", "kind", "parent_id"} <= was["was"].keys()
    assert "version" not in was["was"]


def test_record_that_was_removed_leaves_formatted_text_as_words(client, meeting, nadim):
    row = section(meeting, en="<p>Old</p>")
    address = f"/manage/WG/sections/{row.id}"
    seen = shown(client, address)
    texts.remove_section(meeting.id, row.id, actor=nadim)

    written = {"body_en": "<p>My <strong>long</strong> work</p>", "body_en-is-html": "1"}
    answer = client.post(address, data={"kind": "about", "shown": seen} | written)

    assert 'value="My **long** work"' in answer.text
    assert "is-html" not in answer.text


WRITTEN = {"name_en": "Hall of Mirrors <A>", "password": "not to be seen"}


@pytest.mark.parametrize("is_in_again", [False, True])
def test_form_sent_after_its_session_has_ended_leaves_what_was_typed_on_the_page(
    app, client, meeting, monkeypatch, is_in_again
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", is_in_again)
    if not is_in_again:
        client.post("/sign-out")

    answer = client.post("/manage/WG/rooms/new", data=WRITTEN)

    assert answer.status_code == (400 if is_in_again else 403)
    assert 'value="Hall of Mirrors &lt;A&gt;"' in answer.text
    assert "not to be seen" not in answer.text


def test_what_another_site_sent_is_not_shown_as_written_here(app, client, meeting, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    answer = client.post("/manage/WG/rooms/new", data=WRITTEN, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400
    assert "Mirrors" not in answer.text


def test_what_the_page_itself_sent_along_is_not_shown_as_written(app, client, meeting, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sent_along = {"submission": "Mark-1", "numbers_shown": "Mark-2", "was_en": "Mark-3", "draft_key": "Mark-4"}
    ticked = {"consent": "Mark-5", "group_105": "Mark-6"}

    answer = client.post("/e/WG/en/register", data=sent_along | ticked | {"given_name": "Leila"})

    assert answer.status_code == 400
    assert "Leila" in answer.text
    seen = re.sub(r'<input[^>]*type="hidden"[^>]*>', "", answer.text)
    assert "Mark-" not in seen
