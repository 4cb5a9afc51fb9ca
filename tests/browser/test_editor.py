"""The editor of texts with structure, as somebody uses it who knows Word: by mouse, by keyboard, by pasting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.meetings.record import pasted

NEW = "/manage/WG2-NEXT/sections/new?kind=target_audience"
ENGLISH, ARABIC = "#body_en", "#body_ar"
PASTE = """([selector, html, text]) => {
    const data = new DataTransfer();
    if (html) data.setData('text/html', html);
    data.setData('text/plain', text);
    document.querySelector(selector).dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
STRUCTURE = """element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('br.ProseMirror-trailingBreak').forEach(each => each.remove());
    for (const each of copy.querySelectorAll('*'))
        for (const name of ['class', 'contenteditable', 'rel']) each.removeAttribute(name);
    return copy.innerHTML;
}"""


@pytest.fixture
def opened(visitor: Visitor) -> Callable[..., Page]:
    """Opens the page of a new section as an organiser."""

    def open_page(language: str = "en", **options: object) -> Page:
        page = visitor("organiser", language=language, **options)
        page.goto(NEW)
        expect(page.locator(ENGLISH)).to_have_attribute("role", "textbox")
        return page

    return open_page


def structure(editor: Locator) -> str:
    return str(editor.evaluate(STRUCTURE))


def paste(page: Page, selector: str, html: str, text: str = "") -> None:
    page.locator(selector).click()
    with page.expect_response("**/manage/paste"):
        page.evaluate(PASTE, [selector, html, text])
    expect(page.locator(selector)).not_to_have_attribute("aria-busy", "true")


def tool(page: Page, name: str, editor: str = ENGLISH) -> Locator:
    return page.locator(f'.editor:has({editor}) [data-tool="{name}"]')


@pytest.mark.firefox
def test_text_is_written_with_keys_and_buttons_saved_and_read_on_the_page(opened: Callable[..., Page]) -> None:
    page = opened()
    page.fill("#heading_en", "Notes for delegates")
    editor = page.locator(ENGLISH)
    editor.click()
    keys = page.keyboard
    keys.type("Before you travel")
    tool(page, "heading").click()
    keys.press("Enter")
    keys.type("Bring your ")
    keys.press("Control+b")
    keys.type("passport")
    keys.press("Control+b")
    keys.type(".")
    keys.press("Enter")
    keys.type("- Hotels")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("near the venue")
    keys.press("Enter")
    keys.press("Shift+Tab")
    keys.type("Visas")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("See ")
    keys.press("Control+k")
    page.locator("dialog[open] input").first.fill("example.org/travel")
    page.locator("dialog[open] input").nth(1).fill("our advice")
    keys.press("Enter")
    expect(editor).to_be_focused()
    keys.type(" first.")

    assert structure(editor) == (
        "<h3>Before you travel</h3><p>Bring your <strong>passport</strong>.</p>"
        "<ul><li><p>Hotels</p><ul><li><p>near the venue</p></li></ul></li><li><p>Visas</p></li></ul>"
        '<p>See <a href="https://example.org/travel">our advice</a> first.</p>'
    )
    keys.press("Control+z")
    expect(editor).not_to_contain_text("first.")
    keys.press("Control+y")
    expect(editor).to_contain_text("first.")
    assert violations(page) == []

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/sections")
    page.goto("/e/WG2-NEXT/en")
    section = page.locator("section", has=page.get_by_role("heading", name="Notes for delegates"))
    expect(section.locator(".prose h3")).to_have_text("Before you travel")
    expect(section.locator(".prose ul ul li")).to_have_text("near the venue")
    expect(section.locator(".prose a")).to_have_attribute("href", "https://example.org/travel")
    assert page.locator('script[src*="editor"], link[href*="editor"]').count() == 0

    page.goto("/manage/WG2-NEXT/sections")
    page.get_by_role("link", name="Notes for delegates", exact=True).click()
    expect(page.locator(f"{ENGLISH} h3")).to_have_text("Before you travel")


@pytest.mark.firefox
def test_table_is_made_filled_by_tab_and_changed(opened: Callable[..., Page]) -> None:
    page = opened()
    editor = page.locator(ENGLISH)
    editor.click()
    tool(page, "table").click()
    for word in ("Day", "Session", "One", "Opening", "Two", "Closing"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.type("Three")
    expect(editor.locator("tr")).to_have_count(4)
    tool(page, "column_after").click()
    expect(editor.locator("th")).to_have_count(3)
    editor.locator("th").nth(2).click()
    page.keyboard.type("Room")
    editor.locator("td", has_text="Three").click()
    tool(page, "remove_row").click()
    expect(editor.locator("tr")).to_have_count(3)
    tool(page, "turn_table").click()
    expect(editor.locator("table")).to_have_attribute("dir", "rtl")
    assert violations(page) == []

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/sections")
    page.goto("/e/WG2-NEXT/en")
    table = page.locator('.prose table[dir="rtl"]')
    expect(table.locator('thead th[scope="col"]').first).to_have_text("Day")
    expect(table.locator("tbody tr")).to_have_count(2)


def test_text_of_word_is_pasted_clean_in_both_languages(opened: Callable[..., Page]) -> None:
    page = opened("ar")
    paste(page, ENGLISH, pasted.WORD)
    paste(page, ARABIC, pasted.ARABIC_WORD)
    english, arabic = page.locator(ENGLISH), page.locator(ARABIC)

    expect(english.locator("h3")).to_have_text("Background")
    expect(english.locator("ul ul ul li")).to_have_text("Readers")
    expect(english.locator('ol ol[type="a"] li')).to_have_count(2)
    expect(english.locator("td[rowspan]")).to_have_text("One")
    expect(english).not_to_contain_text("two more")
    assert page.locator(f"{ENGLISH} [style], {ENGLISH} [class^=Mso]").count() == 0
    expect(arabic).to_have_attribute("dir", "rtl")
    expect(arabic.locator('> ol[type="a"] > li')).to_have_count(2)
    assert arabic.locator("[dir]").count() == 0

    # Both directions in one text: the English paragraph is turned, the button says so.
    arabic.locator("p", has_text="An English paragraph.").click()
    tool(page, "ltr", ARABIC).click()
    expect(arabic.locator('p[dir="ltr"]')).to_have_text("An English paragraph.")
    expect(tool(page, "ltr", ARABIC)).to_have_attribute("aria-pressed", "true")
    assert violations(page) == []

    page.locator("form[data-guard] button.primary").click()
    page.wait_for_url("**/sections")
    page.goto("/e/WG2-NEXT/ar")
    expect(page.locator('.prose p[dir="ltr"]', has_text="An English paragraph.")).to_be_visible()
    assert violations(page) == []


def test_plain_text_with_bullets_is_pasted_as_a_list(opened: Callable[..., Page]) -> None:
    page = opened()
    paste(page, ENGLISH, "", "Aims:\n\n•\tone\n•\ttwo")
    expect(page.locator(f"{ENGLISH} ul li")).to_have_count(2)


@pytest.mark.firefox
def test_editor_is_used_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened("ar")
    keyboard = Keyboard(page)
    keyboard.reach(ENGLISH)
    page.keyboard.type("word")
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+F10")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
    for _step in range(20):
        if page.evaluate("document.activeElement.dataset.tool") == "bold":
            break
        page.keyboard.press("ArrowLeft")  # forwards, in a page from right to left
    page.keyboard.press("Enter")
    expect(page.locator(f"{ENGLISH} strong")).to_have_text("word")
    expect(page.locator(ENGLISH)).to_be_focused()
    page.keyboard.press("Control+Space")
    expect(page.locator(f"{ENGLISH} strong")).to_have_count(0)
    page.keyboard.type("- entry")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(ENGLISH)).not_to_be_focused()


def test_refused_text_comes_back_into_the_editor(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator(ENGLISH).click()
    paste(page, ENGLISH, "<ul>" + "<li>much too long, said again and again</li>" * 800 + "</ul>")
    page.watch.expect(422)  # type: ignore[attr-defined]
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("25000")
    expect(page.locator(f"{ENGLISH} li")).to_have_count(800)
    page.locator(".error-summary a").first.click()
    expect(page.locator(ENGLISH)).to_be_focused()
    assert violations(page) == []


def test_editor_fits_a_phone(opened: Callable[..., Page]) -> None:
    page = opened("ar", viewport={"width": 360, "height": 740})
    paste(page, ARABIC, pasted.WORD)
    page.locator(f"{ARABIC} td").first.click()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_without_scripts_the_text_area_takes_light_marks(visitor: Visitor) -> None:
    page = visitor("organiser", javascript=False)
    page.goto(NEW)
    page.fill("textarea" + ENGLISH, "## Plain head\n\n- plain entry")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/e/WG2-NEXT/en")
    expect(page.locator(".prose h3", has_text="Plain head")).to_be_visible()
