"""Text with structure that people write: kept as clean HTML, edited as plain text with light marks.

Columns hold HTML that went through `clean` or `from_plain`; only such text may be put into a page as it is (`markup`).
Organisers edit `to_plain(html)` in a text area and `from_plain` reads it back. Marks: a blank line ends a paragraph,
a line end inside one is a line break; `- ` and `1. ` begin list entries, indented ones are lists inside; `## ` and
`### ` are headings, `> ` a quotation, `| a | b |` lines a table whose first line is the head; `**strong**`, `*stress*`,
`__underlined__`, `[words](https://…)`. A mark meant as itself has a backslash before it. What the marks cannot say
(a table with joined cells, a direction of its own) stands in the text area as HTML and is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markupsafe import Markup

from foundation.form_fields import block_of_text
from foundation.web_links import unwrapped
from rich_text.marks import block_to_marks, marks_to_html
from rich_text.pasted import (
    HINTS,
    is_foreign,
    resolve_hints,
    without_islands,
)
from rich_text.tree import BLOCKS, Node, parse

MAXIMUM = 100_000
"""Most characters of clean HTML that are kept for one text."""
RAW_MAXIMUM = 1_000_000
"""Most characters that are read: Word writes ten times as much as it says."""
DEEPEST = 100
"""Most elements inside one another that are read."""
MOST_ELEMENTS = 12_000
"""Most elements that are read; ten pages of Word have two thousand."""
_INLINE_TAGS = ("br", "strong", "em", "u", "a", "span", "sup", "sub")
TAGS = BLOCKS.union(_INLINE_TAGS)
_SYNONYMS = {"b": "strong", "i": "em"}
_NEVER = {
    *("script", "style", "iframe", "object", "noscript", "template", "title", "textarea", "svg", "math"),
    *("del", "select", "button", "noembed", "noframes", "xmp"),
}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "ol": {"start", "type"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}


def _cleaner(tags: frozenset[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=_NEVER,
        attributes=attributes,
        attribute_filter=lambda tag, name, value: _kept_value(name, value),
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


_CLEANER = _cleaner(TAGS, _ATTRIBUTES)
_FIRST_CLEANER = _cleaner(TAGS | {"div", "h1", "h2", "h5", "h6"}, {**_ATTRIBUTES, "*": _ATTRIBUTES["*"] | HINTS})
"""Lets pass what `rich_pasted` reads; what it leaves goes through `_CLEANER`."""


class Unusable(ValueError):
    """The text cannot be taken."""


class TooLong(Unusable):
    """The text has more than `RAW_MAXIMUM` characters, or more than `MAXIMUM` when it is clean."""


class TooComplex(Unusable):
    """The text has more than `DEEPEST` elements inside one another, or more than `MOST_ELEMENTS`."""


def clean(html: str, direction: str = "") -> str:
    """Safe HTML with the structure of `html`; empty when there is nothing to read in it.

    Headings of any level, bold and italic become the ones we keep; what a word processor adds is dropped, and its
    paragraphs that look like lists become lists. `direction` (ltr or rtl) is that of the language; blocks that say no
    more than it lose their own.

    Raises:
        TooLong: more than `RAW_MAXIMUM` characters, or more than `MAXIMUM` when clean.
        TooComplex: more than `MOST_ELEMENTS`, or more than `DEEPEST` inside one another.
    """
    if len(html) > RAW_MAXIMUM:
        raise TooLong(len(html))
    # Each is a letter at least. The cleaner takes half a minute for a million of them.
    if (letters := html.count("&")) > MAXIMUM:
        raise TooLong(letters)
    if not html.strip():
        return ""
    html = block_of_text(without_islands(html))
    if _depth(html) > DEEPEST:
        raise TooComplex()
    safe = _FIRST_CLEANER.clean(_with_known_tags(html))
    if safe.count("<") - safe.count("</") > MOST_ELEMENTS:
        raise TooComplex()
    if (length := len(re.sub(r"<[^>]*>", "", safe))) > MAXIMUM:
        raise TooLong(length)
    tidied = _settled(safe, is_foreign(html), direction)
    for _again in range(5):
        if len(tidied) > 2 * MAXIMUM:
            break
        # What is tidied may now be read another way (an address that ended in a mark that is gone).
        before, tidied = tidied, _settled(_CLEANER.clean(tidied))
        if before == tidied:
            break
    if len(tidied) > MAXIMUM:
        raise TooLong(len(tidied))
    return tidied


def from_plain(text: str) -> str:
    """Clean HTML of a text typed with light marks.

    Raises:
        TooLong: more than `MAXIMUM` characters.
        TooComplex: it holds HTML of which `clean` says so.
    """
    if len(text) > MAXIMUM:
        raise TooLong(len(text))
    html = marks_to_html(block_of_text(text), clean)
    return clean(html) if html else ""


@lru_cache(maxsize=64)
def to_plain(html: str) -> str:
    """The text with light marks of clean HTML; `from_plain` gives the same HTML back."""
    return "\n\n".join(_to_plain_block(node) for node in parse(html).children if node.tag)


def _to_plain_block(node: Node) -> str:
    html = node.html()
    for tags in (False, True):
        marked = block_to_marks(node, tags)
        if marked is not None and from_plain(marked) == html:
            return marked
    return html


def length_of(html: str) -> int:
    """How many characters can be read in clean HTML."""
    return len(parse(html).text())


def to_paragraphs(html: str) -> tuple[str, ...]:
    """Plain paragraphs of clean HTML, for papers, mail and calendars; entries of lists begin with "• " or "1. "."""
    found: list[str] = []
    _collect(parse(html), found, "")
    return tuple(found)


def excerpt(html: str, length: int = 200) -> str:
    """The beginning of the plain text, cut at a word."""
    text = " ".join(" ".join(to_paragraphs(html)).split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:،؛") + "…"


def markup(html: str) -> Markup:
    """Clean HTML of a column, for a page."""
    return Markup(html)  # noqa: S704  (every column of rich text is written through `clean`)


def _kept_value(name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan", "start"):
        digits = value.strip()
        return digits if digits.isdecimal() and digits.isascii() and 1 <= int(digits[:4]) <= 100 else None
    if name == "type":
        return value if value in ("a", "A", "i", "I") else None
    if name == "lang":
        return value if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", value) else None
    if name == "href":
        return unwrapped(value)
    if name in ("dir", "scope"):
        return value.lower() if value.lower() in ("rtl", "ltr", "auto", "col", "row") else None
    return value


# French and abbreviations rely on the spaces at which no line breaks.
_BREAKABLE = re.compile("[^\\S\u00a0\u202f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_CLOSED_BY_THE_NEXT = frozenset(("p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option"))
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))


def _depth(html: str) -> int:
    """How many elements stand inside one another at most, those left open counted too."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in _CLOSED_BY_THE_NEXT or name in _VOID:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _with_known_tags(html: str) -> str:
    """Tags that mean the same as one we keep are written as that one; the cleaner then sees to everything else."""

    def rename(match: re.Match[str]) -> str:
        return match.group(1) + _SYNONYMS[match.group(2).lower()]

    names = "|".join(_SYNONYMS)
    return re.sub(rf"(</?)({names})(?=[\s/>])", rename, html, flags=re.IGNORECASE)


