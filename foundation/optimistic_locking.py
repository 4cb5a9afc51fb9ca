"""What a form has shown of a record, so that its saving overwrites nothing that its writer has not seen.

A page that is opened to edit a record remembers a digest of each field. When it is saved, `apply_changes` of
`foundation.audit` compares under the lock of the writing transaction: a field that only others have changed since keeps
their value, one that both changed stops the save with `EditConflict`. Digests need no values, so secrets are compared
without being shown.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from flask import g, has_request_context
from sqlalchemy import inspect

from foundation.posted_json import read_posted
from foundation.translated import Translations

NOT_EDITED = frozenset(
    {
        "id", "version", "created_at", "changed_at", "calendar_uid", "calendar_sequence", "hours_sequence",
        "text_times", "search_key", "position", "published_at", "preview_generation", "deleted_at",
    }
)  # fmt: skip
"""Columns that no form shows, or that say only where a row stands. A translated text is never one of them."""
NOTHING = ""

Digests = dict[str, str | dict[str, str]]
Typed = Callable[[str], str | None]


@dataclass(frozen=True)
class Text:
    """How the texts of a translated field are compared: as its controls show them.

    `typed` is what came back in the control of a language, None where the form has none for it; `shown` is what the
    control shows for a stored text.
    """

    shown: Callable[[str, str], str]
    typed: Typed


class EditConflict(Exception):
    """Somebody else has changed the same fields since the form was opened; nothing is saved.

    `key` names the record, `fields` the names, for a translated text with the languages (else empty); `theirs` and
    `mine` are values by name; `merged` are fields that only the others changed.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
        self.fields: dict[str, list[str]] = {}
        self.theirs: dict[str, Any] = {}
        self.mine: dict[str, Any] = {}
        self.merged: dict[str, Any] = {}


@dataclass
class ShownRecord:
    """One record as a form of this request has shown it; `merged` is filled when it is saved."""

    key: str
    digests: Digests
    texts: Mapping[str, Text] = field(default_factory=dict)
    merged: dict[str, Any] = field(default_factory=dict)

    def reconciled(self, row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
        """`values` without what only others have changed; inside the transaction that holds the lock.

        Raises:
            EditConflict: others have changed the same field to something else.
        """
        kept: dict[str, Any] = {}
        conflict = EditConflict(self.key)
        self.merged = {}
        for name, mine in values.items():
            was, present = self.digests.get(name), getattr(row, name)
            if was is None:
                kept[name] = mine
            elif isinstance(present, Translations):
                texts, both, theirs_only = self._texts(name, was, present, Translations(mine or {}))
                kept[name] = texts
                if both:
                    conflict.fields[name], conflict.theirs[name], conflict.mine[name] = both, present, mine
                if theirs_only:
                    self.merged[name] = present
            elif digest(present) == was or _same(mine, present):
                kept[name] = mine
            elif digest(mine) == was:
                self.merged[name] = present
            else:
                conflict.fields[name], conflict.theirs[name], conflict.mine[name] = [], present, mine
        if conflict.fields:
            conflict.merged = dict(self.merged)
            raise conflict
        return kept

    def _texts(
        self, name: str, was: str | dict[str, str], present: Translations, mine: Translations
    ) -> tuple[Translations, list[str], list[str]]:
        """The texts to be kept; languages in which both wrote; languages in which only the others did."""
        before = was if isinstance(was, dict) else {}
        kept, both, theirs_only = dict(present), [], []
        for language in dict.fromkeys((*before, *present, *mine)):
            old = before.get(language, digest(NOTHING))
            typed = mine.get(language, "")
            is_mine = old not in self.digests_of(name, language, typed)
            is_theirs = self.digest_of(name, language, present.get(language, "")) != old
            if is_mine and is_theirs and typed != present.get(language, ""):
                both.append(language)
            elif is_mine:
                kept[language] = typed
            elif is_theirs:
                theirs_only.append(language)
        return Translations(kept), both, theirs_only

    def digest_of(self, name: str, language: str, stored: str) -> str:
        """The digest of a stored text as its control shows it."""
        text = self.texts.get(name)
        return digest(text.shown(language, stored) if text is not None and stored else stored)

    def digests_of(self, name: str, language: str, stored: str) -> set[str]:
        """The digests under which a text may count as not touched: as typed, and as it will be shown."""
        text = self.texts.get(name)
        typed = text.typed(language) if text is not None else None
        found = {self.digest_of(name, language, stored)}
        return found if typed is None else {*found, digest(typed)}


def key_of(row: Any) -> str:
    """Kind and id of a stored record, e.g. `section:17`; empty for one that is not stored yet."""
    identity = inspect(row).identity
    return f"{row.__tablename__}:{'-'.join(map(str, identity))}" if identity else ""


def watch(shown: ShownRecord) -> None:
    """Have a record compared when it is changed in this request."""
    g.setdefault("shown", {})[shown.key] = shown


def reconciled(row: Any, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What may be written of `values` to a record that a form has shown; see `ShownRecord.reconciled`."""
    if not has_request_context() or "shown" not in g:
        return values
    shown = g.shown.get(key_of(row))
    return values if shown is None else shown.reconciled(row, values)


def digest(value: Any) -> str:
    """A short digest of a value; equal values of different kinds (None and "") are the same."""
    plain = _comparable(value).encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(hashlib.blake2b(plain, digest_size=6).digest()).decode()


def digests_of(row: Any, texts: Mapping[str, Text], columns: Iterable[str] | None = None) -> Digests:
    """The digests of a record's columns, by default of all that a form may show."""
    shown = ShownRecord("", {}, texts)
    found: Digests = {}
    for name in columns or inspect(type(row)).column_attrs.keys():
        value = getattr(row, name)
        if isinstance(value, Translations):
            found[name] = {language: shown.digest_of(name, language, text) for language, text in value.items()}
        elif columns is not None or name not in NOT_EDITED:
            found[name] = digest(value)
    return found


def encode(key: str, digests: Digests) -> str:
    """Digests as the value of a hidden field."""
    return json.dumps({"of": key, "was": digests}, separators=(",", ":"))


def decode(text: str, key: str) -> Digests | None:
    """The digests that a form of the record `key` brought back; None when they are of something else or spoilt."""
    try:
        value = read_posted(text[:50_000])
        if value["of"] != key or not isinstance(value["was"], dict):
            return None
        return {str(name): _checked(was) for name, was in value["was"].items()}
    except (TypeError, KeyError, AttributeError):
        return None


def _checked(was: Any) -> str | dict[str, str]:
    return {str(code): str(text) for code, text in was.items()} if isinstance(was, dict) else str(was)


def _same(one: Any, other: Any) -> bool:
    return _comparable(one) == _comparable(other)


def _comparable(value: Any) -> str:
    if value is None or value is False or value == "" or value == [] or value == {}:
        return NOTHING
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | dict | Translations):
        plain = dict(value) if isinstance(value, Translations) else value
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return str(value)
