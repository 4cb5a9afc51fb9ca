"""Long papers on the page of papers: asked for, left and found again, ready without loading the page anew, or refused.

The worker of the running system makes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, insert, update

from accounts.models import Membership
from accounts.permissions import Role
from accounts.queries import user_by_email
from foundation.clock import now
from foundation.database import db, writing
from foundation.link_tokens import new_reference
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from papers.making import ask_for, papers_of
from papers.models import MadePaper, PaperKind
from papers.printing import Order
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from tests.browser.axe import violations
from tests.browser.conftest import Visitor
from tests.browser.site import Site
from tests.factories import make_meeting, make_user
from tests.waiting import becomes

CODE = "LONG-PAPERS"
PAPERS = f"/manage/{CODE}/papers"
PEOPLE = 1500


@pytest.fixture(scope="module")
def crowd(site: Site) -> Iterator[int]:
    """A meeting of the demo team with so many people that their list is made in the background; its id."""

    def fill() -> int:
        assistant = user_by_email("assistant@example.org")
        assert assistant is not None
        meeting = make_meeting(assistant.memberships[0].team, code=CODE)
        rows = [
            {
                "meeting_id": meeting.id, "reference": new_reference(12), "state": RegistrationState.APPROVED,
                "mode": Mode.REMOTE, "given_name": "Dana", "family_name": f"Zuaiter {number}", "language": "en",
                "email": f"p{number}@example.org", "email_key": f"p{number}@example.org", "registered_at": now(),
                "organisation": f"Organisation {number // 5}", "position": "Head of unit",
            }
            for number in range(PEOPLE)
        ]  # fmt: skip
        with writing() as session:
            session.execute(insert(Registration), rows)
        return meeting.id

    meeting_id = site.look(fill)
    yield meeting_id

    def remove() -> None:
        with writing() as session:
            session.execute(delete(MadePaper).where(MadePaper.meeting_id == meeting_id))
            session.execute(delete(Registration).where(Registration.meeting_id == meeting_id))
            session.execute(delete(Meeting).where(Meeting.id == meeting_id))

    site.look(remove)


def test_a_long_list_is_asked_for_left_and_found_again_ready(visitor: Visitor, crowd: int) -> None:
    page = visitor("assistant")
    page.goto(PAPERS)
    page.get_by_role("button", name="PDF – List of participants, English").click()

    made = page.locator("#made")
    row = made.locator("[data-paper]").first
    expect(row).to_contain_text("List of participants")
    assert violations(page) == []
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))

    # Left while it is being made, and found again.
    page.goto(f"/manage/{CODE}/registrations")
    page.goto(PAPERS)
    loads.clear()

    expect(row).to_have_attribute("data-state", "ready")
    assert loads == []
    assert violations(page) == []
    with page.expect_download() as download:
        row.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == f"{CODE}-participants-en.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_progress_and_end_are_said_without_loading_the_page_again(visitor: Visitor, crowd: int) -> None:
    page = visitor("assistant")
    page.goto(PAPERS)
    loads: list[str] = []
    page.get_by_role("button", name="PDF – List of participants, Arabic").click()
    row = page.locator("[data-paper]").first
    expect(row).to_have_attribute("data-state", "under-way")
    expect(row.locator("progress")).to_be_visible()
    page.on("framenavigated", lambda frame: loads.append(frame.url))

    # How far it is comes by itself, and rises.
    expect(row).to_contain_text(re.compile(r"Being made: \d+ %"))
    expect(row).to_have_attribute("data-state", "ready")
    expect(page.locator("[role=status], [aria-live]").filter(has_text="Ready: List of participants")).to_be_attached()
    assert loads == []


def test_one_that_is_not_made_says_why(visitor: Visitor, site: Site, crowd: int) -> None:
    def ask() -> int:
        meeting = db.session.get_one(Meeting, crowd)
        leaving = make_user(Role.ASSISTANT, meeting.team, email="leaving@example.org", name="Who leaves")
        ask_for(meeting, Order(PaperKind.PARTICIPANTS, "pdf", "en"), leaving)
        return leaving.id

    def take_away() -> None:
        with writing() as session:
            session.execute(update(Membership).where(Membership.user_id == leaving).values(role=Role.CHECK_IN))

    page = visitor("assistant")
    leaving = site.look(ask)
    site.look(take_away)
    page.goto(PAPERS)
    row = page.locator("[data-paper]").first

    expect(row).to_have_attribute("data-state", "failed")
    expect(row).to_contain_text("Not made: whoever asked for it may no longer print it.")
    expect(row.get_by_role("link", name="Download")).to_have_count(0)
    assert becomes(lambda: site.look(lambda: not any(each.is_under_way for each in papers_of(crowd))))
    assert violations(page) == []
