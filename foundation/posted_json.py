"""JSON in hidden controls of forms: made by a page, brought back by anybody."""

from __future__ import annotations

import json
import math
from typing import Any

LONGEST = 2_000_000


def read_posted(text: str | None) -> Any:
    """The value of a hidden control; None when it is no JSON, is nested without end or holds no finite number."""
    try:
        return json.loads((text or "")[:LONGEST], parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return None


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value
