"""Forms of records that several edit: `detect_conflicts(form, row)` after building a form is all that a view does.

The form then carries what it has shown of the record in a hidden field (`csrf(form)` prints it). Saving merges what
others have changed meanwhile in other fields, and says so. Where both changed the same field nothing is saved: the page
comes back (422) with everything that was typed, and `error_summary(form)` shows their text beside it; saving once more,
having seen that, is accepted. What is typed for a record that somebody has removed stays on the error page.

The operation must write through `foundation.audit.apply_changes` inside `writing(…)`, as all of them do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from flask import Flask, Response, after_this_request, current_app, flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import Field, HiddenField, ValidationError
from wtforms.form import BaseForm

from foundation.audit import MASK, AuditEntry, entries_for, is_secret
from foundation.database import db
from foundation.form_fields import TranslatedField
from foundation.history import field_in_words, history_address, names_of, people_of, value_in_words
from foundation.languages import LANGUAGES
from foundation.optimistic_locking import (
    Digests,
    EditConflict,
    ShownRecord,
    Text,
    decode,
    digest,
    digests_of,
    encode,
    key_of,
    watch,
)
from foundation.translated import Translations

FIELD = "shown"
"""Name of the hidden field."""
MESSAGE = _l("Somebody else has changed this while you were writing. Compare, then save again to keep what you wrote.")


@dataclass(frozen=True)
class Difference:
    """A field that others have changed: their text and mine in words, and who it was when, if the trail knows.

    `mine` is None where I wrote nothing, so that theirs is kept; `control` is the id of the control, or empty;
    `language` is that of both texts, or empty.
    """

    label: str
    control: str
    language: str
    theirs: str
    mine: str | None
    who: str
    at: datetime | None


def detect_conflicts(
    form: Any, row: Any, *, columns: Iterable[str] | None = None, trail: tuple[str, int] | None = None
) -> None:
    """Let a form carry what it shows of `row`; a new record (None, or not stored yet) leaves the form as it is.

    `columns` limits what is compared; by default every column that can be edited. `trail` is kind and id of the
    record under which the audit trail keeps its changes, where that is another one.
    """
    key = key_of(row) if row is not None else ""
    if not key:
        return
    form.history = history_address(*(trail or _subject(row)))
    texts = {
        each.short_name: _text(each) for each in form if isinstance(each, TranslatedField) and hasattr(row, each.name)
    }
    present = digests_of(row, texts, columns)
    conflict = g.get("edit_conflict")
    hidden = _ShownField(conflict if conflict is not None and conflict.key == key else None)
    BaseForm.__setitem__(form, FIELD, hidden)
    bound = form[FIELD]
    posted = request.form if form.is_submitted() else None
    bound.process(posted, data=encode(key, present))
    was = decode(bound.data or "", key)
    if was is None:
        was, bound.data = present, encode(key, present)
    if posted is None:
        return
    shown = ShownRecord(key, was, texts)
    if bound.conflict is not None:
        form.edit_conflict = _differences(form, row, bound.conflict, trail or _subject(row))
        bound.data = encode(key, _advanced(form, was, shown, bound.conflict))
        return
    watch(shown)
    subject = trail or _subject(row)

    @after_this_request
    def _say(response: Response) -> Response:
        if shown.merged and response.status_code in (302, 303):
            who = _others(subject, shown.merged)
            names = ", ".join(str(_label(form, name)) for name in shown.merged)
            flash(
                _("Meanwhile %(who)s changed: %(fields)s. That is kept too.", who=who, fields=names)
                if who
                else _("Meanwhile somebody changed: %(fields)s. That is kept too.", fields=names),
                "info",
            )
        return response


def init_stale(app: Flask) -> None:
    """Answer a save that is too late with the form itself."""
    app.register_error_handler(EditConflict, _again)


def edits_a_record() -> bool:
    """Whether this request brought a form that edits a record."""
    try:
        return request.method == "POST" and bool({FIELD, "was"} & request.form.keys())
    except RequestEntityTooLarge:
        return False


def removal() -> tuple[str, datetime] | None:
    """Who removed, and when, the record that the form of this request was about; None if the trail does not say."""
    kind, _colon, number = (request.form.get(FIELD) or "").removeprefix('{"of":"').partition('"')[0].partition(":")
    meeting = g.get("meeting")
    if meeting is None or not (number.isdecimal() and len(number) < 10):
        return None
    for entry in entries_for(kind, int(number), limit=5):
        if entry.act == "removed" and entry.meeting_id == meeting.id:
            return people_of([entry])[entry.id], entry.at
    return None


class _ShownField(HiddenField):
    def __init__(self, conflict: EditConflict | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.conflict = conflict

    def pre_validate(self, form: Any) -> None:
        if self.conflict is not None:
            raise ValidationError(str(MESSAGE))


def _again(conflict: EditConflict) -> ResponseReturnValue:
    """Run the view once more: its form now knows what the others have changed, and is not valid."""
    db.session.rollback()
    if "edit_conflict" in g:
        raise conflict
    g.edit_conflict = conflict
    g.pop("shown", None)
    for upload in request.files.values():
        upload.stream.seek(0)
    view = current_app.view_functions[request.endpoint or ""]
    answer: ResponseReturnValue = current_app.ensure_sync(view)(**(request.view_args or {}))
    return answer


def _text(field: TranslatedField) -> Text:
    def tidy(language: str, text: str) -> str:
        control = field.fields.get(language)
        for change in control.filters if control is not None else ():
            text = change(text)
        return text

    def shown(language: str, stored: str) -> str:
        return tidy(language, field.shown(language, stored))

    def typed(language: str) -> str | None:
        control = field.fields.get(language)
        return None if control is None else str(control.data or "")

    return Text(shown, typed)


def _advanced(form: Any, was: Digests, shown: ShownRecord, conflict: EditConflict) -> Digests:
    """What the form has shown once this page is read; controls that nobody here touched show the others' text."""
    found: Digests = dict(was)
    for name, languages in conflict.fields.items():
        before, theirs = found.get(name), conflict.theirs[name]
        if isinstance(theirs, Translations):
            seen = {code: shown.digest_of(name, code, theirs.get(code, "")) for code in languages}
            found[name] = {**(before if isinstance(before, dict) else {}), **seen}
        else:
            found[name] = digest(theirs)
    for name, theirs in {**conflict.merged, **conflict.theirs}.items():
        field = _field(form, name)
        if isinstance(theirs, Translations) and isinstance(field, TranslatedField):
            before = found[name]
            seen = dict(before) if isinstance(before, dict) else {}
            for code, control in field.fields.items():
                text = theirs.get(code, "")
                if code not in conflict.fields.get(name, []) and digest(control.data or "") == seen.get(
                    code, digest("")
                ):
                    control.data = field.shown(code, text) if text else ""
                    if hasattr(control, "html"):
                        control.html = text
                    seen[code] = shown.digest_of(name, code, text)
            found[name] = seen
        elif field is not None and name in conflict.merged and _show(field, theirs):
            found[name] = digest(theirs)
    return found


