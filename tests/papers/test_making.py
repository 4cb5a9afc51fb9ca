"""Long papers: asked for, made by the worker, found again, and refused with a reason."""

from __future__ import annotations

import errno
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from accounts.models import Membership, Team
from accounts.permissions import Role
from foundation import jobs
from foundation.audit import AuditEntry
from foundation.clock import now
from foundation.database import db, writing
from foundation.jobs import Job, JobState, run_due_jobs
from meetings.models.meeting import Meeting
from papers import making, printing
from papers.making import MOST_WAITING, TooManyWaiting, ask_for, papers_of, path_of, remove_old_papers
from papers.models import MadePaper, PaperKind, Problem
from papers.printing import Order
from registration.models.registrations import Registration
from registration.people.erasing import erase
from tests.factories import make_meeting, make_registration, make_user, sign_in

LIST = Order(PaperKind.PARTICIPANTS, "docx", "en")
TABLE = Order(PaperKind.REGISTRATIONS, "csv", "en")


@pytest.fixture
def meeting(app, monkeypatch):
    monkeypatch.setattr("papers.paper_views.LONG", 2)
    monkeypatch.setattr("papers.export_views.LONG", 2)
    meeting = make_meeting(page_languages=["en", "ar"])
    for number in range(3):
        make_registration(meeting, state="approved", family_name=f"Haddad {number}")
    return meeting


@pytest.fixture
def assistant(meeting, client):
    user = make_user(Role.ASSISTANT, db.session.get_one(Team, meeting.team_id))
    sign_in(client, user)
    return user


def at(meeting, rest: str) -> str:
    return f"/manage/{meeting.code}{rest}"


def the_paper() -> MadePaper:
    return db.session.scalars(select(MadePaper).execution_options(populate_existing=True)).one()


def acts(meeting_id: int) -> list[str]:
    query = select(AuditEntry.act).where(AuditEntry.meeting_id == meeting_id).order_by(AuditEntry.id)
    return [act for act in db.session.scalars(query) if act in ("printed", "fetched")]


def test_a_long_list_is_asked_for_made_found_again_and_fetched(meeting, assistant, client) -> None:
    meeting_id = meeting.id
    answer = client.post(at(meeting, "/papers/participants-en.pdf"))
    assert (answer.status_code, answer.location) == (303, at(meeting, "/papers#made"))
    page = client.get(at(meeting, "/papers")).text
    assert "Waits for its turn" in page
    assert "data-under-way" in page
    assert assistant.name in page

    run_due_jobs()

    page = client.get(at(meeting, "/papers/made")).text
    assert "data-under-way" not in page
    assert f"/papers/made/{the_paper().id}" in page
    file = client.get(at(meeting, f"/papers/made/{the_paper().id}"), buffered=True)
    assert file.data.startswith(b"%PDF")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{meeting.code}-participants-en.pdf"'
    assert file.headers["Cache-Control"] == "no-store"
    assert acts(meeting_id) == ["printed", "fetched"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "printed")).one()
    assert entry.actor_id == assistant.id


def test_a_long_list_is_not_made_in_the_request_and_a_short_one_is(meeting, assistant, client, monkeypatch) -> None:
    answer = client.get(at(meeting, "/papers/participants-en.docx"))
    assert (answer.status_code, answer.location) == (303, at(meeting, "/papers"))
    assert acts(meeting.id) == []
    assert "It is long" in client.get(at(meeting, "/papers")).text

    monkeypatch.setattr("papers.paper_views.LONG", 3)

    assert client.get(at(meeting, "/papers/participants-en.docx")).data.startswith(b"PK")
    assert acts(meeting.id) == ["printed"]
    assert "It is long" not in client.get(at(meeting, "/papers")).text


