"""Texts of persons and organisations of the directory that stand on a meeting's pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.models import User
from directory.models import Organisation, Person
from directory.operations import change_organisation, change_person
from meetings.keeping.kept_rows import KeptRows, RowTexts
from meetings.keeping.page_texts import PageText, TextSource, name_in_words, texts_in
from meetings.reading.programme import Programme


def _texts_of_directory(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
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
        yield from texts_in(person, partial(name_in_words, meeting, person.name), values)
    for organisation in organisations.values():
        values = {"team_id": meeting.team_id, "organisation_id": organisation.id}
        yield from texts_in(organisation, partial(name_in_words, meeting, organisation.name), values)


def _save_person(row: Person, values: Mapping[str, Any], actor: User | None) -> None:
    change_person(row.team_id, row.id, actor=actor, **{"organisation_id": row.organisation_id, **values})


def _save_organisation(row: Organisation, values: Mapping[str, Any], actor: User | None) -> None:
    change_organisation(row.team_id, row.id, actor=actor, **values)


SOURCE = TextSource(100, _texts_of_directory)
GROUP = _l("Persons and organisations")
ROWS = (
    KeptRows(
        Person,
        RowTexts(
            {
                "name": lambda name: _("Name of %(name)s", name=name),
                "honorific": lambda name: _("Honorific of %(name)s", name=name),
                "position": lambda name: _("Position of %(name)s", name=name),
            },
            "directory.edit_person",
            "directory",
            _save_person,
        ),
    ),
    KeptRows(
        Organisation,
        RowTexts(
            {"name": lambda name: _("Name of the organisation %(name)s", name=name)},
            "directory.edit_organisation",
            "directory",
            _save_organisation,
        ),
    ),
)
