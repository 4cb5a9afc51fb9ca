"""What can be done next with a meeting, by its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import dropwhile, pairwise

from flask import url_for
from flask_babel import gettext as _

from foundation.clock import local_now, now
from meetings.enums import MeetingState
from meetings.keeping.hooks import Span, untold_people
from meetings.models.meeting import Meeting
from meetings.overview.queries import acts_of
from meetings.reading.joining import takes_people

TOLD_WITHIN = timedelta(days=14)
"""How long good news is worth a message; that a meeting is called off is so until somebody has written."""
NEWS = ("postponed", "called_off", "held_after_all", "reinstated")
"""Acts that the people who registered should hear of."""
DATES = frozenset({"starts_on", "ends_on", "date_precision"})


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


def people_without_news(meeting: Meeting) -> int:
    """How many people know something else of the meeting than is so now: whether it is held, and on which dates."""
    if meeting.takes_place and meeting.state is not MeetingState.PUBLISHED:
        return 0
    return untold_people(meeting.id, _spans_of_other_news(meeting))


def _spans_of_other_news(meeting: Meeting) -> list[Span]:
    """When something else was so than now, after the first of the acts that people should hear of."""
    acts = list(dropwhile(lambda each: each.act not in NEWS, acts_of(meeting.id, (*NEWS, "changed"))))
    news = [each for each in acts if each.act in NEWS]
    if not news or (meeting.takes_place and news[-1].at < now() - TOLD_WITHIN):
        return []
    state, dates = "held", 0
    situations: list[tuple[datetime | None, tuple[str, int]]] = [(None, (state, dates))]
    for each in acts:
        state = each.act if each.act in ("postponed", "called_off") else "held" if each.act in NEWS else state
        dates += not each.changes.keys().isdisjoint(DATES)
        situations.append((each.at, (state, dates)))
    now_so = situations[-1][1]
    return [
        (start, end) for (start, was_so), (end, _next) in pairwise(situations) if was_so != now_so and end is not None
    ]
