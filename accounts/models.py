"""Users, their sessions and sign-in links, teams and memberships."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.permissions import PERMISSIONS_OF, Permission, Role
from foundation.database import Model, Translations, enum_column
from foundation.normalising import search_key


class TokenPurpose(StrEnum):
    """What a one-time token is for."""

    SIGN_IN = "sign_in"
    RESET = "reset"


class SessionEnd(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    ENDED_ELSEWHERE = "ended_elsewhere"
    PASSWORD = "password"  # noqa: S105
    RIGHTS = "rights"
    DISABLED = "disabled"


class User(Model, UserMixin):
    """Somebody who may sign in."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True, doc="Address in lower case; the sign-in name")
    name: Mapped[str] = mapped_column(String(200), doc="Name as shown to colleagues")
    names: Mapped[Translations] = mapped_column(
        default=Translations, doc="Name in languages that write it otherwise; else `name`"
    )
    password_hash: Mapped[str | None] = mapped_column(String(200), doc="Argon2id; NULL: signs in by link only")
    language: Mapped[str] = mapped_column(String(5), default="en", doc="Language of mail and of the interface")
    is_admin: Mapped[bool] = mapped_column(default=False, doc="Administrator of the installation")
    session_generation: Mapped[int] = mapped_column(default=1, doc="Raised to end every link sent to this user")
    search_key: Mapped[str] = mapped_column(String(1000), default="", doc="What it is found by; kept by a listener")
    created_at: Mapped[datetime] = mapped_column(doc="UTC")
    disabled_at: Mapped[datetime | None] = mapped_column(doc="UTC; set: may not sign in")

    memberships: Mapped[list[Membership]] = relationship(back_populates="user", cascade="all, delete-orphan")

    def name_in(self, language: str) -> str:
        """The name as shown in a language."""
        return self.names.get(language) or self.name

    @property
    def is_active(self) -> bool:
        """Whether the user may sign in."""
        return self.disabled_at is None


@event.listens_for(User, "before_insert")
@event.listens_for(User, "before_update")
def _keep_search_key(_mapper: Any, _connection: Any, user: User) -> None:
    user.search_key = search_key([user.name, *(user.names or {}).values(), user.email], 1000)


class UserSession(Model):
    """One browser in which a user is signed in.

    The browser holds a random token, the row only its hash: who reads the database or a backup has no session.
    """

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, doc="SHA-256 of the token, which is random")
    created_at: Mapped[datetime] = mapped_column(doc="UTC; SESSION_HOURS later it is over")
    seen_at: Mapped[datetime] = mapped_column(doc="UTC; last use, to within five minutes")
    confirmed_at: Mapped[datetime] = mapped_column(doc="UTC; when the user last showed that it is them")
    network: Mapped[str] = mapped_column(String(50), doc="Where it was begun: the address without its last part")
    browser: Mapped[str] = mapped_column(String(20), doc="Name of the browser, or empty")
    system: Mapped[str] = mapped_column(String(20), doc="Name of its operating system, or empty")
    ended_at: Mapped[datetime | None] = mapped_column(doc="UTC; set: opens nothing any more")
    end_reason: Mapped[SessionEnd | None] = enum_column(SessionEnd)

    user: Mapped[User] = relationship()


class Team(Model):
    """Those who hold meetings together and share a directory."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Translations] = mapped_column(doc="Name of the unit")
    areas: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict, doc="{code: {language: name}} of areas that are no countries, as the house words them"
    )
    areas_off: Mapped[list[str]] = mapped_column(
        JSON, default=list, doc="Codes of `areas` that are offered no more, and still named"
    )
    created_at: Mapped[datetime] = mapped_column(doc="UTC")

    @property
    def offered_areas(self) -> dict[str, dict[str, str]]:
        """The areas that lists of countries offer."""
        return {code: names for code, names in self.areas.items() if code not in self.areas_off}

    memberships: Mapped[list[Membership]] = relationship(back_populates="team", cascade="all, delete-orphan")


class Membership(Model):
    """A user's role in a team."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = enum_column(Role)

    user: Mapped[User] = relationship(back_populates="memberships")
    team: Mapped[Team] = relationship(back_populates="memberships")

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this role may do."""
        return PERMISSIONS_OF[self.role]


class TeamInvitation(Model):
    """An invitation to join a team, sent by e-mail and not yet taken up."""

    __tablename__ = "team_invitation"
    __table_args__ = (UniqueConstraint("team_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254), doc="Address in lower case")
    role: Mapped[Role] = enum_column(Role)
    language: Mapped[str] = mapped_column(String(5), default="en", doc="Language of the mail; a new user's language")
    reference: Mapped[str] = mapped_column(
        String(16), unique=True, doc="Random; the link is derived from it, so no token is stored anywhere"
    )
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime] = mapped_column(doc="UTC")

    team: Mapped[Team] = relationship()


class OneTimeToken(Model):
    """A link that works once: for signing in, or for a new password.

    The token in the link covers the user's `session_generation`: signing out everywhere and every change of the
    password end all links sent before.
    """

    __tablename__ = "one_time_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[TokenPurpose] = enum_column(TokenPurpose)
    reference: Mapped[str] = mapped_column(
        String(16), unique=True, doc="Random; the link is derived from it, so no token is stored anywhere"
    )
    expires_at: Mapped[datetime] = mapped_column(doc="UTC")
    used_at: Mapped[datetime | None] = mapped_column(doc="UTC; set: no longer works")

    user: Mapped[User] = relationship()
