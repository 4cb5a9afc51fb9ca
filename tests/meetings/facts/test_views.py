from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from directory.models import Person
from directory.operations import add_organisation, add_person
from foundation.audit import MASK, entries_for_meeting
from foundation.database import db
from foundation.translated import Translations
from meetings.enums import ContactKind, MeetingState, OrganisationRole, SectionKind, Visibility
from meetings.facts.operations import parties, texts
from meetings.keeping.missing_texts import missing_translations
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.sections import Section
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in
from tests.forms_found import messages_beside
from tests.statements import selects_of


def new_meeting(team, **values) -> dict:
    return {
        "team_id": team.id,
        "kind": "workshop",
        "code": "AI-Amman",
        "title_en": "Workshop on AI",
        "title_ar": "ورشة عمل",
        "starts_on": "2030-02-27",
        "ends_on": "2030-02-28",
        "zone": "Asia/Amman",
        "format": "hybrid",
        "main_language": "en",
        "page_languages": ["en", "ar"],
    } | values


def facts(meeting, **values) -> dict:
    return {
        "kind": meeting.kind.value,
        "code": meeting.code,
        "title_en": meeting.title["en"],
        "title_ar": meeting.title["ar"],
        "starts_on": meeting.starts_on.isoformat(),
        "ends_on": meeting.ends_on.isoformat(),
        "move_agenda": "y",
        "zone": meeting.zone,
        "month_style": "dual",
        "format": meeting.format.value,
        "main_language": "en",
        "page_languages": ["en", "ar"],
    } | values


def test_meeting_is_created_on_one_page_as_a_draft(client, team):
    assert client.get("/manage/new").status_code == 200

    response = client.post("/manage/new", data=new_meeting(team))

    assert (response.status_code, response.location) == (303, "/manage/AI-Amman")
    meeting = db.session.scalar(select(Meeting))
    assert meeting.state is MeetingState.DRAFT
    assert meeting.title == Translations(en="Workshop on AI", ar="ورشة عمل")
    assert (meeting.starts_on, meeting.ends_on) == (date(2030, 2, 27), date(2030, 2, 28))
    assert meeting.page_languages == ["en", "ar"]
    assert [entry.act for entry in entries_for_meeting(meeting.id)] == ["created"]


@pytest.mark.parametrize(
    ("titles", "codes"),
    [
        ({"title_en": "Workshop on AI in the Arab Region"}, ["WAAR-2030", "WAAR-2030-2", "WAAR-2030-3"]),
        ({"title_en": "Étude: réformes l’État, 2 pas"}, ["ERE2P-2030"]),
        ({"title_en": "", "main_language": "ar", "kind": "expert_group_meeting"}, ["EGM-2030"]),
        ({"title_en": "!!!"}, ["W-2030"]),
        ({"title_en": "a b c d e f g h i j k l m"}, ["BCEFGHIJ-2030"]),
    ],
)
def test_code_left_empty_is_made_of_the_title_and_the_year(client, team, titles, codes):
    for code in codes:
        assert client.post("/manage/new", data=new_meeting(team, code=" ", **titles)).location == f"/manage/{code}"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ends_on": "2030-02-26"}, "The last day is before the first day."),
        ({"ends_on": "2031-02-26"}, "A meeting lasts 100 days at most."),
        ({"starts_on": "soon"}, "Enter a date such as 28 February 2030 or 2030-02-28."),
        ({"starts_on": "0030-02-27"}, "Enter a year between 1945 and 2099."),
        ({"zone": "Mars/Phobos"}, "There is no time zone of this name. Choose one of the list."),
        ({"zone": ""}, "Choose the time zone of the meeting."),
        ({"code": "a/b"}, "Use the letters a to z, digits and hyphens"),
        ({"code": "new"}, "Use the letters a to z, digits and hyphens"),
        ({"code": "اجتماع"}, "Use the letters a to z, digits and hyphens"),
        ({"title_en": ""}, "Please fill this in."),
        ({"title_en": "x" * 400_000}, "Shorten this to 300 characters; it has 400000."),
        ({"page_languages": ["ar"]}, "Tick the main language too: the page falls back on it."),
        ({"page_languages": []}, "Tick the main language too: the page falls back on it."),
        ({"kind": "party"}, "Choose one of the list."),
        ({"team_id": "999"}, "Choose one of the list."),
    ],
)
def test_bad_input_has_a_message_and_keeps_what_was_typed(client, team, values, message):
    response = client.post("/manage/new", data=new_meeting(team, **values))

    assert response.status_code == 422
    assert message in response.text
    assert "ورشة عمل" in response.text
    for name, value in values.items():
        if isinstance(value, str) and name in ("code", "ends_on", "zone"):
            assert f'value="{value}"' in response.text
    assert db.session.scalar(select(Meeting)) is None


