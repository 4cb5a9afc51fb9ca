"""Values in sentences that run the other way, or that their surroundings would turn round.

`foundation.languages` puts every value of every translated text through `isolated`: a Latin name in Arabic, a telephone
number, `02-2030` and `(C++)` keep their order, and the sentence keeps its own. The marks are characters, so that
attributes, plain text and mails have them too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask_babel import LazyString
from markupsafe import Markup

LRI, RLI, PDI = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

_MARKS = re.compile(f"[{LRI}{RLI}\N{FIRST STRONG ISOLATE}{PDI}]")
_WEB_ADDRESS = re.compile(r"(?:https?|webcal)://")
# Digits keep together with points, commas and colons; other signs beside them, and groups of digits, change places.
_BREAKS_UP = re.compile(r"\d\s+\d|[^\s\w.,:،؛٫٬]\d|\d[^\s\w.,:،؛٫٬]")


def isolated(value: str, towards: str) -> str:
    """The value between isolating marks when it would not come out right in text that runs `towards` (`ltr`, `rtl`).

    Markup stays markup. What has a `bdi` of its own is left alone, and so are web addresses: programs that make links
    of them in plain text would take the marks for a part.
    """
    if isinstance(value, Markup) and "<bdi" in value:
        return value
    bare = value.striptags() if isinstance(value, Markup) else value
    if not towards or (towards == "ltr" and bare.isascii()) or _WEB_ADDRESS.match(bare):
        return value
    strong = [kind for kind in map(unicodedata.bidirectional, bare) if kind in ("L", "R", "AL")]
    runs_against = "L" in strong if towards == "rtl" else "R" in strong or "AL" in strong
    if not runs_against and (towards == "ltr" or not _BREAKS_UP.search(bare)):
        return value
    mark = RLI if strong and strong[0] != "L" else LRI
    text = f"{mark}{value}{PDI}"
    return Markup(text) if isinstance(value, Markup) else text  # noqa: S704 - the marks add nothing to escape


def isolating(values: dict[str, Any], towards: str) -> dict[str, Any]:
    """The values of a sentence, those that are texts isolated; numbers need nothing."""
    return {
        name: isolated(value if isinstance(value, str) else str(value), towards)
        if isinstance(value, str | LazyString)
        else value
        for name, value in values.items()
    }


def without_isolates(text: str) -> str:
    """The text without isolating marks, for what does not know them."""
    return _MARKS.sub("", text)
