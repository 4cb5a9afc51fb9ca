"""Time zones to choose from: those of the region first, then the world."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from foundation.zone_names import zone_city

REGION = (
    "Asia/Amman",
    "Asia/Beirut",
    "Africa/Cairo",
    "Asia/Riyadh",
    "Asia/Dubai",
    "Asia/Qatar",
    "Asia/Kuwait",
    "Asia/Bahrain",
    "Asia/Muscat",
    "Asia/Baghdad",
    "Asia/Damascus",
    "Asia/Gaza",
    "Asia/Hebron",
    "Asia/Aden",
    "Africa/Khartoum",
    "Africa/Tripoli",
    "Africa/Tunis",
    "Africa/Algiers",
    "Africa/Casablanca",
    "Africa/Nouakchott",
    "Africa/Mogadishu",
    "Africa/Djibouti",
    "Indian/Comoro",
    "Europe/Istanbul",
    "Europe/Paris",
    "Europe/Vienna",
    "America/New_York",
    "UTC",
)
_AREAS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def zones() -> frozenset[str]:
    """Every zone that may be chosen: IANA names of places, and UTC."""
    return frozenset(name for name in available_timezones() if name.startswith(_AREAS)) | {"UTC"}


@cache
def zone_choices(language: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(name, label) of the region's zones in their usual order, and of all others by label."""
    others = [(name, zone_name(name, language)) for name in zones() - set(REGION)]
    return [(name, zone_name(name, language)) for name in REGION], sorted(others, key=lambda pair: pair[1])


def zone_name(zone: str, language: str) -> str:
    """The place of a zone and its IANA name: `Amman (Asia/Amman)`."""
    if zone == "UTC":
        return zone
    return f"{zone_city(zone, language)} ({zone})"
