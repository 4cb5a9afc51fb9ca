"""States and choices of registrations, with their labels."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class RegistrationState(StrEnum):
    """States of a registration; pending and approved hold a place."""

    PENDING = "pending"
    APPROVED = "approved"
    WAITING = "waiting"
    DECLINED = "declined"
    CANCELLED = "cancelled"


HOLDS_PLACE = (RegistrationState.PENDING, RegistrationState.APPROVED)
ALIVE = (*HOLDS_PLACE, RegistrationState.WAITING)
"""Takes part or may yet do so."""


CALENDAR_STATUS = {
    RegistrationState.PENDING: "TENTATIVE",
    RegistrationState.APPROVED: "",
    RegistrationState.WAITING: "TENTATIVE",
    RegistrationState.DECLINED: "CANCELLED",
    RegistrationState.CANCELLED: "CANCELLED",
}
"""STATUS of the entries of somebody's own agenda; empty: that of the meeting."""


class ApprovalMode(StrEnum):
    """Who approves: an assistant, or the system as long as there are places."""

    BY_HAND = "by_hand"
    AUTOMATIC = "automatic"


class RegistrationSource(StrEnum):
    """How a registration came about."""

    SELF = "self"
    ON_BEHALF = "on_behalf"


class HalfDay(StrEnum):
    """Half of a meeting day, for attendance."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class AttendanceSource(StrEnum):
    """How somebody's presence became known."""

    TICK = "tick"
    QR_SCAN = "qr_scan"


STATE_LABELS = {
    RegistrationState.PENDING: _l("Pending"),
    RegistrationState.APPROVED: _l("Approved"),
    RegistrationState.WAITING: _l("Waiting list"),
    RegistrationState.DECLINED: _l("Declined"),
    RegistrationState.CANCELLED: _l("Cancelled"),
}
APPROVAL_LABELS = {
    ApprovalMode.BY_HAND: _l("The team approves each registration"),
    ApprovalMode.AUTOMATIC: _l("Everybody is approved at once as long as there are places"),
}
HALF_DAY_LABELS = {HalfDay.MORNING: _l("Morning"), HalfDay.AFTERNOON: _l("Afternoon")}
SOURCE_LABELS = {
    RegistrationSource.SELF: _l("Registered themselves"),
    RegistrationSource.ON_BEHALF: _l("Registered on behalf"),
}
