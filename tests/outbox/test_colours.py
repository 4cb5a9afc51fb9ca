"""Whatever accent an organiser picks, buttons and links of mails can be read in light and dark."""

from __future__ import annotations

import pytest

from outbox.colours import DARK_SHEET, LIGHT_SHEET, accents, contrast

COLOURS = (
    "",
    "#000000",
    "#ffffff",
    "#ffff00",
    "#0000ff",
    "#7f7f7f",
    "#a3195b",
    "#00ff00",
    "#1c2024",
    "#010203",
    "#fefefe",
)


@pytest.mark.parametrize("colour", COLOURS)
def test_accent_contrasts_with_its_sheet(colour: str) -> None:
    light, dark = accents(colour)
    # The sheet's colour is also that of the text on the button.
    assert contrast(light, LIGHT_SHEET) >= 4.5
    assert contrast(dark, DARK_SHEET) >= 4.5


def test_a_colour_that_can_be_read_is_left_as_it_is() -> None:
    assert accents("#a3195b")[0] == "#a3195b"


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
