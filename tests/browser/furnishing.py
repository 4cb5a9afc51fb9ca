"""Records that pages need beside the demo data, made through the operations of the rooms, and where to find them."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import select

from accounts.models import Membership, Team, User
from accounts.operations import signing_in, teams
from accounts.permissions import Role
from accounts.queries import user_by_email
from directory.enums import OrganisationKind
from directory.models import Organisation, Person
from foundation.database import db
from foundation.translated import Translations
from meetings.agenda.operations import change_item
from meetings.breakouts import operations as breakouts
from meetings.copying import operations as cloning
from meetings.enums import Mode, Visibility
from meetings.facts.operations import deleting, life, rooms
from meetings.joining import operations as participation
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.documents import Document
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.sections import Section
from meetings.models.series import Series
from meetings.reading.meetings import meeting_by_code
from meetings.reading.previews import preview_url
from messages import operations as messages
from messages.audiences import fingerprint, headcount
from outbox.models import MailboxMessage, OutboxMessage
from registration.breakouts import operations as membership
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.people.entries import Entry
from registration.people.registering import register
from registration.reading import links
from tests.browser.site import Site
from tests.waiting import wait_for

OPEN = "WG2-NEXT"
TODAY = "TIN-API-TODAY"
GUEST = "noura.sweep@example.org"
INVITED = "colleague.sweep@example.org"


def furnish(site: Site) -> dict[str, str]:
    """Make the records; returns what stands for the placeholders of `tests.browser.pages`."""
    places = site.look(_make)
    places |= {"message": str(site.look(lambda: _wait_for_mail(GUEST).id))}
    places["sign_in_token"] = token_in_mail(site, "viewer@example.org", r"/sign-in/link/([^\s\"<]+)")
    places["password_token"] = token_in_mail(site, "checkin@example.org", r"/password/([^\s\"<]+)")
    places["invitation_token"] = token_in_mail(site, INVITED, r"/invitations/([^\s\"<]+)")
    return places


def latest_mail(site: Site, recipient: str) -> EmailMessage:
    """The newest message in the mailbox of an address, as soon as there is one."""
    return site.look(lambda: message_from_bytes(_wait_for_mail(recipient).content, policy=policy.default))


def token_in_mail(site: Site, recipient: str, pattern: str) -> str:
    """The first thing in the newest plain text to an address that matches the group of `pattern`."""
    body = latest_mail(site, recipient).get_body(("plain",))
    assert body is not None
    found = re.search(pattern, body.get_content())
    assert found is not None, body.get_content()
    return found.group(1)


def _wait_for_mail(recipient: str) -> MailboxMessage:
    query = select(MailboxMessage).where(MailboxMessage.recipient == recipient).order_by(MailboxMessage.id.desc())

    def newest() -> MailboxMessage | None:
        db.session.rollback()
        return db.session.scalar(query.limit(1))

    found = wait_for(newest, f"mail to {recipient}")
    assert isinstance(found, MailboxMessage)
    return found


def _make() -> dict[str, str]:
    meeting, assistant = meeting_by_code(OPEN), _user("assistant@example.org")
    team, organiser = db.session.get(Team, meeting.team_id), _user("organiser@example.org")
    assert team is not None
    _register_guest(meeting)
    teams.offer_area(team.id, "GL", Translations(en="Greenland", ar="غرينلاند", fr="Groenland"), actor=organiser)
    teams.invite(team.id, INVITED, Role.ASSISTANT, language="en", actor=organiser)
    signing_in.request_sign_in_link("viewer@example.org", address="127.0.0.1")
    signing_in.request_password_reset("checkin@example.org", address="127.0.0.1")
    guest = _registration(meeting, None)
    places = {
        "team": str(team.id),
        "guest": str(guest.id),
        "personal": links.manage_token(guest),
        "another": links.another_token(guest),
        "door": links.check_in_token(_registration(meeting_by_code(TODAY), RegistrationState.APPROVED)),
        "person": str(_first_of(Person, team.id)),
        "organisation": str(_first_of(Organisation, team.id)),
        "series": str(_first_of(Series, team.id)),
        "project": str(_first_of(Project, team.id)),
        "publication": _publication(team.id),
        "outbox": str(db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.about_id == guest.id).limit(1))),
        **_sendings(meeting, assistant, guest),
        **_gathering(meeting, assistant),
        **_parts_of_a_meeting(),
        "preview": _copies(organiser),
    }
    for state in RegistrationState:
        row = _registration(meeting, state)
        places |= {f"{state}": str(row.id), f"{state}_personal": links.manage_token(row)}
    return places


def _publication(team_id: int) -> str:
    """Where the first publication of a project of the team is managed, e.g. `1/documents/7`."""
    query = select(Project.id, Document.id).join(Document, Document.project_id == Project.id)
    project_id, document_id = db.session.execute(query.where(Project.team_id == team_id).limit(1)).one()
    return f"{project_id}/documents/{document_id}"


def _parts_of_a_meeting() -> dict[str, str]:
    """Where the first of each kind is managed, e.g. `WG2/sections/3`; and the meeting with web links."""
    kinds = {
        "section": (Section, "sections"),
        "organiser": (MeetingOrganisation, "organisations"),
        "contact": (FocalPoint, "contacts"),
        "document": (Document, "documents"),
        "outcome": (Outcome, "outcomes"),
        "join": (ParticipationLink, "join"),
        "item": (AgendaItem, "agenda"),
        "group": (BreakoutGroup, "groups"),
        "part": (Part, "parts"),
    }
    found = {}
    for name, (kind, folder) in kinds.items():
        query = select(Meeting.code, kind.id).join(kind, kind.meeting_id == Meeting.id).order_by(kind.id).limit(1)
        code, number = db.session.execute(query).one()
        found[name] = f"{code}/{folder}/{number}"
    linked = next(meeting for meeting in db.session.scalars(select(Meeting)) if meeting.links)
    return found | {"linked": linked.code}


def _register_guest(meeting: Meeting) -> None:
    entry = Entry(
        given_name="Noura", family_name="Sweep", honorific="Dr.", email=GUEST, mode=Mode.IN_PERSON, consented=True,
        organisation="Ministry of Digital Economy", organisation_kind=OrganisationKind.GOVERNMENT, country_code="JO",
        position="Head of Unit", needs="A seat near the door",
    )  # fmt: skip
    register(meeting, entry)


def _sendings(meeting: Meeting, assistant: User, guest: Registration) -> dict[str, str]:
    texts = {
        "subject": Translations(en="Papers of {meeting_title}", ar="وثائق {meeting_title}"),
        "body": Translations(en="Dear {given_name},\n\nthe papers are ready.", ar="الوثائق جاهزة يا {given_name}."),
    }
    written = {}
    for name in ("draft", "sent"):
        sending = messages.write_draft(
            meeting, draft_key=f"sweep-{name}", chosen={"id": [guest.id]}, actor=assistant, **texts
        )
        written[name] = str(sending.id)
    seen = fingerprint(headcount(meeting.id, sending.audience), sending.written_at)
    messages.send(meeting, sending.id, seen=seen, reply_to=assistant.email, actor=assistant)
    return written


def _gathering(meeting: Meeting, assistant: User) -> dict[str, str]:
    """Rooms, participation links, and groups of an item with members and a point."""
    room = rooms.add_room(meeting.id, name=Translations(en="Room 1", ar="القاعة 1"), seats=10, actor=assistant)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).limit(1)).one()
    change_item(meeting.id, item.id, groups_are_chosen=True)
    titles = (Translations(en="Health", ar="الصحة"), Translations(en="Water", ar="المياه"))
    letters = (Translations(en="A", ar="أ"), Translations(en="B", ar="ب"))
    health, _water = (
        breakouts.add_group(meeting.id, item.id, letter=letter, title=title, room=room.name, capacity=12)
        for letter, title in zip(letters, titles, strict=True)
    )
    people = [_registration(meeting, state).id for state in (RegistrationState.APPROVED, RegistrationState.PENDING)]
    membership.assign(meeting.id, item.id, health.id, people, actor=assistant)
    membership.set_representative(meeting.id, item.id, people[0], represents=True, actor=assistant)
    point = breakouts.add_input(meeting.id, health.id, "Clean water first", actor=assistant)
    for values in ({"visibility": Visibility.PUBLIC}, {"group_id": health.id, "minutes_before": 30}):
        participation.add_participation_link(meeting.id, join_url="https://example.org/j/1", provider="Zoom", **values)
    return {
        "room": f"{meeting.code}/rooms/{room.id}",
        "grouped": f"{meeting.code}/agenda/{item.id}",
        "input": f"{meeting.code}/inputs/{point.id}",
    }


def _copies(organiser: User) -> str:
    """The token of the preview of a draft `SWEEP-COPY`; another copy is deleted."""
    source = meeting_by_code("WG2")
    first_day = cloning.usual_first_day(source, source.starts_on)
    draft, gone = (
        cloning.clone_meeting(source.id, code=code, starts_on=first_day, actor=organiser)
        for code in ("SWEEP-COPY", "SWEEP-GONE")
    )
    deleting.delete_meeting(gone.id, actor=organiser)
    address = preview_url(life.open_preview(draft.id, actor=organiser), "en")
    return address.split("/")[-2]


def _registration(meeting: Meeting, state: RegistrationState | None) -> Registration:
    query = select(Registration).where(Registration.meeting_id == meeting.id).order_by(Registration.id.desc())
    query = query.where(Registration.email == GUEST) if state is None else query.where(Registration.state == state)
    return db.session.scalars(query.limit(1)).one()


def _first_of(kind: type[Person | Organisation | Series | Project], team_id: int) -> int:
    return db.session.scalars(select(kind.id).where(kind.team_id == team_id).order_by(kind.id).limit(1)).one()


def _user(email: str) -> User:
    user = user_by_email(email)
    assert user is not None and db.session.scalar(select(Membership.id).where(Membership.user_id == user.id).limit(1))
    return user
