"""What the tests of accounts share."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import User
from foundation.database import db
from outbox.link_references import resolve_links
from outbox.models import OutboxMessage

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def sign_in_with(client: FlaskClient, email: str, password: str, **more: Any) -> TestResponse:
    """Post the sign-in form."""
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_signed_in(client: FlaskClient) -> bool:
    """Whether the client may open a page for users."""
    return client.get("/account").status_code == 200


def mails_to(email: str) -> list[OutboxMessage]:
    """The messages owed to an address, oldest first."""
    db.session.rollback()
    query = select(OutboxMessage).where(OutboxMessage.recipient == email).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def link_in(message: OutboxMessage) -> str:
    """The path of the link that the message will show when rendered."""
    url: str = resolve_links(message.values, message.recipient)["url"]
    assert url.startswith("http://plenary.test/")
    return url.removeprefix("http://plenary.test")


def fresh_client(app: Flask) -> FlaskClient:
    """Another visitor, or a second device; in threads use `app.test_client()`."""
    from tests.conftest import _Client

    return _Client(app, app.response_class)


def reloaded(user: User) -> User:
    """The user as the database has it now."""
    db.session.rollback()
    return db.session.get_one(User, user.id)


def shown(response: TestResponse) -> str:
    """The text of the main part of a page, without tags, blanks joined."""
    main = re.search(r"<main.*?</main>", response.text, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())
