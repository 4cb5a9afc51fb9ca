from __future__ import annotations

from pathlib import Path

import pytest

from config import SettingsError, load_settings

SECRET = "s" * 40


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "abc", "PORT"),
        ("PORT", "70000", "PORT"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL must begin with sqlite:/// or postgresql://"),
        ("BASE_URL", "example.org", "BASE_URL must begin with http:// or https://"),
        ("SECRET_KEYS", "short", "SECRET_KEYS each secret must have 32 characters or more"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT"),
        ("WEB_PROCESSES", "0", "WEB_PROCESSES"),
    ],
)
def test_wrong_value_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv("SECRET_KEYS", SECRET)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert words in str(caught.value)


def test_secret_is_never_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEYS", "tiny-but-secret")
    with pytest.raises(SettingsError) as caught:
        load_settings(var_dir=tmp_path)
    assert "tiny-but-secret" not in str(caught.value)


def test_no_default_secret_outside_demo_mode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEYS", raising=False)
    with pytest.raises(SettingsError, match="SECRET_KEYS must be set outside demo mode"):
        load_settings(var_dir=tmp_path, demo=False)


def test_demo_secret_is_made_once_and_kept_to_its_owner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEYS", raising=False)
    first, second = load_settings(var_dir=tmp_path, demo=True), load_settings(var_dir=tmp_path, demo=True)
    assert first.keys == second.keys
    assert (tmp_path / "demo-secret").stat().st_mode & 0o077 == 0


def test_postgresql_address_gets_its_driver(tmp_path: Path) -> None:
    settings = load_settings(var_dir=tmp_path, secret_keys=SECRET, database_url="postgres://u:p@localhost/x")
    assert settings.database_url == "postgresql+psycopg://u:p@localhost/x"
