"""Every setting of the system, typed, in one place.

Settings come from environment variables of the same name (upper case), secrets also from files (`SECRETS`). A value
that cannot be used stops the start with one sentence that names the variable; see `load_settings`.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what would work."""


SECRETS = ("secret_keys", "database_url", "mail_username", "mail_password")
"""Settings that may stand in a file instead: `SECRET_KEYS_FILE` names the file that holds `SECRET_KEYS`."""
_LARGEST_SECRET = 65_536


class SecretFiles(PydanticBaseSettingsSource):
    """Secrets from the files that Docker, Kubernetes and systemd put them in, named by `<SETTING>_FILE`."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The content of the file, without blanks around it; None where no file is named."""
        variable = f"{field_name.upper()}_FILE"
        path = _environment().get(variable, "")
        if field_name not in SECRETS or not path:
            return None, field_name, False
        if _environment().get(field_name.upper()):
            raise SettingsError(f"Wrong setting: {field_name.upper()} and {variable} are both set: set one of them")
        return _content_of(variable, Path(path)), field_name, False

    def __call__(self) -> dict[str, Any]:
        """The settings that stand in files."""
        found = {name: self.get_field_value(field, name)[0] for name, field in Settings.model_fields.items()}
        return {name: text for name, text in found.items() if text is not None}


def _environment() -> dict[str, str]:
    return {name.upper(): value for name, value in os.environ.items()}


def _content_of(variable: str, path: Path) -> str:
    try:
        if not path.is_file():
            raise SettingsError(f"Wrong setting: {variable} names {path}, which is not a file")
        if path.stat().st_size > _LARGEST_SECRET:
            raise SettingsError(f"Wrong setting: {variable} names {path}, which is too large to be a secret")
        text = path.read_text("utf-8").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").strip()
    except OSError as error:
        raise SettingsError(f"Wrong setting: {variable} names {path}, which cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"Wrong setting: {variable} names {path}, which is not text in UTF-8") from None
    if not text:
        raise SettingsError(f"Wrong setting: {variable} names {path}, which is empty")
    if "\n" in text or "\0" in text:
        raise SettingsError(f"Wrong setting: {variable} names {path}, which holds more than one line")
    return text


class Settings(BaseSettings):
    """The typed settings; the README lists them with these descriptions."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment variables, and files that they name."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    demo: bool = Field(False, description="Demo data, demo sign-ins and the built-in mailbox; never in production.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the web server listens on.")
    base_url: str = Field(
        "", description="Public address of the site, in all it shows and sends; http://HOST:PORT if empty."
    )
    var_dir: Path = Field(ROOT / "var", description="Folder for the embedded database, stored files and the queue.")
    database_url: str = Field("", description="SQLAlchemy address; empty means SQLite in VAR_DIR.")
    secret_keys: str = Field(
        "",
        description="Comma-separated secrets of 32 characters or more; the first signs, the others still verify.",
    )
    web_processes: int = Field(2, ge=1, le=64, description="Web server processes.")
    web_threads: int = Field(8, ge=1, le=128, description="Threads of each web process.")
    worker_threads: int = Field(2, ge=1, le=64, description="Threads of the background worker.")
    mail_server: str = Field("localhost", description="SMTP server.")
    mail_port: int = Field(25, ge=1, le=65535, description="SMTP port.")
    mail_username: str = Field("", description="SMTP user, if the server wants one.")
    mail_password: str = Field("", description="SMTP password.")
    mail_use_tls: bool = Field(False, description="STARTTLS on the SMTP connection.")
    mail_use_ssl: bool = Field(False, description="TLS from the first byte on the SMTP connection.")
    mail_sender: str = Field("Plenary <plenary@example.org>", description="From address of mail without a meeting.")
    mail_to_mailbox: bool | None = Field(
        None, description="Deliver into the built-in mailbox instead of SMTP; demo mode's default."
    )
    session_hours: int = Field(12, ge=1, le=720, description="Hours after which a sign-in ends.")
    session_idle_minutes: int = Field(
        120, ge=10, le=43_200, description="Minutes without any use after which a sign-in ends."
    )
    secure_cookies: bool | None = Field(None, description="Cookies only over HTTPS; default: yes if BASE_URL is https.")
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="Reverse proxies in front; each adds the visitor to X-Forwarded-For."
    )
    rate_limits: bool = Field(True, description="Limits on public forms and personal links; off only for load tests.")
    undo_seconds: int = Field(
        10, ge=0, le=300, description="Seconds for which a decision on a registration waits to be taken back; 0: none."
    )
    message_undo_seconds: int = Field(
        60, ge=0, le=3600, description="Seconds for which a message to many waits to be taken back; 0: none."
    )
    upload_megabytes: int = Field(
        32, ge=1, le=2048, description="Largest file accepted, in MiB; other requests as a whole."
    )
    mail_content_days: int = Field(
        365, ge=7, le=36500, description="Days after which what a mail said is removed; that it was sent remains."
    )
    audit_values_days: int = Field(
        1095, ge=30, le=36500, description="Days after which old and new values leave the trail; who did what remains."
    )
    job_days: int = Field(30, ge=1, le=3650, description="Days after which finished background jobs are forgotten.")
    log_format: Literal["text", "json"] = Field("text", description="Shape of log lines.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least severe line logged.")

    @field_validator("base_url")
    @classmethod
    def _base_url_is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_is_supported(cls, value: str) -> str:
        if value.startswith(("postgres://", "postgresql://")):
            value = "postgresql+psycopg://" + value.split("://", 1)[1]
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("secret_keys")
    @classmethod
    def _secrets_are_long(cls, value: str) -> str:
        if any(len(key.strip()) < 32 for key in value.split(",") if value):
            raise ValueError("each secret must have 32 characters or more")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Settings:
        self.var_dir = self.var_dir.resolve()
        if not self.secret_keys:
            if not self.demo:
                raise ValueError("SECRET_KEYS must be set outside demo mode")
            self.secret_keys = _demo_secret(self.var_dir)
        if not self.base_url:
            self.base_url = f"http://{self.host}:{self.port}"
        if not self.database_url:
            self.var_dir.mkdir(parents=True, exist_ok=True)
            self.database_url = f"sqlite:///{self.var_dir / 'plenary.sqlite'}"
        if self.mail_to_mailbox is None:
            self.mail_to_mailbox = self.demo
        if self.secure_cookies is None:
            self.secure_cookies = self.base_url.startswith("https://")
        return self

    @property
    def keys(self) -> list[bytes]:
        """The secrets, newest first: sign with the first, accept any."""
        return [key.strip().encode() for key in self.secret_keys.split(",")]

    @property
    def on_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")


def _demo_secret(var_dir: Path) -> str:
    """A secret made at the first start in demo mode and kept in `var_dir`, so that links survive a restart."""
    path = var_dir / "demo-secret"
    var_dir.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; `overrides` win.

    Raises:
        SettingsError: a value cannot be used; the message names the variable.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except OSError as error:
        raise SettingsError(f"VAR_DIR cannot be used: {error.filename}: {error.strerror}.") from None
    except ValidationError as error:
        problems = []
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"]).upper()
            text = problem["msg"].removeprefix("Value error, ")
            is_secret = name.lower() in SECRETS
            shown = "" if is_secret else f" (it is {problem['input']!r})"
            problems.append(f"{name} {text}{shown}" if name else text)
        raise SettingsError("Wrong setting: " + "; ".join(problems)) from None
