"""Roles as named sets of permissions."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a member of a team may do; routes name exactly one of these."""

    TEAM_MANAGE = "team.manage"
    AUDIT_VIEW = "audit.view"
    MEETING_CREATE = "meeting.create"
    MEETING_VIEW = "meeting.view"
    MEETING_EDIT = "meeting.edit"
    MEETING_PUBLISH = "meeting.publish"
    DIRECTORY_VIEW = "directory.view"
    DIRECTORY_EDIT = "directory.edit"
    REGISTRATION_VIEW = "registration.view"
    REGISTRATION_MANAGE = "registration.manage"
    MESSAGE_VIEW = "message.view"
    MESSAGE_SEND = "message.send"
    ATTENDANCE_RECORD = "attendance.record"
    PAPER_PRINT = "paper.print"


class Role(StrEnum):
    """A member's role in a team."""

    OWNER = "owner"
    ORGANISER = "organiser"
    ASSISTANT = "assistant"
    CHECK_IN = "check_in"
    VIEWER = "viewer"


_P = Permission
_VIEW = {_P.MEETING_VIEW}
_ASSIST = _VIEW | {
    _P.DIRECTORY_VIEW,
    _P.REGISTRATION_VIEW,
    _P.REGISTRATION_MANAGE,
    _P.MESSAGE_VIEW,
    _P.MESSAGE_SEND,
    _P.ATTENDANCE_RECORD,
    _P.PAPER_PRINT,
}
_ORGANISE = _ASSIST | {
    _P.MEETING_CREATE,
    _P.MEETING_EDIT,
    _P.MEETING_PUBLISH,
    _P.DIRECTORY_EDIT,
    _P.AUDIT_VIEW,
}

PERMISSIONS_OF: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ORGANISER: frozenset(_ORGANISE),
    Role.ASSISTANT: frozenset(_ASSIST),
    Role.CHECK_IN: frozenset(_VIEW | {_P.ATTENDANCE_RECORD}),
    Role.VIEWER: frozenset(_VIEW | {_P.DIRECTORY_VIEW, _P.REGISTRATION_VIEW, _P.MESSAGE_VIEW, _P.PAPER_PRINT}),
}