@pytest.mark.parametrize("title", ["x" * 5_000_000, "ع" * 2_500_000], ids=["Latin", "Arabic"])
def test_five_megabytes_of_title_are_refused_beside_the_field_and_nothing_is_lost(client, team, title):
    response = client.post("/manage/new", data=new_meeting(team, title_en=title))

    assert response.status_code == 422
    assert f"it has {len(title)}." in messages_beside(response.text, "title_en")[0]
    assert title in response.text
    assert "ورشة عمل" in response.text
    assert db.session.scalar(select(Meeting)) is None


def test_short_code_is_taken_in_every_case(client, team, meeting):
    response = client.post("/manage/new", data=new_meeting(team, code="wg-TEST"))

    assert response.status_code == 422
    assert "Another meeting has this short code. Choose another one." in response.text
    assert 'value="wg-TEST"' in response.text


def test_direction_overrides_and_control_characters_are_taken_out_of_titles(client, team):
    client.post("/manage/new", data=new_meeting(team, title_en="Safe\u202e gnp.exe\u2066 \x00title\x07"))

    assert db.session.scalar(select(Meeting)).title["en"] == "Safe gnp.exe title"


def test_dates_are_read_with_arabic_digits(client, team):
    client.post("/manage/new", data=new_meeting(team, starts_on="٢٠٣٠-٠٢-٢٧"))

    assert db.session.scalar(select(Meeting)).starts_on == date(2030, 2, 27)


def test_viewer_may_not_create(client):
    team = make_team()
    sign_in(client, make_user(Role.VIEWER, team))

    assert client.get("/manage/new").status_code == 403
    assert client.post("/manage/new", data=new_meeting(team)).status_code == 403


def test_meeting_is_not_created_for_a_team_of_others(client, team):
    other = make_team()

    assert client.post("/manage/new", data=new_meeting(other)).status_code == 422


def test_facts_are_saved_and_shown_again(client, meeting):
    values = facts(
        meeting,
        venue_en="Grand Hall",
        venue_ar="القاعة الكبرى",
        city_en="Amman",
        country_code="JO",
        online_platform="Zoom",
        series="Directors of e-Government",
        ordinal="١١",
        project="ENACT",
        working_languages=["ar", "fr"],
        has_interpretation="y",
        accent="#7A1F3D",
        hashtag="@org #AI",
    )

    assert client.post("/manage/WG-TEST/facts", data=values).status_code == 303

    saved = db.session.get(Meeting, meeting.id)
    assert saved.venue == Translations(en="Grand Hall", ar="القاعة الكبرى")
    assert (saved.series.title["en"], saved.ordinal) == ("Directors of e-Government", 11)
    assert saved.project.title["en"] == "ENACT"
    assert saved.working_languages == ["ar", "fr"]
    page = client.get("/manage/WG-TEST/facts").text
    assert "القاعة الكبرى</textarea>" in page
    assert "City" in page


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"accent": "red"}, "Write the colour as # and six letters or digits"),
        ({"accent": "#ffe0e0"}, "This colour is too light to be read on white"),
        ({"ordinal": "-1"}, "Enter a whole number between 1 and 9999."),
        ({"venue_map_url": "javascript:alert(1)"}, "Enter a full web address that begins with https://"),
        ({"venue_map_url": "https://example.org/ar/التكنولوجيا والابتكار"}, "There is a blank in this address."),
        ({"code": "OTHER"}, "The meeting has been public under WG-TEST: links with it are about."),
        ({"country_code": "XX"}, "Choose one of the list."),
    ],
)
def test_bad_facts_have_a_message_and_change_nothing(client, meeting, values, message):
    with_published = make_meeting(meeting.team, code="PUBLIC")
    from foundation.clock import now
    from foundation.database import writing

    with writing():
        db.session.get(Meeting, meeting.id).published_at = now()
    response = client.post("/manage/WG-TEST/facts", data=facts(meeting, subtitle_en="A new theme", **values))

    assert response.status_code == 422
    assert message in response.text
    assert "A new theme</textarea>" in response.text
    assert db.session.get(Meeting, meeting.id).subtitle == Translations()
    assert with_published.code == "PUBLIC"


