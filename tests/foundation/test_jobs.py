"""Tasks, wake-ups, jobs as rows, the worker."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from foundation import jobs
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.jobs import JOB_ATTEMPTS, JOB_LEASE, JOB_RETRY, Job, JobRun, JobState, WorkerHeartbeat
from foundation.worker import run_worker
from tests.waiting import PATIENCE, becomes

_calls: list[tuple] = []


@jobs.task
def remember(*arguments) -> None:
    """Note a call."""
    _calls.append(arguments)


@jobs.performs("sample")
def _perform(run: JobRun, **arguments) -> dict:
    if arguments.get("fails"):
        raise RuntimeError("not today")
    run.report(40)
    return {"sum": sum(arguments["numbers"]), "attempt": run.attempt}


@pytest.fixture(autouse=True)
def _empty_queue(app) -> Iterator[None]:
    _calls.clear()
    app.extensions["jobs"].huey.flush()
    yield
    app.extensions["jobs"].huey.flush()


def _request(**arguments) -> int:
    with writing():
        return jobs.request_job("sample", **arguments).id


def _job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get(Job, job_id)


def test_equal_wake_ups_are_queued_once(app):
    queue = app.extensions["jobs"].huey.storage

    assert all([jobs.wake(remember), jobs.wake(remember), jobs.wake(remember, 1), jobs.wake(remember, 2)])

    assert queue.queue_size() == 3


def test_a_woken_task_runs_with_its_arguments(app):
    jobs.wake(remember, 1, "two")
    huey = app.extensions["jobs"].huey

    huey.execute(huey.dequeue())

    assert _calls == [(1, "two")]


def test_a_wake_up_that_cannot_be_queued_is_logged_and_never_raises(app, monkeypatch, caplog):
    monkeypatch.setattr(app.extensions["jobs"], "wake", lambda *arguments: 1 // 0)

    assert jobs.wake(remember) is False

    assert "remember lost" in caplog.text


def test_running_an_unknown_task_is_an_error(app):
    with pytest.raises(jobs.UnknownTask):
        jobs.run_task(app, "nobody.knows")


def test_the_same_callback_is_called_once_after_the_commit(app):
    with writing():
        for _ in range(3):
            jobs.request_job("sample", numbers=[1])

    assert app.extensions["jobs"].huey.storage.queue_size() == 1


def test_a_job_is_done_with_its_outcome(app):
    job_id = _request(numbers=[1, 2, 3])

    assert jobs.run_due_jobs() == 1

    job = _job(job_id)
    assert (job.state, job.outcome, job.progress, job.attempts) == (
        JobState.DONE, {"sum": 6, "attempt": 1}, 100, 1,
    )  # fmt: skip
    assert jobs.run_due_jobs() == 0


def test_a_job_asked_for_in_a_failed_transaction_is_not_there(app):
    def ask_and_fail() -> None:
        with writing():
            jobs.request_job("sample", numbers=[])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()

    assert db.session.query(Job).count() == 0


def test_a_failing_job_is_tried_again_and_fails_for_good(app, caplog):
    job_id = _request(fails=True)

    jobs.run_due_jobs()
    assert (_job(job_id).state, _job(job_id).attempts) == (JobState.WAITING, 1)
    assert jobs.run_due_jobs() == 0
    moment = now()
    for _ in range(JOB_ATTEMPTS - 1):
        moment += max(JOB_RETRY) + timedelta(seconds=1)
        with frozen_at(moment):
            jobs.run_due_jobs()

    job = _job(job_id)
    assert (job.state, job.attempts, job.last_error) == (
        JobState.FAILED, JOB_ATTEMPTS, "RuntimeError: not today",
    )  # fmt: skip
    assert job.finished_at is not None


def test_a_job_of_a_dead_worker_comes_back_when_its_lease_ends(app):
    job_id = _request(numbers=[1])
    with writing():
        job = db.session.get(Job, job_id)
        job.state, job.attempts, job.lease_until = JobState.RUNNING, 1, now() + JOB_LEASE

    assert jobs.run_due_jobs() == 0
    with frozen_at(now() + JOB_LEASE + timedelta(seconds=1)):
        assert jobs.run_due_jobs() == 1

    assert _job(job_id).outcome == {"sum": 1, "attempt": 2}


def test_a_job_that_kills_its_worker_does_not_come_back_for_ever(app, caplog):
    job_id = _request(numbers=[1])
    with writing():
        job = db.session.get(Job, job_id)
        job.state, job.attempts, job.lease_until = JobState.RUNNING, JOB_ATTEMPTS, now()

    with frozen_at(now() + timedelta(seconds=1)):
        jobs.run_due_jobs()

    assert _job(job_id).state is JobState.FAILED
    assert "died" in _job(job_id).last_error


def test_a_late_attempt_does_not_overwrite_the_one_that_followed(app):
    job_id = _request(numbers=[1])
    with writing():
        db.session.get(Job, job_id).attempts = 2

    JobRun(job_id, 1).report(90)

    assert _job(job_id).progress == 0


def test_a_worker_is_alive_for_ten_seconds_after_its_last_beat(app):
    assert jobs.worker_is_alive() is False
    with writing() as session:
        session.add(WorkerHeartbeat(worker="one", started_at=now(), beat_at=now()))

    assert jobs.worker_is_alive() is True
    with frozen_at(now() + timedelta(seconds=11)):
        assert jobs.worker_is_alive() is False


def test_a_worker_sweeps_takes_wake_ups_beats_and_ends(app):
    stop = threading.Event()
    first = _request(numbers=[1])
    app.extensions["jobs"].huey.flush()
    worker = threading.Thread(target=run_worker, args=(app,), kwargs={"stop": stop})
    worker.start()
    try:
        assert becomes(lambda: _job(first).state is JobState.DONE)
        assert becomes(_alive)
        jobs.wake(remember, "woken")
        assert becomes(lambda: _calls == [("woken",)])
    finally:
        stop.set()
        worker.join(PATIENCE)

    assert not worker.is_alive()
    assert not jobs.is_stopping()
    assert _alive() is False


def test_the_queue_is_opened_anew_after_a_fork(app):
    queue = app.extensions["jobs"]
    mine = queue.huey

    queue._process = os.getpid() + 1

    assert queue.huey is not mine
    mine.storage.close()


def _alive() -> bool:
    db.session.rollback()
    return jobs.worker_is_alive()
