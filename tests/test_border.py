"""What is typed is cleaned on its way in, whichever field it is typed into."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from flask import Flask, request
from flask.testing import FlaskClient
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.form import BaseForm

from foundation.database import db
from foundation.form_fields import TranslatedField
from foundation.merge_fields import one_line
from foundation.typed import _classes, _fields_of
from registration.models.registrations import Registration
from tests.factories import make_meeting
from tests.registration.samples import form as filled

COMPOSED = "Jose\u0301 Franc\u0327ois mahe\u0301"
TYPED_INTO = (StringField, TextAreaField, HiddenField, TranslatedField)
TYPED = "Jo\u200bse\u0301\u202e Franc\u0327ois\U000e0061 mahe\u0301\ufeff"


def text_fields() -> Iterator[tuple[str, str, Any]]:
    for form in _classes():
        for name, made in _fields_of(form).items():
            if made.field_class is not PasswordField and issubclass(made.field_class, TYPED_INTO):
                yield form.__name__, name, made


def test_every_field_of_every_form_is_given_composed_text(app: Flask):
    tried = 0
    for form_name, name, made in text_fields():
        sent = {name: TYPED, **{f"{name}_{code}": TYPED for code in ("en", "ar", "fr")}}
        with app.test_request_context(method="POST", data=sent):
            form = BaseForm({name: made})
            form.languages, form.main_language = ["en", "ar", "fr"], "en"
            try:
                form.process(request.form)
            except (KeyError, TypeError, AttributeError):
                continue  # it is filled by its view, from the same request
            read = form[name].data
            texts = read.values() if isinstance(read, dict) else [read or ""]
            for text in texts:
                assert unicodedata.is_normalized("NFC", str(text)), (form_name, name)
                assert not set(str(text)) & set("\u200b\u202e\ufeff"), (form_name, name)
                tried += isinstance(text, str) and "José" in text
    assert tried > 60


def test_passwords_are_taken_as_they_are(app: Flask):
    names = {
        name for form in _classes() for name, made in _fields_of(form).items() if made.field_class is PasswordField
    }
    assert names and all("password" in name for name in names)
    with app.test_request_context("/?q=" + "e%CC%81", method="POST", data={"password": TYPED, "other": TYPED}):
        assert request.form["password"] == TYPED
        assert request.form["other"] == unicodedata.normalize("NFC", COMPOSED)
        assert request.args["q"] == request.values["q"] == "é"


def test_person_who_types_on_a_mac_is_stored_as_everybody(client: FlaskClient):
    meeting = make_meeting()
    data = filled(given_name=TYPED, needs=f"{TYPED}\n{TYPED}", email="ahmad٢٠٢٤ @example.org")
    assert client.post(f"/e/{meeting.code}/en/register", data=data).status_code == 303
    stored = db.session.query(Registration).one()
    assert stored.given_name == one_line(COMPOSED) == unicodedata.normalize("NFC", COMPOSED)
    assert stored.needs == f"{stored.given_name}\n{stored.given_name}"
    assert stored.email == "ahmad2024@example.org"


def test_address_with_a_blank_comes_back_with_the_reason(client: FlaskClient):
    meeting = make_meeting()
    answer = client.post(f"/e/{meeting.code}/en/register", data=filled(email="john smith@example.org"))
    assert answer.status_code == 422
    assert 'value="john smith@example.org"' in answer.text and "There is a blank inside this address" in answer.text
    assert db.session.query(Registration).count() == 0
