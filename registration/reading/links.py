"""Personal links of registrations: the page where people manage theirs, the code at the door, one more person."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import func, select

from foundation.database import db
from foundation.link_tokens import make_token, reference_in, token_is_valid
from meetings.models.meeting import Meeting
from registration.models.registrations import Registration

MANAGE = "registration"
CHECK_IN = "checkin"
ANOTHER = "another"
MY_AGENDA = "my_agenda"

MANAGE_LINK = "registration"
CHECK_IN_LINK = "registration_code"
ANOTHER_LINK = "registration_another"

ABOUT = "registration"
ABOUT_ADDRESS = "registration_address"

NO_REFERENCE = "-"


def manage_token(registration: Registration) -> str:
    """The token of the page where the person manages the registration, `/r/<token>`."""
    return make_token(MANAGE, registration.reference, registration.link_generation)


def check_in_token(registration: Registration) -> str:
    """The token in the QR code of the confirmation, `/c/<token>`."""
    return make_token(CHECK_IN, registration.reference, registration.link_generation)


def another_token(registration: Registration) -> str:
    """The token with which the holder of the address may register one more person, `/r/<token>/another`.

    It is worthless as soon as one more registration of the address exists.
    """
    return make_token(ANOTHER, registration.reference, _another_generation(registration))


def permits_another(token: str, registration: Registration) -> bool:
    """Whether a token lets the holder of this registration's address register one more person, now."""
    generation = _another_generation(registration)
    return reference_in(token) == registration.reference and token_is_valid(
        token, ANOTHER, registration.reference, generation
    )


def manage_url(registration: Registration) -> str:
    """The absolute address of the personal page."""
    return f"{_site()}/r/{manage_token(registration)}"


def check_in_url(registration: Registration) -> str:
    """The absolute address in the QR code; with `.png` behind it, that of its picture."""
    return f"{_site()}/c/{check_in_token(registration)}"


def agenda_url(registration: Registration, language: str) -> str:
    """The absolute address of the own agenda's calendar, `/my/<token>/<language>.ics`."""
    token = make_token(MY_AGENDA, registration.reference, _agenda_generation(registration))
    return f"{_site()}/my/{token}/{language}.ics"


def another_url(registration: Registration) -> str:
    """The absolute address of the form for one more person."""
    return f"{_site()}/r/{another_token(registration)}/another"


def registration_by_token(token: str, purpose: str = MANAGE) -> Registration | None:
    """The registration that a token opens for a purpose; None for every kind of wrong token alike."""
    reference = reference_in(token)
    found = None
    if reference is not None:
        query = select(Registration).join(Registration.meeting)
        found = db.session.scalar(query.where(Registration.reference == reference, Meeting.deleted_at.is_(None)))
    # The hash is worked out for unknown references too, so that the time taken does not tell which ones exist.
    generation = 0 if found is None else _generation(found, purpose)
    is_valid = token_is_valid(token, purpose, reference or NO_REFERENCE, generation)
    return found if is_valid else None


def resolve_manage(registration_id: int, recipient: str) -> str:
    """Address of the personal page, for mail.

    Raises:
        LookupError: the registration is gone or has another address.
    """
    return manage_url(_existing(registration_id, recipient))


def resolve_check_in(registration_id: int, recipient: str) -> str:
    """Address in the QR code, for mail.

    Raises:
        LookupError: the registration is gone or has another address.
    """
    return check_in_url(_existing(registration_id, recipient))


def resolve_another(registration_id: int, recipient: str) -> str:
    """Address of the form for one more person, for mail.

    Raises:
        LookupError: the registration is gone or has another address.
    """
    return another_url(_existing(registration_id, recipient))


def _existing(registration_id: int, recipient: str) -> Registration:
    registration = db.session.get(Registration, registration_id)
    # A mail may have been under way to an address that was corrected meanwhile.
    if registration is None or recipient.strip().casefold() != registration.email_key:
        raise LookupError(registration_id)
    return registration


def _generation(registration: Registration, purpose: str) -> int:
    if purpose == ANOTHER:
        return _another_generation(registration)
    return _agenda_generation(registration) if purpose == MY_AGENDA else registration.link_generation


def _agenda_generation(registration: Registration) -> int:
    # A new personal link ends this address too; a new address leaves the personal link as it is.
    return registration.link_generation * 1_000_000 + registration.agenda_generation


def _another_generation(registration: Registration) -> int:
    same_address = select(func.count()).where(
        Registration.meeting_id == registration.meeting_id, Registration.email_key == registration.email_key
    )
    return registration.link_generation * 1_000_000 + (db.session.scalar(same_address) or 0)


def _site() -> str:
    address: str = current_app.config["SETTINGS"].base_url
    return address
