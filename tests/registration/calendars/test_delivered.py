"""Whatever happens to registrations: what was delivered leaves the truth in every mailbox's calendar."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.models import User
from directory.models import Person
from foundation.clock import now
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.agenda.operations import change_item
from meetings.enums import ContactKind, DatePrecision, ItemKind, MeetingState, Mode
from meetings.facts.operations.life import change_state
from meetings.facts.operations.meeting import change_meeting
from meetings.models.calendar import CalendarTold
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint
from outbox.delivering import deliver_due
from outbox.models import MailboxMessage
from registration.enums import RegistrationState as S
from registration.errors import RegistrationRefused
from registration.models.registrations import Registration
from registration.people import changing, deciding
from registration.people.entries import PersonEntry as Wish
from registration.people.erasing import erase
from registration.people.registering import register, register_on_behalf
from registration.reading.links import agenda_url, manage_token
from tests.factories import make_item, make_meeting, make_user
from tests.registration.calendars.receiver import Mailbox, calendar_of, with_icalendar, with_vobject
from tests.registration.samples import entry
from tests.waiting import PATIENCE

ADDRESSES = ("unit@example.org", "layla@example.org", "omar@example.org")
NAMES = ("Layla", "Omar", "Huda", "Salma")
AMMAN = ZoneInfo("Asia/Amman")
# Each example delivers mails: making a failing one shorter would take minutes.
NO_SHRINKING = (Phase.explicit, Phase.generate)


class World:
    """A meeting of two days, whose first ends with an open-ended dinner in the room, and what happens to it."""

    def __init__(self, team_user: User) -> None:
        self.user = team_user
        self.meeting: Meeting = make_meeting(venue={"en": "Grand Hotel"}, city={"en": "Amman"}, online_platform="Zoom")
        with writing() as session:
            session.add(
                FocalPoint(
                    meeting_id=self.meeting.id,
                    kind=ContactKind.ADMINISTRATIVE,
                    unit={"en": "Desk"},
                    email="desk@example.org",
                )
            )
        self.first = make_item(self.meeting, starts=time(8, 30), ends=time(16))
        make_item(self.meeting, starts=time(19, 30), ends=time(20, 30), kind=ItemKind.SOCIAL_EVENT)
        make_item(self.meeting, day=self.meeting.ends_on, starts=time(9), ends=time(13))

    @property
    def people(self) -> list[Registration]:
        query = select(Registration).where(Registration.meeting_id == self.meeting.id).order_by(Registration.id)
        return list(db.session.scalars(query))

    def act(self, name: str, which: int, what: int) -> None:
        """One act; what is refused has not happened."""
        try:
            self._act(name, which, what)
        except RegistrationRefused:
            db.session.rollback()

    def _act(self, name: str, which: int, what: int) -> None:
        if name == "register":
            wish = entry(email=ADDRESSES[what % 3], given_name=NAMES[which % 4])
            register_on_behalf(self.meeting, wish, actor=self.user, even_if_known=True, approve=what % 2 == 0)
        elif name == "move":
            starts = self.meeting.starts_on + timedelta(days=1 + what)
            change_meeting(self.meeting.id, starts_on=starts, ends_on=starts + timedelta(days=1))
        elif name == "hours":
            change_item(self.meeting.id, self.first.id, starts=time(7 + what % 3, 30))
        elif name == "state":
            reason = Translations(en="Flood")
            wanted = MeetingState.POSTPONED if self.meeting.takes_place else MeetingState.PUBLISHED
            change_state(self.meeting.id, wanted, reason=reason if self.meeting.takes_place else None)
        elif self.people:
            self._act_on(self.people[which % len(self.people)], name, what)

    def _act_on(self, person: Registration, name: str, what: int) -> None:
        acts: dict[str, Callable[[], Any]] = {
            "approve": lambda: deciding.approve(person, actor=self.user),
            "decline": lambda: deciding.decline(person, actor=self.user),
            "cancel": lambda: deciding.cancel(person),
            "reopen": lambda: deciding.reopen(person, actor=self.user),
            "resend": lambda: changing.send_again(person, actor=self.user),
            "mode": lambda: changing.switch_mode(
                person, Mode.REMOTE if person.mode is Mode.IN_PERSON else Mode.IN_PERSON, actor=self.user
            ),
            "name": lambda: self._correct(person, person.email, NAMES[what % 4]),
            "address": lambda: self._correct(person, ADDRESSES[what % 3], person.given_name),
        }
        acts[name]()

    def _correct(self, person: Registration, email: str, name: str) -> None:
        wish = Wish(given_name=name, family_name=person.family_name, country_code="JO", language=person.language)
        changing.correct(person, wish, actor=self.user, email=email)

    def resend_to_all(self) -> None:
        """The mail that everybody gets in the end: it tells all that has changed until then."""
        for person in self.people:
            changing.send_again(person, actor=self.user)

    def truth(self, address: str) -> dict[str, tuple[Any, ...]]:
        """What the calendar of an address should show, by UID."""
        if not self.meeting.takes_place:
            return {}
        mine = [each for each in self.people if each.email_key == address]
        alive = [each for each in mine if each.is_alive]
        return {
            each.calendar_uid: (
                self._days(each.mode),
                self.meeting.title["en"] + (f" – {each.name('en')}" if len(alive) > 1 else ""),
                "Zoom" if each.mode is Mode.REMOTE else "Grand Hotel, Amman",
            )
            for each in mine
            if each.state is S.APPROVED
        }

    def _days(self, mode: Mode) -> list[tuple[datetime, datetime]]:
        first, last = self.meeting.starts_on, self.meeting.ends_on
        end = time(20, 30) if mode is Mode.IN_PERSON else time(16)
        hours = [(first, self.first.starts, end), (last, time(9), time(13))]
        return [
            (datetime.combine(day, a, AMMAN).astimezone(UTC), datetime.combine(day, b, AMMAN).astimezone(UTC))
            for day, a, b in hours
        ]


def delivered() -> list[tuple[str, bytes]]:
    """Address and bytes of every mail with a calendar that has arrived, in order."""
    deliver_due()
    db.session.rollback()
    found = []
    for mail in db.session.scalars(select(MailboxMessage).order_by(MailboxMessage.id)):
        part = calendar_of(mail.content)
        if part is not None:
            assert f"METHOD:{part[0]}\r\n" in part[1].decode()
            found.append((mail.recipient, part[1]))
    return found


def received(mails: list[tuple[str, bytes]], parse: Callable[[bytes], Any]) -> dict[str, Mailbox]:
    """The calendars of all addresses after those mails."""
    boxes = {address: Mailbox(address) for address in ADDRESSES}
    for address, ics in mails:
        boxes[address].receive(parse(ics))
    return boxes


def shown(box: Mailbox) -> dict[str, tuple[Any, ...]]:
    """What a calendar shows, by UID: its days, what it is called, where it is."""
    found = {}
    for uid, entries in box.shown.items():
        master = next(each for each in entries if each.recurrence_id is None)
        others = {each.recurrence_id: each for each in entries if each.recurrence_id is not None}
        days = []
        for number in range(master.days):
            starts = master.starts + timedelta(days=number)
            if starts not in master.gaps:
                own = others.get(starts) or replace(master, starts=starts, ends=master.ends + timedelta(days=number))
                days.append((own.starts, own.ends))
        assert len({(each.summary, each.place) for each in entries}) == 1
        found[uid] = (days, master.summary, master.place)
    return found


ACTS = st.tuples(
    st.sampled_from(
        ["register", "register", "approve", "approve", "decline", "cancel", "reopen", "mode", "name", "address",
         "address", "resend", "move", "hours", "state"]
    ),
    st.integers(0, 3),
    st.integers(0, 5),
)  # fmt: skip


@given(acts=st.lists(ACTS, min_size=4, max_size=16), seed=st.integers(0, 2**16))
@settings(max_examples=25, phases=NO_SHRINKING, suppress_health_check=list(HealthCheck))
def test_whatever_happens_calendars_end_with_the_truth(app: Flask, acts: list[tuple[str, int, int]], seed: int) -> None:
    with writing() as session:
        session.execute(MailboxMessage.__table__.delete())
    world, luck = World(make_user()), random.Random(seed)
    world.act("register", 0, 0)
    for act in acts:
        world.act(*act)
        if luck.random() < 0.5:
            deliver_due()
    world.resend_to_all()
    mails = delivered()
    by_order = [received(mails, parse) for parse in (with_icalendar, with_vobject)]
    mixed = [*mails, *luck.choices(mails, k=5 if mails else 0)]
    luck.shuffle(mixed)
    for boxes in (*by_order, received(mixed, with_icalendar), received(mixed, with_vobject)):
        for address in ADDRESSES:
            assert shown(boxes[address]) == world.truth(address), address
    assert all(box.ignored == 0 for box in by_order[0].values()), "in order nothing is stale"


@pytest.fixture
def world(app: Flask) -> World:
    return World(make_user())


def invitations(address: str) -> list[tuple[str, str, int]]:
    """Method, UID and SEQUENCE of what arrived at an address, in order."""
    read = [with_icalendar(ics) for recipient, ics in delivered() if recipient == address]
    return [(each.method, each.entries[0].uid, each.entries[0].sequence) for each in read]


def test_one_of_two_people_of_a_mailbox_cancels_and_the_other_stays(world: World) -> None:
    world.act("register", 0, 0)
    world.act("register", 1, 0)
    first, second = world.people
    deciding.cancel(second)
    box = received(delivered(), with_icalendar)[ADDRESSES[0]]
    assert set(box.shown) == {first.calendar_uid}
    assert first.calendar_uid != second.calendar_uid
    assert world.meeting.calendar_uid not in box.held


def test_cancelled_and_back_is_above_all_that_was_sent(world: World) -> None:
    world.act("register", 0, 0)
    (person,) = world.people
    deciding.cancel(person)
    deciding.reopen(person, actor=world.user)
    deciding.approve(person, actor=world.user)
    methods = invitations(ADDRESSES[0])
    assert [method for method, _uid, _sequence in methods] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [sequence for _method, _uid, sequence in methods] == [0, 1, 2]
    assert len({uid for _method, uid, _sequence in methods}) == 1


def test_who_cancels_and_registers_anew_is_in_the_calendar_once(world: World) -> None:
    world.act("register", 0, 0)
    deciding.cancel(world.people[0])
    again = register(world.meeting, entry(email=ADDRESSES[0]))
    deciding.approve(again, actor=world.user)
    assert set(received(delivered(), with_icalendar)[ADDRESSES[0]].shown) == {again.calendar_uid}


def test_another_address_takes_the_entry_along(world: World) -> None:
    world.act("register", 0, 0)
    (person,) = world.people
    old = person.calendar_uid
    deliver_due()
    world.act("address", 0, 1)
    assert invitations(ADDRESSES[0]) == [("REQUEST", old, 0), ("CANCEL", old, 1)]
    ((method, uid, _sequence),) = invitations(ADDRESSES[1])
    assert (method, uid) == ("REQUEST", person.calendar_uid)
    assert uid != old
    farewell = next(
        mail
        for mail in db.session.scalars(select(MailboxMessage).order_by(MailboxMessage.id.desc()))
        if mail.recipient == ADDRESSES[0]
    )
    text = farewell.content.decode()
    assert manage_token(person) not in text
    assert ADDRESSES[1] not in text


def test_back_to_the_first_address_is_an_entry_of_its_own_again(world: World) -> None:
    world.act("register", 0, 0)
    for what in (1, 0, 1, 0):
        world.act("address", 0, what)
    box = received(delivered(), with_icalendar)
    assert set(box[ADDRESSES[0]].shown) == {world.people[0].calendar_uid}
    assert box[ADDRESSES[1]].shown == {}


def test_an_address_that_was_never_invited_is_told_nothing(world: World) -> None:
    world.act("register", 0, 1)
    world.act("address", 0, 0)
    assert delivered() == []


def test_text_alone_gets_a_newer_stamp_and_no_higher_sequence(world: World) -> None:
    world.act("register", 0, 0)
    change_meeting(world.meeting.id, title=Translations(en="Another title"), summary=Translations(en="More"))
    changing.send_again(world.people[0], actor=world.user)
    first, second = (with_icalendar(ics).entries[0] for _address, ics in delivered())
    assert second.sequence == first.sequence
    assert second.stamp > first.stamp
    assert second.summary == "Another title"


def test_postponed_is_withdrawn_and_reinstated_comes_back(world: World) -> None:
    world.act("register", 0, 0)
    for _step in range(2):
        world.act("state", 0, 0)
        world.resend_to_all()
    methods = invitations(ADDRESSES[0])
    assert [method for method, _uid, _sequence in methods] == ["REQUEST", "CANCEL", "REQUEST"]
    sequences = [sequence for _method, _uid, sequence in methods]
    assert sequences == sorted(set(sequences))


def test_dates_of_which_only_the_month_is_known_take_the_entry_out(world: World) -> None:
    world.act("register", 0, 0)
    change_meeting(
        world.meeting.id,
        date_precision=DatePrecision.MONTH,
        starts_on=date(2030, 5, 1),
        ends_on=date(2030, 5, 31),
    )
    world.resend_to_all()
    assert [method for method, _uid, _sequence in invitations(ADDRESSES[0])] == ["REQUEST", "CANCEL"]


def test_organiser_stays_the_same_though_the_contact_changes(world: World) -> None:
    world.act("register", 0, 0)
    with writing() as session:
        session.scalars(select(FocalPoint)).one().email = "other@example.org"
    world.resend_to_all()
    entries = [with_vobject(ics).entries[0] for _address, ics in delivered()]
    assert {each.organiser for each in entries} == {"mailto:desk@example.org"}


def test_a_repeated_withdrawal_takes_out_what_the_lost_one_left(world: World) -> None:
    world.act("register", 0, 0)
    deciding.decline(world.people[0], actor=world.user)
    changing.send_again(world.people[0], actor=world.user)
    mails = delivered()
    del mails[1]
    assert received(mails, with_icalendar)[ADDRESSES[0]].shown == {}


def test_download_and_own_agenda_say_the_same_as_the_last_mail(world: World, client: FlaskClient) -> None:
    world.act("register", 0, 0)
    (person,) = world.people
    for name, what in (("mode", 0), ("resend", 0), ("cancel", 0), ("reopen", 0), ("approve", 0), ("address", 1)):
        world.act(name, 0, what)
        own = person.calendar_uid
        last = [with_icalendar(ics) for _address, ics in delivered()][-1].entries[0]
        for path in (f"/r/{manage_token(person)}/calendar.ics", agenda_url(person, "en")):
            feed = with_icalendar(client.get(path).data)
            assert feed.method == "PUBLISH"
            assert all(not each.attendees for each in feed.entries)
            (master,) = [each for each in feed.entries if each.uid == own and each.recurrence_id is None]
            if name in ("mode", "resend", "cancel", "approve", "address"):
                assert (own, master.sequence) == (last.uid, last.sequence), (name, path)
                assert (master.starts, master.ends) == (last.starts, last.ends)
                assert master.status == last.status


def test_erasing_leaves_nothing_of_what_calendars_were_told(world: World) -> None:
    world.act("register", 0, 0)
    assert db.session.scalars(select(CalendarTold)).all()
    erase(world.people[0], actor=world.user)
    assert db.session.scalars(select(CalendarTold)).all() == []


def test_khal_shows_the_truth_after_the_mails(world: World, tmp_path: Path) -> None:
    for act in (
        ("register", 0, 0), ("register", 1, 0), ("mode", 0, 0), ("cancel", 1, 0), ("move", 0, 2), ("resend", 0, 0),
        ("reopen", 1, 0), ("approve", 1, 0), ("decline", 1, 0), ("name", 0, 2), ("resend", 0, 0),
    ):  # fmt: skip
        world.act(*act)
    mails = [ics for address, ics in delivered() if address == ADDRESSES[0]]
    found = _khal(tmp_path, mails, world.meeting.starts_on - timedelta(days=9), 30)
    ((days, title, _place),) = world.truth(ADDRESSES[0]).values()
    assert found == [(starts, title) for starts, _ends in days]


def _khal(folder: Path, calendars: list[bytes], first: date, days: int) -> list[tuple[datetime, str]]:
    """What khal shows after importing calendars in order: UTC instants and titles, without what is cancelled."""
    program = shutil.which("khal")
    if program is None and not os.environ.get("CI"):
        pytest.skip("khal is not installed")
    assert program is not None, "khal is not installed"
    (folder / "own").mkdir()
    configuration = folder / "config"
    configuration.write_text(
        f"[calendars]\n[[own]]\npath = {folder / 'own'}\ntype = calendar\n[sqlite]\npath = {folder / 'khal.db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    command = [program, "-c", str(configuration)]

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*command, *arguments], env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    for number, calendar in enumerate(calendars):
        file = folder / f"{number}.ics"
        file.write_bytes(calendar)
        run("import", "--batch", "-a", "own", str(file))
    line = "{start-long-full}|{status}|{title}"
    shown = run("list", "--day-format", "", "--format", line, f"{first:%Y-%m-%d}", f"{days}d")
    rows = [each.split("|", 2) for each in shown.splitlines() if "|" in each]
    return [
        (datetime.fromisoformat(starts).replace(tzinfo=UTC), title.strip())
        for starts, status, title in rows
        if "CANCELLED" not in status
    ]


def test_who_was_invited_under_the_meetings_uid_is_cancelled_above_what_was_sent(world: World) -> None:
    world.act("register", 0, 1)
    (person,) = world.people
    with writing() as session:
        person.state, person.calendar_uid, person.invited_at = S.APPROVED, world.meeting.calendar_uid, now()
        session.add(
            CalendarTold(
                uid=world.meeting.calendar_uid, mailbox=person.email_key, digest="", sequence=5, told_at=now(),
                meeting_id=world.meeting.id, about_kind="registration", about_id=person.id,
            )
        )  # fmt: skip
    changing.send_again(person, actor=world.user)
    deciding.cancel(person)
    uid = world.meeting.calendar_uid
    assert invitations(ADDRESSES[1]) == [("REQUEST", uid, 6), ("CANCEL", uid, 7)]


def test_nobody_answers_from_the_private_address_of_a_contact(world: World) -> None:
    with writing() as session:
        person = Person(team_id=world.meeting.team_id, name=Translations(en="Rana"), email="private@example.org")
        session.add(person)
        session.flush()
        contact = session.scalars(select(FocalPoint)).one()
        contact.email, contact.person_id = "", person.id
    world.act("register", 0, 0)
    deliver_due()
    for mail in db.session.scalars(select(MailboxMessage)):
        assert b"private@example.org" not in mail.content.replace(b"\r\n ", b"")
    ((_address, ics),) = delivered()
    assert "private@example.org" not in ics.decode().replace("\r\n ", "")
