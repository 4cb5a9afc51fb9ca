"""Several things at the same moment, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

import pytest
from flask import Flask

from foundation import database
from foundation.database import db
from tests.waiting import PATIENCE


def at_once(app: Flask, acts: Sequence[Callable[[], object]]) -> list[Exception]:
    """Run every act in a thread and an application context of its own, all starting together; what they raised.

    Nobody is refused for having waited: how long others take says how busy the machine is.
    """
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

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "REQUEST_PATIENCE", PATIENCE)
        patched.setattr(database, "WORK_PATIENCE", PATIENCE)
        threads = [Thread(target=run, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    db.session.rollback()
    return raised
