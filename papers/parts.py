"""Long papers are set in parts, each by a process that ends before the next begins, and joined into one PDF.

What is held in memory is thus that of one part, however long the paper is. Nobody sees where parts meet: the rows are
laid out first, and each part ends with the last row that ends its page. That also tells how many pages there are
together, which stands on each of them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from papers.typesetting import apart, typeset

PART = 250_000
"""Characters of values (some 500 people) of one part; a paper with fewer is set in the process that asks for it."""

Values = dict[str, Any]


class Rows(Protocol):
    """A paper as rows (people, items of an agenda) whose values can be had one by one."""

    template: str

    def __len__(self) -> int: ...

    def row(self, number: int) -> Values:
        """What the template reads of one row."""

    def part(self, start: int, rows: list[Values]) -> Values:
        """What the template reads of a part that consists of these rows, the first of which has the number `start`."""


@dataclass(frozen=True)
class PdfPart:
    """The rows from `start` until before `stop`, and the pages that they fill."""

    start: int
    stop: int
    pages: int


def typeset_rows(paper: Rows, timestamp: datetime | None, report: Callable[[float], None]) -> bytes:
    """A PDF of a paper; `report` is told which share of the work is done.

    Raises:
        TypesettingFailed: a long paper could not be made.
    """
    rows = _fitting(paper, 0)
    if len(rows) == len(paper):
        return typeset(paper.template, paper.part(0, rows) | _place(), timestamp)
    del rows
    parts = []
    for part in _laid_out(paper):
        parts.append(part)
        report(part.stop / len(paper) / 2)
    with tempfile.TemporaryDirectory(prefix="plenary-paper-") as name:
        files, first_page, pages = [], 1, sum(part.pages for part in parts)
        for number, part in enumerate(parts):
            files.append(str(Path(name) / f"{number}.pdf"))
            data = paper.part(part.start, [paper.row(row) for row in range(part.start, part.stop)])
            data |= _place(part.start, first_page, pages)
            apart("set", paper.template, timestamp.isoformat() if timestamp else "", files[-1], data=data)
            first_page += part.pages
            report(0.5 + part.stop / len(paper) / 2)
        target = Path(name) / "joined.pdf"
        apart("join", str(target), str(pages), *files)
        return target.read_bytes()


def _fitting(paper: Rows, start: int) -> list[Values]:
    """The rows from `start` on that one part holds: one at least."""
    rows: list[Values] = []
    size = 0
    while start + len(rows) < len(paper) and (not rows or size < PART):
        rows.append(paper.row(start + len(rows)))
        size += len(str(rows[-1]))
    return rows


def _place(start: int = 0, first_page: int = 1, pages: int | None = None, *, asks: bool = False) -> Values:
    return {"is_first": start == 0, "first_page": first_page, "pages": pages, "asks_for_pages": asks}


def _laid_out(paper: Rows) -> Iterator[PdfPart]:
    start = 0
    while start < len(paper):
        rows = [row | {"number": start + place} for place, row in enumerate(_fitting(paper, start))]
        data = paper.part(start, rows) | _place(start, 1, 0, asks=True)
        marks, pages = json.loads(apart("lay-out", paper.template, data=data))
        stop = start + len(rows)
        if stop < len(paper):
            stop, pages = _last_whole_page(marks) or (stop, pages)
        yield PdfPart(start, stop, pages)
        start = stop


def _last_whole_page(marks: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The last row with which a page begins, and how many pages are before it; None: no page begins with a row."""
    for (_row, before), (row, page) in zip(reversed(marks[:-1]), reversed(marks), strict=False):
        if page > before and row > _row:
            return row, page - 1
    return None
