"""The links in mails about accounts: derived when a mail is rendered, never stored."""

from __future__ import annotations

from flask import current_app

from accounts.models import OneTimeToken, TeamInvitation, TokenPurpose
from foundation.database import db
from foundation.link_tokens import make_token

PATHS = {TokenPurpose.SIGN_IN: "/sign-in/link/", TokenPurpose.RESET: "/password/"}
INVITATION_PATH = "/invitations/"
ONE_TIME = "one_time_token"
INVITATION = "team_invitation"


def one_time_url(row: OneTimeToken) -> str:
    """The absolute address behind which a one-time token is used."""
    token = make_token(one_time_purpose(row.purpose), row.reference, row.user.session_generation)
    return _absolute(PATHS[row.purpose] + token)


def invitation_url(row: TeamInvitation) -> str:
    """The absolute address behind which an invitation is accepted."""
    return _absolute(INVITATION_PATH + make_token(INVITATION, row.reference, 0))


def one_time_purpose(purpose: TokenPurpose) -> str:
    """The purpose under which the token of a one-time link is derived."""
    return f"{ONE_TIME}:{purpose.value}"


def resolve_one_time(token_id: int, _recipient: str) -> str:
    """The address of a one-time link in a mail.

    Raises:
        LookupError: the token is gone.
    """
    row = db.session.get(OneTimeToken, token_id)
    if row is None:
        raise LookupError(token_id)
    return one_time_url(row)


def resolve_invitation(invitation_id: int, _recipient: str) -> str:
    """The address of an invitation in a mail.

    Raises:
        LookupError: the invitation is gone.
    """
    row = db.session.get(TeamInvitation, invitation_id)
    if row is None:
        raise LookupError(invitation_id)
    return invitation_url(row)


def _absolute(path: str) -> str:
    return f"{current_app.config['SETTINGS'].base_url}{path}"
