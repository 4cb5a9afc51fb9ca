"""The assistant's pages over HTTP."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from foundation.audit import entries_for
from foundation.database import db
from foundation.translated import Translations
from meetings.enums import Mode
from registration.enums import ApprovalMode, RegistrationSource, RegistrationState
from registration.models.registrations import Registration
from registration.people.deciding import decline
from registration.people.registering import register
from registration.places.modes import rules_of
from tests.factories import make_meeting, make_registration, make_rules, make_user, sign_in
from tests.registration.public_form.test_public_form import text
from tests.registration.samples import entry, form, registrations, templates

S = RegistrationState


@pytest.fixture
def meeting(app):
    """A published meeting."""
    return make_meeting()


@pytest.fixture
def assistant(meeting, client):
    """An assistant of the meeting's team, signed in."""
    user = make_user("assistant", meeting.team)
    sign_in(client, user)
    return user


def at(meeting, suffix=""):
    """The address of the list or of something below it."""
    return f"/manage/{meeting.code}/registrations{suffix}"


def test_empty_list_says_what_to_do_next(meeting, assistant, client):
    page = text(client.get(at(meeting)))

    assert "Nobody has registered yet." in page
    assert "Register somebody" in page


def test_list_shows_people_with_counts_per_state(meeting, assistant, client):
    make_registration(meeting, given_name="Layla", state="approved", honorific="Dr.")
    make_registration(meeting, given_name="Omar")
    make_registration(meeting, given_name="Huda", state="waiting")

    page = text(client.get(at(meeting, "?state=all")))

    for expected in ("Dr. Layla", "Omar", "Huda", "All 3", "To decide 1", "Approved 1", "Waiting list 1", "no. 1"):
        assert expected in page


def test_list_opens_on_what_is_to_be_decided_oldest_first(meeting, assistant, client):
    make_registration(meeting, given_name="Layla", state="approved")
    later = make_registration(meeting, given_name="Aisha")
    earlier = make_registration(meeting, given_name="Omar")
    earlier.registered_at = later.registered_at - timedelta(days=2)
    db.session.commit()

    page = text(client.get(at(meeting)))

    assert "Layla" not in page
    assert page.index("Omar") < page.index("Aisha")


def test_list_opens_on_everybody_once_all_are_decided(meeting, assistant, client):
    make_registration(meeting, given_name="Layla", state="approved")

    assert "Layla" in text(client.get(at(meeting)))


def test_list_says_how_many_undecided_hold_a_place(meeting, assistant, client):
    make_rules(meeting, capacity_in_person=5)
    make_registration(meeting, mode=Mode.IN_PERSON)
    make_registration(meeting, mode=Mode.IN_PERSON, state="approved")

    assert "Room: 2 of 5 (1 undecided hold a place)" in text(client.get(at(meeting)))


def test_list_filters_and_keeps_the_filter_in_its_links(meeting, assistant, client):
    make_registration(meeting, given_name="Layla", state="approved")
    make_registration(meeting, given_name="Omar")

    response = client.get(at(meeting, "?state=approved&sort=country"))

    assert "Layla" in response.text
    assert "Omar" not in response.text
    assert "export.csv?state=approved&amp;sort=country" in response.text


def test_list_that_fits_nobody_offers_to_show_all(meeting, assistant, client):
    make_registration(meeting)

    assert "Nobody matches." in text(client.get(at(meeting, "?q=nobody")))


def test_viewer_sees_the_list_and_no_buttons(meeting, client):
    registration = make_registration(meeting)
    sign_in(client, make_user("viewer", meeting.team))

    listed, shown = client.get(at(meeting)), client.get(at(meeting, f"/{registration.id}"))

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert "approve_one" not in listed.text
    assert "data-select" not in listed.text
    assert "/edit" not in shown.text
    assert client.post(at(meeting, f"/{registration.id}/approve")).status_code == 403


