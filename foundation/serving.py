"""The commands that serve: everything at once, or web server and worker as services of their own."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from config import Settings
from foundation.database import db
from foundation.migrating import migrate_database
from foundation.server_refusals import refusal_pages
from foundation.starting import check_installation, check_schema, open_listener
from foundation.supervising import Beat, Child, Supervisor
from foundation.uploads import MEGABYTE, READ_THROUGH
from foundation.web_server import Intake, WebServer
from foundation.worker import run_worker


@click.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    app = _app()
    check_installation(app)
    changed = migrate_database(app)
    click.echo("The database has the newest schema now." if changed else "The database already has the newest schema.")


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Prepare the database and run web server and worker until stopped."""
    app = _app()
    listener = open_listener(app.config["SETTINGS"])
    check_installation(app)
    migrate_database(app)
    for prepare in app.extensions.get("before_serving", []):
        prepare()
    db.session.remove()
    worker = Child("worker", lambda _beat: run_worker(app), listens=False)
    supervise(app, listener, [worker], lambda: click.echo("\n".join(app.extensions.get("welcome_lines", list)())))


@click.command("web")
@with_appcontext
def web_command() -> None:
    """Run the web server alone."""
    app = _app()
    listener = open_listener(app.config["SETTINGS"])
    check_installation(app)
    check_schema(app)
    supervise(app, listener, [])


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Run the background worker alone."""
    app = _app()
    check_installation(app)
    check_schema(app)
    run_worker(app)


commands = (serve_command, web_command, worker_command, migrate_command)


def supervise(
    app: Flask, listener: socket.socket, others: list[Child], when_started: Callable[[], object] = lambda: None
) -> NoReturn:
    """Run web processes on a listening socket, and `others`, until a signal; ends the program with an exit code."""
    settings: Settings = app.config["SETTINGS"]
    refusals = refusal_pages(app)
    webs = [
        Child("web", lambda beat: _serve(app, listener, refusals, beat)) for _number in range(settings.web_processes)
    ]
    # Nothing that a fork could share: each process opens connections of its own.
    with app.app_context():
        db.engine.dispose()
    sys.exit(Supervisor([*webs, *others], listener).run(when_started))


def _serve(app: Flask, listener: socket.socket, refusals: dict[int, bytes], beat: Beat) -> None:
    settings: Settings = app.config["SETTINGS"]
    kept = settings.upload_megabytes * MEGABYTE
    read = max(READ_THROUGH, 4 * kept)
    intake = Intake(kept, read, together=read, mark=app.config["SESSION_COOKIE_NAME"])
    WebServer(app, listener, threads=settings.web_threads, intake=intake, refusals=refusals).serve(beat)


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]
