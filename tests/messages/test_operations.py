from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from accounts.permissions import Role
from foundation.audit import entries_for
from foundation.clock import now
from foundation.database import db, writing
from foundation.link_tokens import new_reference
from foundation.translated import Translations
from meetings.models.meeting import Meeting
from messages.audiences import audience, fingerprint, headcount
from messages.models import Sending, SendingRecipient
from messages.operations import (
    AlreadySent,
    LinkInSubject,
    NobodyToWriteTo,
    NotAsSeen,
    PartMissing,
    TextRefused,
    discard_draft,
    issues_in,
    send,
    write_draft,
)
from messages.queries import NoSuchSending, progress_of, recipients_of, sendings_of
from outbox.models import OutboxMessage
from outbox.rendering import render
from registration.models.registrations import Registration
from tests.costs import cost_of
from tests.factories import make_meeting, make_registration, make_user
from tests.threads import at_once

TEXT = {"subject": Translations(en="Welcome {given_name}"), "body": Translations(en="Dear {given_name},\n\nsee you.")}


def draft_for(meeting, actor=None, *, key: str = "key-of-the-draft-1", chosen=None, **text):
    return write_draft(
        meeting,
        draft_key=key,
        chosen={"state": "approved"} if chosen is None else chosen,
        actor=actor,
        **{**TEXT, **text},
    )


def send_now(meeting, sending, actor=None, reply_to: str = "desk@example.org"):
    seen = fingerprint(headcount(meeting.id, sending.audience), sending.written_at)
    return send(meeting, sending.id, seen=seen, reply_to=reply_to, actor=actor)


def rendered(message: OutboxMessage):
    return render(
        message.template, message.language, message.values, recipient=message.recipient, reply_to=message.reply_to
    )


def test_send_owes_one_message_to_everybody_who_matches(app: Flask) -> None:
    meeting = make_meeting()
    lina = make_registration(meeting, state="approved", given_name="Lina", email="lina@example.org")
    omar = make_registration(meeting, state="approved", given_name="Omar")
    make_registration(meeting, state="pending")
    make_registration(make_meeting(), state="approved")
    actor = make_user(Role.ASSISTANT, meeting.team)

    sending, is_new = send_now(meeting, draft_for(meeting, actor), actor)

    assert is_new
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.about_id)).all()
    assert [message.about_id for message in messages] == [lina.id, omar.id]
    assert {(message.about_kind, message.meeting_id, message.reply_to) for message in messages} == {
        ("registration", meeting.id, "desk@example.org")
    }
    mail = rendered(messages[0])
    assert mail.subject == "Welcome Lina"
    assert "<p>Dear <bdi>Lina</bdi>,</p>\n<p>see you.</p>" in mail.html
    assert mail.text.startswith("Dear Lina,\n\nsee you.\n")
    assert [entry.act for entry in entries_for("sending", sending.id)] == ["sent", "drafted"]
    assert sending.sent_by_id == actor.id


def test_send_twice_sends_once(app: Flask) -> None:
    meeting = make_meeting()
    make_registration(meeting, state="approved")
    sending = draft_for(meeting)

    answers = [send_now(meeting, sending)[1], send_now(meeting, sending)[1]]

    assert answers == [True, False]
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 1


def test_send_from_many_windows_at_once_sends_once(app: Flask) -> None:
    meeting = make_meeting()
    for _number in range(5):
        make_registration(meeting, state="approved")
    sending = draft_for(meeting)
    seen = fingerprint(headcount(meeting.id, sending.audience), sending.written_at)
    meeting_id, sending_id = meeting.id, sending.id
    answers: list[bool] = []

    def press() -> None:
        mine = db.session.get_one(Meeting, meeting_id)
        answers.append(send(mine, sending_id, seen=seen, reply_to="", actor=None)[1])

    assert at_once(app, [press] * 6) == []
    assert sorted(answers) == [False] * 5 + [True]
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 5


def test_draft_with_the_same_key_is_the_same_draft(app: Flask) -> None:
    meeting = make_meeting()

    first = draft_for(meeting)
    second = draft_for(meeting, subject=Translations(en="Other"))

    assert second.id == first.id
    assert second.subject == Translations(en="Other")
    assert db.session.scalar(select(func.count(Sending.id))) == 1


def test_a_key_of_another_meeting_opens_nothing(app: Flask) -> None:
    draft_for(make_meeting())

    with pytest.raises(NoSuchSending):
        draft_for(make_meeting())


def test_what_was_sent_is_neither_changed_nor_deleted(app: Flask) -> None:
    meeting = make_meeting()
    make_registration(meeting, state="approved")
    sending, _ = send_now(meeting, draft_for(meeting))

    with pytest.raises(AlreadySent):
        draft_for(meeting, subject=Translations(en="Other"))
    with pytest.raises(AlreadySent):
        discard_draft(meeting, sending.id, None)


