"""The table in which a team fills in what papers lack: names by script, all else by language, side by side."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from directory.honorifics import gender_of
from directory.matching import Organisations
from directory.scripts import LATIN, fits, has_arabic, has_latin, script_of
from foundation.languages import current_language, language_name
from foundation.merge_fields import one_line
from foundation.posted_json import read_posted
from meetings.models.meeting import Meeting
from registration.models.registrations import Registration
from registration.names.operations import Filling, column_of
from registration.names.proposals import Proposal, Proposals, ProposalSource
from registration.names.shown import Kind, Shown, group_of

PAGE_SIZE = 200
LONGEST = {Kind.NAME: 240, Kind.HONORIFIC: 60, Kind.POSITION: 250, Kind.ORGANISATION: 250}
_FIELD = re.compile(r"(name|honorific|position|organisation)-(\d{1,9})-([a-z]{2})")
_FRENCH = re.compile(r"[éèêàçôœ]|\b(de|du|des|la|le|les|et)\b|\b[ld]’", re.IGNORECASE)


@dataclass
class Cell:
    """One thing of a row in one language: a control, or what is printed already where `field` is empty.

    `group` is what the row is for (`shown.group_of`), `seen` what whoever fills it in knows to have stood there, and
    `asked` the text of which was asked whether it is meant.
    """

    field: str
    language: str
    group: tuple[str, ...] = ()
    printed: str = ""
    seen: str = ""
    asked: str = ""
    value: str = ""
    is_missing: bool = False
    longest: int = 250
    proposals: tuple[Proposal, ...] = ()
    error: str = ""


@dataclass
class NamesRow:
    """A person, or one text that several people have."""

    label: str
    detail: str
    cells: list[Cell]


@dataclass
class NamesSection:
    """All rows of a kind; `columns` are (code, heading)."""

    kind: Kind
    columns: list[tuple[str, str]]
    rows: list[NamesRow]


class NamesTable:
    """The table for the people of one page; `everyone` are all whom the papers print.

    Shown is what is missing, or all (`whole`), and in any case the cells whose names are in `kept`.
    """

    def __init__(
        self,
        meeting: Meeting,
        everyone: Sequence[Registration],
        page: int,
        *,
        whole: bool,
        kept: Collection[str] = (),
    ) -> None:
        self.whole, self._kept = whole, kept
        self.pages = max(1, -(-len(everyone) // PAGE_SIZE))
        self.page = min(max(1, page), self.pages)
        people = everyone[(self.page - 1) * PAGE_SIZE : self.page * PAGE_SIZE]
        organisations = Organisations(meeting.team_id)
        self._shown = {language: Shown(organisations, language) for language in meeting.page_languages}
        self._proposals = Proposals(meeting, people)
        self.lost: list[str] = []
        self._groups: dict[tuple[Kind, tuple[str, ...]], list[int]] = defaultdict(list)
        self._group_of: dict[tuple[Kind, int], tuple[str, ...]] = {}
        for person in everyone:
            for kind in Kind:
                group = group_of(kind, person)
                self._groups[kind, group].append(person.id)
                self._group_of[kind, person.id] = group
        self.sections = [section for kind in Kind if (section := self._section(kind, people)).rows]
        self.cells = {
            cell.field: cell for section in self.sections for row in section.rows for cell in row.cells if cell.field
        }

    @property
    def seen(self) -> str:
        """What the cells are for and what stood in them, to be sent back with the form."""
        told: dict[str, dict[str, Any]] = {"rows": {}, "cells": {}, "asked": {}}
        for name, cell in self.cells.items():
            told["rows"][name.rpartition("-")[0]] = cell.group
            if cell.seen:
                told["cells"][name] = cell.seen
            if cell.asked:
                told["asked"][name] = cell.asked
        return json.dumps(told, ensure_ascii=False)

    @property
    def sources(self) -> list[tuple[ProposalSource, int]]:
        """How many empty cells each sure source has a proposal for."""
        counts = [
            (source, sum(1 for cell in self.cells.values() if not cell.value and _of(cell, source)))
            for source in (ProposalSource.DIRECTORY, ProposalSource.EARLIER, ProposalSource.DICTIONARY)
        ]
        return [(source, count) for source, count in counts if count]

    def read(self, sent: Mapping[str, str]) -> list[Filling]:
        """Put what was sent into the cells and return those that differ from what was shown.

        A text that cannot be taken gets an error in its cell and is left out: it is too long, in the other script and
        nobody was asked yet, or what it was for is no more. What has no cell any more is in `lost`.
        """
        rows, seen, asked = _told(sent.get("seen"))
        found = []
        for sent_name, typed in sent.items():
            match = _FIELD.fullmatch(sent_name)
            if match is None:
                continue
            kind, first, language = Kind(match[1]), int(match[2]), match[3]
            if language not in (self._scripts if kind is Kind.NAME else self._shown):
                continue
            row = rows.get(f"{match[1]}-{match[2]}")
            group = tuple(map(str, row)) if isinstance(row, list) else self._group_of.get((kind, first))
            text, before = one_line(typed), str(seen.get(sent_name, ""))
            if group is None or text == before:
                continue
            ids = self._groups.get((kind, group), [])
            # Who was the first of the group may have left it.
            name = f"{kind.value}-{ids[0]}-{language}" if ids else sent_name
            cell = self.cells.get(name)
            if cell is not None:
                cell.value = text
            if not ids:
                self.gone(sent_name, group, text)
                continue
            if cell is not None:
                cell.seen = before
                cell.error = self._error(kind, language, text, asked.get(sent_name))
                cell.asked = text
            if len(text) <= LONGEST[kind] and not (cell and cell.error):
                found.append(Filling(name, tuple(ids), group, kind, language, text, before))
        return found

    def gone(self, name: str, group: Sequence[str], text: str) -> None:
        """Say that what a text was typed for has been changed: in the cell of that name if there is one."""
        cell = self.cells.get(name)
        if cell is None:
            self.lost.append(text)
            return
        cell.error = _(
            "You wrote this for «%(text)s», which somebody has changed meanwhile. Save again if it is right for what "
            "stands here now.",
            text=group[0] if group else "",
        )

    def _error(self, kind: Kind, language: str, text: str, asked: Any) -> str:
        if len(text) > LONGEST[kind]:
            return _(
                "Shorten this to %(maximum)s characters; it has %(length)s.", maximum=LONGEST[kind], length=len(text)
            )
        if fits(text, language) or text == asked:
            return ""
        if language == "ar":
            return "" if has_arabic(text) else _("This is not in Arabic letters. Save again to keep it as it is.")
        return "" if has_latin(text) else _("This is not in Latin letters. Save again to keep it as it is.")

    def take(self, wish: str) -> None:
        """Put a proposal into its cell: `wish` is the name of the cell and the number of the proposal."""
        name, _sign, number = wish.partition("=")
        cell = self.cells.get(name)
        if cell is not None and number.isdecimal() and int(number) < len(cell.proposals):
            cell.value = cell.proposals[int(number)].text

    def take_all(self, source: str) -> int:
        """Put the proposals of a source into the cells that are empty; returns how many."""
        count = 0
        for cell in self.cells.values():
            proposal = None if cell.value else _of(cell, source)
            if proposal is not None:
                cell.value = proposal.text
                count += 1
        return count

    @property
    def _scripts(self) -> dict[str, str]:
        """Scripts of the papers, each with a language that is written in it."""
        found: dict[str, str] = {}
        for language in self._shown:
            found.setdefault(script_of(language), language)
        return found

    def _section(self, kind: Kind, people: Sequence[Registration]) -> NamesSection:
        if kind is Kind.NAME:
            headings = {LATIN: _("Latin letters"), "ar": _("Arabic letters")}
            columns = [(script, headings[script]) for script in self._scripts]
        else:
            columns = [(language, language_name(language)) for language in self._shown]
        rows: dict[Any, NamesRow] = {}
        for person in people:
            key = group_of(kind, person)
            if key not in rows and (kind is Kind.NAME or getattr(person, kind.value)):
                rows[key] = self._row(kind, person, [code for code, _heading in columns])
        shown = [row for row in rows.values() if self.whole or any(map(self._is_wanted, row.cells))]
        return NamesSection(kind, columns, shown)

    def _is_wanted(self, cell: Cell) -> bool:
        return cell.is_missing or cell.field in self._kept

    def _row(self, kind: Kind, person: Registration, codes: Sequence[str]) -> NamesRow:
        cells = [self._cell(kind, person, code) for code in codes]
        if kind is Kind.NAME:
            typed = f"{person.honorific} {person.given_name} {person.family_name}".strip()
            return NamesRow(typed, person.organisation, cells)
        others = len(self._groups[kind, group_of(kind, person)]) - 1
        name = person.full_name(current_language())
        detail = _("%(name)s and %(num)s more", name=name, num=others) if others else name
        return NamesRow(getattr(person, kind.value), detail, cells)

    def _cell(self, kind: Kind, person: Registration, code: str) -> Cell:
        stored = getattr(person, column_of(kind)).get(code, "")
        field = f"{kind.value}-{self._groups[kind, group_of(kind, person)][0]}-{code}"
        language = self._scripts[code] if kind is Kind.NAME else code
        shown = self._shown[language]
        printed = _printed(kind, person, shown)
        cell = Cell(
            field,
            code,
            group_of(kind, person),
            printed,
            seen=stored,
            value=stored,
            is_missing=kind in shown.missing(person),
            longest=LONGEST[kind],
        )
        if not stored:
            if kind is Kind.NAME:
                cell.proposals = self._proposals.name(person, code) if cell.is_missing else ()
            else:
                typed, gender = getattr(person, kind.value), gender_of(person.honorific)
                cell.proposals = self._proposals.text(kind.value, typed, code, gender)
        is_said = not cell.is_missing and (
            kind in (Kind.NAME, Kind.HONORIFIC) or stored or _is_written(person, kind, shown)
        )
        if is_said and not self.whole and field not in self._kept:
            cell.field = ""
        return cell


def _printed(kind: Kind, person: Registration, shown: Shown) -> str:
    language = shown.language
    if kind is Kind.NAME:
        return person.name(language)
    if kind is Kind.ORGANISATION:
        return shown.organisation(person)
    return person.honorific_in(language) if kind is Kind.HONORIFIC else person.position_in(language)


def _is_written(person: Registration, kind: Kind, shown: Shown) -> bool:
    """Whether what is printed is in the language itself, not only in its script."""
    printed = _printed(kind, person, shown)
    if kind is Kind.ORGANISATION and printed != person.organisation:
        return True
    if shown.language == "ar" or has_arabic(printed):
        return fits(printed, shown.language)
    return (shown.language == "fr") is (_FRENCH.search(printed) is not None)


def _told(posted: str | None) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    told = read_posted(posted)
    parts = [told.get(name) if isinstance(told, dict) else None for name in ("rows", "cells", "asked")]
    rows, cells, asked = (part if isinstance(part, dict) else {} for part in parts)
    return rows, cells, asked


def _of(cell: Cell, source: str) -> Proposal | None:
    return next((proposal for proposal in cell.proposals if proposal.source == source), None)
