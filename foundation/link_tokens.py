"""Personal links: a token that opens one record of one person, with nothing to remember and nothing stored.

A token is `<reference>.<keyed hash>` where the hash covers purpose, reference and generation under a secret key.
Raising the record's generation makes every earlier token of it worthless; keys rotate by putting a new one first
in SECRET_KEYS and removing the old one once its links have aged.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from flask import current_app

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
HASH_BYTES = 20  # 160 bits; architecture rule 7 asks for at least 128


def new_reference(length: int = 8) -> str:
    """A random reference that people can read out: no 0/O, 1/I."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def make_token(purpose: str, reference: str, generation: int) -> str:
    """The token of a record for one purpose, under the newest key."""
    return f"{reference}.{_hash(current_app.config['KEYS'][0], purpose, reference, generation)}"


def reference_in(token: str) -> str | None:
    """The reference a token claims to be for, unverified; None when it has not the form of a token."""
    reference, dot, mac = token.partition(".")
    has_form = bool(dot and mac) and 1 <= len(reference) <= 64 and len(token) <= 160
    # A database refuses NUL and lone surrogates with an error instead of finding nothing.
    return reference if has_form and reference.isprintable() else None


def token_is_valid(token: str, purpose: str, reference: str, generation: int) -> bool:
    """Whether a token is the record's current one under any accepted key; takes the same time for any answer."""
    mac = token.partition(".")[2].encode()
    matches = [
        hmac.compare_digest(mac, _hash(key, purpose, reference, generation).encode())
        for key in current_app.config["KEYS"]
    ]
    return any(matches)


def _hash(key: bytes, purpose: str, reference: str, generation: int) -> str:
    message = f"{purpose}\x00{reference}\x00{generation}".encode()
    digest = hmac.new(key, message, hashlib.sha256).digest()[:HASH_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
