"""Creating a meeting and changing its facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from accounts.models import User
from directory.queries import in_own_script
from foundation.audit import apply_changes, record
from foundation.calendar_uids import new_calendar_uid
from foundation.clock import now
from foundation.database import db, writing
from foundation.dates import month_bounds
from foundation.files import store
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.enums import (
    CountedGroup,
    CountQualifier,
    DatePrecision,
    MeetingFormat,
    MeetingKind,
    MeetingState,
)
from meetings.facts.operations.short_codes import check_code, made_codes, with_first_free
from meetings.facts.zones import zones
from meetings.keeping.calendar_sequence import meeting_changed
from meetings.keeping.rows import lock_of
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.meetings import meeting_of_id, projects_of_team, series_of_team

Numbers = Mapping[tuple[bool, CountedGroup], tuple[CountQualifier, int]]
"""Numbers of participants by (took part rather than expected, whom it counts)."""

MOST_DAYS = 100
MOST_MONTHS = 12


class CodeIsPublic(Exception):
    """The meeting has been public under its short code: links with it are about."""


class MeetingEndsBeforeStart(Exception):
    """The last day lies before the first."""


class TooManyDays(Exception):
    """The meeting would last longer than `MOST_DAYS`, or than `MOST_MONTHS` where only months are known."""


class UnknownZone(Exception):
    """Not an IANA time zone of a place."""


class TitleMissing(Exception):
    """There is no title in the main language."""


class MainLanguageMissing(Exception):
    """The page is not offered in the main language."""


class ClosesBeforeOpening(Exception):
    """Registration would close before it opens."""


class UnsuitablePredecessor(Exception):
    """A meeting follows another one of its team, and is not itself among those that came before that one."""


class NumbersChanged(Exception):
    """Others have changed the same numbers of participants since the form showed them; `theirs` by key, None: none."""

    def __init__(self, theirs: Mapping[tuple[bool, CountedGroup], tuple[CountQualifier, int] | None]) -> None:
        super().__init__(len(theirs))
        self.theirs = theirs


class ItemsOutside(Exception):
    """Agenda items would lie outside the new dates; `items` are they, in order."""

    def __init__(self, items: Sequence[AgendaItem]) -> None:
        super().__init__(len(items))
        self.items = items


def create_meeting(
    team_id: int,
    *,
    kind: MeetingKind,
    title: Translations,
    starts_on: date,
    ends_on: date,
    zone: str,
    format: MeetingFormat,
    main_language: str,
    page_languages: Sequence[str],
    code: str = "",
    actor: User | None = None,
    **facts: Any,
) -> Meeting:
    """A new meeting, as a draft; dates are local in `zone`, `facts` are further columns. An empty `code` is made.

    Raises:
        UnusableCode, CodeTaken, MeetingEndsBeforeStart, TooManyDays, UnknownZone, TitleMissing, MainLanguageMissing,
        ClosesBeforeOpening, UnsuitablePredecessor: see there.
    """
    values = {
        "kind": kind,
        "title": title,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "zone": zone,
        "format": format,
        "main_language": main_language,
        "page_languages": list(page_languages),
        "working_languages": list(page_languages),
        **facts,
    }
    if code:
        return _create(team_id, code, values, actor)
    codes = made_codes(title, kind, starts_on.year)
    return with_first_free(codes, lambda made: _create(team_id, made, values, actor))


def _create(team_id: int, code: str, values: Mapping[str, Any], actor: User | None) -> Meeting:
    with writing(f"meeting-code:{code.casefold()}") as session:
        check_code(code, None)
        meeting = Meeting(
            team_id=team_id,
            code=code,
            code_key=code.casefold(),
            state=MeetingState.DRAFT,
            calendar_uid=new_calendar_uid(),
            created_at=now(),
            changed_at=now(),
            **values,
        )
        check_facts(meeting)
        session.add(meeting)
        session.flush()
        record("created", meeting, actor=actor, meeting_id=meeting.id, changes={"code": (None, code)})
        return meeting


def change_meeting(
    meeting_id: int,
    *,
    move_agenda: bool = True,
    numbers: Numbers | None = None,
    numbers_shown: Numbers | None = None,
    logo: bytes | None = None,
    actor: User | None = None,
    **values: Any,
) -> Meeting:
    """Change facts of a meeting; `values` are columns, and `series` and `project` by their titles, empty for none.

    When the dates change and the number of days stays, or only the month was or is known, the agenda moves along with
    the first day (unless `move_agenda` is false). Agenda items that would lie outside the dates stop the change.
    `numbers` are all numbers of participants from now on; what only others have changed of `numbers_shown` keeps their
    value. `logo` is a picture as `foundation.images.read_image` returns it, empty to show none.

    Raises:
        ItemsOutside, CodeIsPublic, NumbersChanged, UnacceptableFile and the errors of `create_meeting`.
        NoSuchRecord: there is no such meeting.
    """
    locks = [lock_of(meeting_id)]
    if "code" in values:
        locks.append(f"meeting-code:{values['code'].casefold()}")
    with writing(*locks) as session:
        meeting = meeting_of_id(meeting_id)
        if "series" in values:
            values["series_id"] = _id(find_or_create_series(meeting.team_id, values.pop("series"), actor=actor))
        if "project" in values:
            values["project_id"] = _id(find_or_create_project(meeting.team_id, values.pop("project"), actor=actor))
        if "code" in values and values["code"] != meeting.code:
            if meeting.published_at is not None and values["code"].casefold() != meeting.code_key:
                raise CodeIsPublic
            check_code(values["code"], meeting_id)
            values["code_key"] = values["code"].casefold()
        if logo is not None:
            values["logo_id"] = store(logo).id if logo else None
        changes = write_facts(meeting, values, move_agenda)
        if numbers is not None:
            changes |= _write_numbers(meeting, numbers, numbers_shown)
        if changes:
            session.flush()
            record("changed", meeting, actor=actor, meeting_id=meeting.id, changes=changes)
        return meeting


def write_facts(meeting: Meeting, values: Mapping[str, Any], move_agenda: bool = True) -> dict[str, tuple[Any, Any]]:
    """Set columns of a meeting inside `writing()`, check the whole, and return what changed, for the trail.

    The agenda moves and SEQUENCE rises as `change_meeting` says; raises as it does.
    """
    first, days = meeting.starts_on, meeting.days
    with db.session().no_autoflush:
        changes = apply_changes(meeting, values)
        check_facts(meeting)
        if "follows_id" in changes:
            check_predecessor(meeting)
        if {"starts_on", "ends_on"} & changes.keys():
            was_by_month = changes.get("date_precision", (meeting.date_precision,))[0] is DatePrecision.MONTH
            _fit_agenda(meeting, None if was_by_month else first, days, move_agenda)
    changes.pop("code_key", None)
    meeting_changed(meeting, changes)
    return changes


def find_or_create_series(team_id: int, title: str, *, actor: User | None = None) -> Series | None:
    """The team's series with this title in any language, added if there is none; None for no title."""
    if not title:
        return None
    with writing(f"series:{team_id}") as session:
        known = _named(series_of_team(team_id), title, lambda series: series.title.values())
        if known is not None:
            return known
        series = Series(team_id=team_id, title=in_own_script(title))
        session.add(series)
        session.flush()
        record("added", series, actor=actor, changes={"title": (None, series.title)})
        return series


