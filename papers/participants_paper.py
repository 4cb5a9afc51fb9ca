"""The list of participants in protocol order: countries by category, then organisations by kind.

Within a group the order is alphabetical in the language of the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from directory.enums import ORGANISATION_KIND_LABELS, PROTOCOL_LABELS, OrganisationKind, ProtocolCategory
from directory.matching import Organisations
from directory.models import CountryCategory
from foundation.clock import now
from foundation.countries import NOT_LISTED, sort_key
from foundation.countries import codes as country_codes
from foundation.database import db
from foundation.languages import force_language
from foundation.normalising import searchable
from meetings.enums import KIND_LABELS, MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from meetings.reading.programme import load_programme
from papers.agenda_paper import as_of, heading_lines
from papers.content import Delegation, ListOfParticipants, Participant, ParticipantGroup
from papers.labels import translated_labels
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.names.shown import Shown
from registration.reading.ordering import by_name

NATIONAL = frozenset({OrganisationKind.GOVERNMENT, OrganisationKind.PUBLIC_AGENCY})


def list_of_participants(meeting_id: int, language: str) -> ListOfParticipants:
    """Everybody who is approved, without e-mail addresses."""
    meeting = load_programme(meeting_id).meeting
    people = db.session.scalars(
        select(Registration)
        .where(Registration.meeting_id == meeting_id, Registration.state == RegistrationState.APPROVED)
        .order_by(*by_name(language))
    ).all()
    shown = Shown(Organisations(meeting.team_id), language)
    with force_language(language):
        return _paper(meeting, people, language, shown)


def _paper(meeting: Meeting, people: Iterable[Registration], language: str, shown: Shown) -> ListOfParticipants:
    people = list(people)
    in_room = sum(person.mode is Mode.IN_PERSON for person in people)
    remote = len(people) - in_room
    return ListOfParticipants(
        language=language,
        kind_line=f"{KIND_LABELS[meeting.kind]} · {_('List of participants')}",
        symbol=f"{meeting.symbol}/INF.3" if meeting.symbol else "",
        version_line=as_of(meeting, language),
        labels=translated_labels(),
        made_at=now(),
        groups=tuple(_groups(meeting, people, shown)),
        counts=(
            ngettext("%(num)s participant", "%(num)s participants", len(people)),
            ngettext("%(num)s in the room", "%(num)s in the room", in_room),
            ngettext("%(num)s remotely", "%(num)s remotely", remote),
        ),
        **heading_lines(meeting, language),
    )


def _groups(meeting: Meeting, people: list[Registration], shown: Shown) -> Iterable[ParticipantGroup]:
    places = {p.id: _place(p, meeting, shown.language) for p in people if p.organisation_kind in NATIONAL}
    national = [p for p in people if places.get(p.id)]
    rows = db.session.execute(
        select(CountryCategory.country_code, CountryCategory.category).where(CountryCategory.team_id == meeting.team_id)
    )
    categories = {row.country_code: row.category for row in rows}
    for category in (*ProtocolCategory, None):
        members = [p for p in national if categories.get(p.country_code or "") is category]
        if members:
            heading = str(PROTOCOL_LABELS[category]) if category else _countries(members, is_rest=bool(categories))
            yield ParticipantGroup(heading, tuple(_by_place(members, places, shown)))
    for kind in OrganisationKind:
        others = [p for p in people if p.organisation_kind is kind and not places.get(p.id)]
        if others:
            yield ParticipantGroup(str(ORGANISATION_KIND_LABELS[kind]), tuple(_by_organisation(others, shown)))


def _place(person: Registration, meeting: Meeting, language: str) -> str:
    """The country or area under which a person is printed; of a place in no list only what the team has written."""
    if person.country_code == NOT_LISTED:
        return person.place_texts.text(language)
    return meeting.country_named(person.country_code, language)


def _countries(people: list[Registration], *, is_rest: bool) -> str:
    if all(person.country_code in country_codes() for person in people):
        return _("Other countries") if is_rest else _("Countries")
    return _("Other countries and areas") if is_rest else _("Countries and areas")


def _by_place(people: list[Registration], places: Mapping[int, str], shown: Shown) -> Iterable[Delegation]:
    names = {places[person.id] for person in people}
    for name in sorted(names, key=lambda name: (sort_key(name, shown.language), name)):
        persons = [_participant(person, shown) for person in people if places[person.id] == name]
        yield Delegation(name, tuple(persons))


def _by_organisation(people: list[Registration], shown: Shown) -> Iterable[Delegation]:
    members: dict[str | int, list[Registration]] = {}
    for person in people:
        group = shown.group(person)
        members.setdefault(searchable(group) if isinstance(group, str) else group, []).append(person)
    names = {group: shown.organisation(persons[0]) for group, persons in members.items()}
    for group in sorted(members, key=lambda group: searchable(names[group])):
        persons = [_participant(person, shown, with_organisation=False) for person in members[group]]
        yield Delegation(names[group] or _("Without organisation"), tuple(persons))


def _participant(person: Registration, shown: Shown, *, with_organisation: bool = True) -> Participant:
    return Participant(
        name=person.full_name(shown.language),
        position=person.position_in(shown.language),
        organisation=shown.organisation(person) if with_organisation else "",
        mode=str(MODE_LABELS[person.mode]),
    )
