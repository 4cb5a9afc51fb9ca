"""Shapes in which the demo meetings are written down, before they become rows.

Content names people and organisations by the keys of `demo.people` and `demo.organisations`, and times as they
stand on an agenda ("10:00-10:20"), so that a meeting reads like its programme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from directory.enums import OrganisationKind
from foundation.translated import Translations
from meetings.enums import (
    ContactKind,
    CountedGroup,
    CountQualifier,
    DocumentKind,
    DocumentStatus,
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MeetingState,
    MonthStyle,
    OrganisationRole,
    OutcomeKind,
    OutcomeStatus,
    PartRole,
    PartStatus,
    SectionKind,
)
from registration.enums import ApprovalMode


def said(en: str, ar: str, fr: str = "") -> Translations:
    """One text in the languages given; line breaks and indents of the source are single blanks."""
    texts = {"en": en, "ar": ar, "fr": fr}
    return Translations({code: re.sub(r"[ \n]+", " ", text).strip() for code, text in texts.items()})


NOTHING = Translations()


@dataclass(frozen=True)
class OrganisationContent:
    """An organisation of the directory."""

    name: Translations
    kind: OrganisationKind
    acronym: Translations = NOTHING
    country: str | None = None
    website: str = ""


@dataclass(frozen=True)
class PersonContent:
    """A person of the directory; `organisation` is a key of `demo.organisations`."""

    name: Translations
    position: Translations
    organisation: str
    email: str
    honorific: Translations = NOTHING
    country: str | None = None


@dataclass(frozen=True, kw_only=True)
class PartContent:
    """What somebody does in an item or a group; the holder is one of person, organisation, label,
    countries."""

    role: PartRole
    person: str = ""
    organisation: str = ""
    label: Translations = NOTHING
    affiliation: Translations = NOTHING
    countries: tuple[str, ...] = ()
    conjunction: str = "and"
    status: PartStatus = PartStatus.CONFIRMED


@dataclass(frozen=True, kw_only=True)
class GroupContent:
    """A breakout group."""

    letter: Translations
    title: Translations
    description: Translations
    room: Translations = NOTHING
    capacity: int | None = None
    parts: tuple[PartContent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemContent:
    """A line of the agenda. `at` is "10:00-10:20", "19:30-" when open-ended, or empty for an item without
    a time of its own. `key` names an item that a later one `continues`."""

    kind: ItemKind
    title: Translations
    at: str = ""
    day: int = 1
    description: Translations = NOTHING
    room: Translations = NOTHING
    parts: tuple[PartContent, ...] = ()
    groups: tuple[GroupContent, ...] = ()
    children: tuple[ItemContent, ...] = ()
    working_languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    is_closed: bool = False
    key: str = ""
    continues: str = ""

    @property
    def times(self) -> tuple[time | None, time | None]:
        """Beginning and end as local wall times."""
        starts, _, ends = self.at.partition("-")
        return (
            time.fromisoformat(starts) if starts else None,
            time.fromisoformat(ends) if ends else None,
        )


@dataclass(frozen=True)
class SectionContent:
    """A section of the information note; without a heading it has the standard one of its kind."""

    kind: SectionKind
    body: Translations
    heading: Translations = NOTHING


@dataclass(frozen=True, kw_only=True)
class RoleContent:
    """An organisation or a country with a role in the meeting."""

    role: OrganisationRole
    organisation: str = ""
    country: str | None = None


@dataclass(frozen=True, kw_only=True)
class ContactContent:
    """A focal point: a person of the directory, or a unit with a mailbox."""

    kind: ContactKind
    email: str
    person: str = ""
    unit: Translations = NOTHING
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentContent:
    """A document of the meeting."""

    title: Translations
    kind: DocumentKind = DocumentKind.REPORT
    status: DocumentStatus = DocumentStatus.FINAL
    symbol: str = ""


@dataclass(frozen=True)
class NumberContent:
    """How many people took part, or were expected."""

    counted: CountedGroup
    number: int
    qualifier: CountQualifier = CountQualifier.EXACTLY
    is_actual: bool = True


@dataclass(frozen=True)
class OutcomeContent:
    """A recommendation or other result, with its addressee."""

    text: Translations
    addressee: Translations = NOTHING
    status: OutcomeStatus = OutcomeStatus.AGREED
    kind: OutcomeKind = OutcomeKind.RECOMMENDATION


@dataclass(frozen=True)
class RoomContent:
    """A room of the venue."""

    name: Translations
    directions: Translations = NOTHING
    seats: int | None = None


@dataclass(frozen=True, kw_only=True)
class LinkContent:
    """An address elsewhere; `language` when what stands there is in one language only."""

    label: Translations
    url: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class JoinContent:
    """Where approved remote participants join; `language` names an interpretation channel."""

    url: str
    passcode: str
    provider: str = "Zoom"
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class RulesContent:
    """How registrations are taken; instants are local wall time of the meeting."""

    opens: datetime
    closes: datetime
    approval: ApprovalMode
    capacity_in_person: int | None
    capacity_remote: int | None


@dataclass(frozen=True, kw_only=True)
class ProjectContent:
    """A project, its full title and its publications."""

    acronym: str
    title: Translations
    description: Translations = NOTHING
    publications: tuple[DocumentContent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MeetingContent:
    """Everything the page of a meeting shows."""

    code: str
    kind: MeetingKind
    state: MeetingState = MeetingState.PUBLISHED
    follows: str = ""
    main_language: str = "en"
    title: Translations
    subtitle: Translations = NOTHING
    summary: Translations
    series: Translations = NOTHING
    ordinal: int | None = None
    project: ProjectContent | None = None
    part_of: Translations = NOTHING
    part_of_url: str = ""
    symbol: str = ""
    starts_on: date
    ends_on: date
    by_month: bool = False
    zone: str
    zone_assumed: bool = False
    month_style: MonthStyle = MonthStyle.DUAL
    format: MeetingFormat
    venue: Translations = NOTHING
    venue_address: Translations = NOTHING
    city: Translations = NOTHING
    country: str | None = None
    online_platform: str = ""
    page_languages: tuple[str, ...] = ("en", "ar")
    working_languages: tuple[str, ...] = ()
    has_interpretation: bool = False
    hashtag: str = ""
    accent: str = ""
    links: tuple[LinkContent, ...] = ()
    organisations: tuple[RoleContent, ...] = ()
    contacts: tuple[ContactContent, ...] = ()
    sections: tuple[SectionContent, ...] = ()
    documents: tuple[DocumentContent, ...] = ()
    agenda: tuple[ItemContent, ...] = ()
    joining: tuple[JoinContent, ...] = ()
    rooms: tuple[RoomContent, ...] = ()
    numbers: tuple[NumberContent, ...] = ()
    outcomes: tuple[OutcomeContent, ...] = ()
    rules: RulesContent | None = None
    published_on: date = field(kw_only=True)
