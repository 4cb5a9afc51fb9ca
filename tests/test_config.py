from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import SECRETS, Settings, SettingsError, load_settings

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


def test_everything_that_looks_like_a_secret_may_stand_in_a_file() -> None:
    looks_like_one = re.compile(r"secret|password|username|token|credential|database_url|storage|_key\b")
    found = {name for name in Settings.model_fields if looks_like_one.search(name)}
    assert found - set(SECRETS) == {"rate_limits"} & found
    assert set(SECRETS) <= set(Settings.model_fields)


@pytest.mark.parametrize("name", SECRETS)
def test_secret_is_read_from_the_file_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    values = {"database_url": "sqlite:////tmp/x.sqlite", "secret_keys": "k" * 40}
    file = tmp_path / "secret"
    file.write_text(f"\ufeff{values.get(name, 'from-a-file')}\r\n")
    monkeypatch.setenv("SECRET_KEYS", SECRET)
    monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv(f"{name.upper()}_FILE", str(file))
    assert getattr(load_settings(var_dir=tmp_path), name) == values.get(name, "from-a-file")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "which is not a file"),
        (b"", "which is empty"),
        (b" \n", "which is empty"),
        (b"\xff\xfe\x00", "which is not text in UTF-8"),
        (b"tiny-but-secret\nsecond", "which holds more than one line"),
        (b"x" * 70_000, "which is too large to be a secret"),
        (b"tiny-but-secret", "SECRET_KEYS each secret must have 32 characters or more"),
    ],
)
def test_file_that_holds_no_secret_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.delenv("SECRET_KEYS", raising=False)
    monkeypatch.setenv("SECRET_KEYS_FILE", str(file))
    with pytest.raises(SettingsError) as caught:
        load_settings(var_dir=tmp_path)
    assert "SECRET_KEYS" in str(caught.value)
    assert words in str(caught.value)
    assert "tiny-but-secret" not in str(caught.value)


def test_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEYS", raising=False)
    monkeypatch.setenv("SECRET_KEYS_FILE", "/proc/self/mem")  # root may read every file, but nobody this one
    with pytest.raises(SettingsError, match="SECRET_KEYS_FILE names /proc/self/mem, which cannot be read"):
        load_settings(var_dir=tmp_path)


def test_value_and_file_at_once_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEYS", SECRET)
    monkeypatch.setenv("SECRET_KEYS_FILE", str(tmp_path / "anything"))
    with pytest.raises(SettingsError, match="SECRET_KEYS and SECRET_KEYS_FILE are both set"):
        load_settings(var_dir=tmp_path)
