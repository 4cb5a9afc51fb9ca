"""States of a meeting, the reason everybody reads, and the preview of a draft."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from foundation.audit import entries_for_meeting
from foundation.clock import frozen_at
from foundation.database import db, writing
from foundation.link_tokens import make_token
from foundation.translated import Translations
from meetings.documents import operations as documents
from meetings.enums import CALENDAR_STATUS, DatePrecision, MeetingState, Visibility
from meetings.facts.operations import life
from meetings.models.meeting import Meeting
from meetings.reading.documents import Shelf, documents_on
from meetings.reading.phases import registration_phase
from meetings.reading.previews import preview_url
from registration.reading.window import window_of
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user, sign_in
from tests.messages.test_told_of_state import write

S = MeetingState
REASON = Translations(en="The venue is closed.", ar="القاعة مغلقة.")


def again(meeting) -> Meeting:
    db.session.expire_all()
    return db.session.get(Meeting, meeting.id)


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("wanted", S)
def test_only_the_ways_of_the_table_are_open(app, state, wanted):
    meeting = make_meeting(state=state, calendar_sequence=5)
    is_known = wanted in life.TRANSITIONS[state] or (wanted is state and state in life.WITH_REASON)

    if not is_known:
        with pytest.raises(life.WrongState) as refused:
            life.change_state(meeting.id, wanted, reason=REASON)
        assert refused.value.state is state
        assert again(meeting).state is state
        return
    life.change_state(meeting.id, wanted, reason=REASON)
    changed = again(meeting)
    assert changed.state is wanted
    # SEQUENCE rises exactly when the STATUS of the calendar entries changes.
    assert changed.calendar_sequence == 5 + (CALENDAR_STATUS[state] != CALENDAR_STATUS[wanted])


def test_calling_off_needs_a_reason_in_the_main_language(app):
    meeting = make_meeting(main_language="ar")

    for state in life.WITH_REASON:
        with pytest.raises(life.ReasonMissing):
            life.change_state(meeting.id, state, reason=Translations(en="Only English"))
    assert again(meeting).state is S.PUBLISHED


def test_reason_is_kept_while_it_is_called_off_and_forgotten_afterwards(app):
    meeting = make_meeting()

    life.change_state(meeting.id, S.POSTPONED, reason=REASON)
    assert again(meeting).state_reason == REASON
    life.change_state(meeting.id, S.POSTPONED, reason=Translations(en="Rain."))
    assert again(meeting).state_reason == Translations(en="Rain.")
    life.change_state(meeting.id, S.PUBLISHED)
    assert again(meeting).state_reason == Translations()
    assert [entry.act for entry in entries_for_meeting(meeting.id)] == ["held_after_all", "changed", "postponed"]


def test_new_dates_and_new_state_raise_the_sequence_once(app):
    meeting = make_meeting(state=S.POSTPONED, calendar_sequence=3)
    item = make_item(meeting, day=date(2030, 2, 28))
    period = {"date_precision": DatePrecision.DAY, "starts_on": date(2030, 5, 1), "ends_on": date(2030, 5, 2)}

    life.change_state(meeting.id, S.PUBLISHED, period=period)

    changed = again(meeting)
    assert (changed.state, changed.starts_on, changed.calendar_sequence) == (S.PUBLISHED, date(2030, 5, 1), 4)
    assert db.session.get(type(item), item.id).day == date(2030, 5, 2)


def test_first_publication_is_remembered_through_all_states(app):
    meeting = make_meeting(state=S.DRAFT)
    life.publish_meeting(meeting.id)
    first = again(meeting).published_at

    life.withdraw_meeting(meeting.id)
    life.publish_meeting(meeting.id)

    assert again(meeting).published_at == first is not None


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("day", [1, 15, 27, 28])
def test_page_and_form_agree_when_registration_is_open(app, state, day):
    meeting = make_meeting(
        state=state,
        registration_opens=datetime.fromisoformat("2030-02-10T09:00"),
        registration_closes=datetime.fromisoformat("2030-02-27T17:00") if day < 28 else None,
    )
    # The last minute in Amman (UTC+3) is the last one for both.
    for hour, minute in ((6, 0), (14, 0), (20, 59), (21, 0)):
        with frozen_at(datetime(2030, 2, day, hour, minute, tzinfo=UTC)):
            is_open = window_of(meeting).is_open
            assert (registration_phase(meeting) == "open") is is_open
            assert state is S.PUBLISHED or not is_open


def test_page_of_a_closed_meeting_says_that_registration_is_closed(app):
    assert registration_phase(make_meeting(state=S.CLOSED)) == "closed"
    assert registration_phase(make_meeting(state=S.CANCELLED)) == "none"


def test_postponing_on_the_page_asks_for_the_reason_and_keeps_what_was_typed(client, team):
    meeting = make_meeting(team, code="WG")
    make_registration(meeting)
    assert "1 person is registered" in client.get("/manage/WG/state/postponed").text

    refused = client.post("/manage/WG/state/postponed", data={"reason_ar": "القاعة مغلقة."})
    assert refused.status_code == 422
    assert "Please fill this in." in refused.text
    assert "القاعة مغلقة.</textarea>" in refused.text

    done = client.post("/manage/WG/state/postponed", data={"reason_en": "Closed.", "reason_ar": "القاعة مغلقة."})
    assert done.location == "/manage/WG"
    assert again(meeting).state is S.POSTPONED
    overview = client.get("/manage/WG").text
    assert "Closed." in overview
    assert "1 person is registered and has not been written to about this change" in overview
    assert "/manage/WG/messages/new?alive=1" in overview

    write(meeting, tells_state=True)
    assert "has not been written to" not in client.get("/manage/WG").text


def test_holding_after_all_asks_for_dates_and_names_items_in_the_way(client, team):
    meeting = make_meeting(team, code="WG", state=S.POSTPONED)
    make_item(meeting, title={"en": "Closing words", "ar": "ختام"}, day=date(2030, 2, 28))
    values = {"date_precision": "day", "move_agenda": "y"}
    path = "/manage/WG/state/published"

    short = client.post(
        "/manage/WG/state/published", data=values | {"starts_on": "2030-05-01", "ends_on": "2030-05-01"}
    )
    assert short.status_code == 422
    assert "Closing words (28 February 2030)" in short.text
    assert 'value="2030-05-01"' in short.text
    wrong = client.post(
        "/manage/WG/state/published", data=values | {"starts_on": "2030-05-02", "ends_on": "2030-05-01"}
    )
    assert "The last day is before the first day." in wrong.text

    fine = client.post(path, data=values | {"starts_on": "2030-05-01", "ends_on": "2030-05-02"})
    assert fine.status_code == 303
    assert again(meeting).starts_on == date(2030, 5, 1)
    assert again(meeting).state is S.PUBLISHED


def test_state_that_cannot_follow_is_refused_in_words(client, team):
    make_meeting(team, code="WG", state=S.DRAFT)

    page = client.post("/manage/WG/state/archived", follow_redirects=True).text

    assert "A meeting in the state “Draft” cannot become “Archived”." in page


def test_assistant_may_not_cancel(client):
    team = make_team()
    make_meeting(team, code="WG")
    sign_in(client, make_user(Role.ASSISTANT, team))

    assert client.post("/manage/WG/state/cancelled", data={"reason_en": "x"}).status_code == 403


# ---- preview ----------------------------------------------------------------------------------------------


def preview_path(meeting, language="en") -> str:
    from meetings.reading.previews import preview_url

    return preview_url(again(meeting), language).removeprefix("http://plenary.test")


@pytest.fixture
def draft(team):
    return make_meeting(team, code="DRAFT", state=S.DRAFT, title={"en": "Secret plan", "ar": "خطة"}, accent="#7a1f3d")


def test_preview_is_off_until_somebody_switches_it_on(client, draft):
    assert preview_path(draft) == ""
    token = make_token("preview", str(draft.id), 0)
    assert client.get(f"/preview/{token}/en").status_code == 404
    assert "Switch on a preview link" in client.get("/manage/DRAFT").text


def test_preview_shows_the_draft_to_whoever_has_the_link_and_to_nobody_else(client, draft):
    client.post("/manage/DRAFT/preview/open")
    path = preview_path(draft)
    assert path in client.get("/manage/DRAFT").text

    client.delete_cookie("plenary")
    page = client.get(path)

    assert page.status_code == 200
    assert "Secret plan" in page.text
    assert "This is a preview of a draft." in page.text
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert 'name="robots" content="noindex"' in page.text
    arabic = client.get(preview_path(draft, "ar"))
    assert 'dir="rtl"' in arabic.text
    assert "خطة" in arabic.text
    assert preview_path(draft, "ar") in page.text  # the switch of languages stays in the preview
    assert client.get("/e/DRAFT/en").status_code == 404
    assert client.get(f"/e/DRAFT/accent-{draft.version}.css").status_code == 404


def test_documents_for_the_public_open_from_the_preview_of_a_draft(client, draft):
    client.post("/manage/DRAFT/preview/open")
    shelf = Shelf(meeting_id=draft.id)
    for name, readers in (("note", Visibility.PUBLIC), ("minutes", Visibility.TEAM)):
        documents.upload_file(
            shelf, f"{name}.pdf", b"%PDF-1.7 " + name.encode(), main_language="en", visibility=readers
        )
    note, minutes = documents_on(shelf)
    token = preview_path(draft).split("/")[2]
    client.delete_cookie("plenary")

    page = client.get(f"/preview/{token}/en").text
    address = f"/e/DRAFT/documents/{note.id}/en?preview={token}"
    assert html.escape(address) in page
    with client.get(address) as opened:
        assert opened.status_code == 200
        assert opened.headers["Cache-Control"] == "private, no-cache"
    assert f"documents/{minutes.id}/" not in page
    assert client.get(f"/e/DRAFT/documents/{minutes.id}/en?preview={token}").status_code == 404
    assert client.get(f"/e/DRAFT/documents/{note.id}/en").status_code == 404
    make_meeting(code="OTHER", state=S.DRAFT)
    assert client.get(f"/e/OTHER/documents/{note.id}/en?preview={token}").status_code == 404


def test_accent_of_a_draft_is_shown_with_the_preview(client, draft):
    client.post("/manage/DRAFT/preview/open")
    path = preview_path(draft)
    token = path.split("/")[2]
    client.delete_cookie("plenary")

    assert f"preview={token}" in client.get(path).text
    assert "#7a1f3d" in client.get(f"/e/DRAFT/accent-1.css?preview={token}").text
    other = make_meeting(code="OTHER", state=S.DRAFT, accent="#123456")
    assert client.get(f"/e/{other.code}/accent-1.css?preview={token}").status_code == 404


def test_replaced_and_closed_links_open_nothing_for_ever(client, draft):
    paths = []
    for _turn in range(3):
        client.post("/manage/DRAFT/preview/open")
        paths.append(preview_path(draft))
    client.post("/manage/DRAFT/preview/close")
    client.post("/manage/DRAFT/preview/close")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]

    client.post("/manage/DRAFT/preview/open")
    assert len({*paths, preview_path(draft)}) == 4
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert client.get(preview_path(draft)).status_code == 200
    acts = [entry.act for entry in entries_for_meeting(draft.id)]
    assert acts == ["preview_opened", "preview_closed", "preview_replaced", "preview_replaced", "preview_opened"]


@pytest.mark.parametrize("token", ["x", "1.x", "999999.abc", "٣.abc", "1" * 60 + ".a", "-1.a", "a\u0000.b"])
def test_wrong_preview_links_find_nothing(client, draft, token):
    assert client.get(f"/preview/{token}/en").status_code == 404


def test_preview_of_a_published_meeting_leads_to_its_page(client, draft):
    client.post("/manage/DRAFT/preview/open")
    path = preview_path(draft)
    life.publish_meeting(draft.id)

    assert client.get(path).location == "/e/DRAFT/en"


def test_preview_of_a_deleted_draft_is_gone(client, draft):
    client.post("/manage/DRAFT/preview/open")
    path = preview_path(draft)
    with writing():
        db.session.scalar(select(Meeting).where(Meeting.id == draft.id)).deleted_at = datetime.now(UTC)

    assert client.get(path).status_code == 404


def test_preview_link_given_out_before_publication_does_not_show_what_is_withdrawn(app, client, team):
    meeting = make_meeting(team, code="WG-TEST", state=S.DRAFT)
    address = preview_url(life.open_preview(meeting.id), "en").removeprefix("http://plenary.test")
    assert app.test_client().get(address).status_code == 200
    life.publish_meeting(meeting.id)
    assert app.test_client().get(address).location == "/e/WG-TEST/en"

    client.post("/manage/WG-TEST/withdraw")

    assert app.test_client().get(address).status_code == 404
    assert [entry.act for entry in entries_for_meeting(meeting.id)][:2] == ["preview_closed", "withdrawn"]


def test_facts_of_a_postponed_meeting_lead_to_where_new_dates_are_announced(client, team):
    meeting = make_meeting(team, code="WG")
    way = 'href="/manage/WG/state/published"'
    assert way not in client.get("/manage/WG/facts").text

    life.change_state(meeting.id, S.POSTPONED, reason=Translations(en="Closed."))

    assert way in client.get("/manage/WG/facts").text
