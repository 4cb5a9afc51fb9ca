"""What was done with a registration, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import User
from directory.enums import ORGANISATION_KIND_LABELS
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.history import field_in_words, value_in_words
from foundation.languages import current_language, language_name, sentence_case
from meetings.enums import MODE_LABELS
from registration.enums import STATE_LABELS


def names_of_users(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of users by id in the language of the page, for a history."""
    wanted = {each for each in ids if each is not None}
    query = select(User.id, User.name, User.names).where(User.id.in_(wanted))
    return {row.id: row.names.get(current_language()) or row.name for row in db.session.execute(query)}


ACT_LABELS = {
    "registered": _l("registered"),
    "registered_on_behalf": _l("registered on behalf"),
    "approved": _l("approved"),
    "moved_up": _l("moved up from the waiting list"),
    "declined": _l("declined"),
    "cancelled": _l("cancelled"),
    "reopened": _l("taken back"),
    "decision_undone": _l("decision undone"),
    "mode_switched": _l("way of taking part changed"),
    "corrected": _l("data corrected"),
    "link_replaced": _l("new personal link sent"),
    "mail_repeated": _l("message sent again"),
    "registration_rules_changed": _l("rules of registration changed"),
    "erased": _l("all data erased"),
    "ticked": _l("attendance ticked"),
    "unticked": _l("attendance taken back"),
    "checked_in": _l("checked in"),
    "group_assigned": _l("put into a breakout group"),
    "group_chosen": _l("breakout group chosen"),
    "agenda_chosen": _l("own agenda chosen"),
    "agenda_address_replaced": _l("new address of the own agenda"),
    "group_left": _l("taken out of the breakout group"),
    "represents_group": _l("made representative of the group"),
    "represents_group_no_more": _l("representative of the group no more"),
}


FIELD_LABELS = {
    "state": _l("State"),
    "mode": _l("Way of taking part"),
    "reason": _l("Reason"),
    "agenda_items": _l("Agenda items"),
    "honorific": _l("Form of address"),
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "printed_name": _l("Name as printed"),
    "email": _l("E-mail"),
    "organisation": _l("Organisation"),
    "organisation_kind": _l("Kind of organisation"),
    "position": _l("Position"),
    "honorific_texts": _l("Form of address"),
    "organisation_texts": _l("Organisation"),
    "position_texts": _l("Position"),
    "country_code": _l("Country"),
    "place": _l("Where the person comes from"),
    "place_texts": _l("As lists and papers print it"),
    "language": _l("Language of messages"),
    "needs": _l("Special requirements"),
    "approval": _l("Who approves"),
    "capacity_in_person": _l("Places in the room"),
    "capacity_remote": _l("Places online"),
    "breakout_group": _l("Breakout group"),
}


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
            sentence_case(str(ACT_LABELS.get(entry.act, entry.act))),
            [
                (str(FIELD_LABELS.get(field) or field_in_words(field)), _value(field, old), _value(field, new))
                for field, (old, new) in entry.changes.items()
            ],
        )
        for entry in entries
    ]


def _value(field: str, value: Any) -> str:
    if value is None or value == "" or value == {}:
        return "–"
    if isinstance(value, dict):
        return " / ".join(str(text) for text in value.values())
    if field == "country_code":
        return value_in_words(value, field)
    if field == "language":
        return language_name(str(value))
    # Names of an enumeration are equal to their values, and so found by what the trail holds.
    return str(_LABELS_OF.get(field, {}).get(value, value))


_LABELS_OF: dict[str, dict[Any, Any]] = {
    "state": STATE_LABELS,
    "mode": MODE_LABELS,
    "organisation_kind": ORGANISATION_KIND_LABELS,
}
