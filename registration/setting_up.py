"""What the registration room installs in the application."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.permissions import Permission
from directory.enums import ORGANISATION_KIND_LABELS
from foundation.errors import answer_as
from foundation.history import register_words
from foundation.pages import path_of
from meetings.enums import MODE_LABELS, Mode
from meetings.overview.figures import Figure, offer_figures, offer_list_figure
from meetings.record import rooms_above
from meetings.record.models import Meeting
from outbox.links import register_link
from registration import (
    links,
    personal_documents,  # noqa: F401  (adds a route to the personal page)
    public_views,  # noqa: F401  (adds the public form to the blueprint of the room)
)
from registration.enums import APPROVAL_LABELS, HALF_DAY_LABELS, STATE_LABELS, RegistrationState
from registration.operations.erasing import forget_people
from registration.operations.places import place_locks, places
from registration.operations.rules import copy_rules
from registration.queries import NoSuchRegistration, count_per_state, pending_of, people_on_list
from registration.window import modes_of
from registration.wording import ACT_LABELS, FIELD_LABELS


def init_registration(app: Flask) -> None:
    """Let mail contain personal links of registrations, and answer 404 to unknown ones."""
    register_link(links.MANAGE_LINK, links.resolve_manage)
    register_link(links.CHECK_IN_LINK, links.resolve_check_in)
    register_link(links.ANOTHER_LINK, links.resolve_another)
    answer_as(app, NoSuchRegistration, 404)
    offer_figures(Permission.REGISTRATION_VIEW, figures)
    offer_list_figure(Permission.REGISTRATION_VIEW, waiting_for_decision)
    rooms_above.offer(
        "registration",
        count_people=people_on_list,
        locks=place_locks,
        copy_rules=copy_rules,
        before_removal=forget_people,
    )
    register_words(
        acts=ACT_LABELS,
        # Elsewhere it is the language of a link or of whom to ask.
        fields={**FIELD_LABELS, "language": _l("Language")},
        subjects={"registration": _l("Registration"), "registration_rules": _l("Rules of registration")},
        values={**STATE_LABELS, **MODE_LABELS, **ORGANISATION_KIND_LABELS, **APPROVAL_LABELS, **HALF_DAY_LABELS},
    )


def figures(meeting: Meeting) -> list[Figure]:
    """What an assistant wants to know first: who waits for a decision, and how full it is."""
    counts = count_per_state(meeting.id)
    taken = places(meeting.id)
    address = path_of("registration.index", code=meeting.code)
    found = [
        Figure(counts.get(state, 0), str(STATE_LABELS[state]), f"{address}?state={state.value}", state=state.value)
        for state in (RegistrationState.PENDING, RegistrationState.APPROVED, RegistrationState.WAITING)
    ]
    captions = {Mode.IN_PERSON: _("Places in the room"), Mode.REMOTE: _("Places online")}
    return found + [
        Figure(taken[mode].taken, captions[mode], f"{address}?mode={mode.value}", of=taken[mode].capacity)
        for mode in modes_of(meeting)
    ]


def waiting_for_decision(meetings: Sequence[Meeting]) -> dict[int, Figure]:
    """At the meetings of a list: how many registrations wait for a decision, where any does."""
    codes = {meeting.id: meeting.code for meeting in meetings}
    return {
        meeting_id: Figure(
            count,
            ngettext("%(num)s waits for a decision", "%(num)s wait for a decision", count),
            f"{path_of('registration.index', code=codes[meeting_id])}?state={RegistrationState.PENDING.value}",
            state=RegistrationState.PENDING.value,
        )
        for meeting_id, count in pending_of(codes).items()
    }
