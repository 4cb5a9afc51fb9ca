"""The frame of the pages behind a personal link: opening it, what they share, and the way back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.languages import current_language, known_languages, use_language
from foundation.limits import refuse_link
from foundation.pages import path_of
from foundation.security import keep_address
from meetings.enums import MODE_LABELS
from registration.models.registrations import Registration
from registration.reading.links import MANAGE, registration_by_token

blueprint = Blueprint("personal", __name__)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """The address is a key: it must reach no other site, no cache and no index."""
    response.headers["Cache-Control"] = "no-store, private"
    return keep_address(response)


def opened_by(token: str, purpose: str = MANAGE) -> Registration:
    """The registration of a personal link, whose language the answer speaks; 404 for any other token."""
    registration = registration_by_token(token, purpose)
    if registration is None:
        refuse_link()
    asked = request.args.get("lang", "")
    use_language(asked if asked in known_languages() else registration.language)
    g.main_language = registration.meeting.main_language
    arguments = request.view_args or {}
    g.language_addresses = {each: url_for(str(request.endpoint), **arguments, lang=each) for each in known_languages()}
    return registration


def page_context(token: str, registration: Registration) -> dict[str, object]:
    """What every page of a personal link reads."""
    return {
        "token": token,
        "kept": _kept_language(),
        "registration": registration,
        "meeting": registration.meeting,
        "page_url": path_of("programme.show", code=registration.meeting.code, language=page_language(registration))
        if registration.meeting.is_public
        else "",
        "page_language": page_language(registration),
        "mode_labels": MODE_LABELS,
    }


def page_language(registration: Registration) -> str:
    """The language of the meeting's page that suits the reader."""
    meeting, language = registration.meeting, current_language()
    return language if language in meeting.page_languages else meeting.main_language


def _kept_language() -> dict[str, Any]:
    return {"lang": request.args["lang"]} if request.args.get("lang") in known_languages() else {}


def back_to_page(token: str) -> ResponseReturnValue:
    """To the personal page, in the language that was asked for."""
    return redirect(url_for(".show", token=token, **_kept_language()), 303)


def not_offered(token: str) -> ResponseReturnValue:
    """Back to the personal page, which says what is the case, from an address that it does not offer any more."""
    flash(_("This is not offered any more."), "warning")
    return back_to_page(token)
