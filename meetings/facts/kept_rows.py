"""What the roof needs to know of a meeting's facts, texts, rooms, organisations and focal points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import User
from directory.models import Person
from foundation.database import db
from foundation.translated import Translations
from meetings.enums import CONTACT_LABELS, SECTION_LABELS
from meetings.facts.operations.meeting import (
    ClosesBeforeOpening,
    MainLanguageMissing,
    MeetingEndsBeforeStart,
    TitleMissing,
    TooManyDays,
    UnknownZone,
    UnsuitablePredecessor,
    check_facts,
    check_predecessor,
)
from meetings.facts.operations.parties import HOLDERS, AlreadyNamed, check_holder
from meetings.facts.operations.rooms import RoomExists, change_room, check_name
from meetings.facts.operations.short_codes import CodeTaken, UnusableCode, check_code
from meetings.keeping.calendar_sequence import meeting_changed
from meetings.keeping.copies import NOT_COPIED, CopiedRows, MeetingPart
from meetings.keeping.found_by import (
    words_of_country,
    words_of_html,
    words_of_organisation,
    words_of_person,
    words_of_text,
)
from meetings.keeping.kept_rows import KeptRows, RowTexts, save_changes
from meetings.keeping.page_texts import PageText, TextSource, name_in_words, texts_in
from meetings.keeping.undone import DoesNotFit, Returned, Returns, UndoneRows, restored_columns
from meetings.models.meeting import Meeting
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.rooms import Room
from meetings.models.sections import Section
from meetings.reading.programme import Programme


def _texts_of_facts(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for each in texts_in(meeting, lambda: "", {"code": meeting.code}):
        if each.column == "state_reason":
            values = {"code": meeting.code, "state": meeting.state.value}
            each = replace(each, endpoint="facts.change_state", values=values, field="reason")
        yield each


def _texts_of_sections(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for section in meeting.sections:
        values = {"code": meeting.code, "section_id": section.id}
        yield from texts_in(section, partial(_name_of_section, meeting, section), values)


def _name_of_section(meeting: Meeting, section: Section) -> str:
    return name_in_words(meeting, section.heading) or str(SECTION_LABELS[section.kind])


def _texts_of_rooms(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for room in meeting.rooms:
        name = partial(name_in_words, meeting, room.name)
        yield from texts_in(room, name, {"code": meeting.code, "room_id": room.id})


def _texts_of_links(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for number, link in enumerate(meeting.links):
        if not link.get("language"):
            label = Translations(link.get("label") or {})
            values = {"code": meeting.code, "number": number}
            yield PageText(
                meeting, "links", label, _words_of_link, "facts.edit_web_link", values, "links", number, "label"
            )


def _words_of_link() -> str:
    return _("Words of a link")


def _texts_of_contacts(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for contact in meeting.contacts:
        if not contact.language:  # else it stands on one page only
            name = partial(str, CONTACT_LABELS[contact.kind])
            yield from texts_in(contact, name, {"code": meeting.code, "contact_id": contact.id})


def _save_meeting(meeting: Meeting, values: Mapping[str, Any], actor: User | None) -> None:
    save_changes(meeting, values, actor, meeting_changed)


def _save_room(room: Room, values: Mapping[str, Any], actor: User | None) -> None:
    change_room(room.meeting_id, room.id, actor=actor, **values)


UNFIT = (
    CodeTaken, UnusableCode, MeetingEndsBeforeStart, TooManyDays, UnknownZone, TitleMissing, MainLanguageMissing,
    ClosesBeforeOpening, UnsuitablePredecessor,
)  # fmt: skip


def _check_facts(meeting: Meeting, returned: Returns) -> None:
    restored = restored_columns(returned, "meeting")
    check_facts(meeting)
    if "follows_id" in restored:
        check_predecessor(meeting)
    if "code_key" in restored:
        check_code(meeting.code, meeting.id)
        if meeting.published_at is not None:
            raise DoesNotFit


def _count_facts(meeting: Meeting, returned: Sequence[Returned]) -> None:
    for each in returned:
        meeting_changed(meeting, each.changes)


def _check_rooms(meeting: Meeting, returned: Returns) -> None:
    for each in returned.get("room", ()):
        if each.before is not None and each.row is not None:
            check_name(meeting.id, each.row.name, each.row.id)


def _check_holders(meeting: Meeting, returned: Returns) -> None:
    for each in returned.get("meeting_organisation", ()):
        if each.before is not None and each.row is not None:
            values = {name: getattr(each.row, name) for name in ("role", *HOLDERS)}
            check_holder(meeting.id, each.row.id, values)


def _found_by_sections(meetings: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    query = select(Section.meeting_id, Section.heading, Section.body).where(Section.meeting_id.in_(meetings))
    for meeting_id, heading, body in db.session.execute(query):
        yield from ((meeting_id, text) for text in (*words_of_text(heading), *words_of_html(body)))


def _found_by_parties(meetings: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    query = select(MeetingOrganisation).where(MeetingOrganisation.meeting_id.in_(meetings))
    query = query.options(
        joinedload(MeetingOrganisation.organisation),
        joinedload(MeetingOrganisation.person).joinedload(Person.organisation),
    )
    for row in db.session.scalars(query.execution_options(populate_existing=True)):
        countries = words_of_country(row.country_code, meetings[row.meeting_id])
        texts = (*words_of_organisation(row.organisation), *countries, *words_of_person(row.person))
        yield from ((row.meeting_id, text) for text in texts)


SOURCES = {
    "facts": TextSource(10, _texts_of_facts),
    "sections": TextSource(30, _texts_of_sections),
    "rooms": TextSource(40, _texts_of_rooms),
    "links": TextSource(70, _texts_of_links),
    "contacts": TextSource(80, _texts_of_contacts),
}
GROUPS = {
    "facts": _l("Main facts"),
    "sections": _l("Texts"),
    "rooms": _l("Rooms"),
    "links": _l("Links"),
    "contacts": _l("Focal points"),
}
ROWS = (
    KeptRows(
        Meeting,
        RowTexts(
            {
                "title": lambda _name: _("Title"),
                "subtitle": lambda _name: _("Subtitle or theme"),
                "summary": lambda _name: _("Summary"),
                "part_of": lambda _name: _("Part of a bigger event"),
                "venue": lambda _name: _("Venue"),
                "venue_address": lambda _name: _("Address of the venue"),
                "city": lambda _name: _("City"),
                "state_reason": lambda _name: _("Reason why it is postponed or cancelled"),
            },
            "facts.edit_facts",
            "facts",
            _save_meeting,
        ),
        undone=UndoneRows("facts.edit_facts", check=_check_facts, unfit=UNFIT, count=_count_facts),
    ),
    KeptRows(
        Section,
        RowTexts(
            {
                "heading": lambda name: _("Heading of “%(name)s”", name=name),
                "body": lambda name: _("Text of “%(name)s”", name=name),
            },
            "facts.edit_section",
            "sections",
        ),
        copied=CopiedRows(MeetingPart.SECTIONS),
        undone=UndoneRows("facts.sections", "section"),
        found_by=_found_by_sections,
    ),
    KeptRows(
        Room,
        RowTexts(
            {
                "name": lambda name: _("Name of the room %(name)s", name=name),
                "directions": lambda name: _("How to find the room %(name)s", name=name),
            },
            "facts.edit_room",
            "rooms",
            _save_room,
            {RoomExists: "name"},
        ),
        copied=CopiedRows(MeetingPart.ROOMS),
        undone=UndoneRows("facts.rooms", "room", check=_check_rooms, unfit=(RoomExists,)),
    ),
    KeptRows(
        MeetingOrganisation,
        copied=CopiedRows(MeetingPart.ORGANISATIONS),
        undone=UndoneRows("facts.organisations", "organisation", check=_check_holders, unfit=(AlreadyNamed,)),
        found_by=_found_by_parties,
    ),
    KeptRows(
        FocalPoint,
        RowTexts({"unit": lambda name: _("Unit: %(kind)s", kind=name)}, "facts.edit_contact", "contacts"),
        copied=CopiedRows(MeetingPart.CONTACTS),
        undone=UndoneRows("facts.contacts", "contact"),
    ),
    KeptRows(ParticipantNumber, copied=NOT_COPIED),
)
