"""Every mail that the system sends, rendered whole in each language, read as its reader would."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.operations import signing_in, teams, users
from accounts.permissions import Role
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.enums import MeetingState, Mode
from messages.audiences import fingerprint, headcount
from messages.operations import send, write_draft
from outbox.models import OutboxMessage
from outbox.rendering import Rendered, render
from registration.enums import RegistrationState
from registration.people import mails
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
KINDS = {
    f"{path.relative_to(TEMPLATES).parts[0]}/{path.parent.name}" for path in TEMPLATES.glob("*/mail/*/subject.txt")
}
SAID = {
    "title": ("Meeting on trust", "اجتماع حول الثقة", "Réunion sur la confiance"),
    "venue": ("Jordan Museum", "متحف الأردن", "Musée de Jordanie"),
    "team": ("Trust Unit", "وحدة الثقة", "Unité de la confiance"),
    "item": ("Trust in practice", "الثقة في الممارسة", "La confiance en pratique"),
}
PERSON = {
    "en": {"given_name": "Lina", "family_name": "Haddad", "honorific": "Dr."},
    "ar": {"given_name": "لينا", "family_name": "حداد", "honorific": "د."},
    "fr": {"given_name": "Amina", "family_name": "Benali", "honorific": "Mme"},
}
ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+")
# What an Arabic letter has in Latin letters, beside addresses and what is isolated: codes, and the zone's offset.
LATIN_BY_RIGHT = re.compile(r"\b(?:UTC[+−]?\d*|QR|[A-Z0-9]{8}|MEET-\d+|Plenary|Zoom)\b")
ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")


def said(what: str) -> Translations:
    """A text in the three languages."""
    return Translations(dict(zip(("en", "ar", "fr"), SAID[what], strict=True)))


def owe_everything(language: str) -> None:
    """Every mail there is, to people who read `language`."""
    team = make_team(name=said("team"))
    owner = make_user(Role.OWNER, team, name="Rania Khoury", names={"ar": "رانيا خوري"}, language=language)
    meeting = make_meeting(
        team, title=said("title"), venue=said("venue"), city={}, country_code="JO", page_languages=["en", "ar", "fr"]
    )
    make_item(meeting, title=said("item"))

    def person(**values: object):  # type: ignore[no-untyped-def]
        return make_registration(meeting, language=language, **(PERSON[language] | values))

    states = [person(state=state, mode=mode) for state in RegistrationState for mode in Mode]
    moved_up, gone, declined = person(state="approved"), person(state="cancelled"), person(state="declined", reason="…")
    known = person(state="approved", mode=Mode.REMOTE)
    with writing():
        for each in (*states, known):
            mails.owe_state_mail(each)
        mails.owe_state_mail(moved_up, moved_up=True)
        mails.owe_state_mail(gone, by_participant=True)
        mails.owe_state_mail(declined)
        mails.owe_mode_mail(known)
        mails.owe_link_mail(known)
        mails.owe_again_mail([known], language)
        mails.owe_links_mail([known], language)
        mails.owe_farewell(known)
    with writing():
        for state in (MeetingState.POSTPONED, MeetingState.CANCELLED):
            meeting.state = state
            mails.owe_state_mail(known, repeated=True)
    with writing():
        meeting.state = MeetingState.PUBLISHED
    signing_in.request_sign_in_link(owner.email, address="10.0.0.1")
    signing_in.request_password_reset(owner.email, address="10.0.0.1")
    with writing():
        users._set_password(owner, "-", act="password_changed")
    for number, role in enumerate(Role):
        teams.invite(team.id, f"invited{number}@example.org", role, language=language, actor=owner)
    draft = write_draft(
        meeting,
        draft_key="letters",
        subject=said("title"),
        body=said("item"),
        chosen={"state": "approved"},
        actor=owner,
    )
    seen = fingerprint(headcount(meeting.id, draft.audience), draft.written_at)
    send(meeting, draft.id, seen=seen, reply_to="desk@example.org", actor=owner)


@pytest.fixture(params=["en", "ar", "fr"])
def letters(app: Flask, request: pytest.FixtureRequest) -> tuple[str, list[tuple[str, Rendered]]]:
    """The language, and every mail in it by its kind."""
    owe_everything(request.param)
    owed = db.session.scalars(select(OutboxMessage)).all()
    return request.param, [
        (
            each.template,
            render(
                each.template,
                each.language,
                each.values,
                recipient=each.recipient,
                recipient_name=each.recipient_name,
                reply_to=each.reply_to,
            ),
        )
        for each in owed
    ]


def shown(html: str) -> str:
    """What a reader of the HTML form sees."""
    body = re.sub(r"(?s)<head>.*?</head>", "", html)
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<(?:/p|/h\d|/d[td]|/div|br)[^>]*>", "\n", body)))


def test_every_mail_is_read(letters: tuple[str, list[tuple[str, Rendered]]]) -> None:
    assert {kind for kind, _ in letters[1]} == KINDS


def test_no_sentence_stands_twice(letters: tuple[str, list[tuple[str, Rendered]]]) -> None:
    twice = []
    for kind, letter in letters[1]:
        lines = [line for line in letter.text.splitlines() if line and not ADDRESS.fullmatch(line)]
        twice += [(kind, line) for line in set(lines) if lines.count(line) > 1]
    assert twice == []


def test_every_mail_begins_with_a_greeting(letters: tuple[str, list[tuple[str, Rendered]]]) -> None:
    """What the team writes to many has the greeting that they put there."""
    language, found = letters
    comma = "،" if language == "ar" else ","
    first = [(kind, each.text.splitlines()[0]) for kind, each in found if kind != "messages/message"]
    assert [(kind, line) for kind, line in first if not line.endswith(comma)] == []


def test_signs_are_those_of_the_language(letters: tuple[str, list[tuple[str, Rendered]]]) -> None:
    language, found = letters
    texts = [(kind, ADDRESS.sub("", text)) for kind, each in found for text in (each.text, shown(each.html))]
    wrong = {
        "en": re.compile(r"\s[:;?!,]"),
        "fr": re.compile(r"(?<![\u00a0\d])[:;?!»](?=\s|$)|'|(?<=[«])[^\u00a0]"),
        "ar": re.compile(r"[,;?]\s|\s[،؛؟:]|\d-\d|'"),
    }[language]
    assert [(kind, text[max(0, m.start() - 30) : m.end()]) for kind, text in texts for m in wrong.finditer(text)] == []


def test_arabic_has_arabic_letters_and_french_no_english(letters: tuple[str, list[tuple[str, Rendered]]]) -> None:
    language, found = letters
    foreign = {
        "en": re.compile(r"[\u0600-\u06ff]+"),
        "ar": re.compile(r"[A-Za-zÀ-ÿ]{2,}"),
        "fr": re.compile(r"[\u0600-\u06ff]+|\b(?:the|your|you|meeting|from)\b"),
    }[language]
    latin = []
    for kind, each in found:
        for text in (each.subject, each.text, shown(each.html)):
            bare = LATIN_BY_RIGHT.sub("", ADDRESS.sub("", ISOLATED.sub("", text)))
            latin += [(kind, match[0]) for match in foreign.finditer(bare)]
    assert latin == []


def test_invitation_names_who_invites_in_the_language(letters: tuple[str, list[tuple[str, Rendered]]]) -> None:
    language, found = letters
    invitations = [each for kind, each in found if kind == "accounts/invitation"]
    name = "رانيا خوري" if language == "ar" else "Rania Khoury"
    assert invitations
    assert all(name in text for each in invitations for text in (each.text, each.html))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "does not take place on these dates"), ("ar", "أُجّل"), ("fr", "reportée")],
)
def test_mails_of_a_postponed_meeting_say_so_beside_its_dates(app: Flask, language: str, sentence: str) -> None:
    meeting = make_meeting(
        state=MeetingState.POSTPONED, state_reason=Translations(en="Snow.", ar="الثلوج.", fr="Neige."),
        page_languages=["en", "ar", "fr"],
    )  # fmt: skip
    known = make_registration(meeting, language=language, state="approved", **PERSON[language])
    with writing():
        mails.owe_link_mail(known)
        mails.owe_again_mail([known], language)
        mails.owe_links_mail([known], language)
    owed = db.session.scalars(select(OutboxMessage)).all()
    assert len(owed) == 3
    for each in owed:
        letter = render(each.template, each.language, each.values, recipient=each.recipient)
        for text in (letter.text, shown(letter.html)):
            assert sentence in text
            assert {"en": "Snow.", "ar": "الثلوج.", "fr": "Neige."}[language] in text
