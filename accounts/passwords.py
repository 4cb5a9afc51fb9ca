"""Hashing of passwords, and which passwords are accepted: long ones that are not soon guessed, of any letters."""

from __future__ import annotations

import re
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

GUESSES = 10**9
"""A password that is found within so many guesses, the likeliest first, is not accepted."""
_LOOKED_AT = 32  # the estimate takes longer the longer the text: 0.15 s at most for so many letters
_OWN_LETTERS = 6
_OF_THE_SITE = ("plenary", "meeting", "meetings")


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


def problem_with(password: str, email: str, *words: str) -> PasswordProblem | None:
    """Why `password` may not be the password of `email`, or None when it may.

    `words` are others that somebody who knows the person would try: their name, the name of the site.
    """
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    password = _normal(password).strip()
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    folded = password.casefold()
    if email and folded in (email.casefold(), email.partition("@")[0].casefold()):
        return PasswordProblem.IS_ADDRESS
    if _is_of_known_words(folded, _parts(email, *words, *_OF_THE_SITE)):
        return PasswordProblem.COMMON
    if all(map(_is_guessed_soon, {folded[:_LOOKED_AT], folded[-_LOOKED_AT:]})):
        return PasswordProblem.COMMON
    return None


def check_new(password: str, email: str, *words: str) -> None:
    """Accept a new password or raise `PasswordRefused`; see `problem_with`."""
    if problem := problem_with(password, email, *words):
        raise PasswordRefused(problem)


def _is_of_known_words(text: str, known: list[str]) -> bool:
    """Whether hardly anything is left of a text without words that everybody knows who knows the person."""
    if not any(word in text for word in known):
        return False
    for word in known:
        text = text.replace(word, "")
    return sum(letter.isalnum() for letter in text) < _OWN_LETTERS


def _is_guessed_soon(text: str) -> bool:
    # The lists of 30,000 common passwords, names and words are large: who sets no password never loads them.
    from zxcvbn import zxcvbn

    return bool(zxcvbn(text)["guesses"] < GUESSES)


def _parts(*texts: str) -> list[str]:
    """The words in texts of which a password may be made, the longest first."""
    parts = {part.casefold() for text in texts for part in re.split(r"[\W_]+", text) if len(part) > 2}
    return sorted(parts, key=lambda part: (-len(part), part))[:50]


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
