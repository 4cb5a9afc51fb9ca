"""What the name of an uploaded file says: the title of the document, its language and its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from foundation.files import stem_of
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.enums import DocumentKind

LONGEST_TITLE = 200
_LANGUAGE_WORDS = {
    "ar": ("ar", "ara", "arabic", "arabe", "عربي", "العربية", "بالعربية"),
    "en": ("en", "eng", "english", "anglais", "انجليزي", "إنجليزي", "الإنجليزية", "الانجليزية"),
    "fr": ("fr", "fra", "fre", "french", "français", "francais", "فرنسي", "الفرنسية"),
}
_OF_WORD = {searchable(word): code for code, words in _LANGUAGE_WORDS.items() for word in words}
_WORD = "|".join(sorted(map(re.escape, chain(*_LANGUAGE_WORDS.values())), key=len, reverse=True))
# Between letters of a title "ar" or "en" is part of a word: it has to stand apart, at the end or, in brackets or in
# capitals, at the beginning.
_AT_END = re.compile(rf"[\s_.\-–(\[]+({_WORD})[\s)\]]*$", re.IGNORECASE)
_AT_START = re.compile(rf"^(?:[(\[]\s*((?i:{_WORD}))\s*[)\]]|((?i:{_WORD}))_|(AR|EN|FR)[\s\-–]+)\s*")
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_KINDS = (
    (DocumentKind.INFORMATION_NOTE, r"information note|info note|aide.?memoire|concept note|note d.information|مذكره"),
    (DocumentKind.AGENDA, r"\bagenda\b|programme|\bprogram\b|ordre du jour|جدول الاعمال|جدول اعمال|برنامج"),
    (DocumentKind.PRESENTATION, r"presentation|slides?\b|عرض"),
    (DocumentKind.REPORT, r"\breports?\b|rapport|تقرير"),
)
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Guess:
    """What a name says. `language` is empty where it says none; `key` is the same for all languages of a document."""

    title: str
    language: str
    kind: DocumentKind
    key: str

    def titles(self, main_language: str) -> Translations:
        """The title under the language that it is written in, as far as its letters tell."""
        if _ARABIC.search(self.title):
            return Translations(ar=self.title)
        latin = self.language if self.language not in ("", "ar") else main_language
        return Translations({latin if latin != "ar" else "en": self.title})


def guess(file_name: str, content_type: str = "") -> Guess:
    """Read the name of a file; `content_type` helps with the kind of document."""
    stem = stem_of(file_name)
    language, rest = _language_in(stem)
    title = _as_title(rest)
    if not language and _ARABIC.search(title):
        language = "ar"
    return Guess(title, language, _kind(searchable(title), content_type), searchable(title))


def _language_in(stem: str) -> tuple[str, str]:
    for pattern in (_AT_END, _AT_START):
        found = pattern.search(stem)
        if found:
            word = next(filter(None, found.groups()))
            rest = stem[: found.start()] + stem[found.end() :]
            return _OF_WORD[searchable(word)], rest
    if searchable(stem) in _OF_WORD:
        return _OF_WORD[searchable(stem)], ""
    return "", stem


def _as_title(rest: str) -> str:
    spaced = rest.replace("_", " ")
    if " " not in spaced.strip():
        # information-note-2 is three words; 2024-02-28 and WG.1-INF.2 are not.
        spaced = re.sub(r"(?<=[^\W\dA-Z])-(?=\w)|(?<=\w)-(?=[^\W\dA-Z])", " ", spaced)
    title = " ".join(spaced.split()).strip(" .-–")[:LONGEST_TITLE].strip()
    return title[:1].upper() + title[1:]


def _kind(key: str, content_type: str) -> DocumentKind:
    for kind, words in _KINDS:
        if re.search(words, key):
            return kind
    return DocumentKind.PRESENTATION if content_type == _SLIDES else DocumentKind.PAPER
