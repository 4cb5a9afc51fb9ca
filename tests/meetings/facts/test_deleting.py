"""Deleting a meeting: gone at once, back within thirty days, then removed for good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from accounts.permissions import Role
from foundation.audit import AuditEntry, entries_for_meeting, record
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.jobs import periods
from meetings.enums import MeetingState
from meetings.facts import tasks
from meetings.facts.operations import deleting
from meetings.facts.operations.meeting import create_meeting
from meetings.facts.operations.short_codes import CodeTaken
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchRecord, neighbours_of
from meetings.reading.snapshots import snapshot_by_code
from outbox.models import MessageState, OutboxMessage
from outbox.operations import enqueue
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.reading.links import manage_token
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user, sign_in
from tests.statements import selects_of

S = MeetingState


@pytest.fixture
def cancelled(team):
    """A cancelled meeting with somebody on its list."""
    meeting = make_meeting(team, code="GONE", state=S.CANCELLED, title={"en": "Gone meeting", "ar": "اجتماع"})
    make_registration(meeting, email="salma@example.org")
    return meeting


def test_deleted_meeting_is_gone_at_once_everywhere(client, team, cancelled):
    token = manage_token(db.session.scalar(select(Registration)))
    addresses = (
        "/e/GONE", "/e/GONE/en", "/e/GONE/en/register", "/e/GONE/en/calendar.ics", "/manage/GONE", "/manage/GONE/facts",
        "/manage/GONE/registrations", f"/r/{token}", f"/r/{token}/data",
    )  # fmt: skip
    for address in addresses:
        assert client.get(address).status_code == 200 or address == "/e/GONE", address
    # A cached page and a kept snapshot must not outlive it.
    client.get("/e/GONE/en")
    assert snapshot_by_code("GONE").id == cancelled.id

    assert client.post("/manage/GONE/delete", data={"is_sure": "y"}).location == f"/teams/{team.id}/deleted-meetings"

    for address in addresses:
        assert client.get(address).status_code == 404, address
    assert "Gone meeting" not in client.get("/").text
    assert "Gone meeting" not in client.get("/manage/").text
    assert client.post("/e/GONE/en/register", data={}).status_code == 404
    assert "Gone meeting" in client.get(f"/teams/{team.id}/deleted-meetings").text


def test_short_code_stays_reserved(app):
    meeting = make_meeting(code="GONE", state=S.DRAFT)
    deleting.delete_meeting(meeting.id)

    with pytest.raises(CodeTaken):
        create_meeting(
            meeting.team_id, code="gone", kind=meeting.kind, title=meeting.title, starts_on=meeting.starts_on,
            ends_on=meeting.ends_on, zone=meeting.zone, format=meeting.format, main_language="en",
            page_languages=["en"],
        )  # fmt: skip


def test_restored_meeting_is_back_as_it_was(client, team, cancelled):
    token = manage_token(db.session.scalar(select(Registration)))
    client.post("/manage/GONE/delete", data={"is_sure": "y"})

    restored = client.post(f"/teams/{team.id}/deleted-meetings/{cancelled.id}/restore")

    assert restored.location == "/manage/GONE"
    assert db.session.get(Meeting, cancelled.id).state is S.CANCELLED
    assert client.get("/e/GONE/en").status_code == 200
    assert client.get(f"/r/{token}").status_code == 200
    assert [entry.act for entry in entries_for_meeting(cancelled.id)] == ["restored", "deleted"]


@pytest.mark.parametrize("state", [S.PUBLISHED, S.POSTPONED])
def test_meeting_on_which_people_count_is_cancelled_first(client, team, state):
    meeting = make_meeting(team, code="FULL", state=state)
    make_registration(meeting)
    make_registration(meeting, state=RegistrationState.WAITING)
    make_registration(meeting, state=RegistrationState.DECLINED)

    assert "2 people are registered and count on the meeting." in client.get("/manage/FULL/delete").text
    refused = client.post("/manage/FULL/delete", data={"is_sure": "y"})

    assert refused.status_code == 422
    assert "/manage/FULL/state/cancelled" in refused.text
    assert db.session.get(Meeting, meeting.id).deleted_at is None


@pytest.mark.parametrize("state", S)
def test_meeting_on_which_nobody_counts_is_deleted_in_every_state(app, state):
    meeting = make_meeting(state=state)
    make_registration(meeting, state=RegistrationState.CANCELLED)

    deleting.delete_meeting(meeting.id)

    assert db.session.get(Meeting, meeting.id).deleted_at is not None
    with pytest.raises(NoSuchRecord):
        deleting.delete_meeting(meeting.id)


def test_a_meeting_whose_mail_waits_is_not_deleted_before_it_has_left(client, team, cancelled):
    with writing():
        enqueue("x/y", recipient="salma@example.org", language="en", values={}, meeting_id=cancelled.id)

    refused = client.post("/manage/GONE/delete", data={"is_sure": "y"})

    assert refused.status_code == 422
    assert "Not deleted: 1 message of this meeting has not left yet" in refused.text
    assert db.session.get(Meeting, cancelled.id).deleted_at is None
    with writing():
        db.session.scalars(select(OutboxMessage)).one().state = MessageState.SENT
    assert client.post("/manage/GONE/delete", data={"is_sure": "y"}).status_code == 303


def test_deleting_takes_a_tick(client, team):
    meeting = make_meeting(team, code="DRAFT", state=S.DRAFT)

    refused = client.post("/manage/DRAFT/delete", data={})

    assert refused.status_code == 422
    assert "Tick this if the meeting is to be deleted." in refused.text
    assert db.session.get(Meeting, meeting.id).deleted_at is None


def test_team_restores_only_its_own_meetings(client, team):
    other = make_meeting(state=S.DRAFT)
    deleting.delete_meeting(other.id)

    assert client.post(f"/teams/{team.id}/deleted-meetings/{other.id}/restore").status_code == 404
    assert client.get(f"/teams/{other.team_id}/deleted-meetings").status_code == 403
    assert db.session.get(Meeting, other.id).deleted_at is not None


def test_assistant_may_not_delete(client):
    team = make_team()
    make_meeting(team, code="DRAFT", state=S.DRAFT)
    sign_in(client, make_user(Role.ASSISTANT, team))

    assert client.post("/manage/DRAFT/delete", data={"is_sure": "y"}).status_code == 403


def test_deleted_meeting_is_no_neighbour(app):
    first = make_meeting()
    second = make_meeting(first.team, follows_id=first.id)
    assert neighbours_of(second)[0] == first
    assert neighbours_of(first) == (None, [second])
    deleting.delete_meeting(first.id)
    assert neighbours_of(db.session.get(Meeting, second.id)) == (None, [])


def test_people_registering_while_it_is_deleted_are_told_that_it_is_gone(client, team):
    meeting = make_meeting(team, code="SOON", starts_on=date(2090, 1, 1), ends_on=date(2090, 1, 1))
    client.get("/e/SOON/en/register")
    deleting.delete_meeting(meeting.id)

    assert client.post("/e/SOON/en/register", data={"given_name": "A"}).status_code == 404


# ---- the sweep --------------------------------------------------------------------------------------------


def count(kind) -> int:
    return db.session.scalar(select(func.count()).select_from(kind))


def furnished(code: str) -> Meeting:
    """A deleted meeting with an item, a person, a mail and a trail."""
    meeting = make_meeting(code=code, state=S.CANCELLED)
    make_item(meeting)
    registration = make_registration(meeting, given_name="Marked")
    with writing():
        values = {"name": "Marked"}
        mail = enqueue("x/y", recipient="marked@example.org", language="en", values=values, meeting_id=meeting.id)
        mail.state = MessageState.SENT
        record("corrected", registration, changes={"given_name": ("Marked", "Other")})
    deleting.delete_meeting(meeting.id)
    return meeting


def test_sweep_removes_for_good_what_is_older_than_the_grace_and_nothing_else(app):
    old_id = furnished("OLD").id
    with frozen_at(now() + timedelta(days=29)):
        young_id = furnished("YOUNG").id
        living_id = make_meeting(code="LIVING", follows_id=old_id).id
        tasks.remove_deleted_meetings()
        assert count(Meeting) == 3

    with frozen_at(now() + timedelta(days=30, minutes=1)):
        tasks.remove_deleted_meetings()
        tasks.remove_deleted_meetings()

    db.session.expire_all()
    assert set(db.session.scalars(select(Meeting.id))) == {young_id, living_id}
    assert db.session.get(Meeting, living_id).follows_id is None
    assert (count(AgendaItem), count(Registration), count(OutboxMessage)) == (1, 1, 1)
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.meeting_id == old_id).order_by(AuditEntry.id)).all()
    assert [entry.act for entry in trail] == ["corrected", "deleted", "removed_for_good"]
    assert all(entry.changes == {} for entry in trail)


def test_meeting_restored_in_the_last_minute_is_not_removed(app, monkeypatch):
    meeting = furnished("BACK")
    with frozen_at(now() + timedelta(days=31)):
        remove = deleting._remove

        def restored_just_before(meeting_id: int) -> bool:
            deleting.restore_meeting(meeting.team_id, meeting_id)
            return remove(meeting_id)

        monkeypatch.setattr(deleting, "_remove", restored_just_before)
        assert deleting.remove_deleted_meetings() == 0
    assert db.session.get(Meeting, meeting.id).deleted_at is None


def test_worker_sweeps_by_itself(app):
    assert periods()["meetings.facts.tasks.remove_deleted_meetings"] <= 3600


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_deleted_meetings_costs_a_fixed_number_of_statements(client, team, rows):
    for _each in range(rows):
        make_meeting(team, state=S.DRAFT, deleted_at=datetime.now(UTC))
    assert selects_of(client, f"/teams/{team.id}/deleted-meetings") == 3
