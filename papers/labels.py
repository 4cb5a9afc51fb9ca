"""The words that the makers of papers put in by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from papers.text import one_line


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogues and leave it as it is."""
    return message


ENGLISH_LABELS: dict[str, str] = {
    "page_of": gettext_noop("Page %(page)s of %(pages)s"),
    "continued": gettext_noop("continued"),
    "time": gettext_noop("Time"),
    "item": gettext_noop("Item"),
    "contacts": gettext_noop("Contacts"),
    "notes": gettext_noop("Notes"),
    "name": gettext_noop("Name"),
    "position": gettext_noop("Position and organisation"),
    "mode": gettext_noop("Participation"),
    "no_items": gettext_noop("The agenda will be announced."),
    "no_participants": gettext_noop("Nobody is on this list yet."),
}


def translated_labels() -> dict[str, str]:
    """The labels in the current locale of Flask-Babel, for the `labels` of a paper.

    Call it under `flask_babel.force_locale(paper_language)` when the paper is not in the language of the page.
    """
    return {key: gettext(message) for key, message in ENGLISH_LABELS.items()}


def label(labels: Mapping[str, str], key: str) -> str:
    """The label `key` of a paper, in English where its labels lack it."""
    return one_line(labels.get(key, "")) or ENGLISH_LABELS[key]
