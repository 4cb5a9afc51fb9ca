"""Backups from the command line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from backups.checking import check_everything
from backups.manifest import KEYS, BackupRefused
from backups.restoring import restore_backup, words_about_keys
from backups.taking import take_backup
from foundation.jobs import release_held_jobs
from outbox.holding import discard_held_mails, release_held_mails

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("backup")
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--with-keys", is_flag=True, help="Write SECRET_KEYS into it too, in a file of their own.")
@with_appcontext
def backup_command(folder: Path, with_keys: bool) -> None:
    """Back up database and stored files into DIR, while the system runs.

    DIR is empty or not there yet. The secret keys are not in it unless asked for: keep them elsewhere.
    """
    try:
        manifest = take_backup(folder, with_keys=with_keys)
    except BackupRefused as error:
        raise click.ClickException(str(error)) from None
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"{folder} holds {len(manifest.tables)} tables, {rows} rows and {len(manifest.files)} stored files.")
    if with_keys:
        click.echo(f"The secret keys are in {folder / KEYS}: whoever reads it can open every personal link.")
    else:
        click.echo("The secret keys are not in it. Without them personal links do not work after a restore.")
    if manifest.missing_files:
        raise click.ClickException(
            f"{len(manifest.missing_files)} stored files were lost or damaged before this backup; everything else is"
            " in it. `app.py check` names them."
        )


@click.command("restore")
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--send-mail", is_flag=True, help="Send what was owed when the backup was taken, without holding it.")
@with_appcontext
def restore_command(folder: Path, send_mail: bool) -> None:
    """Restore the backup in DIR into an empty database and an empty VAR_DIR.

    It may come from the other kind of database. Mail owed at the time of the backup is held: the old system may have
    sent it since.
    """
    try:
        restored = restore_backup(_app(), folder, send_mail=send_mail)
    except BackupRefused as error:
        raise click.ClickException(str(error)) from None
    manifest = restored.manifest
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"Restored what was there at {manifest.taken_at}: {rows} rows, {len(manifest.files)} stored files.")
    if restored.held_mails or restored.held_jobs:
        click.echo(
            f"{restored.held_mails} mails and {restored.held_jobs} jobs that were owed then are held, because the old"
            " system may have done them since. `app.py mail release` lets them go, `app.py mail discard` gives the"
            " mails up. New mail is sent as usual."
        )
    if manifest.missing_files:
        click.echo(
            f"{len(manifest.missing_files)} stored files were lost before the backup; `app.py check` names them."
        )
    for sentence in words_about_keys(folder, restored):
        click.echo(sentence)


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@with_appcontext
def check_command(as_json: bool) -> None:
    """Verify the database and its stored files; ends with 1 when something needs mending."""
    found = check_everything(_app())
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        for sentence in (*found.faults, *found.notes):
            click.echo(sentence)
        if not found.faults:
            click.echo(f"{found.rows} rows and {found.files} stored files are in order.")
    sys.exit(1 if found.faults else 0)


@click.group("mail")
def mail_group() -> None:
    """What becomes of mail that a restore holds."""


@mail_group.command("release")
@with_appcontext
def release_command() -> None:
    """Send the held mail and let held jobs go on."""
    jobs = release_held_jobs()
    click.echo(f"{release_held_mails()} mails and {jobs} jobs are no longer held.")


@mail_group.command("discard")
@with_appcontext
def discard_command() -> None:
    """Give the held mail up; it stays in the history as not sent."""
    click.echo(f"{discard_held_mails()} mails will not be sent.")


commands: list[click.Command] = [backup_command, restore_command, check_command, mail_group]


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]
