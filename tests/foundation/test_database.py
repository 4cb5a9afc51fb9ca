from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from accounts.models import Team
from foundation.clock import now
from foundation.database import after_commit, db, writing
from tests.factories import make_team


def test_writing_rolls_back_on_an_error(app: Flask) -> None:
    with pytest.raises(RuntimeError), writing() as session:
        session.add(Team(name={"en": "Never"}, created_at=now()))
        session.flush()
        raise RuntimeError("stop")
    assert db.session.scalars(select(Team)).all() == []


def test_key_of_a_removed_row_is_not_given_to_a_new_one(app: Flask) -> None:
    removed = make_team().id
    with writing() as session:
        session.delete(session.get_one(Team, removed))
    assert make_team().id > removed


def test_writing_inside_writing_commits_once_at_the_end(app: Flask) -> None:
    calls: list[str] = []
    with writing("a") as session:
        with writing("b"):
            session.add(Team(name={"en": "One"}, created_at=now()))
            after_commit(lambda: calls.append("after"))
        assert calls == []
    assert calls == ["after"]


def test_after_commit_is_forgotten_when_rolled_back(app: Flask) -> None:
    calls: list[str] = []
    with pytest.raises(RuntimeError), writing():
        after_commit(lambda: calls.append("after"))
        raise RuntimeError("stop")
    with writing():
        pass
    assert calls == []


def test_after_commit_outside_writing_is_refused(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        after_commit(lambda: None)


def test_naive_instant_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError):
        make_team(created_at=datetime(2024, 1, 1))


def test_translated_text_survives_the_database(app: Flask) -> None:
    team = make_team(name={"en": "Unit", "ar": "وحدة"})
    db.session.expire_all()
    assert dict(team.name) == {"en": "Unit", "ar": "وحدة"}