def _show(field: Field, value: Any) -> bool:
    """Let a plain control show a value; False when it does not take values of that kind."""
    is_text = isinstance(field.object_data, str) and not isinstance(value, str)
    if isinstance(value, date | time) and is_text:
        value = value.isoformat()
    elif (isinstance(value, int) or value is None) and is_text:
        value = "" if value is None else str(value)
    elif not isinstance(value, Enum | str | int | date | time | list | None):
        return False
    field.data, field.raw_data = value, None
    return True


def _differences(form: Any, row: Any, conflict: EditConflict, subject: tuple[str, int]) -> list[Difference]:
    entries = entries_for(*subject, limit=60)
    people = people_of(entries)
    names = names_of([*conflict.theirs.items(), *conflict.mine.items(), *conflict.merged.items()])
    found = []
    for name in (*conflict.fields, *(each for each in conflict.merged if each not in conflict.fields)):
        is_both = name in conflict.fields
        theirs = conflict.theirs[name] if is_both else conflict.merged[name]
        entry = _writer(entries, name, theirs)
        who = people.get(entry.id, "") if entry else ""
        for language in conflict.fields.get(name) or [""]:
            pair = (theirs, conflict.mine[name] if is_both else None)
            if isinstance(theirs, Translations) and language:
                pair = (theirs.get(language, ""), Translations(conflict.mine[name] or {}).get(language, ""))
            words = [MASK if is_secret(name) else value_in_words(each, name, names, subject[0]) for each in pair]
            found.append(
                Difference(
                    label=_label(form, name) + (f" – {LANGUAGES.get(language, language)}" if language else ""),
                    control=_control(form, name, language),
                    language=language,
                    theirs=words[0],
                    mine=words[1] if is_both else None,
                    who=who,
                    at=entry.at if entry else None,
                )
            )
    return found


def _others(subject: tuple[str, int], merged: Mapping[str, Any]) -> str:
    """Who wrote what is kept, each once."""
    entries = entries_for(*subject, limit=60)
    found = [entry for name, value in merged.items() if (entry := _writer(entries, name, value)) is not None]
    return ", ".join(dict.fromkeys(people_of(found).values()))


def _writer(entries: Sequence[AuditEntry], name: str, value: Any) -> AuditEntry | None:
    """The latest entry that gave a field this value."""
    wanted = digest(value)
    for entry in entries:
        if name in entry.changes and (is_secret(name) or digest(entry.changes[name][1]) == wanted):
            return entry
    return None


def _subject(row: Any) -> tuple[str, int]:
    return row.__tablename__, int(row.id)


ALSO_CALLED: dict[str, Sequence[str]] = {
    "person_id": ("person",),
    "organisation_id": ("organisation", "person_organisation"),
    "series_id": ("series",),
    "project_id": ("project",),
}
"""Controls that ask for a reference by another name than that of its column."""


def _control_of(form: Any, name: str) -> Field | None:
    return next((form[each] for each in (name, *ALSO_CALLED.get(name, ())) if each in form), None)


def _field(form: Any, name: str) -> Field | None:
    return form[name] if name in form else None  # noqa: SIM401  (a form has no `get`)


def _label(form: Any, name: str) -> str:
    field = _control_of(form, name)
    return str(field.label.text) if field is not None else field_in_words(name)


def _control(form: Any, name: str, language: str) -> str:
    field = _control_of(form, name)
    if isinstance(field, TranslatedField):
        return str(field.fields[language].id) if language in field.fields else ""
    return str(field.id) if field is not None else ""
