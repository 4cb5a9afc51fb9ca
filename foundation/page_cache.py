"""Rendered pages, kept per process and found by what they show and its version.

A page is stored under a key (meeting, language, phase …) together with the version it shows. A lookup names the
version that is true now, so a stale page cannot be served; the newer one replaces it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

from flask import Request, Response

LARGEST_BYTES = 48 * 1024 * 1024
PUBLIC = "public, no-cache"
_REFUSES_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page, ready to send."""

    version: Hashable
    body: bytes
    zipped: bytes
    etag: str
    content_type: str
    more: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers of this page, whatever its encoding."""
        return [
            ("ETag", self.etag),
            ("Cache-Control", PUBLIC),
            ("Vary", "Accept-Encoding"),
            ("Content-Type", self.content_type),
            *self.more,
        ]

    def is_known_by(self, if_none_match: str) -> bool:
        """Whether a visitor who sends this If-None-Match has the page; weak tags and lists count."""
        return self.etag in if_none_match or if_none_match.strip() == "*"

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return len(self.body) + len(self.zipped)


class PageCache:
    """Least recently used pages up to a number of bytes; safe between threads."""

    def __init__(self, largest: int = LARGEST_BYTES) -> None:
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = Lock()
        self._largest = largest
        self._size = 0

    def find(self, key: Hashable, version: Hashable) -> Page | None:
        """The page under `key` if it shows `version`."""
        page = self._pages.get(key)
        if page is None or page.version != version:
            return None
        with suppress(KeyError):  # evicted by another thread in between; the page at hand is still right
            self._pages.move_to_end(key)
        return page

    def get(
        self,
        key: Hashable,
        version: Hashable,
        render: Callable[[], str | bytes],
        content_type: str = "text/html; charset=utf-8",
        more: tuple[tuple[str, str], ...] = (),
    ) -> Page:
        """The page under `key` if it shows `version`, else what `render` makes now; `more` are headers of its own."""
        return self.find(key, version) or self._keep(key, make_page(render(), version, content_type, more))

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self._size = 0

    def _keep(self, key: Hashable, page: Page) -> Page:
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._size > self._largest and len(self._pages) > 1:
                self._size -= self._pages.popitem(last=False)[1].size
        return page


def make_page(text: str | bytes, version: Hashable, content_type: str, more: tuple[tuple[str, str], ...] = ()) -> Page:
    """A page with its compressed form and a strong ETag over its content."""
    body = text.encode() if isinstance(text, str) else text
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    return Page(version, body, gzip.compress(body, 6, mtime=0), f'"{digest}"', content_type, more)


def understands_gzip(accept_encoding: str) -> bool:
    """Whether a visitor who sends this Accept-Encoding can unpack a compressed page."""
    return "gzip" in accept_encoding and _REFUSES_GZIP.search(accept_encoding) is None


def respond(page: Page, request: Request) -> Response:
    """The response to a request: 304 when the visitor has this page, compressed when understood."""
    if page.is_known_by(request.headers.get("If-None-Match", "")):
        return Response(status=304, headers=page.headers)
    if understands_gzip(request.headers.get("Accept-Encoding", "")):
        return Response(page.zipped, headers=[*page.headers, ("Content-Encoding", "gzip")])
    return Response(page.body, headers=page.headers)


pages = PageCache()
