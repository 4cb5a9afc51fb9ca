"""Forms about recommendations and outcomes."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from foundation.form_fields import MultilingualForm, NameField, TranslatedField
from foundation.normalising import ascii_digits
from foundation.translated import Translations
from foundation.value_fields import DayField
from meetings.enums import (
    OUTCOME_KIND_LABELS,
    OUTCOME_STATUS_LABELS,
    VISIBILITY_LABELS,
    OutcomeKind,
    OutcomeStatus,
    Visibility,
)
from rich_text.field import RichField
from rich_text.texts import Unusable, from_plain

TEXT_LENGTH = 5_000
"""Most characters of one entry, per language."""
MOST_AT_ONCE = 200
_MARK = re.compile(r"\s*(?:[-*–•·▪◦‣●○■□\uf0b7]|\(?[0-9]{1,3}[.)\-])\s+(?=\S)")


class _ReadersForm(MultilingualForm):
    """Entries are for the team or for everybody."""

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        offered = (Visibility.TEAM, Visibility.PUBLIC, self["visibility"].object_data)
        self["visibility"].choices = [
            SelectChoice(each.value, VISIBILITY_LABELS[each]) for each in Visibility if each in offered
        ]


class OutcomeForm(_ReadersForm):
    """One recommendation, decision, outcome or next step."""

    kind = NameField(_l("Kind"), OutcomeKind, OUTCOME_KIND_LABELS, default=OutcomeKind.RECOMMENDATION)
    text = RichField(_l("Text"), maximum=TEXT_LENGTH, rows=5)
    addressee = TranslatedField(_l("Addressed to"), maximum=300, wraps=True)
    status = NameField(_l("Status"), OutcomeStatus, OUTCOME_STATUS_LABELS, default=OutcomeStatus.PROPOSED)
    due_on = DayField(_l("To be done by"))
    status_note = TranslatedField(_l("What has been done"), maximum=2000, rows=3)
    visibility = NameField(_l("Who may read it"), Visibility, VISIBILITY_LABELS, default=Visibility.TEAM)

    def validate_text(self, field: RichField) -> None:
        """An entry says something."""
        if not field.data and not any(control.errors for control in field.fields.values()):
            field.add_error(_("Write the text in one language at least."))


class SeveralForm(_ReadersForm):
    """Several entries at once, one per line, in each language in the same order."""

    kind = NameField(_l("Kind"), OutcomeKind, OUTCOME_KIND_LABELS, default=OutcomeKind.RECOMMENDATION)
    status = NameField(_l("Status"), OutcomeStatus, OUTCOME_STATUS_LABELS, default=OutcomeStatus.PROPOSED)
    visibility = NameField(_l("Who may read them"), Visibility, VISIBILITY_LABELS, default=Visibility.TEAM)
    entries = TranslatedField(_l("Entries"), maximum=100_000, rows=10)

    @property
    def texts(self) -> list[Translations]:
        """Clean HTML of each entry, by language."""
        lists = {language: entries_in(text) for language, text in self.entries.data.items()}
        rows = zip_longest(*lists.values(), fillvalue="")
        return [
            Translations({language: from_plain(_as_itself(text)) for language, text in zip(lists, row, strict=True)})
            for row in rows
        ]

    def validate_entries(self, field: TranslatedField) -> None:
        """As many entries in each language, not too many, none too long."""
        counts = {language: len(entries_in(text)) for language, text in field.data.items()}
        if not any(counts.values()):
            field.add_error(_("Write or paste one entry per line."))
            return
        expected = max(counts.values())
        for language, text in field.data.items():
            lines = entries_in(text)
            if len(lines) > MOST_AT_ONCE:
                field.add_error(_("Add %(most)s entries at once at most.", most=MOST_AT_ONCE), language)
            elif len(lines) != expected:
                field.add_error(
                    _(
                        "%(number)s here, but %(expected)s in another language: write as many entries in each.",
                        number=len(lines),
                        expected=expected,
                    ),
                    language,
                )
            elif any(len(line) > TEXT_LENGTH for line in lines):
                field.add_error(_("An entry has %(most)s characters at most.", most=TEXT_LENGTH), language)
            elif not all(_is_usable(line) for line in lines):
                field.add_error(_("This text cannot be read. Paste it without its formatting."), language)


def entries_in(text: str) -> list[str]:
    """The entries of a pasted list: one per line, or per bullet or number where there are any.

    Lines without a mark then go on with the entry before them.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    marks = [_MARK.match(ascii_digits(line[:12]) + line[12:]) for line in lines]
    if not any(marks):
        return lines
    entries: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark or not entries:
            entries.append(line[mark.end() :] if mark else line)
        else:
            entries[-1] += " " + line
    return entries


def _as_itself(line: str) -> str:
    """The line with every character that could be a mark escaped, so that it stays what was pasted."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!>|<&])", r"\\\1", line)


def _is_usable(line: str) -> bool:
    try:
        return bool(from_plain(_as_itself(line)))
    except Unusable:
        return False
