"""Writing to many: a draft, looked at, then sent once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from accounts.models import User
from foundation import audit, merge_fields
from foundation.clock import now
from foundation.database import writing
from foundation.languages import force_language
from foundation.merge_fields import TextProblem, Value
from foundation.translated import Translations
from meetings.models.meeting import Meeting
from messages.audiences import Audience, audience, fingerprint, headcount
from messages.fields import MEETING, PERSON
from messages.models import Sending, SendingRecipient
from messages.queries import NoSuchSending, sending_in
from messages.texts import Written, freeze, language_for, read_texts
from outbox.link_references import link
from outbox.operations import owe_many, withdraw
from registration.enums import RegistrationState
from registration.models.registrations import Registration

TEMPLATE = "messages/message"
ON_THE_LIST = (RegistrationState.PENDING, RegistrationState.APPROVED, RegistrationState.WAITING)


class LinkInSubject(TextProblem):
    """A subject with a personal link: it would stand in every list of messages."""


class PartMissing(TextProblem):
    """A language has a subject or a body, not both."""


class NothingWritten(TextProblem):
    """Neither subject nor body in any language."""


@dataclass(frozen=True)
class Issue:
    """What is wrong with one text: `part` is `subject` or `body`."""

    part: str
    language: str
    problem: TextProblem


class TextRefused(Exception):
    """The texts cannot be sent; `issues` says where and why."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(issues)
        self.issues = list(issues)


class AlreadySent(Exception):
    """The draft has been sent and cannot be changed; `sending_id` is the sending."""

    def __init__(self, sending_id: int) -> None:
        super().__init__(sending_id)
        self.sending_id = sending_id


class NobodyToWriteTo(Exception):
    """The audience is empty."""


class NotAsSeen(Exception):
    """Text or audience changed since the assistant looked at them."""


def issues_in(subject: Translations, body: Translations, main: str) -> list[Issue]:
    """What keeps the texts from being sent; empty when they can be."""
    if not subject and not body:
        return [Issue("subject", main, NothingWritten(""))]
    issues = [Issue("body", language, PartMissing("")) for language in subject if language not in body]
    issues += [Issue("subject", language, PartMissing("")) for language in body if language not in subject]
    for part, texts in (("subject", subject), ("body", body)):
        for language, text in texts.items():
            issues += [Issue(part, language, problem) for problem in merge_fields.problems(text)]
    for language, text in subject.items():
        if merge_fields.problems(text):
            continue
        for name in merge_fields.names_in(merge_fields.read(text)):
            if merge_fields.field(name).is_link:
                issues.append(Issue("subject", language, LinkInSubject("{" + name + "}")))
    return issues


def write_draft(
    meeting: Meeting,
    *,
    draft_key: str,
    subject: Translations,
    body: Translations,
    chosen: Audience,
    actor: User | None,
    tells_state: bool = False,
) -> Sending:
    """Keep a text and whom it is for; the same `draft_key` again changes the same draft, the same text nothing.

    `tells_state`: the text says what has become of the meeting, so that whoever gets it need not be told again.

    Raises:
        TextRefused: the texts cannot be sent.
        AlreadySent: the draft was sent meanwhile.
        NoSuchSending: the key is that of another meeting's draft.
    """
    issues = issues_in(subject, body, meeting.main_language)
    if issues:
        raise TextRefused(issues)
    with writing(f"draft:{draft_key}") as session:
        draft = session.scalar(select(Sending).where(Sending.draft_key == draft_key))
        if draft is not None and draft.meeting_id != meeting.id:
            raise NoSuchSending(draft_key)
        if draft is not None and not draft.is_draft:
            raise AlreadySent(draft.id)
        texts = {"subject": subject, "body": body, "audience": dict(chosen), "tells_state": tells_state}
        if draft is not None and all(getattr(draft, name) == text for name, text in texts.items()):
            return draft
        act = "drafted" if draft is None else "redrafted"
        if draft is None:
            draft = Sending(meeting_id=meeting.id, draft_key=draft_key)
            session.add(draft)
        draft.subject, draft.body, draft.audience = subject, body, dict(chosen)
        draft.tells_state = tells_state
        draft.written_at = now()
        draft.written_by_id = actor.id if actor is not None else None
        session.flush()
        audit.record(act, draft, actor=actor)
    return draft


def discard_draft(meeting: Meeting, sending_id: int, actor: User | None) -> None:
    """Delete a draft.

    Raises:
        NoSuchSending: the meeting has none with this id.
        AlreadySent: it was sent; what was sent is kept.
    """
    with writing(f"sending:{sending_id}") as session:
        draft = sending_in(meeting.id, sending_id)
        if not draft.is_draft:
            raise AlreadySent(draft.id)
        audit.record("discarded", draft, actor=actor)
        session.delete(draft)