def test_registration_of_another_meeting_is_no_page(meeting, assistant, client):
    stranger = make_registration(make_meeting())

    assert client.get(at(meeting, f"/{stranger.id}")).status_code == 404
    assert client.post(at(meeting, f"/{stranger.id}/approve")).status_code == 404
    assert stranger.state is S.PENDING


def test_bulk_approval_says_what_it_did_and_goes_back_to_the_same_list(meeting, assistant, client):
    make_rules(meeting, capacity_in_person=2)
    pending = [make_registration(meeting), make_registration(meeting)]
    waiting = make_registration(meeting, state="waiting")
    back = at(meeting, "?state=pending&page=2")

    response = client.post(
        at(meeting, "/bulk"),
        data={"act": "approve", "id": [each.id for each in (*pending, waiting)], "back": back},
    )

    assert (response.status_code, response.location) == (303, back)
    assert [each.state for each in (*pending, waiting)] == [S.APPROVED, S.APPROVED, S.WAITING]
    page = text(client.get(at(meeting)))
    assert "2 registrations approved." in page
    assert "1 was left as it is because there are no more places." in page


def test_bulk_goes_back_to_this_site_only(meeting, assistant, client):
    registration = make_registration(meeting)

    response = client.post(
        at(meeting, "/bulk"), data={"act": "approve", "id": registration.id, "back": "https://evil.example/"}
    )

    assert response.location == at(meeting)


def test_button_in_a_row_acts_on_that_row_only(meeting, assistant, client):
    ticked, pressed = make_registration(meeting), make_registration(meeting)

    client.post(at(meeting, "/bulk"), data={"approve_one": pressed.id, "id": ticked.id})

    assert [ticked.state, pressed.state] == [S.PENDING, S.APPROVED]


def test_bulk_without_anybody_asks_to_choose(meeting, assistant, client):
    client.post(at(meeting, "/bulk"), data={"act": "approve"})

    assert "Choose at least one registration." in text(client.get(at(meeting)))


def test_bulk_decline_asks_for_the_reason_first(meeting, assistant, client):
    people = [make_registration(meeting, given_name="Layla"), make_registration(meeting, given_name="Omar")]
    ids = [each.id for each in people]

    asked = client.post(at(meeting, "/bulk"), data={"act": "decline", "id": ids, "back": at(meeting)})
    assert [each.state for each in people] == [S.PENDING, S.PENDING]
    response = client.post(
        at(meeting, "/bulk"), data={"act": "decline", "id": ids, "back": at(meeting), "reason": "Full"}
    )

    assert "Decline 2 registrations" in text(asked)
    assert "Layla" in text(asked)
    assert response.status_code == 303
    assert [(each.state, each.reason) for each in people] == [(S.DECLINED, "Full")] * 2


def test_bulk_decline_with_too_long_a_reason_keeps_the_choice(meeting, assistant, client):
    registration = make_registration(meeting)

    response = client.post(at(meeting, "/bulk"), data={"act": "decline", "id": registration.id, "reason": "x" * 2001})

    assert f'name="id" value="{registration.id}"' in response.text
    assert registration.state is S.PENDING


def test_show_tells_data_history_and_mail(meeting, assistant, client):
    registration = register(meeting, entry(needs="Ramp", position="Director"))
    decline(registration, actor=assistant, reason="Too late")

    page = text(client.get(at(meeting, f"/{registration.id}")))

    for expected in (
        "Director", "Ramp", "Jordan", "Registered themselves", registration.reference, "Too late",
        "State: Pending → Declined", assistant.name, "The participant", "Not composed yet",
    ):  # fmt: skip
        assert expected in page


