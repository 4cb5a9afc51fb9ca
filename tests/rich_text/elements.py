"""Reading HTML in tests, with a parser that is not the one under test."""

from __future__ import annotations

from html.parser import HTMLParser


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Every element with its attributes, in order."""
    found: list[tuple[str, dict[str, str]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, {name: value or "" for name, value in attrs}))

    reader = Reader(convert_charrefs=True)
    reader.feed(html)
    reader.close()
    return found
