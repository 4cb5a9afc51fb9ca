from __future__ import annotations

from foundation.page_cache import PageCache


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
