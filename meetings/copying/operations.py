"""A meeting again: a draft with chosen parts of an earlier meeting, moved to other dates."""

from __future__ import annotations

import copy
from collections.abc import Collection
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from accounts.models import User
from foundation.audit import record
from foundation.calendar_uids import new_calendar_uid
from foundation.clock import now
from foundation.database import Base, writing
from foundation.dates import month_bounds
from foundation.text_times import KEPT, instant_text
from foundation.translated import Translations
from meetings.enums import DatePrecision, MeetingState
from meetings.facts.operations.meeting import check_facts, months_in
from meetings.facts.operations.short_codes import check_code, codes_of_copy, with_first_free
from meetings.keeping.copies import Copier, MeetingPart, copied_columns
from meetings.keeping.hooks import copy_registration_rules
from meetings.keeping.kept_rows import kept_rows
from meetings.keeping.rows import lock_of
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_of_id

SAME_WEEKDAY_A_YEAR_LATER = timedelta(weeks=52)


PART_LABELS = {
    MeetingPart.SECTIONS: _l("Texts"),
    MeetingPart.AGENDA: _l("Agenda"),
    MeetingPart.PEOPLE: _l("People in the agenda, all of them to be confirmed"),
    MeetingPart.GROUPS: _l("Breakout groups, without their members"),
    MeetingPart.ORGANISATIONS: _l("Organisations, chairs and co-chairs"),
    MeetingPart.CONTACTS: _l("Focal points"),
    MeetingPart.ROOMS: _l("Rooms of the venue"),
    MeetingPart.LINKS: _l("Web links"),
    MeetingPart.REGISTRATION: _l("Settings of the registration, without the people"),
    MeetingPart.DOCUMENTS: _l("Documents with their files"),
    MeetingPart.PARTICIPATION_LINKS: _l("Links to join remotely"),
}
USUAL_PARTS = frozenset(MeetingPart) - {MeetingPart.DOCUMENTS, MeetingPart.PARTICIPATION_LINKS}
NEEDS_AGENDA = frozenset({MeetingPart.PEOPLE, MeetingPart.GROUPS})
NEW_IN_A_COPY = frozenset(
    {
        "id", "code", "code_key", "state", "state_reason", "published_at", "preview_generation", "deleted_at",
        "version", "title", "ordinal", "follows_id", "symbol", "starts_on", "ends_on", "links", "calendar_uid",
        "calendar_sequence", "hours_sequence", "registration_opens", "registration_closes", "takes_registrations",
        "created_at", "changed_at",
    }
)  # fmt: skip
"""Columns of a meeting that a copy does not take over as they are."""


class AgendaNeeded(Exception):
    """People and groups stand in the agenda: they cannot be copied without it."""


def usual_first_day(source: Meeting, today: date) -> date:
    """The same weekday a year after the source, or later years until it is not before `today`; by month: the month."""
    if source.date_precision is DatePrecision.MONTH:
        year = max(source.starts_on.year + 1, today.year + (source.starts_on.month < today.month))
        return source.starts_on.replace(year=year)
    day = source.starts_on + SAME_WEEKDAY_A_YEAR_LATER
    while day < today:
        day += SAME_WEEKDAY_A_YEAR_LATER
    return day


def clone_meeting(
    source_id: int,
    *,
    starts_on: date,
    code: str = "",
    title: Translations | None = None,
    ordinal: int | None = None,
    parts: Collection[MeetingPart] = USUAL_PARTS,
    actor: User | None = None,
) -> Meeting:
    """A draft that follows a meeting and has chosen parts of it, with all texts, moved to a new first day (local).

    Days keep their distance from the first one, local times stay; so do registration's opening and closing. Where only
    months are known, `starts_on` names the month. An empty `code` is made of that of the source. People's parts are to
    be confirmed again; those who declined or were replaced are left out. Calendar identities are new. Takes a fixed
    number of statements however long the agenda.

    Raises:
        UnusableCode, CodeTaken, TitleMissing: as `create_meeting`.
        AgendaNeeded: see there.
        NoSuchRecord: there is no such meeting.
    """
    chosen = frozenset(parts)
    if chosen & NEEDS_AGENDA and MeetingPart.AGENDA not in chosen:
        raise AgendaNeeded
    if code:
        return _clone(source_id, code, starts_on, title, ordinal, chosen, actor)
    codes = codes_of_copy(meeting_of_id(source_id).code, starts_on.year)
    return with_first_free(codes, lambda made: _clone(source_id, made, starts_on, title, ordinal, chosen, actor))


