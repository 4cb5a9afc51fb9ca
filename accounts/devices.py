"""Where a visitor comes from, said so that they recognise it and nobody could follow them by it."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.limits import network_of

# The first that is found is meant: browsers also name those that they are like.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Device:
    """A browser, its operating system and the network it is in; what is not known is empty."""

    browser: str = ""
    system: str = ""
    network: str = ""


def device_of(user_agent: str, address: str) -> Device:
    """The device behind a `User-Agent` header and an IP address."""
    return Device(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent), network_of(address))


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent[:1000]), "")
