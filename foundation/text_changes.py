"""What changed from one text to the next, in a form that people can read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

AROUND = 8
"""Words that stay before and after a change; what is further away is left out."""
MOST_COMPARED = 6000
"""Words beyond which the texts are not compared word by word."""
MOST_PAIRS = 400_000
"""Pairs of the same word in both texts beyond which they are not compared; three thousand usual words have 60,000."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_HTML = re.compile(
    r"</?(?:p|ul|ol|li|h[1-6]|strong|em|a|br|table|tr|td|th|blockquote|div|span)\b[^<>]*>", re.IGNORECASE
)
_BLOCKS = frozenset({"p", "ul", "ol", "li", "h2", "h3", "h4", "br", "table", "tr", "blockquote", "div"})


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `same`, `removed` or `added`."""

    kind: str
    text: str


def plain_text(text: str) -> str:
    """The words of a text; clean HTML without its tags, blocks on lines of their own."""
    if not _HTML.search(text):
        return text
    words = _TAG.sub(lambda tag: "\n" if tag[2].lower() in _BLOCKS else " " if tag[2] in ("td", "th") else "", text)
    lines = (" ".join(line.split()) for line in unescape(words).split("\n"))
    return "\n".join(line for line in lines if line)


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words of one text meet the same word in the other; comparing takes a step for each, again and again."""
    counted = Counter(word.strip() for word in new)
    return sum(counted[word.strip()] for word in old)


def differences(before: str, after: str) -> list[Piece]:
    """The changed words with a little of what stands around them; `…` stands for what is left out."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    if len(old) + len(new) > MOST_COMPARED or _pairs(old, new) > MOST_PAIRS:
        return [Piece("removed", before), Piece("added", after)]
    pieces: list[Piece] = []
    steps = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], False).get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        if step == "equal":
            words = new[c:d]
            head = words[:AROUND] if number else []
            tail = words[-AROUND:] if number + 1 < len(steps) else []
            if len(words) > len(head) + len(tail) + 2:
                words = [*head, "… ", *tail]
            pieces.append(Piece("same", "".join(words)))
            continue
        if a < b:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if c < d:
            pieces.append(Piece("added", "".join(new[c:d])))
    return pieces
