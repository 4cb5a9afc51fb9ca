"""What every rendered page can use: language, direction, links of the language switch, formats."""

from __future__ import annotations

import re
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from jinja2.ext import Extension

from foundation import dates
from foundation.access import public
from foundation.countries import Areas, country_name
from foundation.languages import COOKIE, current_language, direction, known_languages
from foundation.telephones import tel_address
from foundation.translated import Translations

blueprint = Blueprint("pages", __name__)

_INDENTATION = re.compile(r"\n[ \t]+")


@blueprint.get("/language/<language>")
@public
def choose_language(language: str) -> ResponseReturnValue:
    """Remember the visitor's language and go back to the page they were on."""
    target = safe_next(request.args.get("next", "")) or "/"
    response = redirect(target, 303)
    if language in known_languages():
        response.set_cookie(
            COOKIE, language, max_age=31_536_000, samesite="Lax", httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
    return response


def safe_next(target: str) -> str:
    """The address if it is a path on this site, else empty."""
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_ours and target.isprintable() else ""


def parts_of(address: str) -> SplitResult:
    """An address that came with a request, in parts; all empty when it is none (`urlsplit` raises for `//[`)."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def path_of(endpoint: str, **values: Any) -> str:
    """The path of a page, with or without a request."""
    return current_app.url_map.bind("site").build(endpoint, values)


def external_url(endpoint: str, **values: Any) -> str:
    """The public address of a page, for mail, papers and calendars; works without a request."""
    base: str = current_app.config["SETTINGS"].base_url
    return base + path_of(endpoint, **values)


def language_links() -> list[tuple[str, str, str, bool]]:
    """(code, own name, address, is current) of each language in which this page can be read."""
    chosen = current_language()
    own = g.get("language_addresses")
    if own is not None:
        return [(code, known_languages()[code], url, code == chosen) for code, url in own.items()]
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    if request.url_rule is None:
        here = "/"  # what leads nowhere is not written into a page
    return [
        (code, name, url_for("pages.choose_language", language=code, next=here), code == chosen)
        for code, name in known_languages().items()
    ]


def translated(value: Translations | dict[str, str] | None) -> str:
    """A text in the language being spoken, with fallback to the meeting's main language, then any."""
    if not value:
        return ""
    texts = value if isinstance(value, Translations) else Translations(value)
    return texts.text(current_language(), g.get("main_language", "en"))


class _WithoutIndentation(Extension):
    """Sends pages without the indentation of their templates: of an agenda it would be a third."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENTATION.sub("\n ", source) if name is not None and name.endswith(".html") else source


def init_pages(app: Flask) -> None:
    """Install template globals and filters."""

    @app.context_processor
    def speak() -> dict[str, Any]:
        language = current_language()
        return {"language": language, "direction": direction(language), "language_links": language_links}

    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(_WithoutIndentation)
    app.jinja_env.filters.update(
        tr=translated,
        date=_date,
        instant=_instant,
        moment=_moment,
        country=_country,
        tel=tel_address,
    )


def _date(day: date, style: str = "dual", weekday: bool = False) -> str:
    return dates.format_date(day, current_language(), style, weekday=weekday)


def _instant(moment: datetime, zone: str = "UTC", style: str = "dual") -> str:
    return dates.format_instant(moment, zone, current_language(), style)


def _moment(moment: datetime, zone: str = "UTC") -> str:
    return dates.format_instant_in_list(moment, zone, current_language())


def _country(code: str | None, areas: Areas = MappingProxyType({})) -> str:
    return country_name(code, current_language(), areas)
