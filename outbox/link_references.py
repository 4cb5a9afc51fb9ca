"""Personal links in mail: frozen as references, resolved when it is rendered, masked once it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from foundation.hooks import Hook
from foundation.link_tokens import HASH_BYTES

MASK = "•••"
REFERENCE = "$link"
# The one form of every token of `foundation.link_tokens`, in whatever address it stands, percent-encoded or not.
TOKEN = re.compile(
    rf"(?:(?<=[/=])|(?<=%2F)|(?<=%2f))[A-Za-z0-9]{{1,64}}\.[A-Za-z0-9_-]{{{(HASH_BYTES * 8 + 5) // 6}}}"
    r"(?![A-Za-z0-9_-])"
)

Resolver = Callable[[int, str], str]

resolvers: Hook[Resolver] = Hook("kind of link in mail")
"""By kind: how a reference `{"$link": [kind, id]}` in a mail to an address becomes an absolute address.

A resolver raises LookupError when the record is gone or belongs to another address: the message then fails for good.
"""


class UnknownLink(LookupError):
    """A reference of a kind that no package registered, or to a record that is gone or is not the reader's."""


def link(kind: str, record_id: int) -> dict[str, list[Any]]:
    """The reference to put into the values of `enqueue`."""
    return {REFERENCE: [kind, record_id]}


def resolve_links(value: Any, recipient: str) -> Any:
    """A copy of `value` (JSON) with every reference replaced by its present address, for a mail to `recipient`.

    Raises:
        UnknownLink: nobody registered the kind, or the record is gone or has another address.
    """
    if isinstance(value, dict):
        if set(value) == {REFERENCE}:
            return _address(value[REFERENCE], recipient)
        return {key: resolve_links(inner, recipient) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve_links(inner, recipient) for inner in value]
    return value


def addresses_in(value: Any, recipient: str) -> list[str]:
    """The present addresses of all references in `value` (JSON), for a mail to `recipient`.

    Raises:
        UnknownLink: as `resolve_links`.
    """
    if isinstance(value, dict):
        if set(value) == {REFERENCE}:
            return [_address(value[REFERENCE], recipient)]
        return [address for inner in value.values() for address in addresses_in(inner, recipient)]
    if isinstance(value, list):
        return [address for inner in value for address in addresses_in(inner, recipient)]
    return []


def mask_links(text: str) -> str:
    """`text` with the secret of every personal, sign-in, reset and invitation address replaced."""
    return TOKEN.sub(MASK, text)


def unmask_links(text: str, addresses: list[str]) -> str:
    """The reverse of `mask_links`, for those masked addresses that are now to read `addresses`."""
    for address in addresses:
        text = text.replace(mask_links(address), address) if MASK in text else text
    return text


def mask_values(value: Any) -> Any:
    """A copy of `value` (JSON) with all its strings masked; references stay as they are."""
    if isinstance(value, str):
        return mask_links(value)
    if isinstance(value, dict):
        return {key: mask_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [mask_values(inner) for inner in value]
    return value


def _address(reference: list[Any], recipient: str) -> str:
    kind, record_id = reference
    resolver = resolvers.get(kind)
    if resolver is None:
        raise UnknownLink(kind)
    try:
        return resolver(record_id, recipient)
    except LookupError as error:
        raise UnknownLink(f"{kind} {record_id}") from error
