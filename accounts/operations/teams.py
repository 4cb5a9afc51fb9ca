"""Teams, their members and invitations.

Every change of memberships holds the lock of the team: whether somebody is the last owner is decided under it.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts import passwords, queries
from accounts.mail_links import INVITATION
from accounts.models import Membership, Team, TeamInvitation, User
from accounts.operations.users import create_user, email_lock, site_name
from accounts.permissions import Role
from foundation.audit import apply_changes, record
from foundation.clock import now
from foundation.database import after_commit, writing
from foundation.link_tokens import new_reference
from foundation.logs import security_event
from foundation.translated import Translations
from outbox.link_references import link
from outbox.operations import enqueue, owed_lately

INVITATION_LIFETIME = timedelta(days=14)


class LastOwner(Exception):
    """A team keeps at least one owner."""


class AlreadyMember(Exception):
    """The person is a member of the team; change the role instead."""


class SentLately(Exception):
    """A letter with the invitation went to the address a few minutes ago."""


class NoSuchMember(Exception):
    """The team has no such member or invitation (any more)."""


class NoSuchTeam(Exception):
    """There is no such team."""


class InvitationNoLongerWorks(Exception):
    """An invitation is unknown, taken up, withdrawn, replaced or expired."""


class MeantForAnother(Exception):
    """The invitation is for another address than the signed-in user's, or for one whose user has to sign in."""


def create_team(name: Translations, *, owner_email: str, language: str, actor: User | None) -> Team:
    """A new team. Its owner is the actor if `owner_email` (normal form) is theirs, else invited in `language`."""
    with writing() as session:
        team = Team(name=name, created_at=now())
        session.add(team)
        session.flush()
        record("created", team, actor=actor, changes={"name": (None, name)})
        if actor is not None and actor.email == owner_email:
            add_member(team.id, actor, Role.OWNER, actor=actor)
        else:
            invite(team.id, owner_email, Role.OWNER, language=language, actor=actor)
    return team


def rename_team(team_id: int, name: Translations, *, actor: User) -> Team:
    """Change the name of a team."""
    with writing(_lock(team_id)) as session:
        team = _team(session, team_id)
        if team.name != name:
            record("renamed", team, actor=actor, changes={"name": (team.name, name)})
            team.name = name
    return team


def offer_area(team_id: int, code: str, names: Translations, *, actor: User) -> Team:
    """Offer an area in the team's lists of countries, under these names."""
    with writing(_lock(team_id)) as session:
        team = _team(session, team_id)
        _change_areas(team, {**team.areas, code: dict(names)}, [each for each in team.areas_off if each != code], actor)
    return team


def withdraw_area(team_id: int, code: str, *, actor: User) -> Team:
    """Offer an area no more; who has chosen it keeps it, under the team's name for it."""
    with writing(_lock(team_id)) as session:
        team = _team(session, team_id)
        if code in team.offered_areas:
            _change_areas(team, team.areas, sorted({*team.areas_off, code}), actor)
    return team


def _change_areas(team: Team, areas: dict[str, dict[str, str]], areas_off: list[str], actor: User) -> None:
    if (areas, areas_off) != (team.areas, team.areas_off):
        said = {each: names for each, names in areas.items() if each not in areas_off}
        record("areas_changed", team, actor=actor, changes={"areas": (sorted(team.offered_areas), sorted(said))})
        team.areas, team.areas_off = areas, areas_off


def add_member(team_id: int, user: User, role: Role, *, actor: User | None) -> Membership:
    """Make a user a member at once, without an invitation.

    Raises:
        AlreadyMember: see there.
    """
    with writing(_lock(team_id)) as session:
        if _membership_of(session, team_id, user.id):
            raise AlreadyMember
        membership = Membership(team_id=team_id, user_id=user.id, role=role)
        session.add(membership)
        session.flush()
        changes = {"team_id": (None, team_id), "user_id": (None, user.id), "role": (None, role)}
        by = actor.id if actor is not None else None
        after_commit(partial(security_event, "member_added", user=user.id, team=team_id, role=role.value, by=by))
        record("joined", membership, actor=actor, changes=changes)
    return membership


def invite(team_id: int, email: str, role: Role, *, language: str, actor: User | None) -> TeamInvitation:
    """Invite an address (normal form) by mail, in its user's language, else in `language`.

    An earlier invitation of the address is replaced: its link ends. One to the same role that went a few minutes ago
    stays as it is, and no second letter goes.

    Raises:
        AlreadyMember: see there.
        NoSuchTeam: see there.
    """
    with writing(_lock(team_id)) as session:
        team = _team(session, team_id)
        known = queries.user_by_email(email)
        if known is not None and _membership_of(session, team_id, known.id):
            raise AlreadyMember
        row = session.scalar(
            select(TeamInvitation).where(TeamInvitation.team_id == team_id, TeamInvitation.email == email)
        )
        if row is not None and row.role is role and row.expires_at > now() and _sent_lately(row):
            return row
        old_role = row.role if row is not None else None
        values = {
            "role": role,
            "language": known.language if known else language,
            "invited_by_id": actor.id if actor is not None else None,
            **_fresh_link(),
        }
        if row is None:
            row = TeamInvitation(team=team, email=email, **values)
            session.add(row)
        else:
            apply_changes(row, values)
        session.flush()
        _send(row, actor)
        record("invited", row, actor=actor, changes={"email": (None, email), "role": (old_role, role)})
    return row


