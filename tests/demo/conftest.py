"""The demo, loaded once for each module that only reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from demo.loading import load_demo
from foundation.database import db
from tests.conftest import _empty_tables


@pytest.fixture(scope="module")
def loaded(application: Flask) -> Iterator[Flask]:
    """The application with the demo in its database."""
    with application.app_context():
        load_demo()
        db.session.remove()
    yield application
    with application.app_context():
        _empty_tables()
        db.session.remove()


@pytest.fixture
def demo(loaded: Flask) -> Iterator[Flask]:
    """The loaded demo, inside a context; for tests that write nothing."""
    with loaded.app_context():
        yield loaded
        db.session.remove()
