"""Work in the background: tasks that a worker process runs soon, and jobs that must be done.

The truth is a row: an outbox message, a `Job`. The queue (Huey) only wakes a worker at once; it forgets what
it handed out, so every kind of work also has a periodic sweep that finds what a lost wake-up or a dead worker
left. Every task and every job may be killed at any line and run again. The process that works is in
`foundation.worker`.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app
from huey import Huey
from huey.storage import PostgresStorage, SqliteStorage
from sqlalchemy import JSON, Index, String, Text, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import HELD, OF_THIS_MACHINE, Model, after_commit, check_line, db, enum_column, writing
from foundation.database_clock import database_now
from foundation.hooks import Hook
from foundation.pausing import removing
from foundation.postgresql import connect

log = logging.getLogger(__name__)

Task = TypeVar("Task", bound=Callable[..., Any])
JobHandler = TypeVar("JobHandler", bound=Callable[..., dict[str, Any] | None])

SWEEP_SECONDS = 15.0
WORKER_IS_DEAD_AFTER = timedelta(seconds=10)
JOB_LEASE = timedelta(minutes=5)
JOB_ATTEMPTS = 5
JOB_RETRY = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


class JobState(StrEnum):
    """Life of a job: waiting → running → done, or failed after the last attempt."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


STILL_TO_DO = "state IN ('waiting', 'running')"
"""As the index says it and queries must: values bound to it would keep the index from being used."""


class Job(Model):
    """One piece of long work that somebody asked for."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_due",
            "lease_until",
            "id",
            sqlite_where=text(STILL_TO_DO),
            postgresql_where=text(STILL_TO_DO),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), doc="Names the handler registered with `performs`")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, doc="Keyword arguments of the handler")
    state: Mapped[JobState] = enum_column(JobState, default=JobState.WAITING)
    progress: Mapped[int] = mapped_column(default=0, doc="Per cent done, as the handler last reported")
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON, doc="What the handler returned")
    last_error: Mapped[str] = mapped_column(Text, default="", doc="Why the last attempt failed")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(doc="UTC")
    lease_until: Mapped[datetime] = mapped_column(doc="UTC; nobody else takes the job before")
    finished_at: Mapped[datetime | None] = mapped_column(index=True, doc="UTC; done or failed")


class WorkerHeartbeat(Model):
    """A sign of life of each worker process."""

    __tablename__ = "worker_heartbeat"
    __table_args__ = {"info": {OF_THIS_MACHINE: True}}

    worker: Mapped[str] = mapped_column(String(120), primary_key=True, doc="host:process:start")
    started_at: Mapped[datetime] = mapped_column(doc="UTC")
    beat_at: Mapped[datetime] = mapped_column(index=True, doc="UTC; last sign of life")


class UnknownTask(LookupError):
    """A name under which no task or kind of job is registered."""


# ---- registry ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """How often a task runs by itself, and whether it removes rows or files."""

    seconds: float
    removes: bool


_tasks: Hook[Callable[..., Any]] = Hook("task")
_periods: Hook[Period] = Hook("periodic task")
_handlers: Hook[Callable[..., dict[str, Any] | None]] = Hook("handler of a kind of job")


def task(function: Task) -> Task:
    """Register a function that `wake` can have run in a worker, as `<module>.<name>`; it stays callable."""
    _tasks.offer(name_of(function), function)
    return function


def periodic(seconds: float = SWEEP_SECONDS, *, removes: bool = True) -> Callable[[Task], Task]:
    """Register a task without arguments that each worker also runs at its start and every `seconds`.

    It waits while a backup runs, and runs in one process at a time, unless it is said that it never `removes` a row
    or a file.
    """

    def register(function: Task) -> Task:
        _periods.offer(name_of(function), Period(seconds, removes))
        return task(function)

    return register


def performs(kind: str) -> Callable[[JobHandler], JobHandler]:
    """Register the handler of a kind of job: called as `handler(run, **arguments)`, returns the outcome.

    `run` is a `JobRun`. The handler may be run again from the start after a crash or an exception.
    """

    def register(function: JobHandler) -> JobHandler:
        _handlers.offer(kind, function)
        return function

    return register


def name_of(function: Callable[..., Any]) -> str:
    """The name under which a task function is registered."""
    return f"{function.__module__}.{function.__name__}"


# ---- queue ------------------------------------------------------------------------------------------------


class _QuickSqliteStorage(SqliteStorage):
    """Huey's SQLite file without a disk flush per wake-up: the sweep finds those lost with the power."""

    def _create_connection(self) -> Any:
        connection = super()._create_connection()
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection


