"""What registration asks of the team, as lines of the overview."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.permissions import Permission
from foundation.clock import now
from meetings.models.meeting import Meeting
from meetings.overview.to_do import ListSource, Source, ToDoLine, Urgency
from registration.enums import RegistrationState
from registration.places.modes import places
from registration.places.queues import queue_words
from registration.reading.registrations import oldest_pending, pending_of


def decisions(meeting: Meeting) -> list[ToDoLine]:
    """Who waits for a decision, or for a place that is free; nobody at a meeting that is called off."""
    if not meeting.takes_place:
        return []
    number, since = oldest_pending(meeting.id)
    held = places(meeting.id)
    address = {
        state: url_for("registration.index", code=meeting.code, state=state.value)
        for state in (RegistrationState.PENDING, RegistrationState.WAITING)
    }
    lines = [
        ToDoLine(words, address[RegistrationState.WAITING], Urgency.NOW, _("Everybody new queues behind them."))
        for words in queue_words(meeting, held)
    ]
    if number and since is not None:
        days = (now() - since).days
        what = ngettext("%(num)s registration to decide", "%(num)s registrations to decide", number)
        why = (
            ngettext("The oldest has waited %(num)s day.", "The oldest has waited %(num)s days.", days) if days else ""
        )
        lines.append(ToDoLine(what, address[RegistrationState.PENDING], Urgency.PEOPLE_WAIT, why))
    elif any(each.taken for each in held.values()):
        url = url_for("registration.index", code=meeting.code)
        lines.append(ToDoLine(_("Every registration is decided"), url, is_done=True))
    return lines


def waiting_for_decision(meetings: Sequence[Meeting]) -> dict[int, ToDoLine]:
    """At the meetings of a list: how many registrations wait for a decision, where any does."""
    codes = {meeting.id: meeting.code for meeting in meetings if meeting.takes_place}
    return {
        meeting_id: ToDoLine(
            ngettext("%(num)s waits for a decision", "%(num)s wait for a decision", count),
            url_for("registration.index", code=codes[meeting_id], state=RegistrationState.PENDING.value),
        )
        for meeting_id, count in pending_of(codes).items()
    }


DECISIONS = Source(Permission.REGISTRATION_MANAGE, decisions)
WAITING_FOR_DECISION = ListSource(Permission.REGISTRATION_VIEW, waiting_for_decision)
