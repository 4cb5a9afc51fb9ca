"""No test depends on speed or luck: none sleeps, reads a clock or throws dice but by what was made for it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CLOCKS = {"time", "monotonic", "perf_counter", "process_time", "thread_time"}
LONG_ENOUGH = 60.0
ALLOWED = {
    "waiting.py": {"sleep", "clock"},
    "costs.py": {"clock"},
    "conftest.py": {"deadline"},
    # A mail server that takes its time.
    "outbox/letters.py": {"sleep"},
    "test_sleeps.py": {"sleep in a text"},
}
"""What files may do, and only they."""


def sins(source: str) -> set[tuple[int, str]]:
    """Lines of a program that make it depend on speed or luck, and how."""
    tree = ast.parse(source)
    pacing = {id(part) for loop in ast.walk(tree) if isinstance(loop, ast.While) for part in ast.walk(loop.test)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "time.sleep(" in node.value:
            found.add((node.lineno, "sleep in a text"))
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found |= {(node.lineno, "sleep" if name.name == "sleep" else "clock") for name in node.names}
        if isinstance(node, ast.keyword) and node.arg == "deadline":
            found.add((node.value.lineno, "deadline"))
        if isinstance(node, ast.Call):
            found |= {(node.lineno, sin) for sin in _sins_of_call(node, is_pacing=id(node) in pacing)}
    return found


def _sins_of_call(call: ast.Call, *, is_pacing: bool) -> set[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    owner = getattr(getattr(call.func, "value", None), "id", "")
    found = set()
    if name in ("sleep", "wait_for_timeout"):
        found.add("sleep")
    if owner == "time" and name in CLOCKS:
        found.add("clock")
    if owner == "random" and not (name == "Random" and call.args):
        found.add("dice without a seed")
    limits = [keyword.value for keyword in call.keywords if keyword.arg == "timeout"]
    limits += call.args[:1] if name in ("wait", "join", "communicate") else []
    numbers = [limit.value for limit in limits if isinstance(limit, ast.Constant)]
    if not is_pacing and any(isinstance(number, int | float) and number < LONG_ENOUGH for number in numbers):
        found.add("short patience")
    return found


@pytest.mark.parametrize(
    ("line", "sin"),
    [
        ("time.sleep(0.3)", "sleep"),
        ("await asyncio.sleep(1)", "sleep"),
        ("from time import sleep", "sleep"),
        ("page.wait_for_timeout(300)", "sleep"),
        ("began = time.perf_counter()", "clock"),
        ("from time import monotonic", "clock"),
        ("HOLD = 'import time; time.sleep(60)'", "sleep in a text"),
        ("random.shuffle(names)", "dice without a seed"),
        ("luck = random.Random()", "dice without a seed"),
        ("@settings(deadline=500)\ndef test(): ...", "deadline"),
        ("held.wait(5)", "short patience"),
        ("done = subprocess.run(command, timeout=20)", "short patience"),
        ("while not stop.wait(1): held.wait(PATIENCE); random.Random(7); ', '.join(names)", None),
    ],
)
def test_what_depends_on_speed_is_seen(line: str, sin: str | None) -> None:
    assert {found for _line, found in sins(line)} == ({sin} if sin else set())


def test_nothing_depends_on_speed_or_luck() -> None:
    files = sorted(HERE.rglob("*.py"))
    assert len(files) > 200
    named = [
        f"{path.relative_to(HERE)}:{line}: {sin}"
        for path in files
        for line, sin in sorted(sins(path.read_text()))
        if sin not in ALLOWED.get(str(path.relative_to(HERE)), ())
    ]
    assert named == [], "tests/waiting.py and tests/costs.py wait and measure"
