"""Working through lists: acts that stay in place, keys, the person beside the list, what is said and seen of it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from registration.enums import RegistrationState
from tests.browser.conftest import Visitor
from tests.browser.site import Site
from tests.browser.test_assistant import DOOR, LIST, somebody, state_of

S = RegistrationState
QUEUE = f"{LIST}?state=pending&q=Queue"


def queue(site: Site, *names: str) -> list[str]:
    return [somebody(site, f"Queue{name}") for name in names]


def focused(page: Page) -> str:
    """The words of the row that has the focus."""
    return str(page.evaluate("document.activeElement.closest('tr')?.innerText ?? ''"))


def test_keys_decide_stay_in_place_and_take_back(visitor: Visitor, site: Site) -> None:
    first, second, third = queue(site, "Aa", "Bb", "Cc")
    page = visitor("assistant")
    page.goto(f"{QUEUE}&sort=name")
    page.locator("a.row-link").first.focus()
    page.keyboard.press("j")
    assert "QueueBb" in focused(page)
    expect(page.locator("[data-detail]")).to_contain_text("Hala QueueBb")
    page.keyboard.press("k")
    expect(page.locator("[data-detail]")).to_contain_text("Hala QueueAa")
    page.evaluate("window.stays = true")

    page.keyboard.press("a")
    expect(page.locator(".flash-success")).to_contain_text("Hala QueueAa approved. The message leaves in 10 seconds.")
    expect(page.locator("[data-announcer]")).to_contain_text("Hala QueueAa approved.")
    assert "QueueBb" in focused(page)
    expect(page.locator("[data-detail]")).to_contain_text("Hala QueueBb")
    assert site.look(lambda: state_of(first)) is S.APPROVED

    page.keyboard.press("u")
    expect(page.locator(".flash-success")).to_contain_text("Hala QueueAa is as before. No message was sent.")
    assert "QueueAa" in focused(page)
    assert site.look(lambda: state_of(first)) is S.PENDING

    page.keyboard.press("d")
    reason = page.locator("[data-detail] textarea")
    expect(reason).to_be_focused()
    page.keyboard.type("jaw, k?")
    page.locator("[data-detail] form button.danger").click()
    expect(page.locator(".flash-success")).to_contain_text("Hala QueueAa declined.")
    assert "QueueBb" in focused(page)
    assert page.evaluate("window.stays"), "the page was loaded anew"
    assert [site.look(lambda email=email: state_of(email)) for email in (second, third)] == [S.PENDING, S.PENDING]
    page.keyboard.press("?")
    expect(page.locator("dialog[data-keys]")).to_be_visible()


def test_many_are_asked_about_with_their_number_and_taken_back_together(visitor: Visitor, site: Site) -> None:
    emails = queue(site, "Dd", "Ee")
    page = visitor("assistant")
    page.goto(f"{LIST}?state=pending&q=Queue&sort=name")
    for name in ("QueueDd", "QueueEe"):
        page.locator("tr", has_text=name).locator("[data-select]").check()
    expect(page.locator("[data-announcer]")).to_have_text("2 chosen")
    page.locator('[data-bulk-bar] button[value="approve"]').click()
    expect(page.locator("[data-confirm-question]")).to_have_text("Approve 2 people? Each gets a confirmation.")
    page.locator("dialog [data-confirm-yes]").click()
    expect(page.locator(".flash-success")).to_contain_text(
        "2 registrations approved. The messages leave in 10 seconds."
    )
    page.locator(".flash-undo button").click()
    expect(page.locator(".flash-success")).to_contain_text("Undone: 2 people are as before.")

    assert {site.look(lambda email=email: state_of(email)) for email in emails} == {S.PENDING}


def test_title_counts_who_is_undecided_and_filters_are_announced(visitor: Visitor, site: Site) -> None:
    queue(site, "Ff")
    page = visitor("assistant")
    page.goto(LIST)
    assert re.match(r"\(\d+\) Registrations", page.title())
    page.locator("#q").press_sequentially("QueueFf", delay=60)
    expect(page.locator("[data-announcer]")).to_have_text("1 person")


def test_a_click_beside_and_a_page_of_its_own_on_a_phone(visitor: Visitor) -> None:
    page = visitor("assistant")
    page.goto(f"{LIST}?state=all")
    name = page.locator("a.row-link").first.inner_text()
    page.locator("a.row-link").first.click()
    expect(page.locator("[data-detail] h2")).to_contain_text(name)
    assert page.url.endswith("state=all")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{LIST}?state=all")
    page.locator("a.row-link").first.click()
    page.wait_for_url(re.compile(r"/registrations/\d+$"))
    expect(page.locator("main h2").first).to_contain_text(name)


def test_attendance_opens_on_who_is_missing_in_few_screens_of_a_phone(visitor: Visitor) -> None:
    page = visitor("checkin")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{DOOR}?presence=all")
    people = page.locator("tbody tr").count()
    assert people >= 150
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height / people * 160 <= 14_000
    page.goto(DOOR)
    expect(page.locator("main [aria-current]", has_text="Not here yet")).to_be_visible()
    rows = page.locator("tbody tr")
    assert rows.first.locator(".row-mode").text_content() == "In person"
    name = rows.first.locator(".row-name bdi").inner_text()
    rows.first.locator("button").click()
    expect(page.locator("[data-announcer]")).to_contain_text(f"{name} is here.")
    rows.first.locator("button").click()
    expect(page.locator("[data-announcer]")).to_contain_text(f"{name} is not here.")


def test_sorting_and_choosing_all_are_there_at_200_per_cent(visitor: Visitor) -> None:
    page = visitor("assistant")
    page.set_viewport_size({"width": 640, "height": 700})
    page.goto(f"{LIST}?state=all")
    hidden = page.evaluate(
        """[...document.querySelectorAll('main :is(a, button, input, select, summary)')].filter(each =>
             each.checkVisibility() && each.type !== 'hidden' && !each.closest('.visually-hidden')
             && each.getBoundingClientRect().width < 5).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert hidden == []
    page.locator("[data-bulk-bar] [data-select-all]").check()
    assert page.locator("tbody [data-select]:not(:checked)").count() == 0
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Sort by").select_option("country")
    page.wait_for_url(re.compile("sort=country"))


COVERED = """() => {
  const found = [];
  const controls = 'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary';
  for (const each of document.querySelectorAll(controls)) {
    if (!each.checkVisibility({ checkVisibilityCSS: true })) continue;
    if (each.closest('dialog, .visually-hidden, .skip-link')) continue;
    each.focus();
    const box = each.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
    const seen = points.some(([x, y]) => {
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      const label = [...each.labels ?? []].some((one) => one.contains(top));
      return top && (each.contains(top) || top.contains(each) || label);
    });
    if (!seen) found.push(each.outerHTML.slice(0, 100));
  }
  return found;
}"""


def test_no_bar_covers_what_has_the_focus(visitor: Visitor) -> None:
    page = visitor("organiser")
    page.set_viewport_size({"width": 1280, "height": 700})
    found = {}
    meeting = "/manage/TIN-API-TODAY"
    for path in (
        *(f"{meeting}{part}" for part in (
            "", "/registrations?state=all", "/attendance", "/messages", "/agenda", "/documents", "/facts", "/papers",
            "/translations", "/sections", "/organisations", "/contacts", "/rooms", "/history",
        )), "/manage/",
    ):  # fmt: skip
        page.goto(path)
        if page.locator("tbody [data-select]").count():
            page.locator("tbody [data-select]").first.check()
        if covered := page.evaluate(COVERED):
            found[path] = covered[:3]
    assert found == {}
