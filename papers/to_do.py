"""What papers lack, as lines of the overview."""

from __future__ import annotations

from flask import url_for
from flask_babel import ngettext

from accounts.permissions import Permission
from foundation.languages import current_language, language_name, listed
from meetings.models.meeting import Meeting
from meetings.overview.to_do import Source, ToDoLine
from meetings.reading.joining import takes_people
from registration.enums import RegistrationState
from registration.names.notes import printed_people
from registration.names.shown import lacks
from registration.reading.registrations import count_per_state

MOST_READ = 1000
"""People whose names the overview still looks through; of more only the page of papers tells."""


def missing_names(meeting: Meeting) -> list[ToDoLine]:
    """Names, positions and organisations that the list of participants lacks in a language of the page."""
    number = count_per_state(meeting.id)[RegistrationState.APPROVED]
    if not 0 < number <= MOST_READ or not takes_people(meeting):
        return []
    lacking = lacks(meeting.team_id, printed_people(meeting.id), meeting.page_languages)
    if not lacking:
        return []
    people = len({person for lack in lacking for person in lack.people})
    what = ngettext(
        "Name or details of %(num)s person are missing in the languages of the papers",
        "Names or details of %(num)s people are missing in the languages of the papers",
        people,
    )
    shares = [f"{language_name(lack.language)} {len(lack.people)}" for lack in lacking]
    return [ToDoLine(what, url_for("names.table", code=meeting.code), why=listed(shares, current_language()))]


MISSING_NAMES = Source(Permission.REGISTRATION_MANAGE, missing_names)