def send_invitation_again(team_id: int, invitation_id: int, *, actor: User) -> TeamInvitation:
    """Send an invitation with a new link and a new term; the earlier link ends.

    Raises:
        NoSuchMember: see there.
        SentLately: see there.
    """
    with writing(_lock(team_id)) as session:
        row = _invitation(session, team_id, invitation_id)
        if _sent_lately(row):
            raise SentLately(row.email)
        apply_changes(row, _fresh_link())
        _send(row, actor)
        record("invited_again", row, actor=actor)
    return row


def withdraw_invitation(team_id: int, invitation_id: int, *, actor: User) -> str:
    """End an invitation; the address it was sent to.

    Raises:
        NoSuchMember: see there.
    """
    with writing(_lock(team_id)) as session:
        row = _invitation(session, team_id, invitation_id)
        email = row.email
        record("withdrawn", row, actor=actor, changes={"email": (email, None)})
        session.delete(row)
    return email


def accept_invitation(token: str, *, user: User | None, name: str = "", password: str = "") -> tuple[User, Team]:
    """Take up an invitation as the signed-in `user`, or as a new user with `name` and perhaps a password.

    Raises:
        InvitationNoLongerWorks: see there.
        MeantForAnother: see there.
        PasswordRefused: the password breaks a rule; the invitation still works.
    """
    seen = queries.usable_invitation(token)
    if seen is None:
        raise InvitationNoLongerWorks
    email, team_id = seen.email, seen.team_id
    password_hash = None
    if password:
        passwords.check_new(password, email, name, site_name())
        password_hash = passwords.hash_password(password)
    with writing(_lock(team_id), email_lock(email)) as session:
        row = queries.usable_invitation(token)
        if row is None:
            raise InvitationNoLongerWorks
        if user is None:
            if queries.user_by_email(email):
                raise MeantForAnother
            user = create_user(email, name=name, language=row.language)
            user.password_hash = password_hash
        elif user.email != email:
            raise MeantForAnother
        record("accepted", row, actor=user)
        team, role = row.team, row.role
        session.delete(row)
        session.flush()
        if not _membership_of(session, team_id, user.id):
            add_member(team_id, user, role, actor=user)
    return user, team


def change_role(team_id: int, membership_id: int, role: Role, *, actor: User) -> Membership:
    """Give a member another role.

    Raises:
        LastOwner: the member is the only owner.
        NoSuchMember: see there.
    """
    with writing(_lock(team_id)) as session:
        membership = _membership(session, team_id, membership_id)
        if membership.role is not role:
            if membership.role is Role.OWNER:
                _keep_an_owner(session, team_id)
            record("role_changed", membership, actor=actor, changes={"role": (membership.role, role)})
            of = {"user": membership.user_id, "team": team_id, "by": actor.id}
            after_commit(partial(security_event, "role_changed", role=role.value, before=membership.role.value, **of))
            membership.role = role
    return membership


def remove_member(team_id: int, membership_id: int, *, actor: User) -> User:
    """End a membership, one's own or another's; the user whose it was.

    Raises:
        LastOwner: the member is the only owner.
        NoSuchMember: see there.
    """
    with writing(_lock(team_id)) as session:
        membership = _membership(session, team_id, membership_id)
        if membership.role is Role.OWNER:
            _keep_an_owner(session, team_id)
        user = membership.user
        changes = {"user_id": (user.id, None), "role": (membership.role, None)}
        record("left" if user.id == actor.id else "removed", membership, actor=actor, changes=changes)
        after_commit(partial(security_event, "member_removed", user=user.id, team=team_id, by=actor.id))
        session.delete(membership)
    return user


def _fresh_link() -> dict[str, Any]:
    return {"reference": new_reference(16), "expires_at": now() + INVITATION_LIFETIME}


def _sent_lately(row: TeamInvitation) -> bool:
    return owed_lately("accounts/invitation", about_kind="team_invitation", about=[row.id])


def _send(row: TeamInvitation, actor: User | None) -> None:
    enqueue(
        "accounts/invitation",
        recipient=row.email,
        language=row.language,
        reply_to=actor.email if actor is not None else "",
        values={
            "url": link(INVITATION, row.id),
            "team": dict(row.team.name),
            "role": row.role.value,
            "inviter": actor.name_in(row.language) if actor is not None else "",
            "days": INVITATION_LIFETIME.days,
        },
        about_kind="team_invitation",
        about_id=row.id,
        confidential=True,
    )


def _keep_an_owner(session: Session, team_id: int) -> None:
    owners = select(func.count()).where(Membership.team_id == team_id, Membership.role == Role.OWNER)
    if (session.scalar(owners) or 0) < 2:
        raise LastOwner


def _team(session: Session, team_id: int) -> Team:
    team = session.get(Team, team_id)
    if team is None:
        raise NoSuchTeam
    return team


def _membership_of(session: Session, team_id: int, user_id: int) -> Membership | None:
    return session.scalar(select(Membership).where(Membership.team_id == team_id, Membership.user_id == user_id))


def _membership(session: Session, team_id: int, membership_id: int) -> Membership:
    query = select(Membership).where(Membership.id == membership_id, Membership.team_id == team_id)
    membership = session.scalar(query.execution_options(populate_existing=True))
    if membership is None:
        raise NoSuchMember
    return membership


def _invitation(session: Session, team_id: int, invitation_id: int) -> TeamInvitation:
    row = session.scalar(
        select(TeamInvitation).where(TeamInvitation.id == invitation_id, TeamInvitation.team_id == team_id)
    )
    if row is None:
        raise NoSuchMember
    return row


def _lock(team_id: int) -> str:
    return f"team:{team_id}"
