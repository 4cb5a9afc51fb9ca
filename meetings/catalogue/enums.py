"""Names of the catalogue."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class When(StrEnum):
    """Where a public meeting stands in time, by the calendar of its own zone."""

    NOW = "now"
    COMING = "coming"
    PAST = "past"
    ARCHIVED = "archived"


WHEN_LABELS = {
    When.NOW: _l("Now"),
    When.COMING: _l("Upcoming"),
    When.PAST: _l("Past"),
    When.ARCHIVED: _l("Archive"),
}
