"""Reading registrations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from accounts.models import Team
from foundation import countries
from foundation.database import db
from foundation.languages import current_language
from foundation.normalising import search_words
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.enums import ALIVE, HOLDS_PLACE, RegistrationState
from registration.models.registrations import Registration
from registration.reading.filters import Filter
from registration.reading.ordering import by_name, name_column, organisation_column

PAGE_SIZE = 50
STATE_ORDER = {state: position for position, state in enumerate(RegistrationState)}


class NoSuchRegistration(LookupError):
    """The meeting has no registration with this id."""


@dataclass(frozen=True)
class Page:
    """One page of a list; pages count from 1."""

    rows: list[Registration]
    number: int
    pages: int
    total: int


def filtered(meeting_id: int, wanted: Filter, language: str) -> Select[Registration]:
    """The registrations of a meeting that fit, in order; names of countries are ordered as in `language`."""
    query = select(Registration).where(Registration.meeting_id == meeting_id, *conditions(wanted))
    return query.order_by(*_order(wanted, language, meeting_id))


def conditions(wanted: Filter) -> list[Any]:
    """The conditions of a filter, to be put beside `Registration.meeting_id`; every word of the search must occur."""
    found: list[Any] = [Registration.search_key.contains(word, autoescape=True) for word in search_words(wanted.search)]
    exact = {
        Registration.state: wanted.state,
        Registration.mode: wanted.mode,
        Registration.country_code: wanted.country,
        Registration.organisation_kind: wanted.kind,
        Registration.language: wanted.language,
    }
    return found + [column == value for column, value in exact.items() if value]


def page_of(meeting_id: int, wanted: Filter, number: int, language: str) -> Page:
    """One page of the registrations that fit, `PAGE_SIZE` rows; a number past the end gives the last page."""
    count = select(func.count()).where(Registration.meeting_id == meeting_id, *conditions(wanted))
    total = db.session.scalar(count) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    query = filtered(meeting_id, wanted, language).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(list(db.session.scalars(query)), number, pages, total)


def count_alive(meeting_id: int, wanted: Filter) -> int:
    """How many of those that a filter finds take part or may yet."""
    query = select(func.count(Registration.id)).where(Registration.meeting_id == meeting_id, *conditions(wanted))
    return db.session.scalar(query.where(Registration.state.in_(ALIVE))) or 0


def count_per_state(meeting_id: int) -> dict[RegistrationState, int]:
    """How many registrations of a meeting are in each state."""
    query = select(Registration.state, func.count()).where(Registration.meeting_id == meeting_id)
    counts = dict(db.session.execute(query.group_by(Registration.state)).all())
    return {state: counts.get(state, 0) for state in RegistrationState}


def pending_of(meeting_ids: Collection[int]) -> dict[int, int]:
    """How many registrations wait for a decision, by meeting id, where any does; one statement."""
    query = select(Registration.meeting_id, func.count()).where(
        Registration.meeting_id.in_(meeting_ids), Registration.state == RegistrationState.PENDING
    )
    return dict(db.session.execute(query.group_by(Registration.meeting_id)).all())


def oldest_pending(meeting_id: int) -> tuple[int, datetime | None]:
    """How many registrations of a meeting wait for a decision, and since when the first; one statement."""
    query = select(func.count(), func.min(Registration.registered_at)).where(
        Registration.meeting_id == meeting_id, Registration.state == RegistrationState.PENDING
    )
    number, since = db.session.execute(query).one()
    return number, since


def people_on_list(meeting_id: int) -> int:
    """How many people take part in a meeting or may yet do so."""
    counts = count_per_state(meeting_id)
    return sum(counts[state] for state in (*HOLDS_PLACE, RegistrationState.WAITING))


def countries_of(meeting_id: int) -> list[str]:
    """Codes of the countries that registrations of a meeting represent."""
    query = select(Registration.country_code).where(
        Registration.meeting_id == meeting_id, Registration.country_code.is_not(None)
    )
    return sorted(code for code in db.session.scalars(query.distinct()) if code)


def registration_in(meeting_id: int, registration_id: int) -> Registration:
    """A registration of the meeting.

    Raises:
        NoSuchRegistration: it has none with this id.
    """
    registration = db.session.get(Registration, registration_id)
    if registration is None or registration.meeting_id != meeting_id:
        raise NoSuchRegistration(registration_id)
    return registration


def those_of(meeting_id: int, ids: Iterable[int]) -> list[Registration]:
    """Those of the registrations that belong to the meeting, by name."""
    query = select(Registration).where(Registration.meeting_id == meeting_id, Registration.id.in_(set(ids)))
    return list(db.session.scalars(query.order_by(*by_name())))


def waiting_position(registration: Registration) -> int | None:
    """The place on the waiting list of its mode, from 1; None for whoever does not wait."""
    if registration.waiting_since is None:
        return None
    ahead = select(func.count()).where(
        Registration.meeting_id == registration.meeting_id,
        Registration.mode == registration.mode,
        Registration.state == RegistrationState.WAITING,
        or_(
            Registration.waiting_since < registration.waiting_since,
            (Registration.waiting_since == registration.waiting_since) & (Registration.id < registration.id),
        ),
    )
    return (db.session.scalar(ahead) or 0) + 1


def waiting_positions(meeting_id: int) -> dict[int, int]:
    """The place on the waiting list of its mode, from 1, by id of the registration."""
    query = select(Registration.id, Registration.mode).where(
        Registration.meeting_id == meeting_id, Registration.state == RegistrationState.WAITING
    )
    passed: dict[Mode, int] = defaultdict(int)
    positions = {}
    for registration_id, mode in db.session.execute(query.order_by(Registration.waiting_since, Registration.id)):
        passed[mode] += 1
        positions[registration_id] = passed[mode]
    return positions


def names_of_people(ids: Collection[int]) -> dict[int, str]:
    """How registered people are called in the language of the page, by id; one statement."""
    language = current_language()
    people = db.session.scalars(select(Registration).where(Registration.id.in_(ids)))
    return {person.id: person.full_name(language) for person in people}


def _order(wanted: Filter, language: str, meeting_id: int) -> list[Any]:
    columns: dict[str, Any] = {
        "name": name_column(language),
        "registered": Registration.registered_at,
        "organisation": organisation_column(language),
        "state": case(STATE_ORDER, value=Registration.state, else_=len(STATE_ORDER)),
    }
    if wanted.sort == "country":
        areas = (
            db.session.scalar(
                select(Team.areas).join(Meeting, Meeting.team_id == Team.id).where(Meeting.id == meeting_id)
            )
            or {}
        )
        order = {code: position for position, (code, _name) in enumerate(countries.choices(language, areas))}
        column = case(order, value=Registration.country_code, else_=len(order))
    else:
        column = columns.get(wanted.sort, name_column(language))
    first = column.desc() if wanted.descending else column.asc()
    if wanted.state is RegistrationState.WAITING and wanted.sort == "name" and not wanted.descending:
        return [Registration.waiting_since, Registration.id]
    if wanted.sort == "registered":
        return [first, Registration.sort_key, Registration.id]  # as the index has it
    return [first, *by_name(language)]
