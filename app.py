"""Plenary: puts the rooms together into one Flask application, and its command line.

`create_app(settings)` is the only way to make an application; the web server, the worker, the command line and the
tests all use it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import FlaskGroup
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings, SettingsError, load_settings
from foundation import (
    access,
    assets,
    database,
    errors,
    health,
    history,
    jobs,
    languages,
    limits,
    logs,
    page_front,
    pages,
    security,
)

ROOT = Path(__file__).resolve().parent


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """An application with every room in it.

    Raises:
        config.SettingsError: a setting cannot be used; the message names it.
    """
    settings = settings or load_settings()
    app = Flask("plenary", root_path=str(ROOT), static_folder=None, template_folder="templates")
    app.testing = testing
    app.config.update(
        ROOT=ROOT,
        SETTINGS=settings,
        SECRET_KEY=settings.keys[0],
        SECRET_KEY_FALLBACKS=settings.keys[1:],
        KEYS=settings.keys,
        VAR_DIR=str(settings.var_dir),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _set_up_foundation(app)
    _set_up_rooms(app)
    try:
        from demo.setting_up import init_demo

        init_demo(app)
    except ImportError:
        pass
    return app


def _set_up_foundation(app: Flask) -> None:
    errors.init_errors(app)
    logs.init_logs(app)
    database.init_database(app)
    languages.init_languages(app)
    security.init_security(app)
    access.init_access(app)
    limits.init_limits(app)
    assets.init_assets(app)
    pages.init_pages(app)
    page_front.init_page_front(app)
    history.init_history(app)
    jobs.init_jobs(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(pages.blueprint)


def _set_up_rooms(app: Flask) -> None:
    # TEMPORARY while rooms are being built: a missing module is skipped.
    import importlib

    def load(name: str):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name and (name == error.name or name.startswith(error.name + ".")):
                return None
            raise

    for module, function in (
        ("outbox.setting_up", "init_outbox"),
        ("accounts.access", "init_accounts"),
        ("meetings.setting_up", "init_meetings"),
        ("registration.setting_up", "init_registration"),
        ("messages.setting_up", "init_messages"),
    ):
        found = load(module)
        if found is not None:
            getattr(found, function)(app)
    for name in (
        "outbox.views",
        "accounts.views",
        "directory.views",
        "meetings.overview.views",
        "meetings.programme.views",
        "meetings.record.views",
        "meetings.agenda.views",
        "meetings.calendar.views",
        "registration.personal_views",
        "registration.views",
        "registration.attendance.views",
        "papers.export_views",
        "papers.paper_views",
        "messages.views",
    ):
        room = load(name)
        if getattr(room, "blueprint", None) is not None:
            app.register_blueprint(room.blueprint)


def command_line() -> click.Group:
    """The `python app.py …` commands: those of Flask and Flask-Migrate, and our own."""
    from accounts.commands import commands as accounts_commands
    from demo.commands import commands as demo_commands
    from foundation.serving import commands as serving_commands

    group = FlaskGroup(create_app=create_app, add_version_option=False, help="Plenary, meeting management.")
    for command in (*serving_commands, *accounts_commands, *demo_commands):
        group.add_command(command)
    return group


if __name__ == "__main__":
    try:
        load_settings()
        command_line()()
    except SettingsError as error:
        sys.exit(str(error))
