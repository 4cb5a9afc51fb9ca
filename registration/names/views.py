"""The page on which a team fills in names, positions and organisations in the languages of the papers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.addresses import number
from foundation.languages import current_language, listed
from meetings.reading.meetings import meeting_by_code
from registration.names.notes import printed_people
from registration.names.operations import fill_in
from registration.names.proposals import SOURCE_LABELS
from registration.names.shown import Kind
from registration.names.table import NamesTable

blueprint = Blueprint("names", __name__)


@blueprint.route("/manage/<code>/papers/names", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def table(code: str) -> ResponseReturnValue:
    """What is missing, with proposals; `take` puts one into its cell and `take_all` those of a source, unsaved."""
    meeting = meeting_by_code(code)
    whole = request.values.get("all") == "1"
    page = request.values.get("page", 1, type=number) or 1
    typed = {name for name, text in request.form.items() if text}
    shown = NamesTable(meeting, printed_people(meeting.id), page, whole=whole, kept=typed)
    status = 200
    if request.method == "POST":
        fillings = shown.read(request.form)
        wish, source = request.form.get("take", ""), request.form.get("take_all", "")
        if wish or source:
            shown.take(wish)
            shown.take_all(source)
            flash(_("Taken into the table. Nothing is printed before you save."), "info")
        else:
            user = actor()
            assert user is not None  # the route requires a permission
            done = fill_in(meeting, fillings, actor=user)
            for name, present in done.conflicts.items():
                if name in shown.cells:
                    shown.cells[name].seen = present
                    shown.cells[name].error = _(
                        "Somebody else has written %(text)s here meanwhile. Save again to replace it.",
                        text=f"«{present}»",
                    )
            for filling in fillings:
                if filling.cell in done.gone:
                    shown.gone(filling.cell, filling.group, filling.text)
            if done.people:
                text = ngettext(
                    "Saved for %(num)s person: papers print it from now on.",
                    "Saved for %(num)s people: papers print it from now on.",
                    done.people,
                )
                flash(text, "success")
            if shown.lost:
                text = _(
                    "Not saved, since somebody has changed meanwhile what it was for: %(texts)s",
                    texts=listed([f"«{text}»" for text in shown.lost], current_language()),
                )
                flash(text, "error")
            if not any(cell.error for cell in shown.cells.values()):
                return redirect(url_for(".table", code=code, page=page, all="1" if whole else None), 303)
            status = 422
    return render_template(
        "registration/names/table.html",
        meeting=meeting,
        tab="papers",
        table=shown,
        titles={
            Kind.NAME: _("Names"),
            Kind.HONORIFIC: _("Forms of address"),
            Kind.POSITION: _("Positions"),
            Kind.ORGANISATION: _("Organisations"),
        },
        source_labels=SOURCE_LABELS,
        table_url=lambda number: url_for(".table", code=code, page=number, all="1" if whole else None),
    ), status
