"""Starting everything with one command: database, demo data, web server and worker, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click
from flask import current_app
from flask.cli import with_appcontext

from config import ROOT, Settings
from foundation.migrating import migrate_database

START_SECONDS = 30.0
STOP_SECONDS = 25.0
WORKER_RESTARTS = 5


@click.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    changed = migrate_database(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo("The database has the newest schema now." if changed else "The database already has the newest schema.")


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Run the background worker alone."""
    from foundation.worker import run_worker

    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Prepare the database and run web server and worker until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.config["SETTINGS"]
    migrate_database(app)
    for prepare in app.extensions.get("before_serving", []):
        prepare()
    sys.exit(Supervisor(settings, app.extensions.get("welcome_lines", list)()).run())


commands = (serve_command, worker_command, migrate_command)


class Supervisor:
    """Runs the web server and the worker as processes of their own; a worker that dies is started again."""

    def __init__(self, settings: Settings, welcome: list[str]) -> None:
        self.settings = settings
        self.welcome = welcome
        self.stopping = False
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Serve until a signal or the end of the web server; returns the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.web = self._start("-m", "gunicorn", "--config", "python:foundation.web_server")
        self.worker = self._start("app.py", "worker")
        if self._wait_until_ready():
            click.echo("\n".join(self.welcome))
        restarts = 0
        while not self.stopping and self.web.poll() is None:
            if self.worker.poll() is not None and restarts < WORKER_RESTARTS:
                restarts += 1
                click.echo("The worker ended; starting it again.", err=True)
                self.worker = self._start("app.py", "worker")
            time.sleep(0.2)
        return self._end()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        # A session of their own: Ctrl-C reaches this process alone, which then ends both in order.
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True, env=os.environ.copy())  # noqa: S603

    def _wait_until_ready(self) -> bool:
        assert self.web is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self.stopping:
            if self.web.poll() is not None:
                click.echo(
                    f"The web server did not start. Is port {self.settings.port} in use? "
                    f"Choose another: PORT={self.settings.port + 1} make run",
                    err=True,
                )
                return False
            try:
                with urlopen(f"http://{self.settings.host}:{self.settings.port}/health", timeout=2):
                    return True
            except (URLError, OSError):
                time.sleep(0.05)
        return False

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> int:
        processes = [process for process in (self.web, self.worker) if process is not None]
        code = self.web.returncode if self.web is not None and self.web.returncode is not None else 0
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return code if not self.stopping else 0
