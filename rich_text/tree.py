"""The tree of cleaned HTML, and the one form in which each structure is kept."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from foundation.web_links import with_unwrapped

BLOCKS = frozenset(
    ("p", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td")
)
LISTS = ("ul", "ol")
CELLS = ("th", "td", "caption")
_TABLE_PARTS = ("table", "thead", "tbody", "tr")

ADDRESS = (
    r"(?P<address>https?://[^\s<>\"'()\[\]*]*[^\s<>\"'()\[\]*.,;:!?،؛؟])"
    r"|(?P<mailbox>(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)
"""A web or mail address standing in text."""

_ADDRESS = re.compile(ADDRESS)
DEEPEST = 40
"""Elements inside one another; hostile text nests deeper than Python can follow."""
_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass
class Node:
    """An element, or a text when `tag` is empty."""

    tag: str
    words: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def html(self) -> str:
        """The node as HTML."""
        if not self.tag:
            return entities.escape(self.words, quote=False)
        inner = "".join(child.html() for child in self.children)
        if self.tag == "#root":
            return inner
        attributes = "".join(f' {name}="{entities.escape(self.attributes[name])}"' for name in sorted(self.attributes))
        if self.tag == "br":
            return "<br>"
        if self.tag == "a":
            attributes += ' rel="noopener noreferrer"'
        return f"<{self.tag}{attributes}>{inner}</{self.tag}>"

    def text(self) -> str:
        """What can be read in it; a line end for each break."""
        if not self.tag:
            return self.words
        return "\n" if self.tag == "br" else "".join(child.text() for child in self.children)

    def all(self, tag: str) -> list[Node]:
        """Every element below with this tag, in order."""
        return [node for node in self.every() if node.tag == tag]

    def every(self) -> list[Node]:
        """Every node below, in order."""
        return list(self._below())

    def tidy(self) -> None:
        """Bring everything below into the one form we keep.

        Blocks hold blocks or text, never both; no empty element, no blank at the edge of a block or of an inline
        element, no paragraph inside a list entry, no list outside one, neighbouring equal elements are one. Rows of a
        table stand in its head, which is made of header cells, or in its body; a direction that all entries of a list
        have is that of the list.
        """
        _tidy_blocks(self)

    def _below(self) -> Iterator[Node]:
        for child in self.children:
            yield child
            yield from child._below()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs if name != "rel"}
        node = Node(tag, attributes=attributes)
        if len(self.open) > DEEPEST:
            return
        self.open[-1].children.append(node)
        if tag != "br":
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node("", data))


def parse(html: str) -> Node:
    """The tree of well-formed HTML without comments, as the cleaner writes it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def _tidy_blocks(node: Node) -> None:
    node.children = list(_without_mixed(node.children))
    if node.tag in _TABLE_PARTS or node.tag in LISTS:
        node.children = [child for child in node.children if child.tag in BLOCKS]
    if node.tag in LISTS:
        node.children = _entries_only(node.children)
    if node.tag == "table":
        _order_rows(node)
    for name in ("start", "type"):
        if node.attributes.get(name) == "1":
            del node.attributes[name]
    for child in node.children:
        if child.tag in BLOCKS:
            _tidy_blocks(child)
    if any(child.tag in BLOCKS for child in node.children):
        node.children = _merged_lists(_only_blocks(node))
    elif node.tag in ("#root", "blockquote"):
        node.children = _paragraphs([node], wrap=True)
    elif node.tag not in _TABLE_PARTS and node.tag not in LISTS:
        node.children = _inline(node.children)
    if node.tag == "li":
        _unwrap_paragraphs(node)
    if node.tag in CELLS and len(node.children) == 1 and node.children[0].tag == "p":
        node.attributes = node.children[0].attributes | node.attributes
        node.children = node.children[0].children
    if node.tag in LISTS:
        _share_direction(node)
    node.children = [child for child in node.children if child.tag not in BLOCKS or _is_worth_keeping(child)]


def _is_worth_keeping(block: Node) -> bool:
    return block.tag in ("td", "th", "tr", "thead", "tbody") or bool(block.text().strip())


