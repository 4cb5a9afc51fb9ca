"""Every page in English: accessible, in the right direction, not too wide, and without any error."""

from __future__ import annotations

import pytest

from tests.browser.pages import NOT_PAGES, PAGES, Spot
from tests.browser.site import Site
from tests.browser.sweep import SPOTS, Tabs, faults


@pytest.mark.parametrize("spot", SPOTS)
def test_page_is_sound_in_english(tabs: Tabs, places: dict[str, str], spot: Spot) -> None:
    assert faults(tabs, places, spot, "en", thorough=True) == []


def test_every_page_is_in_the_table(site: Site) -> None:
    readable = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert readable == PAGES.keys() | NOT_PAGES.keys()
