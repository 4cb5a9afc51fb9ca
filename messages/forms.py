"""What an assistant writes, as it arrives over HTTP."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField

from foundation.form_fields import MultilingualForm, TranslatedField
from foundation.merge_fields import LoneBrace, TextProblem, UnknownField
from foundation.posted_json import read_posted
from messages.audiences import Audience, read_audience
from messages.field_words import from_words, words_of
from messages.field_words import in_words as fields_in_words
from messages.operations import Issue, LinkInSubject, PartMissing, issues_in

LONGEST_SUBJECT = 200
LONGEST_BODY = 20_000
ROWS = 12


class FieldedText(TranslatedField):
    """A text with fields, which whoever writes it sees as words."""

    def shown(self, language: str, text: str) -> str:
        """The text with its fields in the words of the page's language."""
        return fields_in_words(text)

    def read(self, language: str, typed: str) -> str:
        """The text with its fields by name."""
        return from_words(typed)


class MessageForm(MultilingualForm):
    """Subject and text per language; `draft_key` and `audience` come back with every attempt."""

    subject = FieldedText(_l("Subject"), maximum=LONGEST_SUBJECT)
    body = FieldedText(_l("Text"), maximum=LONGEST_BODY, rows=ROWS)
    tells_state = BooleanField(_l("This message says what has become of the meeting: held or not, and when"))
    draft_key = HiddenField()
    audience = HiddenField()

    def __init__(self, languages: Sequence[str], main_language: str, **kwargs: Any) -> None:
        super().__init__(languages, main_language, **kwargs)
        if not usable_key(self.draft_key.data):
            self.draft_key.data = secrets.token_urlsafe(18)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides lengths: every language has both parts, and only fields that exist stand in them."""
        is_valid: bool = super().validate(extra_validators)
        for issue in issues_in(self.subject.data, self.body.data, self.main_language):
            is_valid = False
            self.refuse(issue)
        return is_valid

    def refuse(self, issue: Issue) -> None:
        """Show what is wrong beside the text."""
        field: TranslatedField = self[issue.part]
        language = issue.language if issue.language in field.fields else ""
        field.add_error(in_words(issue.problem, issue.part), language)


def usable_key(key: str | None) -> bool:
    """Whether a form's key is one that this form made."""
    return bool(key) and 16 <= len(key or "") <= 40 and (key or "").replace("-", "").replace("_", "").isalnum()


def pack(audience: Audience) -> str:
    """An audience as the value of a hidden field."""
    return json.dumps(audience, sort_keys=True)


def unpack(value: str | None) -> Audience | None:
    """The audience in a hidden field; None when it is not one."""
    found = read_posted(value)
    if not isinstance(found, dict):
        return None
    pairs = [
        (str(name), str(one))
        for name, values in found.items()
        for one in (values if isinstance(values, list) else [values])
    ]
    return read_audience(MultiDict(pairs))


def in_words(problem: TextProblem, part: str) -> str:
    """What is wrong with a text, as a sentence with the part of it in question."""
    if isinstance(problem, UnknownField):
        if problem.suggestion:
            nearest = words_of(problem.suggestion)
            return _("There is no field %(field)s. Did you mean %(nearest)s?", field=problem.excerpt, nearest=nearest)
        return _("There is no field %(field)s; the list shows those there are.", field=problem.excerpt)
    if isinstance(problem, LoneBrace):
        return _(
            "A brace has no partner near “%(text)s”. Write it twice if you mean the brace itself.",
            text=problem.excerpt,
        )
    if isinstance(problem, LinkInSubject):
        return _("%(field)s can stand in the text only, not in the subject.", field=fields_in_words(problem.excerpt))
    if isinstance(problem, PartMissing):
        if part == "subject":
            return _("Write a subject in this language too, or leave the text empty.")
        return _("Write the text in this language too, or leave the subject empty.")
    return _("Write a subject and a text in at least one language.")
