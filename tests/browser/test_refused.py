"""A refused form on a phone, in Arabic: what was typed stands in its place again, is sent, and is saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from foundation.database import db
from registration.models.registrations import Registration
from tests.browser.axe import violations
from tests.browser.conftest import Visitor
from tests.browser.site import Site
from tests.browser.sweep import PHONE, too_wide

FORM = "/e/TIN-API-NEXT/ar/register"
SECTION = "/manage/WG2-NEXT/sections/new?kind=target_audience"
SUBMIT = 'main form button[type="submit"]'
TEXT = "نص طويل كُتب على الهاتف"


def test_registration_whose_cookies_are_gone_comes_back_and_registers(visitor: Visitor, site: Site) -> None:
    page = visitor(language="ar", viewport=PHONE)
    page.watch.expect(400)  # type: ignore[attr-defined]
    page.goto(FORM)
    for name, text in {"given_name": "ريما", "family_name": "هاتف", "organisation": "وزارة الاقتصاد"}.items():
        page.locator(f"#{name}").fill(text)
    page.locator("#email").fill("rima.phone@example.org")
    page.locator("#organisation_kind").select_option("government")
    page.locator("#country_code").select_option("JO")
    page.locator('input[name="mode"]').first.check()
    page.locator("#consent").check()
    page.context.clear_cookies()
    page.locator(SUBMIT).click()

    notice = page.locator(".refusal")
    expect(notice).to_be_focused()
    expect(notice).to_contain_text("لم يُحفظ شيء")
    expect(page.locator("#given_name")).to_have_value("ريما")
    expect(page.locator("#consent")).to_be_checked()
    assert violations(page) == []
    assert too_wide(page) == []
    page.locator(SUBMIT).click()
    page.wait_for_url("**/registered")
    email = select(Registration.email).where(Registration.email == "rima.phone@example.org")
    assert site.look(lambda: db.session.scalar(email))


@pytest.mark.firefox
def test_language_switched_on_a_half_filled_form_keeps_it_with_and_without_scripts(visitor: Visitor) -> None:
    for javascript in (True, False):
        page = visitor(language="en", viewport=PHONE, javascript=javascript)
        page.goto(FORM.replace("/ar/", "/en/"))
        page.locator("#given_name").fill("Rima")
        page.locator(".site-header").get_by_role("button", name="العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("#given_name")).to_have_value("Rima")


def test_rich_text_written_when_the_session_ended_is_there_after_signing_in(visitor: Visitor) -> None:
    page = visitor("organiser", language="ar", viewport=PHONE)
    page.watch.expect(400, 403)  # type: ignore[attr-defined]
    page.goto(SECTION)
    editor = page.locator("#body_ar")
    expect(editor).to_have_attribute("role", "textbox")
    editor.click()
    page.keyboard.type(TEXT)
    page.context.clear_cookies(name="plenary")
    page.locator("main form .form-actions button.primary").click()

    expect(page.locator("main [role=alert]").first).to_be_visible()
    assert violations(page) == []
    assert too_wide(page) == []
    page.locator('button[value="organiser@example.org"]').click()
    expect(page.locator("#body_ar")).to_have_attribute("role", "textbox")
    expect(page.locator("#body_ar")).to_contain_text(TEXT)
    page.locator("main form .form-actions button.primary").click()
    page.wait_for_url("**/sections**")
    expect(page.locator("main")).to_contain_text(TEXT)
