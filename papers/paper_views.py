"""Papers of a meeting for download, in each language of its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import may
from accounts.permissions import Permission
from foundation.access import requires
from foundation.jobs import worker_is_alive
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code
from papers.answers import asked, handed_over, sent
from papers.fonts import unprintable
from papers.making import KEPT, order_of, papers_of, ready_paper
from papers.models import KIND_LABELS, PROBLEM_LABELS, PaperKind
from papers.printing import LONG, Order, length_of
from registration.models.registrations import Registration
from registration.names.notes import Note, missing_notes, printed_people
from registration.reading.filters import filter_in_words

blueprint = Blueprint("papers", __name__)

PRINTED = (PaperKind.AGENDA, PaperKind.PARTICIPANTS)

PAPER = "/manage/<code>/papers/<any(agenda, participants):paper>-<language>.<any(pdf, docx):form>"


@blueprint.get("/manage/<code>/papers")
@requires(Permission.PAPER_PRINT)
def index(code: str) -> str:
    """What can be printed, and what the list of participants lacks in its languages."""
    meeting = meeting_by_code(code)
    lengths = {kind.value: length_of(meeting.id, Order(kind, "", "")) for kind in PRINTED}
    return render_template(
        "papers/index.html",
        tab="papers",
        # Whoever wants to know it of many asks for it: the page itself costs the same however many there are.
        notes=_notes(meeting) if lengths[PaperKind.PARTICIPANTS] <= LONG else [],
        is_long={kind: length > LONG for kind, length in lengths.items()},
        **_made(meeting),
    )


@blueprint.get("/manage/<code>/papers/missing")
@requires(Permission.PAPER_PRINT)
def missing(code: str) -> str:
    """What the list of participants lacks in its languages, looked for among everybody."""
    meeting = meeting_by_code(code)
    return render_template("papers/missing.html", tab="papers", meeting=meeting, notes=_notes(meeting))


def _notes(meeting: Meeting) -> list[Note]:
    people = printed_people(meeting.id)
    return [*missing_notes(meeting, people), *_unprintable(meeting, people)]


def _unprintable(meeting: Meeting, people: Sequence[Registration]) -> list[Note]:
    """Whose name, position or organisation has letters that no font has; they are printed as a sign."""
    found = []
    for person in people:
        texts = {
            text
            for language in meeting.page_languages
            for text in (person.name(language), person.position_in(language), person.organisation_in(language))
        }
        if any(not text.isascii() and unprintable(text) for text in texts):
            found.append(person.full_name(meeting.main_language))
    sentence = ngettext(
        "%(num)s person has letters that cannot be printed: give the name in Latin letters.",
        "%(num)s people have letters that cannot be printed: give the names in Latin letters.",
        len(found),
    )
    return [Note(sentence, tuple(found))] if found else []


@blueprint.get("/manage/<code>/papers/made")
@requires(Permission.PAPER_PRINT)
def made(code: str) -> str:
    """The part of the page that says how far long papers are, for the script that looks again."""
    return render_template("papers/made.html", **_made(meeting_by_code(code)))


@blueprint.get(PAPER)
@requires(Permission.PAPER_PRINT)
def download(code: str, paper: str, language: str, form: str) -> ResponseReturnValue:
    """One paper in one language; a long one has to be asked for."""
    meeting, order = _order(code, paper, language, form)
    if length_of(meeting.id, order) > LONG:
        flash(_("This paper is long: it is made in the background. Ask for it here."), "info")
        return redirect(url_for(".index", code=code), 303)
    return sent(meeting, order)


@blueprint.post(PAPER)
@requires(Permission.PAPER_PRINT)
def ask(code: str, paper: str, language: str, form: str) -> ResponseReturnValue:
    """Have one paper in one language made by the worker."""
    return asked(*_order(code, paper, language, form))


@blueprint.get("/manage/<code>/papers/made/<int:paper_id>")
@requires(Permission.PAPER_PRINT)
def made_file(code: str, paper_id: int) -> Response:
    """A paper that the worker has made; lists of registrations have an address of their own."""
    meeting = meeting_by_code(code)
    paper = ready_paper(meeting.id, paper_id)
    if paper is None or paper.kind is PaperKind.REGISTRATIONS:
        abort(404)
    return handed_over(meeting, paper)


def _order(code: str, paper: str, language: str, form: str) -> tuple[Meeting, Order]:
    meeting = meeting_by_code(code)
    if language not in meeting.page_languages:
        abort(404)
    return meeting, Order(PaperKind(paper), form, language)


def _made(meeting: Meeting) -> dict[str, Any]:
    kinds = [kind for kind in PaperKind if kind is not PaperKind.REGISTRATIONS or may(Permission.REGISTRATION_VIEW)]
    papers = papers_of(meeting.id, kinds)
    under_way = any(each.is_under_way for each in papers)
    return {
        "meeting": meeting,
        "made": papers,
        "kind_labels": KIND_LABELS,
        "words_of": lambda paper: filter_in_words(order_of(paper).wanted, meeting) if paper.filter else [],
        "problem_labels": PROBLEM_LABELS,
        "under_way": under_way,
        "waits": under_way and not worker_is_alive(),
        "days_kept": KEPT.days,
    }
