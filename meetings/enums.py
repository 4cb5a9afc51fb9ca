"""Kinds, states and roles that all wings of the package share, with their labels."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class MeetingKind(StrEnum):
    """What sort of meeting it is."""

    EXPERT_GROUP_MEETING = "expert_group_meeting"
    WORKING_GROUP_MEETING = "working_group_meeting"
    WORKSHOP = "workshop"
    WEBINAR = "webinar"
    CONFERENCE = "conference"
    TRAINING = "training"
    SIDE_EVENT = "side_event"


class MeetingFormat(StrEnum):
    """Where people take part; `TO_BE_ANNOUNCED` when the organiser has not said."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"
    TO_BE_ANNOUNCED = "to_be_announced"


class MeetingState(StrEnum):
    """Life of a meeting's record."""

    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Mode(StrEnum):
    """How one person takes part."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


class DatePrecision(StrEnum):
    """How exactly the dates of a meeting are known; by month, they are the first and the last day of the months."""

    DAY = "day"
    MONTH = "month"


class CountedGroup(StrEnum):
    """Whom a number of participants counts."""

    TOTAL = "total"
    IN_PERSON = "in_person"
    REMOTE = "remote"
    SPEAKERS = "speakers"


class CountQualifier(StrEnum):
    """How a number of participants is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    OVER = "over"
    UP_TO = "up_to"


class OutcomeKind(StrEnum):
    """What a meeting arrived at."""

    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    OUTCOME = "outcome"
    NEXT_STEP = "next_step"


