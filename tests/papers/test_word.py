from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from papers.content import AgendaPaper, ListOfParticipants
from papers.word import agenda_docx, list_of_participants_docx
from tests.papers.samples import HOSTILE_EDGES, HOSTILE_TEXTS, arabic_agenda, arabic_list, english_agenda, english_list
from tests.papers.test_pdf import list_full_of, paper_full_of

# The order that the schema of WordprocessingML prescribes, as far as these papers use it; Word refuses any other.
SCHEMA_ORDER = {
    "pPr": "pStyle keepNext keepLines numPr pBdr tabs bidi spacing ind contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs u rtl lang",
    "tblPr": "tblStyle bidiVisual tblW jc tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders",
    "sectPr": "headerReference footerReference pgSz pgMar cols titlePg bidi docGrid",
}


def opened(file: bytes) -> Any:
    return Document(io.BytesIO(file))


def paragraphs(document: Any) -> list[Any]:
    return [document.element.body, *document.element.body.iter(qn("w:p"))][1:]


def texts(document: Any) -> list[str]:
    return ["".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in paragraphs(document)]


def runs(document: Any) -> Iterator[tuple[str, bool]]:
    for run in document.element.body.iter(qn("w:r")):
        yield "".join(text.text or "" for text in run.iter(qn("w:t"))), run.find(f".//{qn('w:rtl')}") is not None


def test_agenda_docx_holds_every_part_of_the_agenda() -> None:
    lines = texts(opened(agenda_docx(english_agenda())))

    for expected in (
        "Provisional agenda",
        "Harnessing AI and technology for responsive public services in the region",
        "10:00 – 10:20",
        "Session 1. Leveraging AI for more human-centric public services",
        "Which services gained most?",
        "Republic of Korea and/or Portugal, Co-Chair of the Working Group (TBC)",
        "A. Governance and levels of engagement · Room 1",
        "Reporting back to plenary",
        "Session 2. Measuring progress towards digital government (continued)",
        "+971 4 555 0100",
    ):
        assert expected in lines


def test_agenda_docx_uses_styles_that_word_can_navigate_by() -> None:
    document = opened(agenda_docx(english_agenda()))

    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    in_table = {p.text: p.style.name for cell in document.tables[0]._cells for p in cell.paragraphs}
    assert styles["Harnessing AI and technology for responsive public services in the region"] == "Title"
    assert styles["Monday, 12 February 2024"] in {"Heading 1", "Paper Date"}
    assert styles["Contacts"] == "Heading 1"
    assert in_table["Opening remarks"] in {"Heading 2", "Agenda Role"}
    assert in_table["Roundtable discussion"] == "Heading 3"
    assert in_table["Which services gained most?"] == "List Bullet"


@pytest.mark.parametrize("file", [agenda_docx(english_agenda()), list_of_participants_docx(arabic_list())])
def test_docx_tables_repeat_their_header_row(file: bytes) -> None:
    for table in opened(file).tables:
        flags = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert flags == [True] + [False] * (len(flags) - 1)


def test_arabic_docx_is_right_to_left_in_paragraphs_runs_tables_and_section() -> None:
    document = opened(agenda_docx(arabic_agenda()))

    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert document.styles["Normal"].element.find(f".//{qn('w:bidi')}") is not None
    assert all(paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for paragraph in paragraphs(document))
    assert all(is_rtl for text, is_rtl in runs(document) if any("\u0621" <= letter <= "\u064a" for letter in text))


def test_arabic_docx_keeps_foreign_words_addresses_and_numbers_left_to_right() -> None:
    document = opened(agenda_docx(arabic_agenda()))

    directions = dict(runs(document))
    assert directions["Ms. Ingrid Solheim"] is False
    assert directions["ESCWA"] is False
    assert directions["+962 6 555 0100"] is False
    phone = next(p for p in document.paragraphs if p.text == "+962 6 555 0100")
    assert phone._p.pPr.find(qn("w:bidi")).get(qn("w:val")) == "0"
    untranslated = next(p for p in paragraphs(document) if "A text that has not been" in "".join(p.itertext()))
    assert untranslated.pPr.find(qn("w:bidi")).get(qn("w:val")) == "0"


