"""What word processors put into HTML, brought into plain structure: lists, headings, stress, tables.

Word writes an entry of a list as a paragraph whose style says list and level and whose bullet is a letter of the
text; its web version writes each entry as a list of its own; Google Docs and LibreOffice say bold and italic by
styles. `resolve_hints` reads those hints (`style`, `class`, levels) off the tree and removes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.normalising import ascii_digits
from rich_text.marks import LETTERS_IN_ORDER
from rich_text.tree import BLOCKS, LISTS, Node

HINTS = frozenset({"style", "class", "role", "aria-level", "data-aria-level"})
"""Attributes that are read here and never kept."""
_FOREIGN = re.compile(
    r"class=[\"']?Mso|mso-|urn:schemas-microsoft|docs-internal-guid|LibreOffice|OpenOffice|<o:p|TextRun|data-aria-level"
)
_BULLETS = "•·▪▫◦‣●○■□➢✓✔⁃∙\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
_BULLET = re.compile(rf"\s*[{_BULLETS}](?:\s+|\t)(?=\S)")
_DASH = re.compile(r"\s*[-–*]\s+(?=\S)")
_NUMBER = re.compile(r"\s*\(?([0-9٠-٩۰-۹]{1,3})[.)\-]\s+(?=\S)")
_LETTER = re.compile(r"\s*\(?([a-zA-Zأابجدهوزحطي])[.)\-]\s+(?=\S)")
_ABJAD = "أبجدهوزحطي"
_ROMAN = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"}
_STYLED = {
    "strong": re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE),
    "em": re.compile(r"(?:^|;)\s*font-style\s*:\s*italic", re.IGNORECASE),
    "u": re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*underline", re.IGNORECASE),
    "sup": re.compile(r"(?:^|;)\s*vertical-align\s*:\s*super", re.IGNORECASE),
    "sub": re.compile(r"(?:^|;)\s*vertical-align\s*:\s*sub\b", re.IGNORECASE),
}
_UNSTYLED = {
    "strong": re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE),
    "em": re.compile(r"(?:^|;)\s*font-style\s*:\s*normal", re.IGNORECASE),
}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*comment)", re.IGNORECASE)
_DELETED = re.compile(r"(?:^|\s)mso(?:Del|CommentReference)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"(?:^|;)\s*mso-list\s*:\s*\w+\s+level([1-9])", re.IGNORECASE)
_IGNORED = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)


@dataclass
class _Entry:
    level: int
    tag: str
    attributes: dict[str, str]
    node: Node


def is_foreign(html: str) -> bool:
    """Whether a word processor wrote this HTML."""
    return bool(_FOREIGN.search(html))


def without_islands(html: str) -> str:
    """The HTML without conditional comments and XML, which may hold a second copy of the text."""
    for start, end in (("<!--[if", "<![endif]-->"), ("<xml", "</xml>")):
        html = _without(html, start, end)
    return html


def _without(html: str, start: str, end: str) -> str:
    # By searching, not by a pattern: hostile text has a hundred thousand beginnings and no end.
    kept: list[str] = []
    at = 0
    while (begun := html.find(start, at)) >= 0 and (ended := html.find(end, begun)) >= 0:
        kept.append(html[at:begun])
        at = ended + len(end)
    return "".join(kept) + html[at:] if kept else html


def resolve_hints(root: Node, foreign: bool) -> None:
    """Bring hints into structure and remove them; `foreign` says that a word processor wrote the text."""
    _level_headings(root)
    _settle(root, foreign)


def _settle(node: Node, foreign: bool) -> None:
    node.children = [child for child in node.children if not _is_gone(child)]
    for child in node.children:
        _settle(child, foreign)
    node.children = list(_unwrapped(node.children, foreign))
    if node.tag == "a":  # a link is underlined anyhow
        _open_all(node, "u")
    if node.tag in ("#root", "li", "td", "th", "blockquote"):
        node.children = _with_lists(node.children, foreign)
    if foreign and node.tag == "table":
        _promote_bold_head(node)
    if node.tag in ("#root", "table"):
        _forget(node)


def _is_gone(node: Node) -> bool:
    return bool(_HIDDEN.search(_style(node)) or _DELETED.search(node.attributes.get("class", "")))


def _unwrapped(children: list[Node], foreign: bool) -> Iterator[Node]:
    """The children with divisions opened, and styles of text said by elements."""
    for child in children:
        if child.tag == "div":
            yield from _opened(child)
        elif child.tag in _UNSTYLED and _UNSTYLED[child.tag].search(_style(child)):
            yield from child.children
        elif child.tag == "span" and not _IGNORED.search(_style(child)):
            yield _stressed(child, foreign)
        else:
            yield child


def _opened(division: Node) -> Iterator[Node]:
    if not any(child.tag in BLOCKS for child in division.children):
        division.tag = "p"
        yield division
        return
    run: list[Node] = []
    for child in [*division.children, Node("")]:
        if (child.tag and child.tag in BLOCKS) or (not child.tag and not child.words):
            if any(each.text().strip() for each in run):
                yield Node("p", attributes=_direction(division), children=run)
            run = []
            if child.tag:
                child.attributes = _direction(division) | child.attributes
                yield child
        else:
            run.append(child)


def _direction(node: Node) -> dict[str, str]:
    return {name: node.attributes[name] for name in ("dir", "lang") if name in node.attributes}


def _stressed(span: Node, foreign: bool) -> Node:
    style, kind = _style(span), span.attributes.get("class", "")
    kept = {} if foreign else _direction(span)
    inner = span.children
    for tag, pattern in _STYLED.items():
        if pattern.search(style):
            inner = [Node(tag, children=inner)]
    if "FootnoteReference" in kind or "EndnoteReference" in kind:
        inner = [Node("sup", children=inner)]
    return Node("span", attributes=kept, children=inner)


def _style(node: Node) -> str:
    return node.attributes.get("style", "")


def _forget(node: Node) -> None:
    """Remove the hints below a node."""
    for child in node.children:
        for name in HINTS & child.attributes.keys():
            del child.attributes[name]
        _forget(child)


def _level_headings(root: Node) -> None:
    """Headings of the levels that are used become our two; a title and a heading by role are headings too."""
    levels: list[tuple[int, Node]] = []
    for node in root.every():
        kind, role = node.attributes.get("class", ""), node.attributes.get("role", "")
        if re.fullmatch(r"h[1-6]", node.tag):
            levels.append((int(node.tag[1]), node))
        elif node.tag == "p" and re.match(r"MsoTitle", kind):
            levels.append((1, node))
        elif node.tag == "p" and re.match(r"MsoSubtitle", kind):
            levels.append((2, node))
        elif node.tag == "p" and role == "heading":
            levels.append((_digit(node.attributes.get("aria-level", "")), node))
    highest = min((depth for depth, _node in levels), default=3)
    first = highest if highest < 3 else 3
    for depth, node in levels:
        node.tag = "h3" if depth <= first else "h4"


def _with_lists(children: list[Node], foreign: bool) -> list[Node]:
    """The children with runs of paragraphs that are entries of lists made lists."""
    made: list[Node] = []
    run: list[_Entry] = []
    for child in children:
        found = _entries_of(child)
        run += found
        if found or (run and _is_blank(child)):
            continue  # Word puts blanks and empty paragraphs between entries
        made += _nested(run)
        run = []
        made.append(child)
    made += _nested(run)
    return _typed_lists(made) if foreign else made


def _is_blank(node: Node) -> bool:
    return node.tag in ("", "p") and not node.text().strip()


def _entries_of(node: Node) -> list[_Entry]:
    level = _LIST_STYLE.search(_style(node)) if node.tag == "p" else None
    if level:
        tag, attributes = _kind_of(_take_marker(node))
        return [_entry(int(level.group(1)), tag, attributes, node)]
    if node.tag in LISTS and any("data-aria-level" in child.attributes for child in node.children):
        own: dict[str, str] = {name: node.attributes[name] for name in ("start", "type") if name in node.attributes}
        entries = [child for child in node.children if child.tag == "li"]
        levels = [_digit(entry.attributes.get("data-aria-level", "")) for entry in entries]
        return [
            _Entry(level, node.tag, {} if number else own, entry)
            for number, (level, entry) in enumerate(zip(levels, entries, strict=True))
        ]
    return _bulleted(node) if node.tag == "p" else []


def _digit(level: str) -> int:
    return int(level) if level.isascii() and level.isdecimal() and len(level) == 1 else 1


def _entry(level: int, tag: str, attributes: dict[str, str], paragraph: Node) -> _Entry:
    return _Entry(level, tag, attributes, Node("li", attributes=_direction(paragraph), children=paragraph.children))


def _bulleted(paragraph: Node) -> list[_Entry]:
    """Entries of a paragraph whose every line begins with a bullet."""
    lines: list[Node] = [Node("p", attributes=_direction(paragraph))]
    for child in paragraph.children:
        if child.tag == "br":
            lines.append(Node("p", attributes=_direction(paragraph)))
        else:
            lines[-1].children.append(child)
    lines = [line for line in lines if line.text().strip()]
    if not lines or not all(_BULLET.match(line.text()) for line in lines):
        return []
    if not all(_cut(line, _BULLET) for line in lines):
        return []
    return [_entry(1, "ul", {}, line) for line in lines]


def _cut(node: Node, pattern: re.Pattern[str]) -> bool:
    """Remove the mark at the beginning of the text; False when it does not stand in one text."""
    match = pattern.match(node.text())
    length = match.end() if match else 0
    for text in (each for each in node.every() if not each.tag and each.words):
        taken = min(length, len(text.words))
        text.words = text.words[taken:]
        length -= taken
        if not length:
            return True
    return False


def _take_marker(paragraph: Node) -> str:
    """The bullet or number of a list paragraph, which is removed from it."""
    for node in [paragraph, *paragraph.every()]:
        for child in node.children:
            if _IGNORED.search(_style(child)):
                node.children = [each for each in node.children if each is not child]
                return child.text().strip()
    for pattern in (_BULLET, _NUMBER, _LETTER):
        match = pattern.match(paragraph.text())
        if match and _cut(paragraph, pattern):
            return match[0].strip()
    return ""


def _kind_of(marker: str) -> tuple[str, dict[str, str]]:
    """The kind of list and its attributes, by the marker of an entry."""
    bare = marker.strip("().-–:، \u00a0\u200e\u200f")
    if not bare or bare == marker.strip("\u200e\u200f"):
        return ("ol", _start(bare)) if ascii_digits(bare).isdecimal() and bare else ("ul", {})
    numbers = ascii_digits(bare).split(".")
    if all(number.isdecimal() for number in numbers):
        return "ol", _start(numbers[-1])
    if bare.lower() in _ROMAN and bare not in ("v", "x", "V", "X"):
        return "ol", {"type": "i" if bare.islower() else "I"}
    if len(bare) == 1 and bare.isascii() and bare.isalpha():
        return "ol", {"type": "a" if bare.islower() else "A"}
    return ("ol", {"type": "a"}) if bare in ("ا", *_ABJAD) or (len(bare) == 1 and bare.isalpha()) else ("ul", {})


def _start(number: str) -> dict[str, str]:
    value = int(ascii_digits(number)[:4])
    return {"start": str(value)} if 1 < value <= 100 else {}


def _nested(entries: list[_Entry]) -> list[Node]:
    roots: list[Node] = []
    stack: list[tuple[int, Node]] = []
    for entry in entries:
        while stack and stack[-1][0] > entry.level:
            stack.pop()
        if stack and stack[-1][0] == entry.level and stack[-1][1].tag != entry.tag:
            stack.pop()
        if not stack or stack[-1][0] < entry.level:
            new = Node(entry.tag, attributes=dict(entry.attributes))
            (stack[-1][1].children[-1].children if stack else roots).append(new)
            stack.append((entry.level, new))
        stack[-1][1].children.append(entry.node)
    return roots


def _typed_lists(children: list[Node]) -> list[Node]:
    """Lists of paragraphs that begin with hyphens, 1. 2. 3. or a. b. c.: two at least, in their order."""
    made: list[Node] = []
    at = 0
    blocks = [child for child in children if child.tag or child.words.strip()]
    while at < len(blocks):
        pattern, tag, attributes, count = _typed_run(blocks, at)
        if count < 2:
            made.append(blocks[at])
            at += 1
            continue
        entries = blocks[at : at + count]
        for entry in entries:
            _cut(entry, pattern)
        made += _nested([_entry(1, tag, attributes if entry is entries[0] else {}, entry) for entry in entries])
        at += count
    return made


def _typed_run(blocks: list[Node], at: int) -> tuple[re.Pattern[str], str, dict[str, str], int]:
    for pattern, tag in ((_DASH, "ul"), (_NUMBER, "ol"), (_LETTER, "ol")):
        marks: list[str] = []
        for block in blocks[at:]:
            match = pattern.match(block.text()) if block.tag == "p" else None
            if match is None or (tag == "ol" and not _follows(marks, match[1])):
                break
            marks.append(match[1] if tag == "ol" else "")
        if len(marks) > 1:
            attributes = {} if pattern is not _LETTER else {"type": "A" if marks[0].isupper() else "a"}
            return pattern, tag, attributes, len(marks)
    return _DASH, "", {}, 0


def _follows(before: list[str], mark: str) -> bool:
    """Whether a number or letter is the next one; the first is 1, a or أ: "د." alone may be the title of a doctor."""
    digits = ascii_digits(mark)
    if digits.isdecimal():
        return int(digits) == len(before) + 1
    letters = "".join([*before, mark]).replace("ا", "أ")
    return letters in LETTERS_IN_ORDER or letters in ("a", "A", "أ")


def _promote_bold_head(table: Node) -> None:
    """Word has no head of a table; a first row all in bold is one."""
    rows = [node for node in table.every() if node.tag == "tr"]
    if len(rows) < 2 or any(cell.tag == "th" for cell in rows[0].children):
        return
    cells = [cell for cell in rows[0].children if cell.tag == "td"]
    if not cells or not all(_is_bold(cell) for cell in cells):
        return
    for cell in cells:
        cell.tag = "th"
        _open_all(cell, "strong")


def _open_all(node: Node, tag: str) -> None:
    """Replace every element of this tag below by what it holds."""
    for each in [node, *node.every()]:
        each.children = [
            inner for child in each.children for inner in (child.children if child.tag == tag else [child])
        ]


def _is_bold(cell: Node) -> bool:
    def plain(node: Node) -> str:
        return "" if node.tag == "strong" else node.words + "".join(plain(child) for child in node.children)

    return bool(cell.text().strip()) and not plain(cell).strip()
