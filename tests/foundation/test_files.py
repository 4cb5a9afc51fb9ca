"""How an uploaded content is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from foundation.database import db, writing
from foundation.files import StoredFile, disposition, path_of, remove_left_overs, store
from tests.threads import at_once

PDF = b"%PDF-1.7 "


def folder(app: Flask) -> Path:
    """Where stored files lie."""
    return Path(app.config["VAR_DIR"]) / "files"


def test_same_content_is_kept_once(app: Flask) -> None:
    with writing():
        first, second = store(PDF + b"one"), store(PDF + b"one")

    assert first.id == second.id
    assert path_of(first.sha256).read_bytes() == PDF + b"one"


def test_file_that_went_missing_is_there_again_when_it_is_uploaded_again(app: Flask) -> None:
    with writing():
        digest = store(PDF + b"two").sha256
    path_of(digest).unlink()

    with writing():
        store(PDF + b"two")

    assert path_of(digest).exists()


def test_same_new_content_from_several_sides_at_once_is_one_row(app: Flask) -> None:
    def keep() -> None:
        with writing():
            store(PDF + b"at once")

    assert at_once(app, [keep] * 6) == []
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_write_that_fails_half_way_leaves_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("disk full")

    before = set(folder(app).glob("*/*"))
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="disk full"), writing():
        store(PDF + b"three")

    assert set(folder(app).glob("*/*")) == before


def test_killed_upload_leaves_no_file_under_its_final_name(app: Flask) -> None:
    """A process that is killed while it writes: nothing stands under the final name, and the sweep takes the rest."""
    content = PDF + b"x" * 1000
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from foundation import files\n"
        "os.fsync = lambda descriptor: os.kill(os.getpid(), 9)\n"
        f"files.write_whole(Path({str(folder(app) / 'aa' / ('a' * 64))!r}), b'x' * 1000)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=app.config["ROOT"], check=False)

    assert ended.returncode == -9
    left = list((folder(app) / "aa").iterdir())
    assert left
    assert "a" * 64 not in [path.name for path in left]
    with writing():
        kept = store(content)
    for path in [*left, path_of(kept.sha256)]:
        os.utime(path, (1, 1))
    fresh = folder(app) / "aa" / "fresh"
    fresh.write_bytes(b"being written")

    remove_left_overs()

    assert not any(path.exists() for path in left)
    assert path_of(kept.sha256).exists()
    assert fresh.exists()
    fresh.unlink()


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("note.pdf", 'attachment; filename="note.pdf"'),
        ("Résumé.pdf", "attachment; filename=\"Resume.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf"),
        ("مذكرة.pdf", "attachment; filename=\"document.pdf\"; filename*=UTF-8''%D9%85%D8%B0%D9%83%D8%B1%D8%A9.pdf"),
        ('a"b.pdf', "attachment; filename=\"ab.pdf\"; filename*=UTF-8''a%22b.pdf"),
    ],
)
def test_name_of_a_download_is_right_in_every_script(name: str, header: str) -> None:
    assert disposition(name) == header
