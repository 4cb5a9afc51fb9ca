"""Whatever people write arrives as text: no header of theirs, no second one of ours, shown as typed."""

from __future__ import annotations

import re
from base64 import b64encode
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from accounts.permissions import Role
from foundation.database import db, writing
from foundation.files import disposition
from foundation.isolating import without_isolates
from foundation.translated import Translations
from messages.audiences import fingerprint, headcount
from messages.operations import send, write_draft
from outbox.building import Envelope, build, masked
from outbox.delivering import deliver_due
from outbox.headers import NAME_LETTERS, SUBJECT_LETTERS, BrokenMessage, check
from outbox.models import MailboxMessage, MessageState, OutboxMessage
from outbox.operations import enqueue
from outbox.reading import read
from outbox.rendering import Rendered, one_line
from tests.factories import make_meeting, make_registration, make_team, make_user
from tests.outbox.letters import VALUES, invitation
from tests.outbox.strict_mail import fields, person_and_address, text_of
from tests.registration.samples import form

INNER = 'x" <v@example.org>\r\nX-Injected: yes\r\nSubject: Your account\r\n\r\nhi'
CHARSETS = (
    "utf-8",
    "us-ascii",
    "iso-8859-1",
    "iso-8859-6",
    "windows-1256",
    "utf-7",
    "gb2312",
    "utf-16",
    "unknown-8bit",
)


def octets_in(charset: str, text: str) -> bytes:
    """The text as octets of a charset, as well as that can hold it."""
    return text.encode("utf-8" if charset == "unknown-8bit" else charset, "replace")


def q_word(charset: str, text: str) -> str:
    """The text as somebody else's encoded word, hiding what it holds."""
    return f"=?{charset}?q?{''.join(f'={octet:02X}' for octet in octets_in(charset, text))}?="


def b_word(charset: str, text: str) -> str:
    """The same in base64."""
    return f"=?{charset}?b?{b64encode(octets_in(charset, text)).decode()}?="


ATTACKS = [
    "=?utf-8?q?x=22_=3Cv=40example.org=3E=0D=0AX-Injected:_yes=0D=0ASubject:_Your_account?=",
    "=?utf-8?q?=0D=0A=0D=0Ahi?=",
    *(word(charset, INNER) for charset in CHARSETS for word in (q_word, b_word)),
    "=?utf-8?Q?a?= =?utf-8?B?DQpYLUluamVjdGVkOiB5ZXM=?=",
    "=?utf-8*en?q?=0D=0AX-Injected:_yes?=",
    "a =?utf-8?q?" + q_word("utf-8", "\r\nX-Injected: yes") + "?= b",
    "=?utf-8?q?not ended",
    'a"=?utf-8?q?=0D=0AX-Injected:_yes?="b',
    "(=?utf-8?q?=0D=0AX-Injected:_yes?=)",
    "Layla\r\nX-Injected: yes\r\n\r\nhi",
    "Layla\rX-Injected: yes\x0b\x0c\x1c\x85\u2028\u2029\x00X-Injected: yes",
    "‮ليلى ⁦Mansour⁩ \u200f\u200e\u061c\ufeff",
    "\ud800 lone \udfff",
    '\\" <v@example.org>, Other <w@example.org>;:',
    "&#13;&#10;X-Injected: yes %0D%0AX-Injected: yes \\r\\nX-Injected: yes",
    "م" * 10_000,
    "x" * 10_000,
    "x y " * 2_500,
    "👩‍👩‍👧‍👦" * 300,
]
PIECES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["=?", "?=", "=?utf-8?q?", "=?utf-8?b?", "\r\n", "\r", "\n", "\0", "\x0b", "\x85", "\u2028", " ", "  "]
    ),
    st.sampled_from(
        ["\u202e", "\u2066", "\u200f", "\ud800", '"', "\\", "<", ">", ",", ";", ":", "(", ")", "@", "م", "é"]
    ),
    st.builds(q_word, st.sampled_from(CHARSETS), st.text(st.characters(codec="ascii"), max_size=20)),
    st.builds(b_word, st.sampled_from(CHARSETS), st.text(st.characters(codec="ascii"), max_size=20)),
    st.sampled_from(ATTACKS),
)
TEXTS = st.lists(PIECES, max_size=8).map(lambda pieces: "".join(pieces)[:900])
"""Longer ones stand in ATTACKS and examples: Hypothesis warns of calls of more than 30,000 signs, escapes counted."""
MANY = settings(suppress_health_check=list(HealthCheck))
MEANT = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
]  # fmt: skip


