"""The rooms of a meeting's venue."""

from __future__ import annotations

from functools import partial

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.edit_conflicts import detect_conflicts
from meetings.facts.forms import RoomForm
from meetings.facts.operations import rooms as operations
from meetings.facts.views.blueprint import blueprint
from meetings.keeping.forms import kept
from meetings.keeping.order_views import add_order_views, back_to_list
from meetings.keeping.pages import back_to, show_in_frame
from meetings.keeping.rows import move_row, remove_row
from meetings.models.meeting import Meeting
from meetings.models.rooms import Room
from meetings.reading.meetings import meeting_by_code, row_of
from meetings.reading.programme import Programme, load_programme
from meetings.reading.rooms import means

COLUMNS = ("name", "seats", "directions")


@blueprint.get("/manage/<code>/rooms")
@requires(Permission.MEETING_EDIT)
def rooms(code: str) -> ResponseReturnValue:
    """The rooms in order, with how much happens in each."""
    meeting = meeting_by_code(code)
    programme = load_programme(meeting.id)
    uses = {room.id: _uses(programme, room) for room in programme.meeting.rooms}
    return show_in_frame(
        "meetings/facts/rooms.html", meeting, "rooms", programme, rooms=programme.meeting.rooms, uses=uses
    )


@blueprint.route("/manage/<code>/rooms/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_room(code: str) -> ResponseReturnValue:
    """Add a room at the end."""
    return _page(meeting_by_code(code), None)


@blueprint.route("/manage/<code>/rooms/<int:room_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_room(code: str, room_id: int) -> ResponseReturnValue:
    """Change a room; another name is another name in the agenda too."""
    meeting = meeting_by_code(code)
    return _page(meeting, row_of(Room, meeting.id, room_id))


add_order_views(
    blueprint,
    "/manage/<code>/rooms/<int:room_id>",
    name="room",
    move=partial(move_row, Room),
    remove=partial(remove_row, Room),
    removed=_l("The room is removed."),
    back=back_to_list("facts.rooms"),
)


def _page(meeting: Meeting, room: Room | None) -> ResponseReturnValue:
    form = RoomForm(meeting.page_languages, meeting.main_language, obj=room)
    detect_conflicts(form, room)
    if form.validate_on_submit():
        try:
            if room is None:
                operations.add_room(meeting.id, **kept(form, COLUMNS), actor=actor())
            else:
                operations.change_room(meeting.id, room.id, **kept(form, COLUMNS), actor=actor())
        except operations.RoomExists as taken:
            form.name.add_error(_("The venue has a room of this name already."), taken.language)
        else:
            flash(_("The room is saved."), "success")
            return back_to("facts.rooms", meeting)
    return show_in_frame("meetings/facts/room.html", meeting, "rooms", form=form, room_id=room.id if room else None)


def _uses(programme: Programme, room: Room) -> tuple[int, int]:
    """How many items and how many groups name the room."""
    items = [*programme.items, *(item for held in programme.children.values() for item in held)]
    groups = [group for held in programme.groups.values() for group in held]
    return sum(means(item.room, room.name) for item in items), sum(means(group.room, room.name) for group in groups)