@pytest.mark.parametrize(
    ("before", "act", "after", "mail"),
    [
        ("pending", "approve", S.APPROVED, "approved"),
        ("waiting", "move-up", S.APPROVED, "approved"),
        ("approved", "cancel", S.CANCELLED, "cancelled"),
        ("declined", "reopen", S.PENDING, "received"),
        ("pending", "new-link", S.PENDING, "link"),
        ("pending", "send-again", S.PENDING, "received"),
    ],
)
def test_acts_on_one_registration(meeting, assistant, client, before, act, after, mail):
    registration = make_registration(meeting, state=before)

    response = client.post(at(meeting, f"/{registration.id}/{act}"))

    assert (response.status_code, response.location) == (303, at(meeting, f"/{registration.id}"))
    assert registration.state is after
    assert templates(registration) == [mail]
    assert entries_for("registration", registration.id)[0].actor_id == assistant.id


def test_refused_act_says_why(meeting, assistant, client):
    make_rules(meeting, capacity_in_person=0)
    registration = make_registration(meeting, state="waiting")

    client.post(at(meeting, f"/{registration.id}/move-up"))

    assert "There are no more places in the room." in text(client.get(at(meeting)))
    assert registration.state is S.WAITING


def test_decline_one_with_a_reason(meeting, assistant, client):
    registration = make_registration(meeting)

    assert client.get(at(meeting, f"/{registration.id}/decline")).status_code == 200
    client.post(at(meeting, f"/{registration.id}/decline"), data={"reason": "One per ministry."})

    assert (registration.state, registration.reason) == (S.DECLINED, "One per ministry.")


def test_switch_by_the_team(meeting, assistant, client):
    registration = make_registration(meeting, state="approved")

    client.post(at(meeting, f"/{registration.id}/mode/remote"))

    assert registration.mode is Mode.REMOTE


def test_edit_changes_data_and_address(meeting, assistant, client):
    registration = register(meeting, entry())

    shown = client.get(at(meeting, f"/{registration.id}/edit"))
    response = client.post(
        at(meeting, f"/{registration.id}/edit"), data=form(given_name="Leila", email="right@example.org")
    )

    assert "Layla" in shown.text
    assert response.status_code == 303
    db.session.refresh(registration)
    assert (registration.given_name, registration.email) == ("Leila", "right@example.org")
    assert registration.link_generation == 2


def test_register_on_behalf(meeting, assistant, client):
    data = form(approve="y")
    del data["consent"]

    response = client.post(at(meeting, "/new"), data=data)

    registration = registrations()[0]
    assert response.location == at(meeting, f"/{registration.id}")
    assert (registration.state, registration.source) == (S.APPROVED, RegistrationSource.ON_BEHALF)
    assert registration.consented_at is None


def test_register_on_behalf_asks_before_using_an_address_twice(meeting, assistant, client):
    first = register(meeting, entry(email="unit@example.org"))
    data = form(email="unit@example.org", given_name="Omar")

    refused = client.post(at(meeting, "/new"), data=data)
    accepted = client.post(at(meeting, "/new"), data=data | {"even_if_known": "y"})

    assert refused.status_code == 422
    assert at(meeting, f"/{first.id}") in refused.text
    assert "even_if_known" in refused.text
    assert accepted.status_code == 303
    assert len(registrations()) == 2


def test_rules_are_set_and_promote(meeting, assistant, client):
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=0)
    waiting = make_registration(meeting, state="waiting")

    shown = client.get(at(meeting, "/settings"))
    client.post(
        at(meeting, "/settings"), data={"approval": "automatic", "capacity_in_person": "٢", "capacity_remote": ""}
    )

    assert 'value="0"' in shown.text
    db.session.expire_all()
    assert (rules_of(meeting.id).capacity_in_person, rules_of(meeting.id).capacity_remote) == (2, None)
    assert waiting.state is S.APPROVED
    assert "1 person moved up from the waiting list." in text(client.get(at(meeting)))


@pytest.mark.parametrize("number", ["-1", "many", "100001", "1.5"])
def test_rules_refuse_a_number_that_is_none(meeting, assistant, client, number):
    response = client.post(at(meeting, "/settings"), data={"approval": "by_hand", "capacity_in_person": number})

    assert response.status_code == 422
    assert "Enter a number from 0 to 100,000" in text(response)


