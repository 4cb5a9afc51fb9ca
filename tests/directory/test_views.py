from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from directory.models import Organisation, Person
from directory.operations import add_organisation, add_person
from foundation.database import db
from foundation.translated import Translations
from tests.factories import make_team, make_user, sign_in
from tests.statements import selects_of


def test_person_is_added_with_a_new_organisation(client, team):
    response = client.post(
        f"/teams/{team.id}/directory/persons/new",
        data={
            "name_en": "Salma Haddad",
            "name_ar": "سلمى حداد",
            "honorific_en": "Dr.",
            "organisation": "Digital Office",
            "country_code": "JO",
            "email": "salma@example.org",
        },
    )

    assert response.status_code == 303
    person = db.session.scalar(select(Person))
    assert person.full_name("en") == "Dr. Salma Haddad"
    assert person.organisation.name == Translations(en="Digital Office")


def test_errors_stand_beside_the_field_and_keep_what_was_typed(client, team):
    response = client.post(
        f"/teams/{team.id}/directory/persons/new",
        data={"position_en": "Director of \u202eeverything", "email": "nobody", "country_code": "XX"},
    )

    assert response.status_code == 422
    assert "Enter the name in one language at least." in response.text
    assert "Enter an e-mail address like name@example.org." in response.text
    assert "Director of everything</textarea>" in response.text
    assert 'value="nobody"' in response.text
    assert db.session.scalar(select(Person)) is None


def test_person_is_edited_and_texts_in_all_languages_are_kept(client, team):
    person = add_person(team.id, name=Translations(en="Salma", ar="سلمى", fr="Salma F"))
    address = f"/teams/{team.id}/directory/persons/{person.id}"

    assert 'value="سلمى"' in client.get(address).text
    client.post(address, data={"name_en": "Salma Haddad", "name_ar": "سلمى", "name_fr": "Salma F"})

    assert db.session.get(Person, person.id).name == Translations(en="Salma Haddad", ar="سلمى", fr="Salma F")


def test_organisation_is_added_and_edited(client, team):
    data = {"name_en": "Digital Office", "acronym_en": "DO", "kind": "government", "country_code": "TN"}
    assert client.post(f"/teams/{team.id}/directory/organisations/new", data=data).status_code == 303
    organisation = db.session.scalar(select(Organisation))

    data["website"] = "javascript:alert(1)"
    address = f"/teams/{team.id}/directory/organisations/{organisation.id}"
    response = client.post(address, data=data)

    assert response.status_code == 422
    assert "Enter a full web address that begins with https://" in response.text
    data["website"] = "https://example.org/do"
    assert client.post(address, data=data).status_code == 303
    assert db.session.get(Organisation, organisation.id).website == "https://example.org/do"


def test_lists_are_searched_in_any_spelling(client, team):
    add_person(team.id, name=Translations(ar="أحمد الخميس"))
    add_person(team.id, name=Translations(en="Salma Haddad"))

    page = client.get(f"/teams/{team.id}/directory?q=احمد").text

    assert "أحمد الخميس" in page
    assert "Salma Haddad" not in page


def test_list_of_another_team_is_refused(client, team):
    other = make_team()

    assert client.get(f"/teams/{other.id}/directory").status_code == 403


def test_person_of_another_team_is_not_found(client, team):
    person = add_person(make_team().id, name=Translations(en="Salma Haddad"))

    assert client.get(f"/teams/{team.id}/directory/persons/{person.id}").status_code == 404


def test_viewer_sees_names_without_links_to_edit(client):
    team = make_team()
    sign_in(client, make_user(Role.VIEWER, team))
    person = add_person(team.id, name=Translations(en="Salma Haddad"))

    page = client.get(f"/teams/{team.id}/directory").text

    assert "Salma Haddad" in page
    assert f"/directory/persons/{person.id}" not in page
    assert client.get(f"/teams/{team.id}/directory/persons/{person.id}").status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_persons_costs_a_fixed_number_of_statements(client, team, rows):
    organisation = add_organisation(team.id, name=Translations(en="Digital Office"))
    for number in range(rows):
        add_person(team.id, name=Translations(en=f"Person {number}"), organisation_id=organisation.id)

    assert selects_of(client, f"/teams/{team.id}/directory") == 4


def test_pages_say_of_which_team_they_are(client, team):
    for page in ("directory", "directory/organisations", "series", "projects"):
        above = (
            client.get(f"/teams/{team.id}/{page}").text.partition('<nav class="breadcrumbs"')[2].partition("</nav>")[0]
        )
        assert f'<a href="/teams/{team.id}"><bdi>{team.name.text("en")}</bdi></a>' in above, page


def test_lists_are_paged(client, team):
    for number in range(51):
        add_person(team.id, name=Translations(en=f"Person {number:02}"))

    second = client.get(f"/teams/{team.id}/directory?page=2").text

    assert "Person 50" in second
    assert "Person 49" not in second