def _clone(
    source_id: int,
    code: str,
    starts_on: date,
    title: Translations | None,
    ordinal: int | None,
    chosen: Collection[MeetingPart],
    actor: User | None,
) -> Meeting:
    with writing(lock_of(source_id), f"meeting-code:{code.casefold()}") as session:
        source = meeting_of_id(source_id)
        check_code(code, None)
        clone = _facts(source, code, starts_on, title or source.title, ordinal, chosen)
        check_facts(clone)
        session.add(clone)
        session.info[KEPT] = True
        try:
            session.flush()
        finally:
            session.info.pop(KEPT, None)
        _copy_rows(source, clone, chosen)
        if MeetingPart.REGISTRATION in chosen:
            copy_registration_rules(source.id, clone.id)
        session.flush()
        record(
            "cloned", clone, actor=actor, meeting_id=clone.id,
            changes={"code": (source.code, code), "starts_on": (source.starts_on, clone.starts_on)},
        )  # fmt: skip
        return clone


def _facts(
    source: Meeting,
    code: str,
    starts_on: date,
    title: Translations,
    ordinal: int | None,
    parts: Collection[MeetingPart],
) -> Meeting:
    first, last = starts_on, starts_on + (source.ends_on - source.starts_on)
    if source.date_precision is DatePrecision.MONTH:
        months = starts_on.month - 1 + months_in(source.starts_on, source.ends_on) - 1
        first, last = month_bounds(starts_on, date(starts_on.year + months // 12, months % 12 + 1, 1))
    distance = first - source.starts_on
    opens, closes = source.registration_opens, source.registration_closes
    has_rules = MeetingPart.REGISTRATION in parts
    values = copied_columns(
        source,
        NEW_IN_A_COPY,
        code=code,
        code_key=code.casefold(),
        state=MeetingState.DRAFT,
        title=title,
        text_times=_times(source, title),
        ordinal=ordinal,
        follows_id=source.id,
        starts_on=first,
        ends_on=last,
        links=copy.deepcopy(source.links) if MeetingPart.LINKS in parts else [],
        takes_registrations=source.takes_registrations and has_rules,
        registration_opens=opens + distance if opens and has_rules else None,
        registration_closes=closes + distance if closes and has_rules else None,
        calendar_uid=new_calendar_uid(),
        created_at=now(),
        changed_at=now(),
    )
    return Meeting(**values)


def _times(source: Meeting, title: Translations) -> dict[str, dict[str, str]]:
    """When the texts of the copy were written: what was older than its original still is; a new title is new."""
    times = copy.deepcopy(dict(source.text_times or {}))
    times.pop("state_reason", None)
    kept = {
        code: moment for code, moment in times.get("title", {}).items() if title.get(code) == source.title.get(code)
    }
    renewed = {code: instant_text() for code, text in title.items() if text != source.title.get(code)}
    return {**times, "title": {**kept, **renewed}}


def _copy_rows(source: Meeting, clone: Meeting, parts: Collection[MeetingPart]) -> None:
    copier = Copier(source, clone)
    for table in Base.metadata.sorted_tables:  # what rows refer to comes before them
        kept = kept_rows.get(table.name)
        if kept is None or kept.copied is None or kept.copied.part not in parts:
            continue
        if kept.copied.copy is not None:
            kept.copied.copy(copier)
        else:
            copier.copy(kept.model, kept.copied.fresh)
