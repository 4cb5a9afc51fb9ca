"""The audit trail in words; see `foundation.words` for who says them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from foundation.ageing import older_than
from foundation.areas import all_areas
from foundation.audit import AuditEntry
from foundation.clock import now
from foundation.countries import NOT_LISTED, country_name
from foundation.dates import format_date, format_instant, format_local, format_time, zone_label
from foundation.hooks import Hook
from foundation.languages import LANGUAGES, current_language, sentence_case
from foundation.text_changes import Piece, differences, plain_text
from foundation.translated import Translations
from foundation.words import COMMON, EVERY_KIND, act_word, field_word, kinds, offer_words, value_word

Lookup = Callable[[set[int]], Mapping[int, str]]
"""The names of those of some ids that exist, in the language being spoken, in one statement."""
Names = Mapping[tuple[str, int], str]
"""Names of records by kind and id."""

_SUBJECT = "subject:"

UTC = "UTC"

UNKNOWN_ACT = _l("changed")
PEOPLE = "user"
LONG_TEXT = 80
"""Characters from which a changed text is shown as a difference."""
MOST_WORDS = 300
NOTHING = "–"
_FILE = "file_"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d(?::\d\d)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:[+-]\d\d:\d\d)?")


@dataclass(frozen=True)
class FieldChange:
    """One field of an entry in words; `language` is that of both texts, empty for what has none.

    `before` and `after` are empty for nothing; `pieces` is the difference of two long texts, else empty.
    """

    name: str
    label: str
    language: str
    before: str
    after: str
    pieces: list[Piece]

    @property
    def title(self) -> str:
        """The field with the language of the text."""
        return f"{self.label} – {LANGUAGES.get(self.language, self.language)}" if self.language else self.label


@dataclass(frozen=True)
class Act:
    """One entry of the trail in words; `record` is the name of the record it is about, empty if it has none."""

    at: datetime
    who: str
    what: str
    record: str
    subject_kind: str
    subject_id: int
    changes: list[FieldChange]


record_names: Hook[Lookup] = Hook("way to name records of a kind")
"""By kind of record."""
references: Hook[str] = Hook("kind of record for a column of ids")
"""By name of a column that holds ids: the kind of record that it refers to."""
history_pages: Hook[Callable[[str, int], str]] = Hook("page of the history of a kind of record")
"""By kind, "" for those that nobody else offers: `page(kind, id)` gives its address, or nothing for this visitor."""
readers_zones: Hook[Callable[[], tuple[str, str]]] = Hook("time zone of the reader")
"""In which time zone and with which month names the visitor of this page reads instants."""


def names_of(pairs: Iterable[tuple[str, Any]]) -> Names:
    """Names of the records that values refer to; `pairs` are column and value. One statement per kind of record."""
    wanted: dict[str, set[int]] = {}
    for column, value in pairs:
        kind = column.removeprefix(_SUBJECT) if column.startswith(_SUBJECT) else references.get(column)
        if kind is not None and kind in record_names and isinstance(value, int):
            wanted.setdefault(kind, set()).add(value)
    return {
        (kind, key): name
        for kind, lookup in record_names.items()
        if kind in wanted
        for key, name in lookup(wanted[kind]).items()
    }


def history_address(kind: str, record_id: int) -> str:
    """The address of the history of a record for the visitor; empty if there is none for them."""
    page = history_pages.get(kind) or history_pages.get("")
    return page(kind, record_id) if page is not None else ""


def acts_in_words(entries: Iterable[AuditEntry]) -> list[Act]:
    """Entries in words; a fixed number of statements, however many there are."""
    listed = list(entries)
    people, names = people_of(listed), names_in(listed)
    return [
        Act(
            at=entry.at,
            who=people[entry.id],
            what=act_in_words(entry),
            record=_record_in_words(entry, names),
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            changes=changes_in_words(entry, names),
        )
        for entry in listed
    ]


def by_field(acts: Iterable[Act]) -> dict[str, list[tuple[Act, FieldChange]]]:
    """The changes of one record by field (and language) in words, newest first."""
    found: dict[str, list[tuple[Act, FieldChange]]] = {}
    for act in acts:
        for change in act.changes:
            found.setdefault(change.title, []).append((act, change))
    return found


def names_in(entries: Iterable[AuditEntry]) -> Names:
    """Names of the records that entries are about and refer to."""
    pairs = [(name, value) for entry in entries for name, pair in entry.changes.items() for value in pair]
    return names_of([*pairs, *((_SUBJECT + entry.subject_kind, entry.subject_id) for entry in entries)])


def people_of(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Who acted, in words, by the id of the entry; one statement."""
    listed = list(entries)
    ids = {entry.actor_id for entry in listed if entry.actor_id is not None}
    lookup = record_names.get(PEOPLE)
    known = lookup(ids) if ids and lookup is not None else {}
    return {entry.id: _actor(entry, known) for entry in listed}


