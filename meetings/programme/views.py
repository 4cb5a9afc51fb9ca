"""The public page of a meeting and the list of public meetings."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import may
from foundation.access import by_personal_link, public
from foundation.database import db
from foundation.languages import LANGUAGES, current_language, known_languages, use_language
from foundation.limits import refuse_link
from foundation.page_cache import Page, pages, respond
from foundation.page_cache_middleware import CachedPages, OneQuery
from foundation.security import keep_address
from meetings.enums import MeetingState
from meetings.programme.page import render_page
from meetings.reading.meetings import NoSuchMeeting, meeting_by_code
from meetings.reading.phases import page_phase
from meetings.reading.previews import is_previewed, meeting_by_preview
from meetings.reading.programme import load_programme
from meetings.reading.public import PAGE_HEAD, PAGE_VERSION, public_meeting_or_404, public_or_own_meeting

blueprint = Blueprint("programme", __name__)

# Heads of public meetings as of their version: with them one statement for the version finds a cached page.
_heads: dict[int, Any] = {}
LARGEST = 1000


@blueprint.get("/e/<code>")
@public
def short_address(code: str) -> ResponseReturnValue:
    """The short address of a meeting leads to its page in the visitor's language."""
    meeting = public_meeting_or_404(code)
    language = current_language()
    if language not in meeting.page_languages:
        language = meeting.main_language
    response = redirect(url_for("programme.show", code=meeting.code, language=language), 302)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@blueprint.get("/e/<code>/<language>")
@public
def show(code: str, language: str) -> Response:
    """The page of a meeting in one language; one query when the page is cached."""
    head = db.session.execute(PAGE_HEAD, {"key": code.casefold()}).first()
    if head is None or language not in known_languages():
        raise NoSuchMeeting(code)
    if head.state == MeetingState.DRAFT:
        _refuse_draft_to_strangers(head)
    if language not in head.page_languages and language in LANGUAGES:
        return redirect(url_for("programme.show", code=code, language=head.main_language))  # type: ignore[return-value]
    use_language(language)
    if head.state == MeetingState.DRAFT:
        return _uncached(head.id, language)
    if len(_heads) >= LARGEST:
        _heads.clear()
    _heads[head.id] = head
    page = pages.get((head.id, language, page_phase(head)), head.version, lambda: _render(head.id, language))
    return respond(page, request)


@blueprint.get("/preview/<token>/<language>")
@by_personal_link
def preview(token: str, language: str) -> Response:
    """A draft as its page will be, for whoever has the link; once it is public, the page itself."""
    meeting = meeting_by_preview(token)
    if meeting is None:
        refuse_link()
    if language not in known_languages():
        abort(404)
    if language not in meeting.page_languages:
        return redirect(url_for("programme.preview", token=token, language=meeting.main_language))  # type: ignore[return-value]
    if meeting.is_public:
        return redirect(url_for("programme.show", code=meeting.code, language=language))  # type: ignore[return-value]
    use_language(language)
    g.preview_token = token
    response = _uncached(meeting.id, language)
    return keep_address(response)


@blueprint.get("/e/<code>/accent-<int:version>.css")
@public
def accent(code: str, version: int) -> Response:
    """The accent colour of a meeting as a versioned style sheet."""
    meeting = meeting_by_code(code)
    if not is_previewed(meeting, request.args.get("preview", "")):
        meeting = public_or_own_meeting(code)
    sheet = f":root{{--accent:{meeting.accent}}}" if meeting.accent else ""
    return Response(sheet, content_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"})


def _cached(read_one: OneQuery, match: re.Match[str]) -> Page | None:
    code, language = match.groups()
    found = read_one(PAGE_VERSION, {"key": code.casefold()})
    head = _heads.get(found[0]) if found is not None else None
    if found is None or head is None or head.version != found[1]:
        return None
    return pages.find((head.id, language, page_phase(head)), head.version)


def _render(meeting_id: int, language: str) -> str:
    programme = load_programme(meeting_id)
    g.main_language = programme.meeting.main_language
    token = g.get("preview_token")
    g.language_addresses = {
        code: url_for("programme.preview", token=token, language=code)
        if token
        else url_for("programme.show", code=programme.meeting.code, language=code)
        for code in programme.meeting.page_languages
    }
    return render_page(programme, language, page_phase(programme.meeting))


def _uncached(meeting_id: int, language: str) -> Response:
    return Response(_render(meeting_id, language), headers={"Cache-Control": "no-store, private"})


def _refuse_draft_to_strangers(head: Any) -> None:
    if not (current_user.is_authenticated and may("meeting.view", head.team_id)):
        current_app.logger.debug("draft page refused")
        abort(404)


CACHED = CachedPages(re.compile(r"/e/([A-Za-z0-9._-]{1,40})/([a-z]{2})"), _cached)
