"""Pages of a team's directory."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may, team_or_404
from accounts.permissions import Permission
from directory import operations, queries
from directory.enums import ORGANISATION_KIND_LABELS
from directory.forms import OrganisationForm, PersonForm
from directory.models import Organisation, Person
from foundation.access import public, requires
from foundation.addresses import number
from foundation.audit import entries_for
from foundation.countries import codes as country_codes
from foundation.edit_conflicts import detect_conflicts
from foundation.files import send_stored
from foundation.history import acts_in_words, by_field
from foundation.images import logo_file
from foundation.languages import LANGUAGES, current_language
from foundation.uploads import takes_files

blueprint = Blueprint("directory", __name__)

FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/teams/<int:team_id>/directory")
@requires(Permission.DIRECTORY_VIEW)
def index(team_id: int) -> ResponseReturnValue:
    """Persons that the team knows."""
    search = request.args.get("q", "").strip()
    found = queries.persons_page(team_id, search, request.args.get("page", 1, type=number))
    return _list("directory/persons.html", "persons", ".index", team_id, search, found)


@blueprint.get("/teams/<int:team_id>/directory/organisations")
@requires(Permission.DIRECTORY_VIEW)
def organisations(team_id: int) -> ResponseReturnValue:
    """Organisations that the team knows."""
    search = request.args.get("q", "").strip()
    found = queries.organisations_page(team_id, search, request.args.get("page", 1, type=number))
    return _list("directory/organisations.html", "organisations", ".organisations", team_id, search, found)


@blueprint.route("/teams/<int:team_id>/directory/persons/new", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def add_person(team_id: int) -> ResponseReturnValue:
    """Add a person."""
    form = PersonForm(list(LANGUAGES), current_language())
    form.country_code.offer_areas(team_or_404(team_id))
    if form.validate_on_submit():
        person = operations.add_person(team_id, **_person_values(team_id, form), actor=actor())
        return _saved(person.full_name(current_language()), ".index", team_id)
    return _person_page(team_id, form, None)


@blueprint.route("/teams/<int:team_id>/directory/persons/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def edit_person(team_id: int, person_id: int) -> ResponseReturnValue:
    """Correct a person."""
    person = queries.person_of(team_id, person_id)
    organisation = person.organisation.name.text(current_language()) if person.organisation else ""
    form = PersonForm(
        list(LANGUAGES),
        current_language(),
        data={
            "honorific": person.honorific,
            "name": person.name,
            "position": person.position,
            "organisation": organisation,
            "country_code": person.country_code,
            "email": person.email,
        },
    )
    form.country_code.offer_areas(team_or_404(team_id))
    detect_conflicts(form, person)
    if form.validate_on_submit():
        values = _person_values(team_id, form, person)
        person = operations.change_person(team_id, person_id, **values, actor=actor())
        return _saved(person.full_name(current_language()), ".index", team_id)
    return _person_page(team_id, form, person)


@blueprint.route("/teams/<int:team_id>/directory/organisations/new", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
@takes_files
def add_organisation(team_id: int) -> ResponseReturnValue:
    """Add an organisation."""
    form = OrganisationForm(list(LANGUAGES), current_language())
    form.country_code.offer_areas(team_or_404(team_id))
    if form.validate_on_submit():
        organisation = operations.add_organisation(team_id, **_organisation_values(form), actor=actor())
        return _saved(organisation.name.text(current_language()), ".organisations", team_id)
    return _organisation_page(team_id, form, None)


@blueprint.route("/teams/<int:team_id>/directory/organisations/<int:organisation_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
@takes_files
def edit_organisation(team_id: int, organisation_id: int) -> ResponseReturnValue:
    """Correct an organisation."""
    organisation = queries.organisation_of(team_id, organisation_id)
    form = OrganisationForm(list(LANGUAGES), current_language(), obj=organisation)
    form.country_code.offer_areas(team_or_404(team_id))
    detect_conflicts(form, organisation)
    if form.validate_on_submit():
        values = _organisation_values(form)
        if form.remove_logo.data and form.logo.image is None:
            values["logo_id"] = None
        organisation = operations.change_organisation(team_id, organisation_id, **values, actor=actor())
        return _saved(organisation.name.text(current_language()), ".organisations", team_id)
    return _organisation_page(team_id, form, organisation)


@blueprint.get("/logos/<signed('logo'):file_id>")
@public
def logo(file_id: int) -> Response:
    """The logo of an organisation or a meeting; a new logo has a new address, so that this one is kept for ever.

    Only who was shown a page with the logo knows its address: that of a draft cannot be found by counting.
    """
    file = logo_file(file_id)
    if file is None:
        raise queries.NoSuchEntry(file_id)
    response = send_stored(file)
    response.headers["Cache-Control"] = FOR_EVER
    return response


@blueprint.get("/teams/<int:team_id>/directory/persons/<int:person_id>/history")
@requires(Permission.AUDIT_VIEW)
def person_history(team_id: int, person_id: int) -> ResponseReturnValue:
    """Who changed what about a person."""
    return _history(queries.person_of(team_id, person_id), "persons")


@blueprint.get("/teams/<int:team_id>/directory/organisations/<int:organisation_id>/history")
@requires(Permission.AUDIT_VIEW)
def organisation_history(team_id: int, organisation_id: int) -> ResponseReturnValue:
    """Who changed what about an organisation."""
    return _history(queries.organisation_of(team_id, organisation_id), "organisations")


def _history(entry: Person | Organisation, tab: str) -> ResponseReturnValue:
    acts = acts_in_words(entries_for(entry.__tablename__, entry.id))
    return render_template(
        "directory/history.html", team_id=entry.team_id, tab=tab, entry=entry, acts=acts, fields=by_field(acts)
    )


def history_address(kind: str, entry_id: int) -> str:
    """Where the history of an entry is, in the team of the request; empty for those who may not see it."""
    team_id = (request.view_args or {}).get("team_id")
    if team_id is None or not may(Permission.AUDIT_VIEW, team_id):
        return ""
    key: dict[str, Any] = {f"{kind}_id": entry_id}
    return url_for(f"directory.{kind}_history", team_id=team_id, **key)


def _person_values(team_id: int, form: PersonForm, person: Person | None = None) -> dict[str, Any]:
    return {
        "honorific": form.honorific.data,
        "name": form.name.data,
        "position": form.position.data,
        "organisation_id": _organisation_id(team_id, form, person),
        "country_code": form.country_code.data,
        "email": form.email.data,
    }


def _organisation_id(team_id: int, form: PersonForm, person: Person | None) -> int | None:
    typed: str = form.organisation.data or ""
    if not typed:
        return None
    if person is not None and person.organisation and typed in person.organisation.name.values():
        return person.organisation_id
    name = queries.in_own_script(typed)
    return int(operations.find_or_create_organisation(team_id, name=name, actor=actor()).id)


def _organisation_values(form: OrganisationForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "acronym": form.acronym.data,
        "kind": form.kind.data,
        "country_code": form.country_code.data,
        "website": form.website.data,
        "logo": form.logo.image,
    }


def _list(
    template: str, tab: str, endpoint: str, team_id: int, search: str, found: queries.Page[Any]
) -> ResponseReturnValue:
    return render_template(
        template,
        team_id=team_id,
        tab=tab,
        search=search,
        found=found,
        page_url=lambda number: url_for(endpoint, team_id=team_id, q=search or None, page=number),
        kinds=ORGANISATION_KIND_LABELS,
        areas={}
        if {row.country_code for row in found.rows} <= {None, *country_codes()}
        else team_or_404(team_id).areas,
        may_edit=may(Permission.DIRECTORY_EDIT),
    )


def _person_page(team_id: int, form: PersonForm, person: Person | None) -> ResponseReturnValue:
    page = render_template(
        "directory/person.html",
        team_id=team_id,
        form=form,
        person=person,
        organisations=queries.organisation_names(team_id, current_language()),
    )
    return page, 200 if request.method == "GET" else 422


def _organisation_page(team_id: int, form: OrganisationForm, organisation: Organisation | None) -> ResponseReturnValue:
    page = render_template("directory/organisation.html", team_id=team_id, form=form, organisation=organisation)
    return page, 200 if request.method == "GET" else 422


def _saved(name: str, endpoint: str, team_id: int) -> ResponseReturnValue:
    flash(_("%(name)s is saved.", name=name), "success")
    return redirect(url_for(endpoint, team_id=team_id), 303)
