"""Breakout groups of an item."""

from __future__ import annotations

from itertools import count

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.edit_conflicts import detect_conflicts
from foundation.translated import Translations
from meetings.breakouts import operations
from meetings.breakouts.forms import GroupForm
from meetings.breakouts.views.blueprint import blueprint
from meetings.keeping.order_views import add_order_views
from meetings.keeping.pages import show_agenda, to_item
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code, row_of

LATIN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقرشت"
"""In the order in which lists are lettered (abjad)."""


@blueprint.route("/manage/<code>/agenda/<int:item_id>/groups/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_group(code: str, item_id: int) -> ResponseReturnValue:
    """Add a breakout group to an item."""
    meeting = meeting_by_code(code)
    item = row_of(AgendaItem, meeting.id, item_id)
    form = GroupForm(meeting, item.groups, data={"letter": free_letter(item, meeting)})
    if form.validate_on_submit():
        operations.add_group(meeting.id, item_id, **form.values(), actor=actor())
        flash(_("The group is added."), "success")
        return to_item(meeting, item_id, "groups")
    return show_agenda("meetings/breakouts/group.html", meeting, form=form, item=item, group=None, rooms=meeting.rooms)


@blueprint.route("/manage/<code>/groups/<int:group_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_group(code: str, group_id: int) -> ResponseReturnValue:
    """Change a breakout group."""
    meeting = meeting_by_code(code)
    group = row_of(BreakoutGroup, meeting.id, group_id)
    item = row_of(AgendaItem, meeting.id, group.item_id)
    form = GroupForm(meeting, [each for each in item.groups if each.id != group_id], obj=group)
    detect_conflicts(form, group)
    if form.validate_on_submit():
        operations.change_group(meeting.id, group_id, **form.values(), actor=actor())
        flash(_("The group is saved."), "success")
        return to_item(meeting, item.id, "groups")
    return show_agenda("meetings/breakouts/group.html", meeting, form=form, item=item, group=group, rooms=meeting.rooms)


def _item_of_group(meeting: Meeting, group_id: int, _is_there: bool) -> ResponseReturnValue:
    return to_item(meeting, row_of(BreakoutGroup, meeting.id, group_id).item_id, "groups")


add_order_views(
    blueprint,
    "/manage/<code>/groups/<int:group_id>",
    name="group",
    move=operations.move_group,
    remove=operations.remove_group,
    removed=_l("The group is removed."),
    back=_item_of_group,
)


def free_letter(item: AgendaItem, meeting: Meeting) -> Translations:
    """The first letter after those of an item's groups that none of them has, in each language of the page."""
    taken = {letter for group in item.groups for letter in group.letter.values()}
    letters = (next_letter(place, meeting) for place in count(len(item.groups)))
    return next(letter for letter in letters if taken.isdisjoint(letter.values()))


def next_letter(place: int, meeting: Meeting) -> Translations:
    """The letter of the group at a place counted from 0, in each language of the page."""
    letters = {}
    for language in meeting.page_languages:
        alphabet = ARABIC_LETTERS if language == "ar" else LATIN_LETTERS
        letters[language] = alphabet[place] if place < len(alphabet) else str(place + 1)
    return Translations(letters)
