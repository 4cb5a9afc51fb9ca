"""Keeping the search index: the worker writes it, a meeting's version tells whether it is behind."""

from __future__ import annotations

from sqlalchemy import or_, select

from foundation.database import db, writing
from meetings.catalogue.index_texts import read_words
from meetings.models.meeting import Meeting
from meetings.models.search import MeetingSearch


def index_behind(limit: int) -> int:
    """Write the words of meetings whose index is missing or behind, at most `limit`; returns how many.

    It can be ended at any line and be run twice at once: the version that was read stands beside the words.
    """
    behind = (
        select(Meeting.id)
        .outerjoin(MeetingSearch, MeetingSearch.meeting_id == Meeting.id)
        .where(or_(MeetingSearch.meeting_id.is_(None), MeetingSearch.version != Meeting.version))
        .order_by(Meeting.id)
        .limit(limit)
    )
    ids = list(db.session.scalars(behind))
    if not ids:
        return 0
    read = read_words(ids)
    with writing("meeting-search") as session:
        # A meeting may have been removed for good since; the lock keeps the others until the commit.
        there = set(
            session.scalars(select(Meeting.id).where(Meeting.id.in_(ids)).with_for_update(read=True, key_share=True))
        )
        known = {
            row.meeting_id: row
            for row in session.scalars(select(MeetingSearch).where(MeetingSearch.meeting_id.in_(ids)))
        }
        for words in read:
            if words.meeting_id not in there:
                continue
            row = known.get(words.meeting_id)
            if row is None:
                row = MeetingSearch(meeting_id=words.meeting_id)
                session.add(row)
            row.version, row.titles, row.words = words.version, words.titles, words.words
    return len(ids)
