"""E-mail addresses as accounts know them."""

from __future__ import annotations

from foundation.mailboxes import mailbox


def normal_email(text: str) -> str:
    """The one spelling under which an address is stored and looked up: as `mailbox` reads it, in lower case.

    Raises:
        NotAnAddress: see `mailbox`.
    """
    return mailbox(text).lower()
