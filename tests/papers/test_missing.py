"""What papers lack is said beside them for few people, and when it is asked for of many."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from accounts.permissions import Role
from foundation.database import db
from registration.models.registrations import Registration
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.statements import statements


@pytest.fixture
def meeting(app, client):
    meeting = make_meeting(page_languages=["en", "ar"])
    for number in range(3):
        make_registration(meeting, state="approved", family_name=f"Haddad {number}")
    sign_in(client, make_user(Role.ASSISTANT, meeting.team))
    return meeting


def test_few_people_are_looked_through_at_once(meeting, client) -> None:
    page = client.get(f"/manage/{meeting.code}/papers").text

    assert "3 names are missing in Arabic letters." in page
    assert "Haddad 2" in page


def test_of_many_the_page_loads_nobody_and_says_where_it_is_looked_up(meeting, client, monkeypatch) -> None:
    monkeypatch.setattr("papers.paper_views.LONG", 2)
    code, loaded = meeting.code, []
    db.session.expire_all()
    listener = lambda person, _context: loaded.append(person)  # noqa: E731
    event.listen(Registration, "load", listener)
    try:
        page = client.get(f"/manage/{code}/papers").text
    finally:
        event.remove(Registration, "load", listener)

    assert loaded == []
    assert "Haddad" not in page
    assert f'href="/manage/{code}/papers/missing"' in page
    looked_up = client.get(f"/manage/{code}/papers/missing").text
    assert "3 names are missing in Arabic letters." in looked_up
    assert "Haddad 2" in looked_up


def test_the_page_costs_as_many_statements_for_many_people(meeting, client, monkeypatch) -> None:
    monkeypatch.setattr("papers.paper_views.LONG", 2)
    path = f"/manage/{meeting.code}/papers"
    client.get(path)
    with statements() as few:
        client.get(path)
    for number in range(30):
        make_registration(meeting, state="approved", family_name=f"Zuaiter {number}")
    with statements() as many:
        client.get(path)

    assert len(many) == len(few)


def test_of_very_many_the_first_are_named(meeting, client) -> None:
    for number in range(120):
        make_registration(meeting, state="approved", family_name=f"Zuaiter {number}")

    page = client.get(f"/manage/{meeting.code}/papers/missing").text

    assert "123 names are missing in Arabic letters." in page
    assert "and 23 more" in page
    assert page.count("Zuaiter") < 210


def test_where_nothing_is_missing_it_says_so(meeting, client) -> None:
    empty = make_meeting(meeting.team, page_languages=["en"])

    assert "Nothing is missing." in client.get(f"/manage/{empty.code}/papers/missing").text
