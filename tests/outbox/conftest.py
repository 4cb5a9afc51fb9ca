"""Fixtures of the outbox: a template of its own and a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from foundation.link_tokens import make_token
from outbox.link_references import resolvers
from outbox.transports import init_mail
from tests.outbox.letters import Server, sample_templates


@pytest.fixture(autouse=True)
def _templates(app: Flask) -> Iterator[None]:
    with sample_templates(app):
        yield


@pytest.fixture
def generations() -> Iterator[dict[int, int]]:
    """Records that have a personal link of kind `sample`, with their link generation; none at first."""
    known: dict[int, int] = {}
    resolvers.offer(
        "sample",
        lambda record, _recipient: "https://plenary.test/r/" + make_token("sample", "ABCD2345", known[record]),
    )
    yield known
    resolvers.withdraw("sample")


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """An SMTP server to which the application sends."""
    before = app.config["SETTINGS"]
    with Server().running() as running:
        app.config["SETTINGS"] = before.model_copy(
            update={"mail_to_mailbox": False, "mail_server": "127.0.0.1", "mail_port": running.port}
        )
        init_mail(app)
        yield running
    app.config["SETTINGS"] = before
    init_mail(app)