def _settled(html: str, foreign: bool = False, direction: str = "") -> str:
    root = parse(html)
    resolve_hints(root, foreign)
    if direction:
        _forget_direction(root, direction)
    root.tidy()
    return "\n".join(child.html() for child in root.children) if root.text().strip() else ""


def _forget_direction(node: Node, around: str) -> None:
    for child in node.children:
        if child.tag in BLOCKS and child.attributes.get("dir") == around:
            del child.attributes["dir"]
        _forget_direction(child, child.attributes.get("dir", around))


def _counted(number: int, numbered: Node, entry: Node) -> str:
    """How an entry is counted on paper: 2., b. or ب."""
    kind = numbered.attributes.get("type", "1")
    if kind == "1":
        return f"{number}. "
    if kind in "iI":
        return f"{_roman(number) if kind == 'i' else _roman(number).upper()}. "
    letters = "أبجدهوزحطيكلمنسعفصقرشت" if re.search("[\u0621-\u064a]", entry.text()) else "abcdefghijklmnopqrstuvwxyz"
    letter = letters[number - 1] if number <= len(letters) else str(number)
    return f"{letter.upper() if kind == 'A' else letter}. "


def _roman(number: int) -> str:
    signs = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written = ""
    for value, sign in signs:
        written += sign * (number // value)
        number %= value
    return written


def _joined(line: str) -> str:
    return _BREAKABLE.sub(" ", line).strip()


def _collect(node: Node, found: list[str], mark: str) -> None:
    inline: list[Node] = []

    def close() -> None:
        text = "\n".join(_joined(line) for line in Node("p", children=list(inline)).text().split("\n"))
        if text.strip():
            found.append(mark + text.strip())
        inline.clear()

    for child in node.children:
        if child.tag not in BLOCKS:
            inline.append(child)
            continue
        close()
        if child.tag in ("ul", "ol"):
            for number, entry in enumerate(child.children, int(child.attributes.get("start", "1"))):
                _collect(entry, found, "• " if child.tag == "ul" else _counted(number, child, entry))
        elif child.tag == "tr":
            cells: list[list[str]] = []
            for cell in child.children:
                cells.append([])
                _collect(cell, cells[-1], "")
            found.append(" | ".join(_joined(" ".join(cell)) for cell in cells).rstrip())
        else:
            _collect(child, found, mark if child.tag == "p" else "")
    close()
