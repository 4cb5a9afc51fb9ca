"""Letters of many scripts in papers, and words too long for their column."""

from __future__ import annotations

import io
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.translated import Translations
from papers.content import Delegation, ListOfParticipants, Participant, ParticipantGroup
from papers.fonts import UNKNOWN, printable, unprintable
from papers.pdf import list_of_participants_pdf
from tests.factories import make_meeting, make_registration, make_user, sign_in

NAMES = {
    "Tifinagh": "ⵎⵓⵃⴰ ⵓⵃⵎⴰⴷ",
    "Chinese": "王小明",
    "Japanese": "田中さくら",
    "Korean": "김민준",
    "Ethiopic": "አበበ ተስፋዬ",
    "Thai": "ราม ศรี",
    "Devanagari": "अर्जुन शर्मा",
    "Bengali": "দেবাশিস",
    "Tamil": "தமிழ்",
    "Hebrew": "יוסף",
    "Armenian": "Հայկ",
    "Georgian": "გიორგი",
    "Greek": "Νίκος",
    "Cyrillic": "Иван Петров",
    "Khmer": "សុខ",
    "Lao": "ສົມ",
    "Kurdish": "ڕێبین ئەحمەد ڵۆلان",
    "Vietnamese": "Nguyễn Thị Hồng Ánh",
    "emoji": "Zoë 🌍",
    "full width": "ＡＢＣ",
}


def paper(*names: str, language: str = "en") -> bytes:
    persons = tuple(Participant(name, "Director", "Ministry", "In person") for name in names)
    group = ParticipantGroup("Member States", (Delegation("Jordan", persons),))
    return list_of_participants_pdf(ListOfParticipants(language=language, title="Participants", groups=(group,)))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_script_is_printed_in_an_accessible_paper(language: str) -> None:
    file = paper(*NAMES.values(), language=language)
    assert b"pdfuaid" in file
    assert {name: unprintable(text) for name, text in NAMES.items()} == dict.fromkeys(NAMES, "")
    assert UNKNOWN not in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


@pytest.mark.parametrize("script", ["Chinese", "Korean", "Ethiopic", "Tifinagh", "Greek", "Cyrillic", "Armenian"])
def test_names_of_other_scripts_are_found_in_the_text_of_the_paper(script: str) -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper(NAMES[script]))).pages)
    assert NAMES[script].replace(" ", "") in unicodedata.normalize("NFC", "".join(text.split()))


def test_letters_that_no_font_has_are_a_sign_and_cost_nothing_else() -> None:
    hostile = "𒀀ꦗ\ue000\U0010fffd\u0378 e\u0301\u1ab0 👩‍👩‍👧 \ufdd0"
    assert b"pdfuaid" in paper(hostile)
    assert printable("𒀀 Ana") == f"{UNKNOWN} Ana"
    assert unprintable("Ana 𒀀𒀀") == "𒀀"


def test_the_page_of_papers_names_whose_letters_cannot_be_printed(app: Flask, client: FlaskClient) -> None:
    meeting = make_meeting()
    sign_in(client, make_user("assistant", meeting.team))
    make_registration(meeting, state="approved", given_name="𒀀𒁀", family_name="Ur")
    page = client.get(f"/manage/{meeting.code}/papers").get_data(as_text=True)
    assert "1 person has letters that cannot be printed" in page
    assert "𒀀𒁀 Ur" in page


def test_the_latin_form_of_a_name_stands_for_other_scripts(app: Flask) -> None:
    person = make_registration(
        make_meeting(), honorific="", given_name="小明", family_name="王", printed_name=Translations(en="Wang Xiaoming")
    )
    assert (person.full_name("en"), person.full_name("ar")) == ("Wang Xiaoming", "Wang Xiaoming")


@pytest.mark.parametrize(
    "name",
    ["Ana Tevaitoanuhivakaukuramanuateatuarangi", "W" * 40, "Ана " + "Щ" * 30, "المستنصريالقحطانيالبغداديالموصلي" * 2],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_name_breaks_inside_its_column(name: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(paper(name, language=language))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "list.pdf"), "-"],
        check=True,
        capture_output=True,
    ).stdout
    words = [
        (float(word.get("xMin", 0)), float(word.get("xMax", 0)), (word.text or "").replace("\u200b", ""))
        for word in ElementTree.fromstring(boxes).iter("{http://www.w3.org/1999/xhtml}word")
    ]
    margin, column, page = 2.2 * 72 / 2.54, 5.4 * 72 / 2.54, 21 * 72 / 2.54
    start, end = (margin, margin + column) if language == "en" else (page - margin - column, page - margin)
    letters = set(unicodedata.normalize("NFKC", name)) - {" "}
    found = [word for word in words if len(word[2]) > 3 and set(unicodedata.normalize("NFKC", word[2])) <= letters]
    assert found
    assert all(start - 2 <= left and right <= end + 2 for left, right, _text in found), found
