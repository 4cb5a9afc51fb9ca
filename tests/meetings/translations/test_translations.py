from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from accounts.permissions import Role
from directory.operations import add_person, change_person
from foundation import clock
from foundation.audit import entries_for_meeting
from foundation.database import db, writing
from foundation.text_times import older_languages
from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.catalogue.operations.chains import add_chain
from meetings.enums import PartRole, SectionKind
from meetings.facts.operations import rooms, texts
from meetings.facts.operations.meeting import change_meeting
from meetings.keeping.missing_texts import missing_translations
from meetings.models.agenda import AgendaItem
from meetings.models.changes import ChangeSet
from meetings.models.meeting import Meeting
from meetings.models.projects import Project
from meetings.models.sections import Section
from meetings.models.series import Series
from meetings.undo.operations import undo
from tests.factories import make_item, make_meeting, make_team, make_user
from tests.statements import selects_of


@pytest.fixture
def meeting(team):
    return make_meeting(team, code="WG")


@pytest.fixture
def later(monkeypatch):
    """Let an hour pass."""
    moment = [datetime(2030, 1, 1, 9, tzinfo=UTC)]
    monkeypatch.setattr("foundation.text_times.now", lambda: moment[0])

    def pass_time():
        moment[0] += timedelta(hours=1)

    return pass_time


def gaps(client, meeting) -> dict[str, tuple[list[str], list[str]]]:
    with client.application.test_request_context():
        return {
            language: ([text.text.key for text in each.missing], [text.text.key for text in each.older])
            for language, each in missing_translations(db.session.get(Meeting, meeting.id)).items()
        }


def test_translation_is_older_once_its_original_is_changed_and_no_longer_when_written_again(client, meeting, later):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    key = f"agenda_item-{item.id}-title"
    assert gaps(client, meeting) == {"en": ([], []), "ar": ([], [])}
    later()
    agenda.change_item(meeting.id, item.id, title=Translations(en="Welcome", ar="افتتاح"))
    assert gaps(client, meeting)["ar"] == ([], [key])
    later()
    agenda.change_item(meeting.id, item.id, title=Translations(en="Welcome", ar="ترحيب"))
    assert gaps(client, meeting)["ar"] == ([], [])
    later()
    # Both at once: nothing is older.
    agenda.change_item(meeting.id, item.id, title=Translations(en="Opening", ar="افتتاح"))
    assert gaps(client, meeting)["ar"] == ([], [])


def test_times_are_kept_by_language_and_not_by_other_changes(app, meeting, later):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    written = dict(item.text_times["title"])
    later()
    agenda.change_item(meeting.id, item.id, room=Translations(en="Hall"))
    db.session.refresh(item)
    assert item.text_times["title"] == written
    assert item.text_times["room"] == {"en": "2030-01-01T10:00:00+00:00"}
    later()
    agenda.change_item(meeting.id, item.id, room=Translations())
    db.session.refresh(item)
    assert "room" not in item.text_times


def test_text_from_before_times_were_kept_is_older_than_an_original_that_was_changed_since(app, meeting):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    with writing():
        db.session.get(AgendaItem, item.id).text_times = {}
    assert older_languages(db.session.get(AgendaItem, item.id), "title", ["en", "ar"], "en") == []
    agenda.change_item(meeting.id, item.id, title=Translations(en="Welcome", ar="افتتاح"))
    assert older_languages(db.session.get(AgendaItem, item.id), "title", ["en", "ar"], "en") == ["ar"]


def test_undo_gives_the_times_back(client, meeting, later):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    later()
    agenda.change_item(meeting.id, item.id, title=Translations(en="Welcome", ar="افتتاح"))
    assert gaps(client, meeting)["ar"][1]
    later()
    undo(meeting.id, db.session.query(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1).scalar())
    assert gaps(client, meeting)["ar"] == ([], [])


def side_by_side(client, **wish) -> dict[str, str]:
    """The fields of the form as a browser would send them."""
    page = client.get("/manage/WG/translations", query_string=wish).text
    form = page[page.index('class="side-by-side"') :]
    data = {"shown": unescape(re.search(r'name="shown"[^>]*value="([^"]*)"', form).group(1))}
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        data[name] = unescape(text).lstrip("\r\n")
    return data


