"""What an organiser does: create a meeting, fill its agenda, publish it, change it; and what others see meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.sweep import PHONE

SUBMIT = 'main form button[type="submit"]:not([name])'


@pytest.mark.firefox
def test_meeting_goes_from_an_empty_form_to_a_page_that_follows_its_changes(visitor: Visitor) -> None:
    organiser, stranger = visitor("organiser"), visitor(language="ar")
    create(organiser, "DIALOGUE-1")
    stranger.watch.expect(404)  # type: ignore[attr-defined]
    assert status(stranger, "/e/DIALOGUE-1/ar") == 404, "a draft is for the team alone"

    add_item(organiser, "DIALOGUE-1")
    organiser.goto("/manage/DIALOGUE-1")
    organiser.locator('form[action$="/publish"] button').click()
    expect(organiser.locator(".flash-success")).to_be_visible()

    assert status(stranger, "/e/DIALOGUE-1/ar") == 200
    expect(stranger.locator("h1")).to_have_text("حوار حول الخدمات الرقمية")
    item = stranger.locator("main", has_text="جلسة افتتاحية")
    expect(item).to_contain_text("09:30")
    expect(stranger.locator("main")).to_contain_text("رانيا المهيري")
    move_item(organiser, "DIALOGUE-1", "11:15")
    # Two web processes hold a copy of the page each; neither may show the old hour.
    for _look in range(6):
        stranger.goto("/e/DIALOGUE-1/ar")
        expect(item).to_contain_text("11:15")
        expect(item).not_to_contain_text("09:30")


@pytest.mark.firefox
def test_create_form_keeps_what_was_typed_and_says_what_is_missing(visitor: Visitor) -> None:
    page = visitor("organiser")
    page.watch.expect(422)  # type: ignore[attr-defined]
    page.goto("/manage/new")
    page.locator('[name="title_en"]').fill("A meeting without dates")
    page.locator(SUBMIT).click()

    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert page.locator('[name="title_en"]').input_value() == "A meeting without dates"
    assert page.locator("[data-error-summary]").evaluate("summary => summary === document.activeElement")
    page.locator("[data-error-summary] a").first.click()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


@pytest.mark.firefox
def test_leaving_a_changed_form_asks_first(visitor: Visitor) -> None:
    page = visitor("organiser")
    asked: list[str] = []
    page.goto("/manage/WG2-NEXT/facts")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator('[name="hashtag"]').fill("#changed")
    page.locator("a.brand").click()
    page.wait_for_url("**/")

    assert asked == ["beforeunload"]


@pytest.mark.firefox
def test_who_moves_a_row_by_keyboard_stays_on_its_button(visitor: Visitor) -> None:
    page = visitor("organiser")
    page.goto("/manage/TIN-API/sections")
    row = page.locator(".outline > li").nth(1)
    name = row.locator(".row-link").inner_text()
    row.locator('.wide-only[name="step"][value="down"]').focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        moved = page.locator(".outline > li").nth(place)
        expect(moved.locator(".row-link")).to_have_text(name)
        expect(moved.locator('.wide-only[name="step"][value="down"]')).to_be_focused()


def test_who_moves_a_row_on_a_phone_stays_on_its_row(visitor: Visitor) -> None:
    page = visitor("organiser", language="ar", viewport=PHONE, has_touch=True)
    page.goto("/manage/TIN-API/sections")
    row = page.locator(".outline > li").nth(1)
    name = row.locator(".row-link").inner_text()
    row.locator(".row-menu summary").tap()
    row.locator('.menu-panel [name="step"][value="down"]').tap()
    moved = page.locator(".outline > li").nth(2)
    expect(moved.locator(".row-link")).to_have_text(name)
    expect(moved.locator(".row-menu summary")).to_be_focused()
    moved.locator(".row-menu summary").tap()
    moved.locator('.menu-panel [name="step"][value="up"]').tap()
    expect(page.locator(".outline > li").nth(1).locator(".row-link")).to_have_text(name)


def test_long_form_is_saved_without_going_to_its_end(visitor: Visitor) -> None:
    page = visitor("organiser")
    page.goto("/manage/TIN-API/facts")
    expect(page.locator(".form-actions button").first).to_be_in_viewport(ratio=1)
    page.locator('[name="dial_in"], [name="map_url"], [name="accent"]').first.focus()
    bar = page.locator("form[data-guard] > .form-actions").bounding_box()
    field = page.locator(":focus").bounding_box()
    assert bar is not None
    assert field is not None
    assert field["y"] + field["height"] <= bar["y"]


def status(page: Page, path: str) -> int:
    response = page.goto(path)
    assert response is not None
    return response.status


def create(page: Page, code: str) -> None:
    page.goto("/manage/")
    page.locator('main a[href="/manage/new"]').click()
    page.locator('[name="title_en"]').fill("Dialogue on digital services")
    page.locator('[name="title_ar"]').fill("حوار حول الخدمات الرقمية")
    page.locator('[name="code"]').fill(code)
    page.locator('[name="starts_on"]').fill("2031-03-04")
    page.locator('[name="ends_on"]').fill("2031-03-05")
    page.locator('[name="zone"]').select_option("Asia/Amman")
    page.locator(SUBMIT).click()
    page.wait_for_url(f"**/manage/{code}")


def add_item(page: Page, code: str) -> None:
    page.goto(f"/manage/{code}/agenda")
    page.locator(f'main a[href^="/manage/{code}/agenda/new"]').first.click()
    page.locator('[name="starts"]').fill("9.30")
    page.locator('[name="ends"]').fill("10:15")
    page.locator('[name="title_en"]').fill("Opening session")
    page.locator('[name="title_ar"]').fill("جلسة افتتاحية")
    page.locator('button[name="then"][value="people"]').click()
    page.locator('main a[href*="/parts/new"]').first.click()
    page.locator('[name="person"]').fill("Rania Al Muhairi")
    page.locator("main details summary").first.click()
    page.locator('[name="names_en"]').fill("Rania Al Muhairi")
    page.locator('[name="names_ar"]').fill("رانيا المهيري")
    page.locator(SUBMIT).click()
    expect(page.locator(".flash-success").first).to_be_visible()


def move_item(page: Page, code: str, starts: str) -> None:
    page.goto(f"/manage/{code}/agenda")
    page.locator("main a", has_text="Opening session").first.click()
    page.locator('[name="starts"]').fill(starts)
    page.locator('[name="ends"]').fill("12:00")
    page.locator(SUBMIT).first.click()
    expect(page.locator(".flash-success").first).to_be_visible()