class JobQueue:
    """The queue of one application, opened on first use: forked processes each open theirs."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._huey: Huey | None = None
        self._process = 0
        self._perform: Any = None

    @property
    def huey(self) -> Huey:
        """The Huey instance of this process."""
        with self._lock:
            if self._huey is None or self._process != os.getpid():
                self._huey = _open_huey(self._app)
                self._process = os.getpid()
                self._perform = self._huey.task(name="perform")(self._run)
            return self._huey

    def close(self) -> None:
        """Close what this thread has open; the next use opens it again."""
        # The storage looks before it locks, and the threads of an ending worker close it at the same moment.
        with self._lock:
            if self._huey is not None and self._process == os.getpid():
                self._huey.storage.close()

    def wake(self, name: str, *arguments: Any) -> None:
        """Put a task into the queue unless the same one is waiting there already."""
        huey = self.huey
        # The id is the call itself, so that equal calls are equal bytes.
        call = self._perform.s(name, *arguments)
        call.id = f"{name}{arguments!r}"
        # A call still waiting starts after this moment and so sees what the caller has committed.
        if huey.serialize_task(call) not in huey.storage.enqueued_items(limit=100):
            huey.enqueue(call)

    def _run(self, name: str, *arguments: Any) -> None:
        if clock_is_off.is_set():
            return  # a sweep finds its work once the clock is right, or another worker's does
        run_task(self._app, name, *arguments)


def init_jobs(app: Flask) -> None:
    """Give the application its queue; nothing is opened before the first wake-up."""
    app.extensions["jobs"] = JobQueue(app)


def wake(name_or_function: str | Callable[..., Any], *arguments: Any) -> bool:
    """Have a worker run a task soon; call it after the commit (`foundation.database.after_commit`).

    Never raises: a wake-up that cannot be queued is logged, and the sweep finds its work. `arguments` are
    plain values. Returns whether the wake-up is in the queue.
    """
    name = name_or_function if isinstance(name_or_function, str) else name_of(name_or_function)
    try:
        check_line(current_app)
        current_app.extensions["jobs"].wake(name, *arguments)
    except Exception:
        log.warning("wake-up of %s lost; the next sweep finds its work", name, exc_info=True)
        return False
    return True


def run_task(app: Flask, name: str, *arguments: Any) -> bool:
    """Run a registered task here, in an application context of its own; returns whether it could run now.

    Raises:
        UnknownTask: nothing is registered under `name`.
    """
    function = _tasks.get(name)
    if function is None:
        raise UnknownTask(name)
    with app.app_context():
        if name not in removers():
            function(*arguments)
            return True
        with removing() as may_remove:
            if may_remove:
                function(*arguments)
        return may_remove


def _open_huey(app: Flask) -> Huey:
    address = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if address.get_backend_name() != "postgresql":
        folder = Path(app.config["VAR_DIR"])
        folder.mkdir(parents=True, exist_ok=True)
        return Huey(
            "plenary",
            results=False,
            storage_class=_QuickSqliteStorage,
            filename=str(folder / "queue.sqlite"),
            cache_mb=1,
            timeout=2,
        )
    import psycopg

    dsn = address.set(drivername="postgresql").render_as_string(hide_password=False)

    def open_connection() -> Any:
        return connect(dsn)

    # CREATE TABLE IF NOT EXISTS fails when two processes start at once; the second try then finds the tables.
    for patience in (0.2, 0.5, 1.0, None):
        try:
            return Huey("plenary", results=False, storage_class=PostgresStorage, connection=open_connection)
        except psycopg.errors.UniqueViolation:
            if patience is None:
                raise
            time.sleep(patience)
    raise AssertionError("unreachable")


# ---- jobs -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class JobRun:
    """One attempt at a job, as its handler sees it."""

    job_id: int
    attempt: int

    def report(self, progress: int) -> None:
        """Say how many per cent are done, and keep the job for another lease (5 minutes)."""
        with writing():
            db.session.execute(
                update(Job)
                .where(Job.id == self.job_id, Job.attempts == self.attempt)
                .values(progress=max(0, min(100, progress)), lease_until=database_now() + JOB_LEASE)
            )


def request_job(kind: str, **arguments: Any) -> Job:
    """Ask for a job inside the current `writing()`; it starts soon after the commit. Arguments are JSON."""
    asked = database_now()
    job = Job(kind=kind, arguments=arguments, created_at=asked, lease_until=asked)
    db.session.add(job)
    db.session.flush()
    after_commit(_wake_jobs)
    return job


def release_held_jobs() -> int:
    """Let the jobs that a restore holds go on; returns how many there were."""
    with writing() as session:
        held = (Job.state.in_((JobState.WAITING, JobState.RUNNING)), Job.lease_until >= HELD)
        released = session.execute(update(Job).where(*held).values(lease_until=database_now()))
        after_commit(_wake_jobs)
    return int(released.rowcount)  # type: ignore[attr-defined]


def _wake_jobs() -> None:
    wake(run_due_jobs)


@periodic(removes=False)
def run_due_jobs(limit: int = 20) -> int:
    """Run jobs that wait or whose worker died, at most `limit`; returns how many were taken."""
    taken = 0
    while taken < limit and not is_stopping() and (claimed := _claim_job()) is not None:
        taken += 1
        _attempt(*claimed)
    return taken


def _claim_job() -> tuple[JobRun, str, dict[str, Any]] | None:
    with writing():
        job = db.session.scalar(
            select(Job)
            .where(text(STILL_TO_DO), Job.lease_until <= database_now())
            .order_by(Job.lease_until, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.attempts += 1
        job.lease_until = database_now() + JOB_LEASE
        return JobRun(job.id, job.attempts), job.kind, dict(job.arguments)


def _attempt(run: JobRun, kind: str, arguments: dict[str, Any]) -> None:
    try:
        if run.attempt > JOB_ATTEMPTS:
            # Counted when taken, so that a job which kills its worker does not come back for ever.
            raise RuntimeError("the worker died in each attempt")
        handler = _handlers.get(kind)
        if handler is None:
            raise UnknownTask(kind)
        outcome = handler(run, **arguments)
    except Exception as error:
        db.session.rollback()
        log.exception("job %s (%s) failed in attempt %s", run.job_id, kind, run.attempt)
        last = run.attempt >= JOB_ATTEMPTS
        pause = JOB_RETRY[min(run.attempt, len(JOB_RETRY)) - 1]
        _settle(
            run,
            state=JobState.FAILED if last else JobState.WAITING,
            last_error=f"{type(error).__name__}: {error}"[:2000],
            lease_until=database_now() + pause,
            finished_at=database_now() if last else None,
        )
    else:
        _settle(run, state=JobState.DONE, outcome=outcome or {}, progress=100, finished_at=database_now())


def _settle(run: JobRun, **values: Any) -> None:
    with writing():
        db.session.execute(update(Job).where(Job.id == run.job_id, Job.attempts == run.attempt).values(**values))


# ---- signs of life ----------------------------------------------------------------------------------------

stopping = threading.Event()
clock_is_off = threading.Event()
"""Set while this machine's clock and the database's are so far apart that no work is done here."""


def is_stopping() -> bool:
    """Whether this worker has been asked to end, or must not go on; long tasks look between two steps."""
    return stopping.is_set() or clock_is_off.is_set()


def worker_is_alive() -> bool:
    """Whether any worker gave a sign of life within the last ten seconds."""
    latest = db.session.scalar(select(WorkerHeartbeat.beat_at).order_by(WorkerHeartbeat.beat_at.desc()).limit(1))
    return latest is not None and latest > database_now() - WORKER_IS_DEAD_AFTER


def periods() -> dict[str, float]:
    """Names of the periodic tasks with the seconds between two runs."""
    return {name: period.seconds for name, period in _periods.items()}


def removers() -> frozenset[str]:
    """Names of the periodic tasks that wait while a backup runs."""
    return frozenset(name for name, period in _periods.items() if period.removes)