def test_agenda_moves_along_with_the_first_day(client, meeting):
    item = make_item(meeting, day=date(2030, 2, 28))

    client.post("/manage/WG-TEST/facts", data=facts(meeting, starts_on="2030-03-06", ends_on="2030-03-07"))

    db.session.refresh(item)
    assert item.day == date(2030, 3, 7)


def test_agenda_outside_shorter_dates_is_named_and_kept(client, meeting):
    make_item(meeting, day=date(2030, 2, 28), title={"en": "Closing words", "ar": "ختام"})

    response = client.post("/manage/WG-TEST/facts", data=facts(meeting, ends_on="2030-02-27"))

    assert response.status_code == 422
    assert "Closing words (28 February 2030)" in response.text
    assert db.session.get(Meeting, meeting.id).ends_on == date(2030, 2, 28)


def test_text_in_a_language_that_the_page_does_not_offer_is_kept(client, team):
    meeting = make_meeting(team, code="THREE", title={"en": "One", "ar": "واحد", "fr": "Un"})

    client.post("/manage/THREE/facts", data=facts(meeting, title_en="Two"))

    assert db.session.get(Meeting, meeting.id).title == Translations(en="Two", ar="واحد", fr="Un")


def test_publishing_and_back(client, team):
    meeting = make_meeting(team, code="DRAFT", state=MeetingState.DRAFT, title={"en": "Only English"})

    page = client.post("/manage/DRAFT/publish", follow_redirects=True).text
    assert "What is missing is shown in the main language. The title is missing in: Arabic." in page
    db.session.refresh(meeting)
    assert meeting.state is MeetingState.PUBLISHED
    assert meeting.published_at is not None

    client.post("/manage/DRAFT/withdraw")
    db.session.refresh(meeting)
    assert meeting.state is MeetingState.DRAFT
    assert [entry.act for entry in entries_for_meeting(meeting.id)] == ["withdrawn", "published"]


def test_assistant_may_not_publish(client):
    team = make_team()
    make_meeting(team, code="DRAFT", state=MeetingState.DRAFT)
    sign_in(client, make_user(Role.ASSISTANT, team))

    assert client.post("/manage/DRAFT/publish").status_code == 403


def test_section_is_written_with_marks_cleaned_and_edited_again(client, meeting):
    data = {
        "kind": "objectives",
        "body_en": "Aims:\n\n- **first**\n- second\n\n<p onclick='x()'>pasted<script>steal()</script></p>",
        "body_ar": "أهداف",
    }

    assert client.post("/manage/WG-TEST/sections/new", data=data).status_code == 303

    section = db.session.scalar(select(Section))
    assert section.body["en"] == (
        "<p>Aims:</p>\n<ul><li><strong>first</strong></li><li>second</li></ul>\n<p>pasted</p>"
    )
    page = client.get(f"/manage/WG-TEST/sections/{section.id}").text
    assert "Aims:\n\n- **first**\n- second\n\npasted" in page.replace("\r\n", "\n")
    assert "Objectives" in client.get("/manage/WG-TEST/sections").text


def test_section_needs_a_text(client, meeting):
    response = client.post("/manage/WG-TEST/sections/new", data={"kind": "other", "heading_en": "Empty one"})

    assert response.status_code == 422
    assert "Write the text of the section in one language at least." in response.text
    assert "Empty one</textarea>" in response.text


def test_section_that_is_too_long_is_refused_and_kept(client, meeting):
    response = client.post("/manage/WG-TEST/sections/new", data={"kind": "other", "body_en": "long " * 6000})

    assert response.status_code == 422
    assert "Shorten this to 25000 characters; it has 29999." in response.text
    assert "long long long" in response.text


def test_sections_are_moved_and_removed(client, meeting):
    ids = [
        texts.add_section(meeting.id, kind=SectionKind.OTHER, body=Translations(en=f"<p>{n}</p>")).id for n in range(3)
    ]

    client.post(f"/manage/WG-TEST/sections/{ids[2]}/move", data={"step": "up"})
    client.post(f"/manage/WG-TEST/sections/{ids[0]}/move", data={"step": "up"})
    client.post(f"/manage/WG-TEST/sections/{ids[1]}/remove")

    assert [section.id for section in db.session.get(Meeting, meeting.id).sections] == [ids[0], ids[2]]


def test_section_of_another_meeting_is_not_found(client, team, meeting):
    other = make_meeting(team, code="OTHER")
    section = texts.add_section(other.id, kind=SectionKind.ABOUT, body=Translations(en="<p>x</p>"))

    assert client.get(f"/manage/WG-TEST/sections/{section.id}").status_code == 404
    assert client.post(f"/manage/WG-TEST/sections/{section.id}/remove").status_code == 404


