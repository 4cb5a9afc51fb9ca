"""Limits: failures only, the same everywhere, and whose outage stops nobody."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from accounts.operations.attempts import PAIR, count_password
from config import ROOT
from foundation import limits
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.limits import WRONG_LINKS, Failure, Flood, Limit, LimitReached, count, network
from foundation.outages import Unavailable
from registration.models.registrations import Registration
from registration.reading.links import manage_token
from tests.conftest import _Client
from tests.factories import make_meeting, make_registration, make_rules
from tests.registration.samples import form
from tests.waiting import PATIENCE, Watch, lasts

MOST = WRONG_LINKS[0].most
LIMIT = Limit("of a test", 10, timedelta(minutes=5))
OTHER_PROCESS = """
from app import create_app
from config import Settings
from datetime import timedelta
from foundation import limits
from foundation.limits import Limit, LimitReached, count
import sys
limits.PATIENCE = 60
app = create_app(Settings(var_dir=sys.argv[1], database_url=sys.argv[2], secret_keys=sys.argv[3], log_level="ERROR"))
allowed = 0
with app.app_context():
    for _ in range(10):
        try:
            count(Limit("of a test", 10, timedelta(minutes=5)).of("somebody"))
        except LimitReached:
            continue
        allowed += 1
print(allowed)
"""


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with its limits."""
    monkeypatch.setattr(app.config["SETTINGS"], "rate_limits", True)
    return app


def test_two_hundred_people_behind_one_address_register(limited: Flask, client: FlaskClient) -> None:
    meeting = make_meeting()
    make_rules(meeting)
    codes = []
    for number in range(200):
        data = form(email=f"person{number}@example.org")
        answer = client.post(f"/e/{meeting.code}/en/register", data=data, environ_base={"REMOTE_ADDR": "192.0.2.7"})
        codes.append(answer.status_code)
    assert codes == [303] * 200
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 200


def test_wrong_links_bar_wrong_links_only(limited: Flask, client: FlaskClient) -> None:
    meeting = make_meeting()
    token = manage_token(make_registration(meeting))
    paths = ["/r/no-such-link", "/c/wrong.png", "/my/wrong/en.ics", "/preview/wrong/en", "/r/wrong/data"]
    codes = [client.get(paths[number % len(paths)]).status_code for number in range(MOST + 10)]
    assert codes == [404] * MOST + [429] * 10
    refused = client.get("/r/again-wrong")
    assert int(refused.headers["Retry-After"]) >= 60
    assert client.get(f"/r/{token}").status_code == 200
    assert client.post(f"/r/{token}/cancel").status_code == 303


def test_what_succeeds_is_not_counted(limited: Flask, client: FlaskClient) -> None:
    token = manage_token(make_registration(make_meeting()))
    assert {client.get(f"/r/{token}").status_code for _ in range(MOST + 5)} == {200}
    assert db.session.scalar(select(func.count()).select_from(Failure)) == 0


def test_two_processes_count_together(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    arguments = [str(settings.var_dir), settings.database_url, settings.secret_keys]
    others = [
        subprocess.Popen([sys.executable, "-c", OTHER_PROCESS, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [int(other.communicate(timeout=PATIENCE)[0].split()[-1]) for other in others]
    assert sum(told) == LIMIT.most
    with pytest.raises(LimitReached):
        count(LIMIT.of("somebody"))
    count(LIMIT.of("somebody else"))


@contextmanager
def _nobody_else_writes() -> Iterator[None]:
    """Somebody else's transaction keeps the database, as far as counting goes."""
    if db.engine.dialect.name == "sqlite":
        other = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = db.engine.connect()
        other.execute(text("LOCK TABLE failure IN ACCESS EXCLUSIVE MODE"))
    try:
        yield
    finally:
        other.close()


def test_database_that_cannot_be_written_stops_nobody(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUEST_PATIENCE", PATIENCE)
    with _nobody_else_writes():
        watch = Watch()
        counted = count(LIMIT.of("somebody"))
    assert counted.rows == ()
    assert watch.seconds < 10 * limits.PATIENCE
    assert "could not be counted" in caplog.text
    assert count(LIMIT.of("somebody")).rows


def test_short_patience_of_a_count_is_not_that_of_the_next_act(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    count(LIMIT.of("somebody"))
    with writing() as session:
        assert session.scalar(text("PRAGMA busy_timeout")) > 2_000


def test_clock_that_was_ahead_bars_nobody_once_it_is_put_right(app: Flask) -> None:
    with frozen_at(now() + timedelta(days=1)), pytest.raises(LimitReached):
        for _ in range(LIMIT.most + 1):
            count(LIMIT.of("somebody"))
    for _ in range(LIMIT.most):
        assert count(LIMIT.of("somebody")).rows
    with pytest.raises(LimitReached) as reached:
        count(LIMIT.of("somebody"))
    assert reached.value.wait <= LIMIT.window


def test_flood_is_bounded_in_all_processes(limited: Flask) -> None:
    first, second = (Flood("of a test", 200, timedelta(minutes=5)) for _ in range(2))
    passed = 0
    with pytest.raises(LimitReached):
        for _ in range(1000):
            for flood in (first, second):
                flood.let_pass("2001:db8::1")
                passed += 1
    assert 200 <= passed <= 350
    with pytest.raises(LimitReached):
        first.let_pass("2001:db8::2")
    first.let_pass("2001:db8:1::2")


def test_only_a_trusted_proxy_says_whose_guess_it_was(limited: Flask) -> None:
    client = _Client(limited, limited.response_class)
    for number in range(MOST):
        client.get("/r/wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert client.get("/r/wrong", headers={"X-Forwarded-For": "192.0.2.200"}).status_code == 429


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_address_that_is_counted(address: str, counted: str) -> None:
    assert network(address) == counted


def test_no_password_is_compared_that_could_not_be_counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.limits.REQUEST_PATIENCE", 0.3)
    for known in ("", "device"):
        with _nobody_else_writes(), pytest.raises(Unavailable):
            count_password("lina@example.org", "192.0.2.1", known)
    assert count_password("lina@example.org", "192.0.2.1").counted.rows


def test_who_writes_a_great_deal_cannot_make_guesses_uncounted(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    stop, refused = threading.Event(), []

    def write() -> None:
        with app.app_context():
            while not stop.is_set():
                with writing(patience=30):
                    lasts(0.03)

    def guess() -> None:
        with app.app_context():
            for _each in range(10):
                try:
                    count_password("lina@example.org", "192.0.2.1")
                except LimitReached:
                    refused.append(1)

    writers = [threading.Thread(target=write) for _each in range(4)]
    guessers = [threading.Thread(target=guess) for _each in range(3)]
    for thread in (*writers, *guessers):
        thread.start()
    for thread in guessers:
        thread.join()
    stop.set()
    for thread in writers:
        thread.join()
    assert len(refused) == 30 - PAIR.most
