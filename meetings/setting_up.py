"""What the meetings room installs in the application."""

from __future__ import annotations

from flask import Flask, g
from flask_babel import lazy_gettext as _l

from accounts.access import team_resolvers
from foundation.errors import answer_as
from foundation.files import keep_files
from foundation.history import UTC, register_words, register_zone
from foundation.images import offer_logos
from foundation.languages import LANGUAGE_NAMES, current_language
from foundation.refused import set_rich_text
from meetings.catalogue import tasks as _catalogue_tasks  # noqa: F401  (registers the index with the worker)
from meetings.enums import (
    CONTACT_LABELS,
    COUNT_QUALIFIER_LABELS,
    DATE_PRECISION_LABELS,
    DOCUMENT_KIND_LABELS,
    DOCUMENT_STATUS_LABELS,
    FORMAT_LABELS,
    ITEM_KIND_LABELS,
    KIND_LABELS,
    MONTH_STYLE_LABELS,
    ORGANISATION_ROLE_LABELS,
    OUTCOME_KIND_LABELS,
    OUTCOME_STATUS_LABELS,
    PART_ROLE_LABELS,
    PART_STATUS_LABELS,
    SECTION_LABELS,
    STATE_LABELS,
    VISIBILITY_LABELS,
)
from meetings.facts import tasks  # noqa: F401  (a sweep of the worker; its listener raises the versions)
from meetings.models.meeting import Meeting
from meetings.overview.naming import register_record_names
from meetings.overview.views import init_overview
from meetings.programme.views import init_programme
from meetings.reading import versioning  # noqa: F401  (a sweep of the worker; its listener raises the versions)
from meetings.reading.meetings import NoSuchMeeting, NoSuchRecord, meeting_by_code, team_of_meeting
from meetings.reading.places import place_of
from meetings.reading.presenting import dates_of
from meetings.undo.change_sets import files_of_acts
from meetings.undo.views import init_undo_offer
from outbox.setting_up import show_messages_of
from rich_text.field import read_again


def init_meetings(app: Flask) -> None:
    """Let permissions find the team of a meeting, and answer 404 to unknown codes."""
    team_resolvers["code"] = team_of_meeting
    set_rich_text(app, read_again)
    init_overview(app)
    register_meeting_words()
    register_record_names()
    register_zone(_zone_of_page)
    init_undo_offer(app)
    init_programme(app)
    show_messages_of(app, meeting_by_code)
    answer_as(app, NoSuchMeeting, 404)
    answer_as(app, NoSuchRecord, 404)
    offer_logos(Meeting.logo_id)
    keep_files(files_of_acts)
    app.jinja_env.filters.update(meeting_dates=meeting_dates, meeting_line=meeting_line)


