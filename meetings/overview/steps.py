"""What can be done next with a meeting, by its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _

from foundation.clock import local_now, now
from meetings.enums import MeetingState
from meetings.keeping.hooks import last_written_to
from meetings.models.meeting import Meeting
from meetings.overview.queries import latest_act
from meetings.reading.joining import takes_people

TOLD_WITHIN = timedelta(days=14)
"""How long good news is worth a message; that a meeting is called off is so until somebody has written."""
NEWS = ("postponed", "called_off", "held_after_all", "reinstated")
"""Acts that the people who registered should hear of."""


@dataclass(frozen=True)
class Step:
    """One step: a page to go to, or (`is_act`) a button that does it, after `question` if there is one.

    The usual one stands by itself; `is_end` marks what takes something from people.
    """

    label: str
    url: str
    is_act: bool = True
    is_usual: bool = False
    is_end: bool = False
    question: str = ""
    keep: str = ""


def situation(meeting: Meeting) -> str:
    """What the state of a meeting means, in a sentence."""
    return {
        MeetingState.DRAFT: _("This meeting is a draft: only your team sees it."),
        MeetingState.PUBLISHED: _("Everybody can read the page of this meeting."),
        MeetingState.POSTPONED: _("The page says that the meeting is postponed. Nobody can register."),
        MeetingState.CANCELLED: _("The page says that the meeting is cancelled. Nobody can register."),
        MeetingState.CLOSED: _("The page stays public. Nobody can register any more."),
        MeetingState.ARCHIVED: _("The page stays at its address; lists show it in the archive only, searches find it."),
    }[meeting.state]


def next_steps(meeting: Meeting) -> list[Step]:
    """The steps that fit the state, the usual one first."""

    def to(state: MeetingState) -> str:
        return url_for("facts.change_state", code=meeting.code, state=state.value)

    state = meeting.state
    if state is MeetingState.DRAFT:
        is_asked = not meeting.takes_registrations and takes_people(meeting)
        return [Step(_("Publish"), url_for("facts.publish", code=meeting.code), is_act=not is_asked, is_usual=True)]
    if state is MeetingState.PUBLISHED:
        return [
            Step(
                _("Close the meeting…"),
                to(MeetingState.CLOSED),
                is_usual=local_now(meeting.zone).date() > meeting.ends_on,
                is_end=local_now(meeting.zone).date() <= meeting.ends_on,
                question=_("Close the meeting? Nobody can register any more; the page stays public."),
                keep=_("Keep it open"),
            ),
            Step(_("Postpone the meeting…"), to(MeetingState.POSTPONED), is_act=False, is_end=True),
            Step(_("Cancel the meeting…"), to(MeetingState.CANCELLED), is_act=False, is_end=True),
            Step(
                _("Take the page back…"),
                url_for("facts.withdraw", code=meeting.code),
                is_end=True,
                question=_("Take this page back? Only your team can read it then."),
                keep=_("Keep it published"),
            ),
        ]
    if state is MeetingState.POSTPONED:
        return [
            Step(_("Hold it after all"), to(MeetingState.PUBLISHED), is_act=False, is_usual=True),
            Step(_("Change the reason"), to(MeetingState.POSTPONED), is_act=False),
            Step(_("Cancel the meeting…"), to(MeetingState.CANCELLED), is_act=False, is_end=True),
        ]
    if state is MeetingState.CANCELLED:
        return [
            Step(_("Change the reason"), to(MeetingState.CANCELLED), is_act=False),
            Step(
                _("Reinstate"),
                to(MeetingState.PUBLISHED),
                question=_(
                    "Hold the meeting after all, on its old dates? Its page says so, and calendars that follow it."
                ),
                keep=_("Keep it cancelled"),
            ),
        ]
    if state is MeetingState.CLOSED:
        return [
            Step(_("Put into the archive"), to(MeetingState.ARCHIVED), is_usual=True),
            Step(_("Open again"), to(MeetingState.PUBLISHED)),
        ]
    return [Step(_("Take out of the archive"), to(MeetingState.CLOSED))]


def has_news(meeting: Meeting) -> bool:
    """Whether something happened to the meeting that the people who registered have not been written to about."""
    if meeting.takes_place and meeting.state is not MeetingState.PUBLISHED:
        return False
    act = latest_act(meeting.id, NEWS)
    if act is None or (meeting.takes_place and act.at < now() - TOLD_WITHIN):
        return False
    written = last_written_to(meeting.id)
    return written is None or written < act.at
