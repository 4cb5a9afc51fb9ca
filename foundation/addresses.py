"""What the address of a request may hold: numbers that every database can hold, and no NUL.

A number past the range of a key names nothing, nor does a NUL; a database would answer either with an error.
"""

from __future__ import annotations

from flask import Flask, abort, request
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from foundation.link_tokens import make_token, reference_in, token_is_valid

LARGEST_NUMBER = 2**31 - 1
LONGEST_QUERY = 16_000
"""Bytes of the query part of an address; the longest that a page makes has some hundreds."""


def number(text: str) -> int:
    """A number of the query part of an address, for `request.args.get(name, default, type=number)`.

    Raises:
        ValueError: it is none, negative, or larger than any key or page.
    """
    value = int(text)
    if not 0 <= value <= LARGEST_NUMBER:
        raise ValueError(text)
    return value


class KeyConverter(IntegerConverter):
    """`<int:…>` in addresses: a larger number than a key can be leads to no page."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_NUMBER)


class SignedConverter(BaseConverter):
    """`<signed('logo'):…>` in addresses: a key that nobody can guess, whom no page has shown the address."""

    regex = r"[0-9]{1,10}\.[A-Za-z0-9_-]{20,50}"

    def __init__(self, map: Map, purpose: str) -> None:
        super().__init__(map)
        self.purpose = purpose

    def to_python(self, value: str) -> int:
        """The key."""
        reference = reference_in(value) or ""
        if not token_is_valid(value, self.purpose, reference, 1):
            raise ValidationError
        return int(reference)

    def to_url(self, value: int) -> str:
        """The key with its keyed hash."""
        return make_token(self.purpose, str(value), 1)


def loggable(path: str) -> str:
    """A path on one line, without the secret half of a personal link."""
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in path)
    return "/".join(
        f"{part.split('.')[0]}.…" if "." in part and len(part) > 24 else part for part in printable.split("/")
    )


def init_addresses(app: Flask) -> None:
    """Refuse addresses that no page made; call before any route is added."""
    app.url_map.converters["int"] = KeyConverter
    app.url_map.converters["signed"] = SignedConverter
    app.before_request(_refuse_hostile)


def _refuse_hostile() -> None:
    if "\0" in request.path:
        abort(404)
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if b"%00" in request.query_string:
        abort(400)