def test_organisation_or_country_has_a_role(client, meeting):
    add = "/manage/WG-TEST/organisations/new"
    client.post(add, data={"role": "organiser", "organisation": "Digital Office"})
    client.post(add, data={"role": "co_chair", "country_code": "PT"})
    both = client.post(add, data={"role": "host", "organisation": "X", "country_code": "PT"})
    again = client.post(add, data={"role": "organiser", "organisation": "digital office"})

    rows = db.session.scalars(select(MeetingOrganisation).order_by(MeetingOrganisation.position)).all()
    assert [(row.role, row.country_code) for row in rows] == [
        (OrganisationRole.ORGANISER, None),
        (OrganisationRole.CO_CHAIR, "PT"),
    ]
    assert "Enter an organisation, a country or a person: one of the three." in both.text
    assert "It has this role already." in again.text
    page = client.get("/manage/WG-TEST/organisations").text
    assert "Digital Office" in page
    assert "Portugal" in page


def test_focal_point_is_a_person_of_the_directory_or_a_unit(client, team, meeting):
    known = add_person(team.id, name=Translations(en="Nadia Karim", ar="نادية كريم"))
    add = "/manage/WG-TEST/contacts/new"

    client.post(add, data={"kind": "substantive", "person": "nadia karim", "email": "n@example.org"})
    client.post(add, data={"kind": "administrative", "unit_en": "Data Unit", "email": "unit@example.org"})
    neither = client.post(add, data={"kind": "substantive", "phone": "call me"})

    rows = db.session.scalars(select(FocalPoint).order_by(FocalPoint.position)).all()
    assert [(row.kind, row.person_id) for row in rows] == [
        (ContactKind.SUBSTANTIVE, known.id),
        (ContactKind.ADMINISTRATIVE, None),
    ]
    assert "Enter a person or a unit: one of the two." in neither.text
    assert "Enter a phone number, for example +962 6 555 0100." in neither.text


def test_which_of_two_persons_of_one_name_is_asked(client, team, meeting):
    office = add_organisation(team.id, name=Translations(en="Digital Office"))
    first = add_person(team.id, name=Translations(en="Omar Saleh"))
    second = add_person(team.id, name=Translations(en="Omar Saleh"), organisation_id=office.id)
    data = {"kind": "substantive", "person": "Omar Saleh"}

    asked = client.post("/manage/WG-TEST/contacts/new", data=data)
    client.post("/manage/WG-TEST/contacts/new", data={**data, "chosen": str(second.id)})
    client.post("/manage/WG-TEST/contacts/new", data={**data, "chosen": "new"})

    assert asked.status_code == 422
    assert "Omar Saleh – Digital Office" in asked.text
    rows = db.session.scalars(select(FocalPoint).order_by(FocalPoint.position)).all()
    assert rows[0].person_id == second.id
    assert rows[1].person_id not in (first.id, second.id)
    assert len(db.session.scalars(select(Person)).all()) == 3


def test_links_are_kept_in_order(client, meeting):
    for number in (1, 2):
        data = {"label_en": f"Page {number}", "url": f"https://example.org/{number}", "language": "en"}
        assert client.post("/manage/WG-TEST/links/new", data=data).status_code == 303
    client.post("/manage/WG-TEST/links/1/move", data={"step": "up"})
    first = {"label_en": "First", "label_ar": "الأول", "url": "https://example.org/1", "language": ""}
    client.post("/manage/WG-TEST/links/1", data=first)

    assert db.session.get(Meeting, meeting.id).links == [
        {"label": {"en": "Page 2"}, "url": "https://example.org/2", "language": "en"},
        {"label": {"en": "First", "ar": "الأول"}, "url": "https://example.org/1", "language": ""},
    ]
    assert client.post("/manage/WG-TEST/links/7/remove").status_code == 404
    client.post("/manage/WG-TEST/links/0/remove")
    assert [link["url"] for link in db.session.get(Meeting, meeting.id).links] == ["https://example.org/1"]


