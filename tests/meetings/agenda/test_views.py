from __future__ import annotations

import re
from datetime import date, time

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from directory.models import Organisation, Person
from directory.operations import add_organisation, add_person
from foundation.database import db
from foundation.translated import Translations
from meetings.agenda.operations import add_part
from meetings.enums import DatePrecision, ItemKind, MeetingFormat, PartRole, PartStatus
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in
from tests.markup import as_shown
from tests.statements import selects_of


def item_data(**values) -> dict:
    return {
        "kind": "session",
        "day": "2030-02-27",
        "starts": "10:00",
        "ends": "11:00",
        "title_en": "Session 1",
        "parent_id": "",
        "continues_id": "",
    } | values


def part_data(**values) -> dict:
    return {"role": "speaker", "status": "confirmed"} | values


def test_item_is_added_with_times_as_typed(client, meeting):
    response = client.post(
        "/manage/WG-TEST/agenda/new",
        data=item_data(starts="٩:٣٠ ص", ends="2 pm", description_en="Points:\n\n- one", room_ar="القاعة"),
    )

    item = db.session.scalar(select(AgendaItem))
    assert (response.status_code, response.location) == (303, f"/manage/WG-TEST/agenda#item-{item.id}")
    assert (item.starts, item.ends) == (time(9, 30), time(14))
    assert item.description["en"] == "<p>Points:</p>\n<ul><li>one</li></ul>"


def test_item_is_held_otherwise_than_its_meeting_until_it_is_said_no_more(client, team):
    make_meeting(team, code="WG-TEST", format=MeetingFormat.HYBRID, working_languages=["ar", "en"])
    client.post(
        "/manage/WG-TEST/agenda/new",
        data=item_data(title_en="Briefing", format="online", working_languages=["en"], interpretation=["ar"]),
    )
    item = db.session.scalar(select(AgendaItem))
    assert (item.format, item.working_languages, item.interpretation) == (MeetingFormat.ONLINE, ["en"], ["ar"])

    page = as_shown(client.get("/e/WG-TEST/en").text)
    assert "<span>Online</span> <span>Language spoken: English</span> <span>Interpretation: Arabic</span>" in page
    assert 'data-languages="en ar"' in page
    assert "<span>عبر الإنترنت</span> <span>لغة العمل: الإنكليزية</span>" in as_shown(client.get("/e/WG-TEST/ar").text)

    form = as_shown(client.get(f"/manage/WG-TEST/agenda/{item.id}").text)
    assert '<option selected value="online">' in form
    client.post(f"/manage/WG-TEST/agenda/{item.id}", data=item_data(title_en="Briefing", format=""))
    db.session.expire_all()
    assert (item.format, item.working_languages, item.interpretation) == (None, [], [])
    assert "Language spoken: English" not in as_shown(client.get("/e/WG-TEST/en").text)
    history = as_shown(client.get("/manage/WG-TEST/history").text)
    assert "Languages spoken" in history and "Format" in history


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"format": "by post"}, "Choose one of the list."),
        ({"working_languages": ["xx"]}, "Choose from the list."),
        ({"starts": "ten"}, "Enter a time such as 9:30 or 14:00."),
        ({"ends": "9:00"}, "The end must be after the start."),
        ({"starts": ""}, "Enter the start too."),
        ({"day": "2030-03-01"}, "Choose one of the list."),
        ({"parent_id": "77"}, "Choose one of the list."),
        ({"title_en": "x" * 301}, "Shorten this to 300 characters; it has 301."),
        ({"kind": "party"}, "Choose one of the list."),
    ],
)
def test_bad_item_has_a_message_and_keeps_what_was_typed(client, meeting, values, message):
    response = client.post("/manage/WG-TEST/agenda/new", data=item_data(room_en="Kept room", **values))

    assert response.status_code == 422
    assert message in response.text
    assert 'value="Kept room"' in response.text
    if "starts" in values:
        assert f'value="{values["starts"]}"' in response.text
    assert db.session.scalar(select(AgendaItem)) is None


