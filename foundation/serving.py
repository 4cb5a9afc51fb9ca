"""Starting everything with one command: database, demo data, web server and worker, ended together.

The supervisor builds the application once and forks the web server and the worker from it: a start costs one import,
and the three processes share its memory. It opens no thread and no connection that a fork could inherit.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from config import Settings
from foundation.database import db
from foundation.migrating import migrate_database

START_SECONDS = 30.0
STOP_SECONDS = 25.0
WORKER_RESTARTS = 5


@click.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    changed = migrate_database(_app())
    click.echo("The database has the newest schema now." if changed else "The database already has the newest schema.")


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Run the background worker alone."""
    _work(_app())


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Prepare the database and run web server and worker until stopped."""
    app = _app()
    _check_port(app.config["SETTINGS"])
    migrate_database(app)
    for prepare in app.extensions.get("before_serving", []):
        prepare()
    db.session.remove()
    db.engine.dispose()
    sys.exit(Supervisor(app).run())


commands = (serve_command, worker_command, migrate_command)


class Supervisor:
    """Runs the web server and the worker as processes of their own; a worker that dies is started again."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.settings: Settings = app.config["SETTINGS"]
        self.stopping = False
        self.exit_codes: dict[int, int] = {}

    def run(self) -> int:
        """Serve until a signal or the end of the web server; returns the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        web = _fork(lambda: _serve(self.app))
        worker = _fork(lambda: _work(self.app))
        if self._wait_until_ready(web):
            click.echo("\n".join(self.app.extensions.get("welcome_lines", list)()))
        restarts = 0
        while not self.stopping and self._lives(web):
            if not self._lives(worker) and restarts < WORKER_RESTARTS:
                restarts += 1
                click.echo("The worker ended; starting it again.", err=True)
                worker = _fork(lambda: _work(self.app))
            time.sleep(0.2)
        return self._end(web, worker)

    def _lives(self, process: int) -> bool:
        if process not in self.exit_codes:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                self.exit_codes[process] = os.waitstatus_to_exitcode(status)
        return process not in self.exit_codes

    def _wait_until_ready(self, web: int) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self.stopping:
            if not self._lives(web):
                click.echo("The web server did not start.", err=True)
                return False
            try:
                with urlopen(f"http://{self.settings.host}:{self.settings.port}/health", timeout=2):
                    return True
            except (URLError, OSError):
                time.sleep(0.05)
        return False

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self, web: int, worker: int) -> int:
        for process in (web, worker):
            if self._lives(process):
                os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in (web, worker):
            while self._lives(process) and time.monotonic() < deadline:
                time.sleep(0.05)
            if self._lives(process):
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
        return 0 if self.stopping else self.exit_codes.get(web, 1)


def _check_port(settings: Settings) -> None:
    """End with a sentence where nobody can listen: whatever answers there would be taken for our own server."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        sys.exit(
            f"Port {settings.port} cannot be used: {error.strerror}. Choose another: PORT={settings.port + 1} make run"
        )


def _fork(run: Callable[[], None]) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then ends both in order.
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        run()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve(app: Flask) -> None:
    from foundation.web_server import run_web_server

    run_web_server(app)


def _work(app: Flask) -> None:
    from foundation.worker import run_worker

    run_worker(app)


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]
