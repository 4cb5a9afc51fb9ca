"""What the settings of registration ask of the team, as lines of the overview."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from foundation.clock import now
from meetings.models.meeting import Meeting
from meetings.overview.to_do import Source, ToDoLine, Urgency
from registration.people.refusals import window_sentence
from registration.reading.window import WindowState, window_of


def window(meeting: Meeting) -> list[ToDoLine]:
    """Whether people can register, and until when."""
    found = window_of(meeting)
    url = url_for("registration_settings.settings", code=meeting.code)
    sentence = window_sentence(found, meeting).rstrip(".")
    if found.state is WindowState.NOT_HERE and meeting.ends_on >= now().date():
        why = _("Leave it so if people register elsewhere.")
        return [ToDoLine(_("Registration is switched off: nobody can register"), url, why=why)]
    if found.state is WindowState.OPEN:
        return [ToDoLine(sentence, url, Urgency.IN_TIME)]
    if found.state is WindowState.NOT_YET:
        return [ToDoLine(sentence, url, Urgency.IN_TIME, by=found.opens)]
    return [ToDoLine(sentence, url, is_done=True)] if found.state is WindowState.CLOSED else []


WINDOW = Source(Permission.REGISTRATION_MANAGE, window)
