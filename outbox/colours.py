"""The accent of a meeting in mail: as light or as dark as it must be to be read, on white and on the dark sheet."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls

HOUSE = "#0f5a78"
LIGHT_SHEET, DARK_SHEET = "#ffffff", "#1c2024"
LEAST = 4.6
"""Contrast with the sheet, a little above WCAG AA; the text of a button has the colour of the sheet."""


def accents(colour: str) -> tuple[str, str]:
    """The accent (#rrggbb; empty: the house's) for a light and for a dark sheet."""
    red, green, blue = _channels(colour or HOUSE)
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    found = []
    for sheet, step in ((LIGHT_SHEET, -0.01), (DARK_SHEET, 0.01)):
        shade = lightness
        while 0 < shade + step < 1 and contrast(_written(hue, shade, saturation), sheet) < LEAST:
            shade += step
        found.append(_written(hue, shade, saturation))
    return found[0], found[1]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _written(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in hls_to_rgb(hue, lightness, saturation))