def _without_mixed(children: Iterable[Node]) -> Iterator[Node]:
    """The children, with inline elements opened that hold a block."""
    for child in children:
        if child.tag and child.tag not in BLOCKS and any(each.tag in BLOCKS for each in child._below()):
            yield from _without_mixed(child.children)
        else:
            yield child


def _entries_only(children: list[Node]) -> list[Node]:
    entries: list[Node] = []
    for child in children:
        if child.tag == "li":
            entries.append(child)
        elif child.tag in LISTS and entries:
            entries[-1].children.append(child)
        else:
            entries.append(Node("li", children=[child]))
    return entries


def _only_blocks(node: Node) -> list[Node]:
    """Children that are all blocks: runs of inline ones become paragraphs, paragraphs end at an empty line."""
    blocks: list[Node] = []
    run: list[Node] = []
    for child in [*node.children, Node("p")]:
        if child.tag not in BLOCKS:
            run.append(child)
            continue
        if run:
            blocks += _paragraphs([Node("p", children=run)], wrap=True)
            run = []
        blocks += _paragraphs([child], wrap=False) if child.tag == "p" else [child]
    return blocks


def _paragraphs(nodes: list[Node], wrap: bool) -> list[Node]:
    """Paragraphs of inline content, split where two or more breaks follow one another."""
    found: list[Node] = []
    for node in nodes:
        parts: list[list[Node]] = [[]]
        for child in node.children:
            is_second_break = child.tag == "br" and parts[-1] and _last_visible(parts[-1]) == "br"
            if is_second_break:
                parts.append([])
            else:
                parts[-1].append(child)
        attributes = {} if wrap else node.attributes
        for part in parts:
            inline = _inline(part)
            if inline:
                found.append(Node("p", attributes=dict(attributes), children=inline))
    return found


def _last_visible(nodes: list[Node]) -> str:
    for node in reversed(nodes):
        if node.tag or node.words.strip():
            return node.tag or "text"
    return ""


def _merged_lists(blocks: list[Node]) -> list[Node]:
    merged: list[Node] = []
    for block in blocks:
        before = merged[-1] if merged else None
        if before is not None and before.tag == block.tag and block.tag in LISTS and _own(before) == _own(block):
            before.children += block.children
        else:
            merged.append(block)
    return merged


def _own(node: Node) -> dict[str, str]:
    return {name: value for name, value in node.attributes.items() if name != "start"}


def _share_direction(node: Node) -> None:
    """A direction or language that all entries have becomes that of the list; one like the list's is not repeated."""
    for name in ("dir", "lang"):
        values = {entry.attributes.get(name) for entry in node.children}
        if len(values) == 1 and None not in values:
            node.attributes[name] = node.children[0].attributes[name]
        for entry in node.children:
            if name in node.attributes and entry.attributes.get(name) == node.attributes[name]:
                del entry.attributes[name]


def _order_rows(table: Node) -> None:
    """Caption, head, body: rows at the top all of whose cells are header cells are the head."""
    caption = [child for child in table.children if child.tag == "caption"][:1]
    rows: list[Node] = []
    for part in table.children:
        rows += [part] if part.tag == "tr" else [row for row in part.children if row.tag == "tr"]
    for row in rows:
        row.children = [cell for cell in row.children if cell.tag in ("th", "td")]
    rows = [row for row in rows if row.children]
    heads = 0
    while heads < len(rows) and all(cell.tag == "th" for cell in rows[heads].children):
        heads += 1
    for number, row in enumerate(rows):
        for cell in row.children:
            if cell.tag == "th":
                cell.attributes["scope"] = "col" if number < heads else "row"
    parts = [("thead", rows[:heads]), ("tbody", rows[heads:])]
    table.children = caption + [Node(tag, children=part) for tag, part in parts if part]


def _unwrap_paragraphs(entry: Node) -> None:
    """Paragraphs of a list entry are lines of it; lists inside stand after them."""
    if any(child.tag in BLOCKS and child.tag not in ("p", *LISTS) for child in entry.children):
        return
    lines: list[Node] = []
    inner = [child for child in entry.children if child.tag in LISTS]
    first = next((child for child in entry.children if child.tag == "p"), None)
    if first is not None:
        entry.attributes = first.attributes | entry.attributes
    for child in entry.children:
        if child.tag == "p":
            lines += [Node("br"), *child.children] if lines else child.children
        elif child.tag not in LISTS:
            lines.append(child)
    entry.children = _inline(lines) + _merged_lists(inner)


