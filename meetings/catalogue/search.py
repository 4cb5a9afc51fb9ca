"""Full-text search over meetings: what is typed becomes words, each of which must occur.

Both the index and the question go through `words_of`, so case, accents, vowel marks, forms of Arabic letters, digits
and punctuation do not count, on any database. Words have letters and digits only: nothing in them can act as a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from foundation.normalising import letters_of, searchable
from meetings.models.search import MeetingSearch

LONGEST_QUESTION = 200
"""Characters of a question that are read."""
MOST_WORDS = 12
"""Words of a question that are asked for."""
LONGEST_WORD = 60

_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]{1,30}(?:['-][^\W_]{1,30}){1,3}")
_COMPOUNDS = re.compile(rf"(?<![\w'-]){_COMPOUND.pattern}(?![\w'-])")
_NAMES_IN_TWO = re.compile(
    r"\b(?=((?:عبد|ابو|ابي|ابا|ابن|بن|ام|نصر|سعد|جار|al|el|abd|abdul|abdel|abu|abou|ben|bin) [^\W_]{2,30}))"
)
_ARABIC = re.compile("[\u0621-\u064a]")
# "and", "so", "with", "like" and "for" are written onto the article, and the article of "for the" loses its alef.
_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(\w{3,})")
_BEFORE_A_BARE_WORD = (" ", "ال", "لل", " و", " ب", " ل")


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, in order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(searchable(text))]


def wordlist(texts: Iterable[str]) -> str:
    """The different words of some texts in one line, each between blanks; empty for none."""
    words = {word for text in texts for word in (*words_of(text), *_undivided(text))}
    return f" {' '.join(sorted(words))} " if words else ""


def asked_words(question: str) -> list[str]:
    """The words that a meeting must have to be found, 12 at most; empty for a question without letters and digits.

    One that was divided by hyphens or apostrophes has hyphens.
    """
    asked: dict[str, None] = {}
    for piece in searchable(question[:LONGEST_QUESTION]).split():
        parts = [word[:LONGEST_WORD] for word in _WORD.findall(piece)]
        if _COMPOUND.fullmatch(piece):
            asked["-".join(parts)] = None
        else:
            asked.update(dict.fromkeys(parts))
    return list(asked)[:MOST_WORDS]


def found_anywhere(words: Iterable[str]) -> ColumnElement[bool]:
    """Each of the words occurs in the meeting."""
    return and_(*(_holds(MeetingSearch.words, word) for word in words))


def found_in_titles(words: Iterable[str]) -> ColumnElement[bool]:
    """Each of the words occurs in what the meeting is called."""
    return and_(*(_holds(MeetingSearch.titles, word) for word in words))


def _undivided(text: str) -> Iterator[str]:
    """Words without the hyphens and apostrophes in them, and names that are written in two words or in one."""
    folded = searchable(text)
    for match in _COMPOUNDS.finditer(folded):
        yield letters_of(match[0])[:LONGEST_WORD]
    for match in _NAMES_IN_TWO.finditer(folded):
        yield letters_of(match[1])[:LONGEST_WORD]


def _holds(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    if "-" in word:
        apart = and_(*(_holds(column, part) for part in word.split("-")))
        return or_(apart, _holds(column, letters_of(word)))
    return or_(*(column.contains(form, autoescape=True) for form in _forms_of(word)))


def _forms_of(word: str) -> list[str]:
    """Pieces of a word list that answer to a word.

    Letters of other scripts begin a word ("gov" is not in "ergonomics"). An Arabic word is also found inside of
    another, because particles are written onto it; one asked for with its article is found with others, and without.
    """
    if not _ARABIC.search(word):
        return [f" {word}"]
    bare = _ARTICLE.fullmatch(word)
    return [word, *(f"{before}{bare.group(1)}" for before in _BEFORE_A_BARE_WORD)] if bare else [word]