class OutcomeStatus(StrEnum):
    """How far a recommendation or an outcome has come."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class MonthStyle(StrEnum):
    """How Arabic months are written: فبراير, شباط or شباط / فبراير."""

    WESTERN = "western"
    LEVANTINE = "levantine"
    DUAL = "dual"


class SectionKind(StrEnum):
    """Standard sections of an information note, in their usual order, and free ones."""

    BACKGROUND = "background"
    PROJECT = "project"
    OBJECTIVES = "objectives"
    DISCUSSION_TOPICS = "discussion_topics"
    EXPECTED_OUTCOMES = "expected_outcomes"
    TARGET_AUDIENCE = "target_audience"
    PARTICIPATION = "participation"
    ABOUT = "about"
    OTHER = "other"


class OrganisationRole(StrEnum):
    """What an organisation or a country does for a meeting."""

    ORGANISER = "organiser"
    CO_ORGANISER = "co_organiser"
    HOST = "host"
    PARTNER = "partner"
    CHAIR = "chair"
    CO_CHAIR = "co_chair"


class ContactKind(StrEnum):
    """What a focal point is asked about."""

    SUBSTANTIVE = "substantive"
    ADMINISTRATIVE = "administrative"


class DocumentKind(StrEnum):
    """Kind of document."""

    INFORMATION_NOTE = "information_note"
    AGENDA = "agenda"
    PRESENTATION = "presentation"
    PAPER = "paper"
    REPORT = "report"


class DocumentStatus(StrEnum):
    """How final a document is."""

    DRAFT = "draft"
    UNDER_REVIEW = "under_review"
    FINAL = "final"


class Visibility(StrEnum):
    """Who may see a document or a participation link."""

    PUBLIC = "public"
    REGISTERED = "registered"
    APPROVED = "approved"
    TEAM = "team"


class ItemKind(StrEnum):
    """What an agenda item is."""

    REGISTRATION = "registration"
    OPENING = "opening"
    SESSION = "session"
    PRESENTATION = "presentation"
    PANEL = "panel"
    DISCUSSION = "discussion"
    BREAKOUT = "breakout"
    REPORTING_BACK = "reporting_back"
    TRAINING = "training"
    COFFEE_BREAK = "coffee_break"
    LUNCH = "lunch"
    SOCIAL_EVENT = "social_event"
    PRESS_CONFERENCE = "press_conference"
    CLOSING = "closing"


BREAKS = frozenset({ItemKind.REGISTRATION, ItemKind.COFFEE_BREAK, ItemKind.LUNCH})


class PartRole(StrEnum):
    """What somebody does in an agenda item or a breakout group, in the order of printing."""

    CHAIR = "chair"
    MODERATOR = "moderator"
    OPENING_REMARKS = "opening_remarks"
    SPEAKER = "speaker"
    PRESENTER = "presenter"
    PANELLIST = "panellist"
    DISCUSSANT = "discussant"
    FACILITATOR = "facilitator"
    RAPPORTEUR = "rapporteur"
    REPRESENTATIVE = "representative"
    CLOSING_REMARKS = "closing_remarks"


class PartStatus(StrEnum):
    """How sure a part is."""

    INVITED = "invited"
    TO_BE_CONFIRMED = "to_be_confirmed"
    TO_BE_DETERMINED = "to_be_determined"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REPLACED = "replaced"


DATE_PRECISION_LABELS = {
    DatePrecision.DAY: _l("Days"),
    DatePrecision.MONTH: _l("Only the month is known"),
}
COUNTED_GROUP_LABELS = {
    CountedGroup.TOTAL: _l("Altogether"),
    CountedGroup.IN_PERSON: _l("In person"),
    CountedGroup.REMOTE: _l("Remotely"),
    CountedGroup.SPEAKERS: _l("Speakers"),
}
COUNT_QUALIFIER_LABELS = {
    CountQualifier.EXACTLY: _l("exactly"),
    CountQualifier.ABOUT: _l("about"),
    CountQualifier.OVER: _l("over"),
    CountQualifier.UP_TO: _l("up to"),
}
OUTCOME_KIND_LABELS = {
    OutcomeKind.RECOMMENDATION: _l("Recommendation"),
    OutcomeKind.DECISION: _l("Decision"),
    OutcomeKind.OUTCOME: _l("Outcome"),
    OutcomeKind.NEXT_STEP: _l("Next step"),
}
OUTCOME_STATUS_LABELS = {
    OutcomeStatus.PROPOSED: _l("Proposed"),
    OutcomeStatus.AGREED: _l("Agreed"),
    OutcomeStatus.UNDER_WAY: _l("Under way"),
    OutcomeStatus.DONE: _l("Done"),
    OutcomeStatus.DROPPED: _l("Dropped"),
}
KIND_LABELS = {
    MeetingKind.EXPERT_GROUP_MEETING: _l("Expert group meeting"),
    MeetingKind.WORKING_GROUP_MEETING: _l("Working group meeting"),
    MeetingKind.WORKSHOP: _l("Workshop"),
    MeetingKind.WEBINAR: _l("Webinar"),
    MeetingKind.CONFERENCE: _l("Conference"),
    MeetingKind.TRAINING: _l("Training"),
    MeetingKind.SIDE_EVENT: _l("Side event"),
}
FORMAT_LABELS = {
    MeetingFormat.IN_PERSON: _l("In person"),
    MeetingFormat.ONLINE: _l("Online"),
    MeetingFormat.HYBRID: _l("In person and online"),
    MeetingFormat.TO_BE_ANNOUNCED: _l("To be announced"),
}
STATE_LABELS = {
    MeetingState.DRAFT: _l("Draft"),
    MeetingState.PUBLISHED: _l("Published"),
    MeetingState.POSTPONED: _l("Postponed"),
    MeetingState.CANCELLED: _l("Cancelled"),
    MeetingState.CLOSED: _l("Closed"),
    MeetingState.ARCHIVED: _l("Archived"),
}
CALENDAR_STATUS = {
    MeetingState.DRAFT: "TENTATIVE",
    MeetingState.PUBLISHED: "CONFIRMED",
    MeetingState.POSTPONED: "CANCELLED",
    MeetingState.CANCELLED: "CANCELLED",
    MeetingState.CLOSED: "CONFIRMED",
    MeetingState.ARCHIVED: "CONFIRMED",
}
"""STATUS of a meeting's calendar entries (RFC 5545 3.8.1.11); where it changes, SEQUENCE is raised."""
MODE_LABELS = {Mode.IN_PERSON: _l("In person"), Mode.REMOTE: _l("Remotely")}
MONTH_STYLE_LABELS = {
    MonthStyle.WESTERN: _l("Western (فبراير)"),
    MonthStyle.LEVANTINE: _l("Levantine (شباط)"),
    MonthStyle.DUAL: _l("Both (شباط / فبراير)"),
}
SECTION_LABELS = {
    SectionKind.BACKGROUND: _l("Background"),
    SectionKind.PROJECT: _l("The project"),
    SectionKind.OBJECTIVES: _l("Objectives"),
    SectionKind.DISCUSSION_TOPICS: _l("Discussion topics"),
    SectionKind.EXPECTED_OUTCOMES: _l("Expected outcomes"),
    SectionKind.TARGET_AUDIENCE: _l("Who is invited"),
    SectionKind.PARTICIPATION: _l("Organisation and participation"),
    SectionKind.ABOUT: _l("About"),
    SectionKind.OTHER: _l("Other"),
}
ORGANISATION_ROLE_LABELS = {
    OrganisationRole.ORGANISER: _l("Organiser"),
    OrganisationRole.CO_ORGANISER: _l("Co-organiser"),
    OrganisationRole.HOST: _l("Host"),
    OrganisationRole.PARTNER: _l("Partner"),
    OrganisationRole.CHAIR: _l("Chair"),
    OrganisationRole.CO_CHAIR: _l("Co-chair"),
}
CONTACT_LABELS = {
    ContactKind.SUBSTANTIVE: _l("Focal point"),
    ContactKind.ADMINISTRATIVE: _l("Administrative contact"),
}
DOCUMENT_KIND_LABELS = {
    DocumentKind.INFORMATION_NOTE: _l("Information note"),
    DocumentKind.AGENDA: _l("Agenda"),
    DocumentKind.PRESENTATION: _l("Presentation"),
    DocumentKind.PAPER: _l("Paper"),
    DocumentKind.REPORT: _l("Report"),
}
DOCUMENT_STATUS_LABELS = {
    DocumentStatus.DRAFT: _l("Draft"),
    DocumentStatus.UNDER_REVIEW: _l("Under review"),
    DocumentStatus.FINAL: _l("Final"),
}
ITEM_KIND_LABELS = {
    ItemKind.REGISTRATION: _l("Registration"),
    ItemKind.OPENING: _l("Opening"),
    ItemKind.SESSION: _l("Session"),
    ItemKind.PRESENTATION: _l("Presentation"),
    ItemKind.PANEL: _l("Panel"),
    ItemKind.DISCUSSION: _l("Discussion"),
    ItemKind.BREAKOUT: _l("Breakout groups"),
    ItemKind.REPORTING_BACK: _l("Reporting back"),
    ItemKind.TRAINING: _l("Training"),
    ItemKind.COFFEE_BREAK: _l("Coffee break"),
    ItemKind.LUNCH: _l("Lunch"),
    ItemKind.SOCIAL_EVENT: _l("Social event"),
    ItemKind.PRESS_CONFERENCE: _l("Press conference"),
    ItemKind.CLOSING: _l("Closing"),
}
PART_ROLE_LABELS = {
    PartRole.CHAIR: _l("Chair"),
    PartRole.MODERATOR: _l("Moderator"),
    PartRole.OPENING_REMARKS: _l("Opening remarks"),
    PartRole.SPEAKER: _l("Speaker"),
    PartRole.PRESENTER: _l("Presenter"),
    PartRole.PANELLIST: _l("Panellist"),
    PartRole.DISCUSSANT: _l("Discussant"),
    PartRole.FACILITATOR: _l("Facilitator"),
    PartRole.RAPPORTEUR: _l("Rapporteur"),
    PartRole.REPRESENTATIVE: _l("Representative"),
    PartRole.CLOSING_REMARKS: _l("Closing remarks"),
}
PART_STATUS_LABELS = {
    PartStatus.INVITED: _l("Invited"),
    PartStatus.TO_BE_CONFIRMED: _l("To be confirmed"),
    PartStatus.TO_BE_DETERMINED: _l("To be determined"),
    PartStatus.CONFIRMED: _l("Confirmed"),
    PartStatus.DECLINED: _l("Cannot take part"),
    PartStatus.REPLACED: _l("Replaced"),
}
PART_STATUS_MARKS = {
    PartStatus.TO_BE_CONFIRMED: _l("TBC"),
    PartStatus.TO_BE_DETERMINED: _l("TBD"),
}

VISIBILITY_LABELS = {
    Visibility.PUBLIC: _l("Everybody"),
    Visibility.REGISTERED: _l("Everybody who registered"),
    Visibility.APPROVED: _l("Approved participants"),
    Visibility.TEAM: _l("The team only"),
}
