"""Plenary: puts the packages together into one Flask application, and its command line.

`create_app(settings)` is the only way to make an application; the web server, the worker, the command line and the
tests all use it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import FlaskGroup

from accounts import views as accounts_views
from accounts.access import init_accounts
from accounts.confirming import init_confirming
from config import Settings, SettingsError, load_settings
from demo.setting_up import init_demo
from directory.setting_up import init_directory
from foundation import (
    access,
    addresses,
    assets,
    database,
    edit_conflicts,
    errors,
    health,
    history,
    jobs,
    languages,
    logs,
    offline,
    own_address,
    page_cache_middleware,
    pages,
    refused_forms,
    runs,
    security,
    undo_offers,
    uploads,
    zone_rules,
)
from foundation.starting import saying_why
from meetings.setting_up import init_meetings
from messages.setting_up import init_messages
from outbox.setting_up import init_outbox
from papers.setting_up import init_papers
from registration.setting_up import init_registration
from rich_text.setting_up import init_rich_text

ROOT = Path(__file__).resolve().parent


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """An application with every package in it.

    Raises:
        config.SettingsError: a setting cannot be used; the message names it.
    """
    settings = settings or load_settings()
    zone_rules.use_newest_rules()
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
    _set_up_foundation(app)
    _set_up_packages(app)
    init_demo(app)
    return app


def _set_up_foundation(app: Flask) -> None:
    own_address.init_own_address(app)
    addresses.init_addresses(app)
    errors.init_errors(app)
    refused_forms.init_refused_forms(app)
    logs.init_logs(app)
    database.init_database(app)
    languages.init_languages(app)
    security.init_security(app)
    access.init_access(app)
    uploads.init_uploads(app)
    assets.init_assets(app)
    pages.init_pages(app)
    page_cache_middleware.init_page_cache_middleware(app)
    history.init_history(app)
    undo_offers.init_undo_offers(app)
    runs.init_runs(app)
    edit_conflicts.init_stale(app)
    jobs.init_jobs(app)
    health.init_health(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(offline.blueprint)


def _set_up_packages(app: Flask) -> None:
    init_outbox(app)
    init_accounts(app)
    init_confirming(app)
    init_rich_text(app)
    init_directory(app)
    init_meetings(app)
    init_registration(app)
    init_messages(app)
    init_papers(app)
    app.register_blueprint(accounts_views.blueprint)


def command_line() -> click.Group:
    """The `python app.py …` commands: those of Flask and Flask-Migrate, and our own."""
    from accounts.commands import commands as accounts_commands
    from backups.commands import commands as backups_commands
    from demo.commands import commands as demo_commands
    from foundation.serving import commands as serving_commands

    group = FlaskGroup(create_app=create_app, add_version_option=False, help="Plenary, meeting management.")
    for command in (*serving_commands, *accounts_commands, *backups_commands, *demo_commands):
        group.add_command(command)
    return group


if __name__ == "__main__":
    try:
        load_settings()
        with saying_why():
            command_line()()
    except SettingsError as error:
        sys.exit(str(error))
