"""Positions, ministries and their subjects in English, Arabic and French: proposals for what somebody wrote in one.

`dictionary.csv` holds what is said whole ("Director-General"), heads with a place for a subject ("Minister of {}") and
subjects ("Health"). French subjects carry their article, Arabic ones stand in the genitive after a head. A second
column holds the form for a woman where it differs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directory.bodies import body_named
from foundation.countries import all_countries
from foundation.normalising import searchable
from foundation.translated import Translations

LANGUAGES = ("en", "ar", "fr")
MOST_SUBJECTS = 8
"""How many subjects joined by "and" are looked up: no office has more."""
_AND = {"en": re.compile(" and | & "), "ar": re.compile(" و"), "fr": re.compile(" et ")}
_JOIN = {"en": " and ", "ar": " و", "fr": " et "}
_COMMAS = re.compile(" ?[,،] | [–—-] ")


@dataclass(frozen=True)
class DictionaryEntry:
    """One entry in the languages; `woman` is empty where it does not differ."""

    man: Translations
    woman: Translations

    def text(self, language: str, gender: str) -> str:
        """The form for a gender; that for a man where nobody told."""
        return (self.woman.get(language) if gender == "f" else None) or self.man[language]


@dataclass(frozen=True)
class _Tables:
    whole: Mapping[str, DictionaryEntry]
    subjects: Mapping[str, DictionaryEntry]
    heads: tuple[tuple[str, re.Pattern[str], DictionaryEntry], ...]


def translated(text: str, gender: str = "") -> Translations:
    """What the dictionary proposes for a text in any of the languages; empty where it does not know all of it."""
    if body := body_named(text):
        return body
    found = []
    for part in _COMMAS.split(" ".join(text.split())):
        known = _part(part, gender)
        if not known:
            return Translations()
        found.append(known)
    return Translations(
        {
            language: ("، " if language == "ar" else ", ").join(part[language] for part in found)
            for language in LANGUAGES
        }
    )


def _part(text: str, gender: str) -> dict[str, str]:
    key, tables = _key(text), _tables()
    if not key:
        return {}
    if known := tables.whole.get(key) or _countries().get(key):
        return {language: known.text(language, gender) for language in LANGUAGES}
    for language, pattern, head in tables.heads:
        match = pattern.fullmatch(key)
        # «لـ» and an article are written as one: للصحة.
        subject = match and (_subject(match[1], language) or _subject(f"ا{match[1]}", language))
        if subject:
            texts = {each: head.text(each, gender).replace("{}", subject[each]) for each in LANGUAGES}
            return texts | {"ar": texts["ar"].replace("لـال", "لل").replace("لـ", "ل")}
    return {}


def _subject(key: str, language: str) -> dict[str, str]:
    subjects, sign = _tables().subjects, _AND[language]
    pieces = sign.split(key)
    if len(pieces) > MOST_SUBJECTS:
        return {}
    signs = ["", *sign.findall(key)]
    # From the end: what is found of every rest of the text, so that nothing is looked up twice.
    found: list[dict[str, str]] = [{} for _piece in pieces] + [dict.fromkeys(LANGUAGES, "")]
    for start in reversed(range(len(pieces))):
        text, ways = "", []
        for end in range(start, len(pieces)):
            text = pieces[end] if end == start else f"{text}{signs[end]}{pieces[end]}"
            one, others = subjects.get(_key(text) if language == "fr" else text), found[end + 1]
            if one and others:
                ways.append({each: _joined(one.man[each], others[each], each) for each in LANGUAGES})
        found[start] = ways[-1] if ways else {}
    return found[0]


def _joined(one: str, others: str, language: str) -> str:
    return f"{one}{_JOIN[language]}{others}" if others else one


def _key(text: str) -> str:
    folded = re.sub(r"[.\"']", " ", searchable(text).replace("-", " "))
    folded = " ".join(folded.split())
    return re.sub(r"^(the|le|la|les|l) ", "", folded)


@cache
def _tables() -> _Tables:
    whole: dict[str, DictionaryEntry] = {}
    subjects: dict[str, DictionaryEntry] = {}
    heads: list[tuple[str, re.Pattern[str], DictionaryEntry]] = []
    with (Path(__file__).parent / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            words = DictionaryEntry(
                Translations({language: row[language] for language in LANGUAGES}),
                Translations(ar=row["ar_f"] or "", fr=row["fr_f"] or ""),
            )
            for language in LANGUAGES:
                for text in {words.text(language, ""), words.text(language, "f")}:
                    if row["kind"] == "head":
                        heads.append((language, _pattern(text), words))
                    else:
                        (whole if row["kind"] == "whole" else subjects).setdefault(_key(text), words)
    heads.sort(key=lambda entry: -len(entry[1].pattern))
    return _Tables(whole, subjects, tuple(heads))


def _pattern(head: str) -> re.Pattern[str]:
    before, _sign, after = head.partition("{}")
    start, end = _key(before), _key(after)
    blank = "" if before.endswith("ـ") or not before else " "
    return re.compile(f"{re.escape(start)}{blank}(?:the )?(.+){' ' if end else ''}{re.escape(end)}")


@cache
def _countries() -> Mapping[str, DictionaryEntry]:
    found: dict[str, DictionaryEntry] = {}
    for each in all_countries("en"):
        words = DictionaryEntry(Translations({language: each.name(language) for language in LANGUAGES}), Translations())
        for name in words.man.values():
            found.setdefault(_key(name), words)
    return found
