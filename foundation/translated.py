"""Text that people write in several languages.

`Translations` is the value, immutable, `{"en": …, "ar": …}`; `Translated` is the column type that stores it as
real JSON. Assign a new value to change a column: the old one cannot be altered in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Translations(Mapping[str, str]):
    """One text in the languages in which somebody has written it; empty texts count as not written."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None, /, **more: str) -> None:
        merged = {**(texts or {}), **more}
        self._texts = {code: text.strip() for code, text in merged.items() if text and text.strip()}

    @classmethod
    def stored(cls, texts: dict[str, str]) -> Translations:
        """The value of a column as it was written: already without empty texts and blanks around them."""
        read = cls.__new__(cls)
        read._texts = texts
        return read

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Translations):
            return self._texts == other._texts
        return NotImplemented

    def __repr__(self) -> str:
        return f"Translations({self._texts!r})"

    def text(self, language: str, main: str = "en") -> str:
        """The text in `language`, else in the `main` one, else in any, else empty."""
        return self._texts.get(language) or self._texts.get(main) or next(iter(self._texts.values()), "")

    def language_of(self, language: str, main: str = "en") -> str:
        """The language that `text` with the same arguments really returns; `language` when nothing is written."""
        if language in self._texts or not self._texts:
            return language
        return main if main in self._texts else next(iter(self._texts))

    def missing(self, languages: Iterable[str]) -> list[str]:
        """Those of `languages` in which this text is not written although it is in another."""
        return [code for code in languages if code not in self._texts] if self._texts else []

    def with_text(self, language: str, text: str) -> Translations:
        """A copy with `text` in `language`; an empty text removes the language."""
        return Translations({**self._texts, language: text})


EMPTY = Translations()


class Translated(TypeDecorator[Translations]):
    """Column type of `Translations`: JSON, `{}` when nothing is written, never NULL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """JSONB on PostgreSQL, JSON elsewhere."""
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())

    def process_bind_param(self, value: Any, dialect: Dialect) -> dict[str, str]:
        """Store as a plain object."""
        if value is None:
            return {}
        return dict(value if isinstance(value, Translations) else Translations(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """As every decorated type; where SQLite has nothing written, which is often, no JSON is read."""
        read = super().result_processor(dialect, coltype)
        return read and (lambda value: EMPTY if value == "{}" else read(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Translations:
        """Read back as `Translations`; what is stored was put in order when it was written."""
        return Translations.stored(value) if value else EMPTY