def test_discard_deletes_a_draft_and_keeps_who_did_it(app: Flask) -> None:
    meeting = make_meeting()
    sending = draft_for(meeting)
    sending_id = sending.id

    discard_draft(meeting, sending_id, None)

    assert db.session.get(Sending, sending_id) is None
    assert entries_for("sending", sending_id)[0].act == "discarded"


def test_send_refuses_when_the_people_or_the_text_changed_since_seen(app: Flask) -> None:
    meeting = make_meeting()
    make_registration(meeting, state="approved")
    sending = draft_for(meeting)
    seen = fingerprint(headcount(meeting.id, sending.audience), sending.written_at)

    make_registration(meeting, state="approved")

    with pytest.raises(NotAsSeen):
        send(meeting, sending.id, seen=seen, reply_to="", actor=None)
    seen = fingerprint(headcount(meeting.id, sending.audience), sending.written_at)
    draft_for(meeting, body=Translations(en="Changed by a colleague"))
    with pytest.raises(NotAsSeen):
        send(meeting, sending.id, seen=seen, reply_to="", actor=None)
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0


def test_send_to_nobody_is_refused(app: Flask) -> None:
    meeting = make_meeting()
    sending = draft_for(meeting)

    with pytest.raises(NobodyToWriteTo):
        send_now(meeting, sending)


def test_everybody_receives_their_language_or_the_main_one(app: Flask) -> None:
    meeting = make_meeting(title={"en": "Identity Forum", "ar": "منتدى الهوية"})
    for language in ("en", "ar", "fr"):
        make_registration(meeting, state="approved", language=language, given_name="Lina")
    both = {
        "subject": Translations(en="Welcome {given_name}", ar="أهلا {given_name}"),
        "body": Translations(en="To {meeting_title}", ar="في {meeting_title}"),
    }

    send_now(meeting, draft_for(meeting, **both))

    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.about_id)).all()
    assert [message.language for message in messages] == ["en", "ar", "en"]
    arabic = rendered(messages[1])
    assert arabic.subject == "أهلا Lina", "a subject has no marks: people search for what it says"
    assert '<html lang="ar" dir="rtl">' in arabic.html
    assert "<p>في <bdi>منتدى الهوية</bdi></p>" in arabic.html


def test_fields_are_filled_from_person_and_meeting(app: Flask) -> None:
    meeting = make_meeting(title={"en": "Forum"}, venue={"en": "Grand Hotel"}, city={"en": "Amman"})
    make_registration(
        meeting, state="approved", honorific="Dr.", given_name="Lina", family_name="Haddad",
        printed_name={"en": "L. Haddad"}, mode="remote",
    )  # fmt: skip
    body = "{honorific} {given_name} {family_name} ({printed_name}), {mode}, {meeting_title}, {meeting_dates}, {venue}"

    send_now(meeting, draft_for(meeting, body=Translations(en=body)))

    message = db.session.scalars(select(OutboxMessage)).one()
    assert rendered(message).text.splitlines()[0] == (
        "Dr. Lina Haddad (L. Haddad), Remotely, Forum, 27–28 February 2030, Grand Hotel, Amman"
    )


