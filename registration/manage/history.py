"""What was done with a registration, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import User
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.history import field_in_words, value_in_words
from foundation.languages import current_language, sentence_case
from foundation.words import act_word, value_word

KIND = "registration"
ACTOR_LABELS = {"participant": _l("The participant"), "system": _l("The system"), "user": _l("A former user")}


@dataclass(frozen=True)
class HistoryLine:
    """One act in words: when (UTC), by whom, what, and what changed as (field, old, new)."""

    at: datetime
    actor: str
    act: str
    changes: Sequence[tuple[str, str, str]]


def history(entries: Sequence[AuditEntry]) -> list[HistoryLine]:
    """A trail in words, in the order given; one query for the names of those who acted."""
    names = names_of_users(entry.actor_id for entry in entries)
    return [
        HistoryLine(
            entry.at,
            names.get(entry.actor_id or 0) or str(ACTOR_LABELS.get(entry.actor_kind, entry.actor_kind)),
            sentence_case(str(act_word(entry.act, KIND) or entry.act)),
            [
                (field_in_words(field, KIND), _value(field, old), _value(field, new))
                for field, (old, new) in entry.changes.items()
            ],
        )
        for entry in entries
    ]


def names_of_users(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of users by id in the language of the page, for a history."""
    wanted = {each for each in ids if each is not None}
    query = select(User.id, User.name, User.names).where(User.id.in_(wanted))
    return {row.id: row.names.get(current_language()) or row.name for row in db.session.execute(query)}


def _value(field: str, value: Any) -> str:
    if value is None or value == "" or value == {}:
        return "–"
    if isinstance(value, dict):
        return " / ".join(str(text) for text in value.values())
    if field == "country_code":
        return value_in_words(value, field)
    return str(value_word(str(value), field, KIND) or value)
