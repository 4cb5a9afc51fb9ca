"""The agenda as a list, and its items."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.addresses import number
from foundation.dates import format_time, zone_label
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import current_language
from meetings.agenda import operations
from meetings.agenda.forms import ItemForm
from meetings.agenda.views.blueprint import blueprint
from meetings.enums import BREAKS, ITEM_KIND_LABELS, PART_ROLE_LABELS, PART_STATUS_LABELS, ItemKind
from meetings.keeping.order_views import add_order_views
from meetings.keeping.pages import show_agenda, to_agenda
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.agenda import (
    DEEPEST,
    agenda_for_editing,
    depths_of,
    in_order,
    is_in_agenda,
    next_start,
)
from meetings.reading.breakouts import seats_lacking
from meetings.reading.meetings import NoSuchRecord, meeting_by_code, row_of
from meetings.reading.presenting import Presenter
from meetings.reading.programme import Programme, load_programme


@blueprint.get("/manage/<code>/agenda")
@requires(Permission.MEETING_EDIT)
def manage(code: str) -> ResponseReturnValue:
    """The agenda by days, to be edited."""
    meeting = meeting_by_code(code)
    language = current_language()
    programme, days = agenda_for_editing(meeting.id, language)
    return show_agenda(
        "meetings/agenda/agenda.html",
        programme.meeting,
        programme,
        days=days,
        kinds=ITEM_KIND_LABELS,
        breaks=BREAKS,
        zone=zone_label(meeting.zone, meeting.starts_on, language),
        format_time=format_time,
    )


@blueprint.route("/manage/<code>/agenda/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_item(code: str) -> ResponseReturnValue:
    """Add an item: `day`, `parent` or the item that it comes `after` in the address say where it stands."""
    meeting = meeting_by_code(code)
    if "day" in request.form:
        # Saving reads no texts of the other items: the agenda may have hundreds.
        form = ItemForm(meeting, None)
        form.accept(_places_asked(meeting))
    else:
        programme = load_programme(meeting.id)
        form = ItemForm(meeting, None, data=_asked_place(programme))
        form.offer(programme)
    if form.validate_on_submit() and not _refuse_again(meeting, form):
        try:
            item = operations.add_item(meeting.id, **form.values(), actor=actor())
        except _REFUSALS as refusal:
            _explain(form, refusal)
        else:
            flash(_("The item is added."), "success")
            return _go_on(code, item.id)
    programme = load_programme(meeting.id)
    form.offer(programme)
    return show_agenda("meetings/agenda/item.html", meeting, programme, form=form, item=None, rooms=meeting.rooms)


@blueprint.route("/manage/<code>/agenda/<int:item_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_item(code: str, item_id: int) -> ResponseReturnValue:
    """An item with its people, its groups and what it holds."""
    meeting = meeting_by_code(code)
    item = row_of(AgendaItem, meeting.id, item_id)
    form = ItemForm(meeting, item, data=_stored(item))
    form.accept(_places_asked(meeting))
    detect_conflicts(form, item)
    if form.validate_on_submit():
        try:
            item = operations.change_item(meeting.id, item_id, **form.values(), actor=actor())
        except _REFUSALS as refusal:
            _explain(form, refusal)
        else:
            flash(_("The item is saved."), "success")
            return _go_on(code, item_id)
    # A refused write was rolled back, and what was loaded with it is stale.
    programme = load_programme(meeting.id)
    item, depth = _line_of(programme, item_id)
    form.offer(programme)
    presenter = Presenter(programme, current_language())
    return show_agenda(
        "meetings/agenda/item.html",
        meeting,
        programme,
        form=form,
        item=item,
        rooms=programme.meeting.rooms,
        lacking=lambda group: seats_lacking(group, programme.meeting.rooms),
        parts=programme.parts_of_items.get(item_id, []),
        groups=programme.groups.get(item_id, []),
        parts_of_groups=programme.parts_of_groups,
        holds=programme.children.get(item_id, []),
        presenter=presenter,
        may_hold=depth + 1 < DEEPEST,
        role_labels=PART_ROLE_LABELS,
        part_status_labels=PART_STATUS_LABELS,
        item_part_url=lambda holder: url_for("agenda.add_part", code=meeting.code, item_id=item_id, holder=holder),
        group_part_url=lambda group_id: (
            lambda holder: url_for("agenda.add_group_part", code=meeting.code, group_id=group_id, holder=holder)
        ),
        format_time=format_time,
    )


add_order_views(
    blueprint,
    "/manage/<code>/agenda/<int:item_id>",
    name="item",
    move=operations.move_item,
    remove=operations.remove_item,
    removed=_l("The item is removed."),
    back=lambda meeting, item_id, is_there: to_agenda(meeting, item_id if is_there else None),
    unmoved=_l("Items stand in the order of their times. Change the time to move this one."),
)


_REFUSALS = (
    operations.DayOutside,
    operations.ItemEndsBeforeStart,
    operations.EndWithoutStart,
    operations.UnsuitableParent,
    operations.UnsuitableContinuation,
)


def _line_of(programme: Programme, item_id: int) -> tuple[AgendaItem, int]:
    """An item and its depth; somebody else may have removed it since it was last looked for."""
    found = next((line for line in in_order(programme) if line[0].id == item_id), None)
    if found is None:
        raise NoSuchRecord(item_id)
    return found


def _explain(form: ItemForm, refusal: Exception) -> None:
    messages: dict[type[Exception], tuple[Any, str]] = {
        operations.DayOutside: (form.day, _("This day is not one of the meeting's days.")),
        operations.ItemEndsBeforeStart: (form.ends, _("The end must be after the start.")),
        operations.EndWithoutStart: (form.ends, _("Enter the start too.")),
        operations.UnsuitableParent: (
            form.parent_id,
            _("An item cannot be inside itself, nor deeper than three levels."),
        ),
        operations.UnsuitableContinuation: (form.continues_id, _("An item cannot continue itself.")),
    }
    field, message = messages[type(refusal)]
    field.errors = [message]


STORED = (
    "kind", "starts", "ends", "title", "room", "description", "is_closed", "working_languages", "interpretation",
    "groups_are_chosen",
)  # fmt: skip


def _stored(item: AgendaItem) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in STORED},
        "day": item.day.isoformat(),
        "format": item.format.value if item.format is not None else "",
        "parent_id": str(item.parent_id or ""),
        "continues_id": str(item.continues_id or ""),
    }


def _asked_place(programme: Programme) -> dict[str, Any]:
    """Where a new item stands, by the link that was followed; the form refuses what does not exist."""
    kind = request.args.get("kind", "")
    place: dict[str, Any] = {"kind": kind if kind in list(ItemKind) else ItemKind.SESSION}
    after = request.args.get("after", type=number)
    before = next((item for item, _depth in in_order(programme) if item.id == after), None)
    if before is not None:
        return {
            "kind": before.kind,
            "day": before.day.isoformat(),
            "starts": before.ends,
            "room": before.room,
            "parent_id": str(before.parent_id or ""),
        }
    parent = request.args.get("parent", type=number)
    holder = next((item for item, _depth in in_order(programme) if item.id == parent), None)
    if holder is not None:
        return {**place, "kind": ItemKind.PRESENTATION, "parent_id": str(holder.id), "day": holder.day.isoformat()}
    day = request.args.get("day", "")
    if day:
        place["day"] = day
        try:
            place["starts"] = next_start(programme, date.fromisoformat(day))
        except ValueError:
            del place["day"]
    return place


def _refuse_again(meeting: Meeting, form: ItemForm) -> bool:
    values = form.values()
    is_again = bool(values["title"]) and is_in_agenda(meeting.id, values)
    if is_again:
        form.title.add_error(_("This item is in the agenda already."))
    return is_again


def _places_asked(meeting: Meeting) -> list[tuple[int, int]]:
    """The items that a form which was sent may name, with their depth; none are read where it names none."""
    names_one = request.form.get("parent_id") or request.form.get("continues_id")
    return depths_of(meeting.id) if names_one else []


def _go_on(code: str, item_id: int) -> ResponseReturnValue:
    then = request.form.get("then", "")
    if then == "people":
        return redirect(url_for("agenda.edit_item", code=code, item_id=item_id, _anchor="people"), 303)
    if then == "another":
        return redirect(url_for("agenda.add_item", code=code, after=item_id), 303)
    return redirect(url_for("agenda.manage", code=code, _anchor=f"item-{item_id}"), 303)
