"""What stands beside the page of a meeting: the QR code of its short address, and the head of its printed pages."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Blueprint, Response, request

from foundation.access import public
from foundation.languages import direction, known_languages
from foundation.page_cache import pages, respond
from foundation.pages import external_url
from meetings.models.meeting import Meeting
from meetings.programme.cards import card_of
from meetings.reading.meetings import NoSuchMeeting
from meetings.reading.presenting import dates_of
from meetings.reading.public import public_meeting_or_404, public_or_own_meeting

blueprint = Blueprint("sharing", __name__)

FOR_A_DAY = "public, max-age=86400"
FOR_EVER = "public, max-age=31536000, immutable"
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
PIXELS_PER_MODULE = 24


@blueprint.get("/e/<code>/qr.<any(svg, png):kind>")
@public
def qr_code(code: str, kind: str) -> Response:
    """The QR code of a meeting's short address: as SVG for the page, as a large PNG for slides and posters."""
    meeting = public_or_own_meeting(code)
    picture = BytesIO()
    symbol = segno.make(external_url("programme.short_address", code=meeting.code), error="m", micro=False)
    if kind == "svg":
        symbol.save(picture, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, nl=False, xmldecl=False)
    else:
        symbol.save(picture, kind="png", scale=PIXELS_PER_MODULE, border=4)
    response = _answer(meeting, picture.getvalue(), PICTURES[kind], FOR_A_DAY)
    if kind == "png":
        response.headers["Content-Disposition"] = f'attachment; filename="{meeting.code}-qr.png"'
    return response


@blueprint.get("/e/<code>/card.png")
@public
def card(code: str) -> Response:
    """The picture that other sites show beside a link to the meeting; drawn once per version."""
    meeting = public_meeting_or_404(code)
    page = pages.get(("card", meeting.id), meeting.version, lambda: card_of(meeting), "image/png")
    return respond(page, request)


@blueprint.get("/e/<code>/<language>/print-<int:version>.css")
@public
def running_head(code: str, language: str, version: int) -> Response:
    """The head of each printed page: the title and the dates of the meeting, which no style sheet for all can know."""
    meeting = public_or_own_meeting(code)
    if language not in known_languages():
        raise NoSuchMeeting(code)
    title = meeting.title.text(language, meeting.main_language)
    start, end = ("right", "left") if direction(language) == "rtl" else ("left", "right")
    sheet = (
        f"@page{{@top-{start}{{content:{css_string(shortened(title))}}}"
        f"@top-{end}{{content:{css_string(dates_of(meeting, language))}}}}}"
        # The first page has the title itself.
        "@page:first{@top-left{content:none}@top-right{content:none}}"
    )
    return _answer(meeting, sheet.encode(), "text/css; charset=utf-8", FOR_EVER)


def shortened(text: str, most: int = 80) -> str:
    """A text that fits on one line of a printed page."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def css_string(text: str) -> str:
    """A text as a string of a style sheet; every character that could end or alter it is escaped by its number."""
    return '"' + "".join(c if c.isalnum() or c in " .,;:–-()" else f"\\{ord(c):x} " for c in text) + '"'


def _answer(meeting: Meeting, content: bytes, content_type: str, cache: str) -> Response:
    # A draft is for its team: what belongs to it is kept by nobody.
    kept = cache if meeting.is_public else "no-store, private"
    headers = {"Content-Type": content_type, "Cache-Control": kept, "Content-Security-Policy": "default-src 'none'"}
    return Response(content, headers=headers)
