"""The running system as the browser tests see it: its addresses, its people, and a look into its database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from playwright.sync_api import Browser, StorageState

from app import create_app
from foundation.database import db
from tests.processes.system import System

Answer = TypeVar("Answer")

ROLES = ("owner", "organiser", "assistant", "checkin", "viewer", "admin")


class Site:
    """A running system with demo data."""

    def __init__(self, system: System, browser: Browser | None) -> None:
        self.system = system
        self.address = system.address
        self._browser = browser
        self._states: dict[str, StorageState] = {}
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
        """The cookies of somebody who signed in with the button of a demo account."""
        if role not in self._states:
            assert self._browser is not None
            context = self._browser.new_context(base_url=self.address, locale="en")
            page = context.new_page()
            page.goto("/sign-in")
            page.locator(f'form[action$="/sign-in/demo"] button[value="{role}@example.org"]').click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
            self._states[role] = context.storage_state()
            context.close()
        return self._states[role]

    def close(self) -> None:
        """Let go of the database."""
        if self._app is not None:
            with self._app.app_context():
                db.engine.dispose()


def cookie(site: Site, name: str, value: str) -> Any:
    """A cookie of the site, for a browser context."""
    return {"name": name, "value": value, "url": site.address}
