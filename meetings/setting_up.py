"""What the meetings package installs in the application."""

from __future__ import annotations

from flask import Flask, g

from accounts.access import team_resolvers
from foundation.errors import answer_as
from foundation.history import UTC, readers_zones
from foundation.languages import current_language
from meetings.agenda.setting_up import init_agenda
from meetings.breakouts.setting_up import init_breakouts
from meetings.calendar.setting_up import init_calendar
from meetings.catalogue.setting_up import init_catalogue
from meetings.copying.setting_up import init_copying
from meetings.documents.setting_up import init_documents
from meetings.enums import FORMAT_LABELS, KIND_LABELS
from meetings.facts.setting_up import init_facts
from meetings.joining.setting_up import init_joining
from meetings.keeping import directory_texts
from meetings.keeping.kept_rows import check_rows, offer_rows
from meetings.keeping.page_texts import text_groups, text_sources
from meetings.models.meeting import Meeting
from meetings.outcomes.setting_up import init_outcomes
from meetings.overview.setting_up import init_overview
from meetings.programme.setting_up import init_programme
from meetings.reading import versioning  # noqa: F401  (its listener raises the versions)
from meetings.reading.addresses import address_of
from meetings.reading.meetings import NoSuchMeeting, NoSuchRecord, meeting_by_code, team_of_meeting
from meetings.reading.places import place_of
from meetings.reading.presenting import dates_of
from meetings.reading.titles import Lettered, group_title
from meetings.translations.setting_up import init_translations
from meetings.undo.setting_up import init_undo
from outbox.views import frames, meetings_by_code


def init_meetings(app: Flask) -> None:
    """Let permissions find the team of a meeting, answer 404 to unknown codes and records, and set up the wings."""
    team_resolvers.offer("code", team_of_meeting)
    meetings_by_code.offer("meetings", meeting_by_code)
    frames.offer("meetings", "meetings/manage.html")
    readers_zones.offer("meetings", _zone_of_page)
    answer_as(app, NoSuchMeeting, 404)
    answer_as(app, NoSuchRecord, 404)
    app.jinja_env.filters.update(meeting_dates=meeting_dates, meeting_line=meeting_line, group_title=title_of_group)
    app.jinja_env.globals["address_of"] = address_of
    offer_rows(*directory_texts.ROWS)
    text_groups.offer("directory", directory_texts.GROUP)
    text_sources.offer("directory", directory_texts.SOURCE)
    for init in (
        init_facts,
        init_documents,
        init_joining,
        init_agenda,
        init_breakouts,
        init_outcomes,
        init_calendar,
        init_programme,
        init_catalogue,
        init_translations,
        init_undo,
        init_copying,
        init_overview,
    ):
        init(app)
    check_rows()


def _zone_of_page() -> tuple[str, str]:
    meeting = g.get("meeting")
    return (meeting.zone, meeting.month_style.value) if meeting is not None else (UTC, "dual")


def meeting_dates(meeting: Meeting) -> str:
    """The dates of a meeting in the language being spoken."""
    return dates_of(meeting, current_language())


def meeting_line(meeting: Meeting) -> str:
    """Kind and place, or kind and format, of a meeting in one line."""
    language = current_language()
    place = place_of(meeting, language) or str(FORMAT_LABELS[meeting.format])
    return f"{KIND_LABELS[meeting.kind]} · {place}"


def title_of_group(group: Lettered) -> str:
    """Letter and title of a breakout group in the language being spoken."""
    return group_title(group, current_language(), g.get("main_language", "en"))
