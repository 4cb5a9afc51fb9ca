"""What people do with the directory: add, correct, find or add."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from directory.enums import OrganisationKind
from directory.honorifics import split_honorific
from directory.models import Organisation, Person
from directory.queries import (
    LONGEST_KEY,
    organisation_of,
    organisations_named,
    person_of,
    persons_named,
)
from foundation.audit import apply_changes, record
from foundation.database import db, writing
from foundation.files import store
from foundation.normalising import letters_of, searchable
from foundation.translated import Translations

NOTHING = Translations()


class NameMissing(Exception):
    """An entry needs a name in one language at least."""


class SeveralPersons(Exception):
    """More than one person of the directory has the name; `persons` are they."""

    def __init__(self, persons: list[Person]) -> None:
        super().__init__(len(persons))
        self.persons = persons


def add_person(
    team_id: int,
    *,
    name: Translations,
    honorific: Translations = NOTHING,
    position: Translations = NOTHING,
    organisation_id: int | None = None,
    country_code: str | None = None,
    email: str = "",
    actor: User | None = None,
) -> Person:
    """Add a person to a team's directory.

    Raises:
        NameMissing: no name in any language.
        NoSuchEntry: the organisation is not one of the team's.
    """
    name, honorific = names_apart(name, honorific)
    with writing(_lock(team_id)):
        _check(team_id, name, organisation_id)
        person = Person(
            team_id=team_id,
            name=name,
            honorific=honorific,
            position=position,
            organisation_id=organisation_id,
            country_code=country_code,
            email=email,
        )
        return _add(person, actor)


def change_person(team_id: int, person_id: int, *, actor: User | None = None, **values: Any) -> Person:
    """Change columns of a person; meetings that show the person have a new version.

    Raises:
        NoSuchEntry: the team knows no such person or organisation.
        NameMissing: no name in any language is left.
    """
    with writing(_lock(team_id)):
        person = person_of(team_id, person_id)
        if "name" in values:
            honorific = values.get("honorific", person.honorific)
            values["name"], values["honorific"] = names_apart(values["name"], honorific)
        _check(team_id, values.get("name", person.name), values.get("organisation_id"))
        return _change(person, values, actor)


def add_organisation(
    team_id: int,
    *,
    name: Translations,
    acronym: Translations = NOTHING,
    kind: OrganisationKind = OrganisationKind.OTHER,
    country_code: str | None = None,
    website: str = "",
    logo: bytes | None = None,
    actor: User | None = None,
) -> Organisation:
    """Add an organisation to a team's directory; `logo` is a picture as `foundation.images.read_image` gives it.

    Raises:
        NameMissing: no name in any language.
    """
    with writing(_lock(team_id)):
        _check(team_id, name, None)
        organisation = Organisation(
            team_id=team_id,
            name=name,
            acronym=acronym,
            kind=kind,
            country_code=country_code,
            website=website,
            logo_id=store(logo).id if logo else None,
        )
        return _add(organisation, actor)


def change_organisation(
    team_id: int, organisation_id: int, *, logo: bytes | None = None, actor: User | None = None, **values: Any
) -> Organisation:
    """Change columns of an organisation; meetings that show it have a new version.

    `logo` is a picture as `foundation.images.read_image` gives it; `logo_id=None` takes the logo away.

    Raises:
        NoSuchEntry: the team knows no such organisation.
        NameMissing: no name in any language is left.
    """
    with writing(_lock(team_id)):
        organisation = organisation_of(team_id, organisation_id)
        _check(team_id, values.get("name", organisation.name), None)
        if logo:
            values["logo_id"] = store(logo).id
        return _change(organisation, values, actor)


def find_or_create_organisation(
    team_id: int,
    *,
    name: Translations,
    acronym: Translations = NOTHING,
    kind: OrganisationKind = OrganisationKind.OTHER,
    country_code: str | None = None,
    website: str = "",
    actor: User | None = None,
) -> Organisation:
    """The team's organisation with one of these names or short forms, added if there is none.

    A known one keeps what it has; only languages in which nothing is written are filled in.

    Raises:
        NameMissing: no name in any language.
    """
    with writing(_lock(team_id)):
        found = organisations_named(team_id, name.values())
        if not found:
            return add_organisation(
                team_id,
                name=name,
                acronym=acronym,
                kind=kind,
                country_code=country_code,
                website=website,
                actor=actor,
            )
        return _complete(
            found[0], {"name": name, "acronym": acronym}, {"country_code": country_code, "website": website}, actor
        )


def find_or_create_person(
    team_id: int,
    *,
    name: Translations,
    honorific: Translations = NOTHING,
    position: Translations = NOTHING,
    organisation_id: int | None = None,
    country_code: str | None = None,
    email: str = "",
    actor: User | None = None,
) -> Person:
    """The team's person with one of these names, added if there is none.

    Of several with the name, the one of the same organisation or address is meant. A known person keeps what the
    directory has; only what is not written is filled in.

    Raises:
        NameMissing: no name in any language.
        SeveralPersons: several have the name and nothing tells them apart.
    """
    name, honorific = names_apart(name, honorific)
    with writing(_lock(team_id)):
        found = persons_named(team_id, name.values())
        if len(found) > 1 and email:
            found = [person for person in found if searchable(person.email) == searchable(email)] or found
        if len(found) > 1 and organisation_id is not None:
            found = [person for person in found if person.organisation_id == organisation_id] or found
        if len(found) > 1:
            raise SeveralPersons(found)
        if not found:
            return add_person(
                team_id,
                name=name,
                honorific=honorific,
                position=position,
                organisation_id=organisation_id,
                country_code=country_code,
                email=email,
                actor=actor,
            )
        return complete_person(
            found[0],
            name=name,
            honorific=honorific,
            position=position,
            organisation_id=organisation_id,
            country_code=country_code,
            email=email,
            actor=actor,
        )


def complete_person(
    person: Person,
    *,
    name: Translations = NOTHING,
    honorific: Translations = NOTHING,
    position: Translations = NOTHING,
    organisation_id: int | None = None,
    country_code: str | None = None,
    email: str = "",
    actor: User | None = None,
) -> Person:
    """Fill in what the directory does not know of a person yet; nothing that it knows is changed."""
    with writing(_lock(person.team_id)):
        texts = {"name": name, "honorific": honorific, "position": position}
        plain = {"organisation_id": organisation_id, "country_code": country_code, "email": email}
        return _complete(person, texts, plain, actor)


def names_apart(name: Translations, honorific: Translations) -> tuple[Translations, Translations]:
    """Names without the form of address that was typed before them, which is the honorific where none is given."""
    names, honorifics = dict(name), dict(honorific)
    for language, text in name.items():
        title, rest = split_honorific(text)
        if title:
            names[language] = rest
            honorifics.setdefault(language, title)
    return Translations(names), Translations(honorifics)


def _lock(team_id: int) -> str:
    return f"directory:{team_id}"


def _check(team_id: int, name: Translations, organisation_id: int | None) -> None:
    if not name:
        raise NameMissing
    if organisation_id is not None:
        organisation_of(team_id, organisation_id)


def _add(entry: Any, actor: User | None) -> Any:
    entry.search_key = _search_key(entry)
    db.session.add(entry)
    db.session.flush()
    changes = {"name": (None, entry.name)}
    record("added", entry, actor=actor, changes=changes)
    return entry


def _change(entry: Any, values: dict[str, Any], actor: User | None) -> Any:
    changes = apply_changes(entry, values)
    if changes:
        entry.search_key = _search_key(entry)
        db.session.flush()
        record("changed", entry, actor=actor, changes=changes)
    return entry


def _complete(entry: Any, texts: dict[str, Translations], plain: dict[str, Any], actor: User | None) -> Any:
    values: dict[str, Any] = {
        column: Translations({**text, **getattr(entry, column)}) for column, text in texts.items()
    }
    values |= {column: value for column, value in plain.items() if value and not getattr(entry, column)}
    return _change(entry, values, actor)


def _search_key(entry: Person | Organisation) -> str:
    texts = [*entry.name.values()]
    texts += [entry.email] if isinstance(entry, Person) else entry.acronym.values()
    # Lists run in the order of the key and `…_named` look for whole names, so it begins with them as they are.
    names = dict.fromkeys(filter(None, map(searchable, texts)))
    return " ".join([*names, *(letters for name in names if (letters := letters_of(name)) not in names)])[:LONGEST_KEY]
