"""Why an act on a registration is refused, and when one can register, in the language being spoken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from foundation.dates import format_instant, zone_label
from foundation.languages import current_language, direction
from foundation.merge_fields import isolated
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration import errors
from registration.enums import STATE_LABELS
from registration.models.registrations import Registration
from registration.reading.window import Window, WindowState


def refusal(error: errors.RegistrationRefused, meeting: Meeting) -> str:
    """Why an act is refused, and what can be done."""
    if isinstance(error, errors.NoPlaceLeft):
        if error.mode is Mode.IN_PERSON:
            return _("There are no more places in the room. Nothing was changed.")
        return _("There are no more places online. Nothing was changed.")
    if isinstance(error, errors.RegistrationNotOpen):
        return _("Registration opens on %(moment)s.", moment=moment_with_zone(error.opens, meeting))
    if isinstance(error, errors.RegistrationClosed):
        return _("Registration closed on %(moment)s.", moment=moment_with_zone(error.closes, meeting))
    if isinstance(error, errors.WrongState):
        label = STATE_LABELS[error.state]
        return _("This cannot be done any more: the registration is in the state “%(state)s”.", state=label)
    return str(_REFUSALS.get(type(error), _l("This cannot be done.")))


def window_sentence(window: Window, meeting: Meeting) -> str:
    """Why nobody can register now, or until when one can."""
    if window.state is WindowState.OPEN:
        return _("Registration is open until %(moment)s.", moment=moment_with_zone(window.closes, meeting))
    if window.state is WindowState.NOT_YET:
        assert window.opens is not None
        return _("Registration opens on %(moment)s.", moment=moment_with_zone(window.opens, meeting))
    if window.state is WindowState.CLOSED:
        return _("Registration closed on %(moment)s.", moment=moment_with_zone(window.closes, meeting))
    if window.state is WindowState.CALLED_OFF:
        return str(_REFUSALS[errors.MeetingCalledOff])
    return str(_REFUSALS[errors.TakesNoRegistrations])


def moment_with_zone(instant: datetime, meeting: Meeting) -> str:
    """An instant in the meeting's time, with the zone printed beside it."""
    language = current_language()
    moment = format_instant(instant, meeting.zone, language, meeting.month_style.value)
    return f"{moment} ({zone_label(meeting.zone, instant.date(), language)})"


_REFUSALS: dict[type[Exception], Any] = {
    errors.MeetingNotPublished: _l("The meeting is a draft. Publish it first."),
    errors.MeetingCalledOff: _l("The meeting does not take place on its dates; it takes no registrations."),
    errors.TakesNoRegistrations: _l("There is no registration for this meeting here."),
    errors.MeetingOver: _l("The meeting is over."),
    errors.ModeNotOffered: _l("The meeting cannot be attended in this way."),
    errors.GroupFull: _l("This group is full. Choose another one, or leave the choice to the organisers."),
    errors.GroupGone: _l(
        "This group is not offered any more. Choose another one, or leave the choice to the organisers."
    ),
    errors.LinkUsed: _l("This link has been used. A newer one is in the latest message to you."),
}


def name_of(registration: Registration) -> str:
    """The name of somebody as it stands in a sentence."""
    language = current_language()
    return isolated(registration.full_name(language), direction(language))
