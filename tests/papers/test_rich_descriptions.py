from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from rich_text.texts import clean, to_paragraphs
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in
from tests.papers.test_meeting_papers import READERS
from tests.rich_text import pasted


def test_structure_is_said_in_words_of_plain_paragraphs():
    assert to_paragraphs(clean(pasted.WORD)) == (
        "Background",
        "Aims and scope",
        "The meeting in Amman reviews four reports[1] on ENACT, three of them final.",
        "• Digital identity",
        "• Cards and keys",
        "• Readers",
        "• Open data",
        "Then:",
        "1. Adopt the report",
        "a. its summary",
        "b. its annexes",
        "2. Agree on next steps",
        "Day | Sessions",
        "One | Opening | Remarks by the host",
        "Panel |",
        "[1] See the annex.",
    )
    assert to_paragraphs(clean(pasted.ARABIC_WORD))[2:4] == ("أ. المحور الأول", "ب. المحور الثاني")
    assert to_paragraphs('<ol type="I" start="4"><li>x</li><li>y</li></ol>') == ("IV. x", "V. y")


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_agenda_prints_tables_lists_and_both_directions(client: FlaskClient, form: str, language: str) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    make_item(meeting, description={"en": clean(pasted.WORD), "ar": clean(pasted.ARABIC_WORD)})
    sign_in(client, make_user("assistant", team))

    text = READERS[form](client.get(f"/manage/EGM/papers/agenda-{language}.{form}").data)
    expected = {
        "en": ("Background", "Digital identity", "its annexes", "Remarks by the host", "Panel"),
        "ar": ("خلفية", "Open Data", "المحور", "English"),
    }
    assert [word for word in expected[language] if word not in text] == []
