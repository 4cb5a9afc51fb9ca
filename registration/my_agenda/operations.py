"""Choosing one's own agenda, and giving its calendar another address."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete

from foundation.audit import record
from foundation.database import writing
from registration.models.my_agenda import PersonalAgendaItem
from registration.models.registrations import Registration
from registration.my_agenda.queries import choosable_items, chosen_items
from registration.places.modes import place_locks


def choose_items(registration: Registration, item_ids: Collection[int]) -> bool:
    """Put these items of the meeting into the own agenda and no others; with none it is the whole agenda.

    Items that the meeting does not have, or that have no time, are passed over. False when nothing changed.
    """
    with writing(*place_locks(registration.meeting_id)) as session:
        before = chosen_items(registration)
        wanted = frozenset(item_ids) & {item.id for item in choosable_items(registration)}
        if wanted == before:
            return False
        gone = PersonalAgendaItem.item_id.in_(before - wanted)
        session.execute(delete(PersonalAgendaItem).where(PersonalAgendaItem.registration_id == registration.id, gone))
        session.add_all(
            PersonalAgendaItem(registration_id=registration.id, item_id=item_id) for item_id in wanted - before
        )
        session.flush()
        changes = {"agenda_items": (len(before), len(wanted))}
        record("agenda_chosen", registration, actor_kind="participant", changes=changes)
        return True


def replace_address(registration: Registration) -> None:
    """Give the calendar of the own agenda another address; the one so far finds nothing any more."""
    with writing(*place_locks(registration.meeting_id)):
        registration.agenda_generation += 1
        record("agenda_address_replaced", registration, actor_kind="participant")
