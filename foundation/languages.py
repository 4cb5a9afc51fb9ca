"""The languages of the interface, and which one is being spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_translations, refresh
from flask_babel import lazy_gettext as _l
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from foundation.isolating import isolating
from foundation.ordinals import ordinal

LANGUAGES = {"en": "English", "ar": "العربية", "fr": "Français"}
LANGUAGE_NAMES = {
    "en": _l("English"),
    "ar": _l("Arabic"),
    "fr": _l("French"),
    "es": _l("Spanish"),
    "ru": _l("Russian"),
    "zh": _l("Chinese"),
}
"""The languages of meetings under their names in the language being spoken."""
RIGHT_TO_LEFT = frozenset({"ar"})
COOKIE = "language"

_spoken: ContextVar[str | None] = ContextVar("spoken_language", default=None)


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language.split("_")[0] in RIGHT_TO_LEFT else "ltr"


def comma(language: str) -> str:
    """The comma of a language, and the blank behind it."""
    return "، " if language == "ar" else ", "


def listed(parts: Iterable[str], language: str) -> str:
    """Those of some texts that are not empty, with commas between them."""
    return comma(language).join(part for part in parts if part)


def language_name(code: str) -> str:
    """The name of a language in the language being spoken."""
    return str(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else LANGUAGES.get(code, code)


def sentence_case(text: str) -> str:
    """The text with a capital at its start; letters without case stay as they are."""
    return text[:1].upper() + text[1:]


def current_language() -> str:
    """The language of the `force_language()` block, else of the request, else English."""
    spoken = _spoken.get()
    if spoken:
        return spoken
    if not has_request_context():
        return "en"
    language: str = g.get("language") or negotiate()
    return language


def use_language(language: str) -> None:
    """Answer the present request in `language`, whatever the visitor's preference (a page with its own language)."""
    g.language = language


def speak_as_addressed() -> None:
    """Answer in the language that the address of a page names, also where its view was not reached."""
    language = (request.view_args or {}).get("language")
    if language in known_languages() and language != g.get("language"):
        use_language(language)
        refresh()


def negotiate() -> str:
    """The visitor's language: `?lang=`, then the cookie of the language switch, then Accept-Language."""
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in known_languages():
            g.language = wish
            return wish
    language = request.accept_languages.best_match(list(LANGUAGES), "en") or "en"
    g.language = language
    return language


def known_languages() -> dict[str, str]:
    """The languages on offer; tests may add a pseudo-language."""
    return {**LANGUAGES, **current_app.config.get("PSEUDO_LANGUAGES", {})}


@contextmanager
def force_language(language: str) -> Iterator[None]:
    """Translate everything inside into `language`: a mail or a paper in its reader's language."""
    token = _spoken.set(language)
    try:
        with force_locale(language):
            yield
    finally:
        _spoken.reset(token)


class _Texts(Domain):
    """The catalogues, with every value isolated that a sentence would scramble."""

    def gettext(self, string: str, **values: Any) -> str:
        return str(super().gettext(string, **_isolating(values)))

    def ngettext(self, singular: str, plural: str, num: int, **values: Any) -> str:
        return str(super().ngettext(singular, plural, num, **_isolating(values)))

    def pgettext(self, context: str, string: str, **values: Any) -> str:
        return str(super().pgettext(context, string, **_isolating(values)))

    def npgettext(self, context: str, singular: str, plural: str, num: int, **values: Any) -> str:
        return str(super().npgettext(context, singular, plural, num, **_isolating(values)))


class _Babel(Babel):
    @cached_property
    def domain_instance(self) -> Domain:
        return _Texts(domain=self.domain)


def _isolating(values: dict[str, Any]) -> dict[str, Any]:
    return isolating(values, direction(current_language())) if values else values


@pass_eval_context
def _gettext(context: EvalContext, string: str, **values: Any) -> str:
    return _filled(context, get_translations().ugettext(string), values)


@pass_eval_context
def _ngettext(context: EvalContext, singular: str, plural: str, num: int, **values: Any) -> str:
    return _filled(context, get_translations().ungettext(singular, plural, num), {"num": num} | values)


@pass_eval_context
def _pgettext(context: EvalContext, about: str, string: str, **values: Any) -> str:
    return _filled(context, get_translations().upgettext(about, string), values)


@pass_eval_context
def _npgettext(context: EvalContext, about: str, singular: str, plural: str, num: int, **values: Any) -> str:
    return _filled(context, get_translations().unpgettext(about, singular, plural, num), {"num": num} | values)


def _filled(context: EvalContext, text: str, values: dict[str, Any]) -> str:
    # A text of a catalogue is ours; what is put into it is escaped.
    return (Markup(text) if context.autoescape else text) % _isolating(values)  # noqa: S704


def init_languages(app: Flask) -> None:
    """Set up translation of the interface."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(app.config["ROOT"] / "translations"))
    _Babel(app, locale_selector=current_language)
    app.jinja_env.globals.update(gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext)
    app.jinja_env.globals["_"] = _gettext
    app.jinja_env.globals["language_name"] = language_name
    app.jinja_env.globals["native_names"] = LANGUAGES
    app.jinja_env.globals["comma"] = lambda: comma(current_language())
    app.jinja_env.filters["ordinal"] = lambda number: ordinal(number, current_language())
