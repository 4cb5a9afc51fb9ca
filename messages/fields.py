"""The fields that messages may contain: about the person who reads and about the meeting."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from foundation.merge_fields import MergeField
from meetings.enums import MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from meetings.reading.places import place_of
from meetings.reading.presenting import dates_of
from outbox.link_references import link
from registration.models.registrations import Registration

PERSON, MEETING = "registration", "meeting"


def venue(meeting: Meeting, language: str) -> str:
    """Where those meet who come, as every mail says it; says so when it is not announced."""
    return place_of(meeting, language, Mode.IN_PERSON) or _("to be announced")


def meeting_dates(meeting: Meeting, language: str) -> str:
    """First and last day, in the month names the organiser chose."""
    return dates_of(meeting, language)


def meeting_title(meeting: Meeting, language: str) -> str:
    """The title in the language, else in the main one."""
    return meeting.title.text(language, meeting.main_language)


def mode(registration: Registration, language: str) -> str:
    """How the person takes part."""
    return str(MODE_LABELS[registration.mode])


FIELDS = (
    MergeField(
        "salutation",
        _l("How the letter begins"),
        _l("Dear Dr. Haddad,"),
        PERSON,
        lambda person, lang: person.salutation(lang),
    ),
    MergeField("printed_name", _l("Name as printed"), "Lina Haddad", PERSON, lambda person, lang: person.name(lang)),
    MergeField("honorific", _l("Form of address"), "Dr.", PERSON, lambda person, lang: person.honorific_in(lang)),
    MergeField("given_name", _l("Given name"), "Lina", PERSON, lambda person, lang: person.name_parts(lang)[0]),
    MergeField("family_name", _l("Family name"), "Haddad", PERSON, lambda person, lang: person.name_parts(lang)[1]),
    MergeField("organisation", _l("Organisation"), "ITU", PERSON, lambda person, lang: person.organisation_in(lang)),
    MergeField("mode", _l("In person or remotely"), _l("In person"), PERSON, mode),
    MergeField(
        "personal_link",
        _l("Personal link"),
        "https://…/r/…",
        PERSON,
        lambda person, _lang: link("registration", person.id),
        is_link=True,
    ),
    MergeField("meeting_title", _l("Title of the meeting"), _l("Title"), MEETING, meeting_title),
    MergeField("meeting_dates", _l("Dates of the meeting"), "28–29 February 2024", MEETING, meeting_dates),
    MergeField("venue", _l("Venue and city"), "Amman", MEETING, venue),
)
"""In the order in which the compose page shows them."""
