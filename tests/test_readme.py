from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from config import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
MADE = ("var", "frontend")
"""Where files are made that the repository does not hold."""


def test_readme_lists_every_setting_with_its_meaning() -> None:
    missing = [
        name
        for name, field in Settings.model_fields.items()
        if f"| `{name.upper()}` |" not in README or str(field.description) not in README
    ]
    assert missing == []


@pytest.mark.parametrize("page", ["concepts", "testing", "architecture", "security"])
def test_what_a_page_names_in_the_code_is_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text()
    named = set(re.findall(r"`((?:[a-z_]+/)+(?:[\w.-]+)?|[a-z_]+(?:\.[a-z_]+)+\.[A-Z]\w+)`", text))
    assert len(named) > 4
    missing = [name for name in sorted(named) if not _is_there(name)]
    assert missing == []


def _is_there(name: str) -> bool:
    if "/" not in name:
        module, _dot, attribute = name.rpartition(".")
        return hasattr(import_module(module), attribute)
    return name.split("/")[0] in MADE or any(
        (ROOT / below / name).exists() for below in ("", "meetings", "registration", "templates", "tests")
    )
