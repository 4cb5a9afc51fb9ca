"""Command line of the demo."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from demo.accounts import DEMO_PASSWORD, demo_accounts
from foundation.migrating import migrate_database


@click.command("load-demo")
@with_appcontext
def load_demo_command() -> None:
    """Load the demo data where it is not loaded yet; never on a database in real use."""
    from flask import current_app

    from demo.loading import load_demo

    migrate_database(current_app._get_current_object())  # type: ignore[attr-defined]
    load_demo()
    click.echo(f"The demo data is loaded. Password of every account: {DEMO_PASSWORD}")
    for email, label in demo_accounts():
        click.echo(f"  {email}  {label}")


commands: list[click.Command] = [load_demo_command]
