"""Identities of calendar entries (UID, RFC 5545 3.8.4.7)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app

from foundation.link_tokens import new_reference


def new_calendar_uid() -> str:
    """A calendar identity that nothing else in the world has."""
    host = urlsplit(current_app.config["SETTINGS"].base_url).hostname or "localhost"
    return f"{new_reference(24).lower()}@{host[:50]}"
