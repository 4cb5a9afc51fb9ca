"""What pages about users and teams need to read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select, true
from sqlalchemy.orm import joinedload

from accounts.mail_links import INVITATION, one_time_purpose
from accounts.models import Membership, OneTimeToken, Team, TeamInvitation, TokenPurpose, User
from accounts.permissions import Role
from foundation.clock import now
from foundation.database import db
from foundation.languages import current_language
from foundation.link_tokens import reference_in, token_is_valid
from foundation.normalising import search_words, searchable

ROLE_ORDER = list(Role)


def user_by_email(email: str) -> User | None:
    """The user with a normal address (`addresses.normal_email`), disabled or not."""
    return db.session.scalar(select(User).where(User.email == email))


def usable_token(token: str, purpose: TokenPurpose) -> OneTimeToken | None:
    """The row behind a one-time link that still works, or None: wrong, used, expired, ended or user disabled."""
    reference = _reference(token)
    if reference is None:
        return None
    row = db.session.scalar(
        select(OneTimeToken)
        .where(OneTimeToken.reference == reference, OneTimeToken.purpose == purpose)
        .options(joinedload(OneTimeToken.user))
        .execution_options(populate_existing=True)
    )
    if row is None or not token_is_valid(token, one_time_purpose(purpose), row.reference, row.user.session_generation):
        return None
    return row if row.used_at is None and row.expires_at > now() and row.user.is_active else None


def has_open_token(user_id: int, purpose: TokenPurpose) -> bool:
    """Whether a one-time link of the user has been neither used nor ended, and is not over."""
    found = db.session.scalar(
        select(OneTimeToken.id)
        .where(OneTimeToken.user_id == user_id, OneTimeToken.purpose == purpose)
        .where(OneTimeToken.used_at.is_(None), OneTimeToken.expires_at > now())
        .limit(1)
    )
    return found is not None


def usable_invitation(token: str) -> TeamInvitation | None:
    """The invitation behind a link that still works, with its team, or None."""
    reference = _reference(token)
    if reference is None:
        return None
    row = db.session.scalar(
        select(TeamInvitation)
        .where(TeamInvitation.reference == reference)
        .options(joinedload(TeamInvitation.team))
        .execution_options(populate_existing=True)
    )
    if row is None or not token_is_valid(token, INVITATION, row.reference, 0):
        return None
    return row if row.expires_at > now() else None


@dataclass(frozen=True)
class TeamPage:
    """A team with its members and open invitations."""

    team: Team
    members: list[Membership]
    invitations: list[TeamInvitation]

    @property
    def owners(self) -> int:
        """How many members are owners."""
        return sum(member.role is Role.OWNER for member in self.members)


def team_page(team_id: int) -> TeamPage | None:
    """What the page of a team shows, members in the order of their roles, then of the names shown; three statements."""
    team = db.session.get(Team, team_id)
    if team is None:
        return None
    members = db.session.scalars(
        select(Membership).where(Membership.team_id == team_id).options(joinedload(Membership.user))
    )
    invitations = db.session.scalars(
        select(TeamInvitation).where(TeamInvitation.team_id == team_id).order_by(TeamInvitation.email)
    )
    language = current_language()
    in_order = sorted(members, key=lambda m: (ROLE_ORDER.index(m.role), searchable(m.user.name_in(language))))
    return TeamPage(team, in_order, list(invitations))


def all_teams() -> list[tuple[Team, int]]:
    """Every team with the number of its members, by age; one statement."""
    members = select(func.count()).where(Membership.team_id == Team.id).correlate(Team).scalar_subquery()
    return [(team, count) for team, count in db.session.execute(select(Team, members).order_by(Team.id))]


@dataclass(frozen=True)
class UserPage:
    """One page of the list of users; `page` counts from 1."""

    users: list[User]
    total: int
    page: int
    pages: int


def users_page(page: int, search: str = "", per_page: int = 50) -> UserPage:
    """Users by name, those found by every word of `search`; a page that does not exist becomes the nearest."""
    condition = and_(true(), *(User.search_key.contains(word, autoescape=True) for word in search_words(search[:200])))
    total = db.session.scalar(select(func.count()).select_from(User).where(condition)) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    query = select(User).where(condition).order_by(func.lower(User.name), User.id)
    users = db.session.scalars(query.limit(per_page).offset((page - 1) * per_page))
    return UserPage(list(users), total, page, pages)


def _reference(token: str) -> str | None:
    reference = reference_in(token)
    return reference if reference and reference.isascii() and reference.isalnum() else None
