"""What a participant does: by keyboard alone, on a phone's screen, in both directions, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from foundation.database import db
from foundation.languages import direction
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site
from tests.browser.sweep import PHONE, too_wide
from tests.waiting import wait_for

SUBMIT = 'main form button[type="submit"]'
PEOPLE = {
    "en": {"given_name": "Rima", "family_name": "Keyboard", "organisation": "Digital Agency", "position": "Analyst"},
    "ar": {"given_name": "ريما", "family_name": "مفاتيح", "organisation": "وزارة الاقتصاد الرقمي", "position": "محللة"},
}


@pytest.mark.parametrize(
    "javascript",
    [pytest.param(True, id="with-scripts", marks=pytest.mark.firefox), pytest.param(False, id="without-scripts")],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_participant_needs_only_a_keyboard_and_a_small_screen(
    visitor: Visitor, site: Site, language: str, javascript: bool
) -> None:
    email = f"rima.{language}.{'scripts' if javascript else 'plain'}@example.org"
    page = visitor(language=language, viewport=PHONE, javascript=javascript)
    keys = Keyboard(page)

    read_the_programme(page, keys, language)
    register(page, keys, language, email)
    personal = open_personal_page(page, keys, email)
    keys = Keyboard(personal)
    switch_to_remote(personal, keys)
    correct(personal, keys)
    cancel(personal, keys)

    registration = site.look(lambda: latest(email))
    assert registration == (RegistrationState.CANCELLED, Mode.REMOTE, "Head of Unit", language)


def read_the_programme(page: Page, keys: Keyboard, language: str) -> None:
    page.goto(f"/e/WG2-NEXT/{language}")
    assert page.locator("html").get_attribute("dir") == direction(language)
    assert page.locator("main h1").is_visible() and page.locator("main time").first.is_visible()
    page.keyboard.press("Tab")
    assert keys.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    keys.press(f'a[href="/e/WG2-NEXT/{language}/register"]')


def register(page: Page, keys: Keyboard, language: str, email: str) -> None:
    person = PEOPLE[language]
    assert too_wide(page) == []
    keys.write('input[name="given_name"]', person["given_name"])
    keys.write('input[name="family_name"]', person["family_name"])
    keys.write('input[name="email"]', email)
    keys.write('input[name="organisation"]', person["organisation"])
    keys.choose('select[name="organisation_kind"]', "government")
    keys.choose('select[name="country_code"]', "JO")
    keys.write('input[name="position"]', person["position"])
    keys.pick("mode", "in_person")
    page.watch.expect(422)  # type: ignore[attr-defined]
    keys.press(SUBMIT)
    assert page.locator('main [aria-invalid="true"]').count() == 1, "only the missing consent is wrong"
    assert page.locator('input[name="family_name"]').input_value() == person["family_name"]
    assert too_wide(page) == []
    keys.tick('input[name="consent"]')
    keys.press(SUBMIT)
    assert page.url.endswith(f"/e/WG2-NEXT/{language}/registered")
    assert email in page.locator("main").inner_text()


def open_personal_page(page: Page, keys: Keyboard, email: str) -> Page:
    """From the mailbox, through the link in the message."""
    wait_for_mail(page, email)
    keys.press("main a.row-link")
    keys.reach("iframe")
    inside = page.frames[1]
    with page.context.expect_page() as opened:
        keys.reach('a[href*="/r/"]', inside)
        page.keyboard.press("Enter")
    opened.value.wait_for_load_state()
    assert "/r/" in opened.value.url
    return opened.value


def wait_for_mail(page: Page, email: str) -> None:
    def has_come() -> bool:
        page.goto(f"/mailbox?recipient={email}")
        return page.locator("main a.row-link").count() > 0

    wait_for(has_come, f"mail to {email}")


def switch_to_remote(page: Page, keys: Keyboard) -> None:
    keys.press('main a[href*="/mode/remote"]')
    assert too_wide(page) == []
    keys.press(SUBMIT)
    assert page.locator(".flash-success").is_visible()
    assert page.locator('main a[href*="/mode/in_person"]').is_visible()


def correct(page: Page, keys: Keyboard) -> None:
    keys.unfold("#data")
    keys.press('main a[href*="/data"]')
    keys.write('input[name="position"]', "Head of Unit")
    keys.press(SUBMIT)
    keys.unfold("#data")
    assert "Head of Unit" in page.locator("main").inner_text()


def cancel(page: Page, keys: Keyboard) -> None:
    keys.unfold("#cancelling")
    keys.press('main a[href*="/cancel"]')
    keys.press(SUBMIT)
    assert page.locator('main a[href*="/cancel"]').count() == 0


def latest(email: str) -> tuple[RegistrationState, Mode, str, str]:
    query = select(Registration).join(Meeting).where(Meeting.code == "WG2-NEXT", Registration.email == email)
    row = db.session.scalars(query).one()
    return row.state, row.mode, row.position, row.language
