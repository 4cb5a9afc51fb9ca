"""A walk through tasks in a browser that counts what a hand does: clicks or taps, keys besides text, pages loaded.

One click chooses a field, a button or a link; a choice in a list costs two. Text is not counted, nor is reading and
scrolling. The mail program of a person is not walked: opening a link in it is one click.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

TABLE = Path(__file__).resolve().parent.parent.parent / "docs" / "walks.md"


@dataclass(frozen=True)
class Cost:
    """What a task cost."""

    clicks: int = 0
    keys: int = 0
    pages: int = 0


class Walk:
    """One person with one device and one language; `costs` has a line for each task that was ended."""

    def __init__(self, page: Page, who: str) -> None:
        self.page = page
        self.who = who
        self.costs: dict[str, Cost] = {}
        self._clicks = self._keys = self._pages = 0
        for opened in page.context.pages:
            self._follow(opened)
        page.context.on("page", self._follow)

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Count what is done inside as this task."""
        before = (self._clicks, self._keys, self._pages)
        yield
        self.page.wait_for_load_state("load")
        after = (self._clicks, self._keys, self._pages)
        self.costs[name] = Cost(*(late - early for late, early in zip(after, before, strict=True)))

    def open(self, address: str) -> None:
        """Type an address or take a bookmark: a page, no click."""
        self.page.goto(address)

    def open_from_mail(self, address: str) -> None:
        """Follow a link that stands in a mail."""
        self._clicks += 1
        self.page.goto(address)

    def click(self, target: str | Locator) -> None:
        """Click or tap what is on the page, where it can be seen."""
        self._clicks += 1
        self._find(target).click()

    def follow(self, target: str | Locator) -> None:
        """Click what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.click(target)

    def download(self, target: str | Locator) -> bytes:
        """Click what gives a file."""
        with self.page.expect_download() as file:
            self.click(target)
        return Path(file.value.path()).read_bytes()

    def write(self, target: str | Locator, text: str) -> None:
        """Click into a field and replace what stands in it; nothing to click where the focus is already."""
        field = self._find(target)
        if not field.evaluate("field => field === document.activeElement"):
            self.click(field)
        field.fill(text)

    def choose(self, target: str | Locator, value: str) -> None:
        """Open a list and choose from it."""
        self._clicks += 2
        self._find(target).select_option(value)

    def press(self, *keys: str) -> None:
        """Press keys that are no text."""
        for key in keys:
            self._keys += 1
            self.page.keyboard.press(key)

    def sees(self, target: str | Locator, words: str = "") -> None:
        """What the person must see before going on."""
        expect(self._find(target)).to_be_visible()
        if words:
            expect(self._find(target)).to_contain_text(words)

    def _find(self, target: str | Locator) -> Locator:
        return self.page.locator(target).filter(visible=True).first if isinstance(target, str) else target

    def _follow(self, page: Page) -> None:
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, page: Page) -> None:
        self._pages += 1


def row(who: str, task: str, cost: Cost) -> str:
    """The line of the table."""
    return f"| {who} | {task} | {cost.clicks} | {cost.keys} | {cost.pages} |"


def written() -> set[str]:
    """The lines of the table in `docs/walks.md`."""
    return {re.sub(r"\s+", " ", line.strip()) for line in TABLE.read_text().splitlines() if line.startswith("|")}


def differing(walk: Walk) -> list[str]:
    """What was measured and does not stand in the table."""
    known = written()
    measured = [row(walk.who, task, cost) for task, cost in walk.costs.items()]
    return [line for line in measured if line not in known]
