"""Filling in names side by side, by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visitor

TABLE = "/manage/TIN-API-NEXT/papers/names"


def test_cells_are_filled_in_by_keyboard_and_proposals_taken(visitor: Visitor) -> None:
    page = visitor("assistant")
    page.goto("/manage/TIN-API-NEXT/papers")
    page.get_by_role("link", name="Fill them in side by side").click()
    names = page.locator('[data-cell][name^="name-"][name$="-ar"]')
    before = names.count()
    assert before > 2
    offered = page.locator(f'[data-take="{names.nth(0).get_attribute("id")}"]').first.get_attribute("data-text")
    names.nth(0).focus()
    page.keyboard.press("Control+Enter")
    expect(names.nth(0)).to_have_value(offered or "")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.type("ليلى منصور")
    page.keyboard.press("Enter")
    expect(names.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(names.nth(1)).to_be_focused()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator("main")).to_be_visible()
    assert page.locator('[data-cell][name^="name-"][name$="-ar"]').count() == before - 2


def test_all_of_the_dictionary_are_taken_at_once_and_nothing_is_saved_by_it(visitor: Visitor) -> None:
    page = visitor("assistant")
    page.goto(TABLE)
    cells = page.locator("[data-cell]")
    page.locator('[data-take-all="dictionary"]').click()
    filled = sum(1 for value in cells.evaluate_all("all => all.map(each => each.value)") if value)
    assert filled > 0
    again = page.context.new_page()
    again.goto(TABLE)
    assert all(value == "" for value in again.locator("[data-cell]").evaluate_all("all => all.map(each => each.value)"))
    again.close()
