"""Who waits although places are free, in words: with approval by hand it is the team that moves people up."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.places.modes import Places
from registration.reading.window import is_over, modes_of


def queue_words(meeting: Meeting, held: Mapping[Mode, Places]) -> list[str]:
    """A sentence for each mode in which people wait although places are free; none once the meeting is over."""
    if is_over(meeting) or not meeting.takes_place:
        return []
    return [_words(mode, held[mode]) for mode in modes_of(meeting) if held[mode].waiting and not held[mode].is_full]


def _words(mode: Mode, held: Places) -> str:
    waiting = ngettext("%(num)s person waits", "%(num)s people wait", held.waiting)
    if held.free is None:
        if mode is Mode.IN_PERSON:
            return _("The room has no limit of places, and %(waiting)s: move them up", waiting=waiting)
        return _("There is no limit of places online, and %(waiting)s: move them up", waiting=waiting)
    free = (
        ngettext("%(num)s place in the room is free", "%(num)s places in the room are free", held.free)
        if mode is Mode.IN_PERSON
        else ngettext("%(num)s place online is free", "%(num)s places online are free", held.free)
    )
    return _("%(free)s, and %(waiting)s: move them up", free=free, waiting=waiting)
