from __future__ import annotations

import pytest

from directory import operations
from directory.models import Organisation, Person
from directory.queries import NoSuchEntry, persons_named, persons_page
from foundation.audit import entries_for
from foundation.database import db
from foundation.translated import Translations
from tests.factories import make_team


def test_person_is_found_again_in_another_spelling(app):
    team = make_team()
    person = operations.add_person(team.id, name=Translations(ar="أحمد الخميس"))

    found = operations.find_or_create_person(team.id, name=Translations(ar="احمد الخميس"))

    assert found.id == person.id


def test_finding_a_person_fills_in_only_what_is_not_known(app):
    team = make_team()
    operations.add_person(team.id, name=Translations(en="Salma Haddad"), position=Translations(en="Director"))

    found = operations.find_or_create_person(
        team.id,
        name=Translations(en="salma haddad", ar="سلمى حداد"),
        position=Translations(en="Minister", ar="مديرة"),
        country_code="JO",
    )

    assert found.name == Translations(en="Salma Haddad", ar="سلمى حداد")
    assert found.position == Translations(en="Director", ar="مديرة")
    assert found.country_code == "JO"
    assert [person.id for person in persons_named(team.id, ["سلمى حداد"])] == [found.id]


def test_two_persons_of_one_name_are_told_apart_by_organisation_or_asked_for(app):
    team = make_team()
    first = operations.find_or_create_organisation(team.id, name=Translations(en="First Ministry"))
    second = operations.find_or_create_organisation(team.id, name=Translations(en="Second Ministry"))
    operations.add_person(team.id, name=Translations(en="Omar Saleh"), organisation_id=first.id)
    other = operations.add_person(team.id, name=Translations(en="Omar Saleh"), organisation_id=second.id)

    found = operations.find_or_create_person(team.id, name=Translations(en="Omar Saleh"), organisation_id=second.id)

    assert found.id == other.id
    with pytest.raises(operations.SeveralPersons) as caught:
        operations.find_or_create_person(team.id, name=Translations(en="Omar Saleh"))
    assert len(caught.value.persons) == 2


def test_organisation_is_found_by_its_short_form(app):
    team = make_team()
    organisation = operations.add_organisation(
        team.id, name=Translations(en="Digital Office"), acronym=Translations(en="DO", ar="م.ر.")
    )

    assert operations.find_or_create_organisation(team.id, name=Translations(en="do")).id == organisation.id


def test_directories_of_teams_are_apart(app):
    one, other = make_team(), make_team()
    person = operations.add_person(one.id, name=Translations(en="Salma Haddad"))

    assert operations.find_or_create_person(other.id, name=Translations(en="Salma Haddad")).id != person.id
    with pytest.raises(NoSuchEntry):
        operations.change_person(other.id, person.id, email="salma@example.org")


def test_change_of_a_person_is_in_the_trail_and_in_the_search(app):
    team = make_team()
    person = operations.add_person(team.id, name=Translations(en="Salma Haddad"))

    operations.change_person(team.id, person.id, name=Translations(en="Salma Nasser"), email="s@example.org")

    entry = entries_for("person", person.id)[0]
    assert entry.act == "changed"
    assert entry.changes["name"] == [{"en": "Salma Haddad"}, {"en": "Salma Nasser"}]
    assert [row.id for row in persons_page(team.id, "NASSER s@example").rows] == [person.id]
    assert persons_page(team.id, "haddad").total == 0


def test_a_person_needs_a_name(app):
    with pytest.raises(operations.NameMissing):
        operations.add_person(make_team().id, name=Translations(en=" "))
    assert db.session.query(Person).count() == 0
    assert db.session.query(Organisation).count() == 0
