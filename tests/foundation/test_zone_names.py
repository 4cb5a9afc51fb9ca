from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from foundation.dates import zone_label
from foundation.zone_names import zone_city
from meetings.facts.zones import zones


def test_every_zone_has_a_name_in_arabic() -> None:
    """CLDR leaves some in Latin letters."""
    cities = {zone: zone_city(zone, "ar") for zone in zones() - {"UTC"}}
    assert {zone: city for zone, city in cities.items() if any("LATIN" in unicodedata.name(c) for c in city)} == {}


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("Asia/Hebron", "ar", "الخليل"),
        ("Asia/Hebron", "fr", "Hébron"),
        ("Africa/Mogadishu", "ar", "مقديشو"),
        ("Europe/Kiev", "ar", "كييف"),
        ("America/Argentina/Buenos_Aires", "ar", "بوينس آيرس"),
        ("Asia/Amman", "ar", "عمّان"),
        ("Asia/Amman", "xx", "Amman"),
    ],
)
def test_city_has_the_name_that_the_united_nations_write(zone: str, language: str, city: str) -> None:
    assert zone_city(zone, language) == city


def test_utc_is_named_once() -> None:
    assert zone_label("UTC", date(2026, 1, 1), "ar") == "UTC"
