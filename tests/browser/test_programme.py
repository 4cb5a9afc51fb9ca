"""The page of a meeting with a script: days, filters, now and next, addresses to pass on, reading without a line."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from foundation.dates import local_instant, month_name
from meetings.reading.meetings import meeting_by_code
from tests.browser.conftest import Visitor, visitors
from tests.browser.site import Site
from tests.processes.system import running
from tests.waiting import wait_for

SCRIPTS = Path(__file__).resolve().parents[2] / "frontend" / "js"
PHONE = {"width": 360, "height": 740}
MEETING = "/e/ADMIN-DATA"
KEPT = """async () => {
    const pages = await (await caches.open('plenary-pages-1')).keys();
    return pages.some(each => each.url === location.origin + location.pathname);
}"""

EVERYTHING_KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const each of await (await caches.open(name)).keys()) found.push(new URL(each.url).pathname);
    }
    return found;
}"""


@pytest.mark.firefox
@pytest.mark.parametrize("language", ["en", "ar"])
def test_day_being_read_is_marked_and_covers_nothing(visitor: Visitor, language: str) -> None:
    page = visitor(language=language, viewport=PHONE)
    page.goto(f"{MEETING}/{language}")
    days = page.locator(".agenda-jump a")
    expect(days).to_have_count(3)
    days.nth(1).click()
    expect(days.nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator(".agenda-jump [aria-current]")).to_have_count(1)
    bar = page.locator("[data-agenda-bar]").bounding_box()
    title = page.locator(".agenda-day-title").nth(1).bounding_box()
    assert bar is not None
    assert title is not None
    assert bar["y"] + bar["height"] <= title["y"] < PHONE["height"]


def test_heading_of_the_agenda_is_printed_on_the_sheet_of_its_first_day(visitor: Visitor) -> None:
    """Nothing between them lets a sheet end, not even what is empty."""
    page = visitor()
    page.goto(f"{MEETING}/en")
    page.emulate_media(media="print")
    between = page.evaluate("""() => {
        const all = [...document.querySelectorAll(".is-agenda > :not(.agenda), .agenda > *")];
        const before = all.slice(0, all.findIndex((each) => each.matches(".agenda-day")));
        return before.filter((each) => each.checkVisibility()).map((each) => getComputedStyle(each).breakAfter);
    }""")
    assert len(between) >= 2
    assert set(between) == {"avoid"}


@pytest.mark.firefox
@pytest.mark.parametrize(
    ("by", "label", "chosen"),
    [("room", "Where", "North room"), ("person", "Who speaks", ""), ("language", "Spoken or interpreted", "Arabic")],
)
def test_filters_stand_in_the_address_and_can_be_passed_on(visitor: Visitor, by: str, label: str, chosen: str) -> None:
    page = visitor()
    page.goto(f"{MEETING}/en")
    everything = page.locator(".agenda-item:visible").count()
    chosen = chosen or page.locator(".agenda .person").first.inner_text()
    page.get_by_text("Filter the agenda").click()
    page.get_by_label(label).select_option(chosen)
    found = page.locator("[data-agenda-found]")
    expect(found).to_contain_text(chosen)
    shown = page.locator(".agenda-item:visible").count()
    assert 0 < shown < everything
    other = visitor()
    other.goto(page.url)
    expect(other.locator(".agenda-item:visible")).to_have_count(shown)
    other.get_by_role("button", name="Show everything").click()
    expect(other.locator(".agenda-item:visible")).to_have_count(everything)
    assert f"{by}=" not in other.url


@pytest.mark.firefox
def test_words_are_found_without_their_accents(visitor: Visitor) -> None:
    page = visitor(language="ar")
    page.goto(f"{MEETING}/ar")
    page.locator(".agenda-filter summary").click()
    page.locator("#filter-q").fill("الافتتاح".replace("ا", "أ", 1))
    expect(page.locator(".agenda-item:visible")).to_have_count(1)
    page.locator("#filter-q").fill("zzzz")
    expect(page.locator(".agenda-item:visible")).to_have_count(0)
    expect(page.locator("[data-agenda-found]")).not_to_be_empty()


@pytest.mark.firefox
def test_now_and_next_are_marked_and_led_to(visitor: Visitor, site: Site) -> None:
    meeting: Any = site.look(lambda: meeting_by_code("ADMIN-DATA"))
    moment = local_instant(
        datetime.combine(meeting.starts_on, datetime.min.time()).replace(hour=9, minute=10), meeting.zone
    )
    page = visitor()
    page.clock.install(time=moment)
    page.goto(f"{MEETING}/en")
    expect(page.locator(".agenda-item.is-now .now-mark")).to_have_text("Now")
    expect(page.locator(".agenda-item.is-next .now-mark").first).to_have_text("Next")
    link = page.locator("[data-agenda-now]")
    expect(link).to_have_text("Now")
    link.click()
    expect(page.locator(".agenda-item.is-now")).to_be_in_viewport()


def test_masthead_says_what_is_on_by_the_clock_of_the_reader_alone(visitor: Visitor, site: Site) -> None:
    meeting: Any = site.look(lambda: meeting_by_code("ADMIN-DATA"))
    start = datetime.combine(meeting.starts_on, datetime.min.time())
    for language in ("en", "ar"):
        page = visitor()
        page.clock.install(time=local_instant(start.replace(hour=9, minute=10), meeting.zone))
        page.goto(f"{MEETING}/{language}")
        line, on = page.locator("[data-on-now]"), page.locator(".agenda-item.is-now").first
        expect(line).to_be_visible()
        assert line.locator("a").inner_text() == on.locator(".agenda-title bdi").first.inner_text()
        line.locator("a").click()
        expect(on).to_be_in_viewport()
        page.clock.set_system_time(local_instant(start.replace(hour=23, minute=50), meeting.zone))
        page.clock.run_for(60_000)
        expect(line).to_be_hidden()
    without = visitor(javascript=False)
    without.goto(f"{MEETING}/en")
    expect(without.locator("[data-on-now]")).to_be_hidden()


