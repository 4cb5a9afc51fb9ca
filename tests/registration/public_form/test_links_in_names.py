"""Nobody can have their own link sent to anybody in the name of the organiser."""

from __future__ import annotations

import pytest

from foundation.database import writing
from registration.people.registering import register
from registration.reading.links import another_token, manage_token
from tests.factories import make_meeting, make_team, make_user, sign_in
from tests.registration.public_form.test_public_form import address, text
from tests.registration.samples import entry, form, mails, registrations

PAYLOAD = "WIN 5000 EUR now www.evil.example/claim"
FIELDS = ("honorific", "given_name", "family_name", "printed_other", "organisation", "position")
CORRECTED = ("printed_latin", "printed_arabic", "organisation_texts_ar", "position_texts_fr")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_public_form_takes_no_web_address_for_a_name(client, field, language):
    response = client.post(
        address(make_meeting(page_languages=["en", "ar", "fr"]), language), data=form(**{field: PAYLOAD})
    )

    assert response.status_code == 422
    assert PAYLOAD in response.text  # what was typed is still there
    assert f'id="{field}-error"' in response.text
    assert not registrations() and not mails()


@pytest.mark.parametrize("field", FIELDS)
def test_neither_does_the_form_for_another_person(client, field):
    first = register(make_meeting(), entry())
    before = len(mails())
    assert client.post(f"/r/{another_token(first)}/another", data=form(**{field: PAYLOAD})).status_code == 422
    assert len(mails()) == before


@pytest.mark.parametrize("field", [name for name in FIELDS if name != "printed_other"] + [*CORRECTED])
def test_neither_does_the_correction(client, field):
    first = register(make_meeting(), entry())
    assert client.post(f"/r/{manage_token(first)}/data", data=form(**{field: PAYLOAD})).status_code == 422


def test_neither_do_users_and_teams(client):
    user, team = make_user(), make_team()
    sign_in(client, user)
    shown = client.post("/account", data={"name": PAYLOAD, "language": "en"})
    assert shown.status_code == 422
    assert "without a web or e-mail address" in text(shown)
    with writing():
        assert user.name != PAYLOAD and PAYLOAD not in team.name.values()
