"""Fixtures of the tests of accounts."""

from __future__ import annotations

import pytest

from accounts.operations import signing_in


@pytest.fixture(autouse=True)
def answers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests for links are answered without the pause that hides whether a mail was owed."""
    monkeypatch.setattr(signing_in, "SECONDS_UNTIL_ANSWER", 0.0)
