"""What somebody else did meanwhile is overwritten by no button and no file: it is shown first."""

from __future__ import annotations

import html
import re
from datetime import date
from io import BytesIO

from sqlalchemy import select

from foundation.database import db
from foundation.files import StoredFile
from foundation.translated import Translations
from meetings.documents import operations as documents
from meetings.enums import DocumentKind, MeetingState
from meetings.facts.operations import life, texts
from meetings.facts.operations.meeting import change_meeting
from meetings.joining import operations as participation
from meetings.models.documents import DocumentVersion
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.documents import Shelf
from tests.factories import make_meeting

S = MeetingState
REASON = Translations(en="No hall")


def hidden(text: str, name: str, form: str = "") -> str:
    """The value of a hidden field, in the form that goes to the address `form` if it is given."""
    part = text[text.index(f'action="{form}"') :] if form else text
    return html.unescape(re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', part).group(1))


def state_of(meeting_id: int) -> MeetingState:
    return db.session.scalar(select(Meeting.state).where(Meeting.id == meeting_id))


def test_button_beside_a_web_link_does_nothing_to_another_one(client, team):
    meeting = make_meeting(team, code="WG")
    for name in ("one", "two", "three"):
        texts.add_web_link(meeting.id, {"label": {"en": name}, "url": f"https://{name}.org", "language": ""})
    page = client.get("/manage/WG/links").text
    was = {number: hidden(page, "was", f"/manage/WG/links/{number}/move") for number in range(3)}
    client.post("/manage/WG/links/0/remove", data={"was": was[0]})

    client.post("/manage/WG/links/1/remove", data={"was": was[1]})
    client.post("/manage/WG/links/1/remove", data={"was": was[1]})
    client.post("/manage/WG/links/0/move", data={"was": was[0], "step": "down"})

    assert [link["url"] for link in db.session.get(Meeting, meeting.id).links] == ["https://three.org"]
    assert "Somebody else has changed or removed this link meanwhile." in client.get("/manage/WG/links").text


def test_meeting_that_was_cancelled_meanwhile_is_not_reinstated_by_a_button(client, team):
    meeting_id = make_meeting(team, code="WG", state=S.CLOSED).id
    was = hidden(client.get("/manage/WG").text, "was", "/manage/WG/state/published")
    life.change_state(meeting_id, S.PUBLISHED)
    life.change_state(meeting_id, S.CANCELLED, reason=REASON)

    assert client.post("/manage/WG/state/published", data={"was": was}).status_code == 303

    assert state_of(meeting_id) is S.CANCELLED
    assert "it is “Cancelled” now" in client.get("/manage/WG").text
    client.post("/manage/WG/state/published", data={"was": "cancelled"})
    assert state_of(meeting_id) is S.PUBLISHED


def test_holding_after_all_shows_that_others_have_cancelled_or_moved_the_meeting(client, team):
    meeting_id = make_meeting(team, code="WG", state=S.POSTPONED, state_reason=REASON).id
    address = "/manage/WG/state/published"
    form = {"date_precision": "day", "starts_on": "2030-03-01", "ends_on": "2030-03-02", "move_agenda": "y"}
    shown = hidden(client.get(address).text, "shown")
    change_meeting(meeting_id, starts_on=date(2030, 5, 1), ends_on=date(2030, 5, 2))

    moved = client.post(address, data=form | {"shown": shown})
    life.change_state(meeting_id, S.CANCELLED, reason=REASON)
    cancelled = client.post(address, data=form | {"shown": hidden(moved.text, "shown")})

    assert (moved.status_code, cancelled.status_code) == (422, 422)
    assert "1 May 2030" in moved.text
    assert 'value="2030-03-01"' in cancelled.text
    assert "Cancelled" in cancelled.text
    assert state_of(meeting_id) is S.CANCELLED
    assert client.post(address, data=form | {"shown": hidden(cancelled.text, "shown")}).status_code == 303
    assert state_of(meeting_id) is S.PUBLISHED
    assert db.session.get(Meeting, meeting_id).starts_on == date(2030, 3, 1)


def test_state_changed_by_two_at_once_is_told_and_no_failure(client, team, monkeypatch):
    meeting_id = make_meeting(team, code="WG", state=S.PUBLISHED).id
    real = life.change_state

    def others_first(*arguments, **named):
        monkeypatch.setattr(life, "change_state", real)
        real(meeting_id, S.CANCELLED, reason=REASON)
        return real(*arguments, **named)

    monkeypatch.setattr(life, "change_state", others_first)

    assert client.post("/manage/WG/state/closed").status_code == 303
    assert state_of(meeting_id) is S.CANCELLED


def test_file_that_others_have_put_meanwhile_is_neither_replaced_nor_removed_unseen(client, team):
    meeting = make_meeting(team, code="WG")
    shelf, meeting_id = Shelf(meeting_id=meeting.id), meeting.id
    values = {"kind": DocumentKind.PAPER, "title": Translations(en="Paper")}
    document_id = documents.save_document(shelf, None, {"en": ("a.pdf", b"%PDF-1.7 a")}, **values).id
    address = f"/manage/WG/documents/{document_id}"
    page = client.get(address).text
    form = {"kind": "paper", "status": "final", "visibility": "public", "title_en": "Paper"}
    form |= {name: hidden(page, name) for name in ("shown", "was_en", "was_ar")}
    remove = {"was": hidden(page, "was", f"{address}/files/en/remove")}
    theirs = ("b.pdf", b"%PDF-1.7 theirs")
    documents.save_document(shelf, document_id, {"en": theirs, "ar": theirs}, **values)

    def post(language: str, more: dict[str, str] | None = None):
        return client.post(address, data=form | (more or {}) | {f"file_{language}": (BytesIO(b"%PDF-1.7 m"), "m.pdf")})

    def names() -> set[str]:
        return set(db.session.scalars(select(DocumentVersion.file_name)))

    refused = [post("en"), post("ar")]
    client.post(f"{address}/files/en/remove", data=remove)

    assert [each.status_code for each in refused] == [422, 422]
    assert "Somebody else has put or removed a file here meanwhile." in refused[0].text
    assert names() == {"b.pdf"}
    assert len(db.session.scalars(select(DocumentVersion)).all()) == 2
    assert "Nothing was removed." in client.get(address).text
    seen = {name: hidden(refused[0].text, name) for name in ("was_en", "was_ar")}
    assert post("en", seen).status_code == 303
    assert names() == {"m.pdf", "b.pdf"}
    assert len(db.session.scalars(select(StoredFile)).all()) == 3
    assert db.session.get(Meeting, meeting_id) is not None


def test_link_is_not_called_tested_under_an_address_that_nobody_tried(client, team):
    meeting = make_meeting(team, code="WG")
    link_id = participation.add_participation_link(meeting.id, join_url="https://old.example.org").id
    address = f"/manage/WG/join/{link_id}/tested"
    was = hidden(client.get("/manage/WG/join").text, "was", address)
    participation.change_participation_link(meeting.id, link_id, join_url="https://new.example.org")

    client.post(address, data={"was": was})

    assert db.session.get(ParticipationLink, link_id).tested_at is None
    page = client.get("/manage/WG/join").text
    assert "Somebody else has given this link another address or passcode meanwhile." in page
    client.post(address, data={"was": hidden(page, "was", address)})
    assert db.session.get(ParticipationLink, link_id).tested_at is not None


def test_new_address_leaves_other_channels_their_numbers(app):
    meeting_id, same = make_meeting().id, "https://old.example.org"
    add = participation.add_participation_link
    first = add(meeting_id, join_url=same, passcode="1", dial_in="+1 100").id
    second = add(meeting_id, join_url=same, passcode="2", dial_in="+1 200", language="ar").id
    new = {"join_url": "https://new.example.org", "passcode": "1", "dial_in": "+1 300"}

    assert participation.replace_everywhere(meeting_id, first, **new) == 2

    links = [db.session.get(ParticipationLink, key) for key in (first, second)]
    assert {link.join_url for link in links} == {"https://new.example.org"}
    assert [(link.passcode, link.dial_in) for link in links] == [("1", "+1 300"), ("2", "+1 300")]
