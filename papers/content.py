"""The plain values that papers are made of; filled by queries, read by the makers of PDF, Word and spreadsheets.

All texts are plain text: no markup is interpreted, whatever they contain. They are in the language of the paper (or in
the one a missing translation fell back to) and already formatted: dates, times and digits are printed as given. An
empty text prints nothing, not even its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a part: a person, organisation, country or a role still to be filled.

    `detail` is the position and affiliation as one line; `status` is a short label such as "TBC", without brackets.
    """

    name: str
    detail: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One role in an item ("Moderator", "Speakers") and those who hold it, in order."""

    role_label: str
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Breakout:
    """A breakout group under an item; `letter` is "A", "B" … or "أ", "ب" …"""

    letter: str
    title: str
    description: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A line of the agenda with all that hangs on it.

    `time_label` is formatted ("10:00 – 10:20"), empty for an item without a time of its own. `kind` is the label of the
    kind ("Session"); it is not printed where the title already begins with it. In `description` a paragraph that begins
    with "• ", "- ", "– " or "* " becomes a bullet, and a line feed stays a line break. `continued` adds the label
    "continued" to the title.
    """

    title: str
    time_label: str = ""
    kind: str = ""
    description: tuple[str, ...] = ()
    room: str = ""
    parts: tuple[Part, ...] = ()
    breakouts: tuple[Breakout, ...] = ()
    children: tuple[AgendaItem, ...] = ()
    continued: bool = False
    is_break: bool = False

    @property
    def printed_kind(self) -> str:
        """The kind as it stands above the title: empty for a break, and where the title begins with it anyway."""
        return "" if self.is_break or _bare(self.title).startswith(_bare(self.kind)) else self.kind


def _bare(text: str) -> str:
    """A text to compare, without the Arabic article: "الجلسة 1" needs no "جلسة" above it, "افتتاح" no "الافتتاح"."""
    return text.strip().casefold().removeprefix("ال")


def with_depth(items: Sequence[AgendaItem], depth: int = 0) -> Iterator[tuple[int, AgendaItem]]:
    """The items and all below them in printing order, each with how deep it lies (0 for the items given)."""
    for item in items:
        yield depth, item
        yield from with_depth(item.children, depth + 1)


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day of the agenda; `heading` is its date as printed ("Wednesday, 28 February 2024")."""

    heading: str
    items: tuple[AgendaItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A focal point or administrative contact: a person or the mailbox of a unit."""

    name: str
    role_label: str = ""
    detail: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands at the head of every paper.

    `language` is a code such as "en", "fr" or "ar" and sets the direction of writing. `kind_line` says what the paper
    and the meeting are ("Provisional agenda"), `subtitle` the kind of meeting or a second line of the title,
    `series_line` the ordinal in its series or the bigger event it is part of. `short_title` runs in the header of later
    pages (a shortened `title` when empty). `version_line` tells how final the paper is ("Provisional agenda, as of
    3 January 2027"). `accent` is a colour as "#rrggbb"; anything else means the colour of the house. `labels` are the
    words of the maker itself (see `papers.labels.translated_labels`), English where missing. `made_at`, an
    aware time, goes into the properties of the file; without it the file carries no date.
    """

    language: str
    title: str
    kind_line: str = ""
    subtitle: str = ""
    series_line: str = ""
    organisers_line: str = ""
    place_line: str = ""
    date_line: str = ""
    symbol: str = ""
    version_line: str = ""
    short_title: str = ""
    accent: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPaper(Heading):
    """An agenda. `introduction` stands before the days and `notes` after them, both as descriptions of items do."""

    time_zone_line: str = ""
    introduction: tuple[str, ...] = ()
    days: tuple[AgendaDay, ...] = ()
    notes: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in a list of participants.

    `name` is as it should be printed, honorific included. `mode` is a label ("In person"). `email` is printed when
    given: whether it may be is for the caller to decide.
    """

    name: str
    position: str = ""
    organisation: str = ""
    mode: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """The persons of one country or organisation, in the order in which they are printed."""

    heading: str
    persons: tuple[Participant, ...] = ()

    def printed_organisation(self, person: Participant) -> str:
        """The organisation of a person, empty where it repeats the heading above."""
        return "" if person.organisation.strip() == self.heading.strip() else person.organisation


@dataclass(frozen=True, slots=True)
class ParticipantGroup:
    """A category in protocol order ("Member States", "United Nations bodies")."""

    heading: str
    delegations: tuple[Delegation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOfParticipants(Heading):
    """A list of participants. `counts` are whole texts ("40 participants", "25 in person"), since plurals differ."""

    groups: tuple[ParticipantGroup, ...] = ()
    counts: tuple[str, ...] = ()


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is in characters, as spreadsheets count it."""

    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 20


CellValue = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for CSV and XLSX, each as long as `columns`.

    Datetimes are printed as the wall time they carry, their zone is dropped (a spreadsheet has none): convert before,
    and name the zone in the heading. None is an empty cell. A value that does not fit the kind of its column is
    written as text.
    """

    title: str
    language: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[CellValue]] = ()
