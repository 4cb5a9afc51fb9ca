"""What an assistant does: sign in, find, decide, write, tick, check in, download."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from sqlalchemy import select

from demo.accounts import DEMO_PASSWORD
from directory.enums import OrganisationKind
from foundation.database import db
from foundation.languages import direction
from meetings.enums import Mode
from meetings.reading.meetings import meeting_by_code
from registration.enums import RegistrationState
from registration.models.attendance import Attendance
from registration.models.registrations import Registration
from registration.people.entries import Entry
from registration.people.registering import register
from registration.reading.links import check_in_url
from tests.browser.camera import write_film
from tests.browser.conftest import Launch, Visitor, visitors
from tests.browser.furnishing import latest_mail
from tests.browser.site import Site
from tests.waiting import wait_for

MEETING = "TIN-API-NEXT"
LIST = f"/manage/{MEETING}/registrations"
DOOR = "/manage/TIN-API-TODAY/attendance"


def somebody(site: Site, family_name: str, language: str = "en") -> str:
    """A pending registration of a new person; returns the e-mail address."""
    email = f"{family_name.lower()}@example.org"
    entry = Entry(
        given_name="Hala", family_name=family_name, email=email, mode=Mode.REMOTE, consented=True,
        organisation="Ministry of Digital Economy", organisation_kind=OrganisationKind.GOVERNMENT,
        country_code="JO", language=language,
    )  # fmt: skip
    site.look(lambda: register(meeting_by_code(MEETING), entry))
    return email


def state_of(email: str) -> RegistrationState:
    return db.session.scalars(select(Registration.state).where(Registration.email == email)).one()


def search(page: Page, words: str) -> None:
    """Type into the search field like a person, and wait for the list."""
    page.locator("#q").press_sequentially(words, delay=120)
    page.wait_for_url(re.compile(f"q={words}"))
    expect(page.locator("main .is-loading")).to_have_count(0)


@pytest.mark.firefox
def test_assistant_signs_in_and_approves_whom_she_searched_for(visitor: Visitor, site: Site) -> None:
    email = somebody(site, "Approvable")
    page = visitor()
    page.goto(f"{LIST}?state=all")
    page.get_by_label("E-mail").fill("assistant@example.org")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LIST}?state=all")

    search(page, "Approvable")
    assert page.locator("#q").evaluate("field => field === document.activeElement")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("button", name="Approve Hala Approvable").click()
    expect(page.locator(".flash-success")).to_be_visible()
    page.locator("tbody a.row-link").click()
    expect(page.locator("main h2 .badge-approved")).to_be_visible()

    assert site.look(lambda: state_of(email)) is RegistrationState.APPROVED
    wait_for_subjects(page, email, 2)
    page.goto(f"/mailbox?recipient={email}")
    page.locator("main a.row-link").first.click()
    with page.expect_download() as download:
        page.locator('a[href$="invite.ics"]').click()
    entry = Calendar.from_ical(Path(download.value.path()).read_bytes())
    assert entry["METHOD"] == "REQUEST"
    events = entry.walk("VEVENT")
    assert {str(event["ATTENDEE"]) for event in events} == {f"mailto:{email}"}
    assert len({str(event["UID"]) for event in events}) == 1


def wait_for_subjects(page: Page, email: str, number: int) -> None:
    """Wait until the mailbox holds `number` messages to somebody."""
    rows = page.locator("main a.row-link")

    def are_there() -> bool:
        page.goto(f"/mailbox?recipient={email}")
        return rows.count() >= number

    wait_for(are_there, f"{number} messages to {email}")


@pytest.mark.firefox
def test_list_follows_filters_sorting_and_pages(visitor: Visitor) -> None:
    page = visitor("assistant")
    page.goto("/manage/TIN-API-TODAY/registrations")
    total = page.locator("tbody tr").count()

    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Way of taking part").select_option("in_person")
    page.wait_for_url(re.compile("mode=in_person"))
    expect(page.locator("#filter-mode")).to_have_value("in_person")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Organisation", exact=True).click()
    page.wait_for_url(re.compile("sort=organisation"))
    listed = page.locator("tbody .row-name + .row-info > bdi:first-child")
    organisations = listed.all_inner_texts()
    page.get_by_role("link", name="Organisation", exact=True).click()
    page.wait_for_url(re.compile("dir=desc"))

    assert listed.all_inner_texts() != organisations
    assert set(page.locator("tbody .row-info.nowrap").all_inner_texts()) == {"In person"}
    assert 0 < len(organisations) <= total


def test_assistant_declines_with_a_reason_in_arabic(visitor: Visitor, site: Site) -> None:
    email = somebody(site, "Declinable", "ar")
    reason = "اكتمل العدد من بلدكم"
    page = visitor("assistant", language="ar")
    page.goto(LIST)
    assert page.locator("html").get_attribute("dir") == direction("ar")

    search(page, "Declinable")
    page.locator("tbody input[data-select]").check()
    page.locator('[data-bulk-bar] button[value="decline"]').click()
    page.locator("textarea[name=reason]").fill(reason)
    page.locator("main form button.danger").click()
    expect(page.locator(".flash-success")).to_be_visible()

    assert site.look(lambda: state_of(email)) is RegistrationState.DECLINED
    wait_for_subjects(page, email, 2)
    body = latest_mail(site, email).get_body(("plain",))
    assert body is not None and reason in body.get_content()


@pytest.mark.firefox
def test_cancelling_asks_first_and_can_be_left(visitor: Visitor, site: Site) -> None:
    email = somebody(site, "Cancellable")
    page = visitor("assistant")
    page.goto(f"{LIST}?q=Cancellable")
    page.locator("tbody input[data-select]").check()
    cancel = page.locator('[data-bulk-bar] button[value="cancel"]')

    cancel.click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-confirm-dialog]")).to_be_hidden()
    assert cancel.evaluate("button => button === document.activeElement")
    assert site.look(lambda: state_of(email)) is RegistrationState.PENDING
    cancel.click()
    page.locator("[data-confirm-yes]").click()
    expect(page.locator(".flash-success")).to_be_visible()

    assert site.look(lambda: state_of(email)) is RegistrationState.CANCELLED


def test_assistant_writes_to_filtered_people_after_a_look(visitor: Visitor, site: Site) -> None:
    first, second = somebody(site, "Writable"), somebody(site, "Writableta", "ar")
    page = visitor("assistant")
    page.goto(f"{LIST}?q=writable")
    page.locator("thead input[data-select-all]").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2 chosen")
    page.get_by_role("button", name="Write to them").click()
    expect(page.locator("main strong", has_text="2 people")).to_be_visible()
    page.go_back()
    page.locator("summary", has_text="More").click()
    page.get_by_role("link", name="Write to 2 people").click()

    page.locator('input[lang="en"]').fill("Visas for {meeting_title}")
    page.locator('textarea[lang="en"]').fill("Dear {given_name} {family_name},\n\nsend us your passport.")
    page.locator('textarea[lang="en"]').press("End")
    page.locator(".insert summary").click()
    page.locator(".insert").get_by_role("button", name="[Title of the meeting]").click()
    expect(page.locator('textarea[lang="en"]')).to_have_value(re.compile(r"passport\.\[Title of the meeting\]$"))
    page.get_by_role("button", name="Look at the letter").click()
    page.get_by_role("button", name="The next person").click()
    page.wait_for_url(re.compile("recipient="))
    preview = page.frame_locator("iframe.mail-preview")
    expect(preview.get_by_text("Dear Hala Writableta,")).to_be_visible()
    page.get_by_role("button", name="Send to 2 people").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".flash-success")).to_contain_text("nothing has left")
    page.get_by_role("button", name="Send to 2 people").click()
    expect(page.get_by_text("leaves at")).to_be_visible()

    for email in (first, second):
        wait_for_subjects(page, email, 2)
        message = latest_mail(site, email)
        body = message.get_body(("plain",))
        assert str(message["Subject"]).startswith("Visas for ") and "{" not in str(message["Subject"])
        assert body is not None and "send us your passport" in body.get_content()


@pytest.mark.firefox
def test_ticking_counts_at_once_and_can_be_taken_back(visitor: Visitor) -> None:
    page = visitor("checkin")
    page.goto(f"{DOOR}?presence=absent&mode=in_person")
    count = page.locator("#attendance-count")
    before = count.inner_text()
    row = page.locator("tbody tr").first
    button = row.locator("button")

    button.focus()
    page.keyboard.press("Enter")
    expect(row.locator(".badge-present")).to_be_visible()
    after = count.inner_text()
    assert int(after.split()[0]) == int(before.split()[0]) + 1
    assert row.locator("button").evaluate("button => button === document.activeElement"), "the focus is lost"
    row.locator("button").click()

    expect(count).to_have_text(before)


@pytest.mark.firefox
def test_check_in_takes_typed_codes_and_says_who_is_here_already(visitor: Visitor, site: Site) -> None:
    reference, name = site.look(lambda: absent(0))
    page = visitor("checkin")
    page.goto(f"{DOOR}/check-in")
    result = page.locator("[data-checkin-result]")

    field = page.locator("[data-checkin-code]")
    field.focus()

    for state in ("ok", "again", "again"):
        page.keyboard.type(reference)
        page.keyboard.press("Enter")
        expect(result).to_have_class(re.compile(f"checkin-{state}"))
        expect(result).to_contain_text(name)
        expect(field).to_have_value("")
    for _scan in range(2):
        page.keyboard.type("nonsense")
        page.keyboard.press("Enter")
        expect(result).to_have_class(re.compile("checkin-error"))
        expect(field).to_have_value("")
    page.keyboard.type(reference)
    page.keyboard.press("Enter")
    expect(result).to_have_class(re.compile("checkin-again"))
    assert field.evaluate("field => field === document.activeElement")


def test_a_scanner_that_does_not_wait_loses_no_code_and_a_lost_connection_keeps_it(
    visitor: Visitor, site: Site
) -> None:
    codes = [site.look(lambda number=number: absent(number))[0] for number in range(2, 5)]
    page = visitor("checkin")
    page.goto(f"{DOOR}/check-in")
    field = page.locator("[data-checkin-code]")
    field.focus()
    for code in codes:
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    expect(field).to_have_value("")
    wait_for(lambda: site.look(lambda: all(here(code) for code in codes)), "everybody at the door")

    page.context.set_offline(True)
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    expect(page.locator("[data-checkin-result]")).to_have_class(re.compile("checkin-error"))
    expect(field).to_have_value(codes[0])
    page.watch.take()  # type: ignore[attr-defined]
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.locator("[data-checkin-result]")).to_have_class(re.compile("checkin-again"))


def test_camera_reads_the_code_of_a_confirmation(site: Site, launch: Launch, tmp_path: Path) -> None:
    reference, name = site.look(lambda: absent(1))
    film = tmp_path / "camera.y4m"
    write_film(film, site.look(lambda: check_in_url(by_reference(reference))))
    with_camera = launch(f"--use-file-for-fake-video-capture={film}")
    source = visitors(site, with_camera)
    page = next(source)("checkin")
    page.context.grant_permissions(["camera"])
    page.goto(f"{DOOR}/check-in")
    page.locator("[data-checkin-start]").click()

    result = page.locator("[data-checkin-result]")
    expect(result).to_have_class(re.compile("checkin-ok"))
    expect(result).to_contain_text(name)
    page.locator("[data-checkin-stop]").click()
    expect(page.locator("video")).to_be_hidden()
    next(source, None)
    with_camera.close()
    assert site.look(lambda: here(reference))


def test_page_that_may_not_use_the_camera_says_why(site: Site, launch: Launch) -> None:
    """A laptop in the hall that reaches the system by a name, over plain http."""
    port = urlsplit(site.address).port
    with_name = launch("--host-resolver-rules=MAP hall.example.org 127.0.0.1")
    context = with_name.new_context(base_url=f"http://hall.example.org:{port}")
    context.add_cookies([{**each, "domain": "hall.example.org"} for each in site.signed_in("checkin")["cookies"]])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{DOOR}/check-in")
    expect(page.locator("[data-checkin-insecure]")).to_be_visible()
    expect(page.locator("[data-checkin-start]")).to_be_hidden()
    with_name.close()


def absent(number: int) -> tuple[str, str]:
    """Reference and English name of an approved person who is not there yet."""
    meeting = meeting_by_code("TIN-API-TODAY")
    there = select(Attendance.registration_id).where(Attendance.meeting_id == meeting.id)
    query = select(Registration).where(
        Registration.meeting_id == meeting.id,
        Registration.state == RegistrationState.APPROVED,
        Registration.mode == Mode.IN_PERSON,
        Registration.id.not_in(there),
    )
    row = db.session.scalars(query.order_by(Registration.id.desc()).offset(number).limit(1)).one()
    return row.reference, row.name("en")


def by_reference(reference: str) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.reference == reference)).one()


def here(reference: str) -> bool:
    query = select(Attendance.id).where(Attendance.registration_id == by_reference(reference).id)
    return db.session.scalar(query) is not None


@pytest.mark.firefox
@pytest.mark.parametrize(
    ("path", "file", "begins"),
    [
        (f"/manage/{MEETING}/papers", "agenda-en.pdf", b"%PDF"),
        (f"/manage/{MEETING}/papers", "agenda-ar.docx", b"PK"),
        (f"/manage/{MEETING}/papers", "participants-ar.pdf", b"%PDF"),
        (LIST, "export.xlsx", b"PK"),
        (LIST, "export.csv", b"\xef\xbb\xbf"),
    ],
)
def test_papers_and_tables_download(visitor: Visitor, path: str, file: str, begins: bytes) -> None:
    page = visitor("assistant")
    page.goto(path)
    link = page.locator(f'main a[href*="{file}"]')
    if not link.is_visible():
        page.locator("summary", has_text="More").click()
    with page.expect_download() as download:
        link.click()

    assert Path(download.value.path()).read_bytes().startswith(begins)
