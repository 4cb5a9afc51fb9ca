"""Calendars of public meetings: to download, and to subscribe to.

A feed has the same bytes until something changes, so whoever polls it is told so (304); the feeds of a meeting are
answered before the rest of the application (`foundation.page_cache_middleware`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from sqlalchemy import select

from foundation.access import public
from foundation.clock import now
from foundation.database import db
from foundation.languages import known_languages, use_language
from foundation.page_cache import Page, pages, respond
from foundation.page_cache_middleware import CachedPages, OneQuery
from foundation.pages import external_url
from meetings.calendar.feeds import (
    agenda_feed,
    feed_of_many,
    has_entries,
    meeting_feed,
    passed,
    turning_points,
    turning_points_of_many,
)
from meetings.calendar.queries import versions_in_feed
from meetings.enums import MeetingState
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.models.series import Series
from meetings.reading.public import PAGE_VERSION, public_meeting_or_404

blueprint = Blueprint("calendar", __name__)

CONTENT_TYPE = "text/calendar; charset=utf-8"
# When the feeds of a meeting (by its id), of a series or of all meetings change without anybody writing, as of what
# version of theirs.
_turning_points: dict[Hashable, tuple[Hashable, tuple[datetime, ...]]] = {}
LARGEST = 1000


@blueprint.get("/e/<code>/<language>/<any(calendar, agenda):content>.ics")
@public
def download(code: str, language: str, content: str) -> Response:
    """The meeting as one entry (`calendar.ics`) or its timed agenda items (`agenda.ics`)."""
    meeting = _meeting(code, language)
    source = external_url("calendar.download", code=meeting.code, language=language, content=content)
    write = meeting_feed if content == "calendar" else agenda_feed
    key = _key(meeting.id, language, content)
    name = f"{meeting.code}-{language}" if content == "calendar" else f"{meeting.code}-agenda-{language}"
    return _answer(key, _version(meeting), lambda: write(meeting, language, source), name)


@blueprint.get("/e/<code>/<language>/items/<int:item_id>.ics")
@public
def item(code: str, language: str, item_id: int) -> Response:
    """One agenda item that has a time."""
    meeting = _meeting(code, language)
    only = db.session.get(AgendaItem, item_id)
    if only is None or only.meeting_id != meeting.id or only.starts is None:
        abort(404)
    source = external_url("calendar.item", code=meeting.code, language=language, item_id=item_id)
    key = _key(meeting.id, language, f"item-{item_id}")
    name = f"{meeting.code}-{item_id}-{language}"
    return _answer(key, _version(meeting), lambda: agenda_feed(meeting, language, source, only), name)


@blueprint.get("/series/<int:series_id>/<language>.ics")
@public
def series_feed(series_id: int, language: str) -> Response:
    """The meetings of a series that has a public one."""
    series = db.session.get(Series, series_id)
    shown = select(Meeting.id).where(
        Meeting.series_id == series_id, Meeting.state != MeetingState.DRAFT, Meeting.deleted_at.is_(None)
    )
    if series is None or language not in known_languages() or db.session.scalar(shown.limit(1)) is None:
        abort(404)
    source = external_url("calendar.series_feed", series_id=series_id, language=language)
    return _many(series, language, source, f"series-{series_id}-{language}")


@blueprint.get("/calendar/<language>.ics")
@public
def catalogue_feed(language: str) -> Response:
    """All public meetings of the last year and to come."""
    if language not in known_languages():
        abort(404)
    return _many(None, language, external_url("calendar.catalogue_feed", language=language), f"meetings-{language}")


@blueprint.get("/e/<code>/<language>/calendar")
@public
def subscribe(code: str, language: str) -> str:
    """The addresses by which calendars follow a meeting, and how."""
    meeting = _meeting(code, language)
    use_language(language)
    g.main_language = meeting.main_language
    g.language_addresses = {
        each: url_for("calendar.subscribe", code=meeting.code, language=each) for each in meeting.page_languages
    }
    agenda = {"code": meeting.code, "language": language, "content": "agenda"}
    return render_template(
        "meetings/calendar/subscribe.html",
        meeting=meeting,
        has_entries=has_entries(meeting),
        whole=external_url("calendar.download", **{**agenda, "content": "calendar"}),
        agenda=external_url("calendar.download", **agenda),
    )


def _cached(read_one: OneQuery, match: re.Match[str]) -> Page | None:
    code, language, content = match.groups()
    found = read_one(PAGE_VERSION, {"key": code.casefold()})
    known = _turning_points.get(found[0]) if found is not None else None
    if found is None or known is None or known[0] != found[1]:
        return None
    return pages.find(_key(found[0], language, content.replace("items/", "item-")), (found[1], passed(known[1])))


def _meeting(code: str, language: str) -> Meeting:
    meeting = public_meeting_or_404(code)
    if language not in meeting.page_languages:
        abort(404)
    return meeting


def _version(meeting: Meeting) -> Hashable:
    return meeting.version, _passed(meeting.id, meeting.version, lambda: turning_points(meeting))


def _passed(key: Hashable, version: Hashable, find: Callable[[], tuple[datetime, ...]]) -> int:
    known = _turning_points.get(key)
    if known is None or known[0] != version:
        if len(_turning_points) >= LARGEST:
            _turning_points.clear()
        known = _turning_points[key] = (version, find())
    return passed(known[1])


def _key(meeting_id: int, language: str, content: str) -> Hashable:
    return meeting_id, language, content, "ics"


def _many(series: Series | None, language: str, source: str, name: str) -> Response:
    today = now().date()
    series_id = series.id if series is not None else None
    title: Any = series.title if series is not None else None
    versions = versions_in_feed(series_id, today)
    turned = _passed(("feed", series_id), versions, lambda: turning_points_of_many(series_id, today))
    return _answer(
        ("feed", series_id, language, "ics"),
        (versions, turned, title),
        lambda: feed_of_many(series, language, source, today),
        name,
    )


def _answer(key: Hashable, version: Hashable, write: Callable[[], bytes], name: str) -> Response:
    shown = (("Content-Disposition", f'inline; filename="{name}.ics"'),)
    response = respond(pages.get(key, version, write, CONTENT_TYPE, shown), request)
    if "download" in request.args:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


CACHED = CachedPages(re.compile(r"/e/([A-Za-z0-9._-]{1,40})/([a-z]{2})/(calendar|agenda|items/\d{1,9})\.ics"), _cached)