def test_item_is_edited_and_others_are_offered_to_hold_it(client, meeting):
    opening = make_item(meeting, title={"en": "Opening"}, starts=time(9), ends=time(10))
    item = make_item(meeting, title={"en": "Remarks", "fr": "Allocution"})
    address = f"/manage/WG-TEST/agenda/{item.id}"
    page = client.get(address).text
    assert "09:00 Opening" in page
    assert f'<option value="{item.id}"' not in page

    client.post(address, data=item_data(title_en="Welcome", parent_id=str(opening.id), starts="", ends=""))

    db.session.refresh(item)
    assert (item.parent_id, item.starts) == (opening.id, None)
    assert item.title == Translations(en="Welcome", fr="Allocution")


def test_item_cannot_be_put_inside_what_it_holds(client, meeting):
    top = make_item(meeting)
    child = make_item(meeting, parent_id=top.id)

    response = client.post(f"/manage/WG-TEST/agenda/{top.id}", data=item_data(parent_id=str(child.id)))

    assert response.status_code == 422
    assert "An item cannot be inside itself, nor deeper than three levels." in response.text


def test_next_item_starts_when_the_last_one_ends(client, meeting):
    make_item(meeting, starts=time(10), ends=time(11, 15))

    assert 'value="11:15"' in client.get("/manage/WG-TEST/agenda/new?day=2030-02-27").text
    assert client.get("/manage/WG-TEST/agenda/new?day=nonsense&parent=x&kind=y").status_code == 200


def test_day_time_room_and_kind_are_carried_over_to_the_next_item(client, meeting):
    values = item_data(then="another", kind="training", starts="10:00", ends="11:20", room_en="Hall A", room_ar="قاعة")

    following = client.get(client.post("/manage/WG-TEST/agenda/new", data=values).location).text

    assert 'value="11:20"' in following
    assert '<option selected value="training"' in following
    assert "Hall A</textarea>" in following or 'value="Hall A"' in following
    assert '<option selected value="2030-02-27"' in following


def test_after_saving_one_may_add_another_or_people(client, meeting):
    another = client.post("/manage/WG-TEST/agenda/new", data=item_data(then="another"))
    people = client.post("/manage/WG-TEST/agenda/new", data=item_data(then="people", title_en="Session 2"))

    assert re.fullmatch(r"/manage/WG-TEST/agenda/new\?after=\d+", another.location)
    assert people.location.endswith("#people")


def test_agenda_shows_every_day_nested_items_and_people(client, meeting):
    top = make_item(meeting, title={"en": "Opening"})
    inner = make_item(meeting, title={"en": "Remarks"}, parent_id=top.id, starts=None, ends=None)
    make_item(meeting, title={"en": "Closing"}, starts=time(15), ends=time(16))
    add_part(
        meeting.id,
        item_id=inner.id,
        role=PartRole.SPEAKER,
        label=Translations(en="Co-Chair"),
        countries=["KR", "PT"],
        country_conjunction="and_or",
        status=PartStatus.TO_BE_CONFIRMED,
    )

    page = client.get("/manage/WG-TEST/agenda").text

    assert page.index("Opening") < page.index("Remarks") < page.index("Closing")
    assert "Wednesday, 27 February 2030" in page
    assert "Nothing on this day yet." in page
    assert "Co-Chair" in page
    assert "TBC" in page
    assert page.count("<ol") == page.count("</ol>")
    assert page.count("<li>") + page.count("<li ") == page.count("</li>")


def test_items_are_moved_and_removed_by_buttons(client, meeting):
    first, second = make_item(meeting), make_item(meeting, position=1)

    client.post(f"/manage/WG-TEST/agenda/{second.id}/move", data={"step": "up"})
    later = client.post(f"/manage/WG-TEST/agenda/{first.id}/move", data={"step": "down"}, follow_redirects=True)
    client.post(f"/manage/WG-TEST/agenda/{first.id}/remove")

    assert "Items stand in the order of their times." in later.text
    assert [item.id for item in db.session.scalars(select(AgendaItem))] == [second.id]


