"""Personal links in mail: frozen as references, resolved when it is rendered, masked once it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

MASK = "•••"
REFERENCE = "$link"

Resolver = Callable[[int], str]

_resolvers: dict[str, Resolver] = {}
_token_paths: set[str] = {"r", "c", "sign-in", "reset", "password", "invitation", "invitations", "join"}


class UnknownLink(LookupError):
    """A reference of a kind that no room registered, or to a record that is gone."""


def register_link(kind: str, resolver: Resolver) -> None:
    """Say how a reference `{"$link": [kind, id]}` becomes an absolute address.

    The resolver raises LookupError when the record is gone: the message then fails for good.
    """
    _resolvers[kind] = resolver


def register_token_path(first_segment: str) -> None:
    """Add a first path segment of this site behind which a secret stands, e.g. `invitation`."""
    _token_paths.add(first_segment)


def link(kind: str, record_id: int) -> dict[str, list[Any]]:
    """The reference to put into the values of `owe`."""
    return {REFERENCE: [kind, record_id]}


def resolve_links(value: Any) -> Any:
    """A copy of `value` (JSON) with every reference replaced by its present address.

    Raises:
        UnknownLink: nobody registered the kind, or the record is gone.
    """
    if isinstance(value, dict):
        if set(value) == {REFERENCE}:
            return _address(*value[REFERENCE])
        return {key: resolve_links(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve_links(inner) for inner in value]
    return value


def mask_links(text: str) -> str:
    """`text` with the secret of every personal, sign-in, reset and invitation address replaced."""
    paths = "|".join(re.escape(path) for path in sorted(_token_paths))
    # The secret is the first long segment behind one of the paths, or the value of a parameter named token.
    text = re.sub(
        rf"((?:/(?:[a-z]{{2}}/)?(?:{paths})/)(?:[a-z][a-z-]*/){{0,3}})[A-Za-z0-9_.~%-]{{16,}}",
        lambda match: match[1] + MASK,
        text,
    )
    return re.sub(r"([?&;](?:token|key)=)[^&\s\"'<>]{16,}", lambda match: match[1] + MASK, text)


def mask_values(value: Any) -> Any:
    """A copy of `value` (JSON) with the addresses in all its strings masked; references stay as they are."""
    if isinstance(value, str):
        return mask_links(value)
    if isinstance(value, dict):
        return {key: mask_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [mask_values(inner) for inner in value]
    return value


def _address(kind: str, record_id: int) -> str:
    resolver = _resolvers.get(kind)
    if resolver is None:
        raise UnknownLink(kind)
    try:
        return resolver(record_id)
    except LookupError as error:
        raise UnknownLink(f"{kind} {record_id}") from error
