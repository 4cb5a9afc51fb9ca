"""A database with meetings of a known size, made through the application's own models."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta
from pathlib import Path

from flask import Flask

SECRET = "only-for-benchmarks-" + "x" * 32


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of the application under measurement."""
    values = {
        "VAR_DIR": str(folder),
        "SECRET_KEYS": SECRET,
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite'}",
        "RATE_LIMITS": "0",
        "LOG_LEVEL": "WARNING",
        "MAIL_TO_MAILBOX": "1",
        "BASE_URL": "http://127.0.0.1:8000",
    }
    return {**values, **more}


def application(folder: Path, **more: str) -> Flask:
    """The application on a fresh database in `folder`."""
    os.environ.update(environment(folder, **more))
    from app import create_app
    from foundation.migrating import migrate_database

    app = create_app()
    migrate_database(app)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def add_meeting(code: str, items: int, **values: object) -> int:
    """A published meeting with so many agenda items over as many days as they need; returns its id."""
    from accounts.models import Team
    from directory.models import Person
    from foundation.clock import now
    from foundation.database import writing
    from foundation.link_tokens import new_reference
    from meetings.enums import ItemKind, MeetingFormat, MeetingKind, MeetingState, PartRole
    from meetings.models.agenda import AgendaItem, Part
    from meetings.models.meeting import Meeting

    first = now().date() + timedelta(days=30)
    per_day = 16
    days = max(1, -(-items // per_day))
    with writing() as session:
        team = Team(name={"en": "Team", "ar": "فريق"}, created_at=now())
        session.add(team)
        session.flush()
        facts: dict[str, object] = {
            "team_id": team.id, "code": code, "code_key": code.casefold(), "kind": MeetingKind.CONFERENCE,
            "state": MeetingState.PUBLISHED, "title": {"en": f"Meeting of {items} items", "ar": "اجتماع"},
            "starts_on": first, "ends_on": first + timedelta(days=days - 1), "zone": "Asia/Amman",
            "format": MeetingFormat.HYBRID, "page_languages": ["en", "ar"], "working_languages": ["ar", "en"],
            "takes_registrations": True, "calendar_uid": f"{new_reference(20)}@plenary.test",
            "created_at": now(), "changed_at": now(),
        }  # fmt: skip
        meeting = Meeting(**{**facts, **values})
        people = [
            Person(team_id=team.id, name={"en": f"Speaker {n}", "ar": f"متحدث {n}"}, position={"en": "Head of unit"})
            for n in range(20)
        ]
        session.add_all([meeting, *people])
        session.flush()
        for number in range(items):
            minutes = 8 * 60 + (number % per_day) * 30
            begin = datetime.combine(first, time(0)) + timedelta(minutes=minutes)
            item = AgendaItem(
                meeting_id=meeting.id, kind=ItemKind.SESSION, day=first + timedelta(days=number // per_day),
                starts=begin.time(), ends=(begin + timedelta(minutes=30)).time(), position=number,
                title={"en": f"Session {number}: open and digital government", "ar": f"الجلسة {number}: حكومة رقمية"},
                description={"en": "<p>What has been learnt and what comes next.</p>", "ar": "<p>الدروس.</p>"},
                calendar_uid=f"{new_reference(20)}@plenary.test",
            )  # fmt: skip
            item.parts = [
                Part(meeting_id=meeting.id, role=PartRole.SPEAKER, position=n, person=people[(number + n) % 20])
                for n in range(2)
            ]
            session.add(item)
        meeting_id: int = meeting.id
    return meeting_id