def send(
    meeting: Meeting,
    sending_id: int,
    *,
    seen: str,
    reply_to: str,
    actor: User | None,
    delay: timedelta = timedelta(0),
) -> tuple[Sending, bool]:
    """Owe one message to everybody of the audience, once; a second call finds it sent and returns False with it.

    `seen` is the fingerprint of what the assistant looked at; `reply_to` is the address that answers go to. For `delay`
    the messages wait, and can be taken back.

    Raises:
        NoSuchSending: the meeting has none with this id.
        NobodyToWriteTo, NotAsSeen: nothing was sent.
    """
    with writing(f"sending:{sending_id}") as session:
        sending = sending_in(meeting.id, sending_id)
        if not sending.is_draft:
            return sending, False
        counted = headcount(meeting.id, sending.audience)
        if not counted:
            raise NobodyToWriteTo(sending_id)
        people = audience(meeting.id, sending.audience)
        if seen != fingerprint(counted, sending.written_at) or len(people) != len(counted):
            raise NotAsSeen(sending_id)
        sending.sent_at, sending.reply_to = now(), reply_to
        sending.sent_by_id = actor.id if actor is not None else None
        owed = letters(meeting, sending, people, reply_to)
        ids = owe_many({**letter, "delay": delay} for letter in owed)
        session.execute(
            insert(SendingRecipient),
            [
                {"sending_id": sending.id, "registration_id": letter["about_id"], "message_id": message_id}
                for letter, message_id in zip(owed, ids, strict=True)
            ],
        )
        audit.record("sent", sending, actor=actor, changes={"recipients": (None, len(people))})
    return sending, True


def take_back(meeting: Meeting, sending_id: int, *, actor: User | None) -> bool:
    """Make a sending a draft again, as long as none of its messages has left; False: one has, and all stay.

    Raises:
        NoSuchSending: the meeting has none with this id.
    """
    try:
        with writing(f"sending:{sending_id}") as session:
            sending = sending_in(meeting.id, sending_id)
            if sending.is_draft:
                return True
            ids = session.scalars(select(SendingRecipient.message_id).where(SendingRecipient.sending_id == sending_id))
            if not withdraw(list(ids)):
                raise _HasLeft
            session.execute(delete(SendingRecipient).where(SendingRecipient.sending_id == sending_id))
            sending.sent_at = sending.sent_by_id = None
            sending.reply_to = ""
            audit.record("taken_back", sending, actor=actor)
    except _HasLeft:
        return False
    return True


class _HasLeft(Exception):
    """A message of the sending was taken up for delivery."""


def letters(meeting: Meeting, sending: Sending, people: Sequence[Registration], reply_to: str) -> list[dict[str, Any]]:
    """What each person is to receive, as arguments of `outbox.operations.enqueue`; previews render the same."""
    written = read_texts(sending.subject, sending.body)
    by_language: dict[str, list[Registration]] = {}
    for person in people:
        language = language_for(person.language, written, meeting.main_language)
        by_language.setdefault(language, []).append(person)
    found = {}
    for language, readers in by_language.items():
        with force_language(language):
            of_meeting = _values(written[language], MEETING, meeting)
            for person in readers:
                found[person.id] = _letter(meeting, written[language], of_meeting, person, reply_to)
    return [found[person.id] for person in people]


def _values(written: Written, about: str, record: Meeting | Registration) -> dict[str, Value]:
    names = [name for name in written.names if merge_fields.field(name).about == about]
    return merge_fields.values_for(names, {about: record}, written.language)


def _letter(
    meeting: Meeting,
    written: Written,
    of_meeting: Mapping[str, Value],
    person: Registration,
    reply_to: str,
) -> dict[str, Any]:
    values = freeze(written, {**of_meeting, **_values(written, PERSON, person)}) | {
        "meeting": dict(meeting.title),
        "main_language": meeting.main_language,
        "sender_name": dict(meeting.team.name),
        "accent": meeting.accent,
    }
    if person.state in ON_THE_LIST:
        values["manage"] = link("registration", person.id)
    return {
        "template": TEMPLATE,
        "recipient": person.email,
        "recipient_name": person.name(written.language),
        "language": written.language,
        "values": values,
        "reply_to": reply_to,
        "meeting_id": meeting.id,
        "about_kind": "registration",
        "about_id": person.id,
    }
