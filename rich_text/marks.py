"""Light marks: structured text as people type it, and back.

What the marks are is told in `rich_text.texts`, which is the only one to use this file.
"""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_left
from collections.abc import Callable

from foundation.normalising import ascii_digits
from rich_text.tree import ADDRESS, BLOCKS, Node

DEEPEST = 5
"""Levels of lists and quotations inside one another; deeper ones are drawn up to the last level."""

Clean = Callable[[str], str]


def marks_to_html(text: str, clean: Clean) -> str:
    """HTML of a tidied text with light marks, to be cleaned as a whole; `clean` cleans a block typed as HTML."""
    return "\n".join(_block_html(block, clean) for block in _blocks(text))


_BULLET = re.compile(r"^(\s*)(?:[-*–•·▪◦‣●○]|o(?=\t))(?:\s+)(?=\S)")
_NUMBER = re.compile(r"^(\s*)\(?(\d{1,3})[.)\-](?:\s+)(?=\S)")
_LETTER = re.compile(r"^\(?([a-jA-Jأابجدهوزحطي])[.)\-]\s+(?=\S)")
LETTERS_IN_ORDER = frozenset(
    row[:end] for row in ("abcdefghij", "ABCDEFGHIJ", "أبجدهوزحطي") for end in range(2, len(row) + 1)
)
"""Letters by which entries of a list are counted: two at least, from the first on."""
_HEADING = re.compile(r"^(#{1,6})\s+(.+)$")
_TABLE = re.compile(r"^\s*\|.*\|\s*$")
_HTML_BLOCK = re.compile(r"^<(p|ul|ol|h[1-6]|blockquote|table|div)\b", re.IGNORECASE)
_ESCAPABLE = r"\\`*_{}\[\]()#+\-.!>|<&–•·▪◦‣●○"


def _blocks(text: str) -> list[list[str]]:
    """Lines of each block: neighbouring lines of one kind, between blank lines; HTML goes on to its end tag."""
    blocks: list[list[str]] = []
    kind = before_blank = ""
    closing: re.Pattern[str] | None = None
    for line in text.split("\n"):
        if closing is not None:
            blocks[-1].append(line)
            if closing.search(line):
                closing, kind = None, ""
            continue
        if not line.strip():
            kind, before_blank = "", kind or before_blank
            continue
        opened = _HTML_BLOCK.match(line.strip())
        if opened:
            closing = re.compile(rf"</{opened.group(1)}\s*>\s*$", re.IGNORECASE)
            blocks.append([line])
            before_blank = ""
            if closing.search(line):
                closing, kind = None, ""
            continue
        own = _kind_of(line, kind)
        goes_on = own == kind or (own == before_blank == "list" and not kind)
        if not goes_on or own == "heading":
            blocks.append([])
        kind, before_blank = own, ""
        blocks[-1].append(line)
    return blocks


def _kind_of(line: str, before: str) -> str:
    if _BULLET.match(line) or _NUMBER.match(_digits(line)):
        return "list"
    if before == "list" and line[0].isspace():
        return "list"
    if _HEADING.match(line):
        return "heading"
    if line.startswith(">"):
        return "quotation"
    return "table" if _TABLE.match(line) else "paragraph"


def _digits(line: str) -> str:
    head = line[:12]
    return ascii_digits(head) + line[12:]


def _block_html(lines: list[str], clean: Clean, depth: int = 0) -> str:
    first = lines[0]
    if _HTML_BLOCK.match(first.strip()):
        return clean("\n".join(lines))
    kind = _kind_of(first, "")
    if kind == "list":
        return _list_html(_entries(lines), 0)[0]
    if kind == "heading":
        match = _HEADING.match(first)
        assert match
        level = "h3" if len(match.group(1)) <= 2 else "h4"
        return f"<{level}>{_inline_html(match.group(2))}</{level}>"
    if kind == "quotation" and depth < DEEPEST:
        inside = "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)
        return f"<blockquote>{''.join(_block_html(block, clean, depth + 1) for block in _blocks(inside))}</blockquote>"
    if kind == "table":
        return _table_html(lines)
    entries = _lettered(lines)
    if entries:
        kind = "A" if lines[0].lstrip("(")[0].isupper() else "a"
        return f'<ol type="{kind}">{"".join(f"<li>{_inline_html(entry)}</li>" for entry in entries)}</ol>'
    return f"<p>{'<br>'.join(_inline_html(line.strip()) for line in lines)}</p>"


def _lettered(lines: list[str]) -> list[str]:
    """Entries of lines that begin with a., b., c. or أ. ب. ج. from the first on; a single "د." is a title."""
    matches = [_LETTER.match(line) for line in lines]
    letters = "".join(match[1] if match else " " for match in matches)
    if len(lines) < 2 or letters.replace("ا", "أ") not in LETTERS_IN_ORDER:
        return []
    return [line[match.end() :].strip() for line, match in zip(lines, matches, strict=True) if match]


