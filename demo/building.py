"""Turns the content of a demo meeting into rows of one team."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from accounts.models import Team, User
from demo.content import GroupContent, ItemContent, MeetingContent, PartContent, ProjectContent
from demo.organisations import ORGANISATIONS
from demo.people import PEOPLE
from directory.models import Organisation, Person
from foundation import clock
from foundation.audit import AuditEntry
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.enums import DatePrecision, Visibility
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.documents import Document
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.rooms import Room
from meetings.models.sections import Section
from meetings.models.series import Series
from registration.models.rules import RegistrationRules
from rich_text.texts import clean


class TeamBuilder:
    """Builds meetings of one team; what several of them name (people, series, projects) becomes one row."""

    def __init__(self, session: Session, team: Team, organiser: User) -> None:
        self.session = session
        self.team = team
        self.organiser = organiser
        self._organisations: dict[str, Organisation] = {}
        self._people: dict[str, Person] = {}
        self._series: dict[Translations, Series] = {}
        self._projects: dict[Translations, Project] = {}
        self._meetings: dict[str, Meeting] = {}

    def meeting(self, content: MeetingContent) -> Meeting:
        """The published meeting with everything on its page, flushed."""
        published = min(_local(content.published_on, time(10), content.zone), clock.now())
        meeting = Meeting(
            team_id=self.team.id,
            code=content.code,
            code_key=content.code.casefold(),
            kind=content.kind,
            state=content.state,
            main_language=content.main_language,
            follows=self._meetings.get(content.follows),
            date_precision=DatePrecision.MONTH if content.by_month else DatePrecision.DAY,
            published_at=published,
            title=content.title,
            subtitle=content.subtitle,
            summary=content.summary,
            series=self._one_series(content.series),
            ordinal=content.ordinal,
            project=self._project(content.project),
            part_of=content.part_of,
            part_of_url=content.part_of_url,
            symbol=content.symbol,
            starts_on=content.starts_on,
            ends_on=content.ends_on,
            zone=content.zone,
            zone_assumed=content.zone_assumed,
            month_style=content.month_style,
            format=content.format,
            venue=content.venue,
            venue_address=content.venue_address,
            city=content.city,
            country_code=content.country,
            online_platform=content.online_platform,
            page_languages=list(content.page_languages),
            working_languages=list(content.working_languages),
            has_interpretation=content.has_interpretation,
            hashtag=content.hashtag,
            accent=content.accent,
            links=[{"label": dict(link.label), "url": link.url, "language": link.language} for link in content.links],
            calendar_uid=_new_uid(),
            created_at=published - timedelta(days=3),
            changed_at=published,
        )
        self._add_page(meeting, content)
        if content.rules is not None:
            meeting.takes_registrations = True
            meeting.registration_opens = content.rules.opens
            meeting.registration_closes = content.rules.closes
        self.session.add(meeting)
        self.session.flush()
        if content.rules is not None:
            self.session.add(
                RegistrationRules(
                    meeting_id=meeting.id,
                    approval=content.rules.approval,
                    capacity_in_person=content.rules.capacity_in_person,
                    capacity_remote=content.rules.capacity_remote,
                )
            )
        self._add_agenda(meeting, content)
        self._add_outcomes(meeting, content)
        self._add_trail(meeting)
        self.session.flush()
        self._meetings[meeting.code] = meeting
        return meeting

    def _add_page(self, meeting: Meeting, content: MeetingContent) -> None:
        meeting.sections = [
            Section(position=number, kind=each.kind, heading=each.heading, body=rich(each.body))
            for number, each in enumerate(content.sections)
        ]
        meeting.organisations = [
            MeetingOrganisation(
                position=number,
                role=each.role,
                organisation=self._organisation(each.organisation) if each.organisation else None,
                country_code=each.country,
            )
            for number, each in enumerate(content.organisations)
        ]
        meeting.contacts = [
            FocalPoint(
                position=number,
                kind=each.kind,
                person=self._person(each.person) if each.person else None,
                unit=each.unit,
                email=each.email,
                phone=each.phone,
            )
            for number, each in enumerate(content.contacts)
        ]
        meeting.documents = [
            Document(position=number, kind=each.kind, status=each.status, symbol=each.symbol, title=each.title)
            for number, each in enumerate(content.documents)
        ]
        meeting.participation_links = [
            ParticipationLink(provider=each.provider, join_url=each.url, passcode=each.passcode, language=each.language)
            for each in content.joining
        ]
        meeting.rooms = [
            Room(position=number, name=each.name, directions=each.directions, seats=each.seats)
            for number, each in enumerate(content.rooms)
        ]
        meeting.participant_numbers = [
            ParticipantNumber(
                is_actual=each.is_actual, counted=each.counted, qualifier=each.qualifier, number=each.number
            )
            for each in content.numbers
        ]

    def _add_outcomes(self, meeting: Meeting, content: MeetingContent) -> None:
        self.session.add_all(
            Outcome(
                meeting_id=meeting.id,
                position=number,
                kind=each.kind,
                text=rich(each.text),
                addressee=each.addressee,
                status=each.status,
                visibility=Visibility.PUBLIC,
            )
            for number, each in enumerate(content.outcomes)
        )

    def _add_agenda(self, meeting: Meeting, content: MeetingContent) -> None:
        by_key: dict[str, AgendaItem] = {}
        tops = [self._item(meeting, item, number, by_key, None) for number, item in enumerate(content.agenda)]
        self.session.flush()
        for item, row in zip(content.agenda, tops, strict=True):
            for number, child in enumerate(item.children):
                self._item(meeting, child, number, by_key, row)
            if item.continues:
                row.continues_id = by_key[item.continues].id

    def _item(
        self,
        meeting: Meeting,
        item: ItemContent,
        position: int,
        by_key: dict[str, AgendaItem],
        parent: AgendaItem | None,
    ) -> AgendaItem:
        starts, ends = item.times
        row = AgendaItem(
            meeting_id=meeting.id,
            parent_id=parent.id if parent else None,
            position=position,
            kind=item.kind,
            day=parent.day if parent else meeting.starts_on + timedelta(days=item.day - 1),
            starts=starts,
            ends=ends,
            title=item.title,
            description=rich(item.description),
            room=item.room,
            is_closed=item.is_closed,
            working_languages=list(item.working_languages),
            interpretation=list(item.interpretation),
            calendar_uid=_new_uid(),
        )
        row.parts = [self._part(meeting, part, number) for number, part in enumerate(item.parts)]
        row.groups = [self._group(meeting, group, number) for number, group in enumerate(item.groups)]
        self.session.add(row)
        if item.key:
            by_key[item.key] = row
        return row

    def _group(self, meeting: Meeting, group: GroupContent, position: int) -> BreakoutGroup:
        return BreakoutGroup(
            meeting_id=meeting.id,
            position=position,
            letter=group.letter,
            title=group.title,
            description=rich(group.description),
            room=group.room,
            capacity=group.capacity,
            parts=[self._part(meeting, part, number) for number, part in enumerate(group.parts)],
        )

    def _part(self, meeting: Meeting, part: PartContent, position: int) -> Part:
        return Part(
            meeting_id=meeting.id,
            position=position,
            role=part.role,
            status=part.status,
            person=self._person(part.person) if part.person else None,
            organisation=self._organisation(part.organisation) if part.organisation else None,
            label=part.label,
            affiliation=part.affiliation,
            countries=list(part.countries),
            country_conjunction=part.conjunction,
        )

    def _add_trail(self, meeting: Meeting) -> None:
        for act, at, changes in (
            ("created", meeting.created_at, {"code": [None, meeting.code]}),
            ("published", meeting.published_at, {"state": ["draft", "published"]}),
        ):
            add_trace(self.session, meeting, act, at, changes, actor=self.organiser, meeting_id=meeting.id)

    def know_organisations(self) -> None:
        """Put every organisation of the demo into the team's directory: participants come from them all."""
        for key in ORGANISATIONS:
            self._organisation(key)

    def _organisation(self, key: str) -> Organisation:
        if key not in self._organisations:
            content = ORGANISATIONS[key]
            row = Organisation(
                team_id=self.team.id,
                name=content.name,
                acronym=content.acronym,
                kind=content.kind,
                country_code=content.country,
                website=content.website,
                search_key=_search_key(content.name, content.acronym),
            )
            self.session.add(row)
            self._organisations[key] = row
        return self._organisations[key]

    def _person(self, key: str) -> Person:
        if key not in self._people:
            content = PEOPLE[key]
            row = Person(
                team_id=self.team.id,
                honorific=content.honorific,
                name=content.name,
                position=content.position,
                organisation=self._organisation(content.organisation),
                country_code=content.country,
                email=content.email,
                search_key=_search_key(content.name, Translations(en=content.email)),
            )
            self.session.add(row)
            self._people[key] = row
        return self._people[key]

    def _one_series(self, title: Translations) -> Series | None:
        if not title:
            return None
        if title not in self._series:
            self._series[title] = Series(team_id=self.team.id, title=title)
        return self._series[title]

    def _project(self, content: ProjectContent | None) -> Project | None:
        if content is None:
            return None
        if content.title not in self._projects:
            self._projects[content.title] = Project(
                team_id=self.team.id,
                acronym=content.acronym,
                title=content.title,
                description=rich(content.description),
                publications=[
                    Document(position=number, kind=each.kind, status=each.status, symbol=each.symbol, title=each.title)
                    for number, each in enumerate(content.publications)
                ],
            )
        return self._projects[content.title]


def rich(text: Translations) -> Translations:
    """Rich text as the editing forms would store it."""
    return Translations({language: clean(html) for language, html in text.items()})


def add_trace(
    session: Session,
    subject: Any,
    act: str,
    at: datetime | None,
    changes: dict[str, Any],
    *,
    actor: User | None,
    meeting_id: int,
    by_participant: bool = False,
) -> None:
    """An entry of the audit trail about something that is said to have happened at `at`."""
    session.add(
        AuditEntry(
            at=at or clock.now(),
            actor_id=actor.id if actor else None,
            actor_kind="user" if actor else "participant" if by_participant else "system",
            meeting_id=meeting_id,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            act=act,
            changes=changes,
        )
    )


def _search_key(*texts: Translations) -> str:
    written = dict.fromkeys(word for text in texts for word in text.values())
    return searchable(" ".join(written))[:1000]


def _local(day: Any, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _new_uid() -> str:
    return f"{uuid4().hex}@plenary"
