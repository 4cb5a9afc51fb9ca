"""Which rules of time zones are used: the newest at hand, be they the machine's or those of the pinned library.

Countries of this region change their clocks at a few weeks' notice. Python alone would take the machine's rules
whatever their age, and put a meeting an hour beside its time.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import tzdata


def use_newest_rules() -> None:
    """Choose the rules for this process; to be called before times are worked with."""
    if version_of(zoneinfo.TZPATH) < tzdata.IANA_VERSION:
        zoneinfo.reset_tzpath(to=())
        zoneinfo.ZoneInfo.clear_cache()


def version_of(folders: Sequence[str]) -> str:
    """The version, such as `2026a`, of the first of these folders that holds rules; empty when it says none."""
    for folder in folders:
        if (Path(folder) / "UTC").exists():
            with suppress(OSError, UnicodeDecodeError), (Path(folder) / "tzdata.zi").open(encoding="ascii") as rules:
                return rules.readline().removeprefix("# version ").strip()
            return ""
    return ""
