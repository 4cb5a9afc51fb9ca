"""Pages as a browser lays them out: white space that does not show is no difference."""

from __future__ import annotations

import re

BLOCKS = (
    "article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|html|legend|li|"
    "link|main|meta|nav|ol|optgroup|option|p|section|select|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_KEPT = re.compile(r"(<(textarea|pre|script|style)\b.*?</\2>)", re.DOTALL)
_TAG = re.compile(r"""<[a-zA-Z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_AROUND = re.compile(rf" ?(</?(?:{BLOCKS})\b[^>]*>|<button\b[^>]*>|</button>) ?")


def as_shown(page: str) -> str:
    """The markup of a page with one space where space shows and none where it does not."""
    parts = _KEPT.split(page)
    # The groups of the pattern stand between what it found: the element, then its name.
    return "".join(part if place % 3 == 1 else _flat(part) for place, part in enumerate(parts) if place % 3 != 2)


def _flat(markup: str) -> str:
    tags = _TAG.sub(lambda tag: re.sub(r"\s+(?=>$)", "", re.sub(r"\s+", " ", tag[0])), markup)
    return _AROUND.sub(r"\1", re.sub(r"\s+", " ", tags))
