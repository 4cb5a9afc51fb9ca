from __future__ import annotations

from pathlib import Path

from config import Settings

README = (Path(__file__).resolve().parent.parent / "README.md").read_text()


def test_readme_lists_every_setting_with_its_meaning() -> None:
    missing = [
        name
        for name, field in Settings.model_fields.items()
        if f"| `{name.upper()}` |" not in README or str(field.description) not in README
    ]
    assert missing == []
