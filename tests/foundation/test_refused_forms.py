"""What was typed comes back: in another language, after signing in elsewhere, and only to whom it belongs."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.models import User
from accounts.permissions import Role
from foundation.database import db
from meetings.models.meeting import Meeting
from registration.models.registrations import Registration
from registration.reading.links import manage_token
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.forms_found import FoundForm, forms_of
from tests.registration.samples import form, registrations, templates

LONG = "كلمة " * 4_900


def found(html: str, action: str) -> FoundForm:
    """The form of a page that is sent to a path."""
    return next(each for each in forms_of(html, action) if each.action.partition("?")[0] == action)


def as_data(sent: FoundForm, **more: str) -> dict[str, list[str] | str]:
    """What a browser would send of it."""
    return {**{name: list(texts) for name, texts in sent.sent().items()}, **more}


def test_half_filled_form_keeps_its_text_in_another_language(client: FlaskClient) -> None:
    meeting = make_meeting()
    page = client.get(f"/e/{meeting.code}/en/register").text
    assert f'formaction="/e/{meeting.code}/ar/register?speak=ar"' in page

    typed = {"given_name": "Lina", "organisation": "وزارة", "mode": "remote"}
    answer = client.post(f"/e/{meeting.code}/ar/register?speak=ar", data=typed)

    assert answer.status_code == 200
    assert 'lang="ar" dir="rtl"' in answer.text
    again = found(answer.text, f"/e/{meeting.code}/ar/register")
    assert {name: again.sent()[name] for name in typed} == {name: (text,) for name, text in typed.items()}
    assert "error-summary" not in answer.text
    assert registrations() == []


def test_personal_form_keeps_its_text_in_another_language(client: FlaskClient) -> None:
    token = manage_token(make_registration(make_meeting(), language="en"))
    answer = client.post(f"/r/{token}/data?lang=ar&speak=ar", data={"given_name": "Lina", "needs": "Ramp"})
    assert 'lang="ar"' in answer.text
    assert found(answer.text, f"/r/{token}/data").sent()["needs"] == ("Ramp",)
    assert "Set-Cookie" not in answer.headers or "language" not in answer.headers["Set-Cookie"]


def test_form_sent_when_registration_has_closed_is_not_lost(client: FlaskClient) -> None:
    meeting = make_meeting(takes_registrations=False)
    answer = client.post(f"/e/{meeting.code}/en/register", data=form(given_name="Unlost", needs="A ramp"))
    assert answer.status_code == 409
    again = found(answer.text, f"/e/{meeting.code}/en/register")
    assert (again.sent()["given_name"], again.sent()["needs"]) == (("Unlost",), ("A ramp",))


def test_long_text_survives_a_link_by_mail_and_another_window(
    client: FlaskClient, app: Flask, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = db.session.query(User).first()
    address = f"/manage/{meeting.code}/sections/new"
    client.post("/sign-out")
    refused = client.post(address, data={"kind": "about", "body_en": LONG, "password": "never shown"})
    assert refused.status_code == 403
    assert "never shown" not in refused.text

    carried = found(refused.text, "/sign-in")
    waiting = client.post("/sign-in/link", data=as_data(carried, email=user.email))
    assert waiting.status_code == 200
    held = found(waiting.text, "/sign-in/continue")
    too_early = client.post("/sign-in/continue", data=as_data(held))
    assert too_early.status_code == 403
    sign_in(client, user)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = client.post("/sign-in/continue", data=as_data(found(too_early.text, "/sign-in")))
    back = found(answer.text, address)
    assert back.sent()["body_en"][0].split() == LONG.split()
    saved = client.post(address, data=as_data(back))
    assert saved.status_code == 303


def test_somebody_without_the_right_gets_their_text_and_not_the_page(client: FlaskClient, meeting: Meeting) -> None:
    sign_in(client, make_user(Role.ORGANISER))
    answer = client.post(f"/manage/{meeting.code}/rooms/new", data={"name_en": "Hall of Mirrors"})
    assert answer.status_code == 404
    assert found(answer.text, f"/manage/{meeting.code}/rooms/new").sent()["name_en"] == ("Hall of Mirrors",)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_never_fills_a_form(
    client: FlaskClient, meeting: Meeting, headers: dict[str, str]
) -> None:
    data = {"kept_address": f"/manage/{meeting.code}/rooms/new", "kept.name_en": "Planted", "given_name": "Planted"}
    for address in (f"/e/{meeting.code}/ar/register?speak=ar", "/no/such/page", f"/manage/{meeting.code}/no"):
        assert "Planted" not in client.post(address, data=data, headers=headers).text
    assert "Planted" not in client.post("/sign-in/continue", data=data, headers=headers).text


def test_mail_to_who_is_on_the_list_goes_once_in_a_quarter_of_an_hour(client: FlaskClient) -> None:
    meeting = make_meeting()
    for number in range(5):
        answer = client.post(
            f"/e/{meeting.code}/en/register", data=form(email="w5@example.org", given_name=f"N{number}")
        )
        assert answer.status_code == 303
    assert templates() == ["received", "again"]
    assert db.session.query(Registration).count() == 1
