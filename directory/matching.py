"""Which organisation of a team's directory a typed name or acronym means."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from directory.bodies import organisation_keys
from directory.models import Organisation
from directory.scripts import fits
from foundation.database import db
from foundation.translated import Translations


class Organisations:
    """The organisations of a team under every name and acronym; made with one statement."""

    def __init__(self, team_id: int) -> None:
        query = select(Organisation.id, Organisation.name, Organisation.acronym).where(Organisation.team_id == team_id)
        self._names: dict[int, tuple[Translations, Translations]] = {}
        self._found: dict[str, list[int]] = {}
        self._asked: dict[str, int | None] = {}
        for key, name, acronym in db.session.execute(query.order_by(Organisation.id)):
            self._names[key] = (name, acronym)
            for word in _keys((*name.values(), *acronym.values())):
                self._found.setdefault(word, []).append(key)

    def meant(self, typed: str) -> int | None:
        """The id of the organisation that is meant; None where the directory does not know it."""
        if typed not in self._asked:
            found = self.all_meant([typed])
            self._asked[typed] = min(found) if found else None
        return self._asked[typed]

    def all_meant(self, names: Iterable[str]) -> set[int]:
        """The ids of all organisations that one of the names may mean."""
        return {each for name in names for key in organisation_keys(name) for each in self._found.get(key, ())}

    def name(self, key: int, language: str) -> str:
        """The name of an organisation in a language, else its acronym there; empty where the directory has neither."""
        name, acronym = self._names[key]
        return name.get(language) or acronym.get(language) or ""

    def name_in_script(self, key: int, language: str) -> str:
        """The name of an organisation in another language of the same script; empty where there is none."""
        name, acronym = self._names[key]
        return next((text for text in (*name.values(), *acronym.values()) if fits(text, language)), "")


def _keys(texts: Iterable[str]) -> set[str]:
    return {key for text in texts for key in organisation_keys(text)}
