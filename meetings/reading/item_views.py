"""What a reader sees of an agenda: plain values, made by `meetings.reading.presenting`."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from meetings.models.documents import Document


@dataclass
class HolderView:
    """Who holds a part: name, what stands behind it, and a mark such as TBC.

    `lang` is the language of the name where it is not the page's, else empty. `people` is how many they are at least.
    `countries` are those for which somebody still to be named speaks, as they stand in `detail`.
    """

    name: str
    detail: str = ""
    status_label: str = ""
    lang: str = ""
    people: int = 1
    countries: str = ""


@dataclass
class PartGroupView:
    """Holders of the same role, together."""

    role_label: str
    holders: list[HolderView] = field(default_factory=list)


@dataclass
class GroupView:
    """A breakout group; `…_lang` as in an item."""

    anchor: str
    letter: str
    title: str
    description_html: Markup
    room: str
    parts: list[PartGroupView]
    title_lang: str = ""
    description_lang: str = ""
    room_anchor: str = ""


@dataclass
class ItemView:
    """An agenda item with everything it holds.

    `title_lang` and `description_lang` are the languages of these texts where they are not the page's, else empty.
    `room_anchor` is where the page says how to find the room. `number` is the item's id. `end_utc` is empty where
    nothing is on at that time: the meeting is called off. Where only its month is known, `start_utc` is a wall time.
    `format_label` and `languages` are said where the item is not held as the meeting is; `language_codes` are those
    spoken or interpreted, if the item has any of its own.
    """

    anchor: str
    kind: str
    kind_label: str
    time_label: str
    start_utc: str
    end_utc: str
    title: str
    description_html: Markup
    room: str
    closed: bool
    continued: bool
    interpretation: str
    parts: list[PartGroupView]
    groups: list[GroupView]
    children: list[ItemView]
    number: int = 0
    title_lang: str = ""
    description_lang: str = ""
    room_anchor: str = ""
    format_label: str = ""
    languages: str = ""
    has_one_language: bool = False
    language_codes: str = ""
    documents: list[Document] = field(default_factory=list)


@dataclass
class DayView:
    """A day; each row is a list of items that start at the same time."""

    date_label: str
    anchor: str
    rows: list[list[ItemView]]
    short_label: str = ""
