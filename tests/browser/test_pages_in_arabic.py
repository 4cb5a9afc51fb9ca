"""Every page in Arabic: accessible, in the right direction, not too wide, and without any error."""

from __future__ import annotations

import pytest

from tests.browser.pages import Spot
from tests.browser.sweep import SPOTS, Tabs, faults


@pytest.mark.parametrize("spot", SPOTS)
def test_page_is_sound_in_arabic(tabs: Tabs, places: dict[str, str], spot: Spot) -> None:
    assert faults(tabs, places, spot, "ar", thorough=False) == []
