"""Runs in another script than the page: marked with their language, so that they are read out with the right voice.

Templates write `<bdi>{{ value }}</bdi>` (or any element with `dir="auto"`) around what people wrote; whoever writes a
template thinks of nothing more. When it is compiled, such an element learns to say `lang` where the letters need it,
and codes and addresses to stay untranslated.
"""

from __future__ import annotations

import re

from flask import Flask
from jinja2.ext import Extension
from markupsafe import Markup

from foundation.languages import current_language

_ARABIC = re.compile(r"[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_TAG = re.compile(r"<[^>]*>")
_VALUE = r"(\s*)\{\{-?\s*((?:(?!\}\}|\{\{).)+?)\s*-?\}\}(\s*)"
_ISOLATED = re.compile(rf"<bdi((?:\s(?:(?!>|lang=).)*)?)>{_VALUE}</bdi>", re.DOTALL)
_AUTO = re.compile(rf'<(\w+)((?:\s(?:(?!>|lang=).)*)?\sdir="auto"(?:(?!>|lang=).)*)>{_VALUE}</\1>', re.DOTALL)
_ADDRESS = re.compile(r'<a(?=\s)(?=(?:(?!translate=|>).)*href="(?:mailto|tel):)', re.DOTALL)
_CODE = re.compile(r"<code(?=\s|>)(?!(?:(?!>).)*translate=)", re.DOTALL)


def language_of_run(text: object, page: str) -> str:
    """The language in which a text must be read on a page of another script; empty where the page's own will do."""
    words = _TAG.sub("", str(text))
    arabic, latin = _ARABIC.search(words), _LATIN.search(words)
    if page == "ar":
        return "en" if latin and not arabic else ""
    return "ar" if arabic and not latin else ""


_MARKS = {"": "", "ar": Markup(' lang="ar"'), "en": Markup(' lang="en"')}


class Runs(Extension):
    """Adds `lang` and `translate` to the elements of templates; see the module."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with its elements marked."""
        if name is None or not name.endswith(".html"):
            return source
        # Set first: what is asked twice would be read twice. The plus keeps the space before it (`lstrip_blocks`).
        source = _ISOLATED.sub(r"{%+ set run_ = (\3) %}<bdi\1{{ run_ | lang_of_run }}>\2{{ run_ }}\4</bdi>", source)
        source = _AUTO.sub(r"{%+ set run_ = (\4) %}<\1\2{{ run_ | lang_of_run }}>\3{{ run_ }}\5</\1>", source)
        source = _ADDRESS.sub('<a translate="no"', source)
        return _CODE.sub('<code translate="no"', source)


def init_runs(app: Flask) -> None:
    """Have every template of the application mark its runs."""
    app.jinja_env.add_extension(Runs)
    app.jinja_env.filters["lang_of_run"] = _mark


def _mark(text: object) -> str:
    return _MARKS[language_of_run(text, current_language()) if text else ""]
