"""Loads the demo: teams, accounts, meetings, registrations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Membership, Team, User
from accounts.passwords import hash_password
from demo import enact, side_workshop, statistics_workshop, tin_api, tin_api_next, tin_api_today, wg2, wg2_next
from demo.accounts import ACCOUNTS, DEMO_PASSWORD, TEAMS
from demo.building import TeamBuilder
from demo.content import MeetingContent
from demo.participants import People
from demo.registrations import register, tick_morning
from foundation import clock
from foundation.database import db, writing
from foundation.translated import Translations

MEETINGS: dict[str, tuple[Callable[[date], MeetingContent], ...]] = {
    "escwa": (
        enact.webinar,
        enact.trust,
        tin_api.meeting,
        tin_api_today.meeting,
        tin_api_next.meeting,
        enact.directors,
        side_workshop.meeting,
        statistics_workshop.meeting,
    ),
    "oecd": (wg2.meeting, wg2_next.meeting),
}
INTAKES = {
    "TIN-API-TODAY": tin_api_today.intake,
    "TIN-API-NEXT": tin_api_next.intake,
    "WG2-NEXT": wg2_next.intake,
}
LOCK = "demo-data"
FIRST_DAY_IS_TODAY_IN = "Asia/Amman"


def load_demo() -> None:
    """Load the demo data, all or nothing; does nothing where any demo account exists already. Needs an
    application context and an up-to-date schema. Several processes may call it at once. No mail is owed
    for the registrations it makes."""
    if _is_loaded(db.session()):
        return
    hashed = hash_password(DEMO_PASSWORD)
    with writing(LOCK) as session:
        if not _is_loaded(session):
            _load(session, hashed)


def _is_loaded(session: Session) -> bool:
    addresses = [account.email for account in ACCOUNTS]
    return session.scalar(select(User.id).where(User.email.in_(addresses)).limit(1)) is not None


def _load(session: Session, hashed: str) -> None:
    today = clock.local_now(FIRST_DAY_IS_TODAY_IN).date()
    users = _add_users(session, hashed)
    organiser, assistant = users["organiser@example.org"], users["assistant@example.org"]
    people = People()
    for key, name in TEAMS.items():
        builder = TeamBuilder(session, _add_team(session, name, users), organiser)
        builder.know_organisations()
        for content_on in MEETINGS[key]:
            meeting = builder.meeting(content_on(today))
            if meeting.code not in INTAKES:
                continue
            rows = register(session, meeting, people, INTAKES[meeting.code](meeting), assistant)
            if meeting.code == "TIN-API-TODAY":
                present = tin_api_today.present_this_morning(rows)
                tick_morning(session, meeting, present, users["checkin@example.org"])


def _add_users(session: Session, hashed: str) -> dict[str, User]:
    users = {
        account.email: User(
            email=account.email,
            name=account.name,
            names=Translations(ar=account.arabic),
            password_hash=hashed,
            language=account.language,
            is_admin=account.role is None,
            created_at=clock.now(),
        )
        for account in ACCOUNTS
    }
    session.add_all(users.values())
    session.flush()
    return users


def _add_team(session: Session, name: Translations, users: dict[str, User]) -> Team:
    team = Team(name=name, created_at=clock.now())
    team.memberships = [
        Membership(user=users[account.email], role=account.role) for account in ACCOUNTS if account.role is not None
    ]
    session.add(team)
    session.flush()
    return team
