"""How an agenda item and a breakout group are called wherever one line says which is meant."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from foundation.languages import force_language
from foundation.translated import Translations
from meetings.enums import ITEM_KIND_LABELS, ItemKind
from meetings.models.agenda import AgendaItem


class Lettered(Protocol):
    """A breakout group, or what stands for one."""

    @property
    def letter(self) -> Translations: ...
    @property
    def title(self) -> Translations: ...


def item_title(item: AgendaItem, language: str, main: str) -> str:
    """The title of an item in a language, else in the meeting's main one; its kind where it has none."""
    return item.title.text(language, main) or kind_in_words(item.kind, language)


@lru_cache(maxsize=64)
def kind_in_words(kind: ItemKind, language: str) -> str:
    """The name of a kind of agenda item."""
    with force_language(language):
        return str(ITEM_KIND_LABELS[kind])


def group_title(group: Lettered, language: str, main: str) -> str:
    """Letter and title of a group, "A – Health"; one of them where it has no other."""
    parts = (group.letter.text(language, main), group.title.text(language, main))
    return " – ".join(part for part in parts if part)
