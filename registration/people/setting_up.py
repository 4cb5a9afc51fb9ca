"""What operations on people install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from foundation.history import register_names
from meetings.keeping import hooks
from outbox.link_references import register_link
from registration.people.erasing import forget_people
from registration.places.modes import place_locks
from registration.reading import links
from registration.reading.registrations import NoSuchRegistration, names_of_people, people_on_list


def init_people(app: Flask) -> None:
    """Let mail contain personal links, answer 404 to unknown people, and count and erase them with their meeting."""
    register_link(links.MANAGE_LINK, links.resolve_manage)
    register_link(links.CHECK_IN_LINK, links.resolve_check_in)
    register_link(links.ANOTHER_LINK, links.resolve_another)
    answer_as(app, NoSuchRegistration, 404)
    hooks.offer("registration", count_people=people_on_list, locks=place_locks, before_removal=forget_people)
    register_names("registration", names_of_people)
