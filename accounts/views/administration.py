"""What administrators of the installation do: make teams, let users in or keep them out."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from accounts import queries
from accounts.access import actor_or_403
from accounts.forms import NewTeamForm
from accounts.operations import teams, users
from accounts.operations.users import NotOneself
from accounts.views.blueprint import blueprint
from foundation.access import confirmed, site_admin
from foundation.addresses import number
from foundation.languages import current_language


@blueprint.get("/admin/teams")
@confirmed
@site_admin
def all_teams() -> ResponseReturnValue:
    """Every team of the installation."""
    return render_template("accounts/all_teams.html", teams=queries.all_teams())


@blueprint.route("/admin/teams/new", methods=["GET", "POST"])
@confirmed
@site_admin
def new_team() -> ResponseReturnValue:
    """Make a team and invite its owner."""
    form = NewTeamForm(language=current_language())
    if form.validate_on_submit():
        team = teams.create_team(
            form.translations,
            owner_email=form.owner_email.data or "",
            language=form.language.data,
            actor=actor_or_403(),
        )
        flash(_("The team is created."), "success")
        return redirect(url_for(".team", team_id=team.id), 303)
    return render_template("accounts/new_team.html", form=form), 200 if request.method == "GET" else 422


@blueprint.get("/admin/users")
@confirmed
@site_admin
def all_users() -> ResponseReturnValue:
    """Every user of the installation."""
    search = request.args.get("q", "")[:200]
    found = queries.users_page(request.args.get("page", 1, type=number), search)
    return render_template("accounts/all_users.html", found=found, search=search)


@blueprint.post("/admin/users/<int:user_id>/disable")
@confirmed
@site_admin
def disable_user(user_id: int) -> ResponseReturnValue:
    """Keep a user out; every session of theirs ends."""
    return _set_disabled(user_id, True)


@blueprint.post("/admin/users/<int:user_id>/enable")
@confirmed
@site_admin
def enable_user(user_id: int) -> ResponseReturnValue:
    """Let a user in again."""
    return _set_disabled(user_id, False)


def _set_disabled(user_id: int, disabled: bool) -> ResponseReturnValue:
    try:
        user = users.set_disabled(user_id, disabled, actor=actor_or_403())
    except NotOneself:
        flash(_("You cannot disable your own account."), "error")
    except NoResultFound:
        abort(404)
    else:
        if disabled:
            flash(_("%(name)s can no longer sign in.", name=user.name_in(current_language())), "success")
        else:
            flash(_("%(name)s can sign in again.", name=user.name_in(current_language())), "success")
    return redirect(url_for(".all_users"), 303)
