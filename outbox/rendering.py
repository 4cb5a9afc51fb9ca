"""A template and its frozen values become subject, plain text and HTML in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, render_template

from foundation.isolating import without_isolates
from foundation.languages import direction, force_language
from foundation.translated import Translations
from outbox.colours import accents
from outbox.headers import NAME_LETTERS, SUBJECT_LETTERS
from outbox.link_references import resolve_links

FOOTER = "outbox/mail/footer.txt"
"""What stands under every plain text: where replies go."""


@dataclass(frozen=True)
class Rendered:
    """What a reader sees of one message."""

    subject: str
    text: str
    html: str


def render(
    template: str,
    language: str,
    values: Mapping[str, Any],
    *,
    recipient: str = "",
    recipient_name: str = "",
    reply_to: str = "",
) -> Rendered:
    """Render `package/name` in `language` with its links as they are now; nothing is stored or sent.

    Beside `values`, templates see who it is for and from, the direction of writing, the site's address.

    Raises:
        outbox.link_references.UnknownLink: a personal link cannot be resolved.
        jinja2.TemplateError: a file is missing or wrong.
    """
    package, _, name = template.partition("/")
    folder = f"{package}/mail/{name}"
    with force_language(language), _main_language(str(values.get("main_language") or "en")):
        light, dark = accents(_colour(values.get("accent")))
        context = resolve_links(dict(values), recipient) | {
            "language": language,
            "direction": direction(language),
            "recipient": recipient,
            "recipient_name": recipient_name,
            "reply_to": reply_to,
            "sender_name": sender_name(values, language),
            "site_url": current_app.config["SETTINGS"].base_url,
            "accent": light,
            "dark_accent": dark,
        }
        return Rendered(
            # People and their rules search mail for what a subject says: it has no marks between its words.
            subject=one_line(without_isolates(render_template(f"{folder}/subject.txt", **context)), SUBJECT_LETTERS),
            text=_tidy(render_template(f"{folder}/body.txt", **context) + render_template(FOOTER, **context)),
            html=_encodable(render_template(f"{folder}/body.html", **context)),
        )


def sender_name(values: Mapping[str, Any], language: str) -> str:
    """The name of the team or meeting that writes, or empty."""
    name = values.get("sender_name") or ""
    if isinstance(name, Mapping):
        name = Translations(name).text(language, str(values.get("main_language") or "en"))
    return one_line(str(name), NAME_LETTERS)


def one_line(text: str, letters: int) -> str:
    """Text fit for a header, of so many letters at most: controls and line breaks of any kind become single spaces."""
    # \x1c-\x1e, \x85 and the Unicode separators end a line for str.splitlines, and so for some mail software.
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", _encodable(text)).split())
    return line if len(line) <= letters else line[: letters - 1].rstrip() + "…"


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in _encodable(text).replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _colour(value: Any) -> str:
    return value if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value) else ""


@contextmanager
def _main_language(language: str) -> Iterator[None]:
    before = g.get("main_language")
    g.main_language = language
    try:
        yield
    finally:
        if before is None:
            g.pop("main_language", None)
        else:
            g.main_language = before
