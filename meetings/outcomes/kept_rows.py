"""What the roof needs to know of outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from foundation.database import db
from meetings.enums import Visibility
from meetings.keeping.copies import NOT_COPIED
from meetings.keeping.found_by import words_of_html, words_of_text
from meetings.keeping.kept_rows import KeptRows, RowTexts
from meetings.keeping.page_texts import PageText, TextSource, name_in_words, texts_in
from meetings.keeping.undone import IsThereAgain, Returns, UndoneRows
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.reading.outcomes import outcomes_of
from meetings.reading.programme import Programme
from rich_text.texts import excerpt


def _texts_of_outcomes(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for outcome in outcomes_of(meeting.id):
        if outcome.visibility is not Visibility.TEAM:
            values = {"code": meeting.code, "outcome_id": outcome.id}
            yield from texts_in(outcome, partial(_name, meeting, outcome), values)


def _name(meeting: Meeting, outcome: Outcome) -> str:
    return excerpt(name_in_words(meeting, outcome.text), 60)


def _check_doubles(meeting: Meeting, returned: Returns) -> None:
    for each in returned.get("outcome", ()):
        if each.before is not None and each.row is not None:
            others = [set(other.text.items()) for other in outcomes_of(meeting.id) if other is not each.row]
            if any(other & set(each.row.text.items()) for other in others):
                raise IsThereAgain


def _found_by_outcomes(meetings: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    query = select(Outcome.meeting_id, Outcome.text, Outcome.addressee)
    query = query.where(Outcome.meeting_id.in_(meetings), Outcome.visibility == Visibility.PUBLIC)
    for row in db.session.execute(query):
        yield from ((row.meeting_id, text) for text in (*words_of_html(row.text), *words_of_text(row.addressee)))


SOURCE = TextSource(60, _texts_of_outcomes)
GROUP = _l("Outcomes")
ROWS = (
    KeptRows(
        Outcome,
        RowTexts(
            {
                "text": lambda name: _("Text of “%(name)s”", name=name),
                "addressee": lambda name: _("Addressee of “%(name)s”", name=name),
                "status_note": lambda name: _("What has been done about “%(name)s”", name=name),
            },
            "outcomes.edit",
            "outcomes",
            rich=frozenset({"text"}),
        ),
        copied=NOT_COPIED,
        undone=UndoneRows(check=_check_doubles),
        found_by=_found_by_outcomes,
    ),
)
