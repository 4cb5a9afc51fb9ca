"""Papers as tagged PDF, set by typst.

The templates beside this file receive one JSON document; texts of users are strings in it and stay strings on the
page. Fonts come from the installed font packages alone, so that a paper looks the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from foundation.languages import comma
from papers import text as texts
from papers.content import (
    AgendaItem,
    AgendaPaper,
    Breakout,
    Contact,
    Delegation,
    Heading,
    ListOfParticipants,
    Part,
    Participant,
    with_depth,
)
from papers.fonts import printable
from papers.labels import label
from papers.parts import Values, typeset_rows

HOUSE_ACCENT = "#1d4f7c"

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
# A block this long (in characters) may break across pages; shorter ones are kept whole.
_LONG = 1_300
_DEEPEST = 4
_NARROW = 100
# Columns of the list of participants (participants.typ), in heights of their letters.
NAME_COLUMN = 15.5
WORK_COLUMN = 23.0


Report = Callable[[float], None]
"""Called now and then with the share of the work that is done."""


def agenda_pdf(paper: AgendaPaper, report: Report = lambda _share: None) -> bytes:
    """The agenda as a tagged A4 PDF with bookmarks for days and items."""
    return typeset_rows(_Agenda(paper), _moment(paper), report)


def list_of_participants_pdf(paper: ListOfParticipants, report: Report = lambda _share: None) -> bytes:
    """The list of participants as a tagged A4 PDF with bookmarks for its groups."""
    return typeset_rows(_Participants(paper), _moment(paper), report)


def _moment(paper: Heading) -> datetime | None:
    return paper.made_at and paper.made_at.astimezone(UTC).replace(microsecond=0)


def accent_of(paper: Heading) -> str:
    """The colour of a paper as "#rrggbb": its own where that is one, else the colour of the house."""
    return paper.accent if _COLOUR.fullmatch(paper.accent) else HOUSE_ACCENT


class _Setter:
    """Turns the values of one paper into the JSON that the templates read."""

    def __init__(self, paper: Heading) -> None:
        self.language = re.split("[-_]", paper.language)[0].lower()
        self.direction = texts.direction_of_language(paper.language)
        self.foreign_language = "en" if self.direction == "rtl" else "ar"

    def line(self, value: str, longest: int = 1_000, width: float = texts.WHOLE_LINE) -> dict[str, Any]:
        """A text without line breaks, shortened to `longest` characters: less where its place is narrow.

        A word wider than `width`, in heights of letters, may break.
        """
        return self._directed(texts.shortened(texts.one_line(value), longest), width)

    def number(self, value: str) -> dict[str, Any]:
        """A telephone number or address, left to right in every language."""
        return self.line(value) | {"d": "ltr", "lang": self.language}

    def _directed(self, value: str, width: float = texts.WHOLE_LINE) -> dict[str, Any]:
        value = printable(texts.without_vowel_marks(value))
        direction = texts.direction_of_text(value, self.direction)
        return {
            "t": texts.breakable(value, width),
            "d": direction,
            "lang": self.language if direction == self.direction else self.foreign_language,
            "mixed": texts.has_letters_against(value, self.direction),
            "plain": texts.reads_in_one_direction(value, direction),
        }

    def paragraphs(self, values: tuple[str, ...]) -> list[dict[str, Any]]:
        return [{"bullet": bullet, "text": self._directed(value)} for bullet, value in texts.paragraphs(values)]

    def heading(self, paper: Heading) -> dict[str, Any]:
        title = texts.one_line(paper.title)
        lines = ("kind_line", "subtitle", "series_line", "organisers_line", "place_line", "date_line")
        return {
            "language": self.language,
            "direction": self.direction,
            "dated": paper.made_at is not None,
            "accent": accent_of(paper),
            "comma": comma(self.language),
            "title": self._directed(title),
            "title_size": 21 if len(title) <= 120 else 16 if len(title) <= 300 else 11,
            "short_title": self.line(texts.one_line(paper.short_title) or title, 85),
            "symbol": self.number(texts.shortened(texts.one_line(paper.symbol), 60)),
            "version_line": self.line(paper.version_line, 120),
            "page_of": re.split(r"%\((\w+)\)s", label(paper.labels, "page_of")),
            **{name: self.line(getattr(paper, name)) for name in lines},
        }

    def item(self, item: AgendaItem) -> dict[str, Any]:
        return {
            "time": self.line(item.time_label, _NARROW),
            "kind": self.line(item.printed_kind, _NARROW),
            "title": self._directed(texts.one_line(item.title)),
            "description": self.paragraphs(item.description),
            "room": self.line(item.room),
            "parts": self.parts(item.parts),
            "breakouts": [self.breakout(group) for group in item.breakouts],
            "continued": item.continued,
            "is_break": item.is_break,
        }

    def parts(self, parts: tuple[Part, ...]) -> list[dict[str, Any]]:
        return [
            {
                "role": self.line(part.role_label, _NARROW),
                "holders": [
                    {
                        "name": self.line(holder.name),
                        "detail": self.line(holder.detail),
                        "status": self.line(holder.status, _NARROW),
                    }
                    for holder in part.holders
                ],
            }
            for part in parts
        ]

    def breakout(self, group: Breakout) -> dict[str, Any]:
        values = {
            "letter": self.line(group.letter, 3),
            "title": self.line(group.title),
            "description": self.paragraphs(group.description),
            "parts": self.parts(group.parts),
            "room": self.line(group.room),
        }
        return values | {"long": len(str(values)) > 4 * _LONG}

    def contact(self, contact: Contact) -> dict[str, Any]:
        return {
            "role": self.line(contact.role_label),
            "name": self.line(contact.name),
            "detail": self.line(contact.detail),
            "phone": self.number(contact.phone),
        } | self.email(contact.email)

    def email(self, address: str) -> dict[str, Any]:
        return {
            "email": self.number(address),
            "mailto": _EMAIL.fullmatch(address) is not None and len(address) < 255,
        }

    def person(self, person: Participant, entry: Delegation) -> dict[str, Any]:
        values = {
            "name": self.line(person.name, width=NAME_COLUMN),
            "position": self.line(person.position, width=WORK_COLUMN),
            "organisation": self.line(entry.printed_organisation(person), width=WORK_COLUMN),
            "mode": self.line(person.mode, _NARROW),
        } | self.email(person.email)
        return values | {"long": len(str(values)) > 4 * _LONG}


class _Agenda:
    """The items of an agenda, as rows."""

    template = "agenda.typ"

    def __init__(self, paper: AgendaPaper) -> None:
        self._paper, self._setter = paper, _Setter(paper)
        self._rows = [
            (day, place, depth, item)
            for day, each in enumerate(paper.days)
            for place, (depth, item) in enumerate(with_depth(each.items))
        ]

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, number: int) -> Values:
        _day, place, depth, item = self._rows[number]
        values = self._setter.item(item) | {"depth": min(depth, _DEEPEST), "first": place == 0}
        return values | {"long": len(str(values)) > _LONG}

    def part(self, start: int, rows: list[Values]) -> Values:
        paper, set_text = self._paper, self._setter
        is_last = start + len(rows) == len(self._rows)
        return set_text.heading(paper) | {
            "time_zone_line": set_text.line(paper.time_zone_line if start == 0 else ""),
            "introduction": set_text.paragraphs(paper.introduction if start == 0 else ()),
            "days": list(self._days(start, rows)),
            "notes": set_text.paragraphs(paper.notes if is_last else ()),
            "contacts": [set_text.contact(contact) for contact in (paper.contacts if is_last else ())],
            "continued": label(paper.labels, "continued"),
            "notes_label": label(paper.labels, "notes"),
            "contacts_label": label(paper.labels, "contacts"),
            "no_items": label(paper.labels, "no_items"),
        }

    def _days(self, start: int, rows: list[Values]) -> Iterator[Values]:
        numbered = zip(self._rows[start : start + len(rows)], rows, strict=True)
        for day, own in groupby(numbered, key=lambda each: each[0][0]):
            found = [row for _place, row in own]
            heading = self._paper.days[day].heading
            if not found[0]["first"]:
                heading = f"{heading} ({label(self._paper.labels, 'continued')})"
            yield {"heading": self._setter.line(heading), "rows": found}


class _Participants:
    """The people of a list of participants, as rows."""

    template = "participants.typ"

    def __init__(self, paper: ListOfParticipants) -> None:
        self._paper, self._setter = paper, _Setter(paper)
        self._rows = [
            (group, delegation, person)
            for group in paper.groups
            for delegation in group.delegations
            for person in delegation.persons
        ]
        self._has_modes = any(person.mode for _group, _delegation, person in self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, number: int) -> Values:
        _group, delegation, person = self._rows[number]
        return self._setter.person(person, delegation)

    def part(self, start: int, rows: list[Values]) -> Values:
        paper, set_text = self._paper, self._setter
        columns = ("name", "position", *(["mode"] if self._has_modes else []))
        return set_text.heading(paper) | {
            "counts": [set_text.line(count) for count in paper.counts] if start == 0 else [],
            "groups": list(self._groups(start, rows)),
            "has_modes": self._has_modes,
            "columns": [label(paper.labels, key) for key in columns],
            "no_participants": label(paper.labels, "no_participants"),
        }

    def _groups(self, start: int, rows: list[Values]) -> Iterator[Values]:
        begun = self._rows[start - 1][0] if start else None
        numbered = zip(self._rows[start : start + len(rows)], rows, strict=True)
        for _group, own in groupby(numbered, key=lambda each: id(each[0][0])):
            found = list(own)
            group = found[0][0][0]
            delegations = groupby(found, key=lambda each: id(each[0][1]))
            yield {
                # Where its people go on, their country or organisation is named again, as on every page.
                "heading": self._setter.line("" if group is begun else group.heading),
                "delegations": [self._delegation(list(people)) for _delegation, people in delegations],
            }

    def _delegation(self, people: list[Any]) -> Values:
        (_group, delegation, _person), _row = people[0]
        return {"heading": self._setter.line(delegation.heading), "persons": [row for _place, row in people]}
