"""The table of registrations: what a row costs."""

from __future__ import annotations

from collections import Counter

from foundation.languages import _Texts, force_language
from papers.registrations_table import registrations_table
from registration.enums import STATE_LABELS
from registration.reading.filters import Filter
from tests.factories import make_meeting, make_registration


def test_labels_are_translated_once_however_many_people_there_are(app, monkeypatch) -> None:
    meeting = make_meeting()
    said: Counter[str] = Counter()
    translate = _Texts.gettext

    def counted(self: _Texts, string: str, **values: object) -> str:
        said[string] += 1
        return translate(self, string, **values)

    monkeypatch.setattr(_Texts, "gettext", counted)
    for number in range(30):
        make_registration(meeting, state="approved", family_name=f"Haddad {number}")

    with app.test_request_context(), force_language("en"):
        said.clear()
        rows = registrations_table(meeting, Filter(), "en").rows
        states = {str(label) for label in STATE_LABELS.values()}

    assert len(rows) == 30
    assert all(row[1] in states for row in rows)
    assert max(said[label] for label in (*states, "In person", "Registered themselves")) < 3
