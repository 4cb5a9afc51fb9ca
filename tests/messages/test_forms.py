from __future__ import annotations

import pytest

from messages.forms import unpack


@pytest.mark.parametrize("value", ["", "x", "[]", "3", "[" * 200_000, '{"id":' * 100_000, '{"id": [3, 1e400]}', None])
def test_hidden_audience_that_is_none_is_none(value: str | None) -> None:
    assert unpack(value) is None


@pytest.mark.parametrize(
    ("value", "audience"),
    [
        ('{"q": "\\ud800a\\u0000"}', {"q": "a", "alive": "1"}),
        ('{"country": "\\u0000x", "state": "none"}', {"alive": "1"}),
        ('{"id": [3, "9", 1.5, -1, [2], 99999999999]}', {"id": [3, 9]}),
    ],
)
def test_hidden_audience_keeps_only_what_the_list_offers(value: str, audience: dict[str, object]) -> None:
    assert unpack(value) == audience
