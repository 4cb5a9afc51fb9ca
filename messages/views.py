"""Pages on which an assistant writes to many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import actor
from accounts.permissions import Permission
from foundation import merge_fields
from foundation.access import requires
from foundation.addresses import number
from foundation.clock import now
from foundation.history import moment_here
from foundation.languages import LANGUAGES, direction, force_language
from foundation.translated import Translations
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from meetings.overview.steps import people_without_news
from meetings.reading.contacts import reply_address
from meetings.reading.meetings import meeting_by_code
from messages import operations, queries
from messages.audiences import (
    STANDING,
    Audience,
    Headcount,
    as_parameters,
    fingerprint,
    first_of,
    headcount,
    in_words,
    place_of,
    read_audience,
)
from messages.drafts import letter_about_state
from messages.field_words import in_words as fields_in_words
from messages.field_words import words_of
from messages.fields import MEETING
from messages.forms import MessageForm, pack, unpack
from messages.languages import fallbacks, languages_asked
from messages.models import Sending
from outbox.link_references import mask_links
from outbox.rendering import Rendered, render
from outbox.views import MAIL_POLICY, STATE_LABELS
from registration.enums import ALIVE, RegistrationState
from registration.models.registrations import Registration
from registration.reading.registrations import registration_in

blueprint = Blueprint("messages", __name__)

NAMES_SHOWN = 8
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
        subject_shown=_subject_shown,
        in_words=in_words,
        presets=_presets(meeting),
        url_for_page=lambda number: url_for(".index", code=code, page=number),
    )


@blueprint.route("/manage/<code>/messages/new", methods=["GET", "POST"])
@requires(Permission.MESSAGE_SEND)
def compose(code: str) -> ResponseReturnValue:
    """A new text in three steps; the address, or ticks posted from the list, say whom it is for."""
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
    """A draft: whom it is for, its text, and how one of them will see it (`recipient`)."""
    meeting = meeting_by_code(code)
    draft = queries.sending_in(meeting.id, sending_id)
    if not draft.is_draft:
        return redirect(url_for(".show", code=code, sending_id=sending_id), 303)
    chosen = unpack(request.form.get("audience")) if _is_written() else None
    return _write(meeting, draft.audience if chosen is None else chosen, draft)


@blueprint.get("/manage/<code>/messages/<int:sending_id>/check")
@requires(Permission.MESSAGE_SEND)
def check(code: str, sending_id: int) -> ResponseReturnValue:
    """The draft, at its former address."""
    recipient = request.args.get("recipient", type=number)
    return redirect(url_for(".edit", code=code, sending_id=sending_id, recipient=recipient), 301)


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
    """Send a draft to everybody it is for; what was typed since somebody looked at it is kept, and not sent."""
    meeting = meeting_by_code(code)
    if _is_written():
        draft = queries.sending_in(meeting.id, sending_id)
        answer = _write(meeting, unpack(request.form.get("audience")) or draft.audience, draft)
        if isinstance(answer, tuple):
            return answer
    there = redirect(url_for(".edit", code=code, sending_id=sending_id), 303)
    try:
        sending, is_new = operations.send(
            meeting,
            sending_id,
            seen=request.form.get("seen", ""),
            reply_to=_reply_to(meeting),
            actor=actor(),
            delay=_time_to_undo(),
        )
    except operations.NobodyToWriteTo:
        flash(_("Nobody matches any more; nothing was sent."), "error")
        return there
    except operations.NotAsSeen:
        flash(_("The text or the people changed since you looked at it. Look again, then send."), "warning")
        return there
    if not is_new:
        _say_it_is_sent(sending)
    elif not _time_to_undo():
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


@blueprint.post("/manage/<code>/messages/<int:sending_id>/take-back")
@requires(Permission.MESSAGE_SEND)
def take_back(code: str, sending_id: int) -> ResponseReturnValue:
    """Make a sending a draft again before its messages leave."""
    meeting = meeting_by_code(code)
    if operations.take_back(meeting, sending_id, actor=actor()):
        flash(_("Taken back: nothing has left. The message is a draft again."), "success")
        return redirect(url_for(".edit", code=code, sending_id=sending_id), 303)
    flash(_("It is too late: the first messages have left."), "error")
    return redirect(url_for(".show", code=code, sending_id=sending_id), 303)


@blueprint.post("/manage/<code>/messages/<int:sending_id>/discard")
@requires(Permission.MESSAGE_SEND)
def discard(code: str, sending_id: int) -> ResponseReturnValue:
    """Delete a draft."""
    meeting = meeting_by_code(code)
    try:
        operations.discard_draft(meeting, sending_id, actor())
    except operations.AlreadySent:
        _say_it_is_sent(queries.sending_in(meeting.id, sending_id))
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
        return redirect(url_for(".edit", code=code, sending_id=sending_id), 303)
    state = request.args.get("state", "")
    state = state if state in SHOWN_STATES else ""
    page = queries.recipients_of(sending_id, request.args.get("page", 1, type=number), state)
    return render_template(
        "messages/show.html",
        meeting=meeting,
        tab="messages",
        sending=sending,
        subject=_subject_shown(sending, meeting),
        progress=queries.progress_of(sending_id),
        leaves_at=sending.sent_at + _time_to_undo() if sending.sent_at else None,
        now=now(),
        fields_in_words=fields_in_words,
        page=page,
        state=state,
        audience_words=in_words(sending.audience, meeting),
        direction_of=direction,
        state_labels=STATE_LABELS,
        url_for_page=lambda number: url_for(
            ".show", code=code, sending_id=sending_id, state=state or None, page=number
        ),
    )


def _write(
    meeting: Meeting, chosen: Audience, draft: Sending | None, model: Sending | None = None
) -> ResponseReturnValue:
    """The page, with 422 where what was typed cannot be kept; else on to where the kept draft is looked at."""
    source = draft or model
    other_people = unpack(request.form.get("whom")) if _is_written() and "whom" in request.form else None
    chosen = chosen if other_people is None else other_people
    people = headcount(meeting.id, chosen)
    typed = {each for each in LANGUAGES if request.form.get(f"subject_{each}") or request.form.get(f"body_{each}")}
    written = typed | set(source.languages() if source is not None else ())
    languages = languages_asked(meeting, people, written)
    data: dict[str, Any] = {"audience": pack(chosen)}
    if source is not None:
        data |= {"subject": source.subject, "body": source.body}
    elif request.args.get("about") == "state":
        subject, body = letter_about_state(meeting, languages)
        data |= {"subject": subject, "body": body, "tells_state": True}
    if draft is not None:
        data |= {"draft_key": draft.draft_key, "tells_state": draft.tells_state}
    form = MessageForm(languages, languages[0], data=data)
    form.audience.data = pack(chosen)
    is_kept = _is_written() and other_people is None
    if is_kept and form.validate():
        try:
            kept = operations.write_draft(
                meeting,
                draft_key=str(form.draft_key.data),
                subject=form.subject.data,
                body=form.body.data,
                chosen=chosen,
                actor=actor(),
                tells_state=form.tells_state.data,
            )
        except operations.AlreadySent as error:
            _say_it_is_sent(queries.sending_in(meeting.id, error.sending_id))
            return redirect(url_for(".show", code=meeting.code, sending_id=error.sending_id), 303)
        reader = request.form.get("look", type=number)
        return redirect(url_for(".edit", code=meeting.code, sending_id=kept.id, recipient=reader, _anchor="look"), 303)
    page = render_template(
        "messages/compose.html",
        meeting=meeting,
        tab="messages",
        form=form,
        draft=draft,
        asks_about_state=form.tells_state.data or people_without_news(meeting) > 0,
        fields=merge_fields.fields,
        words_of=words_of,
        people=people,
        first=first_of(meeting.id, chosen, NAMES_SHOWN) if people else [],
        presets=_presets(meeting, chosen),
        pack=pack,
        chosen=chosen,
        audience_words=in_words(chosen, meeting),
        list_parameters=as_parameters(chosen),
        fallbacks=fallbacks(people, dict.fromkeys(written), meeting.main_language),
        reply_to=_reply_to(meeting),
        **_look(meeting, draft, chosen, people),
    )
    return page, 422 if is_kept else 200


def _look(meeting: Meeting, draft: Sending | None, chosen: Audience, people: Headcount) -> dict[str, Any]:
    """What the last step of the page shows: a kept draft as one of its readers will see it, and who comes next."""
    if draft is None or not people or _is_written():
        return {"reader": None}
    place = place_of(meeting.id, chosen, request.args.get("recipient", type=number))
    if place is None:
        return {"reader": None}
    return {
        "reader": place.person,
        "place": place.ahead + 1,
        "before": place.before,
        "after": place.after,
        "reader_of": {each.language: each.first_id for each in people.languages},
        "letter": _letter(meeting, draft, place.person),
        "rendered": _rendered(meeting, draft, place.person),
        "seen": fingerprint(people, draft.written_at),
    }


def _subject_shown(sending: Sending, meeting: Meeting) -> Translations:
    """The subject with what is known of the meeting in it, and with what is each person's own in words."""
    shown = {}
    for language, text in sending.subject.items():
        pieces = merge_fields.read(text)
        names = merge_fields.names_in(pieces)
        with force_language(language):
            known = [name for name in names if merge_fields.field(name).about == MEETING]
            values = merge_fields.values_for(known, {MEETING: meeting}, language)
            values |= {name: words_of(name) for name in names if name not in known}
            shown[language] = "".join(str(value) for _kind, value in merge_fields.filled(pieces, values))
    return Translations(shown)


