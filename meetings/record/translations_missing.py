"""Texts that are written in one language of a meeting's page and not in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from directory.models import Organisation, Person
from foundation.languages import current_language
from foundation.translated import Translations
from meetings.agenda.models import AgendaItem, Part
from meetings.breakouts.models import BreakoutGroup
from meetings.enums import CONTACT_LABELS, DOCUMENT_KIND_LABELS, PART_ROLE_LABELS, SECTION_LABELS
from meetings.programme.queries import Programme, load_programme
from meetings.record.models import Meeting


@dataclass(frozen=True)
class MissingText:
    """One text that is missing: what it is, in words, and the address of the control in which to write it."""

    what: str
    url: str


@dataclass(frozen=True)
class _Text:
    what: str
    texts: Translations
    endpoint: str
    values: Mapping[str, Any]
    control: str


def missing_translations(meeting: Meeting, items: Sequence[AgendaItem] | None = None) -> dict[str, list[MissingText]]:
    """What is missing by language of the page, in the order of the page; a language without gaps has an empty list.

    Loads the whole programme in a fixed number of statements; `items` limits the agenda to these items.
    """
    return missing_in(load_programme(meeting.id), items)


def missing_in(programme: Programme, items: Sequence[AgendaItem] | None = None) -> dict[str, list[MissingText]]:
    """As `missing_translations`, for a programme that is loaded already."""
    wanted = None if items is None else {item.id for item in items}
    missing: dict[str, list[MissingText]] = {language: [] for language in programme.meeting.page_languages}
    for text in _texts(programme, wanted):
        for language in text.texts.missing(missing):
            url = url_for(text.endpoint, **text.values, _anchor=f"{text.control}_{language}")
            missing[language].append(MissingText(text.what, url))
    return missing


def count_missing(missing: Mapping[str, Sequence[MissingText]]) -> dict[str, int]:
    """How many texts are missing, for languages in which some are."""
    return {language: len(texts) for language, texts in missing.items() if texts}


def _texts(programme: Programme, wanted: set[int] | None) -> Iterator[_Text]:
    meeting = programme.meeting
    code = {"code": meeting.code}
    yield from _facts(meeting, code)
    for section in meeting.sections:
        name = _text(section.heading, meeting) or str(SECTION_LABELS[section.kind])
        values = {**code, "section_id": section.id}
        yield _Text(_("Heading of “%(name)s”", name=name), section.heading, "record.edit_section", values, "heading")
        yield _Text(_("Text of “%(name)s”", name=name), section.body, "record.edit_section", values, "body")
    for document in meeting.documents:
        values = {**code, "document_id": document.id}
        what = _("Title of a document: %(kind)s", kind=DOCUMENT_KIND_LABELS[document.kind])
        yield _Text(what, document.title, "record.edit_document", values, "title")
    for number, link in enumerate(meeting.links):
        values = {**code, "number": number}
        label = Translations(link.get("label") or {})
        if not link.get("language"):
            yield _Text(_("Words of a link"), label, "record.edit_web_link", values, "label")
    for contact in meeting.contacts:
        values = {**code, "contact_id": contact.id}
        what = _("Unit: %(kind)s", kind=CONTACT_LABELS[contact.kind])
        yield _Text(what, contact.unit, "record.edit_contact", values, "unit")
    for item in _in_order(programme):
        if wanted is None or item.id in wanted:
            yield from _agenda_item(programme, item, code)
    yield from _directory(programme)


def _facts(meeting: Meeting, code: Mapping[str, Any]) -> Iterator[_Text]:
    labels = {
        "title": _("Title"),
        "subtitle": _("Subtitle or theme"),
        "summary": _("Summary"),
        "part_of": _("Part of a bigger event"),
        "venue": _("Venue"),
        "venue_address": _("Address of the venue"),
        "city": _("City"),
    }
    for name, label in labels.items():
        yield _Text(label, getattr(meeting, name), "record.edit_facts", code, name)


def _agenda_item(programme: Programme, item: AgendaItem, code: Mapping[str, Any]) -> Iterator[_Text]:
    meeting = programme.meeting
    name = _text(item.title, meeting)
    values = {**code, "item_id": item.id}
    yield _Text(_("Title of “%(name)s”", name=name), item.title, "agenda.edit_item", values, "title")
    yield _Text(_("Description of “%(name)s”", name=name), item.description, "agenda.edit_item", values, "description")
    yield _Text(_("Room of “%(name)s”", name=name), item.room, "agenda.edit_item", values, "room")
    for part in programme.parts_of_items.get(item.id, []):
        yield from _part(part, name, code)
    for group in programme.groups.get(item.id, []):
        yield from _group(programme, group, code)


def _group(programme: Programme, group: BreakoutGroup, code: Mapping[str, Any]) -> Iterator[_Text]:
    values = {**code, "group_id": group.id}
    name = _text(group.title, programme.meeting)
    labels = {
        "letter": _("Letter of group “%(name)s”", name=name),
        "title": _("Title of group “%(name)s”", name=name),
        "description": _("Description of group “%(name)s”", name=name),
        "room": _("Room of group “%(name)s”", name=name),
    }
    for column, label in labels.items():
        yield _Text(label, getattr(group, column), "agenda.edit_group", values, column)
    for part in programme.parts_of_groups.get(group.id, []):
        yield from _part(part, name, code)


def _part(part: Part, name: str, code: Mapping[str, Any]) -> Iterator[_Text]:
    role = PART_ROLE_LABELS[part.role]
    values = {**code, "part_id": part.id}
    label = _("Open role in “%(name)s”: %(role)s", name=name, role=role)
    yield _Text(label, part.label, "agenda.edit_part", values, "label")
    label = _("Affiliation in “%(name)s”: %(role)s", name=name, role=role)
    yield _Text(label, part.affiliation, "agenda.edit_part", values, "affiliation")


def _directory(programme: Programme) -> Iterator[_Text]:
    persons: dict[int, Person] = {}
    organisations: dict[int, Organisation] = {}
    holders = [contact.person for contact in programme.meeting.contacts]
    parts = [*programme.parts_of_items.values(), *programme.parts_of_groups.values()]
    holders += [part.person for group in parts for part in group]
    for person in holders:
        if person is not None:
            persons[person.id] = person
            if person.organisation is not None:
                organisations[person.organisation.id] = person.organisation
    named = [row.organisation for row in programme.meeting.organisations]
    named += [part.organisation for group in parts for part in group]
    organisations.update({organisation.id: organisation for organisation in named if organisation is not None})
    team = {"team_id": programme.meeting.team_id}
    for person in persons.values():
        values = {**team, "person_id": person.id}
        name = person.name.text(current_language(), programme.meeting.main_language)
        labels = {
            "name": _("Name of %(name)s", name=name),
            "honorific": _("Honorific of %(name)s", name=name),
            "position": _("Position of %(name)s", name=name),
        }
        for column, label in labels.items():
            yield _Text(label, getattr(person, column), "directory.edit_person", values, column)
    for organisation in organisations.values():
        values = {**team, "organisation_id": organisation.id}
        label = _("Name of the organisation %(name)s", name=_text(organisation.name, programme.meeting))
        yield _Text(label, organisation.name, "directory.edit_organisation", values, "name")


def _in_order(programme: Programme) -> Iterator[AgendaItem]:
    def below(items: Sequence[AgendaItem]) -> Iterator[AgendaItem]:
        for item in items:
            yield item
            yield from below(programme.children.get(item.id, []))

    yield from below(programme.items)


def _text(texts: Translations, meeting: Meeting) -> str:
    return texts.text(current_language(), meeting.main_language)
