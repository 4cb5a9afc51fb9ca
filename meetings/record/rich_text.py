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

import nh3
from markupsafe import Markup

from foundation.form_fields import block_of_text
from meetings.record.rich_marks import block_to_marks, marks_to_html
from meetings.record.rich_tree import BLOCKS, Node, parse

MAXIMUM = 100_000
"""Most characters of HTML that are accepted for one text."""
TAGS = frozenset(
    [
        "p",
        "br",
        "strong",
        "em",
        "u",
        "a",
        "ul",
        "ol",
        "li",
        "h3",
        "h4",
        "blockquote",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "sup",
        "sub",
    ]
)
_SYNONYMS = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={
        "script",
        "style",
        "iframe",
        "object",
        "noscript",
        "template",
        "title",
        "textarea",
        "svg",
        "math",
    },
    attributes={
        "*": {"lang", "dir"},
        "a": {"href"},
        "ol": {"start"},
        "th": {"colspan", "rowspan", "scope"},
        "td": {"colspan", "rowspan"},
    },
    attribute_filter=lambda tag, name, value: _kept_value(name, value),
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)


class TooLong(Exception):
    """The text has more than `MAXIMUM` characters."""


def clean(html: str) -> str:
    """Safe HTML with the structure of `html`; empty when there is nothing to read in it.

    Headings of any level, bold and italic become the ones we keep; what a word processor adds is dropped.

    Raises:
        TooLong: more than `MAXIMUM` characters.
    """
    if len(html) > MAXIMUM:
        raise TooLong(len(html))
    if not html.strip():
        return ""
    tidied = _tidied(html)
    for _again in range(4):
        # What is tidied may now be read another way (an address that ended in a mark that is gone).
        before, tidied = tidied, _tidied(tidied)
        if before == tidied:
            break
    return tidied


def from_plain(text: str) -> str:
    """Clean HTML of a text typed with light marks.

    Raises:
        TooLong: more than `MAXIMUM` characters.
    """
    if len(text) > MAXIMUM:
        raise TooLong(len(text))
    html = marks_to_html(block_of_text(text), clean)
    return clean(html) if html else ""


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
    if name == "lang":
        return value if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", value) else None
    if name in ("dir", "scope"):
        return value.lower() if value.lower() in ("rtl", "ltr", "auto", "col", "row") else None
    return value


def _with_known_tags(html: str) -> str:
    """Tags that mean the same as one we keep are written as that one; the cleaner then sees to everything else."""

    def rename(match: re.Match[str]) -> str:
        return match.group(1) + _SYNONYMS[match.group(2).lower()]

    names = "|".join(_SYNONYMS)
    return re.sub(rf"(</?)({names})(?=[\s/>])", rename, html, flags=re.IGNORECASE)


def _tidied(html: str) -> str:
    root = parse(_CLEANER.clean(_with_known_tags(block_of_text(html))))
    root.tidy()
    return "\n".join(child.html() for child in root.children) if root.text().strip() else ""


def _collect(node: Node, found: list[str], mark: str) -> None:
    inline: list[Node] = []

    def close() -> None:
        text = "\n".join(" ".join(line.split()) for line in Node("p", children=list(inline)).text().split("\n"))
        if text.strip():
            found.append(mark + text.strip())
        inline.clear()

    for child in node.children:
        if child.tag not in BLOCKS:
            inline.append(child)
            continue
        close()
        if child.tag in ("ul", "ol"):
            number = int(child.attributes.get("start", "1"))
            for entry in child.children:
                _collect(entry, found, "• " if child.tag == "ul" else f"{number}. ")
                number += 1
        elif child.tag == "tr":
            cells = [" ".join(cell.text().split()) for cell in child.children]
            found.append(" | ".join(cells))
        else:
            _collect(child, found, mark if child.tag == "p" else "")
    close()
