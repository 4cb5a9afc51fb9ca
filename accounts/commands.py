"""Accounts from the command line."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from accounts.addresses import normal_email
from accounts.forms import PASSWORD_PROBLEMS
from accounts.mail_links import one_time_url
from accounts.models import TokenPurpose
from accounts.operations.signing_in import LINK_LIFETIME, make_one_time_token
from accounts.operations.users import make_administrator
from accounts.passwords import PasswordRefused
from foundation.database import writing
from foundation.languages import LANGUAGES
from foundation.mailboxes import NotAnAddress
from foundation.merge_fields import one_line


@click.command("create-admin")
@click.argument("email")
@click.option("--name", default="", help="Name as shown to colleagues; default: the part before the @.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--password", "with_password", is_flag=True, help="Ask for a password instead of printing a link.")
@with_appcontext
def create_admin(email: str, name: str, language: str, with_password: bool) -> None:
    """Make the user EMAIL an administrator of the installation, creating the account if there is none.

    Prints a link that signs them in once; also the way back in for an administrator who is locked out.
    """
    try:
        email = normal_email(email)
    except NotAnAddress as error:
        raise click.BadParameter(str(error.message), param_hint="EMAIL") from None
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if with_password else None
    try:
        with writing():
            user = make_administrator(
                email, name=one_line(name) or email.partition("@")[0], password=password, language=language
            )
            row = None if with_password else make_one_time_token(user, TokenPurpose.SIGN_IN)
    except PasswordRefused as error:
        raise click.ClickException(str(PASSWORD_PROBLEMS[error.problem])) from None
    click.echo(f"{user.email} is an administrator.")
    if row is not None:
        minutes = int(LINK_LIFETIME.total_seconds() // 60)
        click.echo(f"Open this address within {minutes} minutes to sign in; it works once:")
        click.echo(one_time_url(row))


commands: list[click.Command] = [create_admin]