def find_or_create_project(team_id: int, title: str, *, actor: User | None = None) -> Project | None:
    """The team's project with this title or acronym, added if there is none; None for no title."""
    if not title:
        return None
    with writing(f"series:{team_id}") as session:
        known = _named(projects_of_team(team_id), title, lambda row: [row.acronym, *row.title.values()])
        if known is not None:
            return known
        project = Project(team_id=team_id, title=in_own_script(title))
        session.add(project)
        session.flush()
        record("added", project, actor=actor, changes={"title": (None, project.title)})
        return project


def check_facts(meeting: Meeting) -> None:
    """Raise what `create_meeting` says of facts that cannot be."""
    if not meeting.title.get(meeting.main_language):
        raise TitleMissing
    if meeting.main_language not in meeting.page_languages:
        raise MainLanguageMissing
    if meeting.ends_on < meeting.starts_on:
        raise MeetingEndsBeforeStart
    if meeting.date_precision is DatePrecision.MONTH:
        meeting.starts_on, meeting.ends_on = month_bounds(meeting.starts_on, meeting.ends_on)
        if months_in(meeting.starts_on, meeting.ends_on) > MOST_MONTHS:
            raise TooManyDays
    elif meeting.days > MOST_DAYS:
        raise TooManyDays
    if meeting.zone not in zones():
        raise UnknownZone
    opens, closes = meeting.registration_opens, meeting.registration_closes
    if opens is not None and closes is not None and closes <= opens:
        raise ClosesBeforeOpening


