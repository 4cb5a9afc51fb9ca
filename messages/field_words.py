"""Fields as words: whoever writes sees `[Given name]` in the language of the page; what is kept is `{given_name}`."""

from __future__ import annotations

import re
from functools import cache

from foundation.languages import current_language, force_language, known_languages
from foundation.merge_fields import fields
from foundation.normalising import searchable

_STORED = re.compile(r"\{\{|\}\}|\{\s*(\w+)\s*\}")
_WRITTEN = re.compile(r"\[([^\[\]{}\n]{1,80})\]")


def words_of(name: str) -> str:
    """A field as it stands in a text that somebody writes; empty if there is no such field."""
    return _words(current_language()).get(name, "")


def in_words(text: str) -> str:
    """A stored text as it is shown to whoever writes it."""
    return _STORED.sub(lambda match: (match[1] and words_of(match[1].casefold())) or match[0], text)


def from_words(text: str) -> str:
    """A written text as it is kept; words in brackets that name no field, in any language, stay as they are."""
    return _WRITTEN.sub(_stored, text)


def _stored(match: re.Match[str]) -> str:
    name = _names().get(searchable(match[1]))
    return "{" + name + "}" if name else match[0]


@cache
def _words(language: str) -> dict[str, str]:
    with force_language(language):
        return {field.name: f"[{field.label}]" for field in fields}


@cache
def _names() -> dict[str, str]:
    return {searchable(words[1:-1]): name for language in known_languages() for name, words in _words(language).items()}
