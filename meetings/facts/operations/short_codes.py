"""Short codes: what one may look like, who has it, and those made of a title for whoever gave none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from typing import TypeVar

from sqlalchemy import select

from foundation.database import db
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.enums import MeetingKind
from meetings.models.meeting import Meeting

T = TypeVar("T")
RESERVED_CODES = frozenset({"new"})
CODE_FORM = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?")
LONGEST_MADE = 8
"""Letters of a made code before its year."""

LONGEST_COPIED = 30

_YEAR = re.compile(r"-?(?:19|20)\d\d(?:-\d{1,3})?$")
_WORD = re.compile(r"[a-z0-9]+")
_SMALL_WORDS = frozenset(
    {
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
        "au", "aux", "avec", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sur",
        "un", "une",
    }
)  # fmt: skip
"""Words of English and French titles that no code begins with."""


class UnusableCode(Exception):
    """A short code has 1 to 40 letters a-z, digits and inner hyphens, and is no word of our addresses."""


class CodeTaken(Exception):
    """Another meeting has this short code; letter case does not count."""


def check_code(code: str, meeting_id: int | None) -> None:
    """Raise UnusableCode or CodeTaken; under the lock of the code. Deleted meetings keep theirs."""
    if not CODE_FORM.fullmatch(code) or code.casefold() in RESERVED_CODES:
        raise UnusableCode
    holder = db.session.scalar(select(Meeting.id).where(Meeting.code_key == code.casefold()))
    if holder is not None and holder != meeting_id:
        raise CodeTaken


def made_codes(title: Translations, kind: MeetingKind, year: int) -> Iterator[str]:
    """Codes for a meeting, best first: initials of its title, or of its kind where that is in Arabic, and the year.

    Those that meetings have are left out, as they are when the first is asked for.
    """
    latin = (title.get(language, "") for language in ("en", "fr"))
    stems = ("".join(_initials(text)) for text in latin)
    stem = next((stem for stem in stems if len(stem) > 1), "") or "".join(_initials(kind.value.replace("_", " ")))
    return _free(stem[:LONGEST_MADE].upper(), year)


def codes_of_copy(code: str, year: int) -> Iterator[str]:
    """Codes for the copy of a meeting, best first: its own with another year; see `made_codes`."""
    return _free(_YEAR.sub("", code)[:LONGEST_COPIED].rstrip("-"), year)


def with_first_free(codes: Iterator[str], act: Callable[[str], T]) -> T:
    """Do something that needs a code with the first of some that nobody has taken meanwhile."""
    for code in codes:
        with suppress(CodeTaken):
            return act(code)
    raise CodeTaken


def _free(stem: str, year: int) -> Iterator[str]:
    first = f"{stem}-{year}".lstrip("-")
    taken = set(db.session.scalars(select(Meeting.code_key).where(Meeting.code_key.startswith(first.casefold()))))
    for number in count(1):
        code = first if number == 1 else f"{first}-{number}"
        if code.casefold() not in taken:
            yield code


def _initials(text: str) -> list[str]:
    words = [word for word in _WORD.findall(searchable(text)) if word not in _SMALL_WORDS]
    return [word if word.isdigit() else word[0] for word in words]
