"""What the name of a file says."""

from __future__ import annotations

import pytest

from meetings.documents.file_names import guess
from meetings.enums import DocumentKind


@pytest.mark.parametrize(
    ("name", "title", "language"),
    [
        ("Information note_ar.pdf", "Information note", "ar"),
        ("information-note-EN.pdf", "Information note", "en"),
        ("Note_FR.docx", "Note", "fr"),
        ("report (Arabic).pdf", "Report", "ar"),
        ("AR_Agenda.pdf", "Agenda", "ar"),
        ("[en] slides.pptx", "Slides", "en"),
        ("Paper.en.pdf", "Paper", "en"),
        ("مذكرة مفاهيمية - العربية.docx", "مذكرة مفاهيمية", "ar"),
        ("تقرير الاجتماع.pdf", "تقرير الاجتماع", "ar"),
        ("Are you here.pdf", "Are you here", ""),
        ("En route.pdf", "En route", ""),
        ("Seminar.pdf", "Seminar", ""),
        ("2024-02-28-programme_en.pdf", "2024-02-28 programme", "en"),
        ("WG.1-INF.1.pdf", "WG.1-INF.1", ""),
        ("final_report_v7.pdf", "Final report v7", ""),
        ("_ar.pdf", "", "ar"),
        ("ar.pdf", "", "ar"),
        ("Rapport re\u0301vise\u0301 - franc\u0327ais.pdf", "Rapport révisé", "fr"),
        ("NOTE_FRANC\u0327AIS.docx", "NOTE", "fr"),
        ("مذكرة - ا\u0655نجليزي.pdf", "مذكرة", "en"),
        ("note_englısh.pdf", "Note", "en"),
    ],
)
def test_title_and_language_are_read(name: str, title: str, language: str) -> None:
    said = guess(name)

    assert (said.title, said.language) == (title, language)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Provisional agenda.pdf", DocumentKind.AGENDA),
        ("جدول الأعمال.docx", DocumentKind.AGENDA),
        ("Concept note_en.pdf", DocumentKind.INFORMATION_NOTE),
        ("مذكّرة مفاهيمية.pdf", DocumentKind.INFORMATION_NOTE),
        ("rapport.pdf", DocumentKind.REPORT),
        ("Reporting obligations.pdf", DocumentKind.PAPER),
        ("Slides.pdf", DocumentKind.PRESENTATION),
        ("x.pdf", DocumentKind.PAPER),
    ],
)
def test_kind_is_read(name: str, kind: DocumentKind) -> None:
    assert guess(name).kind is kind


def test_languages_of_a_document_have_one_key() -> None:
    assert len({guess(name).key for name in ("Note_ar.pdf", "note-EN.docx", "NOTE (French).pdf", "Note.pdf")}) == 1


def test_title_stands_under_the_language_of_its_letters() -> None:
    assert dict(guess("Information note_ar.pdf").titles("en")) == {"en": "Information note"}
    assert dict(guess("Information note_ar.pdf").titles("ar")) == {"en": "Information note"}
    assert dict(guess("Note d'information_fr.pdf").titles("en")) == {"fr": "Note d'information"}
    assert dict(guess("مذكرة_en.pdf").titles("en")) == {"ar": "مذكرة"}
