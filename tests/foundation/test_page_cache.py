from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from foundation.page_cache import PageCache, make_page, understands_gzip
from foundation.page_cache_middleware import CachedPages, PageCacheMiddleware, cached_pages


def test_page_is_rendered_once_per_version() -> None:
    cache, rendered = PageCache(), []

    def render() -> str:
        rendered.append(1)
        return f"page {len(rendered)}"

    assert cache.get("a", 1, render).body == b"page 1"
    assert cache.get("a", 1, render).body == b"page 1"
    assert cache.get("a", 2, render).body == b"page 2"


def test_oldest_page_leaves_when_memory_is_full() -> None:
    cache = PageCache(largest=3000)
    for key in ("a", "b", "c"):
        cache.get(key, 1, lambda: bytes(range(256)) * 5)
    calls: list[int] = []
    cache.get("a", 1, lambda: (calls.append(1), "again")[1])
    assert calls == [1]


def test_same_content_has_the_same_etag() -> None:
    cache = PageCache()
    assert cache.get("a", 1, lambda: "x").etag == cache.get("b", 7, lambda: "x").etag


@pytest.mark.parametrize(
    ("sent", "known"),
    [("*", True), ('"other", {tag}', True), ("W/{tag}", True), ('"other"', False), ("", False), ("{tag}"[:-1], False)],
)
def test_visitor_knows_a_page_by_lists_weak_tags_and_the_star(sent: str, known: bool) -> None:
    page = make_page("x", 1, "text/html")
    assert page.is_known_by(sent.replace("{tag}", page.etag)) is known


@pytest.mark.parametrize(
    ("header", "understood"),
    [
        ("gzip, deflate, br", True),
        ("gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("br, gzip; q=0.0, x", False),
        ("", False),
    ],
)
def test_page_is_compressed_only_where_it_is_understood(header: str, understood: bool) -> None:
    assert understands_gzip(header) is understood


def test_database_that_fails_in_the_front_leaves_the_answer_to_the_application(app: Flask) -> None:
    def fail(*_arguments: object) -> None:
        raise OperationalError("select", {}, Exception("no database"))

    front = PageCacheMiddleware(app)
    front._inner = lambda environ, start_response: [b"the application answers"]
    cached_pages.offer("broken", CachedPages(re.compile("/broken"), fail))
    try:
        answer = front({"REQUEST_METHOD": "GET", "PATH_INFO": "/broken"}, lambda *_: None)
    finally:
        cached_pages.withdraw("broken")
    assert answer == [b"the application answers"]
