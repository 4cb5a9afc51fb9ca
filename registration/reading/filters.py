"""Which registrations of a meeting a list shows, and in which order; as the address of the list says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from directory.enums import ORGANISATION_KIND_LABELS, OrganisationKind
from foundation.languages import LANGUAGES, current_language, language_name
from foundation.merge_fields import one_line
from meetings.enums import MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from registration.enums import STATE_LABELS, RegistrationState

SORTS = ("name", "registered", "country", "organisation", "state")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which registrations of a meeting, and in which order; empty means all of them, by name.

    `sort` is one of `SORTS`.
    """

    search: str = ""
    state: RegistrationState | None = None
    mode: Mode | None = None
    country: str = ""
    kind: OrganisationKind | None = None
    language: str = ""
    sort: str = "name"
    descending: bool = False


def read_filter(values: Mapping[str, str]) -> Filter:
    """The filter and order that the address of a list names: q, state, mode, country, kind, language, sort, dir.

    What makes no sense is as if it were not there.
    """
    sort = values.get("sort", "")
    return Filter(
        search=one_line(values.get("q", "")[:200]),
        state=_one_of(RegistrationState, values.get("state")),
        mode=_one_of(Mode, values.get("mode")),
        country=_country_code(values.get("country", "")),
        kind=_one_of(OrganisationKind, values.get("kind")),
        language=values.get("language", "") if values.get("language") in LANGUAGES else "",
        sort=sort if sort in SORTS else SORTS[0],
        descending=values.get("dir") == "desc",
    )


def filter_parameters(wanted: Filter) -> dict[str, str]:
    """The filter as parameters of an address; the reverse of `read_filter`."""
    values = {
        "q": wanted.search,
        "state": wanted.state.value if wanted.state else "",
        "mode": wanted.mode.value if wanted.mode else "",
        "country": wanted.country,
        "kind": wanted.kind.value if wanted.kind else "",
        "language": wanted.language,
        "sort": wanted.sort if wanted.sort != SORTS[0] else "",
        "dir": "desc" if wanted.descending else "",
    }
    return {name: value for name, value in values.items() if value}


def filter_in_words(wanted: Filter, meeting: Meeting) -> list[str]:
    """What those have in common whom a filter finds, in the reader's language; nothing: it finds everybody."""
    words = []
    if wanted.state:
        words.append(str(STATE_LABELS[wanted.state]))
    if wanted.mode:
        words.append(str(MODE_LABELS[wanted.mode]))
    if wanted.country:
        name = meeting.country_named(wanted.country, current_language())
        words.append(name or _("Not in the list of countries"))
    if wanted.kind:
        words.append(str(ORGANISATION_KIND_LABELS[wanted.kind]))
    if wanted.language:
        words.append(_("reads %(language)s", language=language_name(wanted.language)))
    if wanted.search:
        words.append(_("matches “%(words)s”", words=wanted.search))
    return words


def _country_code(value: str) -> str:
    code = value.upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _one_of(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {name.value for name in kind} else None