def act_in_words(entry: AuditEntry) -> str:
    """What was done to what, e.g. "Agenda item: added"."""
    return words_of_act(entry.act, entry.subject_kind)


def words_of_act(act: str, subject_kind: str) -> str:
    """An act on a kind of record, e.g. "Agenda item: added"."""
    done = str(act_word(act, subject_kind) or UNKNOWN_ACT)
    subject = kinds.get(subject_kind)
    return _("%(subject)s: %(act)s", subject=subject, act=done) if subject else sentence_case(done)


def field_in_words(name: str, kind: str = EVERY_KIND) -> str:
    """The name of a field as the forms call it; `2024-02-28.morning` is a half-day, `file_ar` a file."""
    day, dot, half = name.partition(".")
    if dot:
        try:
            printed = format_date(date.fromisoformat(day), current_language())
        except ValueError:
            return name
        return _("%(day)s, %(half)s", day=printed, half=value_in_words(half))
    if name.startswith(_FILE) and name[len(_FILE) :] in LANGUAGES:
        return _("File – %(language)s", language=LANGUAGES[name[len(_FILE) :]])
    return str(field_word(name, kind) or name.replace("_", " "))


def is_told(name: str) -> bool:
    """Whether a field has a name for people; others, such as the times of texts, are kept for the system alone."""
    return field_word(name) is not None or "." in name or name.startswith(_FILE)


