"""Hashing of passwords, and which passwords are accepted."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256

# Above the minimum that OWASP names for Argon2id (19 MiB, two passes, one lane). Lanes and memory stay small on
# purpose: every thread of every web process may be verifying at the same moment.
_hasher = PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)

# The commonest that pass the rule of length.
_COMMON = frozenset(
    """
    123456789012 1234567890123 12345678901234 123456789123 123456789123456789 1234567890qwerty 012345678910
    111222333444 112233445566 123123123123 123qweasdzxc 1q2w3e4r5t6y 1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv
    abc123abc123 abcd1234abcd abcdefghijkl abcdefghijklm administrator administrator1 changeme1234 changemeplease
    correcthorsebatterystaple football1234 iloveyou1234 iloveyou12345 letmeinplease letmein12345 letmeinletmein
    mypassword123 p@ssw0rd1234 password1234 password12345 password123456 password123! password@123 password2023
    password2024 password2025 password2026 passwordpassword passw0rd1234 plenary12345 plenaryplenary princess1234
    q1w2e3r4t5y6 qazwsxedcrfv qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop[]
    qwertyuiopasdfghjkl secret123456 sunshine1234 superman1234 unitednations united-nations welcome12345
    welcome123456 zaq12wsxcde3
    """.split()  # noqa: SIM905
)
_FEWEST_CHARACTERS = 5


class PasswordProblem(StrEnum):
    """Why a new password is not accepted."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    IS_ADDRESS = "is_address"
    COMMON = "common"


class PasswordRefused(Exception):
    """A new password breaks a rule; `problem` says which."""

    def __init__(self, problem: PasswordProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def problem_with(password: str, email: str) -> PasswordProblem | None:
    """Why `password` may not be the password of `email`, or None when it may."""
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    password = _normal(password).strip()
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    folded = password.casefold()
    if email and folded in (email.casefold(), email.partition("@")[0].casefold()):
        return PasswordProblem.IS_ADDRESS
    if folded in _COMMON or len(set(folded)) < _FEWEST_CHARACTERS:
        return PasswordProblem.COMMON
    return None


def check_new(password: str, email: str) -> None:
    """Accept a new password or raise `PasswordRefused`."""
    if problem := problem_with(password, email):
        raise PasswordRefused(problem)


def hash_password(password: str) -> str:
    """The Argon2id hash to store; takes some 40 ms, so never while holding a lock."""
    return _hasher.hash(_normal(password))


def password_matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind the hash; works as long when there is no hash to compare with."""
    if len(password) > LONGEST:
        return False
    try:
        matches = _hasher.verify(stored or _stand_in(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return matches and bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's and is to be made anew."""
    return _hasher.check_needs_rehash(stored)


@cache
def _stand_in() -> str:
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    # Keyboards differ in how they compose the same letters (é, Arabic hamza); RFC 8265, 4.2 prescribes NFC.
    return unicodedata.normalize("NFC", password)
