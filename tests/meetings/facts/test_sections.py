from __future__ import annotations

import html
import re

import pytest

from foundation.translated import Translations
from meetings.enums import SectionKind
from meetings.facts.operations.texts import add_section
from meetings.models.sections import Section
from meetings.reading.meetings import row_of
from rich_text.texts import clean
from tests.costs import cost_of
from tests.forms_found import messages_beside
from tests.rich_text import pasted

NEW = "/manage/WG-TEST/sections/new"


@pytest.fixture
def section(meeting):
    body = Translations(en='<p>Old <span lang="fr">mot</span></p>', ar="<p>قديم</p>")
    return add_section(meeting.id, kind=SectionKind.BACKGROUND, body=body)


def body_of(section) -> Translations:
    return row_of(Section, section.meeting_id, section.id).body


def written(**values: str) -> dict[str, str]:
    """What the editor sends for the languages in which somebody wrote."""
    return {"kind": "background", **values, **{f"{name}-is-html": "1" for name in values}}


def test_html_of_the_editor_is_cleaned_and_kept(client, meeting, section):
    address = f"/manage/WG-TEST/sections/{section.id}"
    data = written(body_en=pasted.WORD, body_ar='<p dir="rtl">جديد</p><p dir="ltr">English</p>')

    assert client.post(address, data=data).status_code == 303
    assert body_of(section) == Translations(en=pasted.WORD_CLEAN, ar='<p>جديد</p>\n<p dir="ltr">English</p>')


def test_a_text_that_nobody_touched_is_kept_to_the_letter(client, section):
    before = body_of(section)
    page = client.get(f"/manage/WG-TEST/sections/{section.id}").get_data(as_text=True)
    (typed,) = re.findall(r'<textarea[^>]*name="body_en"[^>]*>\s(.*?)</textarea>', page, re.DOTALL)

    client.post(
        f"/manage/WG-TEST/sections/{section.id}",
        data={"kind": "background", "body_en": html.unescape(typed), "body_ar": "قديم"},
    )
    assert body_of(section) == before


def test_the_page_offers_the_clean_text_to_the_editor(client, section):
    page = client.get(f"/manage/WG-TEST/sections/{section.id}").get_data(as_text=True)

    (offered,) = re.findall(r'<textarea data-rich="([^"]*)"[^>]*name="body_en"', page)
    assert html.unescape(offered) == body_of(section)["en"]
    assert page.count('type="module" src="/assets/editor') == 1


def test_light_marks_are_read_where_no_script_runs(client, meeting, section):
    data = {"kind": "background", "body_en": "- one\n- <b>two</b>", "body_ar": ""}
    client.post(f"/manage/WG-TEST/sections/{section.id}", data=data)

    assert body_of(section) == Translations(en="<ul><li>one</li><li><strong>two</strong></li></ul>")


HOSTILE = [
    "<script>x()</script>",
    "<svg><script>x()</script><animate onbegin=x()></svg>",
    '<img src=x onerror="x()">',
    '<a href="javascript:x()">a</a>',
    '<a href=" jAvAsCrIpT&colon;x()">a</a>',
    '<a href="data:text/html,<script>x()</script>">a</a>',
    '<p style="background:url(javascript:x())" onclick="x()">a</p>',
    "<iframe srcdoc='<script>x()</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=x()></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=x()>'></noscript>",
    "<form action=//e><button>a</button></form><base href=//e><meta http-equiv=refresh content='0;//e'>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("as_html", [True, False])
def test_hostile_text_never_reaches_the_page(client, section, text, as_html):
    data = {"kind": "background", "body_en": f"<p>Kept</p>{text}", "body_en-is-html": "1" if as_html else ""}
    client.post(f"/manage/WG-TEST/sections/{section.id}", data=data)
    stored = body_of(section)["en"]
    page = client.get("/e/WG-TEST/en").get_data(as_text=True)

    assert "Kept" in stored
    assert not re.search(r"(?i)<(script|svg|img|iframe|math|style|form|base|meta|button)\b", stored)
    assert not re.search(r"(?i)<[^>]*\s(on\w+|style|srcdoc)\s*=", stored)
    assert not re.search(r"(?i)<[^>]*(javascript|data)\s*:", stored)
    assert "Kept" in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 5_000_000, "Shorten this to 25000 characters; it has 5000000."),
        ("<p>" + "word " * 5_001 + "</p>", "Shorten this to 25000 characters; it has 25004."),
        ("<b>" * 10_000, "too much formatting to be read"),
        ("<ul><li>" * 10_000 + "x", "too much formatting to be read"),
    ],
)
@pytest.mark.parametrize("as_html", [True, False])
def test_what_is_too_much_is_refused_beside_the_field_and_not_lost(client, meeting, text, message, as_html):
    data = {"kind": "background", "heading_en": "Kept", "body_en": text, "body_en-is-html": "1" if as_html else ""}
    responses = []

    assert cost_of(lambda: responses.append(client.post(NEW, data=data))) < 15
    [response] = responses
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    if as_html or "<p>" not in text:
        assert message in page
    assert 'aria-describedby="body_en-error"' in page
    assert html.escape(text)[:1000] in page
    assert "Kept</textarea>" in page


def test_what_is_pasted_comes_back_clean(client, meeting):
    answer = client.post("/manage/paste", data={"html": pasted.ARABIC_WORD, "text": "", "language": "ar"})
    assert answer.get_json() == {"html": clean(pasted.ARABIC_WORD, "rtl")}

    answer = client.post("/manage/paste", data={"html": "", "text": "• one\n• two", "language": "en"})
    assert answer.get_json() == {"html": "<ul><li>one</li><li>two</li></ul>"}


@pytest.mark.parametrize("text", ["<b>" * 10_000, "x" * 1_100_000])
def test_what_cannot_be_pasted_is_refused(client, meeting, text):
    assert client.post("/manage/paste", data={"html": text}).status_code == 422


def test_the_public_page_loads_no_editor(client, section):
    assert "editor" not in client.get("/e/WG-TEST/en").get_data(as_text=True)


def test_a_section_of_its_own_kind_needs_a_heading(client, meeting):
    refused = client.post(NEW, data={"kind": "other", "body_en": "Bring your badge."})
    assert refused.status_code == 422
    assert "Error: Give a section of your own a heading." in messages_beside(refused.text, "heading_en")
    assert "Bring your badge." in refused.text
    data = {"kind": "other", "heading_en": "What to bring", "body_en": "Bring your badge."}
    assert client.post(NEW, data=data).status_code == 303
