"""What the meetings room installs in the application."""

from __future__ import annotations

from flask import Flask

from accounts.access import team_resolvers
from foundation.dates import format_date_range
from foundation.errors import answer_as
from foundation.languages import current_language
from meetings.calendar.building import place_of
from meetings.enums import FORMAT_LABELS, KIND_LABELS
from meetings.overview.views import init_overview
from meetings.programme.views import init_programme
from meetings.record import versioning  # noqa: F401  (its listener raises the versions)
from meetings.record.models import Meeting
from meetings.record.queries import NoSuchMeeting, meeting_by_code, team_of_meeting
from outbox.setting_up import show_messages_of


def init_meetings(app: Flask) -> None:
    """Let permissions find the team of a meeting, and answer 404 to unknown codes."""
    team_resolvers["code"] = team_of_meeting
    init_overview(app)
    init_programme(app)
    show_messages_of(app, meeting_by_code)
    answer_as(app, NoSuchMeeting, 404)
    app.jinja_env.filters.update(meeting_dates=meeting_dates, meeting_line=meeting_line)


def meeting_dates(meeting: Meeting) -> str:
    """The dates of a meeting in the language being spoken."""
    return format_date_range(
        meeting.starts_on, meeting.ends_on, current_language(), meeting.month_style.value
    )


def meeting_line(meeting: Meeting) -> str:
    """Kind and place, or kind and format, of a meeting in one line."""
    language = current_language()
    place = place_of(meeting, language) or str(FORMAT_LABELS[meeting.format])
    return f"{KIND_LABELS[meeting.kind]} · {place}"
