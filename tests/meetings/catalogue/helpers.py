"""Many meetings at once, what is found of them, and what their pages take."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert

from accounts.models import Team
from foundation.clock import now
from foundation.database import db, writing
from foundation.link_tokens import new_reference
from meetings.catalogue.forms import read_filters
from meetings.catalogue.operations.indexing import index_behind
from meetings.catalogue.queries import listing
from meetings.enums import MeetingFormat, MeetingKind, MeetingState
from meetings.models.meeting import Meeting
from tests.statements import statements


def cost(client: FlaskClient, path: str) -> int:
    """How many statements the answer to a page takes; the page must be there."""
    with statements("BEGIN", "SAVEPOINT") as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def index_all() -> None:
    """Have every meeting in the search index."""
    while index_behind(100):
        pass


def found(question: str, **filters: str) -> list[str]:
    """The short codes of the meetings that a visitor finds, in order."""
    db.session.rollback()  # sees what others have committed
    return [meeting.code for _when, meeting in listing(read_filters({"q": question, **filters})).placed]


def make_many(team: Team, count: int, **values: Any) -> None:
    """So many meetings, a day apart, half of them past; at once, since they are thousands."""
    first = date(2030, 1, 1) - timedelta(days=count // 2)
    kinds, formats = list(MeetingKind), list(MeetingFormat)
    rows = [
        {
            "team_id": team.id, "code": f"MANY-{n}", "code_key": f"many-{n}", "kind": kinds[n % len(kinds)],
            "state": MeetingState.PUBLISHED, "state_reason": {}, "preview_generation": 0, "version": 1,
            "title": {"en": f"Workshop number {n}", "ar": f"ورشة العمل {n}"}, "subtitle": {}, "summary": {},
            "part_of": {}, "part_of_url": "", "symbol": "", "starts_on": first + timedelta(days=n),
            "ends_on": first + timedelta(days=n), "zone": "Asia/Amman", "format": formats[n % len(formats)],
            "venue": {}, "venue_address": {}, "city": {"en": "Amman"}, "country_code": ("JO", "TN", "EG")[n % 3],
            "main_language": "en", "page_languages": ["en", "ar"], "working_languages": ["en"], "text_times": {},
            "calendar_uid": f"{new_reference(20)}@plenary.test", "created_at": now(), "changed_at": now(),
            **values,
        }
        for n in range(count)
    ]  # fmt: skip
    with writing() as session:
        session.execute(insert(Meeting), rows)
