"""What operations on people install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from foundation.history import record_names
from foundation.words import offer_words
from meetings.keeping import hooks
from outbox.link_references import resolvers
from registration.people.erasing import forget_people
from registration.people.words import WORDS
from registration.places.modes import place_locks
from registration.reading import links
from registration.reading.registrations import NoSuchRegistration, names_of_people, people_on_list


def init_people(app: Flask) -> None:
    """Let mail contain personal links, answer 404 to unknown people, and count and erase them with their meeting."""
    offer_words(*WORDS)
    resolvers.offer(links.MANAGE_LINK, links.resolve_manage)
    resolvers.offer(links.CHECK_IN_LINK, links.resolve_check_in)
    resolvers.offer(links.ANOTHER_LINK, links.resolve_another)
    answer_as(app, NoSuchRegistration, 404)
    hooks.counts_of_people.offer("registration", people_on_list)
    hooks.locks_of_people.offer("registration", place_locks)
    hooks.traces.offer("registration", forget_people)
    record_names.offer("registration", names_of_people)