def test_person_typed_is_found_in_the_directory_or_added(client, team, meeting):
    known = add_person(team.id, name=Translations(en="Salma Haddad", ar="سلمى حداد"))
    item = make_item(meeting)
    add = f"/manage/WG-TEST/agenda/{item.id}/parts/new?holder=person"

    client.post(add, data=part_data(person="سلمى حداد", role="moderator"))
    client.post(
        add,
        data=part_data(
            person="Omar Saleh",
            names_ar="عمر صالح",
            position_en="Director",
            person_organisation="Digital Office",
            affiliation_en="Adviser",
            status="to_be_confirmed",
        ),
    )
    nobody = client.post(add, data=part_data())

    parts = db.session.scalars(select(Part).order_by(Part.position)).all()
    assert parts[0].person_id == known.id
    assert parts[1].person.name == Translations(en="Omar Saleh", ar="عمر صالح")
    assert parts[1].person.organisation.name["en"] == "Digital Office"
    assert parts[1].status is PartStatus.TO_BE_CONFIRMED
    assert parts[1].affiliation == Translations(en="Adviser")
    assert nobody.status_code == 422
    assert "Enter the name of the person." in nobody.text


def test_which_of_two_persons_speaks_is_asked(client, team, meeting):
    add_person(team.id, name=Translations(en="Omar Saleh"))
    second = add_person(team.id, name=Translations(en="Omar Saleh"), position=Translations(en="Director"))
    item = make_item(meeting)
    add = f"/manage/WG-TEST/agenda/{item.id}/parts/new"

    asked = client.post(add, data=part_data(person="Omar Saleh", affiliation_en="Kept"))
    client.post(add, data=part_data(person="Omar Saleh", chosen=str(second.id)))

    assert asked.status_code == 422
    assert "Omar Saleh – Director" in asked.text
    assert "Kept</textarea>" in asked.text
    assert db.session.scalar(select(Part)).person_id == second.id


def test_open_role_with_countries_in_any_language_becomes_a_person(client, team, meeting):
    item = make_item(meeting)
    data = part_data(
        label_en="Co-Chair", countries="Korea and/or البرتغال; Viet-Nam", country_conjunction="and_or",
        status="to_be_determined",
    )  # fmt: skip
    client.post(f"/manage/WG-TEST/agenda/{item.id}/parts/new?holder=open", data=data)

    part = db.session.scalar(select(Part))
    assert part.countries == ["KR", "PT", "VN"]
    page = client.get(f"/manage/WG-TEST/parts/{part.id}").text
    assert 'value="Republic of Korea, Portugal, Viet Nam"' in page

    client.post(f"/manage/WG-TEST/parts/{part.id}?holder=person", data=part_data(person="Salma Haddad"))
    db.session.refresh(part)
    assert (part.person.name["en"], part.countries, part.label) == ("Salma Haddad", [], Translations())


def test_unknown_country_is_named_and_kept(client, meeting):
    item = make_item(meeting)

    response = client.post(
        f"/manage/WG-TEST/agenda/{item.id}/parts/new?holder=open",
        data=part_data(countries="Tunisia, Jordn", country_conjunction="and"),
    )

    assert response.status_code == 422
    assert "There is no country “Jordn”. Do you mean Jordan?" in response.text
    assert 'value="Tunisia, Jordn"' in response.text


def test_organisation_holds_a_part_and_parts_are_moved_and_removed(client, team, meeting):
    known = add_organisation(team.id, name=Translations(en="International Union"), acronym=Translations(en="IU"))
    item = make_item(meeting)
    add = f"/manage/WG-TEST/agenda/{item.id}/parts/new?holder=organisation"
    client.post(add, data=part_data(organisation="iu"))
    client.post(add, data=part_data(organisation="New House"))
    first, second = db.session.scalars(select(Part).order_by(Part.position)).all()
    assert first.organisation_id == known.id

    client.post(f"/manage/WG-TEST/parts/{second.id}/move", data={"step": "up"})
    client.post(f"/manage/WG-TEST/parts/{first.id}/remove")

    assert [part.id for part in db.session.scalars(select(Part))] == [second.id]
    assert len(db.session.scalars(select(Organisation)).all()) == 2


