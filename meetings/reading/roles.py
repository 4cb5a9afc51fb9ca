"""What those are called together who do the same in an agenda item."""

from __future__ import annotations

from flask_babel import npgettext


def plural_role(role: str, count: int) -> str:
    """The heading of a role that several people hold, or empty when it does not change."""
    words = {
        "speaker": lambda: npgettext("heading", "Speaker", "Speakers", count),
        "moderator": lambda: npgettext("heading", "Moderator", "Moderators", count),
        "facilitator": lambda: npgettext("heading", "Facilitator", "Facilitators", count),
        "panellist": lambda: npgettext("heading", "Panellist", "Panellists", count),
        "presenter": lambda: npgettext("heading", "Presenter", "Presenters", count),
        "discussant": lambda: npgettext("heading", "Discussant", "Discussants", count),
        "rapporteur": lambda: npgettext("heading", "Rapporteur", "Rapporteurs", count),
        "representative": lambda: npgettext("heading", "Representative", "Representatives", count),
        "chair": lambda: npgettext("heading", "Chair", "Chairs", count),
    }
    return words[role]() if role in words else ""
