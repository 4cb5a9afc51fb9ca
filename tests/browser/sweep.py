"""Looks at one page as everybody would: with every rule of axe, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from foundation.languages import direction
from tests.browser.axe import COLOURS, violations
from tests.browser.look import flaws
from tests.browser.pages import ERRORS, PAGES, Spot
from tests.browser.structure import disorder, unseen_states

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
SPOTS = [
    pytest.param(spot, id=f"{endpoint}-{number}")
    for endpoint, spots in [*PAGES.items(), ("error", ERRORS)]
    for number, spot in enumerate(spots)
]

Tabs = Callable[[str, str], Page]


def faults(tabs: Tabs, places: dict[str, str], spot: Spot, language: str, *, thorough: bool) -> list[str]:
    """What is wrong with a page; empty when it is sound for everybody.

    `thorough` tries every pair of width and colours, else each width and each colours once.
    """
    page = tabs(spot.role, language)
    page.watch.expected_statuses = {spot.status}  # type: ignore[attr-defined]
    show(page, WIDE, "light")
    response = page.goto(spot.path.format(**places, language=language))
    assert response is not None
    found: list[str] = page.watch.take()  # type: ignore[attr-defined]
    if response.status != spot.status:
        found.append(f"answered {response.status} instead of {spot.status}")
    if page.evaluate("document.documentElement.dir") != direction(language):
        found.append(f"the direction of writing is not {direction(language)}")
    found += [f"wide, light: {each}" for each in violations(page)]
    found += [f"wide: {each}" for each in flaws(page, language, phone=False)]
    found += disorder(page)
    found += [f"forced colours: {each}" for each in unseen_states(page)]
    show(page, PHONE, "dark")
    found += [f"phone, dark: {each}" for each in violations(page)]
    found += [f"phone: {each}" for each in flaws(page, language, phone=True)]
    if thorough:
        show(page, PHONE, "light")
        found += [f"phone, light: {each}" for each in violations(page, rules=COLOURS)]
        show(page, WIDE, "dark")
        found += [f"wide, dark: {each}" for each in violations(page, rules=COLOURS)]
        show(page, PHONE, "light")
    return found + too_wide(page)


def show(page: Page, size: dict[str, int], scheme: str) -> None:
    """Look at the page on a screen of this size, in light or dark."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


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
