"""Leases by the clock of the database, and cookies signed by machines whose clocks disagree."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from itsdangerous import SignatureExpired

from foundation import clock, database_clock, signing
from foundation.database import db, writing
from foundation.jobs import Job, request_job


def test_leases_go_by_the_clock_of_the_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def ahead() -> datetime:
        return clock.now() + timedelta(minutes=5)

    monkeypatch.setattr(database_clock, "now", ahead)
    with writing():
        job = request_job("sample")
    on_sqlite = db.engine.dialect.name == "sqlite"  # there the machine's clock is the database's
    row = db.session.get_one(Job, job.id)
    assert (abs(row.lease_until - clock.now()) < timedelta(seconds=5)) is not on_sqlite
    assert (timedelta(minutes=4, seconds=55) < database_clock.skew() < timedelta(minutes=5, seconds=5)) is not on_sqlite


@pytest.mark.parametrize(("ahead", "is_good"), [(299, True), (-299, True), (310, False), (-3600 - 310, False)])
def test_a_cookie_bears_five_minutes_between_clocks(
    app: Flask, monkeypatch: pytest.MonkeyPatch, ahead: int, is_good: bool
) -> None:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    present = signing._PatientSigner.get_timestamp
    monkeypatch.setattr(signing._PatientSigner, "get_timestamp", lambda self: present(self) + ahead)
    cookie = serializer.dumps({"form": "open"})
    monkeypatch.setattr(signing._PatientSigner, "get_timestamp", present)

    if is_good:
        assert serializer.loads(cookie, max_age=3600) == {"form": "open"}
    else:
        with pytest.raises(SignatureExpired):
            serializer.loads(cookie, max_age=3600)
