"""Answers a cached public page before the rest of the application is asked.

Sessions, rate limits and request hooks have no part in a page that is the same for everybody. A package offers a finder
for its addresses; it does the one query that tells which version is true now, and gives back the page if it is in
the cache. Everything else goes on to Flask, which renders and fills the cache.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from foundation.database import check_line, note_trouble, single_statement_engine
from foundation.hooks import Hook
from foundation.outages import Unavailable
from foundation.page_cache import Page, understands_gzip
from foundation.postgresql import REQUEST_SECONDS, waiting_at_most
from foundation.security import headers_of_every_page

Finder = Callable[["OneQuery", re.Match[str]], Page | None]
OneQuery = Callable[[Any, dict[str, Any]], tuple[Any, ...] | None]
"""Reads the only row of a statement as the driver gives it: for integers and texts."""


class CachedPages(NamedTuple):
    """Pages that a package caches: the finder is asked for paths that match the pattern wholly."""

    pattern: re.Pattern[str]
    find: Finder


cached_pages: Hook[CachedPages] = Hook("finder of cached pages")


class PageCacheMiddleware:
    """WSGI middleware around an application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._inner = app.wsgi_app
        self._engine: Engine | None = None
        self._headers: list[tuple[str, str]] | None = None
        self._troubles: tuple[type[Exception], ...] = (SQLAlchemyError, Unavailable)
        self._compiled: dict[Any, Any] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve from the cache or pass on."""
        if environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING"):
            with waiting_at_most(REQUEST_SECONDS):
                page = self._find(environ["PATH_INFO"])
            if page is not None:
                return self._answer(page, environ, start_response)
        return self._inner(environ, start_response)

    def _find(self, path: str) -> Page | None:
        for pages in cached_pages:
            match = pages.pattern.fullmatch(path)
            try:
                page = pages.find(self._read_one, match) if match else None
            except self._troubles as error:
                # The application meets the same trouble, without waiting again, and says so on a page of its own.
                if not isinstance(error, Unavailable):
                    self._app.logger.warning("no page was looked up for %s", match, exc_info=True)
                    note_trouble(self._app, error)
                return None
            if page is not None:
                return page
        return None

    def _answer(self, page: Page, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self._headers is None:
            self._headers = headers_of_every_page(self._app)
        headers = [*self._headers, *page.headers]
        if page.is_known_by(environ.get("HTTP_IF_NONE_MATCH", "")):
            start_response("304 NOT MODIFIED", headers)
            return [b""]
        zipped = understands_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = page.zipped if zipped else page.body
        if zipped:
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return [body]

    def _read_one(self, statement: Any, parameters: dict[str, Any]) -> tuple[Any, ...] | None:
        if self._engine is None:
            with self._app.app_context():
                self._engine = single_statement_engine()
            self._troubles = (SQLAlchemyError, Unavailable, self._engine.dialect.loaded_dbapi.Error)
        compiled = self._compiled.get(statement)
        if compiled is None:
            compiled = self._compiled[statement] = statement.compile(dialect=self._engine.dialect)
        names = compiled.positiontup
        values = parameters if names is None else tuple(parameters[name] for name in names)
        check_line(self._app)
        # The driver itself: what SQLAlchemy does around a statement takes four times as long as this one does.
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(str(compiled), values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
        return row


def init_page_cache_middleware(app: Flask) -> None:
    """Put the front before the application."""
    front = PageCacheMiddleware(app)
    app.extensions["page_cache_middleware"] = front
    app.wsgi_app = front  # type: ignore[method-assign]
