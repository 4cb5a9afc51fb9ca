"""The built-in mailbox of demo mode, and one sent message as the management of its meeting sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from foundation.access import public, requires
from foundation.addresses import number
from foundation.dates import format_date, format_local
from foundation.hooks import Hook
from foundation.languages import current_language
from outbox import queries
from outbox.building import masked
from outbox.models import STATE_LABELS, MailboxMessage, MessageState, OutboxMessage
from outbox.reading import Letter, read

blueprint = Blueprint("outbox", __name__)

meetings_by_code: Hook[Callable[[str], Any]] = Hook("way to the meeting in an address")
"""One: returns an object with an `id`, which the frame of its page shows, or raises what is answered with 404."""
frames: Hook[str] = Hook("frame around a sent message")
"""One: the template that the page of a meeting's message extends; it has `meeting` and `tab`."""

View = TypeVar("View", bound=Callable[..., Any])

# What a mail contains is no part of the site: no script, nothing loaded from elsewhere, links in a new window.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; base-uri 'self'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)

SETTLED = (MessageState.SENT, MessageState.FAILED)

METHOD_LABELS = {
    "REQUEST": _l("Invitation"),
    "CANCEL": _l("Cancellation"),
    "PUBLISH": _l("Calendar entry"),
}


@blueprint.app_template_filter("calendar_moment")
def calendar_moment(value: datetime | date) -> str:
    """A day, or a day and its wall time, in the language being spoken."""
    language = current_language()
    return format_local(value, language) if isinstance(value, datetime) else format_date(value, language)


def only_with_mailbox(view: View) -> View:
    """Answer 404 where mail goes to a real server."""

    @wraps(view)
    def guarded(*arguments: Any, **named: Any) -> Any:
        if not current_app.config["SETTINGS"].mail_to_mailbox:
            abort(404)
        return view(*arguments, **named)

    return cast(View, guarded)


@blueprint.get("/mailbox")
@public
@only_with_mailbox
def mailbox() -> str:
    """All mail of the demonstration, newest first."""
    recipient = request.args.get("recipient", "").strip()
    page = queries.mailbox_page(recipient, request.args.get("page", 1, type=number))
    return render_template(
        "outbox/mailbox.html",
        page=page,
        recipient=recipient,
        url_for_page=lambda number: url_for(".mailbox", recipient=recipient or None, page=number),
    )


@blueprint.get("/mailbox/<int:message_id>")
@public
@only_with_mailbox
def mailbox_message(message_id: int) -> str:
    """One message as its reader would see it."""
    message = queries.mailbox_message(message_id)
    return render_template(
        "outbox/mailbox_message.html",
        message=message,
        letter=read(message.content) if message.content else None,
        days_kept=current_app.config["SETTINGS"].mail_content_days,
        method_labels=METHOD_LABELS,
    )


@blueprint.get("/mailbox/<int:message_id>/html")
@public
@only_with_mailbox
def mailbox_html(message_id: int) -> Response:
    """The HTML part, for the frame of the page."""
    return _framed(read(_in_mailbox(message_id).content))


@blueprint.get("/mailbox/<int:message_id>/message.eml")
@public
@only_with_mailbox
def mailbox_source(message_id: int) -> Response:
    """The message as it arrived, to be opened in a mail program."""
    message = _in_mailbox(message_id)
    return _download(message.content, "message/rfc822", f"message-{message_id}.eml")


@blueprint.get("/mailbox/<int:message_id>/invite.ics")
@public
@only_with_mailbox
def mailbox_invitation(message_id: int) -> Response:
    """The calendar part, to be opened in a calendar."""
    invitation = read(_in_mailbox(message_id).content).invitation
    if invitation is None:
        abort(404)
    return _download(invitation.ics.encode(), "text/calendar; charset=utf-8", "invite.ics")


@blueprint.get("/manage/<code>/outbox/<int:message_id>")
@requires("message.view")
def sent_message(code: str, message_id: int) -> str:
    """One message of a meeting's history, personal links masked."""
    meeting, message = _of_meeting(code, message_id)
    return render_template(
        "outbox/sent_message.html",
        frame=frames.only,
        meeting=meeting,
        tab="messages",
        message=message,
        letter=_letter(message),
        is_settled=message.state in SETTLED,
        days_kept=current_app.config["SETTINGS"].mail_content_days,
        state_labels=STATE_LABELS,
        method_labels=METHOD_LABELS,
    )


@blueprint.get("/manage/<code>/outbox/<int:message_id>/html")
@requires("message.view")
def sent_message_html(code: str, message_id: int) -> Response:
    """The HTML part of a message of a meeting's history, for the frame of the page."""
    letter = _letter(_of_meeting(code, message_id)[1])
    if letter is None:
        abort(404)
    return _framed(letter)


def _in_mailbox(message_id: int) -> MailboxMessage:
    message = queries.mailbox_message(message_id)
    if not message.content:
        abort(404)  # aged
    return message


def _of_meeting(code: str, message_id: int) -> tuple[Any, OutboxMessage]:
    meeting = meetings_by_code.only(code)
    return meeting, queries.message_of_meeting(meeting.id, message_id)


def _letter(message: OutboxMessage) -> Letter | None:
    if message.content is None:
        return None
    # Until it has left, the stored copy still holds the recipient's own links.
    return read(message.content if message.state in SETTLED else masked(message.content))


def _framed(letter: Letter) -> Response:
    html = letter.html.replace("<head>", '<head><base target="_blank">', 1)
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _download(content: bytes, content_type: str, name: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
