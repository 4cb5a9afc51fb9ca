"""Two hundred people who send a registration form at the same moment, and what must be true afterwards."""

from __future__ import annotations

import http.client
import re
from collections import Counter
from dataclasses import dataclass, field
from threading import Barrier, Thread
from urllib.parse import urlencode

from sqlalchemy import select

from foundation.database import db
from meetings.enums import Mode
from outbox.models import OutboxMessage
from registration.enums import ApprovalMode, RegistrationState
from registration.models.registrations import Registration
from tests.factories import make_meeting, make_rules
from tests.processes.system import System
from tests.waiting import PATIENCE, Watch

CLIENTS = 200
PLACES = 60
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Race:
    """What the clients saw."""

    meeting_id: int
    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)


class Client:
    """One person with a browser of their own: opens the form, then waits to send it."""

    def __init__(self, port: int, path: str, number: int) -> None:
        self.path, self.number = path, number
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        found = _TOKEN.search(response.read().decode())
        assert response.status == 200 and found, f"the form answered {response.status}"
        self.cookie, self.token = (response.getheader("Set-Cookie") or "").split(";")[0], found.group(1)
        # Two hundred people do not share a kept connection; opening it is part of sending.
        self.connection.close()

    def send(self) -> str:
        """Send the form; the status of the answer, or the error."""
        fields = {
            "csrf_token": self.token, "given_name": "Salma", "family_name": f"Haddad {self.number}",
            "email": f"racer.{self.number}@example.org", "organisation": "Ministry of Digital Economy",
            "organisation_kind": "government", "country_code": "JO", "mode": "in_person", "language": "en",
            "consent": "y",
        }  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            self.connection.request("POST", self.path, urlencode(fields), headers)
            response = self.connection.getresponse()
            response.read()
            return str(response.status)
        except OSError as error:
            return repr(error)
        finally:
            self.connection.close()


def race(system: System, *, clients: int = CLIENTS, places: int = PLACES) -> Race:
    """A new meeting with automatic approval, and everybody at once for its places in the room."""
    with system.inside():
        meeting = make_meeting()
        make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=places)
        result, path = Race(meeting.id), f"/e/{meeting.code}/en/register"
    people = [Client(system.port, path, number) for number in range(clients)]
    barrier = Barrier(clients + 1)

    def run(person: Client) -> None:
        barrier.wait()
        status = person.send()
        result.statuses[status] += 1

    threads = [Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    barrier.wait()
    watch = Watch()
    for thread in threads:
        thread.join()
    result.seconds = watch.seconds
    return result


def faults(system: System, result: Race, *, clients: int = CLIENTS, places: int = PLACES) -> list[str]:
    """What is wrong after a race; empty when places were given exactly, in order, with one mail each."""
    found = []
    if result.statuses != {"303": clients}:
        found.append(f"the forms were answered {dict(result.statuses)}")
    with system.inside():
        query = select(Registration).where(Registration.meeting_id == result.meeting_id)
        rows = list(db.session.scalars(query.order_by(Registration.registered_at, Registration.id)))
        mails = select(OutboxMessage.template).where(OutboxMessage.meeting_id == result.meeting_id)
        templates = Counter(db.session.scalars(mails))
        states = [row.state for row in rows]
        numbered = sorted(rows, key=lambda row: row.id)
        queue = sorted((row for row in rows if row.waiting_since), key=lambda row: (row.waiting_since, row.id))
    in_order = [RegistrationState.APPROVED] * places + [RegistrationState.WAITING] * (clients - places)
    if Counter(states) != Counter(in_order):
        found.append(f"the states are {Counter(map(str, states))}")
    elif states != in_order:
        found.append("somebody waits who registered before somebody who has a place")
    if rows != numbered:
        found.append("the order of registering is not that of the numbers given")
    if queue != [row for row in rows if row.waiting_since]:
        found.append("the waiting list is not in the order of registering")
    if {row.mode for row in rows} != {Mode.IN_PERSON}:
        found.append("somebody has another mode than asked for")
    if sum(templates.values()) != clients:
        found.append(f"the mails owed are {dict(templates)}")
    return found
