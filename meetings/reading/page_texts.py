"""Every text of a meeting's pages that people write in several languages, with the place where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from directory.models import Organisation, Person
from foundation.languages import current_language
from foundation.text_times import older_languages
from foundation.translated import Translations
from meetings.enums import CONTACT_LABELS, DOCUMENT_KIND_LABELS, PART_ROLE_LABELS, SECTION_LABELS, Visibility
from meetings.models.agenda import AgendaItem, Part
from meetings.models.meeting import Meeting
from meetings.reading.agenda import in_order
from meetings.reading.outcomes import outcomes_of
from meetings.reading.programme import Programme
from rich_text.texts import excerpt

WORDS: dict[str, dict[str, Callable[[Any], str]]] = {
    "meeting": {
        "title": lambda _name: _("Title"),
        "subtitle": lambda _name: _("Subtitle or theme"),
        "summary": lambda _name: _("Summary"),
        "part_of": lambda _name: _("Part of a bigger event"),
        "venue": lambda _name: _("Venue"),
        "venue_address": lambda _name: _("Address of the venue"),
        "city": lambda _name: _("City"),
        "state_reason": lambda _name: _("Reason why it is postponed or cancelled"),
    },
    "series": {"title": lambda _name: _("Name of the series")},
    "project": {"title": lambda _name: _("Title of the project")},
    "section": {
        "heading": lambda name: _("Heading of “%(name)s”", name=name),
        "body": lambda name: _("Text of “%(name)s”", name=name),
    },
    "room": {
        "name": lambda name: _("Name of the room %(name)s", name=name),
        "directions": lambda name: _("How to find the room %(name)s", name=name),
    },
    "document": {"title": lambda name: _("Title of a document: %(kind)s", kind=name)},
    "outcome": {
        "text": lambda name: _("Text of “%(name)s”", name=name),
        "addressee": lambda name: _("Addressee of “%(name)s”", name=name),
        "status_note": lambda name: _("What has been done about “%(name)s”", name=name),
    },
    "focal_point": {"unit": lambda name: _("Unit: %(kind)s", kind=name)},
    "agenda_item": {
        "title": lambda name: _("Title of “%(name)s”", name=name),
        "description": lambda name: _("Description of “%(name)s”", name=name),
        "room": lambda name: _("Room of “%(name)s”", name=name),
    },
    "breakout_group": {
        "letter": lambda name: _("Letter of group “%(name)s”", name=name),
        "title": lambda name: _("Title of group “%(name)s”", name=name),
        "description": lambda name: _("Description of group “%(name)s”", name=name),
        "room": lambda name: _("Room of group “%(name)s”", name=name),
    },
    "part": {
        "label": lambda place: _("Open role in “%(name)s”: %(role)s", name=place[0], role=place[1]),
        "affiliation": lambda place: _("Affiliation in “%(name)s”: %(role)s", name=place[0], role=place[1]),
    },
    "person": {
        "name": lambda name: _("Name of %(name)s", name=name),
        "honorific": lambda name: _("Honorific of %(name)s", name=name),
        "position": lambda name: _("Position of %(name)s", name=name),
    },
    "organisation": {"name": lambda name: _("Name of the organisation %(name)s", name=name)},
}
"""What the texts of each kind of record are, by the name of the record."""
RICH = frozenset({"body", "description"})
"""Columns that hold clean HTML, on whatever stands on a page; `text` of an outcome too."""


@dataclass(frozen=True)
class PageText:
    """One text: the column of a row, or a link of the meeting (`number`), whose texts stand in no column of their own.

    `what` says in words what it is, and is asked only for what is listed.
    """

    row: Any
    column: str
    texts: Translations
    what: Callable[[], str]
    endpoint: str
    values: Mapping[str, Any]
    group: str
    number: int | None = None

    @property
    def key(self) -> str:
        """Its name in forms, e.g. `agenda_item-17-title`."""
        place = self.column if self.number is None else f"{self.column}.{self.number}"
        return f"{self.row.__tablename__}-{self.row.id}-{place}"

    @property
    def is_rich(self) -> bool:
        """Whether it is clean HTML."""
        return self.column in RICH or (self.column == "text" and self.row.__tablename__ == "outcome")

    def url(self, language: str) -> str:
        """The address of the control in which it is written."""
        return url_for(self.endpoint, **self.values, _anchor=f"{self.control}_{language}")

    @property
    def control(self) -> str:
        """The name of its field on that page."""
        return "label" if self.number is not None else "reason" if self.column == "state_reason" else self.column

    def older(self, languages: Sequence[str], main: str) -> list[str]:
        """The languages whose text was written before its original was changed."""
        if self.number is not None:
            return []
        return older_languages(self.row, self.column, languages, main)


def texts_of(programme: Programme, wanted: set[int] | None = None) -> Iterator[PageText]:
    """All texts in the order of the page; `wanted` limits the agenda to some items. One statement for the outcomes."""
    meeting = programme.meeting
    text = partial(_text, meeting)
    code = {"code": meeting.code}
    for each in _columns(meeting, lambda: "", "facts.edit_facts", code, "facts"):
        if each.column == "state_reason":
            each = replace(each, endpoint="facts.change_state", values={**code, "state": meeting.state.value})
        yield each
    for chain, endpoint, key in (
        (meeting.series, "catalogue.edit_series", "series_id"),
        (meeting.project, "catalogue.edit_project", "project_id"),
    ):
        if chain is not None:
            yield from _columns(chain, lambda: "", endpoint, {"team_id": chain.team_id, key: chain.id}, "facts")
    for section in meeting.sections:
        name = partial(lambda row: text(row.heading) or str(SECTION_LABELS[row.kind]), section)
        yield from _columns(section, name, "facts.edit_section", {**code, "section_id": section.id}, "sections")
    for room in meeting.rooms:
        name = partial(text, room.name)
        yield from _columns(room, name, "facts.edit_room", {**code, "room_id": room.id}, "rooms")
    for document in meeting.documents:
        name = partial(str, DOCUMENT_KIND_LABELS[document.kind])
        values = {**code, "document_id": document.id}
        yield from _columns(document, name, "documents.edit_document", values, "documents")
    for outcome in outcomes_of(meeting.id):
        if outcome.visibility is not Visibility.TEAM:
            name = partial(lambda row: excerpt(text(row.text), 60), outcome)
            yield from _columns(outcome, name, "outcomes.edit", {**code, "outcome_id": outcome.id}, "outcomes")
    for number, link in enumerate(meeting.links):
        if not link.get("language"):
            label = Translations(link.get("label") or {})
            values = {**code, "number": number}
            yield PageText(meeting, "links", label, _words_of_link, "facts.edit_web_link", values, "links", number)
    for contact in meeting.contacts:
        if not contact.language:  # else it stands on one page only
            name = partial(str, CONTACT_LABELS[contact.kind])
            yield from _columns(contact, name, "facts.edit_contact", {**code, "contact_id": contact.id}, "contacts")
    for item, _depth in in_order(programme):
        if wanted is None or item.id in wanted:
            yield from _agenda_item(programme, item, code)
    yield from _directory(programme)


def group_in_words(group: str) -> str:
    """The part of the page to which texts belong."""
    return {
        "facts": _("Main facts"),
        "sections": _("Texts"),
        "rooms": _("Rooms"),
        "documents": _("Documents"),
        "outcomes": _("Outcomes"),
        "links": _("Links"),
        "contacts": _("Focal points"),
        "agenda": _("Agenda"),
        "directory": _("Persons and organisations"),
    }[group]


def _agenda_item(programme: Programme, item: AgendaItem, code: Mapping[str, Any]) -> Iterator[PageText]:
    name = partial(_text, programme.meeting, item.title)
    yield from _columns(item, name, "agenda.edit_item", {**code, "item_id": item.id}, "agenda")
    for part in programme.parts_of_items.get(item.id, []):
        yield from _part(part, name, code)
    for group in programme.groups.get(item.id, []):
        name = partial(_text, programme.meeting, group.title)
        yield from _columns(group, name, "groups.edit_group", {**code, "group_id": group.id}, "agenda")
        for part in programme.parts_of_groups.get(group.id, []):
            yield from _part(part, name, code)


def _part(part: Part, name: Callable[[], str], code: Mapping[str, Any]) -> Iterator[PageText]:
    def place() -> tuple[str, str]:
        return name(), str(PART_ROLE_LABELS[part.role])

    yield from _columns(part, place, "agenda.edit_part", {**code, "part_id": part.id}, "agenda")


def _directory(programme: Programme) -> Iterator[PageText]:
    meeting = programme.meeting
    persons: dict[int, Person] = {}
    organisations: dict[int, Organisation] = {}
    parts = [*programme.parts_of_items.values(), *programme.parts_of_groups.values()]
    holders = [contact.person for contact in meeting.contacts]
    holders += [row.person for row in meeting.organisations]
    holders += [part.person for group in parts for part in group]
    for person in holders:
        if person is not None:
            persons[person.id] = person
            if person.organisation is not None:
                organisations[person.organisation.id] = person.organisation
    named = [row.organisation for row in meeting.organisations]
    named += [part.organisation for group in parts for part in group]
    organisations.update({organisation.id: organisation for organisation in named if organisation is not None})
    for person in persons.values():
        values = {"team_id": meeting.team_id, "person_id": person.id}
        yield from _columns(person, partial(_text, meeting, person.name), "directory.edit_person", values, "directory")
    for organisation in organisations.values():
        name = partial(_text, meeting, organisation.name)
        values = {"team_id": meeting.team_id, "organisation_id": organisation.id}
        yield from _columns(organisation, name, "directory.edit_organisation", values, "directory")


def _columns(
    row: Any, name: Callable[[], Any], endpoint: str, values: Mapping[str, Any], group: str
) -> Iterator[PageText]:
    for column, words in WORDS[row.__tablename__].items():
        yield PageText(row, column, getattr(row, column), partial(_words, words, name), endpoint, values, group)


def _words(words: Callable[[Any], str], name: Callable[[], Any]) -> str:
    return words(name())


def _words_of_link() -> str:
    return _("Words of a link")


def _text(meeting: Meeting, texts: Translations) -> str:
    return texts.text(current_language(), meeting.main_language)
