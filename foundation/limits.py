"""Limits on how often one address may use a public form."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=False, strategy="fixed-window")


def init_limits(app: Flask) -> None:
    """Bind the limiter; RATE_LIMITS=0 turns it off for load tests."""
    settings = app.config["SETTINGS"]
    app.config["RATELIMIT_ENABLED"] = settings.rate_limits
    app.config["RATELIMIT_STORAGE_URI"] = settings.rate_limit_storage
    limiter.init_app(app)
