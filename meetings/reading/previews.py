"""The link that shows a draft to whoever has it, as long as it is switched on."""

from __future__ import annotations

from flask import current_app

from foundation.database import db
from foundation.link_tokens import make_token, reference_in, token_is_valid
from foundation.pages import path_of
from meetings.models.meeting import Meeting
from meetings.reading.addresses import endpoint_of

PURPOSE = "preview"


def preview_url(meeting: Meeting, language: str) -> str:
    """The absolute address of the preview in a language; empty when it is switched off."""
    if meeting.preview_generation <= 0:
        return ""
    token = make_token(PURPOSE, str(meeting.id), meeting.preview_generation)
    base: str = current_app.config["SETTINGS"].base_url
    return base + path_of(endpoint_of("preview"), token=token, language=language)


def meeting_by_preview(token: str) -> Meeting | None:
    """The meeting that a preview link opens; None for every kind of wrong or dead link alike."""
    reference = reference_in(token) or ""
    is_number = reference.isascii() and reference.isdecimal() and len(reference) < 12
    meeting = db.session.get(Meeting, int(reference)) if is_number else None
    is_on = meeting is not None and meeting.preview_generation > 0 and meeting.deleted_at is None
    # Worked out for unknown references too, so that the time taken does not tell which meetings exist.
    is_valid = token_is_valid(token, PURPOSE, reference, meeting.preview_generation if meeting and is_on else 0)
    return meeting if is_on and is_valid else None


def is_previewed(meeting: Meeting, token: str) -> bool:
    """Whether a preview link opens just this meeting."""
    shown = meeting_by_preview(token) if token else None
    return shown is not None and shown.id == meeting.id