def test_section_and_link_that_are_sent_twice_are_refused_beside_the_field(client, meeting):
    section = {"kind": "background", "body_en": "The same words"}
    link = {"label_en": "Page", "url": "https://example.org/1", "language": "en"}
    for place, values, control, message in (
        ("sections", section, "body_en", "This text stands there already, under the same heading."),
        ("links", link, "url", "A link to this address stands there already."),
    ):
        assert client.post(f"/manage/WG-TEST/{place}/new", data=values).status_code == 303
        again = client.post(f"/manage/WG-TEST/{place}/new", data=values)
        assert again.status_code == 422
        assert message in messages_beside(again.text, control)[0]
    assert client.post("/manage/WG-TEST/sections/new", data={**section, "kind": "objectives"}).status_code == 303
    assert client.post("/manage/WG-TEST/links/new", data={**link, "language": "ar"}).status_code == 303
    assert client.post("/manage/WG-TEST/links/1", data=link).status_code == 422
    assert len(db.session.get(Meeting, meeting.id).links) == 2


def test_participation_link_is_kept_and_masked_in_the_trail(client, meeting):
    data = {
        "provider": "Zoom",
        "join_url": "https://zoom.example.org/j/12345",
        "passcode": "secret-passcode",
        "visibility": "approved",
    }

    assert client.post("/manage/WG-TEST/join/new", data=data).status_code == 303

    link = db.session.scalar(select(ParticipationLink))
    assert (link.join_url, link.visibility) == ("https://zoom.example.org/j/12345", Visibility.APPROVED)
    changes = entries_for_meeting(meeting.id)[0].changes
    assert (changes["join_url"], changes["passcode"]) == ([None, MASK], [None, MASK])
    data["join_url"] = "ftp://zoom"
    refused = client.post(f"/manage/WG-TEST/join/{link.id}", data=data)
    assert "Enter a full web address that begins with https://" in refused.text
    client.post(f"/manage/WG-TEST/join/{link.id}/remove")
    assert db.session.scalar(select(ParticipationLink)) is None


def test_missing_translations_are_counted_and_lead_to_their_control(client, team, meeting):
    person = add_person(team.id, name=Translations(en="Nadia Karim"))
    section = texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en="<p>x</p>"))
    parties.add_contact(meeting.id, kind=ContactKind.SUBSTANTIVE, person_id=person.id)
    item = make_item(meeting, title={"ar": "جلسة"})

    with client.application.test_request_context():
        missing = missing_translations(meeting)
        urls = {language: [text.url for text in gaps.missing] for language, gaps in missing.items()}

    assert urls["ar"] == [
        f"/manage/WG-TEST/sections/{section.id}#body_ar",
        f"/teams/{team.id}/directory/persons/{person.id}#name_ar",
    ]
    assert urls["en"] == [f"/manage/WG-TEST/agenda/{item.id}#title_en"]
    page = client.get("/manage/WG-TEST/translations?language=en").text
    assert f"/manage/WG-TEST/agenda/{item.id}#title_en" in page
    assert "<strong>Missing translations</strong>" in client.get("/manage/WG-TEST/facts").text


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    "page",
    ["sections", "organisations", "contacts", "translations"],
)
def test_pages_cost_a_fixed_number_of_statements(client, team, meeting, rows, page):
    for number in range(rows):
        name = Translations(en=f"Name {number}", ar=f"اسم {number}")
        texts.add_section(meeting.id, kind=SectionKind.OTHER, body=name)
        organisation = add_organisation(team.id, name=name)
        parties.add_organisation(meeting.id, role=OrganisationRole.PARTNER, organisation_id=organisation.id)
        person = add_person(team.id, name=name, organisation_id=organisation.id)
        parties.add_contact(meeting.id, kind=ContactKind.SUBSTANTIVE, person_id=person.id)

    assert selects_of(client, f"/manage/WG-TEST/{page}") == 13


def test_link_is_found_again_when_others_have_moved_it_and_asked_about_when_they_changed_it(client, meeting):
    link = {"label_en": "One", "url": "https://one.example.org", "language": ""}
    for number in (1, 2):
        client.post("/manage/WG-TEST/links/new", data=link | {"url": f"https://{number}.example.org"})
    was = re.search(r'name="was"[^>]*value="([^"]+)"', client.get("/manage/WG-TEST/links/0").text).group(1)
    client.post("/manage/WG-TEST/links/0/move", data={"step": "down"})

    data = link | {"was": was, "url": "https://mine.example.org"}
    assert client.post("/manage/WG-TEST/links/0", data=data).status_code == 303
    addresses = [each["url"] for each in db.session.get(Meeting, meeting.id).links]
    assert addresses == ["https://2.example.org", "https://mine.example.org"]

    changed = client.post("/manage/WG-TEST/links/1", data=data | {"url": "https://late.example.org"})
    assert changed.status_code == 422
    assert "Somebody else has changed this link while you were writing. It is now https://mine.example.org" in (
        changed.text
    )
    assert 'value="https://late.example.org"' in changed.text