def test_breakout_groups_have_letters_and_people(client, meeting):
    item = make_item(meeting, kind=ItemKind.BREAKOUT)
    add = f"/manage/WG-TEST/agenda/{item.id}/groups/new"
    page = client.get(add).text
    assert 'value="A"' in page
    assert 'value="أ"' in page

    client.post(add, data={"letter_en": "A", "letter_ar": "أ", "title_en": "Rules", "capacity": "٢٠"})
    group = db.session.scalar(select(BreakoutGroup))
    client.post(f"/manage/WG-TEST/groups/{group.id}/parts/new", data=part_data(person="Salma", role="facilitator"))

    assert group.capacity == 20
    assert 'value="B"' in client.get(add).text
    page = client.get(f"/manage/WG-TEST/agenda/{item.id}").text
    assert "Facilitator" in page
    assert "Salma" in page
    client.post(f"/manage/WG-TEST/groups/{group.id}", data={"letter_en": "A", "title_en": "Rules", "capacity": ""})
    db.session.refresh(group)
    assert group.capacity is None
    client.post(f"/manage/WG-TEST/groups/{group.id}/remove")
    assert db.session.scalar(select(Part)) is None


def test_rows_of_another_meeting_are_not_found(client, team, meeting):
    other = make_item(make_meeting(team, code="OTHER"))

    for address in (f"agenda/{other.id}", f"agenda/{other.id}/parts/new", f"agenda/{other.id}/groups/new"):
        assert client.get(f"/manage/WG-TEST/{address}").status_code == 404
    assert client.post(f"/manage/WG-TEST/agenda/{other.id}/remove").status_code == 404
    assert client.get("/manage/WG-TEST/parts/99").status_code == 404
    assert client.get("/manage/WG-TEST/groups/99").status_code == 404


