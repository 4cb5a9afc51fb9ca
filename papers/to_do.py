"""What papers lack, as lines of the overview."""

from __future__ import annotations

from flask import url_for

from accounts.permissions import Permission
from meetings.models.meeting import Meeting
from meetings.overview.to_do import Line, offer_lines
from meetings.reading.joining import takes_people
from registration.enums import RegistrationState
from registration.names.notes import missing_notes, printed_people
from registration.queries import count_per_state

MOST_READ = 1000
"""People whose names the overview still looks through; of more only the page of papers tells."""


def offer_paper_lines() -> None:
    """Put them on the overview, for those who can fill in what is missing."""
    offer_lines(Permission.REGISTRATION_MANAGE, missing_names)


def missing_names(meeting: Meeting) -> list[Line]:
    """Names, positions and organisations that the list of participants lacks in a language of the page."""
    number = count_per_state(meeting.id)[RegistrationState.APPROVED]
    if not 0 < number <= MOST_READ or not takes_people(meeting):
        return []
    url = url_for("papers.index", code=meeting.code)
    return [Line(note.sentence.rstrip("."), url) for note in missing_notes(meeting, printed_people(meeting.id))]
