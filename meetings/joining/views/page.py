"""The page on which people join online, for everybody."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import may
from accounts.permissions import Permission
from foundation.access import public
from foundation.languages import use_language
from foundation.security import keep_address
from meetings.enums import VISIBILITY_LABELS, Visibility
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.joining import (
    JoiningPlace,
    joining_places,
    moment_in_words,
    name_of_place,
    opening_of,
    takes_people,
)
from meetings.reading.public import public_or_own_meeting

blueprint = Blueprint("participation", __name__)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """What stands here is true for a while and for this reader only."""
    response.headers["Cache-Control"] = "no-store, private"
    return keep_address(response)


@blueprint.get("/e/<code>/<language>/join")
@public
def join(code: str, language: str) -> ResponseReturnValue:
    """Where everybody can join, as soon as the time has come; members of the team see every link."""
    meeting = public_or_own_meeting(code)
    if language not in meeting.page_languages:
        abort(404)
    use_language(language)
    g.main_language = meeting.main_language
    g.language_addresses = {
        each: url_for("participation.join", code=meeting.code, language=each) for each in meeting.page_languages
    }
    is_team = may(Permission.MEETING_VIEW, meeting.team_id)
    audiences = tuple(Visibility) if is_team else (Visibility.PUBLIC,)
    places = joining_places(meeting, audiences, language=language, ignore_windows=is_team)
    return render_template(
        "meetings/joining/join.html",
        meeting=meeting,
        places=places,
        notes={link.id: _note(meeting, place, link) for place in places for link in place.links} if is_team else {},
        is_team=is_team,
        takes_people=takes_people(meeting),
        name_of_place=name_of_place,
        moment_in_words=moment_in_words,
    )


def _note(meeting: Meeting, place: JoiningPlace, link: ParticipationLink) -> str:
    """Who sees a link and from when, for the team."""
    readers, opens = str(VISIBILITY_LABELS[link.visibility]), opening_of(link, place.starts)
    if opens is None:
        return readers
    return f"{readers} · {_('Shown from %(moment)s', moment=moment_in_words(opens, meeting))}"
