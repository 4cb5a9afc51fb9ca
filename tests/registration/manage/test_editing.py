"""Two assistants who correct the data of one person at the same time."""

from __future__ import annotations

import pytest

from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.forms_found import forms_of


@pytest.fixture
def page(client):
    """The page on which the data of a registered person are corrected; an assistant is signed in."""
    meeting = make_meeting()
    sign_in(client, make_user("assistant", meeting.team))
    person = make_registration(
        meeting, given_name="Lila", email="lila@example.org", position="Adviser", country_code="JO", organisation="Unit"
    )
    return f"/manage/{meeting.code}/registrations/{person.id}/edit"


def shown(html: str, page: str) -> dict[str, str]:
    """What the form of the page would send as it stands."""
    (form,) = (each for each in forms_of(html, page) if each.action == page)
    return {name: values[0] for name, values in form.sent().items()}


def test_what_only_the_other_changed_is_kept(client, page):
    opened = shown(client.get(page).text, page)
    assert client.post(page, data=opened | {"position": "Director", "needs": "Ramp"}).status_code == 303

    saved = client.post(page, data=opened | {"given_name": "Leila"}, follow_redirects=True)

    now = shown(client.get(page).text, page)
    assert (now["given_name"], now["position"], now["needs"]) == ("Leila", "Director", "Ramp")
    assert "Position, Special requirements. That is kept too." in saved.text


@pytest.mark.parametrize(
    ("field", "theirs", "mine"),
    [
        ("position", "Director", "Head"),
        ("needs", "Ramp", "Interpreter"),
        ("printed_latin", "Laila", "Layla"),
        ("email", "their@example.org", "my@example.org"),
        ("country_code", "LB", "TN"),
    ],
)
def test_what_both_changed_is_shown_and_overwritten_only_once_seen(client, page, field, theirs, mine):
    opened = shown(client.get(page).text, page)
    assert client.post(page, data=opened | {field: theirs}).status_code == 303

    refused = client.post(page, data=opened | {field: mine})

    assert refused.status_code == 422
    assert "Somebody else has changed this while you were writing" in refused.text
    assert shown(client.get(page).text, page)[field] == theirs
    again = shown(refused.text, page)
    assert again[field] == mine
    assert client.post(page, data=again).status_code == 303
    assert shown(client.get(page).text, page)[field] == mine
