"""The audit trail in words: rooms register how their acts, fields and records are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from foundation.audit import AuditEntry
from foundation.dates import format_date
from foundation.languages import current_language
from foundation.translated import Translations

_acts: dict[str, Any] = {}
_fields: dict[str, Any] = {}
_subjects: dict[str, Any] = {}
_values: dict[str, Any] = {}

UNKNOWN_ACT = _l("changed")


def register_words(
    *,
    acts: Mapping[str, Any] | None = None,
    fields: Mapping[str, Any] | None = None,
    subjects: Mapping[str, Any] | None = None,
    values: Mapping[Any, Any] | None = None,
) -> None:
    """Add words: of acts, of fields (by column name), of kinds of record (by table name), of values (enumerations)."""
    _acts.update(acts or {})
    _fields.update(fields or {})
    _subjects.update(subjects or {})
    _values.update({str(value): word for value, word in (values or {}).items()})


def act_in_words(entry: AuditEntry) -> str:
    """What was done to what, e.g. "Agenda item: added"."""
    act = str(_acts.get(entry.act, UNKNOWN_ACT))
    subject = _subjects.get(entry.subject_kind)
    return _("%(subject)s: %(act)s", subject=subject, act=act) if subject else sentence_case(act)


def sentence_case(text: str) -> str:
    """The text with a capital at its start; letters without case stay as they are."""
    return text[:1].upper() + text[1:]


def field_in_words(name: str) -> str:
    """The name of a field as the forms call it; `2024-02-28.morning` is a half-day."""
    day, dot, half = name.partition(".")
    if dot:
        try:
            printed = format_date(date.fromisoformat(day), current_language())
        except ValueError:
            return name
        return _("%(day)s, %(half)s", day=printed, half=value_in_words(half))
    return str(_fields.get(name, name.replace("_", " ")))


def value_in_words(value: Any) -> str:
    """A value of the trail as people write it; nothing is a dash."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return Translations({k: v for k, v in value.items() if isinstance(v, str)}).text(current_language())
    if isinstance(value, list):
        return ", ".join(value_in_words(part) for part in value)
    text = str(_values.get(str(value), value))
    return text if len(text) <= 300 else text[:300] + "…"


def init_history(app: Flask) -> None:
    """Offer the words to templates."""
    app.jinja_env.filters.update(
        act_in_words=act_in_words, field_in_words=field_in_words, value_in_words=value_in_words
    )
