from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from meetings.enums import MeetingState
from meetings.programme.sharing_views import css_string, shortened
from tests.factories import make_meeting, make_team, make_user, sign_in


def test_qr_code_is_a_picture_for_the_page_and_a_large_one_for_slides(client: FlaskClient) -> None:
    make_meeting(code="EGM")
    svg, png = client.get("/e/egm/qr.svg"), client.get("/e/EGM/qr.png")
    assert (svg.content_type, svg.text.startswith("<svg")) == ("image/svg+xml", True)
    assert "script" not in svg.text
    assert min(Image.open(BytesIO(png.data)).size) >= 600
    assert png.headers["Content-Disposition"] == 'attachment; filename="EGM-qr.png"'
    assert svg.headers["Cache-Control"] == "public, max-age=86400"


def test_qr_codes_differ_by_meeting(client: FlaskClient) -> None:
    make_meeting(code="ONE")
    make_meeting(code="TWO")
    assert client.get("/e/ONE/qr.svg").data != client.get("/e/TWO/qr.svg").data


@pytest.mark.parametrize("path", ["qr.svg", "qr.png", "en/print-1.css"])
def test_draft_gives_nothing_away_and_its_team_keeps_no_copy(client: FlaskClient, path: str) -> None:
    team = make_team()
    make_meeting(team, code="DRAFT", state=MeetingState.DRAFT)
    assert client.get(f"/e/DRAFT/{path}").status_code == 404
    sign_in(client, make_user("viewer", team))
    response = client.get(f"/e/DRAFT/{path}")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store, private")


def test_printed_pages_are_headed_by_title_and_dates_on_the_side_where_reading_begins(client: FlaskClient) -> None:
    make_meeting(code="EGM", title={"en": "Expert meeting", "ar": "اجتماع خبراء"})
    english, arabic = client.get("/e/EGM/en/print-1.css"), client.get("/e/EGM/ar/print-1.css")
    assert '@top-left{content:"Expert meeting"}@top-right{content:"27–28 February 2030"}' in english.text
    assert '@top-right{content:"اجتماع خبراء"}' in arabic.text
    assert english.content_type == "text/css; charset=utf-8"


@pytest.mark.parametrize("hostile", ['"}body{display:none}', "a\nb", "\\", "*/", "</style>", "\x00"])
def test_title_cannot_leave_its_string(hostile: str) -> None:
    inside = css_string(hostile)[1:-1]
    assert not set('"\n*<>{}/\x00') & set(inside)


def test_long_title_is_cut_between_words() -> None:
    assert shortened("word " * 40).endswith("word …")
    assert shortened("short") == "short"


def test_worker_is_served_from_the_root_and_asked_for_anew(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "offline_worker-X.js").write_text("self;")
    monkeypatch.setitem(app.config, "ASSETS", str(tmp_path))
    monkeypatch.setitem(app.extensions, "assets", {"offline_worker.js": "offline_worker-X.js"})
    with client.get("/sw.js") as response:
        assert (response.status_code, response.data, response.mimetype) == (200, b"self;", "text/javascript")
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"


def test_without_built_files_there_is_no_worker(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "assets", {})
    assert client.get("/sw.js").status_code == 404
