"""The list of registrations as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import and_

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.countries import NOT_LISTED
from foundation.database import db
from foundation.dates import zone_label
from foundation.languages import LANGUAGES, language_name
from meetings.enums import MODE_LABELS
from meetings.models.meeting import Meeting
from meetings.reading.titles import group_title, item_title
from papers.content import CellValue, Column, ColumnKind, Table
from registration.enums import SOURCE_LABELS, STATE_LABELS
from registration.models.registrations import Answer, Registration
from registration.reading.filters import Filter
from registration.reading.groups import groups_by_person, items_with_groups
from registration.reading.registrations import filtered


def registrations_table(meeting: Meeting, wanted: Filter, language: str) -> Table:
    """The registrations that fit a filter, in its order, in the language being spoken; four statements at most.

    Rows are read as plain values, never as objects. A meeting with breakout groups has a column for each item that has
    them. Times are those of the meeting's zone, which the heading names.
    """
    zone = zone_label(meeting.zone, meeting.starts_on, language)
    items = items_with_groups(meeting.id)
    groups = groups_by_person(meeting.id) if items else {}
    main = meeting.main_language

    def names_of_groups(person: Any) -> list[CellValue]:
        own = groups.get(person.id, {})
        return [group_title(own[item.id], language, main) if item.id in own else "" for item in items]

    return Table(
        title=meeting.code,
        language=language,
        columns=(
            Column(_("Reference"), width=12),
            Column(_("State"), width=14),
            Column(_("Form of address"), width=10),
            Column(_("Given name"), width=18),
            Column(_("Family name"), width=20),
            Column(_("Name as printed, Latin"), width=26),
            Column(_("Name as printed, Arabic"), width=26),
            Column(_("E-mail"), width=30),
            Column(_("Organisation"), width=36),
            Column(_("Kind of organisation"), width=24),
            Column(_("Position"), width=26),
            Column(_("Country"), width=22),
            Column(_("Takes part"), width=12),
            Column(_("Language"), width=10),
            Column(_("Special requirements"), width=36),
            Column(_("Registered (%(zone)s)", zone=zone), ColumnKind.DATETIME, width=18),
            Column(_("How registered"), width=22),
            Column(_("Reason"), width=30),
            Column(_("Where the person comes from"), width=22),
            *(
                Column(_("%(field)s, %(language)s", field=label, language=language_name(code)), width=30)
                for label in _in_languages().values()
                for code in LANGUAGES
            ),
            *(Column(_("Group: %(item)s", item=item_title(item, language, main)), width=30) for item in items),
        ),
        rows=[[*values, *names_of_groups(person)] for person, values in _rows(meeting, wanted, language)],
    )


def _rows(meeting: Meeting, wanted: Filter, language: str) -> Iterator[tuple[Any, list[CellValue]]]:
    it = Registration
    columns = (
        it.id, it.reference, it.state, it.honorific, it.given_name, it.family_name, it.printed_name, it.email,
        it.organisation, it.organisation_kind, it.position, it.country_code, it.mode, it.language, it.registered_at,
        it.source, it.reason, it.place, *(getattr(it, name) for name in _in_languages()), Answer.value.label("needs"),
    )  # fmt: skip
    needs = and_(Answer.registration_id == it.id, Answer.field == "needs")
    query = filtered(meeting.id, wanted, language).with_only_columns(*columns).outerjoin(Answer, needs)
    zone, in_languages = ZoneInfo(meeting.zone), list(_in_languages())

    states, kinds = _spoken(STATE_LABELS), _spoken(ORGANISATION_KIND_LABELS)
    modes, sources = _spoken(MODE_LABELS), _spoken(SOURCE_LABELS)
    unwritten = ("",) * len(LANGUAGES)

    def written(person: Any) -> Iterator[str]:
        for name in in_languages:
            texts = getattr(person, name)
            yield from (texts.get(code, "") for code in LANGUAGES) if texts else unwritten

    languages = {code: language_name(code) for code in LANGUAGES}
    country = cache(lambda code: meeting.country_named(code, language))
    for person in db.session.execute(query.execution_options(yield_per=500)):
        yield (
            person,
            [
                person.reference,
                states[person.state],
                person.honorific,
                person.given_name,
                person.family_name,
                person.printed_name.get("en", ""),
                person.printed_name.get("ar", ""),
                person.email,
                person.organisation,
                kinds[person.organisation_kind],
                person.position,
                person.place if person.country_code == NOT_LISTED else country(person.country_code),
                modes[person.mode],
                languages.get(person.language, person.language),
                "" if person.needs is None else str(person.needs),
                person.registered_at.astimezone(zone),
                sources[person.source],
                person.reason,
                person.place,
                *written(person),
            ],
        )


def _spoken(labels: Mapping[Any, Any]) -> dict[Any, str]:
    """Labels in the language being spoken, translated once and not in every row."""
    return {value: str(label) for value, label in labels.items()}


def _in_languages() -> dict[str, str]:
    """What may be written per language, and how it is headed."""
    return {
        "honorific_texts": _("Form of address"),
        "organisation_texts": _("Organisation"),
        "position_texts": _("Position"),
        "place_texts": _("Place as printed"),
    }