def test_english_docx_has_no_right_to_left_but_in_arabic_names() -> None:
    document = opened(agenda_docx(english_agenda()))

    assert document.element.body.find(f".//{qn('w:bidi')}") is None
    assert document.element.body.find(f".//{qn('w:bidiVisual')}") is None
    assert [text for text, is_rtl in runs(document) if is_rtl] == ["د. ليلى منصور"]


def test_docx_names_fonts_languages_and_weights_for_both_kinds_of_script() -> None:
    document = opened(agenda_docx(arabic_agenda()))

    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}")
    fonts, language = defaults.find(f".//{qn('w:rFonts')}"), defaults.find(f".//{qn('w:lang')}")
    title = document.styles["Title"].element.rPr
    assert (fonts.get(qn("w:ascii")), fonts.get(qn("w:cs"))) == ("IBM Plex Sans", "IBM Plex Sans Arabic")
    assert (language.get(qn("w:val")), language.get(qn("w:bidi"))) == ("en-GB", "ar-SA")
    assert title.find(qn("w:sz")).get(qn("w:val")) == title.find(qn("w:szCs")).get(qn("w:val"))
    assert title.find(qn("w:bCs")) is not None
    font_table = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    assert b'w:name="IBM Plex Sans Arabic"><w:altName w:val="Arial"/>' in font_table.blob


@pytest.mark.parametrize("paper", [english_agenda(), arabic_agenda()])
def test_docx_numbers_its_pages_and_runs_its_header_from_page_two(paper: AgendaPaper) -> None:
    section = opened(agenda_docx(paper)).sections[0]

    for footer in (section.footer, section.first_page_footer):
        fields = [field.get(qn("w:instr")).strip() for field in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == f"{paper.title}\t{paper.symbol}"
    assert section.first_page_header.paragraphs[0].text == ""


def test_docx_carries_its_properties() -> None:
    properties = opened(agenda_docx(english_agenda())).core_properties
    undated = opened(agenda_docx(arabic_agenda())).core_properties

    assert properties.title == english_agenda().title
    assert properties.author == "Organisation for Economic Co-operation and Development"
    assert properties.language == "en"
    assert properties.created is not None
    assert properties.created.isoformat() == "2024-01-03T08:00:00+00:00"
    assert undated.language == "ar"
    assert undated.created is None


def test_list_of_participants_docx_holds_groups_delegations_and_persons() -> None:
    document = opened(list_of_participants_docx(english_list()))

    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[:3] == [
        ["Name", "Position and organisation", "Participation"],
        ["Jordan"] * 3,
        [
            "H.E. Mr. Fadi Al Khatib",
            "Minister\nMinistry of Digital Economy and Entrepreneurship",
            "In person",
        ],
    ]
    assert document.tables[0].cell(1, 0).paragraphs[0].style.name == "Delegation"
    assert "6 participants | 4 in person | 2 remote" in texts(document)


@pytest.mark.parametrize(
    "file",
    [agenda_docx(english_agenda()), agenda_docx(arabic_agenda()), list_of_participants_docx(arabic_list())],
)
def test_docx_keeps_the_order_of_properties_that_word_demands(file: bytes) -> None:
    document = opened(file)
    section = document.sections[0]

    for root in (document.element, document.styles.element, section.header._element, section.footer._element):
        for name, order in SCHEMA_ORDER.items():
            for properties in root.iter(qn(f"w:{name}")):
                names = [child.tag.rsplit("}", 1)[1] for child in properties]
                known = [child for child in names if child in order.split()]
                assert known == sorted(known, key=order.split().index)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("text", ["; ".join(HOSTILE_TEXTS), *HOSTILE_EDGES, "word " * 2_000])
def test_docx_survives_hostile_text(text: str, language: str) -> None:
    opened(agenda_docx(paper_full_of(text, language)))
    opened(list_of_participants_docx(list_full_of(text, language)))


def test_docx_drops_characters_that_xml_forbids_and_keeps_markup_as_text() -> None:
    title = "<script> ]]> &amp; nul\x00 and\x0b lone\ud800 \u202eend"

    document = opened(agenda_docx(AgendaPaper(language="en", title=title)))

    assert "<script> ]]> &amp; nul and lone\ufffd end" in texts(document)


def test_docx_of_an_empty_paper_says_so() -> None:
    assert "The agenda will be announced." in texts(opened(agenda_docx(AgendaPaper(language="en", title="Meeting"))))
    assert "Nobody is on this list yet." in texts(
        opened(list_of_participants_docx(ListOfParticipants(language="en", title="Meeting")))
    )
