"""Every kind of mail that the demo can send, as a document of its own: accessible in light and dark, on a phone too."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from directory.enums import OrganisationKind
from foundation.database import db
from foundation.languages import direction
from meetings.enums import Mode
from meetings.reading.meetings import meeting_by_code
from outbox.models import MailboxMessage, OutboxMessage
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.people import changing, deciding
from registration.people.entries import Entry
from registration.people.registering import register
from tests.browser.axe import violations
from tests.browser.conftest import Visitor
from tests.browser.site import Site
from tests.browser.sweep import PHONE, WIDE, too_wide
from tests.waiting import wait_for

LANGUAGES = ("en", "ar")
KINDS = {
    "registration/received", "registration/approved", "registration/declined", "registration/cancelled",
    "registration/mode_changed", "registration/link", "registration/again", "registration/waiting",
}  # fmt: skip
# A mail is shown inside the page of a mail program, which has landmarks and headings of its own.
OF_PAGES = ("landmark-one-main", "region", "page-has-heading-one")
ALSO = {"messages/message", "accounts/sign_in_link", "accounts/reset_password", "accounts/invitation"}


@pytest.fixture(scope="module")
def letters(site: Site, places: dict[str, str]) -> dict[tuple[str, str], str]:
    """HTML by kind and language."""
    for language in LANGUAGES:
        site.look(lambda language=language: write_to(language))
    wait_for(lambda: site.look(all_delivered), "all mail")
    return site.look(html_by_kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_sound_for_everybody(visitor: Visitor, letters: dict[tuple[str, str], str], language: str) -> None:
    page = visitor(language=language)
    found = []
    kinds = {kind: html for (kind, spoken), html in letters.items() if spoken == language}
    assert kinds.keys() >= KINDS
    for kind, html in kinds.items():
        page.set_content(html)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            found += [f"{kind}, {scheme}: {each}" for each in violations(page, without=OF_PAGES)]
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        found += [f"{kind}: {each}" for each in too_wide(page)]
        if page.evaluate("document.documentElement.dir") != direction(language):
            found.append(f"{kind}: wrong direction of writing")

    assert found == []


def test_mails_of_every_room_were_looked_at(letters: dict[tuple[str, str], str]) -> None:
    assert {kind for kind, _language in letters} >= KINDS | ALSO


def write_to(language: str) -> None:
    """Everything that can happen to a registration, each with its mail."""
    meeting = meeting_by_code("TIN-API-NEXT")
    email = f"letters.{language}@example.org"
    entry = Entry(
        given_name="Sana", family_name="Letters", email=email, mode=Mode.REMOTE, language=language, consented=True,
        organisation="ITU", organisation_kind=OrganisationKind.UNITED_NATIONS,
    )  # fmt: skip
    registration = register(meeting, entry)
    assert isinstance(registration, Registration)
    register(meeting, entry)
    deciding.approve(registration, actor=None)
    register(meeting, replace(entry, email=f"waiting.{language}@example.org", mode=Mode.IN_PERSON))
    changing.switch_mode(in_the_room(meeting.id, language), Mode.REMOTE)
    changing.new_personal_link(registration, actor=None)
    deciding.cancel(registration, actor=None)
    deciding.reopen(registration, actor=None)
    deciding.decline(registration, actor=None, reason="No place is left.\n\nPlease join remotely.")


def in_the_room(meeting_id: int, language: str) -> Registration:
    query = select(Registration).where(
        Registration.meeting_id == meeting_id,
        Registration.state == RegistrationState.APPROVED,
        Registration.mode == Mode.IN_PERSON,
        Registration.language == language,
    )
    return db.session.scalars(query.limit(1)).one()


def all_delivered() -> bool:
    delivered = select(MailboxMessage.message_id)
    return (
        db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.message_id.not_in(delivered)).limit(1)) is None
    )


def html_by_kind() -> dict[tuple[str, str], str]:
    query = select(OutboxMessage.template, MailboxMessage).join(
        MailboxMessage, MailboxMessage.message_id == OutboxMessage.message_id
    )
    found = {}
    for kind, message in db.session.execute(query):
        body = message_from_bytes(message.content, policy=policy.default).get_body(("html",))
        assert body is not None
        found[kind, message.language] = body.get_content()
    return found


def test_the_mailbox_says_when_mail_came_in_the_time_of_the_reader_or_names_utc(
    visitor: Visitor, letters: dict[tuple[str, str], str]
) -> None:
    for zone, named in (("Asia/Amman", "GMT+3"), ("America/Bogota", "GMT-5")):
        page = visitor(timezone_id=zone)
        page.goto("/mailbox")
        said = page.locator("tbody time").first.inner_text()
        assert named in said.replace("\u2212", "-")
    plain = visitor(javascript=False)
    plain.goto("/mailbox")
    assert plain.locator("tbody time").first.inner_text().endswith("UTC")
