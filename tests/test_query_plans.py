"""No hot statement takes longer because the history is longer: each looks its rows up, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from accounts.permissions import Role
from foundation import jobs
from foundation.clock import now
from foundation.database import db, writing
from meetings.models.meeting import Meeting
from outbox.delivering import deliver_due
from outbox.models import OutboxMessage
from outbox.operations import enqueue
from registration.models.registrations import Registration
from registration.reading.links import manage_url
from tests.factories import PASSWORD, make_item, make_meeting, make_registration, make_rules, make_user, sign_in
from tests.outbox.letters import VALUES, sample_templates
from tests.plans import plans
from tests.registration.samples import form

FEW = {
    "team",
    "worker_heartbeat",
    "registration_rules",
    "category",
    "aged",
    "made_paper",
    "stored_file",
    "series",
    "project",
}
"""Tables that stay small, or whose every row is wanted."""
ALL_MEETINGS = {"meeting", "meeting_search"}
"""Where every meeting is wanted: lists that each process keeps, and looking for those changed."""


def assert_looked_up(found, *, but=frozenset()):
    """No plan of the act scans a table that grows."""
    assert found.steps, "nothing was executed"
    assert [scan for scan in found.scans() if scan[0] not in FEW | set(but)] == []


def on_sqlite() -> bool:
    """Whether the tests run on SQLite."""
    return db.engine.dialect.name == "sqlite"


def fill(meeting: Meeting) -> None:
    """So many registrations that PostgreSQL prefers the index which tells them apart."""
    known = db.session.scalars(select(Registration)).first()
    row = {column.name: getattr(known, column.name) for column in Registration.__table__.columns if column.name != "id"}
    with writing() as session:
        rows = [
            {**row, "reference": f"R{n}", "email_key": f"r{n}@example.org", "sort_key": f"{n}"} for n in range(1000)
        ]
        session.execute(insert(Registration), rows)
        if not on_sqlite():
            session.execute(text("ANALYZE registration"))


@pytest.fixture
def held(app) -> Meeting:
    """A meeting with people, an organiser of which is known as `desk@example.org`."""
    meeting = make_meeting(code="WG-PLAN")
    make_rules(meeting, capacity_in_person=100)
    make_item(meeting)
    for _ in range(3):
        make_registration(meeting, state="approved")
    make_user(Role.ORGANISER, meeting.team, email="desk@example.org")
    return meeting


@pytest.fixture
def person(held) -> Registration:
    """One of the people of the meeting."""
    return db.session.scalars(select(Registration).where(Registration.meeting_id == held.id)).first()


def test_a_scan_and_a_lookup_are_told_apart(app):
    with plans() as found:
        db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "x")).all()
        db.session.scalars(select(OutboxMessage).where(OutboxMessage.message_id == "x")).all()

    assert [table for table, _sql in found.scans()] == ["outbox_message"]
    assert len(found.indexes("outbox_message")) == 1


def test_the_claim_of_mail(app):
    with sample_templates(app):
        with writing():
            for number in range(3):
                enqueue("sample/hello", recipient=f"p{number}@example.org", language="en", values=VALUES)
        with plans() as found:
            assert deliver_due() == 3

    assert_looked_up(found)
    assert "ix_outbox_message_due" in found.indexes("outbox_message")
    for statement, steps in found.steps.items():
        if "due_at <=" in statement:
            assert {step.index for step in steps} == {"ix_outbox_message_due"}


def test_the_claim_of_a_job(app):
    @jobs.performs("plans-test")
    def _work(run, **_arguments):
        run.report(50)
        return {}

    with writing():
        jobs.request_job("plans-test")
    with plans() as found:
        assert jobs.run_due_jobs() == 1

    assert_looked_up(found)
    assert "ix_job_due" in found.indexes("job")


def test_every_sweep_of_the_worker(app, held):
    with writing():
        enqueue("registration/received", recipient="a@example.org", language="en", values={}, meeting_id=held.id)
    for name in jobs.periods():
        with plans() as found:
            jobs.run_task(app, name)
        # PostgreSQL goes once through both sides; SQLite would go through one for each row of the other.
        once = {"document_version", "organisation"} if name.endswith("forget_unneeded") and not on_sqlite() else set()
        assert [scan for scan in found.scans() if scan[0] not in FEW | ALL_MEETINGS | once] == [], name


def test_a_cached_page(app, client, held):
    app.extensions["page_cache_middleware"]._compiled.clear()
    client.get("/e/WG-PLAN/en")
    app.extensions["page_cache_middleware"]._compiled.clear()
    with plans() as found:
        assert client.get("/e/WG-PLAN/en").status_code == 200

    assert_looked_up(found)
    assert found.indexes("meeting")


def test_a_first_rendering(app, client, held):
    with plans() as found:
        assert client.get("/e/WG-PLAN/ar").status_code == 200

    assert_looked_up(found)


def test_a_registration(app, client, held):
    client.get("/e/WG-PLAN/en/register")
    fill(held)
    with plans(knowing="registration") as found:
        assert client.post("/e/WG-PLAN/en/register", data=form()).status_code == 303

    assert_looked_up(found)
    assert "ix_registration_meeting_email" in found.indexes("registration")


def test_a_personal_link(app, client, person):
    address = manage_url(person).removeprefix("http://plenary.test")
    with plans() as found:
        assert client.get(address).status_code == 200

    assert_looked_up(found)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "ix_registration_meeting_name"),
        ("?q=salma", ""),
        ("?state=approved", ""),
        ("?sort=registered", "ix_registration_meeting_registered"),
    ],
)
def test_the_list_of_registrations(app, client, held, query, index):
    sign_in(client, make_user(Role.ORGANISER, held.team))
    with plans(knowing="registration") as found:
        assert client.get(f"/manage/WG-PLAN/registrations{query}").status_code == 200

    assert_looked_up(found)
    if index:
        listed = [steps for sql, steps in found.steps.items() if "ORDER BY registration." in sql]
        assert listed
        assert all(index in {step.index for step in steps} for steps in listed)


@pytest.mark.parametrize(
    "address",
    [
        "/manage/",
        "/manage/WG-PLAN",
        "/manage/WG-PLAN/history",
        "/manage/WG-PLAN/messages",
        "/manage/WG-PLAN/messages/new",
        "/manage/WG-PLAN/attendance",
        "/manage/WG-PLAN/registrations/{person}",
        "/manage/WG-PLAN/registrations.csv",
        "/teams/{team}/directory",
        "/teams/{team}/directory?q=salma",
        "/teams/{team}/directory/organisations?q=ministry",
    ],
)
def test_pages_of_members(app, client, held, person, address):
    sign_in(client, make_user(Role.ORGANISER, held.team))
    address = address.format(person=person.id, team=held.team_id)
    with plans() as found:
        response = client.get(address)

    assert response.status_code in (200, 404), address
    assert_looked_up(found)


def test_a_check_in(app, client, held, person):
    with writing():
        meeting = db.session.get(Meeting, held.id)
        meeting.starts_on = now().date()
        meeting.ends_on = now().date() + timedelta(days=1)
    sign_in(client, make_user(Role.ORGANISER, held.team))
    with plans() as found:
        client.post("/manage/WG-PLAN/attendance/check-in", data={"code": person.reference})

    assert_looked_up(found)


def test_signing_in_and_every_request_after_it(app, client, held):
    with plans() as found:
        client.post("/sign-in", data={"email": "desk@example.org", "password": PASSWORD})
    assert_looked_up(found)
    assert found.indexes("user")
    assert found.indexes("failure")

    with plans() as found:
        client.get("/account")
    assert_looked_up(found)


def test_the_public_search(app, client, held):
    with plans() as found:
        assert client.get("/?q=meeting").status_code == 200

    assert_looked_up(found, but=ALL_MEETINGS)
