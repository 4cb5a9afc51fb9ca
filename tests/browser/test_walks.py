"""The two sample meetings walked by participants, assistants and an organiser: what each task costs them.

`docs/walks.md` keeps the figures; a task that costs another number of clicks, keys or pages makes a test fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.accounts import DEMO_PASSWORD
from foundation.database import writing
from meetings.reading.meetings import meeting_by_code
from registration.models.rules import RegistrationRules
from tests.browser.conftest import Visitor, visitors
from tests.browser.furnishing import latest_mail, token_in_mail
from tests.browser.site import Site
from tests.browser.sweep import PHONE
from tests.browser.test_assistant import absent
from tests.browser.walks import Walk, differing
from tests.processes.system import running

PHONE_AR, DESK_EN, DESK_FR = "phone 360, Arabic", "desk 1280, English", "desk 1280, French"
SUBMIT = "main form button[type=submit]"
REASON = {"en": "The seats of your country are taken.", "ar": "اكتمل العدد من بلدكم."}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """A system of its own: the queues of the demo are worked off here."""
    with running(tmp_path_factory.mktemp("walks") / "var", MESSAGE_UNDO_SECONDS=2, UNDO_SECONDS=5) as system:
        walked = Site(system)
        yield walked
        walked.close()
    assert "Traceback" not in system.output(), system.output()


@pytest.fixture
def visitor(site: Site, browser: Browser) -> Iterator[Visitor]:
    """Opens a browser of one more person on that system."""
    yield from visitors(site, browser)


def phone(visitor: Visitor, role: str = "") -> Page:
    return visitor(role, language="ar", viewport=PHONE, has_touch=True)


@pytest.mark.parametrize(
    ("who", "language", "code"),
    [(PHONE_AR, "ar", "WG2-NEXT"), (DESK_EN, "en", "TIN-API-NEXT"), (DESK_FR, "fr", "WG2-NEXT")],
)
def test_participant(visitor: Visitor, site: Site, who: str, language: str, code: str) -> None:
    page = phone(visitor) if language == "ar" else visitor(language=language)
    walk = Walk(page, f"participant, {who}")
    email = f"rima.walks.{language}@example.org"
    with walk.task("find the meeting from the home page"):
        walk.open("/")
        walk.follow(f'.meeting-card a[href*="/e/{code}"]')
    with walk.task("register"):
        walk.follow(f'main a[href="/e/{code}/{language}/register"]')
        walk.write("input[name=given_name]", "ريما" if language == "ar" else "Rima")
        walk.write("input[name=family_name]", "حدّاد" if language == "ar" else "Haddad")
        walk.write("input[name=email]", email)
        walk.write("input[name=organisation]", "وزارة الاقتصاد الرقمي" if language == "ar" else "Digital Agency")
        walk.choose("select[name=organisation_kind]", "government")
        walk.choose("select[name=country_code]", "JO")
        walk.click("label.choice-card:has(input[value=in_person])")
        walk.click("input[name=consent]")
        walk.follow(SUBMIT)
        walk.sees("main", email)
    with walk.task("open the personal page from the mail"):
        walk.open_from_mail("/r/" + token_in_mail(site, email, r"/r/([^\s\"<]+)"))
        walk.sees(".ticket")
    with walk.task("correct an answer"):
        walk.click("#data > summary")
        walk.follow('main a[href*="/data"]')
        walk.write("input[name=position]", "مديرة" if language == "ar" else "Director")
        walk.follow(SUBMIT)
        walk.sees(".flash-success")
    with walk.task("take part remotely, not in the full room"):
        walk.follow('main a[href*="/mode/remote"]')
        walk.follow(SUBMIT)
        walk.sees(".flash-success")
    with walk.task("put the meeting into the calendar"):
        assert walk.download('main a[href*="calendar"]').startswith(b"BEGIN:VCALENDAR")
    with walk.task("ask for the link again"):
        walk.open(f"/e/{code}/{language}")
        walk.follow(f'main a[href="/e/{code}/{language}/link"]')
        walk.write("input[name=email]", email)
        walk.follow(SUBMIT)
    with walk.task("cancel"):
        walk.open_from_mail("/r/" + token_in_mail(site, email, r"/r/([^\s\"<]+)"))
        walk.click("#cancelling > summary")
        walk.follow('main a[href*="/cancel"]')
        walk.follow("main form button.danger")
        expect(page.locator('main a[href*="/cancel"]')).to_have_count(0)
    with walk.task("read what is on now, on the day"):
        walk.open("/")
        walk.follow('.meeting-card a[href*="TIN-API-TODAY"]')
        walk.sees("main h1")
    assert differing(walk) == []


def sign_in(walk: Walk) -> None:
    walk.open("/manage/")
    walk.write("input[name=email]", "assistant@example.org")
    walk.press("Tab")
    walk.write("input[name=password]", DEMO_PASSWORD)
    with walk.page.expect_navigation():
        walk.press("Enter")


def test_assistant_at_a_desk(visitor: Visitor, site: Site) -> None:
    page = visitor()
    walk = Walk(page, f"assistant, {DESK_EN}")
    with walk.task("sign in"):
        sign_in(walk)
    with walk.task("see what is to do, and begin"):
        walk.follow('main a[href*="/TIN-API-NEXT/registrations"]')
        walk.sees("table.rows")
    waiting = page.locator("tbody tr").count()
    assert waiting == 10
    with walk.task("decline one with a reason, by keys"):
        walk.press("j", "d")
        expect(page.locator("[data-detail] textarea")).to_be_focused()
        page.keyboard.type(REASON["en"])
        walk.press("Tab", "Enter")
        walk.sees(".flash-success")
    with walk.task("take it back"):
        walk.press("u")
        expect(page.locator("tbody tr")).to_have_count(waiting)
    with walk.task("clear the queue of ten without the mouse"):
        for left in reversed(range(waiting)):
            walk.press("a")
            expect(page.locator("tbody tr")).to_have_count(left)
        walk.sees("main .empty")
    with walk.task("find a person by a name spelt otherwise"):
        walk.click(".tabs.chips li:last-child a")
        page.wait_for_url(re.compile("state=all"))
        walk.write("#q", "alkhasawne")
        expect(page.locator("tbody tr")).to_have_count(1)
        walk.sees("tbody", "Al-Khasawneh")
    with walk.task("write to that person"):
        walk.click("tbody a.row-link")
        walk.follow("[data-detail] a[href*='/messages/new']")
        write_and_send(walk, "en")
    with walk.task("write to all who are approved"):
        walk.follow(".page-tabs a[href$='/messages'], nav a[href$='/TIN-API-NEXT/messages']")
        walk.follow("main a[href*='state=approved']")
        write_and_send(walk, "en", "ar", "fr")
    with walk.task("fill in names side by side from the dictionary"):
        walk.follow("nav a[href$='/TIN-API-NEXT/papers']")
        walk.follow("main a[href$='/papers/names']")
        walk.click("[data-take-all=dictionary]")
        walk.follow("main form .button.primary")
    with walk.task("print the list of participants"):
        walk.follow("nav a[href$='/TIN-API-NEXT/papers']")
        assert walk.download("main a[href*='participants-en.pdf']").startswith(b"%PDF")
    with walk.task("print the agenda in Arabic"):
        assert walk.download("main a[href*='agenda-ar.pdf']").startswith(b"%PDF")
    with walk.task("export the registrations to Excel"):
        walk.follow("nav a[href$='/TIN-API-NEXT/registrations']")
        walk.click(".toolbar > .menu summary")
        assert walk.download("main a[href*='export.xlsx']").startswith(b"PK")
    assert differing(walk) == []


def write_and_send(walk: Walk, *languages: str) -> None:
    for code in languages:
        walk.write(f"input[lang={code}]", "Papers")
        walk.write(f"textarea[lang={code}]", "The papers are ready.")
    walk.follow("main .form-actions .button.primary")
    walk.sees("iframe.mail-preview")
    walk.follow("main .form-actions .button.primary")
    expect(walk.page).to_have_url(re.compile(r"/messages/\d+$"))


def test_assistant_on_a_phone(visitor: Visitor, site: Site) -> None:
    page = phone(visitor)
    walk = Walk(page, f"assistant, {PHONE_AR}")
    with walk.task("sign in"):
        sign_in(walk)
    with walk.task("see what is to do, and begin"):
        walk.follow('main a[href*="/WG2-NEXT/registrations"]')
    waiting = page.locator("tbody tr").count()
    with walk.task("decline one with a reason"):
        walk.follow("tbody a.row-link")
        walk.follow("main a[href*='/decline']")
        walk.write("textarea[name=reason]", REASON["ar"])
        walk.follow("main form button.danger")
        walk.sees(".flash-success")
    with walk.task("take it back"):
        walk.follow(".flash-undo button")
    with walk.task("clear the queue"):
        walk.follow('nav a[href$="/WG2-NEXT/registrations"]')
        walk.click("[data-bulk-bar] [data-select-all]")
        walk.click("[data-bulk-bar] button[value=approve]")
        walk.click("dialog [data-confirm-yes]")
        walk.sees("main .empty")
    assert waiting == 3
    assert differing(walk) == []


def test_at_the_door(visitor: Visitor, site: Site) -> None:
    reference, _name = site.look(lambda: absent(0))
    site.look(one_more_seat)
    page = phone(visitor, "assistant")
    walk = Walk(page, f"assistant, {PHONE_AR}")
    with walk.task("find the door from the list of meetings"):
        walk.open("/manage/")
        walk.follow('main a[href*="/TIN-API-TODAY"]')
        walk.follow("nav a[href$='/attendance']")
        walk.follow("main a[href*='/check-in']")
    with walk.task("check somebody in by the code"):
        walk.write("[data-checkin-code]", reference)
        walk.press("Enter")
        walk.sees("[data-checkin-result].checkin-ok")
    with walk.task("register and check in a walk-in"):
        walk.follow("main a[href*='/walk-in']")
        walk.write("input[name=given_name]", "سلمى")
        walk.write("input[name=family_name]", "زيدان")
        walk.write("input[name=email]", "salma.walks@example.org")
        walk.write("input[name=organisation]", "جامعة الأردن")
        walk.choose("select[name=organisation_kind]", "academia")
        walk.choose("select[name=country_code]", "JO")
        walk.follow(SUBMIT)
        walk.sees(".flash-success", "سلمى زيدان")
    assert latest_mail(site, "salma.walks@example.org")["Subject"]
    with walk.task("tick somebody in the list"):
        walk.follow("main a[href*='/attendance?']")
        walk.click("tbody tr:first-child .row-actions button")
        expect(page.locator("[data-announcer]")).not_to_be_empty()
    assert differing(walk) == []


def test_organiser(visitor: Visitor, site: Site) -> None:
    page = visitor("organiser")
    walk = Walk(page, f"organiser, {DESK_EN}")
    with walk.task("move a session by a quarter of an hour"):
        walk.open("/manage/TIN-API-NEXT")
        walk.follow("nav a[href$='/agenda']")
        walk.follow(".outline a.row-link >> nth=2")
        before = page.locator("input[name=starts]").input_value()
        walk.write("input[name=starts]", later(before))
        walk.follow("main .form-actions .button.primary")
        walk.sees("main", later(before))
    with walk.task("close the meeting"):
        walk.open("/manage/TIN-API-TODAY")
        walk.click("#state summary")
        walk.click("#state .menu-item.danger >> nth=0")
        with page.expect_navigation():
            walk.click("dialog [data-confirm-yes]")
    assert differing(walk) == []


def one_more_seat() -> None:
    meeting = meeting_by_code("TIN-API-TODAY")
    with writing() as session:
        rules = session.get_one(RegistrationRules, meeting.id)
        rules.capacity_in_person = (rules.capacity_in_person or 0) + 1


def later(time: str) -> str:
    hour, minute = (int(part) for part in time.split(":"))
    return "{:02}:{:02}".format(*divmod(hour * 60 + minute + 15, 60))