def months_in(first: date, last: date) -> int:
    """How many months there are from that of one day to that of another."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def check_predecessor(meeting: Meeting) -> None:
    """Raise UnsuitablePredecessor if the meeting cannot follow the one that it names."""
    if meeting.follows_id is None:
        return
    columns = select(Meeting.id, Meeting.follows_id, Meeting.deleted_at)
    rows = {row.id: row for row in db.session.execute(columns.where(Meeting.team_id == meeting.team_id))}
    each: int | None = meeting.follows_id
    if each not in rows or rows[each].deleted_at is not None:
        raise UnsuitablePredecessor
    for _step in rows:
        if each == meeting.id:
            raise UnsuitablePredecessor
        each = rows[each].follows_id if each in rows else None


def _write_numbers(meeting: Meeting, numbers: Numbers, shown: Numbers | None) -> dict[str, tuple[Any, Any]]:
    known = {(row.is_actual, row.counted): row for row in meeting.participant_numbers}
    if shown is not None:
        theirs = {key: (row.qualifier, row.number) for key, row in known.items()}
        changed = {key for key in (*theirs, *shown) if theirs.get(key) != shown.get(key)}
        both = [key for key in changed if numbers.get(key) not in (shown.get(key), theirs.get(key))]
        if both:
            raise NumbersChanged({key: theirs.get(key) for key in both})
        numbers = {key: mine for key, mine in numbers.items() if key not in changed} | {
            key: value for key, value in theirs.items() if key in changed
        }
    changes: dict[str, tuple[Any, Any]] = {}
    for key in [*known, *(key for key in numbers if key not in known)]:
        is_actual, counted = key
        row, wanted = known.get(key), numbers.get(key)
        old = [row.qualifier.value, row.number] if row is not None else None
        new = [wanted[0].value, wanted[1]] if wanted is not None else None
        if old == new:
            continue
        changes[f"{'actual' if is_actual else 'expected'}_{counted.value}"] = (old, new)
        if wanted is None:
            meeting.participant_numbers.remove(known[key])
        elif row is not None:
            row.qualifier, row.number = wanted
        else:
            meeting.participant_numbers.append(
                ParticipantNumber(is_actual=is_actual, counted=counted, qualifier=wanted[0], number=wanted[1])
            )
    return changes


def _fit_agenda(meeting: Meeting, first: date | None, days: int, move_agenda: bool) -> None:
    """Move the agenda along with the first day; `first` and `days` were those so far, None: only the month was known.

    Of days that are not known any more, or were not, the first one with an agenda begins the new dates.
    """
    items = list(
        db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id)
            .order_by(AgendaItem.day, AgendaItem.starts, AgendaItem.position)
        )
    )
    distance = timedelta(0)
    by_month = meeting.date_precision is DatePrecision.MONTH
    if not move_agenda or (by_month and not _outside(meeting, items)):
        pass
    elif items and (by_month or first is None):
        distance = meeting.starts_on - items[0].day
    elif first is not None and meeting.days == days:
        distance = meeting.starts_on - first
    outside = _outside(meeting, items, distance)
    if outside:
        raise ItemsOutside(outside)
    if distance:
        # Their SEQUENCE is the sum of the meeting's, which is raised, and their own: it need not be raised twice.
        for item in items:
            item.day += distance


def _outside(meeting: Meeting, items: Iterable[AgendaItem], distance: timedelta = timedelta(0)) -> list[AgendaItem]:
    return [item for item in items if not meeting.starts_on <= item.day + distance <= meeting.ends_on]


def _named(rows: Iterable[Any], name: str, names: Any) -> Any:
    wanted = searchable(name)
    return next((row for row in rows if wanted in {searchable(text) for text in names(row)}), None)


def _id(row: Series | Project | None) -> int | None:
    return row.id if row is not None else None
