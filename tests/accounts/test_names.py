"""The name of a user in the language of the reader."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from accounts.models import User
from foundation.database import db
from foundation.translated import Translations
from tests.factories import make_team, make_user, sign_in


def test_a_user_writes_the_name_in_other_languages(app: Flask, client: FlaskClient) -> None:
    user = make_user("organiser", make_team(), name="Samira Daher")
    sign_in(client, user)
    values = {"name": "Samira Daher", "names_ar": "سميرة ضاهر", "names_en": "", "names_fr": "", "language": "ar"}
    assert client.post("/account", data=values).status_code == 303
    db.session.expire_all()
    assert db.session.get(User, user.id).names == Translations(ar="سميرة ضاهر")
    client.set_cookie("language", "ar")
    assert "<bdi>سميرة ضاهر</bdi>" in client.get("/account").get_data(as_text=True)
    client.set_cookie("language", "fr")
    assert "<bdi>Samira Daher</bdi>" in client.get("/account").get_data(as_text=True)


def test_a_name_in_another_language_holds_no_address(app: Flask, client: FlaskClient) -> None:
    user = make_user("organiser", make_team(), name="Samira Daher")
    sign_in(client, user)
    values = {"name": "Samira Daher", "names_ar": "https://evil.example", "language": "en"}
    assert client.post("/account", data=values).status_code in (200, 422)
    db.session.expire_all()
    assert db.session.get(User, user.id).names == Translations()


def test_members_of_a_role_stand_in_the_order_of_the_names_shown(app: Flask, client: FlaskClient) -> None:
    team = make_team()
    sign_in(client, make_user("owner", team, name="Olga"))
    for name, arabic in (("Adel", "ياسر"), ("Éva", "إيفا"), ("Zaki", "باسل")):
        make_user("viewer", team, name=name, names={"ar": arabic})
    for language, names in (("en", ["Adel", "Éva", "Zaki"]), ("ar", ["إيفا", "باسل", "ياسر"])):
        client.set_cookie("language", language)
        page = client.get(f"/teams/{team.id}").get_data(as_text=True)
        places = [page.index(f"<bdi>{name}</bdi>") for name in names]
        assert places == sorted(places)