def test_viewer_may_not_edit_the_agenda(client):
    team = make_team()
    make_meeting(team, code="WG-TEST")
    sign_in(client, make_user(Role.VIEWER, team))

    assert client.get("/manage/WG-TEST/agenda").status_code == 403
    assert client.post("/manage/WG-TEST/agenda/new", data=item_data()).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_agenda_costs_a_fixed_number_of_statements(client, team, meeting, rows):
    organisation = add_organisation(team.id, name=Translations(en="Digital Office"))
    for number in range(rows):
        item = make_item(meeting, starts=time(8 + number // 4), ends=None, day=date(2030, 2, 27))
        person = add_person(team.id, name=Translations(en=f"P {number}"), organisation_id=organisation.id)
        add_part(meeting.id, item_id=item.id, role=PartRole.SPEAKER, person_id=person.id)

    assert selects_of(client, "/manage/WG-TEST/agenda") == 14
    assert selects_of(client, f"/manage/WG-TEST/agenda/{item.id}") == 16
    assert len(db.session.scalars(select(Person)).all()) == rows


def test_person_has_one_part_of_a_kind_in_an_item(client, meeting):
    item = make_item(meeting)
    add = f"/manage/WG-TEST/agenda/{item.id}/parts/new"
    assert client.post(add, data=part_data(person="Salma Haddad")).status_code == 303

    again = client.post(add, data=part_data(person="Salma Haddad"))

    assert again.status_code == 422
    assert "This person has this part already." in again.text
    assert client.post(add, data=part_data(person="Salma Haddad", role="moderator")).status_code == 303
    moderator = db.session.scalar(select(Part).filter_by(role=PartRole.MODERATOR))
    changed = client.post(f"/manage/WG-TEST/parts/{moderator.id}", data=part_data(person="Salma Haddad"))
    assert changed.status_code == 422
    assert db.session.scalar(select(Part).filter_by(id=moderator.id)).role is PartRole.MODERATOR


def test_trail_of_a_part_says_nothing_between_countries_that_it_has_not(client, meeting):
    item = make_item(meeting)
    client.post(f"/manage/WG-TEST/agenda/{item.id}/parts/new", data=part_data(person="Salma Haddad"))

    assert "Between the countries" not in client.get("/manage/WG-TEST/history").text


def test_name_written_among_the_details_only_is_the_name_of_the_person(client, meeting):
    item = make_item(meeting)
    add = f"/manage/WG-TEST/agenda/{item.id}/parts/new"

    assert client.post(add, data=part_data(names_ar="سلمى حداد", position_en="Director")).status_code == 303

    person = db.session.scalar(select(Person))
    assert (dict(person.name), person.position["en"]) == ({"ar": "سلمى حداد"}, "Director")


def test_two_groups_of_an_item_do_not_have_one_letter(client, meeting):
    item = make_item(meeting, kind=ItemKind.BREAKOUT)
    add = f"/manage/WG-TEST/agenda/{item.id}/groups/new"
    for letter, arabic in (("A", "أ"), ("B", "ب"), ("C", "ج")):
        client.post(add, data={"letter_en": letter, "letter_ar": arabic, "title_en": letter})
    first, second, _third = db.session.scalars(select(BreakoutGroup).order_by(BreakoutGroup.position)).all()

    again = client.post(add, data={"letter_en": "a", "letter_ar": "د", "title_en": "Rules"})
    assert again.status_code == 422
    assert "Another group of this item has this letter." in again.text
    same = {"letter_en": "B", "letter_ar": "ب", "title_en": "Changed", "room_en": "Hall", "capacity": "9"}
    assert client.post(f"/manage/WG-TEST/groups/{second.id}", data=same).status_code == 303
    assert "<bdi>Hall</bdi> · 9 members at most" in client.get(f"/manage/WG-TEST/agenda/{item.id}").text

    client.post(f"/manage/WG-TEST/groups/{first.id}/remove")
    assert 'value="D"' in client.get(add).text


def test_item_without_a_title_is_called_by_its_kind_once(client, meeting):
    make_item(meeting, kind=ItemKind.SESSION, title=Translations(en="Session"))

    assert client.get("/manage/WG-TEST/agenda").text.count(">Session<") == 1
    assert "· Session" not in client.get("/manage/WG-TEST/agenda").text


def test_agenda_of_a_month_is_edited_by_numbered_days(client, team):
    meeting = make_meeting(
        team, code="WG-TEST", date_precision=DatePrecision.MONTH, starts_on=date(2030, 3, 1), ends_on=date(2030, 4, 30)
    )
    assert re.findall("<h2>(Day .*?)</h2>", client.get("/manage/WG-TEST/agenda").text) == ["Day 1"]
    item = make_item(meeting, day=date(2030, 3, 4))
    make_item(meeting, day=date(2030, 3, 6))

    page = client.get("/manage/WG-TEST/agenda").text
    assert re.findall("<h2>(Day .*?)</h2>", page) == ["Day 1", "Day 2", "Day 3"]
    assert "March" not in page.partition("<main")[2].partition("</h1>")[2]
    form = client.get(f"/manage/WG-TEST/agenda/{item.id}").text
    assert re.findall(r'value="(2030-\d\d-\d\d)">(.*?)</option>', form.replace(" selected", "")) == [
        ("2030-03-04", "Day 1"), ("2030-03-06", "Day 2"), ("2030-03-07", "Day 3"),
    ]  # fmt: skip
    assert "4 March" not in client.get("/manage/WG-TEST/documents").text

    last = make_item(meeting, day=date(2030, 4, 30))
    assert client.get(f"/manage/WG-TEST/agenda/{last.id}").text.count(">Day 4</option>") == 1
    assert client.post("/manage/WG-TEST/agenda/new", data=item_data(day="2030-04-29")).status_code == 303


def test_part_of_an_area_whose_name_has_a_comma_is_read_shown_and_kept(client, team, meeting):
    meeting.team.areas = {"HK": {"en": "Hong Kong, China", "ar": "هونغ كونغ، الصين", "fr": "Hong Kong, Chine"}}
    db.session.commit()
    item = make_item(meeting)
    for typed in ("Jordan, Hong Kong, China; Tunisia", "Jordan, هونغ كونغ، الصين, Tunisia"):
        client.post(
            f"/manage/WG-TEST/agenda/{item.id}/parts/new?holder=open",
            data=part_data(label_en="Experts", countries=typed, country_conjunction="and"),
        )
    parts = list(db.session.scalars(select(Part)))
    assert [part.countries for part in parts] == [["JO", "HK", "TN"]] * 2
    assert client.get("/manage/WG-TEST/agenda").text.count("Jordan, Hong Kong, China and Tunisia") == 2
    edited = client.get(f"/manage/WG-TEST/parts/{parts[0].id}").text
    assert "Jordan, Hong Kong, China, Tunisia" in edited
    refused = client.post(
        f"/manage/WG-TEST/agenda/{item.id}/parts/new?holder=open",
        data=part_data(label_en="Experts", countries="Jordan, Greenlnd", country_conjunction="and"),
    )
    assert refused.status_code == 422
