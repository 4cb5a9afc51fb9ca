"""Several things at the same moment, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from flask import Flask

from foundation.database import db


def at_once(app: Flask, acts: Sequence[Callable[[], object]]) -> list[Exception]:
    """Run every act in a thread and an application context of its own, all starting together; what they raised."""
    start = Barrier(len(acts))
    raised: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
            except Exception as error:
                raised.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return raised
