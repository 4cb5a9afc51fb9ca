"""The own agenda: choosing its items, and the calendar that follows it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.access import by_personal_link
from foundation.languages import current_language, known_languages
from foundation.limits import refuse_link
from foundation.page_cache import PageCache, respond
from foundation.security import keep_address
from meetings.calendar.queries import agenda_of
from meetings.reading.presenting import zone_of
from registration.my_agenda import operations
from registration.my_agenda.feed import agenda_calendar
from registration.my_agenda.forms import AgendaForm
from registration.my_agenda.programme import days_of
from registration.my_agenda.queries import chosen_items, fitting_items, own_agenda
from registration.personal.pages import back_to_page, not_offered, opened_by, page_context
from registration.personal.pages import blueprint as personal
from registration.reading.links import MY_AGENDA, agenda_url, registration_by_token
from registration.reading.situation import situation_of

blueprint = Blueprint("my_agenda", __name__)

# Calendars ask every hour; a cache of their own keeps them from crowding out public pages.
calendars = PageCache(8 * 1024 * 1024)


@blueprint.get("/my/<token>/<language>.ics")
@by_personal_link
def feed(token: str, language: str) -> Response:
    """The own agenda as a calendar; also of somebody who does not take part any more, whose entries are cancelled."""
    registration = registration_by_token(token, MY_AGENDA)
    if registration is None:
        refuse_link()
    if language not in known_languages():
        abort(404)
    own = own_agenda(registration)
    source = agenda_url(registration, language)
    page = calendars.get(
        (registration.id, registration.agenda_generation, language),
        own.version,
        lambda: agenda_calendar(own, language, source),
        "text/calendar; charset=utf-8",
    )
    response = respond(page, request)
    place = "attachment" if "download" in request.args else "inline"
    response.headers["Content-Disposition"] = f'{place}; filename="{registration.meeting.code}-my-agenda.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return keep_address(response)


@personal.route("/r/<token>/agenda", methods=["GET", "POST"])
@by_personal_link
def choose_agenda(token: str) -> ResponseReturnValue:
    """Choose the items of the own agenda: all are chosen until one is dropped."""
    registration = opened_by(token)
    situation = situation_of(registration)
    if not situation.may_have_programme or situation.is_past:
        return not_offered(token)
    form, meeting = AgendaForm(), registration.meeting
    agenda = agenda_of(meeting.id)
    fitting = fitting_items(agenda, registration)
    offered = {item.id for item in fitting}
    if form.validate_on_submit():
        wanted = offered & set(form.items.data or [])
        if wanted or not offered:
            if operations.choose_items(registration, () if wanted == offered else wanted):
                flash(_("Your agenda is saved. Calendars that follow it change by themselves."), "success")
            return back_to_page(token)
        form.items.errors = [_("Keep at least one item, or cancel your registration if you do not come.")]
    chosen = (chosen_items(registration) & offered) or offered
    page = render_template(
        "registration/personal/choose_agenda.html",
        **page_context(token, registration),
        form=form,
        days=days_of(meeting, fitting, agenda),
        chosen=set() if form.items.errors else chosen,
        zone=zone_of(meeting, current_language()),
    )
    return page, 422 if request.method == "POST" else 200


@personal.post("/r/<token>/agenda/address")
@by_personal_link
def replace_agenda_address(token: str) -> ResponseReturnValue:
    """Another address for the calendar of the own agenda."""
    operations.replace_address(opened_by(token))
    flash(_("Your agenda has a new address. The old one finds nothing any more."), "success")
    return back_to_page(token)