def test_address_of_an_item_is_copied(visitor: Visitor, site: Site) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{MEETING}/en")
    link = page.locator(".item-link").first
    link.focus()
    link.press("Enter")
    expect(page.locator("[data-agenda-said]")).to_have_text("The address is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == site.address + f"{MEETING}/en" + str(link.get_attribute("href"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_that_was_read_can_be_read_without_a_line(visitor: Visitor, language: str) -> None:
    page = visitor(language=language)
    visit_and_keep(page, f"{MEETING}/{language}")
    title = page.locator("h1").inner_text()
    page.goto("/sign-in")
    page.context.set_offline(True)
    page.goto(f"{MEETING}/{language}?q=x")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("[data-offline]")).to_be_visible()
    if language == "en":
        expect(page.locator("[data-offline]")).to_contain_text(re.compile(r"copy of \d{1,2} \w+ \d{4} at"))
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).borderTopWidth") == "6px"
    assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    page.goto(MEETING)
    assert page.url.endswith(f"{MEETING}/{language}")
    for path in ("/e/WG2/en", "/sign-in"):
        with pytest.raises(Error):
            page.goto(path)
    page.context.set_offline(False)
    page.goto(f"{MEETING}/{language}")
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.watch.take()  # type: ignore[attr-defined]


@pytest.mark.firefox
def test_day_of_a_reader_elsewhere_is_written_as_the_days_of_the_page(visitor: Visitor) -> None:
    page = visitor(timezone_id="America/Los_Angeles")
    page.goto(f"{MEETING}/en")
    expect(page.locator(".local-time").first).to_contain_text(re.compile(r"\(\w{3},? \d{1,2} \w+\)"))


@pytest.mark.firefox
def test_page_that_was_read_is_there_while_the_system_is_not(browser: Browser, tmp_path: Path) -> None:
    """No browser only pretends here: nobody answers."""
    with running(tmp_path / "var") as system:
        site = Site(system)
        source = visitors(site, browser)
        page = next(source)(language="ar")
        visit_and_keep(page, f"{MEETING}/ar")
        title = page.locator("h1").inner_text()
        page.goto("/sign-in")
        site.close()
    page.goto(f"{MEETING}/ar")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.watch.take()  # type: ignore[attr-defined]
    next(source, None)


def test_dates_of_scripts_have_the_names_of_months_that_the_meeting_has_chosen(visitor: Visitor) -> None:
    page = visitor(language="ar", timezone_id="America/Los_Angeles")
    visit_and_keep(page, "/e/TIN-API-NEXT/ar")
    both_names = re.compile("|".join(month_name(month, "ar", "dual") for month in range(1, 13)))
    expect(page.locator(".local-time").first).to_contain_text(both_names)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-offline]")).to_contain_text(both_names)
    page.watch.take()  # type: ignore[attr-defined]


def test_one_script_alone_asks_the_browser_for_dates() -> None:
    assert scripts_with(r"DateTimeFormat|toLocale\w*\(") == {"days.js"}


@pytest.mark.firefox
def test_what_is_fetched_later_and_gone_since_is_said_with_a_way_on(visitor: Visitor) -> None:
    page = visitor()
    page.goto(f"{MEETING}/en")
    gone = page.locator("[data-agenda-filter]")
    gone.evaluate("(element) => (element.dataset.script = '/assets/agenda_filter-BEFORE12.js')")
    page.watch.expect(404)  # type: ignore[attr-defined]
    gone.locator("summary").click()
    expect(page.get_by_role("alert")).to_contain_text("the site has changed")
    page.watch.take()  # type: ignore[attr-defined]
    page.get_by_role("button", name="Load the page again").click()
    gone.locator("summary").click()
    page.get_by_label("Words").fill("Registers")
    expect(page.locator("[data-agenda-found]")).to_contain_text("Agenda items shown")


def test_one_script_alone_fetches_scripts_later() -> None:
    """So none forgets to say when it is gone."""
    assert scripts_with(r"\bimport\(") == {"lazily.js"}


def scripts_with(pattern: str) -> set[str]:
    return {path.name for path in SCRIPTS.glob("*.js") if re.search(pattern, path.read_text())}


@pytest.mark.firefox
def test_nothing_personal_and_nothing_of_a_team_is_kept(visitor: Visitor, places: dict[str, str]) -> None:
    page = visitor("organiser")
    visit_and_keep(page, f"{MEETING}/en")
    for path in (f"/r/{places['personal']}", "/manage/", f"{MEETING}/en/register", "/"):
        page.goto(path, wait_until="networkidle")
    kept = page.evaluate(EVERYTHING_KEPT)
    pages = [
        path for path in kept if not path.startswith(("/assets/", "/logos/")) and not path.endswith((".css", ".svg"))
    ]
    assert pages == [f"{MEETING}/en"]


def visit_and_keep(page: Page, path: str) -> None:
    """Read a page until its copy is kept."""
    page.goto(path)
    # Playwright itself takes a promise for an answer and would not wait.
    wait_for(lambda: page.evaluate(KEPT), f"a kept copy of {path}")
