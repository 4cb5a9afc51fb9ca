"""Addresses that mail programs and search engines wrap into one of their own, taken out of it.

Outlook and others send a click through themselves; what they add names the mailbox that received the link. It is taken
off wherever people type or paste an address, so that no page publishes it.
"""

from __future__ import annotations

import re
from base64 import b64decode, urlsafe_b64decode
from binascii import Error as NoBase64
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_PARAMETERS = (
    (r"(?:.+\.)?safelinks\.protection\.(?:outlook|office365)\.(?:com|us|cn)", r".*", ("url",), True),
    (r"statics\.teams\.(?:cdn\.office\.net|microsoft\.com)", r".*/safelinks/.*", ("url",), True),
    (r"linkprotect\.cudasvc\.com", r"/url", ("a",), True),
    (r".+\.trendmicro\.com", r"/wis/clicktime/.*", ("url",), True),
    (r"protect[0-9]*\.(?:fireeye|trellix)\.com", r"/.*", ("u",), True),
    (r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?", r"/url", ("q", "url"), False),
    (r"lm?\.(?:facebook|instagram)\.com", r"/(?:l\.php)?", ("u",), False),
    (r"(?:www\.)?linkedin\.com", r"/(?:redir/redirect|safety/go)/?", ("url",), False),
    (r"(?:www\.)?youtube\.com", r"/redirect", ("q",), False),
    (r"(?:www\.)?duckduckgo\.com", r"/l/", ("uddg",), False),
    (r"slack-redir\.net", r"/link", ("url",), False),
)
"""Host, path, the parameters of which one is the address meant, and whether others name whom it was sent to."""
_WRAPPERS = tuple((re.compile(host), re.compile(path), names, tells) for host, path, names, tells in _PARAMETERS)
_QUICK = re.compile(
    r"(?i)safelinks|urldefense|google\.|facebook\.com/l|instagram\.com/|linkedin\.com/(?:redir|safety)|youtube\.com/red"
    r"|duckduckgo|slack-redir|linkprotect|trendmicro|protect[0-9]*\.(?:fireeye|trellix)|secure-web\.cisco|protection\.sophos"
)
_IN_TEXT = re.compile(r"https?://[^\s<>\"]{1,8000}", re.IGNORECASE)
_AFTER = ".,;:!?)]}'»”’،؛؟"
_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MOST_LAYERS = 4
_MOST_PARAMETERS = LONGEST = 8000


def unwrapped(address: str) -> str:
    """The address that a known wrapper leads to; any other address as it is.

    One that leads nowhere readable loses its query, which names whom it was sent to.
    """
    for _layer in range(_MOST_LAYERS):
        if len(address) > LONGEST or not _QUICK.search(address):
            return address
        within = _within(address)
        if within is None:
            return address
        address = within
    return address.partition("?")[0]


def with_unwrapped(text: str) -> str:
    """The text with every address in it `unwrapped`."""
    return _IN_TEXT.sub(_replaced, text) if _QUICK.search(text) else text


def _replaced(match: re.Match[str]) -> str:
    address = match[0]
    if address.lower().startswith(("https://urldefense.com/v3/", "http://urldefense.com/v3/")):
        end = address.find("$") + 1 or len(address)
        return unwrapped(address[:end]) + address[end:]
    bare = address.rstrip(_AFTER)
    return unwrapped(bare) + address[len(bare) :]


def _within(address: str) -> str | None:
    """What is wrapped; the address without its query if that cannot be read, None if nothing is wrapped."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https"):
        return None
    for known, path, names, tells in _WRAPPERS:
        if known.fullmatch(host) and path.fullmatch(parts.path):
            values = _values_in(parts)
            found = next((_usable(values[name]) for name in names if name in values), "")
            return found or (_bare(parts) if tells else None)
    decode = _DECODERS.get(host) or (_sophos if host.endswith(".protection.sophos.com") else None)
    if decode is None:
        return None
    try:
        return _usable(decode(parts, address)) or _bare(parts)
    except (ValueError, NoBase64, IndexError):
        return _bare(parts)


def _values_in(parts: SplitResult) -> dict[str, str]:
    return dict(parse_qsl(parts.query, max_num_fields=_MOST_PARAMETERS)) if len(parts.query) <= LONGEST else {}


def _bare(parts: SplitResult) -> str:
    return parts._replace(query="", fragment="").geturl()


def _usable(address: str) -> str:
    address = re.sub(r"^(https?):/(?=[^/])", r"\1://", address.strip())
    is_address = re.match(r"(?:https?://[^\s/]|mailto:)\S*$", address, re.IGNORECASE)
    return address if is_address and len(address) <= LONGEST else ""


def _urldefense(parts: SplitResult, address: str) -> str:
    if parts.path.startswith("/v3/"):
        return _third_version(address[address.index("/v3/") + 4 :])
    found = _values_in(parts).get("u", "")
    return unquote(found.replace("-", "%").replace("_", "/")) if parts.path.startswith("/v2/") else found


def _third_version(wrapped: str) -> str:
    """`__address__;letters!!…`: each star of the address stands for the next letters, of which there may be a run."""
    address, _mark, rest = wrapped.removeprefix("__").rpartition("__;")
    packed = rest.partition("!")[0]
    letters = iter(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8"))

    def put_in(match: re.Match[str]) -> str:
        count = _RUNS.index(match[1]) + 2 if match[1] else 1
        return "".join(next(letters, "") for _each in range(count))

    return re.sub(r"\*(?:\*(.))?", put_in, address)


def _cisco(parts: SplitResult, address: str) -> str:
    return unquote(parts.path.rpartition("/")[2])


def _sophos(parts: SplitResult, address: str) -> str:
    packed = _values_in(parts).get("u", "")
    return b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8")


_DECODERS: dict[str, Callable[[SplitResult, str], str]] = {
    "urldefense.com": _urldefense,
    "urldefense.us": _urldefense,
    "urldefense.proofpoint.com": _urldefense,
    "secure-web.cisco.com": _cisco,
}