def test_a_long_export_keeps_its_filter_and_stands_in_the_trail(meeting, assistant, client) -> None:
    make_registration(meeting, state="pending", family_name="Pending")
    assert client.get(at(meeting, "/registrations/export.csv")).status_code == 303

    client.post(at(meeting, "/registrations/export.csv?state=pending"))
    run_due_jobs()

    assert "Registrations" in client.get(at(meeting, "/papers")).text
    file = client.get(at(meeting, f"/registrations/made/{the_paper().id}"), buffered=True).data.decode("utf-8-sig")
    assert "Pending" in file
    assert "Haddad" not in file
    assert acts(meeting.id) == ["printed", "fetched"]
    assert client.get(at(meeting, f"/papers/made/{the_paper().id}")).status_code == 404


def test_who_asks_twice_has_one_until_it_is_made(meeting, assistant) -> None:
    first = ask_for(meeting, LIST, assistant)
    assert ask_for(meeting, LIST, assistant).id == first.id
    assert ask_for(meeting, TABLE, assistant).id != first.id
    run_due_jobs()

    assert ask_for(meeting, LIST, assistant).id != first.id


def test_who_asks_for_the_same_as_somebody_who_then_leaves_the_team_has_it_made(meeting, assistant) -> None:
    other = make_user(Role.ASSISTANT, db.session.get_one(Team, meeting.team_id))
    theirs, mine = ask_for(meeting, LIST, other), ask_for(meeting, LIST, assistant)
    with writing() as session:
        session.execute(delete(Membership).where(Membership.user_id == other.id))

    run_due_jobs()

    made = {each.paper.id: each for each in papers_of(meeting.id)}
    assert made[theirs.id].problem is Problem.NOT_ALLOWED
    assert made[mine.id].is_ready


def test_exports_of_different_people_are_called_differently(meeting, assistant, client) -> None:
    for state in ("pending", "approved"):
        client.post(at(meeting, f"/registrations/export.csv?state={state}&q=Haddad"))

    page = client.get(at(meeting, "/papers")).text

    titles = [" ".join(each.split()) for each in re.findall(r"<span data-title>(.*?)</span>", page, re.DOTALL)]
    assert len(titles) == len(set(titles)) == 2
    assert any("Approved" in each and "Haddad" in each for each in titles)


def test_so_many_may_wait_and_the_next_is_refused_with_the_reason(meeting, assistant, client) -> None:
    for number in range(MOST_WAITING):
        ask_for(meeting, Order(PaperKind.REGISTRATIONS, "csv", "en", {"q": str(number)}), assistant)

    with pytest.raises(TooManyWaiting):
        ask_for(meeting, LIST, assistant)
    client.post(at(meeting, "/papers/participants-en.pdf"))
    assert "Many papers of this meeting are being made" in client.get(at(meeting, "/papers")).text


def test_a_worker_that_dies_half_way_is_followed_by_another(meeting, assistant, monkeypatch) -> None:
    class Killed(BaseException):
        pass

    def die(*_arguments):
        raise Killed

    ask_for(meeting, LIST, assistant)
    with monkeypatch.context() as patched:
        patched.setattr(making, "printed", die)
        with pytest.raises(Killed):
            run_due_jobs()
    db.session.rollback()
    (made,) = papers_of(meeting.id)
    assert made.is_under_way
    with writing() as session:
        session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))

    run_due_jobs()

    (made,) = papers_of(meeting.id)
    assert made.is_ready
    assert path_of(made.paper.id).exists()


def test_what_fails_in_every_attempt_says_so(meeting, assistant, client, monkeypatch) -> None:
    ask_for(meeting, LIST, assistant)
    monkeypatch.setattr(making, "printed", lambda *_arguments: 1 / 0)
    for _attempt in range(jobs.JOB_ATTEMPTS):
        run_due_jobs()
        with writing() as session:
            session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))

    (made,) = papers_of(meeting.id)
    assert (made.problem, made.paper.job.state) == (Problem.FAILED, JobState.FAILED)
    assert "It could not be made" in client.get(at(meeting, "/papers")).text
    assert ask_for(meeting, LIST, assistant).id != made.paper.id


