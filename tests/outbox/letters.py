"""A mail template for tests, an SMTP server that answers as told, and a calendar."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

TEMPLATES = {
    "sample/mail/hello/subject.txt": "{{ _('Register') if false else '' }}{{ subject }}",
    "sample/mail/hello/body.txt": "{{ greeting }}\n\n\n\n{{ url }}\n",
    "sample/mail/hello/body.html": (
        "{% extends 'outbox/mail/layout.html' %}"
        "{% block content %}<h1>{{ greeting }}</h1><p><a href='{{ url }}'>{{ url }}</a></p>{% endblock %}"
    ),
    "sample/mail/broken/subject.txt": "{{ 1 // 0 }}",
    "sample/mail/broken/body.txt": "",
    "sample/mail/broken/body.html": "",
}
VALUES = {"subject": "Your registration", "greeting": "Good day", "url": "https://plenary.test/e/TIN-API/en"}


@contextmanager
def sample_templates(app: Flask) -> Iterator[None]:
    """Let the application find TEMPLATES beside its own."""
    before = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), before])
    try:
        yield
    finally:
        app.jinja_env.loader = before


@dataclass
class Server:
    """An SMTP server on a free port; `answers` maps a recipient to its answer to RCPT, e.g. "550 no".

    The connection is cut within the message of those in `cuts`.
    """

    answers: dict[str, str] = field(default_factory=dict)
    cuts: set[str] = field(default_factory=set)
    delay: float = 0.0
    received: list[tuple[str, EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    lock: Any = field(default_factory=threading.Lock)
    at_step: Callable[[str, int], object] = lambda _step, _received: None
    """Called before the answer to a recipient ("RCPT"), before a message is kept ("DATA") and before the answer to it
    ("kept"), with the number of messages received."""

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # type: ignore[no-untyped-def]
        """Count the connections."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def]
        """Answer as told."""
        self.at_step("RCPT", len(self.received))
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
        """Keep the message."""
        if envelope.rcpt_tos[0] in self.cuts:
            server.transport.abort()
            return "421 cut"
        self.at_step("DATA", len(self.received))
        if self.delay:
            await asyncio.sleep(self.delay)
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        with self.lock:
            self.raw.append(envelope.original_content)
            self.received.append((envelope.rcpt_tos[0], message))
        self.at_step("kept", len(self.received))
        return "250 taken"

    def ids(self) -> list[str]:
        """Message-IDs in the order of arrival."""
        with self.lock:
            return [str(message["Message-ID"]) for _, message in self.received]

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Listen until the end of the block."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def parts(message: EmailMessage) -> dict[str, EmailMessage]:
    """The parts of a message by content type."""
    return {part.get_content_type(): part for part in message.walk()}


def invitation(method: str = "REQUEST", url: str = "https://plenary.test/e/TIN-API/en") -> dict[str, str]:
    """A calendar with one event, its lines folded."""
    description = "DESCRIPTION:" + "يُعقد الاجتماع في عمّان وعن بعد. " * 3 + url
    pieces = re.findall(r".{1,30}", description)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Plenary//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        "UID:one@plenary.test",
        "DTSTAMP:20240101T000000Z",
        "DTSTART;TZID=Asia/Amman:20240227T090000",
        "DTEND;TZID=Asia/Amman:20240227T170000",
        "RRULE:FREQ=DAILY;COUNT=2",
        "SUMMARY:اجتماع الخبراء",
        "\r\n ".join(pieces),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return {"method": method, "ics": "\r\n".join(lines) + "\r\n"}
