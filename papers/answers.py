"""Answers of a request that wants a paper: its bytes, the page where it will be, or the file that was made."""

from __future__ import annotations

from flask import Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor
from foundation.files import disposition
from meetings.models.meeting import Meeting
from papers.making import TooManyWaiting, ask_for, order_of, path_of, record_printing
from papers.models import MadePaper, PaperKind
from papers.printing import TYPES, Order, printed


def sent(meeting: Meeting, order: Order) -> Response:
    """A short paper, made at once; one with personal data stands in the trail."""
    body, name = printed(meeting, order), order.file_name(meeting)
    if order.kind is not PaperKind.AGENDA:
        record_printing(meeting, order, actor())
    headers = {"Content-Disposition": disposition(name)}
    return Response(body, content_type=TYPES[order.form], headers=headers)


def asked(meeting: Meeting, order: Order) -> ResponseReturnValue:
    """To the page of papers, where the paper is being made."""
    try:
        ask_for(meeting, order, actor())
    except TooManyWaiting:
        flash(_("Many papers of this meeting are being made. Ask again when some of them are there."), "warning")
    return redirect(url_for("papers.index", code=meeting.code, _anchor="made"), 303)


def handed_over(meeting: Meeting, paper: MadePaper) -> Response:
    """The file of a paper that was made; that it was fetched stands in the trail."""
    order, path = order_of(paper), path_of(paper.id)
    if order.kind is not PaperKind.AGENDA:
        record_printing(meeting, order, actor(), "fetched")
    response = send_file(path, mimetype=TYPES[order.form].partition(";")[0])
    response.headers["Content-Type"] = TYPES[order.form]
    response.headers["Content-Disposition"] = disposition(order.file_name(meeting))
    response.headers["Cache-Control"] = "no-store"
    return response