def _inline(nodes: list[Node]) -> list[Node]:
    """Inline content in its one form; empty when there is nothing to read in it."""
    linked = _linked(_joined(list(_flat(nodes))))
    _collapse(linked)
    result = _joined(linked)
    return result if any(node.text().strip() for node in result) else []


def _flat(nodes: Iterable[Node], around: tuple[str, ...] = ()) -> Iterator[Node]:
    """Copies of the nodes, without elements that say nothing, blanks moved out of inline elements."""
    for node in nodes:
        if not node.tag:
            if node.words:
                yield Node("", _BLANKS.sub(" ", with_unwrapped(node.words)))
            continue
        if node.tag == "br":
            yield Node("br")
            continue
        inner = list(_flat(node.children, (*around, node.tag)))
        says_nothing = (
            (node.tag == "span" and not node.attributes)
            or (node.tag == "a" and "href" not in node.attributes)
            or (node.tag in around and node.tag != "span")
        )
        if says_nothing or not any(child.text().strip() for child in inner):
            yield from inner
            continue
        inner = _joined(inner)
        before, after = _taken_from_edges(inner)
        yield from before
        if inner:
            yield Node(node.tag, attributes=dict(node.attributes), children=inner)
        yield from after


def _taken_from_edges(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    before: list[Node] = []
    after: list[Node] = []
    while nodes and not nodes[0].text().strip():
        before.append(nodes.pop(0))
    while nodes and not nodes[-1].text().strip():
        after.insert(0, nodes.pop())
    if nodes and not nodes[0].tag:
        words = nodes[0].words.lstrip()
        if words != nodes[0].words:
            before.append(Node("", nodes[0].words[: len(nodes[0].words) - len(words)]))
            nodes[0] = Node("", words)
    if nodes and not nodes[-1].tag:
        words = nodes[-1].words.rstrip()
        if words != nodes[-1].words:
            after.insert(0, Node("", nodes[-1].words[len(words) :]))
            nodes[-1] = Node("", words)
    return before, after


def _joined(nodes: list[Node]) -> list[Node]:
    """Neighbouring texts, and neighbouring elements that are alike, made one."""
    joined: list[Node] = []
    for node in nodes:
        before = joined[-1] if joined else None
        if before is not None and before.tag == node.tag and node.tag != "br" and before.attributes == node.attributes:
            if node.tag:
                before.children = _joined([*before.children, *node.children])
            else:
                before.words += node.words
        else:
            joined.append(node)
    return joined


def _linked(nodes: list[Node]) -> list[Node]:
    """The nodes with addresses in their texts made links."""
    result: list[Node] = []
    for node in nodes:
        if node.tag and node.tag != "a":
            node.children = _linked(node.children)
        if node.tag:
            result.append(node)
            continue
        at = 0
        for match in _ADDRESS.finditer(node.words):
            result.append(Node("", node.words[at : match.start()]))
            target = match[0] if match.lastgroup == "address" else f"mailto:{match[0]}"
            result.append(Node("a", attributes={"href": target}, children=[Node("", match[0])]))
            at = match.end()
        result.append(Node("", node.words[at:]))
    return [node for node in result if node.tag or node.words]


def _collapse(nodes: list[Node]) -> None:
    """No blank at either end or beside a break, one blank elsewhere; no break at either end."""
    while nodes and (nodes[0].tag == "br" or (not nodes[0].tag and not nodes[0].words.strip())):
        nodes.pop(0)
    while nodes and (nodes[-1].tag == "br" or (not nodes[-1].tag and not nodes[-1].words.strip())):
        nodes.pop()
    for position, node in enumerate(nodes):
        if node.tag:
            continue
        words = _BLANKS.sub(" ", node.words)
        if position == 0 or nodes[position - 1].tag == "br":
            words = words.lstrip()
        if position == len(nodes) - 1 or nodes[position + 1].tag == "br":
            words = words.rstrip()
        node.words = words
