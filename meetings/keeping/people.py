"""From a typed name to a person of the directory; for focal points and parts alike."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from accounts.access import actor
from directory.models import Person
from directory.operations import SeveralPersons, add_person, find_or_create_organisation, find_or_create_person
from directory.queries import in_own_script, persons_named
from foundation.languages import current_language
from foundation.translated import Translations
from meetings.keeping.forms import PersonFields
from meetings.reading.presenting import affiliation_of

ANOTHER = "new"


def person_asked(team_id: int, form: PersonFields, stored: Person | None) -> int | None:
    """The id of the person that the form names, who is added to the directory if need be; None for no name.

    `stored` is the person it named before: their name, unchanged, means them.

    Raises:
        SeveralPersons: the name alone does not say who; see `offer_choice`.
    """
    typed = form.named
    if not typed:
        return None
    if stored is not None and typed in stored.name.values() and not form.chosen.data:
        return stored.id
    organisation_name = form.person_organisation.data
    organisation = (
        find_or_create_organisation(team_id, name=in_own_script(organisation_name), actor=actor())
        if organisation_name
        else None
    )
    details: dict[str, Any] = {
        "name": Translations({**in_own_script(typed), **form.names.data}),
        "honorific": form.honorific.data,
        "position": form.position.data,
        "organisation_id": organisation.id if organisation else None,
    }
    if form.chosen.data == ANOTHER:
        return add_person(team_id, **details, actor=actor()).id
    for person in persons_named(team_id, [typed]):
        if form.chosen.data == str(person.id):
            return person.id
    return find_or_create_person(team_id, **details, actor=actor()).id


def offer_choice(form: PersonFields, several: SeveralPersons) -> None:
    """Let the form ask which of several people of one name is meant."""
    language = current_language()
    options = []
    for person in several.persons:
        affiliation = affiliation_of(person, language, "en")
        label = person.full_name(language) + (f" – {affiliation}" if affiliation else "")
        options.append(SelectChoice(str(person.id), label))
    options.append(SelectChoice(ANOTHER, _("Another person of this name")))
    form.chosen.choices = options
    form.chosen.errors = [_("Several people in the directory have this name.")]
