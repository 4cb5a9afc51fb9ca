"""What must be there before anything is served."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from foundation.starting import CannotStart, check_installation


def test_build_that_is_not_whole(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "ROOT", tmp_path)
    with pytest.raises(CannotStart, match="make assets"):
        check_installation(app)
    (tmp_path / "frontend" / "dist").mkdir(parents=True)
    (tmp_path / "frontend" / "dist" / "manifest.json").write_text("{}")
    with pytest.raises(CannotStart, match="العربية"):
        check_installation(app)
