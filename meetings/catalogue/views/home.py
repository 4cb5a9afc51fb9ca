"""The list of public meetings, where visitors of the site begin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from foundation.access import public
from foundation.addresses import number
from foundation.clock import now
from foundation.countries import choices as country_choices
from foundation.languages import LANGUAGE_NAMES, current_language, known_languages
from foundation.page_cache import pages, respond
from foundation.pages import external_url
from meetings.catalogue.enums import WHEN_LABELS
from meetings.catalogue.forms import address_values, read_filters
from meetings.catalogue.presenting import stretches
from meetings.catalogue.queries import Catalogue, Filters, Listing, catalogue_version, listing
from meetings.catalogue.search import LONGEST_QUESTION, asked_words
from meetings.catalogue.views.blueprint import blueprint
from meetings.enums import FORMAT_LABELS, KIND_LABELS

Choices = list[tuple[str, str]]


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Meetings that are on, that are coming and that have been: filtered, searched, page by page."""
    filters, page = read_filters(request.args), request.args.get("page", 1, type=number)
    asked = request.args.get("lang", "")
    asked = asked if asked in known_languages() else ""
    # What somebody searches for is not kept, nor is a page that greets whoever is signed in.
    if current_user.is_authenticated or session.get("_flashes") or filters.question:
        return _render(filters, page, asked)
    language = current_language()
    # The clock moves meetings from coming to past and opens registrations: a page lasts for its minute.
    version = (catalogue_version(), int(now().timestamp() // 60))
    key = ("catalogue", language, asked, filters, page)
    response = respond(pages.get(key, version, lambda: _render(filters, page, asked)), request)
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return response


def _render(filters: Filters, page: int, asked: str) -> str:
    language = current_language()
    found = listing(filters, page)
    whole = found.catalogue

    def address(**changes: Any) -> str:
        return url_for("catalogue.home", **address_values(filters, lang=asked, **changes))

    here = url_for("catalogue.home", **address_values(filters, page=found.page if found.page > 1 else None))
    g.language_addresses = {
        code: url_for("pages.choose_language", language=code, next=here) for code in known_languages()
    }
    offered = _offered(whole, language)
    return render_template(
        "meetings/catalogue/home.html",
        filters=filters,
        asked=asked,
        found=found,
        stretches=stretches(found.placed, language, is_search=found.is_search),
        offered=offered,
        chosen=_chosen(filters, whole, offered, address),
        tabs=_tabs(filters, found, address),
        page_address=lambda number: address(page=number if number > 1 else None),
        chosen_organiser=whole.organiser(filters.organiser) if filters.organiser is not None else None,
        when_labels=WHEN_LABELS,
        is_cut=len(filters.question) > LONGEST_QUESTION,
        has_words=bool(asked_words(filters.question)),
        longest=LONGEST_QUESTION,
        is_empty=not whole.entries,
        canonical=external_url("catalogue.home", **_canonical(filters, found, language)),
        alternates={
            code: external_url("catalogue.home", **_canonical(filters, found, code)) for code in known_languages()
        },
        default_address=external_url("catalogue.home"),
        feed=external_url("calendar.catalogue_feed", language=language),
    )


def _canonical(filters: Filters, found: Listing, language: str) -> dict[str, Any]:
    """A filtered list is no page of its own: the whole one stands for it."""
    values: dict[str, Any] = {"lang": language}
    if not filters.narrows:
        if filters.when is not None:
            values["when"] = filters.when.value
        if found.page > 1:
            values["page"] = found.page
    return values


def _offered(whole: Catalogue, language: str) -> dict[str, Choices]:
    """What the filters offer: only what occurs in a public meeting."""
    there = whole.occurring
    return {
        "kind": [(kind.value, str(label)) for kind, label in KIND_LABELS.items() if kind in there.kinds],
        "country": [pair for pair in country_choices(language, whole.areas) if pair[0] in there.countries],
        "language": [(code, str(name)) for code, name in LANGUAGE_NAMES.items() if code in there.languages],
        "format": [(each.value, str(label)) for each, label in FORMAT_LABELS.items() if each in there.formats],
        "series": _by_name((str(each), title.text(language)) for each, title in whole.series.items()),
        "organiser": _by_name((str(each), name.text(language)) for each, name in whole.organisers.items()),
    }


def _by_name(pairs: Any) -> Choices:
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))


def _chosen(filters: Filters, whole: Catalogue, offered: dict[str, Choices], address: Any) -> Choices:
    """The filters that are set: what each asks for, and the address without it."""
    values = address_values(filters)
    if filters.organiser is not None:
        values["organiser"] = str(whole.organiser(filters.organiser))
    return [
        (dict(choices).get(values[name], values[name]), address(**{name: None}))
        for name, choices in offered.items()
        if name in values
    ]


def _tabs(filters: Filters, found: Listing, address: Any) -> list[tuple[str, str, str, int]]:
    whole = replace(filters, when=None)
    everything = sum(number for when, number in found.counts.items() if whole.shows(when))
    tabs = [("", _("All meetings"), address(when=None), everything)]
    tabs += [(when.value, str(label), address(when=when), found.counts[when]) for when, label in WHEN_LABELS.items()]
    current = filters.when.value if filters.when else ""
    return [tab for tab in tabs if tab[3] or tab[0] in ("", current)]
