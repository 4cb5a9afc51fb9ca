"""The templates are formatted, and short enough a line to be read and changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.*")) if path.suffix in (".html", ".txt")]
LONGEST = 140
CONTROL = re.compile(
    r"<(?:input|select|button|textarea)\b"
    r"|\{\{-? (?:field|checkbox|choices|choice_cards|control|translated_fields|filter_select|sort_select|row_buttons)\("
)


def lines() -> list[tuple[str, str]]:
    found = [
        (f"{path.relative_to(ROOT)}:{number}", line)
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
    ]
    assert len(found) > 6000
    return found


def test_templates_are_formatted() -> None:
    """As `make format` leaves them; what it cannot read, such as an element that nothing closes, it names."""
    if (node := shutil.which("node") or shutil.which("node", path=ROOT / ".venv" / "bin")) is None:
        if os.environ.get("CI"):
            pytest.fail("node is missing")
        pytest.skip("node is missing")
    done = subprocess.run(
        [node, "tools/format_templates.mjs", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_lines_are_short() -> None:
    assert [place for place, line in lines() if len(line) > LONGEST] == []


def test_a_line_has_one_control() -> None:
    assert [place for place, line in lines() if len(CONTROL.findall(line)) > 1] == []


def test_lines_hold_no_chain_of_blocks() -> None:
    """One decision within a line of text is read at a glance; a third one hides what the line says."""
    assert [place for place, line in lines() if len(re.findall(r"\{%-? (?:if|for) ", line)) > 2] == []
