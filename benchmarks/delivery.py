"""What a mail costs the worker, with a long history of mail and with none."""

from __future__ import annotations

import gc
import tempfile
import time
from pathlib import Path

from flask import Flask

from benchmarks import data
from benchmarks.measuring import Result, in_turns

MAILS = 40
HISTORY = 60_000
PIECE = 5_000


def results(_folder: Path) -> list[Result]:
    """CPU of one delivered mail after 60,000 sent ones, to that after none; in a database of its own each."""
    with tempfile.TemporaryDirectory(prefix="plenary-bench-mail-") as name:
        long, none = _application(Path(name) / "long"), _application(Path(name) / "none")
        add_history(long)
        a, b = in_turns(lambda: _milliseconds_a_mail(long), lambda: _milliseconds_a_mail(none))
    milliseconds = "{:.1f} ms".format
    return [
        Result("delivery, CPU a mail with 60,000 sent to none", milliseconds(a), milliseconds(b), a / b, most=1.3),
    ]


def _application(folder: Path) -> Flask:
    folder.mkdir(exist_ok=True)
    return data.application(folder)


def add_history(app: Flask) -> None:
    """60,000 mails that have been sent."""
    from sqlalchemy import insert

    from foundation.clock import now
    from foundation.database import writing
    from outbox.models import MessageState, OutboxMessage

    with app.app_context():
        for first in range(0, HISTORY, PIECE):
            rows = [
                {
                    "message_id": f"<{number}@example.org>", "template": "accounts/sign_in_link", "language": "en",
                    "recipient": "a@example.org", "subject": "Sent", "values": {}, "state": MessageState.SENT,
                    "owed_at": now(), "due_at": now(), "sent_at": now(), "content": b"x" * 500,
                }
                for number in range(first, first + PIECE)
            ]  # fmt: skip
            with writing() as session:
                session.execute(insert(OutboxMessage), rows)


def _milliseconds_a_mail(app: Flask) -> float:
    from foundation.database import db, writing
    from outbox.delivering import deliver_due
    from outbox.operations import enqueue

    with app.app_context():
        with writing():
            for number in range(MAILS):
                enqueue(
                    "accounts/password_changed", recipient=f"person{number}@example.org", language="en",
                    values={"team": "Team", "name": "Salma", "url": "http://127.0.0.1:8000/"},
                )  # fmt: skip
        gc.collect()
        started = time.process_time()
        assert deliver_due() == MAILS
        spent = time.process_time() - started
        db.session.remove()
    return spent / MAILS * 1000