def register_meeting_words() -> None:
    """How the trail calls the acts, fields and records of the rooms up to this one."""
    register_words(
        acts={
            "created": _l("created"),
            "added": _l("added"),
            "changed": _l("changed"),
            "removed": _l("removed"),
            "removed_file": _l("file removed"),
            "undone": _l("undone"),
            "redone": _l("done again"),
            "confirmed": _l("translation confirmed"),
            "translated": _l("translations written"),
            "uploaded": _l("file uploaded"),
            "moved": _l("moved"),
            "tested": _l("tested"),
            "untested": _l("no longer tested"),
            "published": _l("published"),
            "withdrawn": _l("withdrawn"),
            "postponed": _l("postponed"),
            "called_off": _l("cancelled"),
            "held_after_all": _l("to be held after all"),
            "reinstated": _l("reinstated"),
            "closed": _l("closed"),
            "opened_again": _l("opened again"),
            "archived": _l("put into the archive"),
            "taken_from_archive": _l("taken out of the archive"),
            "cloned": _l("created as a copy"),
            "deleted": _l("deleted"),
            "restored": _l("restored"),
            "removed_for_good": _l("removed for good"),
            "preview_opened": _l("preview link switched on"),
            "preview_replaced": _l("preview link replaced"),
            "preview_closed": _l("preview link switched off"),
            "sent": _l("sent"),
            "sent_again": _l("sent again"),
            "taken_back": _l("taken back before it left"),
            "edited": _l("edited"),
            "discarded": _l("discarded"),
            "renamed": _l("renamed"),
            "invited": _l("invited"),
            "invited_again": _l("invited again"),
            "joined": _l("joined"),
            "left": _l("left"),
            "role_changed": _l("role changed"),
        },
        fields={
            "title": _l("Title"),
            "subtitle": _l("Theme"),
            "summary": _l("Summary"),
            "description": _l("Description"),
            "room": _l("Room"),
            "day": _l("Day"),
            "starts": _l("Start"),
            "ends": _l("End"),
            "starts_on": _l("First day"),
            "ends_on": _l("Last day"),
            "date_precision": _l("What is known of the dates"),
            "state_reason": _l("Reason"),
            "follows_id": _l("Follows the meeting"),
            "logo_id": _l("Logo"),
            "expected_total": _l("Expected altogether"),
            "expected_in_person": _l("Expected in person"),
            "expected_remote": _l("Expected remotely"),
            "expected_speakers": _l("Expected speakers"),
            "actual_total": _l("Took part altogether"),
            "actual_in_person": _l("Took part in person"),
            "actual_remote": _l("Took part remotely"),
            "actual_speakers": _l("Speakers who took part"),
            "zone": _l("Time zone"),
            "format": _l("Format"),
            "kind": _l("Kind"),
            "venue": _l("Venue"),
            "city": _l("City"),
            "code": _l("Short code"),
            "body": _l("Text"),
            "heading": _l("Heading"),
            "role": _l("Role"),
            "status": _l("Status"),
            "label": _l("Open role"),
            "affiliation": _l("Affiliation"),
            "letter": _l("Letter"),
            "capacity": _l("Capacity"),
            "visibility": _l("Visibility"),
            "name": _l("Name"),
            "position": _l("Position"),
            "page_languages": _l("Languages of the page"),
            "working_languages": _l("Languages spoken"),
            "is_closed": _l("Closed to the public"),
            "interpretation": _l("Interpretation"),
            "registration_opens": _l("Registration opens"),
            "registration_closes": _l("Registration closes"),
            "takes_registrations": _l("Takes registrations"),
            "capacity_in_person": _l("Places in the room"),
            "capacity_remote": _l("Places online"),
            "approval": _l("Approval"),
            "series_id": _l("Series"),
            "ordinal": _l("Number in the series"),
            "project_id": _l("Project"),
            "part_of": _l("Part of a bigger event"),
            "part_of_url": _l("Page of the bigger event"),
            "symbol": _l("Symbol"),
            "zone_assumed": _l("The time zone is an assumption"),
            "month_style": _l("Arabic month names"),
            "venue_address": _l("Address of the venue"),
            "venue_map_url": _l("Map"),
            "online_platform": _l("Online platform"),
            "main_language": _l("Main language"),
            "has_interpretation": _l("Simultaneous interpretation between them"),
            "hashtag": _l("Hashtags"),
            "accent": _l("Accent colour"),
            "agenda_after": _l("Texts before the agenda"),
            "links": _l("Links"),
            "addressee": _l("Addressed to"),
            "status_note": _l("What has been done"),
            "due_on": _l("To be done by"),
            "person_id": _l("Person"),
            "organisation_id": _l("Organisation"),
            "countries": _l("Countries"),
            "country_conjunction": _l("Between the countries"),
            "field": _l("Text"),
            "message": _l("Message"),
            "parent_id": _l("Inside of"),
            "continues_id": _l("Continues"),
            "item_id": _l("Agenda item"),
            "group_id": _l("Breakout group"),
            "unit": _l("Unit"),
            "phone": _l("Phone"),
            "url": _l("Address"),
            "provider": _l("Provider"),
            "join_url": _l("Address to join"),
            "passcode": _l("Passcode"),
            "dial_in": _l("Joining by telephone"),
            "minutes_before": _l("Minutes before the start"),
            "tested_at": _l("Tested"),
            "seats": _l("Seats"),
            "directions": _l("How to find it"),
            "groups_are_chosen": _l("Participants choose a breakout group"),
            "text": _l("Text"),
            "acronym": _l("Short form"),
            "website": _l("Website"),
            "recipients": _l("Recipients"),
            "act": _l("What was done"),
            "country_code": _l("Country"),
            "language": _l("Language"),
            "email": _l("E-mail"),
            "file_ar": _l("File in Arabic"),
            "file_en": _l("File in English"),
            "file_fr": _l("File in French"),
        },
        subjects={
            "meeting": _l("Meeting"),
            "section": _l("Section"),
            "agenda_item": _l("Agenda item"),
            "part": _l("Part"),
            "breakout_group": _l("Breakout group"),
            "focal_point": _l("Contact"),
            "meeting_organisation": _l("Organisation"),
            "document": _l("Document"),
            "outcome": _l("Outcome"),
            "participation_link": _l("Participation link"),
            "room": _l("Room"),
            "breakout_input": _l("Input of a breakout group"),
            "person": _l("Person"),
            "organisation": _l("Organisation"),
            "sending": _l("Message"),
            "attendance": _l("Attendance"),
        },
        values={
            "and": _l("and"),
            "or": _l("or"),
            "and_or": _l("and/or"),
            **LANGUAGE_NAMES,
            **COUNT_QUALIFIER_LABELS,
            **DATE_PRECISION_LABELS,
            **CONTACT_LABELS,
            **DOCUMENT_KIND_LABELS,
            **DOCUMENT_STATUS_LABELS,
            **MONTH_STYLE_LABELS,
            **ORGANISATION_ROLE_LABELS,
            **OUTCOME_KIND_LABELS,
            **OUTCOME_STATUS_LABELS,
            **KIND_LABELS,
            **FORMAT_LABELS,
            **STATE_LABELS,
            **SECTION_LABELS,
            **ITEM_KIND_LABELS,
            **PART_ROLE_LABELS,
            **PART_STATUS_LABELS,
            **VISIBILITY_LABELS,
        },
        values_of={"visibility": VISIBILITY_LABELS, "status": PART_STATUS_LABELS},
    )


def _zone_of_page() -> tuple[str, str]:
    meeting = g.get("meeting")
    return (meeting.zone, meeting.month_style.value) if meeting is not None else (UTC, "dual")


def meeting_dates(meeting: Meeting) -> str:
    """The dates of a meeting in the language being spoken."""
    return dates_of(meeting, current_language())


def meeting_line(meeting: Meeting) -> str:
    """Kind and place, or kind and format, of a meeting in one line."""
    language = current_language()
    place = place_of(meeting, language) or str(FORMAT_LABELS[meeting.format])
    return f"{KIND_LABELS[meeting.kind]} · {place}"
