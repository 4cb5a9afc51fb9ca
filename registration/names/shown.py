"""What lists and papers of one language print of a person, and what they lack in its script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from directory.honorifics import gender_of
from directory.matching import Organisations
from directory.scripts import fits, script_of
from registration.models.registrations import Registration


class Kind(StrEnum):
    """What may be missing of a person in a language."""

    NAME = "name"
    HONORIFIC = "honorific"
    POSITION = "position"
    ORGANISATION = "organisation"


def group_of(kind: Kind, person: Registration) -> tuple[str, ...]:
    """What people have in common who share a row, so that a text filled in for one is for all: the text as typed.

    A name is everybody's own. Positions differ for men and women: where nobody told, each person has an own row.
    """
    if kind is Kind.NAME:
        return f"{person.given_name} {person.family_name}".strip(), str(person.id)
    if kind is Kind.POSITION:
        return person.position, gender_of(person.honorific) or str(person.id)
    return (getattr(person, kind.value),)


class Shown:
    """Names, positions and organisations in one language; one statement for the directory of the team."""

    def __init__(self, organisations: Organisations, language: str) -> None:
        self.organisations, self.language = organisations, language

    def organisation(self, person: Registration) -> str:
        """The organisation: as somebody wrote it for this language, else as the directory has it, else as typed.

        Where the directory has it in another language of the same script only, that is better than the other script.
        """
        written = person.organisation_texts.get(self.language)
        if written or not person.organisation:
            return written or ""
        known = self.organisations.meant(person.organisation)
        typed = person.organisation_in(self.language)
        if not known:
            return typed
        if name := self.organisations.name(known, self.language):
            return name
        return typed if fits(typed, self.language) else self.organisations.name_in_script(known, self.language) or typed

    def group(self, person: Registration) -> str | int:
        """The same for everybody of one organisation, however they typed it; empty for none."""
        return self.organisations.meant(person.organisation) or self.organisation(person)

    def missing(self, person: Registration) -> frozenset[Kind]:
        """What this language prints in letters of another script, or leaves out.

        What somebody wrote for the language is taken as it is.
        """
        language, found = self.language, set()
        printed = person.printed_name.get(script_of(language))
        if not printed and not fits(person.name(language), language):
            found.add(Kind.NAME)
        if person.honorific and not person.honorific_in(language):
            found.add(Kind.HONORIFIC)
        if not person.position_texts.get(language) and not fits(person.position_in(language), language):
            found.add(Kind.POSITION)
        if not person.organisation_texts.get(language) and not fits(self.organisation(person), language):
            found.add(Kind.ORGANISATION)
        return frozenset(found)


@dataclass(frozen=True)
class Lack:
    """What the papers of one language lack: people by what is missing of them."""

    language: str
    people: dict[int, frozenset[Kind]]

    def count(self, *kinds: Kind) -> int:
        """How many people lack one of these."""
        return sum(1 for found in self.people.values() if found & set(kinds))


def lacks(team_id: int, people: Iterable[Registration], languages: Iterable[str]) -> list[Lack]:
    """What each language lacks of these people, where anything; one statement."""
    organisations, people = Organisations(team_id), list(people)
    found = []
    for language in languages:
        shown = Shown(organisations, language)
        missing = {person.id: lack for person in people if (lack := shown.missing(person))}
        if missing:
            found.append(Lack(language, missing))
    return found
