"""Who has a part in an item or a breakout group."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor
from accounts.permissions import Permission
from directory.operations import SeveralPersons, find_or_create_organisation
from directory.queries import in_own_script, organisation_names, person_names
from foundation.access import requires
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import current_language
from foundation.translated import Translations
from meetings.agenda import operations
from meetings.agenda.forms import OpenPartForm, OrganisationPartForm, PersonPartForm
from meetings.agenda.views.blueprint import blueprint
from meetings.enums import ItemKind, PartRole
from meetings.keeping.order_views import add_order_views
from meetings.keeping.pages import show_agenda, to_item
from meetings.keeping.people import offer_choice, person_asked
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code, row_of

FORMS: dict[str, Any] = {"person": PersonPartForm, "organisation": OrganisationPartForm, "open": OpenPartForm}
NOBODY: dict[str, Any] = {
    "person_id": None,
    "organisation_id": None,
    "countries": [],
    "country_conjunction": "and",
    "label": Translations(),
}


@blueprint.route("/manage/<code>/agenda/<int:item_id>/parts/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_part(code: str, item_id: int) -> ResponseReturnValue:
    """Give somebody a part in an item."""
    meeting = meeting_by_code(code)
    item = row_of(AgendaItem, meeting.id, item_id)
    return _page(meeting, None, item=item)


@blueprint.route("/manage/<code>/groups/<int:group_id>/parts/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_group_part(code: str, group_id: int) -> ResponseReturnValue:
    """Give somebody a part in a breakout group."""
    meeting = meeting_by_code(code)
    group = row_of(BreakoutGroup, meeting.id, group_id)
    return _page(meeting, None, item=row_of(AgendaItem, meeting.id, group.item_id), group=group)


@blueprint.route("/manage/<code>/parts/<int:part_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_part(code: str, part_id: int) -> ResponseReturnValue:
    """Change a part or who holds it."""
    meeting = meeting_by_code(code)
    part = row_of(Part, meeting.id, part_id)
    item, group = _place_of(meeting, part)
    return _page(meeting, part, item=item, group=group)


def _item_of_part(meeting: Meeting, part_id: int, _is_there: bool) -> ResponseReturnValue:
    item, _group = _place_of(meeting, row_of(Part, meeting.id, part_id))
    return to_item(meeting, item.id)


add_order_views(
    blueprint,
    "/manage/<code>/parts/<int:part_id>",
    name="part",
    move=operations.move_part,
    remove=operations.remove_part,
    removed=_l("The part is removed."),
    back=_item_of_part,
)


def _place_of(meeting: Meeting, part: Part) -> tuple[AgendaItem, BreakoutGroup | None]:
    group = row_of(BreakoutGroup, meeting.id, part.group_id) if part.group_id is not None else None
    item_id = group.item_id if group is not None else part.item_id
    return row_of(AgendaItem, meeting.id, item_id or 0), group


def _page(
    meeting: Meeting, part: Part | None, *, item: AgendaItem, group: BreakoutGroup | None = None
) -> ResponseReturnValue:
    holder = request.args.get("holder") or (_holder_of(part) if part else "person")
    if holder not in FORMS:
        abort(404)
    item_id, group_id = item.id, group.id if group else None
    data = _stored(part) if part is not None else {"role": _likely_role(item, group)}
    form = FORMS[holder](meeting.page_languages, meeting.main_language, areas=meeting.team.areas, data=data)
    detect_conflicts(form, part)
    if form.validate_on_submit():
        try:
            values = {
                "role": form.role.data,
                "status": form.status.data,
                "affiliation": form.affiliation.data,
                **NOBODY,
                **_holder_values(meeting, form, holder, part),
            }
            if part is not None:
                operations.change_part(meeting.id, part.id, **values, actor=actor())
            elif group_id is not None:
                operations.add_part(meeting.id, group_id=group_id, **values, actor=actor())
            else:
                operations.add_part(meeting.id, item_id=item_id, **values, actor=actor())
        except SeveralPersons as several:
            offer_choice(form, several)
        except operations.PartThere:
            form.role.errors = [_("This person has this part already.")]
        else:
            flash(_("The part is saved."), "success")
            return to_item(meeting, item_id)
    language = current_language()
    return show_agenda(
        "meetings/agenda/part.html",
        meeting,
        form=form,
        holder=holder,
        here=_here(holder),
        holder_tabs=[
            ("person", _("A person"), _here("person"), None),
            ("organisation", _("An organisation"), _here("organisation"), None),
            ("open", _("Countries or an open role"), _here("open"), None),
        ],
        part=part,
        item=item,
        group=group,
        known=person_names(meeting.team_id, language),
        known_organisations=organisation_names(meeting.team_id, language),
    )


def _here(holder: str) -> str:
    return url_for(request.endpoint or "", **(request.view_args or {}), holder=holder)


def _holder_values(meeting: Meeting, form: Any, holder: str, part: Part | None) -> dict[str, Any]:
    if holder == "person":
        return {"person_id": person_asked(meeting.team_id, form, part.person if part else None)}
    if holder == "organisation":
        typed = form.organisation.data
        if part is not None and part.organisation and typed in part.organisation.name.values():
            return {"organisation_id": part.organisation_id}
        found = find_or_create_organisation(meeting.team_id, name=in_own_script(typed), actor=actor())
        return {"organisation_id": found.id}
    return {
        "label": form.label.data,
        "countries": form.countries.data or [],
        "country_conjunction": form.country_conjunction.data,
    }


def _holder_of(part: Part) -> str:
    if part.person_id is not None:
        return "person"
    return "organisation" if part.organisation_id is not None else "open"


def _likely_role(item: AgendaItem, group: BreakoutGroup | None) -> PartRole:
    if group is not None:
        return PartRole.FACILITATOR
    roles = {ItemKind.OPENING: PartRole.OPENING_REMARKS, ItemKind.CLOSING: PartRole.CLOSING_REMARKS}
    return roles.get(item.kind, PartRole.SPEAKER)


def _stored(part: Part) -> dict[str, Any]:
    language = current_language()
    return {
        "role": part.role,
        "status": part.status,
        "affiliation": part.affiliation,
        "person": part.person.name.text(language) if part.person else "",
        "organisation": part.organisation.name.text(language) if part.organisation else "",
        "label": part.label,
        "countries": part.countries,
        "country_conjunction": part.country_conjunction,
    }