Entry = tuple[int, bool, int, list[str]]
"""Indent, whether numbered, number, lines."""


def _entries(lines: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    for line in lines:
        line = line.replace("\t", "    ") if line[:1] == "\t" else line
        bullet, number = _BULLET.match(line), _NUMBER.match(_digits(line))
        match = bullet or number
        if match is None:
            entries[-1][3].append(line.strip())
            continue
        order = int(number.group(2)) if number and not bullet else 0
        indent = min(len(match.group(1)), 3 * DEEPEST) + (3 if bullet and "o\t" in match[0] else 0)
        entries.append((indent, not bullet, order, [line[match.end() :].strip()]))
    return entries


def _list_html(entries: list[Entry], start: int) -> tuple[str, int]:
    """The list that begins at entry `start`, and the entry after it."""
    indent, numbered, number, _lines = entries[start]
    tag = "ol" if numbered else "ul"
    first = f' start="{number}"' if numbered and number > 1 else ""
    html = [f"<{tag}{first}>"]
    at = start
    while at < len(entries) and entries[at][0] >= indent and entries[at][1] == numbered:
        entry = "<br>".join(_inline_html(line) for line in entries[at][3])
        at += 1
        inner = []
        while at < len(entries) and entries[at][0] > indent:
            nested, at = _list_html(entries, at)
            inner.append(nested)
        html.append(f"<li>{entry}{''.join(inner)}</li>")
    html.append(f"</{tag}>")
    if at < len(entries) and entries[at][0] == indent:
        following, at = _list_html(entries, at)
        html.append(following)
    return "".join(html), at


def _table_html(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])] for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-{3,}:?", cell) for cell in row)]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{_inline_html(cell)}</th>' for cell in rows[0])
    body = "".join(f"<tr>{''.join(f'<td>{_inline_html(cell)}</td>' for cell in row)}</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead>" + (f"<tbody>{body}</tbody>" if body else "") + "</table>"


_OTHERS = (
    r"\[(?P<words>(?:[^\[\]\\]|\\.)+)\]\((?P<link>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)"
    r"|(?P<tag></?(?:strong|b|em|i|u|br|sup|sub|span|a)(?:\s[^<>]*)?/?>)"
    rf"|{ADDRESS}"
)
_INLINE = re.compile(
    rf"\\(?P<plain>[{_ESCAPABLE}])"
    r"|(?P<strong>\*\*(?=\S))|(?P<under>__(?=\S))|(?P<stress>(?<![*\w])\*(?=[^\s*]))"
    rf"|{_OTHERS}"
)
_BESIDES = re.compile(_OTHERS)
_ENDS = {
    "strong": ("strong", 2, re.compile(r"(?<=\S)(?=\*\*)")),
    "under": ("u", 2, re.compile(r"(?<=\S)(?=__)")),
    "stress": ("em", 1, re.compile(r"(?<=[^\s\\])(?=\*(?![*\w]))")),
}
"""By mark: its element, its length and where it ends."""
_LONGEST_MARKED = 3000


def _inline_html(text: str, depth: int = 0) -> str:
    written: list[str] = []
    ends: dict[str, list[int]] = {}
    done = at = 0
    while match := _INLINE.search(text, at):
        kind = match.lastgroup or ""
        if kind in _ENDS:
            begun, end = match.end(), _end_of(kind, text, match.end(), ends)
            if end >= 0:
                tag, length, _pattern = _ENDS[kind]
                written.append(entities.escape(text[done : match.start()], quote=False))
                written.append(f"<{tag}>{_inside(text[begun:end], depth)}</{tag}>")
                done = at = end + length
                continue
            # No end: it is no mark, but an address may begin with it.
            other = _BESIDES.match(text, match.start())
            if other is None:
                at = match.start() + 1
                continue
            match = other
        written.append(entities.escape(text[done : match.start()], quote=False))
        written.append(_inline_piece(match, depth))
        done = at = match.end()
    written.append(entities.escape(text[done:], quote=False))
    return "".join(written)


def _end_of(kind: str, text: str, begun: int, ends: dict[str, list[int]]) -> int:
    """Where what is marked from `begun` on ends, or -1. All ends are looked up once: marks may have none."""
    if kind not in ends:
        ends[kind] = [match.start() for match in _ENDS[kind][2].finditer(text)]
    found = bisect_left(ends[kind], begun + 1)
    end = ends[kind][found] if found < len(ends[kind]) else -1
    return end if end <= begun + _LONGEST_MARKED else -1


def _inside(part: str, depth: int) -> str:
    return _inline_html(part, depth + 1) if depth < 4 else entities.escape(part, quote=False)


def _inline_piece(match: re.Match[str], depth: int) -> str:
    kind = match.lastgroup
    if kind == "plain":
        return entities.escape(match["plain"], quote=False)
    if kind == "link":
        target = match["link"]
        if "@" in target and ":" not in target:
            target = f"mailto:{target}"
        if not re.match(r"(?i)(https?://|mailto:)", target):
            return entities.escape(match[0], quote=False)
        return f'<a href="{entities.escape(target)}">{_inside(match["words"], depth)}</a>'
    if kind == "tag":
        return match[0]  # the cleaner sees to it
    if kind == "address":
        return f'<a href="{entities.escape(match[0])}">{entities.escape(match[0])}</a>'
    return f'<a href="mailto:{entities.escape(match[0])}">{entities.escape(match[0])}</a>'


_NEEDS_ESCAPE = re.compile(r"\\(?=[" + _ESCAPABLE + r"])|\*(?=\S)|(?<=\S)\*|__|\[|\]|<(?=[A-Za-z/])")
_MARK_AT_START = re.compile(r"^(?:[-–•·▪◦‣●○]\s|#{1,6}\s|>|\||\(?[\d٠-٩۰-۹]{1,3}[.)\-]\s)")
_MARKS = {"strong": "**", "em": "*", "u": "__"}


def block_to_marks(node: Node, tags: bool) -> str | None:
    """The block in light marks, or with `tags` inside its lines; None when that cannot say it."""
    if node.attributes and not (node.tag == "ol" and set(node.attributes) == {"start"}):
        return None
    if node.tag == "p":
        return "\n".join(map(_safe_start, _marked_inline(node, tags).split("\n")))
    if node.tag in ("h3", "h4"):
        return f"{'##' if node.tag == 'h3' else '###'} {_marked_inline(node, tags)}"
    if node.tag in ("ul", "ol"):
        return _marked_list(node, "", tags)
    if node.tag == "blockquote":
        inner = [block_to_marks(child, tags) for child in node.children]
        if None in inner:
            return None
        quoted = "\n\n".join(each for each in inner if each).split("\n")
        return "\n".join(f"> {line}".rstrip() for line in quoted)
    return _marked_table(node, tags) if node.tag == "table" else None


def _marked_list(node: Node, indent: str, tags: bool) -> str | None:
    lines = []
    number = int(node.attributes.get("start", "1"))
    for entry in node.children:
        own = [child for child in entry.children if child.tag not in ("ul", "ol")]
        inner = [child for child in entry.children if child.tag in ("ul", "ol")]
        if entry.attributes or any(child.tag in BLOCKS for child in own):
            return None
        mark = f"{indent}- " if node.tag == "ul" else f"{indent}{number}. "
        text = _marked_inline(Node("li", children=own), tags).split("\n")
        lines.append(mark + f"\n{' ' * len(mark)}".join(map(_safe_start, text)))
        for each in inner:
            nested = _marked_list(each, indent + "   ", tags)
            if nested is None:
                return None
            lines.append(nested)
        number += 1
    return "\n".join(lines)


def _marked_table(node: Node, tags: bool) -> str | None:
    lines = []
    for row in node.all("tr"):
        cells = [_marked_inline(cell, tags).replace("|", "\\|") for cell in row.children]
        if any("\n" in cell for cell in cells):
            return None
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _marked_inline(node: Node, tags: bool) -> str:
    return "".join(_marked_piece(child, tags) for child in node.children)


def _marked_piece(node: Node, tags: bool) -> str:
    if node.tag == "":
        return _NEEDS_ESCAPE.sub(r"\\\g<0>", node.words).replace("\\__", "\\_\\_")
    if node.tag == "br":
        return "\n"
    inner = _marked_inline(node, tags)
    target = node.attributes.get("href", "")
    if target and target.removeprefix("mailto:") == node.text() and re.fullmatch(ADDRESS, node.text()):
        return node.text()
    if tags or set(node.attributes) - {"href"} or node.tag not in ("a", *_MARKS):
        start = node.html()[: node.html().index(">") + 1].replace(' rel="noopener noreferrer"', "")
        return f"{start}{inner}</{node.tag}>"
    if node.tag == "a":
        return f"[{inner}]({target.removeprefix('mailto:')})"
    return f"{_MARKS[node.tag]}{inner}{_MARKS[node.tag]}"


def _safe_start(line: str) -> str:
    """The line, which must not begin like a list entry, heading, quotation or table."""
    if not _MARK_AT_START.match(line):
        return line
    digits = re.match(r"\(?[\d٠-٩۰-۹]+", line)
    return f"{line[: digits.end()]}\\{line[digits.end() :]}" if digits else "\\" + line