def test_many_texts_are_written_side_by_side_in_one_transaction(client, team, meeting):
    item = make_item(meeting, title={"en": "Opening"}, description={"en": "<p>One <strong>two</strong></p>"})
    section = texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en="<p>About</p>"))
    person = add_person(team.id, name=Translations(en="Nadim Karam"))
    agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=item.id, person_id=person.id)
    with writing():
        db.session.get(Meeting, meeting.id).links = [{"label": {"en": "Site"}, "url": "https://a.org", "language": ""}]
    data = side_by_side(client, language="ar")
    data |= {
        f"agenda_item-{item.id}-title_ar": "افتتاح",
        f"agenda_item-{item.id}-description_ar": "- أول\n- ثان",
        f"section-{section.id}-body_ar": "**مهم** <script>x()</script>",
        f"person-{person.id}-name_ar": "نديم كرم",
        f"meeting-{meeting.id}-links.0_ar": "موقع",
    }
    acts = len(entries_for_meeting(meeting.id))

    assert client.post("/manage/WG/translations?language=ar", data=data).status_code == 303

    for row in (item, section, person, meeting):
        db.session.refresh(row)
    assert item.title == Translations(en="Opening", ar="افتتاح")
    assert item.description["ar"] == "<ul><li>أول</li><li>ثان</li></ul>"
    assert "<strong>مهم</strong>" in section.body["ar"]
    assert "<script" not in section.body["ar"]
    assert person.name["ar"] == "نديم كرم"
    assert "نديم" in person.search_key
    assert meeting.links[0]["label"] == {"en": "Site", "ar": "موقع"}
    assert gaps(client, meeting)["ar"] == ([], [])
    assert len(entries_for_meeting(meeting.id)) == acts + 3
    assert "Nothing is missing." in client.get("/manage/WG/translations?language=ar").text


def test_what_somebody_else_wrote_meanwhile_is_shown_and_nothing_is_saved(client, team, meeting):
    items = [make_item(meeting, title={"en": text}) for text in ("One", "Two", "Three")]
    data = side_by_side(client, language="ar")
    nadim = make_user(Role.ORGANISER, team, name="Nadim")
    agenda.change_item(meeting.id, items[0].id, title=Translations(en="One", ar="نص نديم"), actor=nadim)
    agenda.change_item(meeting.id, items[1].id, title=Translations(en="Two, changed"), actor=nadim)
    for item, text in zip(items, ("واحد", "اثنان", "ثلاثة"), strict=True):
        data[f"agenda_item-{item.id}-title_ar"] = text

    stale = client.post("/manage/WG/translations?language=ar", data=data)

    assert stale.status_code == 422
    for text in ("نص نديم", "Two, changed", "واحد", "اثنان", "ثلاثة", "The original has been changed meanwhile"):
        assert text in stale.text
    db.session.expire_all()
    assert [item.title.get("ar") for item in items] == ["نص نديم", None, None]

    data["shown"] = unescape(re.search(r'name="shown"[^>]*value="([^"]*)"', stale.text).group(1))
    assert client.post("/manage/WG/translations?language=ar", data=data).status_code == 303
    db.session.expire_all()
    assert [item.title["ar"] for item in items] == ["واحد", "اثنان", "ثلاثة"]


def test_text_of_a_removed_record_is_kept_on_the_page(client, meeting):
    item, other = make_item(meeting, title={"en": "One"}), make_item(meeting, title={"en": "Two"})
    data = side_by_side(client, language="ar")
    data |= {f"agenda_item-{item.id}-title_ar": "نص طويل", f"agenda_item-{other.id}-title_ar": "اثنان"}
    agenda.remove_item(meeting.id, item.id)
    answer = client.post("/manage/WG/translations?language=ar", data=data)
    assert answer.status_code == 422
    assert "نص طويل" in answer.text
    assert "اثنان" in answer.text
    data["shown"] = unescape(re.search(r'name="shown"[^>]*value="([^"]*)"', answer.text).group(1))
    assert client.post("/manage/WG/translations?language=ar", data=data).status_code == 303
    db.session.refresh(other)
    assert other.title["ar"] == "اثنان"


def test_old_translation_is_confirmed_without_changing_it(client, meeting, later):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    later()
    agenda.change_item(meeting.id, item.id, title=Translations(en="Opening!", ar="افتتاح"))
    later()
    page = client.get("/manage/WG/translations?language=ar&show=older").text
    assert f'name="right-agenda_item-{item.id}-title"' in page
    data = side_by_side(client, language="ar", show="older") | {f"right-agenda_item-{item.id}-title": "y"}

    assert client.post("/manage/WG/translations?language=ar", data=data).status_code == 303

    assert gaps(client, meeting)["ar"] == ([], [])
    assert entries_for_meeting(meeting.id)[0].act == "confirmed"
    db.session.refresh(item)
    assert item.title["ar"] == "افتتاح"
    assert "translation confirmed" in client.get("/manage/WG/history").text


def test_bad_input_keeps_everything_that_was_typed(client, meeting):
    items = [make_item(meeting, title={"en": text}) for text in ("One", "Two")]
    data = side_by_side(client, language="ar")
    data |= {f"agenda_item-{items[0].id}-title_ar": "ط" * 400, f"agenda_item-{items[1].id}-title_ar": "اثنان"}
    answer = client.post("/manage/WG/translations?language=ar", data=data)
    assert answer.status_code == 422
    assert "Shorten this to 300 characters; it has 400." in answer.text
    assert "اثنان</textarea>" in answer.text
    db.session.expire_all()
    assert "ar" not in items[1].title


