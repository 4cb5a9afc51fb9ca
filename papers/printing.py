"""What can be printed of a meeting: how long it is, and its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from accounts.permissions import Permission
from foundation.database import db
from foundation.languages import force_language
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from papers.models import PaperKind
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.reading.filters import Filter, read_filter
from registration.reading.registrations import conditions

LONG = 500
"""People or items of the agenda from which the worker makes a paper, not the request."""

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Report = Callable[[int], None]
"""Called with the per cent that are done; never while a statement is being read."""


@dataclass(frozen=True)
class Order:
    """One paper as somebody asks for it; `filter` is that of the list of registrations, as its address names it."""

    kind: PaperKind
    form: str
    language: str
    filter: dict[str, Any] = field(default_factory=dict)

    @property
    def permission(self) -> Permission:
        """What somebody must hold to have it."""
        return Permission.REGISTRATION_VIEW if self.kind is PaperKind.REGISTRATIONS else Permission.PAPER_PRINT

    @property
    def wanted(self) -> Filter:
        """The filter of the list."""
        return read_filter({name: str(value) for name, value in self.filter.items()})

    def file_name(self, meeting: Meeting) -> str:
        """The name under which it is downloaded."""
        language = "" if self.kind is PaperKind.REGISTRATIONS else f"-{self.language}"
        return f"{meeting.code}-{self.kind.value}{language}.{self.form}"


def length_of(meeting_id: int, order: Order) -> int:
    """How many people or items it has; one statement."""
    if order.kind is PaperKind.AGENDA:
        query = select(func.count(AgendaItem.id)).where(AgendaItem.meeting_id == meeting_id)
    elif order.kind is PaperKind.PARTICIPANTS:
        approved = Registration.state == RegistrationState.APPROVED
        query = select(func.count(Registration.id)).where(Registration.meeting_id == meeting_id, approved)
    else:
        query = select(func.count(Registration.id)).where(
            Registration.meeting_id == meeting_id, *conditions(order.wanted)
        )
    return db.session.scalar(query) or 0


def printed(meeting: Meeting, order: Order, report: Report = lambda _done: None) -> bytes:
    """The bytes of a paper as things stand now."""
    # Typesetting, Word and spreadsheets are large libraries: a process that prints nothing never loads them.
    if order.kind is PaperKind.REGISTRATIONS:
        from papers.registrations_table import registrations_table
        from papers.spreadsheets import csv_bytes, xlsx_bytes

        with force_language(order.language):
            table = registrations_table(meeting, order.wanted, order.language)
            report(50)
            return csv_bytes(table) if order.form == "csv" else xlsx_bytes(table)

    from papers import pdf, word
    from papers.agenda_paper import agenda_paper
    from papers.participants_paper import list_of_participants

    def report_share(share: float) -> None:
        report(20 + int(75 * share))

    if order.kind is PaperKind.AGENDA:
        agenda = agenda_paper(meeting.id, order.language)
        report(20)
        return pdf.agenda_pdf(agenda, report_share) if order.form == "pdf" else word.agenda_docx(agenda)
    people = list_of_participants(meeting.id, order.language)
    report(20)
    make = pdf.list_of_participants_pdf if order.form == "pdf" else word.list_of_participants_docx
    return make(people, report_share)
