"""Limits on attempts, per account and per address, counted in the database so that all processes share them.

Attempts are counted whether the account exists or not, before anything is looked up, so that neither the count nor
the time it takes tells.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask import current_app
from sqlalchemy import delete, select

from accounts.models import SignInAttempt
from foundation.database import writing
from foundation.database_clock import database_now

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 40


class AttemptKind(StrEnum):
    """What is tried; each kind has its own count per account, so that guessing passwords does not bar mail."""

    PASSWORD = "password"  # noqa: S105
    MAIL = "mail"


PER_ACCOUNT = {AttemptKind.PASSWORD: 8, AttemptKind.MAIL: 5}

_STALE_AT_ONCE = 50


class TooManyAttempts(Exception):
    """A limit is reached; `wait` says how long until the next attempt is allowed."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait

    @property
    def minutes(self) -> int:
        """The time to wait in whole minutes, at least one."""
        return max(1, -(-int(self.wait.total_seconds()) // 60))


@dataclass(frozen=True)
class Attempt:
    """A counted attempt, to be forgiven when it succeeds."""

    account_key: str
    address_row: int


def count_attempt(kind: AttemptKind, email: str, address: str) -> Attempt:
    """Count one attempt on the account `email` (normal form) from the IP `address`, in one transaction.

    The attempt counts from now on, so that attempts made at once cannot together exceed the limit.

    Raises:
        TooManyAttempts: a limit is reached; this attempt is then not counted.
    """
    account_key = _key(f"{kind.value}:{email}")
    address_key = _key(f"address:{_network(address)}")
    with writing(f"attempts:{account_key}", f"attempts:{address_key}") as session:
        since = database_now() - WINDOW
        for key, most in ((account_key, PER_ACCOUNT[kind]), (address_key, PER_ADDRESS)):
            times = list(
                session.scalars(
                    select(SignInAttempt.at)
                    .where(SignInAttempt.key == key, SignInAttempt.at > since)
                    .order_by(SignInAttempt.at.desc())
                    .limit(most)
                )
            )
            if len(times) >= most:
                raise TooManyAttempts(times[-1] + WINDOW - database_now())
        # Others may be deleting the same rows: waiting for them in another order than theirs would be a deadlock.
        stale = (
            select(SignInAttempt.id)
            .where(SignInAttempt.at <= since)
            .limit(_STALE_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        session.execute(
            delete(SignInAttempt).where(SignInAttempt.id.in_(list(session.scalars(stale)))),
            execution_options={"synchronize_session": False},
        )
        by_account = SignInAttempt(key=account_key, at=database_now())
        by_address = SignInAttempt(key=address_key, at=database_now())
        session.add_all([by_account, by_address])
        session.flush()
        return Attempt(account_key, by_address.id)


def forgive(attempt: Attempt) -> None:
    """Forget the account's attempts, and this one of its address, after a success."""
    with writing(f"attempts:{attempt.account_key}") as session:
        session.execute(
            delete(SignInAttempt).where(
                (SignInAttempt.key == attempt.account_key) | (SignInAttempt.id == attempt.address_row)
            ),
            execution_options={"synchronize_session": False},
        )


def _key(what: str) -> str:
    key: bytes = current_app.config["KEYS"][0]
    return hmac.new(key, f"sign-in attempt\0{what}".encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    """The address that is counted: an IPv6 customer holds a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
