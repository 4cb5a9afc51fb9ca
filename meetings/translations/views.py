"""Original and translation of every text of a meeting beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.addresses import number
from foundation.optimistic_locking import digest
from meetings.keeping.missing_texts import Gaps, gaps_of
from meetings.keeping.page_texts import PageText, group_in_words, texts_of
from meetings.keeping.pages import show_in_frame
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code
from meetings.reading.programme import Programme, load_programme
from meetings.translations import operations
from meetings.translations.forms import (
    TranslationsForm,
    keys_of,
    translations_form,
    written,
)
from rich_text.texts import markup

blueprint = Blueprint("translations", __name__)

PAGE_SIZE = 40
LACKING, MISSING, OLDER, ALL = "lacking", "missing", "older", "all"
FILTERS = (LACKING, MISSING, OLDER, ALL)


@dataclass(frozen=True)
class TextLine:
    """A text beside its original; `state` is `missing`, `older` or empty; `clash` says what others did meanwhile."""

    text: PageText
    state: str
    original: str
    source: str
    clash: operations.Clash | None = None

    @property
    def group(self) -> str:
        """The part of the page, in words."""
        return group_in_words(self.text.group)


@dataclass(frozen=True)
class Wish:
    """What the address asks for."""

    language: str
    filter: str
    page: int


@blueprint.get("/manage/<code>/translations")
@requires(Permission.MEETING_EDIT)
def index(code: str) -> ResponseReturnValue:
    """The texts that lack in one language, or all, with a form to write many at once."""
    meeting = meeting_by_code(code)
    programme = load_programme(meeting.id)
    texts = list(texts_of(programme))
    gaps = gaps_of(programme.meeting, texts)
    wish = _wish(programme.meeting, gaps)
    lines = list(_lines(texts, programme.meeting, wish))
    pages = max(1, -(-len(lines) // PAGE_SIZE))
    page = min(wish.page, pages)
    shown = lines[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    form = translations_form([line.text for line in shown], wish.language, programme.meeting.main_language)
    return _page(programme, gaps, Wish(wish.language, wish.filter, page), form, shown, len(lines), pages)


@blueprint.post("/manage/<code>/translations")
@requires(Permission.MEETING_EDIT)
def save_translations(code: str) -> ResponseReturnValue:
    """Write what was typed for the texts of one page of the list."""
    meeting = meeting_by_code(code)
    programme = load_programme(meeting.id)
    wish = _wish(meeting, {})
    seen = keys_of(request.form.get("shown", ""))
    texts = [text for text in texts_of(programme) if text.key in seen]
    form = translations_form(texts, wish.language, meeting.main_language)
    known = {text.key for text in texts}
    clashes = {key: operations.Clash(key, None, None, is_removed=True) for key in seen if _is_lost(key, known, wish)}
    if form.validate_on_submit() and not clashes:
        try:
            done = operations.save_translations(
                meeting.id, wish.language, written(form, texts, wish.language), actor=actor()
            )
        except operations.TranslationsClash as problem:
            clashes = problem.clashes
        except operations.OriginalEmptied as problem:
            for key in problem.keys:
                form[key].add_error(_("A text in the main language cannot be emptied here."), wish.language)
        except operations.NameInUse as problem:
            message = _("Something else of this meeting or team is called so already.")
            if problem.key in form:
                form[problem.key].add_error(message, wish.language)
            else:
                form.form_errors.append(message)
        else:
            if done:
                message = ngettext("%(num)s text is saved.", "%(num)s texts are saved.", done)
                flash(message, "success")
            else:
                flash(_("Nothing was changed."), "info")
            return redirect(_address(meeting, wish), 303)
    # What was refused was rolled back, and what others have written meanwhile is to be seen.
    programme = load_programme(meeting.id)
    everything = list(texts_of(programme))
    gaps = gaps_of(programme.meeting, everything)
    texts = [text for text in everything if text.key in seen]
    lines = [_line(text, programme.meeting, wish.language, clashes.get(text.key)) for text in texts]
    if clashes:
        form.shown.data = json.dumps(_seen_now(seen, lines, wish.language))
        removed = [key for key, clash in clashes.items() if clash.is_removed]
        form.lost = [request.form.get(f"{key}_{wish.language}", "") for key in removed]
    return _page(programme, gaps, wish, form, lines, len(lines), 1)


def _is_lost(key: str, known: set[str], wish: Wish) -> bool:
    """Whether something was written for a text that is no longer there."""
    return key not in known and bool(request.form.get(f"{key}_{wish.language}", "").strip())


def _page(
    programme: Programme,
    gaps: dict[str, Gaps],
    wish: Wish,
    form: TranslationsForm,
    lines: Sequence[TextLine],
    total: int,
    pages: int,
) -> ResponseReturnValue:
    meeting = programme.meeting
    return show_in_frame(
        "meetings/translations/translations.html",
        meeting,
        "translations",
        programme,
        missing=gaps,
        form=form,
        lines=lines,
        wish=wish,
        total=total,
        pages=pages,
        page_url=lambda number: _address(meeting, Wish(wish.language, wish.filter, number)),
        filter_tabs=_filter_tabs(meeting, wish, gaps),
        markup=markup,
    )


def _filter_tabs(meeting: Meeting, wish: Wish, gaps: dict[str, Gaps]) -> list[tuple[str, str, str, int | None]]:
    own = gaps[wish.language]
    labels = (
        (LACKING, _("Missing or older"), len(own)),
        (MISSING, _("Missing"), len(own.missing)),
        (OLDER, _("Older than the original"), len(own.older)),
        (ALL, _("All texts"), None),
    )
    return [(key, label, _address(meeting, Wish(wish.language, key, 1)), count) for key, label, count in labels]


def _wish(meeting: Meeting, gaps: dict[str, Gaps]) -> Wish:
    languages = [code for code in meeting.page_languages if code != meeting.main_language]
    usual = next((code for code in languages if gaps and len(gaps[code])), languages[0] if languages else "")
    asked = request.args.get("language", "")
    language = asked if asked in meeting.page_languages else usual or meeting.main_language
    wanted = request.args.get("show", LACKING)
    page = max(1, request.args.get("page", 1, type=number))
    return Wish(language, wanted if wanted in FILTERS else LACKING, page)


def _address(meeting: Meeting, wish: Wish) -> str:
    page = wish.page if wish.page > 1 else None
    return url_for("translations.index", code=meeting.code, language=wish.language, show=wish.filter, page=page)


def _lines(texts: Iterable[PageText], meeting: Meeting, wish: Wish) -> Iterator[TextLine]:
    for text in texts:
        if text.texts:
            line = _line(text, meeting, wish.language)
            if line.original and (wish.filter in (ALL, line.state) or (wish.filter == LACKING and line.state)):
                yield line


def _line(text: PageText, meeting: Meeting, language: str, clash: operations.Clash | None = None) -> TextLine:
    original, source = operations.original_of(text, language, meeting.main_language)
    if language not in text.texts:
        state = MISSING
    else:
        state = OLDER if language in text.older([language], meeting.main_language) else ""
    return TextLine(text, state, original, source, clash)


def _seen_now(seen: dict[str, tuple[str, str]], lines: Sequence[TextLine], language: str) -> dict[str, list[str]]:
    """The digests after the clashes have been shown: the others' texts are seen now."""
    now = {key: list(pair) for key, pair in seen.items()}
    for line in lines:
        if line.clash is not None:
            now[line.text.key] = [digest(line.text.texts.get(language, "")), digest(line.original)]
    return {line.text.key: now[line.text.key] for line in lines}
