"""Users: making them, their own account, administrators' acts on them."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app

from accounts import passwords, queries
from accounts.devices import Device, network_of
from accounts.models import SessionEnd, TokenPurpose, User, UserSession
from accounts.operations import sessions
from accounts.operations.attempts import Attempt, count_password, forgive
from accounts.operations.sessions import Entrance, user_lock
from accounts.operations.signing_in import LinkNoLongerWorks, WrongCredentials, using_up
from foundation.audit import apply_changes, record
from foundation.clock import now
from foundation.database import writing
from foundation.logs import security_event
from foundation.translated import Translations
from outbox.operations import enqueue


class AddressTaken(Exception):
    """Another user has this address."""


class NotOneself(Exception):
    """Administrators cannot disable themselves or give up their own rights."""


def create_user(
    email: str,
    *,
    name: str,
    language: str = "en",
    password: str | None = None,
    is_admin: bool = False,
    actor: User | None = None,
) -> User:
    """A new user with an address in normal form; without a password they sign in by link only.

    Raises:
        AddressTaken: there is a user with this address.
        PasswordRefused: the password breaks a rule.
    """
    if password is not None:
        passwords.check_new(password, email, name, site_name())
    password_hash = passwords.hash_password(password) if password is not None else None
    with writing(email_lock(email)) as session:
        if queries.user_by_email(email):
            raise AddressTaken(email)
        user = User(
            email=email,
            name=name,
            language=language,
            password_hash=password_hash,
            is_admin=is_admin,
            created_at=now(),
        )
        session.add(user)
        session.flush()
        changes = {"email": (None, email), "name": (None, name), "is_admin": (None, is_admin)}
        record("created", user, actor=actor, changes=changes)
    return user


def make_administrator(email: str, *, name: str, password: str | None = None, language: str = "en") -> User:
    """The user with this address (normal form) as administrator, made if need be; for the command line.

    An existing user keeps name and language, is enabled again, and gets the password if one is given.

    Raises:
        PasswordRefused: the password breaks a rule.
    """
    if password is not None:
        passwords.check_new(password, email, name, site_name())
    password_hash = passwords.hash_password(password) if password is not None else None
    with writing(email_lock(email)):
        user = queries.user_by_email(email)
        if user is None:
            user = create_user(email, name=name, language=language, is_admin=True)
        with writing(user_lock(user.id)):
            changes = apply_changes(user, {"is_admin": True, "disabled_at": None})
            if password_hash:
                changes["password_hash"] = (user.password_hash, password_hash)
                user.password_hash = password_hash
            if changes:
                sessions.end_all(user, SessionEnd.PASSWORD if password_hash else SessionEnd.RIGHTS)
                record("made_administrator", user, changes=changes)
    return user


def update_profile(user: User, *, name: str, language: str, names: Translations | None = None) -> None:
    """Change the user's own name, the same in other languages, and language."""
    with writing(user_lock(user.id)):
        changes = apply_changes(
            user, {"name": name, "language": language, "names": user.names if names is None else names}
        )
        if changes:
            record("edited", user, actor=user, changes=changes)


def change_password(
    user: User, here: UserSession, *, current: str, new: str, address: str, known_as: str = ""
) -> Entrance:
    """Set a new password; ends every link and every session of the user but this one, which gets a new token.

    `address` is the visitor's IP address, `known_as` the mark of a device that the account knows.
    `current` is not asked of users who have no password yet.

    Raises:
        WrongCredentials: `current` is not the password.
        PasswordRefused: the new one breaks a rule.
        LimitReached: too many wrong passwords lately.
    """
    passwords.check_new(new, user.email, user.name, site_name())
    user_id, stored = user.id, user.password_hash
    if stored is not None:
        attempt = _compare(user, current, address, known_as)
    new_hash = passwords.hash_password(new)
    with writing(user_lock(user_id)):
        if user.password_hash != stored:
            raise WrongCredentials
        _set_password(user, new_hash, act="password_changed", keeping=here.id)
        entrance = sessions.renew(here, confirmed=True)
    if stored is not None:
        forgive(attempt)
    return entrance


def confirm_password(user: User, here: UserSession, password: str, *, address: str, known_as: str = "") -> Entrance:
    """Note in the session, which gets a new token, that its user has just entered the password.

    Raises:
        WrongCredentials: it is not the password.
        LimitReached: too many wrong passwords lately.
        NoSuchSession: the session has ended meanwhile.
    """
    attempt = _compare(user, password, address, known_as)
    with writing(user_lock(user.id)):
        entrance = sessions.renew(here, confirmed=True)
    forgive(attempt)
    return entrance


def reset_password(token: str, new: str, *, device: Device, replaces: int | None = None) -> Entrance:
    """Set a new password by a link from a mail and sign in; ends every session and link from before.

    Raises:
        LinkNoLongerWorks: see there.
        PasswordRefused: the new one breaks a rule; the link still works.
    """
    row = queries.usable_token(token, TokenPurpose.RESET)
    if row is None:
        raise LinkNoLongerWorks
    passwords.check_new(new, row.user.email, row.user.name, site_name())
    new_hash = passwords.hash_password(new)
    with using_up(token, TokenPurpose.RESET) as user:
        _set_password(user, new_hash, act="password_reset")
        return sessions.begin(user.id, device, replaces=replaces)


def set_disabled(user_id: int, disabled: bool, *, actor: User) -> User:
    """Bar a user from signing in, ending every session, or let them in again.

    Raises:
        NotOneself: the actor is the user.
    """
    if actor.id == user_id:
        raise NotOneself
    with writing(user_lock(user_id)) as session:
        user = session.get_one(User, user_id)
        if user.is_active is disabled:
            user.disabled_at = now() if disabled else None
            sessions.end_all(user, SessionEnd.DISABLED)
            record("disabled" if disabled else "enabled", user, actor=actor)
    return user


def site_name() -> str:
    """The name of this site's host: among the first that others would try."""
    return urlsplit(current_app.config["SETTINGS"].base_url).hostname or ""


def email_lock(email: str) -> str:
    """The name of the lock under which users with a certain address are made."""
    return f"user-email:{email}"


def _compare(user: User, password: str, address: str, known_as: str) -> Attempt:
    attempt = count_password(user.email, address, known_as)
    if not passwords.password_matches(user.password_hash, password):
        security_event(
            "password_not_confirmed", user=user.id, account=attempt.own.key[:12], network=network_of(address)
        )
        raise WrongCredentials
    return attempt


def _set_password(user: User, new_hash: str, *, act: str, keeping: int | None = None) -> None:
    record(act, user, actor=user, changes={"password_hash": (user.password_hash, new_hash)})
    user.password_hash = new_hash
    sessions.end_all(user, SessionEnd.PASSWORD, but=keeping)
    enqueue(
        "accounts/password_changed",
        recipient=user.email,
        recipient_name=user.name_in(user.language),
        language=user.language,
        values={"name": user.name_in(user.language)},
        about_kind="user",
        about_id=user.id,
        confidential=True,
    )
