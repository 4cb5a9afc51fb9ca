from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from papers.content import (
    AgendaDay,
    AgendaItem,
    AgendaPaper,
    Breakout,
    Contact,
    Delegation,
    Holder,
    ListOfParticipants,
    Part,
    Participant,
    ParticipantGroup,
)
from papers.pdf import HOUSE_ACCENT, accent_of, agenda_pdf, list_of_participants_pdf
from tests.papers.samples import (
    HOSTILE_EDGES,
    HOSTILE_TEXTS,
    arabic_agenda,
    arabic_list,
    english_agenda,
    english_list,
    french_agenda,
)


def reader(file: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(file))


def text_of(file: bytes) -> str:
    pages = (page.extract_text() for page in reader(file).pages)
    return " ".join(unicodedata.normalize("NFKC", " ".join(pages)).split())


def bookmarks(file: bytes) -> list[str]:
    def titles(outline: list) -> list[str]:
        return [title for entry in outline for title in (titles(entry) if isinstance(entry, list) else [entry.title])]

    return titles(reader(file).outline)


def paper_full_of(text: str, language: str) -> AgendaPaper:
    part = Part(text, (Holder(text, text, text),))
    breakout = Breakout(text, text, (text,), (part,), text)
    child = AgendaItem(text, text)
    item = AgendaItem(text, text, text, (text, "• " + text), text, (part,), (breakout,), (child,), continued=True)
    return AgendaPaper(
        language=language,
        title=text,
        kind_line=text,
        subtitle=text,
        series_line=text,
        organisers_line=text,
        place_line=text,
        date_line=text,
        symbol=text,
        version_line=text,
        short_title=text,
        accent=text,
        labels={"continued": text[:50], "page_of": text[:50]},
        time_zone_line=text,
        introduction=(text,),
        days=(AgendaDay(text, (item,)),),
        notes=(text,),
        contacts=(Contact(text, text, text, text, text),),
    )


def list_full_of(text: str, language: str) -> ListOfParticipants:
    person = Participant(text, text, text, text, text)
    return ListOfParticipants(
        language=language,
        title=text,
        counts=(text,),
        groups=(ParticipantGroup(text, (Delegation(text, (person,)), Delegation("", (person,)))),),
    )


def test_agenda_pdf_prints_every_part_of_the_agenda_in_english() -> None:
    text = text_of(agenda_pdf(english_agenda()))

    for expected in (
        "Provisional agenda",
        "Harnessing AI and technology for responsive public services in the region",
        "Monday, 12 February 2024",
        "GOV/PGC/MENA/WG2/2024/1",
        "All times are Dubai time (UTC+04:00).",
        "10:00 – 10:20",
        "Session 1. Leveraging AI for more human-centric public services",
        "• Which services gained most?",
        "Republic of Korea and/or Portugal, Co-Chair of the Working Group (TBC)",
        "Roundtable discussion",
        "Enablers · Room 2",
        "Reporting back to plenary",
        "digital government (continued)",
        "rana.haddad@example.org",
        "Page 1 of 2",
        "Page 2 of 2",
    ):
        assert expected in text


def test_agenda_pdf_names_a_kind_only_where_the_title_does_not() -> None:
    text = text_of(agenda_pdf(english_agenda()))

    assert "Presentation Findings of the regional survey" in text
    assert "Session Session" not in text
    assert text.count("Coffee break") == 1


def test_agenda_pdf_repeats_title_and_symbol_on_later_pages_only() -> None:
    first, second = (page.extract_text() for page in reader(agenda_pdf(english_agenda())).pages)

    assert first.count("GOV/PGC/MENA/WG2/2024/1") == 1
    assert "Harnessing AI and technology for responsive public services in the region" in second
    assert "GOV/PGC/MENA/WG2/2024/1" in second