def value_in_words(value: Any, name: str = "", names: Names | None = None, kind: str = EVERY_KIND) -> str:
    """A value as people write it; nothing is a dash. `name` is its field of a `kind`, `names` come from `names_of`."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or value in ("", [], {}) or (isinstance(value, Translations) and not value):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "act" and isinstance(value, str):
        return str(act_word(value, kind) or UNKNOWN_ACT)
    if name == "field" and isinstance(value, str):
        return field_in_words(value, kind)
    referred = references.get(name)
    if referred is not None and isinstance(value, int):
        return (names or {}).get((referred, value)) or _("something that was removed meanwhile")
    if isinstance(value, Mapping):
        return _mapping_in_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(value_in_words(part, name, names, kind) for part in value)
    if isinstance(value, datetime | date | time):
        value = value.isoformat()
    return shortened(_scalar_in_words(str(value), name, kind))


def changes_in_words(entry: AuditEntry, names: Names) -> list[FieldChange]:
    """Every field of an entry in words, a translated text by language; `names` come from `names_in`."""
    found = []
    for name, (old, new) in entry.changes.items():
        if not is_told(name):
            continue
        is_order = name == "position" and isinstance(new, int)
        label = _("Place in the order") if is_order else field_in_words(name, entry.subject_kind)
        if _is_translated(old, new):
            before, after = old or {}, new or {}
            for language in dict.fromkeys((*LANGUAGES, *before, *after)):
                if before.get(language, "") != after.get(language, ""):
                    texts = before.get(language), after.get(language)
                    found.append(_change(name, label, language, texts, names, entry.subject_kind))
        else:
            found.append(_change(name, label, "", (old, new), names, entry.subject_kind))
    return found


def shortened(text: str, longest: int = MOST_WORDS) -> str:
    """The beginning of a long text."""
    return text if len(text) <= longest else text[:longest].rstrip() + "…"


def days_of_values(acts: Sequence[Any]) -> int:
    """For how many days values are kept, if one of the acts is older; else 0."""
    days: int = current_app.config["SETTINGS"].audit_values_days
    return days if any(act.at < older_than(days) for act in acts) else 0


def moment_here(instant: datetime) -> str:
    """An instant as people of this page read it, with the zone: `28 February 2024, 10:00 (Amman, UTC+3)`."""
    zone, style = next(iter(readers_zones), _utc)()
    language = current_language()
    return f"{format_instant(instant, zone, language, style)} ({zone_in_words(zone)})"


def zone_in_words(zone: str) -> str:
    """A time zone as people read it today: `Amman, UTC+3`."""
    return zone if zone == UTC else zone_label(zone, now().date(), current_language())


def init_history(app: Flask) -> None:
    """Offer the words to templates, and those that are said of every kind of record."""
    offer_words(COMMON)
    app.jinja_env.globals.update(days_of_values=days_of_values, moment_here=moment_here, zone_in_words=zone_in_words)
    app.jinja_env.filters.update(
        act_in_words=act_in_words, field_in_words=field_in_words, value_in_words=value_in_words
    )


def _change(name: str, label: str, language: str, pair: tuple[Any, Any], names: Names, kind: str) -> FieldChange:
    old, new = pair
    pieces: list[Piece] = []
    if isinstance(old, str) and isinstance(new, str) and old and max(len(old), len(new)) > LONG_TEXT:
        pieces = differences(plain_text(old), plain_text(new))
    before, after = (value_in_words(each, name, names, kind) for each in pair)
    before, after = ("" if words == NOTHING else words for words in (before, after))
    return FieldChange(name, label, language, before, after, pieces)


def _record_in_words(entry: AuditEntry, names: Names) -> str:
    known = names.get((entry.subject_kind, entry.subject_id))
    if known:
        return shortened(known, LONG_TEXT)
    for name in ("title", "name", "heading"):
        for value in entry.changes.get(name, ()):
            if isinstance(value, dict) and value:
                return shortened(_mapping_in_words(value), LONG_TEXT)
    return ""


def _is_translated(old: Any, new: Any) -> bool:
    """Whether a pair is a text in several languages: objects by language code, and not nothing on both sides."""
    sides = [value for value in (old, new) if value]
    return bool(sides) and all(
        isinstance(value, dict) and all(isinstance(text, str) and code in LANGUAGES for code, text in value.items())
        for value in sides
    )


def _mapping_in_words(value: Mapping[Any, Any]) -> str:
    texts = {str(key): text for key, text in value.items() if isinstance(text, str) and key in LANGUAGES}
    if texts:
        return shortened(plain_text(Translations(texts).text(current_language())))
    return ", ".join(value_in_words(part) for part in value.values() if part)


def _scalar_in_words(text: str, name: str, kind: str) -> str:
    if "countr" in name and len(text) == 2:
        return (
            _("Not in the list of countries")
            if text == NOT_LISTED
            else country_name(text, current_language(), all_areas())
        )
    word = value_word(text, name, kind)
    if word is not None:
        return str(word)
    language = current_language()
    try:
        if _DAY.fullmatch(text):
            return format_date(date.fromisoformat(text), language)
        if _TIME.fullmatch(text):
            return format_time(time.fromisoformat(text), language)
        if _MOMENT.fullmatch(text):
            moment = format_local(datetime.fromisoformat(text), language)
            return f"{moment} UTC" if text.endswith("+00:00") else moment
    except ValueError:
        return text
    return plain_text(text)


def _utc() -> tuple[str, str]:
    return UTC, "dual"


def _actor(entry: AuditEntry, known: Mapping[int, str]) -> str:
    if entry.actor_id is not None and entry.actor_id in known:
        return known[entry.actor_id]
    return _("The participant") if entry.actor_kind == "participant" else _("The system")
