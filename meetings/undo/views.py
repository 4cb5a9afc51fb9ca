"""The button that undoes the last act, after each save and on the history."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.history import field_in_words, people_of, words_of_act
from foundation.languages import current_language, listed
from foundation.undo_offers import UndoOffer, offer_undo
from meetings.keeping.kept_rows import kept_rows
from meetings.keeping.undone import NOTHING_ELSE
from meetings.models.changes import ChangeSet
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchRecord, meeting_by_code
from meetings.undo import operations

blueprint = Blueprint("undo", __name__)


@blueprint.post("/manage/<code>/undo/<int:change_set_id>")
@requires(Permission.MEETING_EDIT)
def undo(code: str, change_set_id: int) -> ResponseReturnValue:
    """Undo an act."""
    meeting = meeting_by_code(code)
    try:
        undone = operations.undo(meeting.id, change_set_id, actor=actor())
    except operations.CannotUndo as refusal:
        flash(_refusal(refusal), "error")
        return redirect(url_for("overview.history", code=meeting.code), 303)
    except operations.UndoneAlready:
        flash(_("Somebody has undone this already."), "info")
        return redirect(url_for("overview.history", code=meeting.code), 303)
    except NoSuchRecord:
        flash(_("This can no longer be undone: it was too long ago."), "error")
        return redirect(url_for("overview.history", code=meeting.code), 303)
    what = words_of_act(undone.act, undone.subject_kind)
    flash(_("Undone – %(what)s.", what=what), "success")
    kept = kept_rows.get(undone.subject_kind)
    shown = kept.undone if kept is not None else NOTHING_ELSE
    anchor = f"{shown.anchor}-{undone.subject_id}" if shown.anchor else None
    return redirect(url_for(shown.page or "overview.history", code=meeting.code, _anchor=anchor), 303)


def offer_of(meeting: Meeting, change: ChangeSet) -> UndoOffer:
    """The offer to undo an act, which says what of its record it has changed."""
    images = [row for row in change.rows if (row["table"], row["id"]) == (change.subject_kind, change.subject_id)]
    changed = [field_in_words(name) for row in images if row["before"] and row["after"] for name in row["before"]]
    offer = _offer(meeting.code, change.id, change.act, change.subject_kind)
    return replace(offer, what=f"{offer.what} ({listed(changed, current_language())})") if changed else offer


def offer_last_act(response: Response) -> Response:
    """After an act that can be undone let the next page offer it."""
    last = g.get("last_change_set")
    if last is not None and response.status_code in (302, 303) and request.method == "POST":
        # Nothing is read for it: after the commit every row would be read anew.
        change_set_id, kept = last
        code = (request.view_args or {}).get("code")
        if code is not None and kept["actor_id"] is not None:
            offer_undo(_offer(code, change_set_id, kept["act"], kept["subject_kind"]))
    return response


def _offer(code: str, change_set_id: int, act: str, subject_kind: str) -> UndoOffer:
    url = url_for("undo.undo", code=code, change_set_id=change_set_id)
    return UndoOffer(url, words_of_act(act, subject_kind), _("Redo") if act == "undone" else _("Undo"))


def _refusal(refusal: operations.CannotUndo) -> str:
    if not refusal.since:
        return _("This cannot be undone: something that it needs is no longer there, or was taken by something else.")
    people = people_of(refusal.since)
    acts = [f"{people[entry.id]}, {words_of_act(entry.act, entry.subject_kind)}" for entry in refusal.since[:3]]
    return _("This cannot be undone, because others have gone on from it: %(acts)s.", acts="; ".join(acts))
