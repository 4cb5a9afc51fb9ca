"""The order of people in lists: by what a list shows, in the language in which it shows it.

Keys are stored per script, so that both databases order alike and on an index. Lists in Arabic letters go word by word
without the article, as the table of countries does; lists in Latin letters go letter by letter. What is shown in the
other script, for want of anything else, comes last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from directory.scripts import fits, in_language, name_groups, split_name
from foundation.languages import current_language
from foundation.normalising import searchable
from registration.models.registrations import Registration

LAST = "\ue000"
"""Before a key in the other script: after every letter, byte by byte."""
_ARTICLE = re.compile(r"\bال(?=\w{2})")


def name_key(given: str, family: str, printed: Mapping[str, str], script: str) -> str:
    """What orders a name in lists of a script ("ar" or "en"): the family name first, as printed there."""
    if not (fits(given, script) and fits(family, script)):
        words = len(name_groups(given)), len(name_groups(family))
        given, family = split_name(printed.get(script) or f"{given} {family}".strip(), *words)
    return _key([family, given], script)[:300]


def text_key(texts: Mapping[str, str], typed: str, script: str) -> str:
    """What orders a text that is written per language, such as an organisation, in lists of a script."""
    return _key([in_language(texts, typed, script)], script)[:250]


def by_name(language: str = "") -> tuple[Any, Any]:
    """The columns that order people by name in lists of a language; by default that of the page."""
    return (name_column(language or current_language()), Registration.id)


def name_column(language: str) -> Any:
    """The key of names in lists of a language."""
    return Registration.sort_key_ar if language == "ar" else Registration.sort_key


def organisation_column(language: str) -> Any:
    """The key of organisations in lists of a language."""
    return Registration.organisation_key_ar if language == "ar" else Registration.organisation_key


def _key(texts: list[str], script: str) -> str:
    if script == "ar":
        texts = [_words(_ARTICLE.sub("", text)) for text in texts]
    else:
        texts = ["".join(filter(str.isalnum, searchable(text))) for text in texts]
    key = " ".join(filter(None, texts))
    return key if fits(key, script) else f"{LAST}{key}"


def _words(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in searchable(text)).split())
