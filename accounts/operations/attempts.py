"""Limits on attempts to sign in, counted whether the account exists or not, before anything is looked up: neither the
count nor the time it takes tells.

Wrong passwords count for the pair of account and address, so that an outsider shuts nobody out. Guessing from many
addresses is bounded per account, and trying many accounts per address; neither concerns a device from which the
account has signed in before (`accounts.known_devices`), and asking for a link by mail stays open to all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from foundation.limits import Count, Counted, Limit, count, network
from foundation.limits import forgive as forgive_counted

WINDOW = timedelta(minutes=15)
PAIR = Limit("passwords of an account from an address", 8, WINDOW)
DEVICE = Limit("passwords of an account from a known device", 8, WINDOW)
ADDRESS = Limit("passwords from an address", 40, WINDOW)
ACCOUNT = Limit("passwords of an account", 100, timedelta(hours=1))
MAIL = Limit("mails asked for from an address", 300, WINDOW)


@dataclass(frozen=True)
class Attempt:
    """A counted attempt, to be forgiven when it succeeds."""

    counted: Counted
    own: Count


def count_password(email: str, address: str, device: str = "") -> Attempt:
    """Count one try of a password for the account `email` (normal form) from the IP `address`.

    `device` is the mark of a device that the account knows, or empty.

    Raises:
        LimitReached: a limit is reached; this attempt is then not counted.
        Unavailable: it cannot be counted. Nobody could sign in now anyway, and guesses must not pass uncounted.
    """
    if device:
        own = DEVICE.of(email, device)
        return Attempt(count(own, or_refuse=True), own)
    own = PAIR.of(email, network(address))
    return Attempt(count(own, ADDRESS.of(network(address)), ACCOUNT.of(email), or_refuse=True), own)


def count_mail(address: str) -> None:
    """Count one request for a mail from the IP `address`, whoever it is for.

    Raises:
        LimitReached: far more were asked for than people do.
    """
    count(MAIL.of(network(address)))


def forgive(attempt: Attempt) -> None:
    """Forget this attempt after a success, and those before it of the same account from the same place."""
    forgive_counted(attempt.counted, attempt.own)
