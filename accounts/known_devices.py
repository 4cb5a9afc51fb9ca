"""Devices from which an account has signed in before: a signed cookie that opens nothing.

It only lets the account try its password where limits on others' guesses would bar it (`accounts.operations.attempts`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

COOKIE = "device"
SECONDS = 400 * 86_400
MOST_ACCOUNTS = 8


def device_knowing(email: str) -> str:
    """The mark of the visitor's device if the account `email` (normal form) has signed in from it, else empty."""
    mark, accounts = _read()
    return mark if _account(email) in accounts else ""


def remember_device(response: Response, email: str) -> None:
    """Let the device of this request be one that the account knows."""
    mark, accounts = _read()
    account = _account(email)
    accounts = [account, *(each for each in accounts if each != account)][:MOST_ACCOUNTS]
    value = _serializer().dumps([mark or secrets.token_urlsafe(12), *accounts])
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(_name(), str(value), max_age=SECONDS, samesite="Lax", httponly=True, secure=secure)


def _read() -> tuple[str, list[str]]:
    try:
        mark, *accounts = _serializer().loads(request.cookies.get(_name(), ""))
    except (BadData, ValueError, TypeError):
        return "", []
    return str(mark), [str(each) for each in accounts]


def _name() -> str:
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _account(email: str) -> str:
    key: bytes = current_app.config["KEYS"][-1]
    return hmac.new(key, f"account of a device\0{email}".encode(), hashlib.sha256).hexdigest()[:22]


def _serializer() -> URLSafeSerializer:
    # Oldest first, as itsdangerous wants them: the last signs, all verify.
    return URLSafeSerializer(list(reversed(current_app.config["KEYS"])), salt="known device")
