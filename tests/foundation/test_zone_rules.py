"""The rules of time zones are the newest at hand."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tzdata

from foundation.zone_rules import use_newest_rules, version_of

NEWER = "2999a"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Path]:
    """A machine whose only zone is UTC, and says so of Casablanca too."""
    path = zoneinfo.TZPATH
    with (Path(tzdata.__file__).parent / "zoneinfo/UTC").open("rb") as utc:
        rules = utc.read()
    (tmp_path / "Africa").mkdir()
    for name in ("UTC", "Africa/Casablanca"):
        (tmp_path / name).write_bytes(rules)
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    yield tmp_path
    zoneinfo.reset_tzpath(to=path)
    zoneinfo.ZoneInfo.clear_cache()


def offset() -> timedelta | None:
    return datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo("Africa/Casablanca")).utcoffset()


@pytest.mark.parametrize("version", ["# version 1999a\nR …\n", "", None])
def test_old_rules_of_the_machine_give_way(machine: Path, version: str | None) -> None:
    if version is not None:
        (machine / "tzdata.zi").write_text(version, encoding="utf-8")
    assert offset() == timedelta(0)
    use_newest_rules()
    assert offset() == timedelta(hours=1)


def test_newer_rules_of_the_machine_stay(machine: Path) -> None:
    (machine / "tzdata.zi").write_text(f"# version {NEWER}\n", encoding="ascii")
    assert version_of([str(machine)]) == NEWER
    use_newest_rules()
    assert offset() == timedelta(0)