def test_agenda_pdf_prints_arabic_with_foreign_runs_intact() -> None:
    text = text_of(agenda_pdf(arabic_agenda()))

    # Extractors agree on the letters of Arabic words and differ on the order of words in a line.
    for expected in (
        *("جدول", "الأعمال", "المؤقت", "الجلسة", "الافتتاحية", "استراحة", "قهوة", "الحوكمة", "الصفحة"),
        *("E/ESCWA/CL4.SIT/2024/WG.1/INF.1", "Ms. Ingrid Solheim", "example.org", "+962 6 555 0100", "UTC+03:00"),
        "A text that has not been translated yet falls back to English",
    ):
        assert expected in text


def test_agenda_pdf_prints_french_typography_as_given() -> None:
    text = text_of(agenda_pdf(french_agenda()))

    assert "L’intelligence artificielle au service de l’administration" in text
    assert "Séance d’ouverture : allocutions" in text
    assert "10 h 00 – 10 h 20" in text
    assert "Page 1 sur 1" in text


@pytest.mark.parametrize(
    ("file", "language", "direction"),
    [
        (agenda_pdf(english_agenda()), "en", "/L2R"),
        (agenda_pdf(arabic_agenda()), "ar", "/R2L"),
        (list_of_participants_pdf(arabic_list()), "ar", "/R2L"),
    ],
)
def test_pdf_is_tagged_and_tells_title_language_and_direction(file: bytes, language: str, direction: str) -> None:
    root = reader(file).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert root["/ViewerPreferences"].get("/Direction", "/L2R") == direction
    assert b"pdfuaid" in file


def test_pdf_carries_title_and_the_time_it_is_given() -> None:
    dated = reader(agenda_pdf(english_agenda())).metadata
    undated = reader(agenda_pdf(english_agenda(made_at=None))).metadata

    assert dated is not None
    assert undated is not None
    assert dated.title == english_agenda().title
    assert dated.author == "Organisation for Economic Co-operation and Development"
    assert dated.creation_date == datetime(2024, 1, 3, 8, 0, tzinfo=UTC)
    assert undated.creation_date is None


def test_pdf_of_the_same_paper_is_the_same_file() -> None:
    assert agenda_pdf(arabic_agenda()) == agenda_pdf(arabic_agenda())


def test_pdf_embeds_plex_alone() -> None:
    resources = (page["/Resources"]["/Font"].values() for page in reader(agenda_pdf(arabic_agenda())).pages)
    names = {str(font.get_object()["/BaseFont"]) for fonts in resources for font in fonts}

    assert names
    assert all("IBMPlexSans" in name or "PlenaryArabic" in name for name in names)


def test_agenda_pdf_bookmarks_days_and_items() -> None:
    assert bookmarks(agenda_pdf(arabic_agenda()))[:3] == [
        "الأربعاء، 28 شباط / فبراير 2024",
        "الجلسة الافتتاحية",
        "الجلسة 1: واقع الحكومة الرقمية واستخدام التكنولوجيات الناشئة في البلدان العربية",
    ]


def test_list_of_participants_pdf_prints_groups_delegations_and_persons() -> None:
    file = list_of_participants_pdf(english_list())
    text = text_of(file)

    for expected in (
        "6 participants | 4 in person | 2 remote",
        "Member States",
        "Jordan",
        "H.E. Mr. Fadi Al Khatib",
        "Ministry of Digital Economy and Entrepreneurship",
        "dana.qasem@example.org",
        "State of Palestine",
        "Participation",
    ):
        assert expected in text
    assert bookmarks(file) == ["Member States", "International organisations"]


def test_list_of_participants_pdf_omits_what_repeats_the_heading_and_columns_that_are_empty() -> None:
    person = Participant("Ms. Ingrid Solheim", "Senior Adviser", "International Telecommunication Union")
    group = ParticipantGroup("", (Delegation("International Telecommunication Union", (person,)),))

    text = text_of(list_of_participants_pdf(english_list(groups=(group,))))

    assert text.count("International Telecommunication Union") == 1
    assert "Participation" not in text


