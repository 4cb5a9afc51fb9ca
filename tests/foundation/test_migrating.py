"""One process at a time changes the schema, and nobody waits for it without end."""

from __future__ import annotations

import threading

import pytest

from foundation import migrating
from tests.waiting import PATIENCE


def test_second_process_waits_for_the_first_and_then_gives_up(app, monkeypatch):
    monkeypatch.setattr(migrating, "PATIENCE", 0.3)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with app.app_context(), migrating._only_one(app):
            held.set()
            done.wait(PATIENCE)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(PATIENCE)
    try:
        with pytest.raises(SystemExit, match="too long"), migrating._only_one(app):
            pass
    finally:
        done.set()
        holder.join()

    with migrating._only_one(app):
        pass
