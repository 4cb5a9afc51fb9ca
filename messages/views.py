"""Pages on which an assistant writes to many."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import actor
from accounts.permissions import Permission
from foundation import text_fields
from foundation.access import requires
from foundation.addresses import number
from foundation.languages import direction
from meetings.calendar.queries import reply_address
from meetings.enums import Mode
from meetings.record.models import Meeting
from meetings.record.queries import meeting_by_code
from messages import operations, queries
from messages.audiences import (
    Audience,
    as_parameters,
    audience,
    fingerprint,
    in_words,
    read_audience,
)
from messages.drafts import letter_about_state
from messages.forms import MessageForm, pack, unpack
from messages.languages import fallbacks, languages_asked
from messages.models import Sending
from outbox.links import mask_links
from outbox.rendering import Rendered, render
from outbox.views import MAIL_POLICY, STATE_LABELS
from registration.enums import RegistrationState
from registration.models import Registration
from registration.queries import registration_in

blueprint = Blueprint("messages", __name__)

NAMES_SHOWN = 8
NAMES_TO_CHOOSE_FROM = 500
SHOWN_STATES = ("sent", "owed", "failed")


@blueprint.get("/manage/<code>/messages")
@requires(Permission.MESSAGE_VIEW)
def index(code: str) -> ResponseReturnValue:
    """What was written to many, and whom one could write to."""
    meeting = meeting_by_code(code)
    return render_template(
        "messages/index.html",
        meeting=meeting,
        tab="messages",
        page=queries.sendings_of(meeting.id, request.args.get("page", 1, type=number)),
        in_words=in_words,
        presets=_presets(meeting),
        url_for_page=lambda number: url_for(".index", code=code, page=number),
    )


@blueprint.route("/manage/<code>/messages/new", methods=["GET", "POST"])
@requires(Permission.MESSAGE_SEND)
def compose(code: str) -> ResponseReturnValue:
    """The form for a new text; the address, or ticks posted from the list, say whom it is for."""
    meeting = meeting_by_code(code)
    if _is_written():
        chosen = unpack(request.form.get("audience"))
        return _write(meeting, read_audience(request.args) if chosen is None else chosen, None)
    earlier = request.args.get("text_of", type=number)
    model = queries.sending_in(meeting.id, earlier) if earlier else None
    return _write(meeting, read_audience(request.values), None, model)


@blueprint.route("/manage/<code>/messages/<int:sending_id>/edit", methods=["GET", "POST"])
@requires(Permission.MESSAGE_SEND)
def edit(code: str, sending_id: int) -> ResponseReturnValue:
    """The form with a draft in it."""
    meeting = meeting_by_code(code)
    draft = queries.sending_in(meeting.id, sending_id)
    if not draft.is_draft:
        return redirect(url_for(".show", code=code, sending_id=sending_id), 303)
    return _write(meeting, draft.audience, draft)


@blueprint.get("/manage/<code>/messages/<int:sending_id>/check")
@requires(Permission.MESSAGE_SEND)
def check(code: str, sending_id: int) -> ResponseReturnValue:
    """A draft as its recipients will see it, with the button that sends it."""
    meeting = meeting_by_code(code)
    sending = queries.sending_in(meeting.id, sending_id)
    if not sending.is_draft:
        return redirect(url_for(".show", code=code, sending_id=sending_id), 303)
    people = audience(meeting.id, sending.audience)
    wanted = request.args.get("recipient", type=number)
    reader = next((person for person in people if person.id == wanted), people[0] if people else None)
    return render_template(
        "messages/check.html",
        meeting=meeting,
        tab="messages",
        sending=sending,
        people=people,
        first=people[:NAMES_SHOWN],
        choices=people[:NAMES_TO_CHOOSE_FROM],
        audience_words=in_words(sending.audience),
        fallbacks=fallbacks(people, dict.fromkeys(sending.languages()), meeting.main_language),
        reader=reader,
        letter=_letter(meeting, sending, reader) if reader is not None else None,
        rendered=_rendered(meeting, sending, reader) if reader is not None else None,
        seen=fingerprint(people, sending.written_at),
    )


@blueprint.get("/manage/<code>/messages/<int:sending_id>/preview/<int:registration_id>")
@requires(Permission.MESSAGE_SEND)
def preview(code: str, sending_id: int, registration_id: int) -> ResponseReturnValue:
    """One person's message, rendered by what renders it when it leaves; a document of its own."""
    meeting = meeting_by_code(code)
    sending = queries.sending_in(meeting.id, sending_id)
    rendered = _rendered(meeting, sending, registration_in(meeting.id, registration_id))
    response = Response(rendered.html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.post("/manage/<code>/messages/<int:sending_id>/send")
@requires(Permission.MESSAGE_SEND)
def send(code: str, sending_id: int) -> ResponseReturnValue:
    """Send a draft to everybody it is for."""
    meeting = meeting_by_code(code)
    there = redirect(url_for(".check", code=code, sending_id=sending_id), 303)
    try:
        _sending, is_new = operations.send(
            meeting,
            sending_id,
            seen=request.form.get("seen", ""),
            reply_to=_reply_to(meeting),
            actor=actor(),
        )
    except operations.NobodyToWriteTo:
        flash(_("Nobody matches any more; nothing was sent."), "error")
        return there
    except operations.NotAsSeen:
        flash(_("The text or the people changed since you opened this page. Look again, then send."), "warning")
        return there
    if is_new:
        number = queries.progress_of(sending_id).total
        flash(
            ngettext(
                "The message is on its way to %(num)s person.",
                "The message is on its way to %(num)s people.",
                number,
            ),
            "success",
        )
    return redirect(url_for(".show", code=code, sending_id=sending_id), 303)


@blueprint.post("/manage/<code>/messages/<int:sending_id>/discard")
@requires(Permission.MESSAGE_SEND)
def discard(code: str, sending_id: int) -> ResponseReturnValue:
    """Delete a draft."""
    meeting = meeting_by_code(code)
    try:
        operations.discard_draft(meeting, sending_id, actor())
    except operations.AlreadySent:
        flash(_("This message has been sent and is kept."), "warning")
        return redirect(url_for(".show", code=code, sending_id=sending_id), 303)
    flash(_("The draft is deleted."), "success")
    return redirect(url_for(".index", code=code), 303)


@blueprint.get("/manage/<code>/messages/<int:sending_id>")
@requires(Permission.MESSAGE_VIEW)
def show(code: str, sending_id: int) -> ResponseReturnValue:
    """One sending: its text, its people and how far each message has come."""
    meeting = meeting_by_code(code)
    sending = queries.sending_in(meeting.id, sending_id)
    if sending.is_draft:
        return redirect(url_for(".check", code=code, sending_id=sending_id), 303)
    state = request.args.get("state", "")
    state = state if state in SHOWN_STATES else ""
    page = queries.recipients_of(sending_id, request.args.get("page", 1, type=number), state)
    return render_template(
        "messages/show.html",
        meeting=meeting,
        tab="messages",
        sending=sending,
        progress=queries.progress_of(sending_id),
        page=page,
        state=state,
        audience_words=in_words(sending.audience),
        direction_of=direction,
        state_labels=STATE_LABELS,
        url_for_page=lambda number: url_for(
            ".show", code=code, sending_id=sending_id, state=state or None, page=number
        ),
    )


def _write(
    meeting: Meeting, chosen: Audience, draft: Sending | None, model: Sending | None = None
) -> ResponseReturnValue:
    source = draft or model
    people = audience(meeting.id, chosen)
    languages = languages_asked(meeting, people, source)
    data: dict[str, Any] = {"audience": pack(chosen)}
    if source is not None:
        data |= {"subject": source.subject, "body": source.body}
    elif request.args.get("about") == "state":
        subject, body = letter_about_state(meeting, languages)
        data |= {"subject": subject, "body": body}
    if draft is not None:
        data["draft_key"] = draft.draft_key
    form = MessageForm(languages, meeting.main_language, data=data)
    if _is_written() and form.validate():
        try:
            kept = operations.write_draft(
                meeting,
                draft_key=str(form.draft_key.data),
                subject=form.subject.data,
                body=form.body.data,
                chosen=chosen,
                actor=actor(),
            )
        except operations.AlreadySent as error:
            flash(_("This message has been sent and is kept."), "warning")
            return redirect(url_for(".show", code=meeting.code, sending_id=error.sending_id), 303)
        return redirect(url_for(".check", code=meeting.code, sending_id=kept.id), 303)
    page = render_template(
        "messages/compose.html",
        meeting=meeting,
        tab="messages",
        form=form,
        draft=draft,
        fields=text_fields.fields(),
        people=people,
        first=people[:NAMES_SHOWN],
        audience_words=in_words(chosen),
        list_parameters=as_parameters(chosen),
    )
    return page, 422 if _is_written() else 200


def _is_written() -> bool:
    """Whether this form was sent, and not the ticks of the list of registrations."""
    return request.method == "POST" and "draft_key" in request.form


def _reply_to(meeting: Meeting) -> str:
    sender = actor()
    return reply_address(meeting) or (sender.email if sender is not None else "")


def _letter(meeting: Meeting, sending: Sending, person: Registration) -> dict[str, Any]:
    return operations.letters(meeting, sending, [person], _reply_to(meeting))[0]


def _rendered(meeting: Meeting, sending: Sending, person: Registration) -> Rendered:
    """What the person will read, with personal links masked: they are theirs, not the assistant's."""
    letter = _letter(meeting, sending, person)
    rendered = render(
        letter["template"],
        letter["language"],
        letter["values"],
        recipient=letter["recipient"],
        recipient_name=letter["recipient_name"],
        reply_to=letter["reply_to"],
    )
    return Rendered(rendered.subject, mask_links(rendered.text), mask_links(rendered.html))


def _presets(meeting: Meeting) -> list[tuple[str, dict[str, str], int]]:
    counts = queries.people_per_state_and_mode(meeting.id)
    approved, pending, waiting = (
        RegistrationState.APPROVED,
        RegistrationState.PENDING,
        RegistrationState.WAITING,
    )
    found = [
        (_("Everybody approved"), {"state": approved.value}, _sum(counts, approved)),
        (
            _("Approved, in the room"),
            {"state": approved.value, "mode": Mode.IN_PERSON.value},
            counts.get((approved, Mode.IN_PERSON), 0),
        ),
        (
            _("Approved, remotely"),
            {"state": approved.value, "mode": Mode.REMOTE.value},
            counts.get((approved, Mode.REMOTE), 0),
        ),
        (_("Waiting for a decision"), {"state": pending.value}, _sum(counts, pending)),
        (_("On the waiting list"), {"state": waiting.value}, _sum(counts, waiting)),
    ]
    return [preset for preset in found if preset[2]]


def _sum(counts: dict[tuple[RegistrationState, Mode], int], state: RegistrationState) -> int:
    return sum(number for (of_state, _mode), number in counts.items() if of_state is state)