def storable(text: str) -> str:
    """The text as every form passes it on: no database holds NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def envelope(**changes) -> Envelope:
    return Envelope(
        **{
            "message_id": "<0123456789abcdef01234567@example.org>",
            "sender": "Plenary <plenary@example.org>",
            "recipient": "salma@example.org",
            "language": "en",
            "reply_to": "desk@example.org",
            **changes,
        }
    )


def assert_meant(content: bytes, *, subject: str, sender: str, recipient_name: str, recipient: str = "") -> None:
    """Three readers find exactly the headers meant, each once, with the texts as typed."""
    names = [name for name, _ in fields(content)]
    assert sorted(names) == sorted(MEANT + ["Reply-To"] * ("Reply-To" in names))
    strict = dict(fields(content))
    assert text_of(strict["Subject"]) == subject
    assert person_and_address(strict["From"]) == (sender, "plenary@example.org")
    person, email = person_and_address(strict["To"])
    assert person == recipient_name
    assert email == (recipient or email)
    assert content.partition(b"\r\n\r\n")[0].isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))

    plain = message_from_string(content.decode(), policy=policy.compat32)
    assert sorted(plain.keys()) == sorted(names)
    assert str(make_header(decode_header(str(plain["Subject"]).replace("\r\n", "")))) == subject
    shown_name, shown_address = parseaddr(str(plain["From"]))
    assert (str(make_header(decode_header(shown_name.replace("\r\n", "")))), shown_address) == (
        sender,
        "plenary@example.org",
    )

    newer = message_from_bytes(content, policy=policy.default)
    assert sorted(newer.keys()) == sorted(names)
    assert str(newer["Subject"]) == subject
    assert [each.addr_spec for each in newer["From"].addresses] == ["plenary@example.org"]
    assert [each.addr_spec for each in newer["To"].addresses] == [email]
    assert newer.get_body(("plain",)) is not None

    letter = read(content)
    assert letter.headers["Subject"] == subject
    assert (letter.people["From"], letter.people["To"]) == ((sender, "plenary@example.org"), (recipient_name, email))


@settings(parent=MANY, max_examples=250)
@given(subject=TEXTS, sender=TEXTS, name=TEXTS, with_calendar=st.booleans())
@example(subject="", sender="", name="", with_calendar=False)
@example(subject="y" * 67 + " z", sender="a" * 64, name="b" * 70, with_calendar=False)
def test_any_text_arrives_as_typed_in_one_header_each(subject, sender, name, with_calendar):
    content = build(
        envelope(sender_name=sender, recipient_name=name, calendar=invitation() if with_calendar else None),
        Rendered(subject, subject + "\n", f"<html><body>{one_line(sender, 99)}</body></html>"),
    )

    for each in (content, masked(content)):
        assert_meant(
            each,
            subject=one_line(subject, SUBJECT_LETTERS),
            sender=one_line(sender, NAME_LETTERS) or "Plenary",
            recipient_name=one_line(name, NAME_LETTERS),
        )
        check(each)
    assert content.partition(b"\r\n\r\n")[0] == masked(content).partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_arrives_as_typed(attack):
    content = build(envelope(sender_name=attack, recipient_name=attack), Rendered(attack, "a\n", "<html></html>"))

    assert_meant(
        content,
        subject=one_line(attack, SUBJECT_LETTERS),
        sender=one_line(attack, NAME_LETTERS),
        recipient_name=one_line(attack, NAME_LETTERS),
    )


@settings(parent=MANY, max_examples=40)
@given(subject=TEXTS, sender=TEXTS, name=TEXTS)
@example(subject="\u2066", sender="\u2069", name="\u2068")
@example(subject="م" * 10_000, sender="x y " * 2_500, name="👩‍👩‍👧‍👦" * 300)
def test_any_text_passes_a_mail_server_unharmed(app, server, subject, sender, name):
    server.raw.clear()
    subject, sender, name = (storable(text) for text in (subject, sender, name))
    with writing():
        enqueue(
            "sample/hello",
            recipient="salma@example.org",
            recipient_name=name,
            reply_to="desk@example.org",
            language="en",
            values={**VALUES, "subject": subject, "sender_name": sender},
        )

    deliver_due()

    (content,) = server.raw
    shown = one_line(without_isolates(subject), SUBJECT_LETTERS)
    stored = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert stored.state is MessageState.SENT
    for each in (content, stored.content):
        assert_meant(
            each,
            subject=shown,
            sender=one_line(sender, NAME_LETTERS) or "Plenary",
            recipient_name=one_line(name[:200], NAME_LETTERS),
            recipient="salma@example.org",
        )
    assert stored.subject == shown


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if len(attack) <= 120])
def test_what_visitors_and_members_write_reaches_no_header(app, client, server, attack):
    shown = one_line(attack, 120)
    attack = attack.encode("utf-8", "replace").decode()
    team = make_team(name={"en": shown, "ar": shown})
    meeting = make_meeting(team, title={"en": shown}, page_languages=["en"])
    sent = form(given_name=attack, family_name=attack, organisation=attack, position=attack, printed_latin=attack)

    response = client.post(f"/e/{meeting.code}/en/register", data=sent)
    assert response.status_code == 303, response.get_data(as_text=True)[:2000]
    make_registration(meeting, state="approved", given_name=shown, family_name="")
    actor = make_user(Role.ASSISTANT, team)
    draft = write_draft(
        meeting,
        draft_key="key-of-the-draft-1",
        chosen={"state": "approved"},
        actor=actor,
        subject=Translations(en=shown.replace("{", "").replace("}", "")),
        body=Translations(en="Dear {given_name}, see you."),
    )
    seen = fingerprint(headcount(meeting.id, draft.audience), draft.written_at)
    send(meeting, draft.id, seen=seen, reply_to="desk@example.org", actor=actor)
    deliver_due()

    assert len(server.raw) >= 2
    for content in server.raw:
        names = [name for name, _ in fields(content)]
        assert sorted(set(names)) == sorted(names)
        assert set(names) <= {*MEANT, "Reply-To"}
        strict = dict(fields(content))
        assert person_and_address(strict["From"]) == (shown, "plenary@example.org")
        letter = read(content)
        assert letter.headers["Subject"] == text_of(strict["Subject"])
        assert letter.html and letter.text


def test_the_built_in_mailbox_shows_an_attack_as_typed(app, client):
    settings_before = app.config["SETTINGS"]
    app.config["SETTINGS"] = settings_before.model_copy(update={"mail_to_mailbox": True})
    with writing():
        enqueue("sample/hello", recipient="salma@example.org", recipient_name=ATTACKS[0], language="en",
            values={**VALUES, "subject": ATTACKS[0], "sender_name": ATTACKS[0]})  # fmt: skip
    deliver_due()

    message = db.session.scalars(select(MailboxMessage)).one()
    page = client.get(f"/mailbox/{message.id}").get_data(as_text=True)
    source = client.get(f"/mailbox/{message.id}/message.eml").data

    assert page.count("=?utf-8?q?x=22_=3Cv=40example.org=3E=0D=0AX-Injected:_yes") >= 3
    assert_meant(source, subject=ATTACKS[0], sender=ATTACKS[0], recipient_name=ATTACKS[0])
    app.config["SETTINGS"] = settings_before


GOOD = build(envelope(), Rendered("Hello", "text\n", "<html></html>"))


@pytest.mark.parametrize(
    "spoiled",
    [
        GOOD.replace(b"Subject: Hello", b"Subject: Hello\r\nX-Injected: yes"),
        GOOD.replace(b"Subject: Hello", b"Subject: Hello\r\nsubject: Your account"),
        GOOD.replace(b"Subject: Hello", b"Subject: Hello\r\nBcc: all@example.org"),
        GOOD.replace(b"Subject: Hello", b"Subject: Hello\nBcc: all@example.org"),
        GOOD.replace(b"Subject: Hello", b"Subject: Hello\rBcc: all@example.org"),
        GOOD.replace(b"Subject: Hello", b"Subject: Hel\0lo"),
        GOOD.replace(b"Subject: Hello", b"Subject: Hello\r\n\r\nhi"),
        GOOD.replace(b"Subject: Hello", b"Subject: Hello\r\n \r\n hi"),
        GOOD.replace(b"Subject: Hello", "Subject: Hellö".encode()),
        GOOD.replace(b"Subject: Hello", b"Subject: " + b"x" * 999),
        GOOD.replace(b"Subject: Hello\r\n", b""),
        GOOD.replace(b"Subject: Hello", b"Subject Hello"),
        b"Subject: Hello",
    ],
)
def test_a_message_with_another_head_than_meant_is_never_sent(app, server, spoiled):
    with pytest.raises(BrokenMessage):
        check(spoiled)
    with writing():
        row = enqueue("sample/hello", recipient="salma@example.org", language="en", values=VALUES)
        db.session.execute(update(OutboxMessage).where(OutboxMessage.id == row.id).values(content=spoiled))
        message_id = row.id

    deliver_due()

    row = db.session.get(OutboxMessage, message_id)
    assert (server.raw, row.state, row.content) == ([], MessageState.FAILED, None)
    assert "Refused here" in row.last_error


@pytest.mark.parametrize("email", ["=?utf-8?q?a=0D=0Ab?=@example.org", "x=?utf-8?b?DQo=?=@example.org"])
def test_an_address_that_reads_as_an_encoded_word_is_refused_everywhere(app, client, email):
    from accounts.addresses import normal_email

    with pytest.raises(ValueError, match="unreadable"):
        normal_email(email)
    with pytest.raises(BrokenMessage):
        build(envelope(reply_to=email), Rendered("a", "b\n", "c"))
    assert client.post(f"/e/{make_meeting().code}/en/register", data=form(email=email)).status_code in (200, 422)


def test_an_answer_address_beyond_ascii_keeps_no_message_from_plain_servers():
    content = build(envelope(reply_to="سلمى@example.org"), Rendered("a", "b\n", "c"))
    both = build(envelope(reply_to="desk@example.org", recipient="سلمى@example.org"), Rendered("a", "b\n", "c"))

    assert content.isascii()
    assert "Reply-To" not in dict(fields(content))
    assert dict(fields(both))["To"] == "سلمى@example.org"


@pytest.mark.parametrize(
    ("domain", "on_the_line"),
    [
        ("faß.example", "xn--fa-hia.example"),  # of older rules: fass.example, which is somebody else's
        ("οδός.example", "xn--pxavk3b.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("موقع.example", "xn--4gbrim.example"),
    ],
)
def test_a_domain_is_written_as_the_name_system_knows_it_today(domain, on_the_line):
    content = build(envelope(recipient=f"a@{domain}"), Rendered("a", "b\n", "c"))

    assert dict(fields(content))["To"] == f"a@{on_the_line}"


@pytest.mark.parametrize("domain", ["☃.example", "a‍b.example", "ü" * 60 + ".example"])
def test_a_domain_that_the_name_system_does_not_know_is_no_address(domain):
    with pytest.raises(BrokenMessage):
        build(envelope(recipient=f"a@{domain}"), Rendered("a", "b\n", "c"))


@settings(parent=MANY, max_examples=200)
@given(TEXTS)
@example("..／..／etc／passwd.pdf")
@example("a%0D%0AX-Injected: yes%2F..%2Fb.pdf")
@example("=?utf-8?q?=0D=0AX-Injected:_yes?=.pdf")
@example("＂; filename＝evil.exe；＂.pdf")
def test_a_file_name_is_one_parameter_that_no_browser_decodes_into_another(name):
    name = one_line(name, 200)

    header = disposition(name)

    plain = re.match(r'attachment; filename="([^"]*)"', header)[1]
    assert header.isascii() and header.isprintable()
    assert not re.search(r'[/\\%:"]|=\?', plain)
    if plain != name:
        assert header == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='!#$&+-.^_`|~')}"
