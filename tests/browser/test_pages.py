"""Every page, in English and Arabic: accessible in light and dark, on a desk and on a phone, and without any error."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from foundation.languages import direction
from tests.browser.axe import COLOURS, violations
from tests.browser.conftest import PHONE, WIDE, visitors
from tests.browser.furnishing import furnish
from tests.browser.pages import ERRORS, NOT_PAGES, PAGES, Spot
from tests.browser.site import Site

LANGUAGES = ("en", "ar")
ALL = [*PAGES.items(), ("error", ERRORS)]


@pytest.fixture(scope="module")
def places(site: Site) -> dict[str, str]:
    """What stands for the names in the addresses."""
    return furnish(site)


@pytest.fixture(scope="module")
def tabs(site: Site, browser: Browser):  # type: ignore[no-untyped-def]
    """One open page per role and language, kept for the whole module: a new browser context costs half a second."""
    opened: dict[tuple[str, str], Page] = {}
    source = visitors(site, browser)
    open_page = next(source)

    def tab(role: str, language: str) -> Page:
        if (role, language) not in opened:
            opened[role, language] = open_page(role, language=language)
        return opened[role, language]

    yield tab
    next(source, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("spot"),
    [pytest.param(spot, id=f"{endpoint}-{n}") for endpoint, spots in ALL for n, spot in enumerate(spots)],
)
def test_page_is_sound_for_everybody(tabs, places: dict[str, str], spot: Spot, language: str) -> None:  # type: ignore[no-untyped-def]
    page: Page = tabs(spot.role, language)
    page.watch.expected_statuses = {spot.status}  # type: ignore[attr-defined]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    response = page.goto(spot.path.format(**places, language=language))
    assert response is not None
    found = page.watch.take()  # type: ignore[attr-defined]
    if response.status != spot.status:
        found.append(f"answered {response.status} instead of {spot.status}")
    if page.evaluate("document.documentElement.dir") != direction(language):
        found.append(f"the direction of writing is not {direction(language)}")
    found += [f"wide: {each}" for each in violations(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(page, rules=COLOURS)]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += [f"dark on a phone: {each}" for each in violations(page, rules=COLOURS)]
    page.emulate_media(color_scheme="light")
    found += [f"phone: {each}" for each in violations(page)]
    found += too_wide(page)
    assert found == []


def too_wide(page: Page) -> list[str]:
    """What makes the reader scroll sideways."""
    width, shown = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    if width <= shown:
        return []
    culprits = page.evaluate(
        """() => [...document.body.querySelectorAll('*')].filter(element => {
            const box = element.getBoundingClientRect();
            return box.width && (box.right > innerWidth + 1 || box.left < -1);
        }).slice(0, 5).map(element => element.tagName + '.' + element.className)"""
    )
    return [f"{width} pixels wide on a screen of {shown}: {culprits}"]


def test_every_page_is_in_the_table(site: Site) -> None:
    readable = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert readable == PAGES.keys() | NOT_PAGES.keys()
