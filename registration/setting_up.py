"""What the registration room installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from outbox.links import register_link
from registration import (
    links,
    public_views,  # noqa: F401  (adds the public form to the blueprint of the room)
)
from registration.queries import NoSuchRegistration


def init_registration(app: Flask) -> None:
    """Let mail contain personal links of registrations, and answer 404 to unknown ones."""
    register_link(links.MANAGE_LINK, links.resolve_manage)
    register_link(links.CHECK_IN_LINK, links.resolve_check_in)
    register_link(links.ANOTHER_LINK, links.resolve_another)
    answer_as(app, NoSuchRegistration, 404)
