"""What wings say of their tables is whole, and what is forgotten fails at the start, with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from foundation.hooks import NothingOffered
from meetings.keeping.kept_rows import KeptRows, check_rows, kept_rows
from meetings.models.on_page import OnMeetingPage

TABLES = sorted(model.__tablename__ for model in OnMeetingPage.__subclasses__())  # type: ignore[attr-defined]


@pytest.fixture
def withdrawn(app: Flask, request: pytest.FixtureRequest) -> Iterator[KeptRows]:
    kept = kept_rows.get(request.param)
    assert kept is not None
    kept_rows.withdraw(request.param)
    yield kept
    kept_rows.withdraw(request.param)
    kept_rows.offer(request.param, kept)


def test_wings_have_said_everything(app: Flask) -> None:
    assert len(TABLES) > 9
    check_rows()


@pytest.mark.parametrize("withdrawn", TABLES, indirect=True)
def test_forgotten_table_is_named(withdrawn: KeptRows) -> None:
    table = withdrawn.model.__tablename__
    with pytest.raises(NothingOffered, match=f"“{table}”"):
        check_rows()
    kept_rows.offer(table, replace(withdrawn, copied=None))
    with pytest.raises(NothingOffered, match=f"copy takes over of “{table}”"):
        check_rows()
    if withdrawn.texts is not None:
        kept_rows.withdraw(table)
        kept_rows.offer(table, replace(withdrawn, texts=replace(withdrawn.texts, words={})))
        with pytest.raises(NothingOffered, match=f"texts of “{table}”"):
            check_rows()
