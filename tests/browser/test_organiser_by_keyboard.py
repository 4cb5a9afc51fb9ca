"""An organiser without a mouse, on a phone's screen, in both directions: from an empty form to a published page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from foundation.languages import direction
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.sweep import PHONE, too_wide

SUBMIT = "main form .form-actions button:not([name])"
TITLES = {"en": "Dialogue by keyboard", "ar": "حوار بلوحة المفاتيح"}
ROOM = {"en": "Hall A", "ar": "القاعة أ"}
HEADING = {"en": "How we work", "ar": "كيف نعمل"}
TEXT = {"en": "Chatham House rules.", "ar": "قواعد تشاتام هاوس."}
ORGANISATION = {"en": "Keyboard Institute", "ar": "معهد لوحة المفاتيح"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_organiser_needs_only_a_keyboard_and_a_small_screen(visitor: Visitor, language: str) -> None:
    page = visitor("organiser", language=language, viewport=PHONE)
    keys = Keyboard(page)

    code = create(page, keys, language)
    manage = f"/manage/{code}"
    add(
        page,
        keys,
        f"{manage}/agenda/new",
        more=both("room", ROOM),
        starts="09:30",
        ends="11:00",
        **both("title", TITLES),
    )
    add(page, keys, f"{manage}/rooms/new", **both("name", ROOM), seats="40")
    add(page, keys, f"{manage}/organisations/new", organisation=ORGANISATION[language])
    add(page, keys, f"{manage}/join/new", provider="Zoom", join_url="https://example.org/j/1", passcode="123")
    add(page, keys, f"{manage}/links/new", **both("label", HEADING), url="https://example.org/more")
    add_section(page, keys, manage, language)
    publish(page, keys, manage)

    page.goto(f"/e/{code}/{language}")
    assert page.locator("html").get_attribute("dir") == direction(language)
    for text in (TITLES, ROOM, HEADING, TEXT, ORGANISATION):
        expect(page.locator("main")).to_contain_text(text[language])


def both(name: str, texts: dict[str, str]) -> dict[str, str]:
    """The fields of a translated text."""
    return {f"{name}_{language}": text for language, text in texts.items()}


def create(page: Page, keys: Keyboard, language: str) -> str:
    """A draft, made with a mistake first, whose message leads to its field; returns its code."""
    page.watch.expect(422)  # type: ignore[attr-defined]
    open_form(page, "/manage/new")
    for name, text in both("title", TITLES).items():
        keys.write(f'[name="{name}"]', text)
    write_date(page, keys, "starts_on", date(2031, 5, 6))
    write_date(page, keys, "ends_on", date(2031, 5, 5))
    keys.press(SUBMIT)
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    assert page.locator('[name="title_ar"]').input_value() == TITLES["ar"]
    keys.reach("[data-error-summary] a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "ends_on"
    write_date(page, keys, "ends_on", date(2031, 5, 7))
    keys.press(SUBMIT)
    expect(page.locator(".flash-success")).to_be_visible()
    return urlsplit(page.url).path.removeprefix("/manage/")


def add(page: Page, keys: Keyboard, address: str, *, more: Mapping[str, str] | None = None, **values: str) -> None:
    """Fill the fields of a form in the order they stand in, then those that are folded, and save it."""
    open_form(page, address)
    for name, text in values.items():
        keys.write(f'[name="{name}"]', text)
    if more:
        keys.reach("details.more > summary")
        page.keyboard.press("Enter")
    for name, text in (more or {}).items():
        keys.write(f'[name="{name}"]', text)
    keys.press(SUBMIT)
    expect(page.locator(".flash-success")).to_be_visible()


def add_section(page: Page, keys: Keyboard, manage: str, language: str) -> None:
    open_form(page, f"{manage}/sections/new")
    keys.choose('[name="kind"]', "other")
    keys.write(f'[name="heading_{language}"]', HEADING[language])
    expect(page.locator(f"#body_{language}")).to_have_attribute("role", "textbox")
    keys.write(f"#body_{language}", TEXT[language])
    keys.press(SUBMIT)
    expect(page.locator(".flash-success")).to_be_visible()


def publish(page: Page, keys: Keyboard, manage: str) -> None:
    open_form(page, manage)
    keys.press('form[action$="/publish"] button')
    expect(page.locator(".flash-success")).to_be_visible()


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    assert not too_wide(page), address


def write_date(page: Page, keys: Keyboard, name: str, day: date) -> None:
    """Reach a date and type it; the order of its parts is that of the language of the browser's own windows."""
    keys.reach(f'[name="{name}"]')
    for order in ("%m%d%Y", "%d%m%Y", "%Y%m%d"):
        page.keyboard.type(day.strftime(order))
        if page.locator(f'[name="{name}"]').input_value() == day.isoformat():
            return
        for _part in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{name} cannot be typed")
