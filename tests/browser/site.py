"""The running system as the browser tests see it: its addresses, its people, and a look into its database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import StorageState

from accounts.access import start_session_values
from accounts.models import User
from accounts.queries import user_by_email
from app import create_app
from foundation.database import db
from tests.processes.system import System

Answer = TypeVar("Answer")


class Site:
    """A running system with demo data."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.address = system.address
        self._app: Flask | None = None

    @property
    def app(self) -> Flask:
        """An application of this process on the same database."""
        if self._app is None:
            self._app = create_app(self.system.settings(), testing=True)
        return self._app

    def look(self, question: Callable[[], Answer]) -> Answer:
        """What a query answers about the running system now."""
        with self.app.app_context():
            try:
                return question()
            finally:
                db.session.remove()

    def signed_in(self, role: str) -> StorageState:
        """The cookies of somebody of a demo role in a session that begins now: no other test can end it."""
        values = self.look(lambda: start_session_values(self._user(role)))
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        held = {
            "name": self.app.config["SESSION_COOKIE_NAME"],
            "value": serializer.dumps(values),
            "domain": urlsplit(self.address).hostname or "",
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": False,
            "sameSite": "Lax",
        }
        return {"cookies": [held], "origins": []}  # type: ignore[list-item]

    def _user(self, role: str) -> User:
        user = user_by_email(f"{role}@example.org")
        assert user is not None
        return user

    def close(self) -> None:
        """Let go of the database."""
        if self._app is not None:
            with self._app.app_context():
                db.engine.dispose()


def cookie(site: Site, name: str, value: str) -> Any:
    """A cookie of the site, for a browser context."""
    return {"name": name, "value": value, "url": site.address}
