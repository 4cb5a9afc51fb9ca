"""The form in which many texts of a meeting are translated side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from foundation.form_fields import MultilingualForm, TranslatedField
from foundation.optimistic_locking import digest
from foundation.posted_json import read_posted
from meetings.keeping.page_texts import PageText
from meetings.translations.operations import Translation, original_of
from rich_text.field import RichField

LONGEST = {
    "summary": 600, "body": 25_000, "description": 10_000, "text": 10_000, "state_reason": 600, "directions": 600,
    "status_note": 2000, "letter": 10, "honorific": 60, "room": 120, "city": 120, "heading": 200, "unit": 200,
    "links": 200,
}  # fmt: skip
"""Most characters of a text by its column, as on the page where it is written alone; 300 for all others."""
SEVERAL_LINES = frozenset({"summary", "state_reason", "directions", "status_note"})
MOST_AT_ONCE = 200
RIGHT = "right-"


class TranslationsForm(MultilingualForm):
    """A field per text, named by its key; `shown` holds the digests of translation and original by key."""

    shown = HiddenField()


def translations_form(texts: Sequence[PageText], language: str, main: str) -> TranslationsForm:
    """The form for these texts."""
    fields: dict[str, Any] = {}
    for text in texts:
        fields[text.key] = _field(text)
        fields[RIGHT + text.key] = BooleanField(_l("Still right as it is"))
    kind = type("TranslationsForm", (TranslationsForm,), fields)
    seen = {
        text.key: [digest(text.texts.get(language, "")), digest(original_of(text, language, main)[0])] for text in texts
    }
    data = {text.key: text.texts for text in texts}
    form: TranslationsForm = kind([language], language, data={**data, "shown": json.dumps(seen)})
    return form


def keys_of(posted: str) -> dict[str, tuple[str, str]]:
    """The digests that a posted form brought back, by key; what is spoilt is left out."""
    found = read_posted(posted[:100_000])
    if not isinstance(found, dict):
        return {}
    return {
        str(key): (str(pair[0]), str(pair[1]))
        for key, pair in list(found.items())[:MOST_AT_ONCE]
        if isinstance(pair, list) and len(pair) == 2
    }


def written(form: TranslationsForm, texts: Sequence[PageText], language: str) -> list[Translation]:
    """What was written or confirmed, for `save_translations`."""
    found = []
    seen = keys_of(form.shown.data or "")
    for text in texts:
        if text.key not in seen:
            continue
        shown, original = seen[text.key]
        typed = form[text.key].data.get(language, "")
        is_touched = digest(typed) != shown and not _came_back(form[text.key], language, text, shown)
        is_right = bool(form[RIGHT + text.key].data)
        if is_touched or is_right:
            found.append(Translation(text.key, typed if is_touched else None, shown, original, is_right))
    return found


def _came_back(field: TranslatedField, language: str, text: PageText, shown: str) -> bool:
    """Whether the control came back as it had shown the stored text, which is still the one that was shown."""
    stored = text.texts.get(language, "")
    return digest(stored) == shown and field.data.get(language, "") == stored


def _field(text: PageText) -> TranslatedField:
    maximum = LONGEST.get(text.column, 300)
    if text.is_rich:
        return RichField(maximum=maximum, rows=6)
    return TranslatedField(maximum=maximum, rows=3 if text.column in SEVERAL_LINES else 0, wraps=True)
