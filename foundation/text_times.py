"""When each language of a translated text was last written: a translation may be older than its original.

A listener keeps `text_times` of every model with the mixin `TextTimes`: each flush that changes a text notes the
present instant for the languages whose words changed, and for no other. Rows loaded in any other way keep their times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from functools import cache
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.database import TextTimes
from foundation.translated import Translated, Translations

KEPT = "text_times_are_kept"
"""While `session.info` has this, the listener leaves the times alone: an undo gives back the earlier ones."""


def instant_text() -> str:
    """The present instant as it stands in `text_times`; whole seconds, so that one save has one time."""
    return now().astimezone(UTC).isoformat(timespec="seconds")


@cache
def translated_columns(kind: type[Any]) -> tuple[str, ...]:
    """The names of a model's translated columns, in their order."""
    return tuple(
        attribute.key for attribute in inspect(kind).column_attrs if isinstance(attribute.columns[0].type, Translated)
    )


def older_languages(row: Any, column: str, languages: Iterable[str], main: str) -> list[str]:
    """Those of `languages` in which a text was written before its original in the `main` language was.

    A text without a time was written before times were kept.
    """
    texts: Translations = getattr(row, column)
    times = (row.text_times or {}).get(column, {})
    original = times.get(main, "")
    if main not in texts or not original:
        return []
    return [code for code in languages if code != main and code in texts and times.get(code, "") < original]


def confirm(row: Any, column: str, language: str) -> None:
    """Note that a translation is right as it is; inside `writing()`."""
    times = dict(row.text_times or {})
    row.text_times = {**times, column: {**times.get(column, {}), language: instant_text()}}


@event.listens_for(Session, "before_flush")
def _keep_times(session: Session, _context: Any, _instances: Any) -> None:
    if session.info.get(KEPT):
        return
    for row in (*session.new, *session.dirty):
        if isinstance(row, TextTimes):
            changed = dict(_changed(row))
            if changed:
                _note(row, changed)


def _changed(row: Any) -> Iterator[tuple[str, list[str]]]:
    state = inspect(row)
    for column in translated_columns(type(row)):  # type: ignore[arg-type]
        history = state.attrs[column].history
        if not history.has_changes() or not history.added:
            continue
        old = history.deleted[0] if history.deleted else None
        before, after = _texts(old), _texts(history.added[0])
        languages = [code for code in {**before, **after} if before.get(code, "") != after.get(code, "")]
        if languages:
            yield column, languages


def _note(row: Any, changed: dict[str, list[str]]) -> None:
    moment = instant_text()
    times = {column: dict(by_language) for column, by_language in (row.text_times or {}).items()}
    for column, languages in changed.items():
        texts = _texts(getattr(row, column))
        of_column = times.setdefault(column, {})
        for code in languages:
            of_column.pop(code, None)
            if code in texts:
                of_column[code] = moment
    row.text_times = {column: by_language for column, by_language in times.items() if by_language}


def _texts(value: Any) -> Translations:
    return value if isinstance(value, Translations) else Translations(value or {})
