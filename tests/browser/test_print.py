"""The page of a meeting on paper, as each browser makes it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import ENGINE, Visitor

TITLE = "Workshop on Administrative Data for"  # What follows has a ligature, which papers may spell as one sign.
ALONE = ("Agenda", "All times are those of the meeting", "Tuesday, 19", "Wednesday, 20", "Thursday, 21")
MARGIN = re.compile(rf"{TITLE}|^19–21 January|^\d+ / \d+$")
"""What stands in the margins of a sheet, wherever its reader meets it."""


def sheets(page: Page) -> list[list[str]]:
    """The lines of each sheet."""
    options = {"prefer_css_page_size": True} if ENGINE == "chromium" else {}
    paper = PdfReader(BytesIO(page.pdf(**options)))  # type: ignore[arg-type]
    return [[line for line in sheet.extract_text().splitlines() if line.strip()] for sheet in paper.pages]


@pytest.mark.firefox
def test_each_sheet_has_the_title_and_none_ends_with_a_heading(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/e/ADMIN-DATA/en", wait_until="networkidle")
    for millimetres in (0, 25, 40, 55, 70, 100):  # Wherever the agenda comes to stand.
        page.evaluate("(mm) => document.querySelector('.facts').style.marginBlockEnd = `${mm}mm`", millimetres)
        found = sheets(page)
        assert len(found) > 2
        for lines in found[1:]:
            assert " ".join(lines).count(TITLE) == 1, lines
        for lines in found:
            last = [line for line in lines if not MARGIN.search(line)][-1]
            assert not last.startswith(ALONE), (millimetres, last)


def test_sheets_are_numbered(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/e/ADMIN-DATA/en")
    found = sheets(page)
    assert any(f"2 / {len(found)}" in line for line in found[1])


@pytest.mark.firefox
def test_address_of_a_link_stands_behind_it_unless_it_is_its_text(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/e/ADMIN-DATA/en")
    page.evaluate("""() => (document.querySelector('.prose').innerHTML =
        '<p><a href="https://stats.example.org/guide">Guide</a></p>' +
        '<p><a class="is-bare" href="https://bare.example.org/">https://bare.example.org/</a></p>')""")
    text = " ".join(" ".join(lines) for lines in sheets(page))
    assert text.count("stats.example.org/guide") == 1
    assert text.count("bare.example.org") == 1