@pytest.mark.parametrize("shown", ["", "[]", "{", '{"agenda_item-1-title": 3}', '{"user-1-password_hash": ["a", "b"]}'])
def test_spoilt_form_writes_nothing(client, meeting, shown):
    item = make_item(meeting, title={"en": "One"})
    data = {"shown": shown, f"agenda_item-{item.id}-title_ar": "x", "user-1-password_hash_ar": "x"}
    assert client.post("/manage/WG/translations?language=ar", data=data).status_code in (303, 422)
    db.session.refresh(item)
    assert "ar" not in item.title


def test_texts_of_another_meeting_are_not_written(client, meeting):
    foreign = make_item(make_meeting(make_team()), title={"en": "Theirs"})
    key = f"agenda_item-{foreign.id}-title"
    data = {"shown": f'{{"{key}": ["a", "b"]}}', f"{key}_ar": "x"}
    client.post("/manage/WG/translations?language=ar", data=data)
    db.session.refresh(foreign)
    assert foreign.title == Translations(en="Theirs")


def test_main_language_is_corrected_too_but_not_emptied(client, meeting):
    item = make_item(meeting, title={"en": "One", "ar": "واحد"})
    data = side_by_side(client, language="en", show="all")
    data[f"agenda_item-{item.id}-title_en"] = ""
    assert "cannot be emptied here" in client.post("/manage/WG/translations?language=en", data=data).text
    data[f"agenda_item-{item.id}-title_en"] = "First"
    assert client.post("/manage/WG/translations?language=en", data=data).status_code == 303
    db.session.refresh(item)
    assert item.title["en"] == "First"


def test_overview_and_edit_pages_say_what_lacks(client, meeting, later):
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    later()
    agenda.change_item(meeting.id, item.id, title=Translations(en="Welcome", ar="افتتاح"), room=Translations(en="Hall"))
    for address in ("/manage/WG", f"/manage/WG/agenda/{item.id}", "/manage/WG/facts"):
        page = client.get(address).text
        assert "1 missing, 1 older than the original" in page, address
    assert f"/manage/WG/agenda/{item.id}#room_ar" in client.get("/manage/WG").text


def test_page_and_saving_cost_the_same_statements_at_2_and_30_texts(client, meeting):

    counts = []
    for number in (2, 28):
        for each in range(number):
            make_item(meeting, title={"en": f"Item {number} {each}"})
        counts.append(selects_of(client, "/manage/WG/translations?language=ar"))
    assert counts[0] == counts[1]


def test_series_project_and_rooms_are_translated_where_they_are_kept(client, team, meeting):
    series = add_chain(Series, team.id, title=Translations(en="Directors"))
    add_chain(Series, team.id, title=Translations(en="Data", ar="بيانات"))
    project = add_chain(Project, team.id, title=Translations(en="Innovation"))
    change_meeting(meeting.id, series_id=series.id, project_id=project.id)
    room = rooms.add_room(meeting.id, name=Translations(en="Hall"))
    item = make_item(meeting, room={"en": "Hall"})
    keys = [f"series-{series.id}-title", f"project-{project.id}-title", f"room-{room.id}-name"]
    assert gaps(client, meeting)["ar"][0] == [*keys, f"agenda_item-{item.id}-room"]
    assert f"/series/{series.id}#title_ar" in client.get("/manage/WG").text

    data = side_by_side(client, language="ar")
    data |= {f"{keys[0]}_ar": "بيانات", f"{keys[1]}_ar": "الابتكار", f"{keys[2]}_ar": "القاعة"}
    taken = client.post("/manage/WG/translations?language=ar", data=data)
    assert (taken.status_code, "is called so already" in taken.text, "الابتكار" in taken.text) == (422, True, True)
    data[f"{keys[0]}_ar"] = "المديرون"
    assert client.post("/manage/WG/translations?language=ar", data=data).status_code == 303

    db.session.expire_all()
    assert (series.title["ar"], project.title["ar"], item.room["ar"]) == ("المديرون", "الابتكار", "القاعة")
    assert gaps(client, meeting)["ar"] == ([], [])


def test_person_of_the_directory_is_listed_once(client, team, meeting):
    person = add_person(team.id, name=Translations(en="Nadim Karam"))
    for _ in range(3):
        item = make_item(meeting)
        agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=item.id, person_id=person.id)
    change_person(team.id, person.id, position=Translations(en="Director"))
    assert gaps(client, meeting)["ar"][0] == [f"person-{person.id}-name", f"person-{person.id}-position"]
    assert clock.now().tzinfo is not None
    assert db.session.query(Section).count() == 0
