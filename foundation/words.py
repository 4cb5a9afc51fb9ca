"""How the trail calls acts, fields, values and kinds of records: each wing says it of what it records.

A word belongs to a kind of record, by the name of its table, so that `state` of a meeting and of a registration never
meet; those of the kind "" are said of every kind that has none of its own. A word that
neither has is taken from other kinds where all of them say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from foundation.hooks import Hook
from foundation.languages import LANGUAGE_NAMES

EVERY_KIND = ""


@dataclass(frozen=True, eq=False)
class Words:
    """What a wing says of one kind of record: how it is called, its acts, its fields (by column), their values.

    Several wings may speak of one kind; a name is given by one of them.
    """

    kind: str
    called: Any = None
    acts: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)


kinds: Hook[Any] = Hook("word for a kind of record")
acts: Hook[Any] = Hook("word for an act")
fields: Hook[Any] = Hook("word for a field")
values: Hook[Mapping[Any, Any]] = Hook("set of words for the values of a field")


def offer_words(*all_words: Words) -> None:
    """Add words, which must be the same objects each time; names are kept as "registration.approved".

    Raises:
        foundation.hooks.OfferedTwice: another wing gives one of these names.
    """
    for words in all_words:
        if words.called is not None:
            kinds.offer(words.kind, words.called)
        for hook, own in ((acts, words.acts), (fields, words.fields), (values, words.values)):
            for name, word in own.items():
                hook.offer(f"{words.kind}.{name}", word)


def act_word(act: str, kind: str = EVERY_KIND) -> Any:
    """What was done, e.g. "added"; None if nobody says."""
    return _word(acts, kind, act)


def field_word(name: str, kind: str = EVERY_KIND) -> Any:
    """How a field is called; None if nobody says."""
    return _word(fields, kind, name)


def value_word(value: str, name: str = "", kind: str = EVERY_KIND) -> Any:
    """How a value is said; None if it is none of those that have words."""
    own = values.get(f"{kind}.{name}")
    if own is not None and value in own:
        return own[value]
    if own is None and f"{kind}.{name}" in fields:
        return None  # what people wrote, whatever it looks like
    elsewhere = [(key.partition(".")[2] == name, words) for key, words in values.items() if value in words]
    # Of the same field of another kind rather than of any other; the latest, as for other words.
    return max(enumerate(elsewhere), key=lambda each: (each[1][0], each[0]))[1][1][value] if elsewhere else None


def _word(hook: Hook[Any], kind: str, name: str) -> Any:
    for own in (kind, EVERY_KIND):
        word = hook.get(f"{own}.{name}")
        if word is not None:
            return word
    elsewhere = [word for key, word in hook.items() if key.partition(".")[2] == name]
    if kind != EVERY_KIND and len({str(word) for word in elsewhere}) > 1:
        return None  # kinds that disagree: whichever was taken would be a guess
    return elsewhere[-1] if elsewhere else None


COMMON = Words(
    EVERY_KIND,
    acts={
        "created": _l("created"),
        "added": _l("added"),
        "changed": _l("changed"),
        "removed": _l("removed"),
        "moved": _l("moved"),
    },
    fields={
        "title": _l("Title"),
        "name": _l("Name"),
        "description": _l("Description"),
        "text": _l("Text"),
        "kind": _l("Kind"),
        "status": _l("Status"),
        "role": _l("Role"),
        "position": _l("Position"),
        "visibility": _l("Visibility"),
        "language": _l("Language"),
        "url": _l("Address"),
        "email": _l("E-mail"),
        "country_code": _l("Country"),
        "act": _l("What was done"),
    },
    values={"language": LANGUAGE_NAMES},
)
"""What is said alike of every kind of record."""
