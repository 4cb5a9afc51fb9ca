"""What somebody wrote into the form, as plain values, and how it gets into a registration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.enums import OrganisationKind
from foundation import audit
from foundation.link_tokens import new_reference
from foundation.normalising import search_key
from foundation.translated import Translations
from meetings.enums import Mode
from registration.models.registrations import Registration
from registration.reading.ordering import name_key, text_key


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """What a person writes about themselves; texts are already cleaned (see `foundation.cleaning`)."""

    given_name: str
    family_name: str = ""
    honorific: str = ""
    printed_name: Translations = field(default_factory=Translations)
    organisation: str = ""
    organisation_kind: OrganisationKind = OrganisationKind.OTHER
    position: str = ""
    honorific_texts: Translations | None = None
    organisation_texts: Translations | None = None
    position_texts: Translations | None = None
    """Texts in more languages; None leaves them as they are."""
    country_code: str | None = None
    place: str = ""
    """Where the person comes from in their own words, if that is in no list."""
    place_texts: Translations | None = None
    language: str = "en"
    needs: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry(PersonEntry):
    """A wish to take part: the person, the address and the mode."""

    email: str
    mode: Mode
    consented: bool = False
    groups: Mapping[int, int] = field(default_factory=dict)
    """Breakout groups chosen: id of the agenda item to id of the group."""


def email_key(email: str) -> str:
    """The form of an address under which it is found again."""
    return email.strip().casefold()


def new_registration(entry: Entry, **values: Any) -> Registration:
    """A registration with what was entered; `values` are its other columns."""
    registration = Registration(
        reference=new_reference(), email=entry.email, email_key=email_key(entry.email), mode=entry.mode, **values
    )
    write_person(registration, entry)
    return registration


def write_person(
    registration: Registration, person: PersonEntry, email: str | None = None
) -> dict[str, tuple[Any, Any]]:
    """Put what a person wrote, and another address, into a registration; returns {field: (old, new)} of what differs.

    Raises:
        EditConflict: others have changed the same since a form of this request showed it.
    """
    values = {name: getattr(person, name) for name in PERSON_FIELDS}
    is_new = registration.given_name is None
    for texts, typed in SAID_OF.items():
        # What was said in other languages of another name, organisation or position is true no more.
        present = getattr(registration, texts) or Translations()
        if values[texts] is None:
            values[texts] = present
        is_another = any((getattr(registration, name) or "") != (values[name] or "") for name in typed)
        if is_another and not is_new and values[texts] == present:
            values[texts] = Translations()
    changes = audit.apply_changes(registration, values if email is None else {**values, "email": email})
    registration.email_key = email_key(registration.email)
    refresh_keys(registration)
    return changes


def refresh_keys(registration: Registration) -> None:
    """Work out the folded texts by which a registration is searched and sorted."""
    names = [f"{registration.given_name} {registration.family_name}", *registration.printed_name.values()]
    organisations = [registration.organisation, *(registration.organisation_texts or {}).values()]
    texts = [*names, registration.email, *organisations, registration.reference, registration.place or ""]
    registration.search_key = search_key(texts, 1200)
    given, family, printed = registration.given_name, registration.family_name or "", registration.printed_name
    registration.sort_key = name_key(given, family, printed, "en")
    registration.sort_key_ar = name_key(given, family, printed, "ar")
    organisation, written = registration.organisation or "", registration.organisation_texts or Translations()
    registration.organisation_key = text_key(written, organisation, "en")
    registration.organisation_key_ar = text_key(written, organisation, "ar")


IN_LANGUAGES = ("honorific", "organisation", "position", "place")
"""What is typed once and may be written in more languages, under its name followed by `_texts`."""

SAID_OF = {"printed_name": ("given_name", "family_name")} | {f"{name}_texts": (name,) for name in IN_LANGUAGES}
"""Texts in more scripts or languages, each with what they are of."""

PERSON_FIELDS = (
    "honorific",
    "given_name",
    "family_name",
    "printed_name",
    "organisation",
    "organisation_kind",
    "position",
    "honorific_texts",
    "organisation_texts",
    "position_texts",
    "country_code",
    "place",
    "place_texts",
    "language",
    "needs",
)
