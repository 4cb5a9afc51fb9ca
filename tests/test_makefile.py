"""What `make` says before it installs anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("target", ["setup", "run"])
def test_python_that_is_too_old_is_named_at_once(tmp_path: Path, target: str) -> None:
    python = tmp_path / "python"
    patched = "import sys; sys.version_info = (3, 10, 4); exec(sys.argv[1])"
    python.write_text(f'#!/bin/sh\n[ "$1" = -c ] || exit 7\nexec {sys.executable} -c "{patched}" "$2"\n')
    python.chmod(0o755)
    environment = {"PATH": os.environ["PATH"]}
    command = ["make", target, f"PYTHON={python}", f"VENV={tmp_path / 'venv'}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == "Python 3.11 or later is needed; this is 3.10"
    assert done.stdout == ""
    assert not (tmp_path / "venv").exists()
