"""The calendar of one person: the meeting and the items of the own agenda, as that person takes part in them."""

from __future__ import annotations

from flask_babel import gettext as _

from foundation.isolating import without_isolates
from foundation.languages import force_language
from meetings.calendar.building import EntryWriter, describe_feed, new_calendar
from meetings.calendar.feeds import has_entries, page_address
from meetings.calendar.queries import agenda_of
from meetings.reading.breakouts import groups_of_items
from meetings.reading.hours import hours_of_days
from registration.enums import CALENDAR_STATUS
from registration.my_agenda.queries import OwnAgenda


def agenda_calendar(own: OwnAgenda, language: str, source: str) -> bytes:
    """The calendar in one language; `source` is its own address.

    The entry of the meeting has the identity and the count of the invitation, those of the items have the public ones.
    They are cancelled when the person does not take part, tentative as long as nobody has decided. Nothing in them
    leads to the personal page: whoever is shown a calendar must not be able to cancel a registration.
    """
    meeting, person = own.registration.meeting, own.registration
    calendar = new_calendar(meeting, language, "PUBLISH")
    title = meeting.title.text(language, meeting.main_language)
    with force_language(language):
        name = without_isolates(_("My agenda: %(title)s", title=title))
    url = page_address(meeting, language)
    describe_feed(
        calendar, name, language, source=source, url=url, changed=meeting.changed_at, accent=meeting.accent
    )  # fmt: skip
    if has_entries(meeting):
        status, more = CALENDAR_STATUS[person.state], person.agenda_sequence
        writer = EntryWriter(
            meeting,
            language,
            url,
            mode=person.mode,
            status=status,
            stamp=max(meeting.changed_at, person.decided_at or person.registered_at),
            more_sequence=more,
            person=own.person,
        )
        events = writer.meeting_entries(hours_of_days(meeting, person.mode), links=own.links.get(None, []))
        agenda, groups = agenda_of(meeting.id), groups_of_items(meeting.id)
        for item in own.items(agenda):
            group = own.groups.get(item.id)
            events.append(
                writer.item_entry(
                    item,
                    room=agenda.room_around(item, language, meeting.main_language),
                    groups=[group] if group is not None else groups.get(item.id, []),
                    own_group=group,
                    links=own.links.get(item.id) or own.links.get(None, []),
                )
            )
        for event in events:
            calendar.add_component(event)
    return calendar.to_ical()
