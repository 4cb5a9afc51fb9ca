"""What is to be done about a meeting's own record: its page, agenda, texts, joining links, and news to tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.permissions import Permission
from foundation.dates import local_instant
from meetings.enums import DatePrecision, MeetingFormat, MeetingState
from meetings.keeping.missing_texts import Gaps
from meetings.models.meeting import Meeting
from meetings.overview.steps import people_without_news
from meetings.overview.to_do import Source, ToDoLine, Urgency
from meetings.reading.agenda import count_items_and_open_parts
from meetings.reading.joining import links_of, takes_people


def publication(meeting: Meeting) -> list[ToDoLine]:
    """Whether its page is public; at the end, whether it is put away."""
    url = url_for("overview.meeting", code=meeting.code, _anchor="state")
    if meeting.state is MeetingState.DRAFT:
        return [ToDoLine(_("Not published"), url, why=_("Only your team sees the page."), by=_first_day(meeting))]
    if meeting.state is MeetingState.PUBLISHED and not takes_people(meeting):
        return [ToDoLine(_("Held, and not closed yet"), url, why=_("Closing says that nothing more follows."))]
    return [ToDoLine(_("The page is public"), url, is_done=True)]


def news(meeting: Meeting) -> list[ToDoLine]:
    """People who have not been written to about a change of state."""
    people = people_without_news(meeting)
    if not people:
        return []
    what = ngettext(
        "%(num)s person is registered and has not been written to about this change",
        "%(num)s people are registered and have not been written to about this change",
        people,
    )
    return [ToDoLine(what, url_for("messages.compose", code=meeting.code, alive=1, about="state"), Urgency.NOW)]


def joining(meeting: Meeting) -> list[ToDoLine]:
    """Whether those who take part from elsewhere find their way in."""
    if meeting.format not in (MeetingFormat.ONLINE, MeetingFormat.HYBRID) or not takes_people(meeting):
        return []
    url = url_for("joining.index", code=meeting.code)
    links = links_of(meeting.id)
    untested = [link for link in links if link.tested_at is None]
    if not links:
        why = _("Nobody can take part online yet.")
        return [ToDoLine(_("No link to join online"), url, why=why, by=_first_day(meeting))]
    if untested:
        what = ngettext("Joining link not tested", "%(num)s joining links not tested", len(untested))
        return [ToDoLine(what, url, by=_first_day(meeting))]
    return [ToDoLine(_("Joining online is tested"), url, is_done=True)]


def agenda(meeting: Meeting) -> list[ToDoLine]:
    """Whether there is an agenda, and whether those in it have said yes."""
    url = url_for("agenda.manage", code=meeting.code)
    items, unsure = count_items_and_open_parts(meeting.id)
    lasts = takes_people(meeting)
    if not items:
        return [ToDoLine(_("No agenda yet"), url, by=_first_day(meeting))] if lasts else []
    if unsure and lasts:
        what = ngettext(
            "%(num)s part of the agenda is not confirmed", "%(num)s parts of the agenda are not confirmed", unsure
        )
        return [ToDoLine(what, url, by=_first_day(meeting))]
    return [ToDoLine(ngettext("Agenda of %(num)s item", "Agenda of %(num)s items", items), url, is_done=True)]


def texts(meeting: Meeting, missing: Mapping[str, Gaps]) -> list[ToDoLine]:
    """Texts that lack in a language of the page, as `missing` counts them, and dates that are not known."""
    lines = []
    if meeting.date_precision is DatePrecision.MONTH and takes_people(meeting):
        lines.append(ToDoLine(_("Dates not fixed"), url_for("facts.edit_facts", code=meeting.code, _anchor="when")))
    if len(meeting.page_languages) < 2:
        return lines
    gaps = sum(len(each) for each in missing.values())
    url = url_for("translations.index", code=meeting.code)
    if gaps:
        what = ngettext("%(num)s translation missing or old", "%(num)s translations missing or old", gaps)
        return [
            *lines,
            ToDoLine(what, url, why=_("Readers see the main language in its place."), by=_first_day(meeting)),
        ]
    return [*lines, ToDoLine(_("Every text is there in each language of the page"), url, is_done=True)]


def _first_day(meeting: Meeting) -> datetime | None:
    if meeting.date_precision is DatePrecision.MONTH:
        return None
    return local_instant(datetime.combine(meeting.starts_on, time()), meeting.zone)


SOURCES = {
    "publication": Source(Permission.MEETING_PUBLISH, publication),
    "news": Source(Permission.MESSAGE_SEND, news),
    "joining": Source(Permission.MEETING_EDIT, joining),
    "agenda": Source(Permission.MEETING_EDIT, agenda),
}