def test_a_full_disk_is_said_at_once(meeting, assistant, client, monkeypatch) -> None:
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    ask_for(meeting, LIST, assistant)
    monkeypatch.setattr(making, "write_whole", full)

    run_due_jobs()

    assert papers_of(meeting.id)[0].problem is Problem.DISK_FULL
    assert "the disk of the server is full" in client.get(at(meeting, "/papers")).text


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_whose_right_is_taken_away_gets_nothing(meeting, assistant, monkeypatch, when) -> None:
    def take_away(*_arguments) -> bytes:
        with writing() as session:
            session.execute(update(Membership).where(Membership.user_id == user_id).values(role=Role.CHECK_IN))
        return b"content"

    user_id = assistant.id
    ask_for(meeting, LIST, assistant)
    if when == "before":
        take_away()
    else:
        monkeypatch.setattr(making, "printed", take_away)

    run_due_jobs()

    assert papers_of(meeting.id)[0].problem is Problem.NOT_ALLOWED
    assert not path_of(the_paper().id).exists()
    assert acts(meeting.id) == []


def test_papers_are_for_those_who_may_print_them(meeting, assistant, client) -> None:
    ask_for(meeting, LIST, assistant)
    ask_for(meeting, TABLE, assistant)
    run_due_jobs()
    first, second = (made.paper.id for made in reversed(papers_of(meeting.id)))
    other = make_meeting(db.session.get_one(Team, meeting.team_id))

    assert client.get(at(other, f"/papers/made/{first}")).status_code == 404
    with writing() as session:
        session.execute(update(Membership).where(Membership.user_id == assistant.id).values(role=Role.CHECK_IN))
    for path in (f"/papers/made/{first}", f"/registrations/made/{second}", "/papers/made"):
        assert client.get(at(meeting, path)).status_code == 403


@pytest.mark.parametrize("what", ["a week", "deleted", "erased", "removed"])
def test_a_paper_goes_with_what_it_tells_of(meeting, assistant, client, what) -> None:
    ask_for(meeting, LIST, assistant)
    run_due_jobs()
    paper_id, meeting_id = the_paper().id, meeting.id
    remove_old_papers()
    assert path_of(paper_id).exists()

    if what == "erased":
        erase(db.session.scalars(select(Registration)).first(), actor=assistant)
    else:
        with writing() as session:
            if what == "a week":
                session.execute(update(MadePaper).values(asked_at=now() - timedelta(days=7, seconds=1)))
            elif what == "deleted":
                session.execute(update(Meeting).where(Meeting.id == meeting_id).values(deleted_at=now()))
            else:
                session.execute(MadePaper.__table__.delete())

    assert papers_of(meeting_id) == []
    assert client.get(at(meeting, f"/papers/made/{paper_id}")).status_code == 404
    remove_old_papers()
    assert not path_of(paper_id).exists()
    assert db.session.scalars(select(MadePaper)).all() == []


def test_a_meeting_that_is_deleted_meanwhile_gets_no_file(meeting, assistant, monkeypatch) -> None:
    def delete(*_arguments) -> bytes:
        with writing() as session:
            session.execute(update(Meeting).where(Meeting.id == meeting_id).values(deleted_at=now()))
        return b"content"

    meeting_id = meeting.id
    paper_id = ask_for(meeting, LIST, assistant).id
    monkeypatch.setattr(making, "printed", delete)

    run_due_jobs()

    assert not path_of(paper_id).exists()
    assert the_paper().made_at is None


def test_word_lists_say_how_far_they_are(meeting, monkeypatch) -> None:
    monkeypatch.setattr("papers.word._REPORTED", 1)
    said: list[int] = []

    printing.printed(meeting, LIST, said.append)

    assert said == sorted(said)
    assert said[0] == 20
    assert said[-1] == 95
