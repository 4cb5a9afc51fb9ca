"""What the page of papers says is missing of the people whom papers print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import ngettext
from sqlalchemy import select

from directory.scripts import LATIN, script_of
from foundation.database import db
from foundation.languages import language_name
from meetings.models.meeting import Meeting
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.names.shown import Kind, lacks

WORK = (Kind.HONORIFIC, Kind.POSITION, Kind.ORGANISATION)


@dataclass(frozen=True)
class Note:
    """One sentence, and the names of the people whom it concerns as they would be printed."""

    sentence: str
    people: tuple[str, ...]


def printed_people(meeting_id: int) -> list[Registration]:
    """Everybody whom lists and badges print, by name; one statement."""
    query = select(Registration).where(
        Registration.meeting_id == meeting_id, Registration.state == RegistrationState.APPROVED
    )
    return list(db.session.scalars(query.order_by(Registration.sort_key, Registration.id)))


def missing_notes(meeting: Meeting, people: Sequence[Registration]) -> list[Note]:
    """What papers in the languages of the page lack of these people: names by script, the rest by language."""
    found: list[Note] = []
    scripts_told: set[str] = set()
    for lack in lacks(meeting.team_id, people, meeting.page_languages):
        script = script_of(lack.language)
        names = lack.count(Kind.NAME)
        if names and script not in scripts_told:
            scripts_told.add(script)
            found.append(Note(_names_missing(script, names), _those(people, lack.language, lack.people, (Kind.NAME,))))
        others = lack.count(*WORK)
        if others:
            sentence = ngettext(
                "Position, organisation or form of address of %(num)s person is missing in %(language)s.",
                "Position, organisation or form of address of %(num)s people is missing in %(language)s.",
                others,
                language=language_name(lack.language),
            )
            found.append(Note(sentence, _those(people, lack.language, lack.people, WORK)))
    return found


def _names_missing(script: str, count: int) -> str:
    if script == LATIN:
        return ngettext(
            "%(num)s name is missing in Latin letters.", "%(num)s names are missing in Latin letters.", count
        )
    return ngettext("%(num)s name is missing in Arabic letters.", "%(num)s names are missing in Arabic letters.", count)


def _those(
    people: Sequence[Registration], language: str, lacking: dict[int, frozenset[Kind]], kinds: Sequence[Kind]
) -> tuple[str, ...]:
    return tuple(person.full_name(language) for person in people if lacking.get(person.id, set()) & set(kinds))