def _say_it_is_sent(sending: Sending) -> None:
    leaves_at = sending.sent_at + _time_to_undo() if sending.sent_at is not None else None
    if leaves_at is None or leaves_at <= now():
        flash(_("This message has been sent and is kept."), "warning")
        return
    flash(
        _(
            "Sending has been asked for already: the message leaves at %(moment)s. Until then it can be taken back and "
            "changed.",
            moment=moment_here(leaves_at),
        ),
        "warning",
    )


def _time_to_undo() -> timedelta:
    return timedelta(seconds=current_app.config["SETTINGS"].message_undo_seconds)


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


def _presets(meeting: Meeting, chosen: Audience | None = None) -> list[tuple[str, Audience, int]]:
    """The usual audiences that somebody belongs to, and the one that is `chosen`."""
    counts = queries.people_per_state_and_mode(meeting.id)
    state = RegistrationState
    alive = sum(_sum(counts, each) for each in ALIVE)
    found: list[tuple[str, Audience, int]] = [
        (_("Everybody who takes part or may yet"), {STANDING: "1"}, alive),
        (_("Everybody approved"), {"state": state.APPROVED.value}, _sum(counts, state.APPROVED)),
        *(
            (label, {"state": state.APPROVED.value, "mode": mode.value}, counts.get((state.APPROVED, mode), 0))
            for mode, label in ((Mode.IN_PERSON, _("Approved, in the room")), (Mode.REMOTE, _("Approved, remotely")))
        ),
        (_("Waiting for a decision"), {"state": state.PENDING.value}, _sum(counts, state.PENDING)),
        (_("On the waiting list"), {"state": state.WAITING.value}, _sum(counts, state.WAITING)),
    ]
    return [preset for preset in found if preset[2] or preset[1] == chosen]


def _sum(counts: dict[tuple[RegistrationState, Mode], int], state: RegistrationState) -> int:
    return sum(number for (of_state, _mode), number in counts.items() if of_state is state)
