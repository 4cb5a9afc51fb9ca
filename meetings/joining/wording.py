"""What an organiser copies into a letter of their own."""

from __future__ import annotations

from flask_babel import gettext as _

from foundation.dates import zone_label
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.joining import JoiningPlace, name_of_place
from meetings.reading.presenting import dates_of, language_list, session_of
from meetings.reading.titles import item_title


def invitation_text(meeting: Meeting, place: JoiningPlace, link: ParticipationLink, language: str) -> str:
    """What to join, when, and how, as plain text in the language being spoken."""
    item = place.item
    lines = [meeting.title.text(language, meeting.main_language)]
    if item is not None:
        title = item_title(item, language, meeting.main_language)
        group = name_of_place(meeting, None, place.group) if place.group is not None else ""
        lines.append(" / ".join(part for part in (title, group) if part))
        when = session_of(meeting, item.day, item.starts, item.ends, language)
        lines.append(f"{when} ({zone_label(meeting.zone, item.day, language)})")
    else:
        dates = dates_of(meeting, language)
        lines.append(f"{dates} ({zone_label(meeting.zone, meeting.starts_on, language)})")
    lines += ["", _("Join online: %(address)s", address=link.join_url)]
    if link.provider:
        lines.append(_("Provider: %(provider)s", provider=link.provider))
    if link.passcode:
        lines.append(_("Passcode: %(passcode)s", passcode=link.passcode))
    if link.language:
        lines.append(_("Language channel: %(language)s", language=language_list([link.language], language)))
    if link.dial_in:
        lines += ["", _("By telephone:"), link.dial_in]
    return "\n".join(lines)
