from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.meetings.calendar.readers import IcalJs, ical_js


@pytest.fixture(scope="module")
def mozilla() -> Iterator[IcalJs]:
    """ical.js, ready to read."""
    with ical_js() as reader:
        yield reader
