"""Where a meeting stands now: before, while and after people can register, and once it is over."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from foundation.clock import now
from foundation.dates import local_instant
from meetings.enums import MeetingState

KEPT = 4000
ENDED = (MeetingState.CLOSED, MeetingState.ARCHIVED)


def registration_phase(head: Any) -> str:
    """Whether registration is `none`, `soon`, `open` or `closed` now; local wall times in the meeting's zone."""
    if not head.takes_registrations or head.state not in (*ENDED, MeetingState.PUBLISHED):
        return "none"
    if head.state in ENDED:
        return "closed"
    moment = now()
    if head.registration_opens and moment < _instant(head.registration_opens, head.zone):
        return "soon"
    closes = _instant(head.registration_closes, head.zone) if head.registration_closes else _end_of(head)
    return "open" if moment < closes else "closed"


def page_phase(head: Any) -> str:
    """What a page says of the present: the phase of registration, or `over`, also if nobody closed the meeting."""
    ended = head.state in ENDED or (head.state == MeetingState.PUBLISHED and now() >= _end_of(head))
    return "over" if ended else registration_phase(head)


def _end_of(head: Any) -> datetime:
    return _instant(datetime.combine(head.ends_on + timedelta(days=1), time()), head.zone)


# Asked for each page that is served; the rules of a zone are read once per process anyway.
_instant = lru_cache(maxsize=KEPT)(local_instant)
