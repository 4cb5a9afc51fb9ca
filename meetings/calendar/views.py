"""Calendar files of a public meeting."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from foundation.access import public
from foundation.page_cache import pages, respond
from foundation.pages import external_url
from meetings.calendar.building import item_event, meeting_events, new_calendar
from meetings.calendar.queries import timed_items
from meetings.programme.views import public_meeting_or_404

blueprint = Blueprint("calendar", __name__)


@blueprint.get("/e/<code>/<language>/<any(calendar, agenda):content>.ics")
@public
def download(code: str, language: str, content: str) -> Response:
    """The meeting as one entry (`calendar.ics`) or its timed agenda items (`agenda.ics`)."""
    meeting = public_meeting_or_404(code)
    if language not in meeting.page_languages:
        abort(404)

    def build() -> bytes:
        url = external_url("programme.show", code=meeting.code, language=language)
        calendar = new_calendar(meeting, language, "PUBLISH")
        if content == "calendar":
            events = meeting_events(meeting, language, url=url)
        else:
            events = [item_event(meeting, item, language, url=url) for item in timed_items(meeting)]
        for event in events:
            calendar.add_component(event)
        return calendar.to_ical()

    page = pages.get((meeting.id, language, content, "ics"), meeting.version, build, "text/calendar; charset=utf-8")
    response = respond(page, request)
    response.headers["Content-Disposition"] = f'attachment; filename="{meeting.code}-{language}.ics"'
    return response
