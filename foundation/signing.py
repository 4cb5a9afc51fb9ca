"""Signed cookies that bear machines whose clocks disagree a little."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

SKEW_SECONDS = 300


class _PatientSigner(TimestampSigner):
    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        value, signed_at = super().unsign(signed_value, None, True)
        if max_age is not None:
            age = self.get_timestamp() - int(signed_at.timestamp())
            if not -SKEW_SECONDS <= age <= max_age + SKEW_SECONDS:
                raise SignatureExpired(f"Signature age {age} s", payload=value, date_signed=signed_at)
        return (value, signed_at) if return_timestamp else value


class PatientSessions(SecureCookieSessionInterface):
    """Flask's sessions; one that another machine has signed five minutes ahead or behind is as good as any."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The serializer of the session cookie."""
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = _PatientSigner
        return serializer
