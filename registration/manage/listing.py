"""What the page of the list of registrations shows: whom, in which order, and the ways to other such pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.addresses import number
from foundation.countries import NOT_LISTED
from foundation.countries import choices as country_choices
from foundation.countries import codes as country_codes
from foundation.languages import current_language
from meetings.enums import MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from registration.enums import ALIVE, STATE_LABELS, RegistrationState
from registration.places.modes import Places, places
from registration.places.queues import queue_words
from registration.reading import registrations
from registration.reading.filters import SORTS, Filter, filter_parameters, read_filter
from registration.reading.window import modes_of, window_of

EVERYBODY = "all"
CHIP_LABELS = {
    RegistrationState.PENDING: _l("To decide"),
    RegistrationState.WAITING: STATE_LABELS[RegistrationState.WAITING],
    RegistrationState.APPROVED: STATE_LABELS[RegistrationState.APPROVED],
    RegistrationState.DECLINED: STATE_LABELS[RegistrationState.DECLINED],
    RegistrationState.CANCELLED: STATE_LABELS[RegistrationState.CANCELLED],
}
PLURAL_SAMPLES = (("one", 1), ("two", 2), ("few", 3), ("many", 11), ("other", 100))
"""A number for each form that a noun takes in one of our languages, as browsers name the form."""
SORT_LABELS = {
    "name": _l("Name"),
    "organisation": _l("Organisation"),
    "country": _l("Country"),
    "state": _l("State"),
    "registered": _l("Registered"),
}


def list_page(meeting: Meeting, asked: MultiDict[str, str]) -> dict[str, Any]:
    """The values of the list's template for the address parameters `asked`.

    An address that asks for nothing shows what is to be decided, oldest first, where anything is.
    """
    counts = registrations.count_per_state(meeting.id)
    wanted = read_filter(asked)
    if not asked and counts[RegistrationState.PENDING]:
        wanted = Filter(state=RegistrationState.PENDING, sort="registered")
    page = registrations.page_of(meeting.id, wanted, asked.get("page", 1, type=number), current_language())
    present = set(registrations.countries_of(meeting.id))
    list_url, parameters = _list_url(meeting.code, wanted), filter_parameters(wanted)
    modes, held = modes_of(meeting), places(meeting.id)
    # Whom news do not concern are written to only where their state is asked for.
    are_gone = not wanted.state and any(counts[state] for state in counts if state not in ALIVE)
    return {
        "page": page,
        "to_write_to": registrations.count_alive(meeting.id, wanted) if are_gone else page.total,
        "wanted": wanted,
        "parameters": parameters,
        "counts": counts,
        "total": sum(counts.values()),
        "places": held,
        "place_words": {mode: places_in_words(mode, held[mode]) for mode in modes},
        "modes": modes,
        "queues": queue_words(meeting, held),
        "window": window_of(meeting),
        "positions": registrations.waiting_positions(meeting.id) if counts[RegistrationState.WAITING] else {},
        "countries": _countries_among(present, meeting),
        "mode_choices": [(mode.value, MODE_LABELS[mode]) for mode in modes],
        "kind_choices": [(kind.value, label) for kind, label in ORGANISATION_KIND_LABELS.items()],
        "sort_choices": list(SORT_LABELS.items()),
        "chip_labels": CHIP_LABELS,
        "plural_samples": PLURAL_SAMPLES,
        "filters_set": len(parameters.keys() & {"mode", "country", "kind", "language"}),
        "list_url": list_url,
        "url_for_page": lambda wanted_page: list_url(page=wanted_page if wanted_page > 1 else ""),
        "sort_url": _sort_url(list_url, wanted),
    }


def _countries_among(present: set[str], meeting: Meeting) -> list[tuple[str, str]]:
    others = present - country_codes() - {NOT_LISTED}
    areas = {code: names for code, names in meeting.team.areas.items() if code in others} if others else {}
    listed = [pair for pair in country_choices(current_language(), areas) if pair[0] in present]
    return [*listed, (NOT_LISTED, _("Not in the list of countries"))] if NOT_LISTED in present else listed


def places_in_words(mode: Mode, held: Places) -> str:
    """How many places of a mode are taken, and how many of those by registrations yet to be decided on."""
    in_room = mode is Mode.IN_PERSON
    if held.capacity is None:
        text = _("Room: %(taken)s", taken=held.taken) if in_room else _("Online: %(taken)s", taken=held.taken)
    elif in_room:
        text = _("Room: %(taken)s of %(capacity)s", taken=held.taken, capacity=held.capacity)
    else:
        text = _("Online: %(taken)s of %(capacity)s", taken=held.taken, capacity=held.capacity)
    undecided = _("(%(num)s undecided hold a place)", num=held.undecided) if held.undecided and held.capacity else ""
    return f"{text} {undecided}".rstrip()


def _list_url(code: str, wanted: Filter) -> Callable[..., str]:
    kept = {"state": EVERYBODY} | filter_parameters(wanted)

    def url(**changes: Any) -> str:
        values = {name: value for name, value in {**kept, **changes}.items() if value}
        return url_for("registration.index", code=code, **values)

    return url


def _sort_url(list_url: Callable[..., str], wanted: Filter) -> Callable[[str], str]:
    def sorted_by(name: str) -> str:
        turned = wanted.sort == name and not wanted.descending
        return list_url(sort="" if name == SORTS[0] else name, dir="desc" if turned else "")

    return sorted_by
