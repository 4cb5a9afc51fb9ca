"""What those are called together who do the same in an agenda item."""

from __future__ import annotations

from flask_babel import ngettext


def plural_role(role: str, count: int) -> str:
    """The heading of a role that several people hold, or empty when it does not change."""
    words = {
        "speaker": lambda: ngettext("Speaker", "Speakers", count),
        "moderator": lambda: ngettext("Moderator", "Moderators", count),
        "facilitator": lambda: ngettext("Facilitator", "Facilitators", count),
        "panellist": lambda: ngettext("Panellist", "Panellists", count),
        "presenter": lambda: ngettext("Presenter", "Presenters", count),
        "discussant": lambda: ngettext("Discussant", "Discussants", count),
        "rapporteur": lambda: ngettext("Rapporteur", "Rapporteurs", count),
        "representative": lambda: ngettext("Representative", "Representatives", count),
        "chair": lambda: ngettext("Chair", "Chairs", count),
    }
    return words[role]() if role in words else ""
