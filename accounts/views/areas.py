"""Areas that are no countries, which a team offers in its lists under the names of its house."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor_or_403, team_or_404
from accounts.forms import AreaForm
from accounts.operations import teams as operations
from accounts.permissions import Permission
from accounts.views.blueprint import blueprint
from foundation.access import requires
from foundation.areas import all_areas
from foundation.countries import country_name, in_order
from foundation.languages import LANGUAGES, current_language
from foundation.translated import Translations


@blueprint.get("/teams/<int:team_id>/areas")
@requires(Permission.TEAM_MANAGE)
def areas(team_id: int) -> ResponseReturnValue:
    """The areas on offer, and those that can be."""
    team, language = team_or_404(team_id), current_language()
    others = {code: names for code, names in all_areas().items() if code not in team.offered_areas}
    return render_template(
        "accounts/areas.html",
        team=team,
        offered=in_order(team.offered_areas, language),
        others=in_order(others, language),
    )


@blueprint.route("/teams/<int:team_id>/areas/<place>", methods=["GET", "POST"])
@requires(Permission.TEAM_MANAGE)
def area(team_id: int, place: str) -> ResponseReturnValue:
    """Word the name of an area; saving offers it."""
    team, code = team_or_404(team_id), place.upper()
    if code not in all_areas():
        abort(404)
    language = current_language()
    usual = all_areas()[code]
    form = AreaForm(list(LANGUAGES), language, data={"names": Translations(team.areas.get(code, usual))})
    if form.validate_on_submit():
        operations.offer_area(team_id, code, form.names.data, actor=actor_or_403())
        name = form.names.data.text(language)
        flash(_("“%(area)s” can be chosen in the lists of countries.", area=name), "success")
        return redirect(url_for(".areas", team_id=team_id), 303)
    page = render_template(
        "accounts/area.html",
        team=team,
        code=code,
        form=form,
        name=country_name(code, language, {code: team.areas.get(code, usual)}),
        is_offered=code in team.offered_areas,
    )
    return page, 200 if request.method == "GET" else 422


@blueprint.post("/teams/<int:team_id>/areas/<place>/withdraw")
@requires(Permission.TEAM_MANAGE)
def withdraw_area(team_id: int, place: str) -> ResponseReturnValue:
    """Offer an area no more."""
    team, code, language = team_or_404(team_id), place.upper(), current_language()
    if code not in team.areas:
        abort(404)
    operations.withdraw_area(team_id, code, actor=actor_or_403())
    name = country_name(code, language, team.areas)
    flash(_("“%(area)s” is offered no more. Who has chosen it keeps it.", area=name), "success")
    return redirect(url_for(".areas", team_id=team_id), 303)
