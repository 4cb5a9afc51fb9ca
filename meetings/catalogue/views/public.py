"""The public pages of a series and of a project."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import may
from accounts.permissions import Permission
from foundation.access import public
from foundation.languages import known_languages, use_language
from foundation.pages import external_url
from meetings.catalogue.enums import When
from meetings.catalogue.presenting import Card, card, participants_in_words, words
from meetings.catalogue.queries import place_in_time
from meetings.catalogue.views.blueprint import blueprint
from meetings.enums import DOCUMENT_KIND_LABELS, DOCUMENT_STATUS_LABELS
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.chains import NoSuchChain, chain_of_id, meetings_of, publications_of
from meetings.reading.presenting import clean

CHAIN_LANGUAGE = "en"
"""The fallback of texts that belong to no meeting."""


@blueprint.get("/series/<int:series_id>/<language>")
@public
def series(series_id: int, language: str) -> ResponseReturnValue:
    """The editions of a series: the next one first, then those before it."""
    chain = chain_of_id(Series, series_id)
    cards = _cards(chain, language)
    _refuse_if_hidden(chain, bool(cards))
    ahead = [each for each in cards if each.when in (When.NOW, When.COMING)]
    # One that is called off is not the next one, and is not left out either.
    following = next((each for each in ahead if each.dates_stand), None)
    behind = [each for each in reversed(cards) if each.when not in (When.NOW, When.COMING)]
    return render_template(
        "meetings/catalogue/series.html",
        series=chain,
        title=words(chain.title, language, CHAIN_LANGUAGE),
        description=clean(chain.description.text(language, CHAIN_LANGUAGE)),
        description_language=chain.description.language_of(language, CHAIN_LANGUAGE),
        next_card=following,
        later=[each for each in ahead if each is not following],
        behind=behind,
        has_ordinals=any(each.meeting.ordinal for each in cards),
        feed=external_url("calendar.series_feed", series_id=chain.id, language=language),
        **_addresses("catalogue.series", language, series_id=chain.id),
    )


@blueprint.get("/projects/<int:project_id>/<language>")
@public
def project(project_id: int, language: str) -> ResponseReturnValue:
    """A project: what it is, its meetings in the order in which they follow each other, its publications."""
    chain = chain_of_id(Project, project_id)
    cards = _cards(chain, language)
    publications = publications_of(chain)
    _refuse_if_hidden(chain, bool(cards or publications))
    return render_template(
        "meetings/catalogue/project.html",
        project=chain,
        title=words(chain.title, language, CHAIN_LANGUAGE),
        description=clean(chain.description.text(language, CHAIN_LANGUAGE)),
        description_language=chain.description.language_of(language, CHAIN_LANGUAGE),
        cards=cards,
        numbers={each.meeting.id: participants_in_words(each.meeting, language) for each in cards},
        publications=publications,
        document_kind_labels=DOCUMENT_KIND_LABELS,
        document_status_labels=DOCUMENT_STATUS_LABELS,
        **_addresses("catalogue.project", language, project_id=chain.id),
    )


def _cards(chain: Series | Project, language: str) -> list[Card]:
    if language not in known_languages():
        raise NoSuchChain(chain.id)
    use_language(language)
    return [card(when, meeting, language) for when, meeting in place_in_time(meetings_of(chain))]


def _refuse_if_hidden(chain: Series | Project, is_public: bool) -> None:
    """A chain of nothing but drafts is for its team."""
    may_see = is_public or (current_user.is_authenticated and may(Permission.MEETING_VIEW, chain.team_id))
    if not may_see:
        raise NoSuchChain(chain.id)


def _addresses(endpoint: str, language: str, **values: Any) -> dict[str, Any]:
    g.language_addresses = {code: url_for(endpoint, language=code, **values) for code in known_languages()}
    return {
        "canonical": external_url(endpoint, language=language, **values),
        "alternates": {code: external_url(endpoint, language=code, **values) for code in known_languages()},
    }