def test_list_of_participants_pdf_repeats_the_country_where_its_persons_go_on() -> None:
    persons = tuple(Participant(f"Ms. Person {number}", "Adviser", "Ministry") for number in range(40))
    groups = (ParticipantGroup("Member States", (Delegation("Jordan", persons),)),)

    pages = reader(list_of_participants_pdf(english_list(groups=groups))).pages

    assert len(pages) > 1
    assert all("Jordan" in page.extract_text() for page in pages)


def test_list_of_participants_pdf_prints_arabic() -> None:
    text = text_of(list_of_participants_pdf(arabic_list()))

    for expected in ("الدول", "الأعضاء", "الأردن", "فلسطين", "Ms. Dana Zuaiter", "fadi@example.org"):
        assert expected in text


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("text", ["; ".join(HOSTILE_TEXTS), *HOSTILE_EDGES])
def test_pdf_survives_hostile_text(text: str, language: str) -> None:
    assert agenda_pdf(paper_full_of(text, language)).startswith(b"%PDF")
    assert list_of_participants_pdf(list_full_of(text, language)).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text",
    ['#import "x"', "$x$", "<script>alert(1)</script>", "*bold* _it_", '#read("/etc/passwd")', "= Heading", "a -- b~c"],
)
def test_pdf_prints_markup_of_every_kind_as_text(text: str) -> None:
    assert text in text_of(agenda_pdf(AgendaPaper(language="en", title=text)))


def test_pdf_replaces_lone_surrogates_and_drops_control_characters() -> None:
    text = text_of(agenda_pdf(AgendaPaper(language="en", title="lone \ud800, nul\x00 and\x0b tab")))

    assert "lone \ufffd, nul and tab" in text


@pytest.mark.parametrize("text", ["word " * 2_000, "x" * 10_000, "كلمة " * 2_000])
def test_pdf_breaks_endless_texts_over_pages(text: str) -> None:
    assert len(reader(agenda_pdf(AgendaPaper(language="en", title=text))).pages) > 1
    assert list_of_participants_pdf(list_full_of(text, "ar")).startswith(b"%PDF")


def test_pdf_stands_a_paper_full_of_endless_texts() -> None:
    assert agenda_pdf(paper_full_of("كلمة word " * 1_000, "ar")).startswith(b"%PDF")


def test_pdf_of_an_empty_agenda_says_so() -> None:
    assert "The agenda will be announced." in text_of(agenda_pdf(AgendaPaper(language="en", title="Meeting")))
    assert agenda_pdf(AgendaPaper(language="en", title="", days=(AgendaDay(""),))).startswith(b"%PDF")
    assert "Nobody is on this list yet." in text_of(
        list_of_participants_pdf(ListOfParticipants(language="en", title="Meeting"))
    )


@pytest.mark.parametrize("title", ["漢字", "\U00012000 and \ue000"])
def test_pdf_with_letters_that_the_family_lacks_stays_accessible(title: str) -> None:
    file = agenda_pdf(english_agenda(title=title))

    assert b"pdfuaid" in file
    assert reader(file).trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712


@pytest.mark.parametrize(
    ("accent", "expected"),
    [("#aa3300", "#aa3300"), ("", HOUSE_ACCENT), ("red", HOUSE_ACCENT), ('#000000"); panic("', HOUSE_ACCENT)],
)
def test_accent_is_a_colour_or_that_of_the_house(accent: str, expected: str) -> None:
    assert accent_of(AgendaPaper(language="en", title="", accent=accent)) == expected


def test_makers_leave_their_libraries_unloaded_until_a_paper_is_made() -> None:
    heavy = "{'typst', 'docx', 'lxml', 'xlsxwriter', 'openpyxl'}"
    code = f"import sys, papers.pdf, papers.word, papers.spreadsheets; print(sorted({heavy} & set(sys.modules)))"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
