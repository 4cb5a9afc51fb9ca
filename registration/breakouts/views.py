"""Breakout groups and their members, as the team keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.addresses import number
from foundation.languages import current_language
from foundation.merge_fields import one_line
from meetings.enums import MODE_LABELS
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.breakouts import count_inputs, groups_of_items, seats_lacking
from meetings.reading.meetings import meeting_by_code, row_of
from meetings.reading.presenting import session_of
from registration.breakouts import operations
from registration.breakouts.queries import board
from registration.enums import STATE_LABELS
from registration.places.groups import members_of
from registration.reading.groups import items_with_groups

blueprint = Blueprint("breakouts", __name__)
MOST_AT_ONCE = 1000


@blueprint.get("/manage/<code>/groups")
@requires(Permission.REGISTRATION_VIEW)
def index(code: str) -> ResponseReturnValue:
    """The items that have groups, with how full these are."""
    meeting = meeting_by_code(code)
    by_item = groups_of_items(meeting.id)
    groups = [group for own in by_item.values() for group in own]
    ids = [group.id for group in groups]
    return render_template(
        "registration/breakouts/index.html",
        meeting=meeting,
        tab="registrations",
        items=[(item, _when(meeting, item), by_item[item.id]) for item in items_with_groups(meeting.id)],
        taken=members_of(ids),
        inputs=count_inputs(ids),
        lacking={group.id: seats_lacking(group, meeting.rooms) for group in groups},
    )


@blueprint.get("/manage/<code>/agenda/<int:item_id>/members")
@requires(Permission.REGISTRATION_VIEW)
def members(code: str, item_id: int) -> ResponseReturnValue:
    """Who is in which group of an item, and who in none."""
    meeting = meeting_by_code(code)
    return _board(meeting, item_id)


@blueprint.post("/manage/<code>/agenda/<int:item_id>/members")
@requires(Permission.REGISTRATION_MANAGE)
def assign(code: str, item_id: int) -> ResponseReturnValue:
    """Put those who are ticked into the group whose button was pressed; `group=0` takes them out."""
    meeting = meeting_by_code(code)
    seen = _ticked(request.form.getlist("id")[:MOST_AT_ONCE])
    ids = list(seen)
    group_id = request.form.get("group", type=number)
    if not ids:
        return _board(meeting, item_id, problem=_("Tick at least one person first.")), 422
    if group_id is None:
        return _board(meeting, item_id, ids, problem=_("Choose the group.")), 422
    try:
        done = operations.assign(meeting.id, item_id, group_id or None, ids, seen=_known(seen), actor=actor())
    except operations.PutElsewhere as refused:
        return _board(meeting, item_id, ids, problem=_put_elsewhere(refused)), 422
    except operations.TooManyForGroup as refused:
        return _board(meeting, item_id, ids, problem=_too_many(refused)), 422
    if group_id:
        message = ngettext("%(num)s person is now in the group.", "%(num)s people are now in the group.", done)
    else:
        message = ngettext("%(num)s person is in no group now.", "%(num)s people are in no group now.", done)
    flash(message, "success")
    return _back(meeting, item_id)


@blueprint.post("/manage/<code>/agenda/<int:item_id>/members/balance")
@requires(Permission.REGISTRATION_MANAGE)
def balance(code: str, item_id: int) -> ResponseReturnValue:
    """Spread everybody who is in no group evenly over the groups."""
    meeting = meeting_by_code(code)
    result = operations.balance(meeting.id, item_id, actor=actor())
    text = ngettext("%(num)s person got a group.", "%(num)s people got a group.", result.assigned)
    flash(text, "success" if result.assigned else "info")
    if result.left:
        left = ngettext(
            "All groups are full: %(num)s person has none.",
            "All groups are full: %(num)s people have none.",
            result.left,
        )
        flash(left, "warning")
    return _back(meeting, item_id)


@blueprint.post("/manage/<code>/agenda/<int:item_id>/members/<int:registration_id>/representative")
@requires(Permission.REGISTRATION_MANAGE)
def represent(code: str, item_id: int, registration_id: int) -> ResponseReturnValue:
    """Say (`on=1`) or take back (`on=0`) that a member reports back for the group."""
    meeting = meeting_by_code(code)
    on = request.form.get("on") == "1"
    operations.set_representative(meeting.id, item_id, registration_id, represents=on, actor=actor())
    return _back(meeting, item_id)


def _ticked(values: Sequence[str]) -> dict[int, str]:
    """Who is ticked, by id, each with the group in which they were shown (0: none; empty: not said)."""
    found = {}
    for value in values:
        person, _dash, group = value.partition("-")
        with suppress(ValueError):
            found[number(person)] = group
    return found


def _known(seen: Mapping[int, str]) -> dict[int, int | None]:
    return {person: int(group) or None for person, group in seen.items() if group.isascii() and group.isdecimal()}


def _board(meeting: Meeting, item_id: int, ticked: Sequence[int] = (), problem: str = "") -> str:
    item = row_of(AgendaItem, meeting.id, item_id)
    search = one_line(request.values.get("q", "")[:200])
    found = board(item, search)
    return render_template(
        "registration/breakouts/members.html",
        meeting=meeting,
        tab="registrations",
        item=item,
        when=_when(meeting, item),
        board=found,
        search=search,
        ticked=frozenset(ticked),
        problem=problem,
        mode_labels=MODE_LABELS,
        state_labels=STATE_LABELS,
        lacking={each.group.id: seats_lacking(each.group, meeting.rooms) for each in found.groups},
    )


def _back(meeting: Meeting, item_id: int) -> ResponseReturnValue:
    search = one_line(request.values.get("q", "")[:200])
    return redirect(url_for(".members", code=meeting.code, item_id=item_id, q=search or None), 303)


def _when(meeting: Meeting, item: AgendaItem) -> str:
    return session_of(meeting, item.day, item.starts, item.ends, current_language())


def _put_elsewhere(refused: operations.PutElsewhere) -> str:
    names = ", ".join(person.full_name(current_language()) for person in refused.people[:5])
    return _(
        "Somebody else has moved these people meanwhile: %(names)s. Nobody was moved now. Look at the groups, then "
        "press again.",
        names=names,
    )


def _too_many(refused: operations.TooManyForGroup) -> str:
    left = ngettext("The group has %(num)s place left", "The group has %(num)s places left", refused.free)
    people = ngettext("%(num)s person was ticked", "%(num)s people were ticked", refused.wanted)
    return _("%(left)s, and %(people)s. Nobody was moved.", left=left, people=people)
