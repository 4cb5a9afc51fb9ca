"""Organisations, countries and persons with a role, and focal points."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor
from accounts.permissions import Permission
from directory.operations import SeveralPersons
from directory.queries import organisation_names, person_names
from foundation.access import requires
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import LANGUAGES, current_language
from foundation.uploads import takes_files
from meetings.enums import CONTACT_LABELS, ORGANISATION_ROLE_LABELS
from meetings.facts.forms import ContactForm, MeetingOrganisationForm
from meetings.facts.operations import parties as operations
from meetings.facts.views.blueprint import blueprint
from meetings.keeping.order_views import add_order_views, back_to_list
from meetings.keeping.pages import back_to, show_in_frame
from meetings.keeping.people import offer_choice, person_asked
from meetings.keeping.rows import move_row, remove_row
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.reading.meetings import meeting_by_code, row_of

CONTACT_COLUMNS = ("kind", "unit", "email", "phone", "language")


@blueprint.get("/manage/<code>/organisations")
@requires(Permission.MEETING_EDIT)
def organisations(code: str) -> ResponseReturnValue:
    """Organisations and countries with a role."""
    meeting = meeting_by_code(code)
    return show_in_frame("meetings/facts/organisations.html", meeting, "organisations", labels=ORGANISATION_ROLE_LABELS)


@blueprint.route("/manage/<code>/organisations/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
@takes_files
def add_organisation(code: str) -> ResponseReturnValue:
    """Give a role."""
    return _organisation_page(meeting_by_code(code), None)


@blueprint.route("/manage/<code>/organisations/<int:row_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
@takes_files
def edit_organisation(code: str, row_id: int) -> ResponseReturnValue:
    """Change role or holder."""
    meeting = meeting_by_code(code)
    return _organisation_page(meeting, row_of(MeetingOrganisation, meeting.id, row_id))


add_order_views(
    blueprint,
    "/manage/<code>/organisations/<int:row_id>",
    name="organisation",
    move=partial(move_row, MeetingOrganisation),
    remove=partial(remove_row, MeetingOrganisation),
    removed=_l("The organisation no longer has this role."),
    back=back_to_list("facts.organisations", "organisation"),
)


@blueprint.get("/manage/<code>/contacts")
@requires(Permission.MEETING_EDIT)
def contacts(code: str) -> ResponseReturnValue:
    """Focal points in their order."""
    meeting = meeting_by_code(code)
    return show_in_frame("meetings/facts/contacts.html", meeting, "contacts", labels=CONTACT_LABELS)


@blueprint.route("/manage/<code>/contacts/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_contact(code: str) -> ResponseReturnValue:
    """Name somebody to ask."""
    return _contact_page(meeting_by_code(code), None)


@blueprint.route("/manage/<code>/contacts/<int:contact_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_contact(code: str, contact_id: int) -> ResponseReturnValue:
    """Change a focal point."""
    meeting = meeting_by_code(code)
    return _contact_page(meeting, row_of(FocalPoint, meeting.id, contact_id))


add_order_views(
    blueprint,
    "/manage/<code>/contacts/<int:contact_id>",
    name="contact",
    move=partial(move_row, FocalPoint),
    remove=partial(remove_row, FocalPoint),
    removed=_l("The focal point is removed."),
    back=back_to_list("facts.contacts", "contact"),
)


def _organisation_page(meeting: Meeting, row: MeetingOrganisation | None) -> ResponseReturnValue:
    language = current_language()
    stored: dict[str, Any] = {}
    if row is not None:
        stored = {
            "role": row.role,
            "organisation": row.organisation.name.text(language) if row.organisation else "",
            "country_code": row.country_code,
            "person": row.person.name.text(language) if row.person else "",
        }
    form = MeetingOrganisationForm(meeting.page_languages, meeting.main_language, data=stored)
    form.country_code.offer_areas(meeting.team)
    detect_conflicts(form, row)
    if form.validate_on_submit():
        try:
            operations.save_role(
                meeting.id,
                row.id if row else None,
                role=form.role.data,
                organisation=form.organisation.data,
                country_code=form.country_code.data,
                person_id=person_asked(meeting.team_id, form, row.person if row else None),
                logo=form.logo.image,
                actor=actor(),
            )
        except SeveralPersons as several:
            offer_choice(form, several)
        except operations.AlreadyNamed:
            form.role.errors = [_("It has this role already.")]
        else:
            flash(_("The role is saved."), "success")
            return back_to("facts.organisations", meeting)
    return show_in_frame(
        "meetings/facts/organisation.html",
        meeting,
        "organisations",
        form=form,
        row=row,
        known=organisation_names(meeting.team_id, language),
        known_persons=person_names(meeting.team_id, language),
    )


def _contact_page(meeting: Meeting, contact: FocalPoint | None) -> ResponseReturnValue:
    language = current_language()
    stored: dict[str, Any] = {}
    if contact is not None:
        stored = {name: getattr(contact, name) for name in CONTACT_COLUMNS}
        stored["person"] = contact.person.name.text(language) if contact.person else ""
    form = ContactForm(meeting.page_languages, meeting.main_language, data=stored)
    form.phone.country = meeting.country_code
    languages = dict.fromkeys([*meeting.page_languages, *([contact.language] if contact and contact.language else [])])
    form.language.offer([(code, LANGUAGES.get(code, code)) for code in languages], blank=_("All languages"))
    detect_conflicts(form, contact)
    if form.validate_on_submit():
        values = {name: form[name].data for name in CONTACT_COLUMNS}
        try:
            stored_person = contact.person if contact else None
            values["person_id"] = person_asked(meeting.team_id, form, stored_person)
            if contact is None:
                operations.add_contact(meeting.id, **values, actor=actor())
            else:
                operations.change_contact(meeting.id, contact.id, **values, actor=actor())
        except SeveralPersons as several:
            offer_choice(form, several)
        except operations.ContactThere:
            message = _("This contact stands there already.")
            if form.named:
                form.person.errors = [message]
            else:
                form.unit.add_error(message)
        else:
            flash(_("The focal point is saved."), "success")
            return back_to("facts.contacts", meeting)
    return show_in_frame(
        "meetings/facts/contact.html",
        meeting,
        "contacts",
        form=form,
        contact=contact,
        known=person_names(meeting.team_id, language),
        known_organisations=organisation_names(meeting.team_id, language),
    )
