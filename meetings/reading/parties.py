"""Who organises a meeting, by name: for page, paper, lists of meetings and machines alike."""

from __future__ import annotations

from meetings.enums import OrganisationRole
from meetings.models.meeting import Meeting
from meetings.models.parties import MeetingOrganisation

ORGANISERS = frozenset({OrganisationRole.ORGANISER, OrganisationRole.CO_ORGANISER})


def in_roles(meeting: Meeting, roles: frozenset[OrganisationRole]) -> list[MeetingOrganisation]:
    """The organisations and countries that hold one of the roles, in their order; chairs are persons and left out."""
    return [entry for entry in meeting.organisations if entry.role in roles and entry.person_id is None]


def party_name(entry: MeetingOrganisation, meeting: Meeting, language: str) -> str:
    """The name of an organisation or a country in a language, as plain text."""
    if entry.organisation is not None:
        return entry.organisation.name.text(language, meeting.main_language)
    return meeting.country_named(entry.country_code or "", language)


def party_language(entry: MeetingOrganisation, meeting: Meeting, language: str) -> str:
    """The language in which `party_name` says it."""
    if entry.organisation is not None:
        return entry.organisation.name.language_of(language, meeting.main_language)
    return language


def organiser_names(meeting: Meeting, language: str) -> list[str]:
    """Organisers and co-organisers, in their order."""
    return [party_name(entry, meeting, language) for entry in in_roles(meeting, ORGANISERS)]