def test_the_personal_link_is_resolved_when_rendered(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved")

    send_now(meeting, draft_for(meeting, body=Translations(en="Yours: {personal_link}")))

    message = db.session.scalars(select(OutboxMessage)).one()
    assert message.values["body"][1] == {"link": {"$link": ["registration", person.id]}}
    assert f"Yours: http://plenary.test/r/{person.reference}." in rendered(message).text


def test_a_hostile_name_forges_neither_header_nor_markup_nor_link(app: Flask) -> None:
    meeting = make_meeting()
    make_registration(
        meeting, state="approved", given_name="Eve\r\nBcc: all@example.org", family_name="{personal_link}<script>"
    )
    text = {
        "subject": Translations(en="Hello {given_name}"),
        "body": Translations(en="{given_name} {family_name}"),
    }

    send_now(meeting, draft_for(meeting, **text))

    mail = rendered(db.session.scalars(select(OutboxMessage)).one())
    assert mail.subject == "Hello Eve Bcc: all@example.org"
    assert "<bdi>Eve Bcc: all@example.org</bdi> <bdi>{personal_link}&lt;script&gt;</bdi>" in mail.html
    assert "<script>" not in mail.html
    assert mail.text.splitlines()[0] == "Eve Bcc: all@example.org {personal_link}<script>"


def test_whoever_is_ticked_is_written_to_whatever_their_state(app: Flask) -> None:
    meeting = make_meeting()
    declined = make_registration(meeting, state="declined")
    make_registration(meeting, state="approved")
    stranger = make_registration(make_meeting(), state="approved")

    people = audience(meeting.id, {"id": [declined.id, stranger.id, 999_999]})

    assert [person.id for person in people] == [declined.id]


def test_people_off_the_list_are_not_invited_to_manage_their_registration(app: Flask) -> None:
    meeting = make_meeting()
    make_registration(meeting, state="declined")

    send_now(meeting, draft_for(meeting, chosen={"state": "declined"}))

    assert "/r/" not in rendered(db.session.scalars(select(OutboxMessage)).one()).html


def test_issues_name_part_language_and_problem() -> None:
    issues = issues_in(Translations(en="{personal_link}", fr="Bonjour"), Translations(en="{nobody}", ar="نص"), "en")

    assert [(issue.part, issue.language, type(issue.problem)) for issue in issues] == [
        ("body", "fr", PartMissing),
        ("subject", "ar", PartMissing),
        ("body", "en", issues[2].problem.__class__),
        ("subject", "en", LinkInSubject),
    ]
    assert issues[2].problem.excerpt == "{nobody}"
    assert [issue.part for issue in issues_in(Translations(), Translations(), "ar")] == ["subject"]


def test_write_draft_refuses_what_the_form_should_have_caught(app: Flask) -> None:
    with pytest.raises(TextRefused):
        draft_for(make_meeting(), body=Translations(en="Dear {nobody}"))


def test_queries_count_states_and_page(app: Flask) -> None:
    meeting = make_meeting()
    people = [make_registration(meeting, state="approved") for _number in range(3)]
    sending, _ = send_now(meeting, draft_for(meeting))
    draft = draft_for(meeting, key="key-of-the-draft-2")
    with writing() as session:
        messages = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        messages[0].state, messages[1].state = "sent", "failed"

    rows = sendings_of(meeting.id).rows

    assert [row.sending.id for row in rows] == [draft.id, sending.id]
    assert rows[1].progress == progress_of(sending.id)
    assert (progress_of(sending.id).sent, progress_of(sending.id).owed, progress_of(sending.id).failed) == (1, 1, 1)
    assert recipients_of(sending.id).total == 3
    assert recipients_of(sending.id, state="failed").rows[0].registration_id == people[1].id
    assert recipients_of(sending.id, page=9, per_page=2).page == 2


def many(meeting, number: int) -> None:
    common = {
        "meeting_id": meeting.id, "state": "approved", "mode": "remote", "language": "en", "organisation_kind": "other",
        "source": "self", "registered_at": now(), "honorific": "", "position": "", "organisation": "X", "reason": "",
        "link_generation": 1, "form_version": 1, "calendar_sequence": 0,
    }  # fmt: skip
    rows = [
        common
        | {
            "reference": new_reference(10),
            "given_name": f"Person {n}",
            "family_name": "Many",
            "printed_name": Translations(),
            "email": f"p{n}@example.org",
            "email_key": f"p{n}@example.org",
            "search_key": "",
            "sort_key": f"{n:05}",
        }
        for n in range(number)
    ]
    with writing() as session:
        session.execute(insert(Registration), rows)


def test_sending_to_a_thousand_takes_a_small_multiple_of_inserting_the_rows(app: Flask) -> None:
    meeting = make_meeting()
    many(meeting, 1000)
    sending = draft_for(
        meeting,
        subject=Translations(en="{meeting_title}: {given_name}"),
        body=Translations(
            en="Dear {printed_name},\n\n" + "A line of text. " * 60 + "\n\n{personal_link} {venue} {mode}"
        ),
    )

    sent = cost_of(lambda: send_now(meeting, sending))

    messages = db.session.scalars(select(OutboxMessage)).all()
    columns = [column.key for column in OutboxMessage.__mapper__.column_attrs if column.key not in ("id", "content")]
    copies = [
        {name: getattr(message, name) for name in columns} | {"message_id": f"<copy-{message.id}@example.org>"}
        for message in messages
    ]

    def insert_copies() -> None:
        with writing() as session:
            session.execute(insert(OutboxMessage), copies)

    bare = cost_of(insert_copies)

    assert db.session.scalar(select(func.count(SendingRecipient.id))) == 1000
    assert sent < 12 * bare, f"sending {sent:.3f} s, bare inserts {bare:.3f} s"


def test_field_values_come_from_the_registration_alone() -> None:
    from foundation.merge_fields import values_for

    person = Registration(id=3, given_name="Lina", family_name="")

    assert values_for(["given_name"], {"registration": person}, "en") == {"given_name": "Lina"}


def test_fields_are_in_the_language_of_the_letter(app: Flask) -> None:
    from foundation.merge_fields import values_for

    person = make_registration(
        make_meeting(),
        honorific="Dr.",
        given_name="Basel",
        family_name="Abu Haddad",
        printed_name=Translations(ar="باسل أبو حداد"),
        organisation="Ministry of Health",
        organisation_texts=Translations(ar="وزارة الصحة"),
    )
    names = ("salutation", "honorific", "given_name", "family_name", "printed_name", "organisation")
    assert list(values_for(names, {"registration": person}, "ar").values()) == [
        "د. باسل أبو حداد،", "د.", "باسل", "أبو حداد", "باسل أبو حداد", "وزارة الصحة",
    ]  # fmt: skip
    assert list(values_for(names, {"registration": person}, "en").values()) == [
        "Dear Dr. Abu Haddad,", "Dr.", "Basel", "Abu Haddad", "Basel Abu Haddad", "Ministry of Health",
    ]  # fmt: skip
