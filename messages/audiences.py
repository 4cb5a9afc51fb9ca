"""Whom a message is for: the filter of the list of registrations, or people ticked in it.

What is stored is what stands in the address of the list, so that a list and a message mean the same people:
`{"state": "approved", "mode": "remote"}`, or `{"id": [3, 17]}`. Those declined or cancelled, whom news of the meeting
do not concern, are left out (`{"alive": "1"}`) unless a state or `{"alive": "0"}` asks for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.database import db
from foundation.languages import current_language, language_name
from meetings.enums import MODE_LABELS
from meetings.record.models import Meeting
from registration.enums import ALIVE, STATE_LABELS
from registration.forms import filter_parameters, read_filter
from registration.models import Registration
from registration.ordering import by_name
from registration.queries import SORTS, Filter, filtered

IDS = "id"
STANDING = "alive"

Audience = dict[str, Any]


def read_audience(values: MultiDict[str, str]) -> Audience:
    """The audience that the address of the list, or a form with ticked people, names; nothing: all who take part."""
    ids = sorted({int(value) for value in values.getlist(IDS) if value.isdecimal() and len(value) < 10})
    if ids:
        return {IDS: ids}
    chosen: Audience = dict(filter_parameters(replace(read_filter(values), sort=SORTS[0], descending=False)))
    if "state" in chosen:
        return chosen
    return chosen | {STANDING: "0" if values.get(STANDING) == "0" else "1"}


def audience(meeting_id: int, chosen: Mapping[str, Any]) -> list[Registration]:
    """The registrations that belong to an audience now, in the order of the list; one statement."""
    if IDS in chosen:
        wanted = set(chosen[IDS])
        query = select(Registration).where(Registration.meeting_id == meeting_id)
        query = query.order_by(*by_name())
        # The set is compared here, not in SQL: a thousand ids are more than some databases take in one statement.
        return [person for person in db.session.scalars(query) if person.id in wanted]
    query = filtered(meeting_id, filter_of(chosen), current_language())
    if chosen.get(STANDING) == "1":
        query = query.where(Registration.state.in_(ALIVE))
    return list(db.session.scalars(query))


def filter_of(chosen: Mapping[str, Any]) -> Filter:
    """The filter of the list that an audience names."""
    return read_filter({name: str(value) for name, value in chosen.items()})


def as_parameters(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The audience as parameters of an address."""
    return dict(chosen)


def in_words(chosen: Mapping[str, Any], meeting: Meeting) -> list[str]:
    """What the people of an audience have in common, in the reader's language."""
    if IDS in chosen:
        number = len(chosen[IDS])
        return [ngettext("%(num)s person chosen in the list", "%(num)s people chosen in the list", number)]
    wanted = filter_of(chosen)
    words = []
    if wanted.state:
        words.append(str(STATE_LABELS[wanted.state]))
    if wanted.mode:
        words.append(str(MODE_LABELS[wanted.mode]))
    if wanted.country:
        name = meeting.country_named(wanted.country, current_language())
        words.append(name or _("Not in the list of countries"))
    if wanted.kind:
        words.append(str(ORGANISATION_KIND_LABELS[wanted.kind]))
    if wanted.language:
        words.append(_("reads %(language)s", language=language_name(wanted.language)))
    if wanted.search:
        words.append(_("matches “%(words)s”", words=wanted.search))
    if chosen.get(STANDING) == "1":
        words.append(_("neither declined nor cancelled"))
    return words or [_("Everybody on the list")]


def fingerprint(people: Iterable[Registration], written_at: datetime | None) -> str:
    """What identifies people and text as an assistant saw them: another text or one person more changes it."""
    seen = f"{written_at}|{sorted(person.id for person in people)}"
    return hashlib.blake2b(seen.encode(), digest_size=16).hexdigest()
