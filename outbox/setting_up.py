"""The outbox in an application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from foundation.errors import answer_as
from outbox import ageing, tasks  # noqa: F401  (register what ages and the deliverer with the worker)
from outbox.queries import NoSuchMessage
from outbox.transports import init_mail


def init_outbox(app: Flask) -> None:
    """Give the application its mail settings and its deliverer."""
    init_mail(app)
    answer_as(app, NoSuchMessage, 404)


def show_messages_of(app: Flask, meeting_by_code: Callable[[str], Any]) -> None:
    """Let the page of one sent message find the meeting in its address; packages above the outbox call this.

    `meeting_by_code` returns an object with an `id`, which the management frame shows, or raises an error that
    the application answers with 404.
    """
    app.extensions["outbox_meeting_by_code"] = meeting_by_code
