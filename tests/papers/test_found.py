"""Whoever looks for a word in a printed paper finds it, with readers that we did not write."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pypdfium2
import pytest

from papers.pdf import agenda_pdf, list_of_participants_pdf
from papers.text import without_vowel_marks
from tests.papers.samples import arabic_agenda, arabic_list, english_agenda, english_list, french_agenda

ARABIC = (
    "المشاركين لغير نوفمبر حضورياً السيّد الإسكوا الآلية الأمين بين في تبني بري مدير العربية اللجنة الله إلى على عمّان "
    "لا لأن كلا شيء بئر تسيير مكتب ينير يزن سير ديبلوماسي ملاك سلام إعلان بلال الاجتماع أولاً مؤتمرٌ بلاءً لِلأمم"
)
# Directions, joiners and places where a word may break say nothing.
_SILENT = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\u2060\ufeff]")


def by_pdfium(file: bytes) -> str:
    """The text as Chromium's reader finds it."""
    document = pypdfium2.PdfDocument(file)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def by_poppler(file: bytes) -> str:
    """The text as the readers of Linux desktops find it."""
    return subprocess.run(["pdftotext", "-", "-"], input=file, capture_output=True, check=True).stdout.decode()


def plain(text: str) -> str:
    """A text as one looks for words in it."""
    return unicodedata.normalize("NFKC", _SILENT.sub("", text))


def lost(texts: Iterable[str], file: bytes, reader: Callable[[bytes], str]) -> set[str]:
    """The words of what was to be printed that nobody finds."""
    found = plain(reader(file))
    words = {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", plain(without_vowel_marks(text)))}
    assert len(words) > 10
    return {word for word in words if word not in found}


def texts_of(value: Any) -> Iterator[str]:
    """Every text of a paper, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("language", "accent", "labels"):
                yield from texts_of(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_of(each)


@pytest.mark.parametrize("reader", [by_pdfium, by_poppler])
@pytest.mark.parametrize(
    ("make", "content"),
    [
        (agenda_pdf, arabic_agenda()),
        (agenda_pdf, english_agenda()),
        (agenda_pdf, french_agenda()),
        (list_of_participants_pdf, arabic_list()),
        (list_of_participants_pdf, english_list()),
    ],
    ids=["agenda-ar", "agenda-en", "agenda-fr", "participants-ar", "participants-en"],
)
def test_every_word_is_found(make: Callable[..., bytes], content: Any, reader: Callable[[bytes], str]) -> None:
    assert lost(texts_of(content), make(content), reader) == set()


@pytest.mark.parametrize("reader", [by_pdfium, by_poppler])
def test_letters_that_the_family_joins_are_found(reader: Callable[[bytes], str]) -> None:
    paper = arabic_agenda(title=ARABIC, subtitle=ARABIC)

    assert lost([ARABIC], agenda_pdf(paper), reader) == set()