def test_erase_asks_and_then_does_it(meeting, assistant, client):
    registration = make_registration(meeting)

    assert client.get(at(meeting, f"/{registration.id}/erase")).status_code == 200
    assert db.session.get(Registration, registration.id) is not None
    response = client.post(at(meeting, f"/{registration.id}/erase"))

    assert response.location == at(meeting)
    assert registrations() == []


@pytest.mark.parametrize(
    ("spoken", "languages"),
    [("en", ["Arabic", "French"]), ("ar", ["العربية", "الفرنسية"]), ("fr", ["arabe", "français"])],
)
def test_export_names_languages_in_that_of_its_reader(meeting, assistant, client, spoken, languages):
    for language in ("ar", "fr"):
        make_registration(meeting, language=language, email=f"{language}@example.org")

    file = client.get(at(meeting, f"/export.csv?lang={spoken}")).data.decode("utf-8-sig")

    delimiter = ";" if spoken == "fr" else ","
    rows = list(csv.reader(file.splitlines(), delimiter=delimiter))
    assert sorted(row[13] for row in rows[1:]) == sorted(languages)


def test_export_csv_holds_what_the_filter_shows(meeting, assistant, client):
    register(meeting, entry(given_name="Layla", needs="Ramp", organisation="=cmd()"))
    make_registration(meeting, given_name="Omar", state="declined")

    response = client.get(at(meeting, "/export.csv?state=pending"))

    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [(row["Given name"], row["State"], row["Country"]) for row in rows] == [("Layla", "Pending", "Jordan")]
    assert rows[0]["Special requirements"] == "Ramp"
    assert rows[0]["Organisation"] == "'=cmd()"
    assert f"{meeting.code}-registrations.csv" in response.headers["Content-Disposition"]


def test_exports_hold_every_text_in_every_language_and_open_again_without_loss(meeting, assistant, client):
    texts = {
        "honorific_texts": Translations(ar="معالي السيدة"),
        "organisation_texts": Translations(
            en="Ministry, “Digital”; Economy", ar="وزارة الاقتصاد الرقمي", fr="Ministère de l’Économie"
        ),
        "position_texts": Translations(en="'Director\nof Unit", ar="مديرة", fr="Directrice"),
        "place_texts": Translations(ar="غرينلاند"),
    }
    printed = Translations(en="Layla Mansour", ar="ليلى منصور")
    make_registration(meeting, country_code="ZZ", place="Nuuk", printed_name=printed, **texts)
    headings = {
        "honorific_texts": "Form of address",
        "organisation_texts": "Organisation",
        "position_texts": "Position",
        "place_texts": "Place as printed",
    }
    names = {"en": "English", "ar": "Arabic", "fr": "French"}
    wanted = {f"{headings[name]}, {names[code]}": text for name, value in texts.items() for code, text in value.items()}
    wanted |= {
        "Where the person comes from": "Nuuk",
        "Name as printed, Latin": printed["en"],
        "Name as printed, Arabic": printed["ar"],
    }

    csv_file = client.get(at(meeting, "/export.csv?state=pending")).data.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(csv_file, newline="")))
    assert {name: row[name] for name in wanted} == wanted
    sheet = load_workbook(io.BytesIO(client.get(at(meeting, "/export.xlsx?state=pending")).data)).active
    found = dict(zip(*([cell.value for cell in line] for line in sheet.iter_rows(min_row=1, max_row=2)), strict=True))
    assert {name: found[name] for name in wanted} == wanted
    assert [len(set(row)), len(found)] == [sheet.max_column] * 2, "two columns of one name"


def test_export_xlsx_is_in_the_language_of_the_page(meeting, assistant, client):
    make_registration(meeting)

    response = client.get(at(meeting, "/export.xlsx?lang=ar"))

    sheet = load_workbook(io.BytesIO(response.data)).active
    assert sheet.sheet_view.rightToLeft is True
    assert [cell.value for cell in sheet[2]][11] == "الأردن"
