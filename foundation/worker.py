"""The worker: one process that runs tasks when woken, sweeps for what was missed and shows that it lives."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from datetime import timedelta

from flask import Flask
from huey.consumer import Consumer
from sqlalchemy import delete, update

from foundation import jobs
from foundation.database import writing
from foundation.database_clock import MOST_SKEW, database_now, skew
from foundation.jobs import WorkerHeartbeat
from foundation.outages import outage_of
from foundation.postgresql import WORKER_SECONDS, wait_at_most

log = logging.getLogger(__name__)

BEAT_SECONDS = 3.0
BEAT_PATIENCE = 3.0
POSTPONED_SECONDS = 60.0
SHUTDOWN_SECONDS = 20  # less than the supervisor waits before it kills


class _Consumer(Consumer):
    """Huey's consumer, with the signals left to `run_worker`: both SIGTERM and SIGINT end it gracefully."""

    def _set_signal_handlers(self) -> None:
        pass


def run_worker(app: Flask, *, stop: threading.Event | None = None, sweep_seconds: float | None = None) -> None:
    """Work until SIGTERM or SIGINT (or until `stop` is set), then finish what is in hand.

    Runs Huey's threads for wake-ups, one thread for the periodic tasks and, in the calling thread, the
    heartbeat. `sweep_seconds` replaces the period of every periodic task; for tests.
    """
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
    logging.getLogger("huey").setLevel(logging.WARNING)
    worker = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
    wait_at_most(WORKER_SECONDS)
    _beat(app, worker)  # before any work: the clock may be off
    queue = app.extensions["jobs"]
    queue.huey.on_shutdown("close")(queue.close)  # run by each of the consumer's threads
    consumer = _Consumer(
        queue.huey,
        workers=app.config["SETTINGS"].worker_threads,
        periodic=False,
        max_delay=1.0,
        scheduler_interval=60,
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    consumer.start()
    sweeper = threading.Thread(target=_sweep, args=(app, sweep_seconds), name="sweeper", daemon=True)
    sweeper.start()
    log.info("worker %s started", worker)
    try:
        while True:
            _beat(app, worker)
            if stop.wait(BEAT_SECONDS):
                break
            consumer.check_worker_health()
    finally:
        jobs.stopping.set()
        deadline = time.monotonic() + SHUTDOWN_SECONDS
        consumer.stop(graceful=True)
        sweeper.join(max(0.0, deadline - time.monotonic()))
        queue.close()
        _beat(app, worker, ends=True)
        jobs.stopping.clear()
        log.info("worker %s ended", worker)


def _sweep(app: Flask, sweep_seconds: float | None) -> None:
    periods = {name: sweep_seconds or seconds for name, seconds in jobs.periods().items()}
    due = dict.fromkeys(periods, 0.0)
    while not jobs.stopping.is_set():
        for name in [name for name, at in due.items() if at <= time.monotonic()]:
            has_run = True
            try:
                if not jobs.clock_is_off.is_set():
                    has_run = jobs.run_task(app, name)
            except Exception:
                log.exception("periodic task %s failed", name)
            due[name] = time.monotonic() + (periods[name] if has_run else min(periods[name], POSTPONED_SECONDS))
        jobs.stopping.wait(max(0.05, min(due.values()) - time.monotonic()) if due else BEAT_SECONDS)


def _beat(app: Flask, worker: str, *, ends: bool = False) -> None:
    """Show that this worker lives; one whose clock is off does no work, and so shows nothing."""
    try:
        with app.app_context(), writing(patience=BEAT_PATIENCE) as session:
            moment = database_now()
            _compare_clocks(skew())
            if ends or jobs.clock_is_off.is_set():
                session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.worker == worker))
                return
            old = WorkerHeartbeat.beat_at < moment - timedelta(days=1)
            session.execute(delete(WorkerHeartbeat).where(old))
            mine = update(WorkerHeartbeat).where(WorkerHeartbeat.worker == worker).values(beat_at=moment)
            if not session.execute(mine).rowcount:  # type: ignore[attr-defined]
                session.add(WorkerHeartbeat(worker=worker, started_at=moment, beat_at=moment))
    except Exception as error:
        if (outage := outage_of(error)) is None:
            log.exception("heartbeat of the worker failed")
        else:
            log.warning("heartbeat of the worker failed: %s", outage)


def _compare_clocks(ahead: timedelta) -> None:
    is_off = abs(ahead) > MOST_SKEW
    if is_off and not jobs.clock_is_off.is_set():
        log.error("this machine's clock is %+.1f s off the database's: no work until it is set", ahead.total_seconds())
        jobs.clock_is_off.set()
    elif not is_off and jobs.clock_is_off.is_set():
        log.warning("this machine's clock is right again")
        jobs.clock_is_off.clear()
