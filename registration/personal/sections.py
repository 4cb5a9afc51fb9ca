"""The personal page as a whole, made of sections that the wings above offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import render_template, url_for

from foundation.hooks import Hook
from foundation.languages import current_language
from meetings.reading.facts import contacts
from meetings.reading.presenting import Presenter
from meetings.reading.programme import Programme
from registration.models.registrations import Registration
from registration.personal.joining import joining_context
from registration.personal.pages import page_context
from registration.personal.ticket import ticket_context
from registration.reading.groups import OwnGroup, own_groups
from registration.reading.links import check_in_token
from registration.reading.registrations import waiting_position
from registration.reading.situation import Situation, situation_of


@dataclass(frozen=True)
class Visit:
    """A look at one's personal page; `given` is what the view has for a section, such as a form to be corrected."""

    token: str
    registration: Registration
    situation: Situation
    given: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def groups(self) -> list[OwnGroup]:
        """The breakout groups of the person, as long as the programme is theirs."""
        return own_groups(self.registration) if self.situation.may_have_programme else []

    @cached_property
    def presenter(self) -> Presenter:
        """What says the texts of the meeting in the language of the page."""
        return Presenter(Programme(self.registration.meeting), current_language())


@dataclass(frozen=True)
class PersonalSection:
    """A part of the page: its templates, each a section or nothing, and what `values` gives them to read.

    `template` stands among the parts, `fold` among what is folded at the end. Under `coming`, `values` may give
    sentences for "What comes next".
    """

    values: Callable[[Visit], dict[str, Any]]
    template: str
    fold: str = ""


sections: Hook[PersonalSection] = Hook("section of the personal page")
"""In the order in which they stand on the page."""


def show_page(token: str, registration: Registration, **given: Any) -> str:
    """The personal page; `given` reaches the sections, see `Visit`."""
    situation = situation_of(registration)
    visit = Visit(token, registration, situation, given)
    is_to_come = not situation.is_past and not situation.is_off
    values: dict[str, Any] = {
        **page_context(token, registration),
        "situation": situation,
        "state_reason": visit.presenter.text(registration.meeting.state_reason) if situation.is_off else "",
        "position": waiting_position(registration) if is_to_come else None,
        "coming": [],
        "contacts": contacts(visit.presenter),
        "code_url": url_for(".code_picture", token=check_in_token(registration)) if situation.takes_part else "",
        "needs": registration.needs,
        **joining_context(registration, visit.groups, is_past=situation.is_past),
        **ticket_context(registration),
    }
    for section in sections:
        values.update(section.values(visit))
    return render_template("registration/personal/show.html", sections=list(sections), **values)
