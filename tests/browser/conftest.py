"""A Chromium, the whole system with demo data as real processes, and visitors who notice what goes wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, executable
from tests.browser.furnishing import furnish
from tests.browser.site import Site, cookie
from tests.browser.sweep import WIDE, Tabs
from tests.browser.watching import Watch
from tests.processes.system import running

PATIENCE_MS = 15_000
PLEASE_INSTALL = "no Chromium on this machine: install one, or set CHROMIUM to its path"

Visitor = Callable[..., Page]
Launch = Callable[..., Browser]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Starts the machine's Chromium with more arguments; skips the test when there is none."""
    path = executable()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(PLEASE_INSTALL)
        pytest.skip(PLEASE_INSTALL)
    with sync_playwright() as driver:
        yield lambda *more: driver.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Iterator[Browser]:
    """A Chromium for the whole session."""
    started = launch()
    yield started
    started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The system with demo data, started as `make run` starts it."""
    with running(tmp_path_factory.mktemp("site") / "var", MESSAGE_UNDO_SECONDS=4) as system:
        site = Site(system)
        yield site
        site.close()
    assert "Traceback" not in system.output(), system.output()


@pytest.fixture(scope="session")
def places(site: Site) -> dict[str, str]:
    """What stands for the names in the addresses of `tests.browser.pages`."""
    return furnish(site)


@pytest.fixture(scope="module")
def tabs(site: Site, browser: Browser) -> Iterator[Tabs]:
    """One open page per role and language, kept for the whole module: a new browser context costs half a second."""
    opened: dict[tuple[str, str], Page] = {}
    source = visitors(site, browser)
    open_page = next(source)

    def tab(role: str, language: str) -> Page:
        if (role, language) not in opened:
            opened[role, language] = open_page(role, language=language)
        return opened[role, language]

    yield tab
    next(source, None)


@pytest.fixture
def visitor(site: Site, browser: Browser) -> Iterator[Visitor]:
    """Opens the browser of one more person; at the end of the test nothing may have gone wrong on any page."""
    yield from visitors(site, browser)


def visitors(site: Site, browser: Browser) -> Iterator[Visitor]:
    """See `visitor`; for fixtures with a browser or system of their own."""
    watches: list[Watch] = []
    contexts = []

    def open_page(
        role: str = "",
        *,
        language: str = "en",
        viewport: dict[str, int] | None = None,
        scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=site.address,
            storage_state=site.signed_in(role) if role else None,
            locale=language,
            viewport=viewport or WIDE,  # type: ignore[arg-type]
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=javascript,
            timezone_id=options.pop("timezone_id", "Europe/Paris"),
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([cookie(site, "language", language)])
        watches.append(Watch(context))
        contexts.append(context)
        page = context.new_page()
        page.watch = watches[-1]  # type: ignore[attr-defined]
        return page

    yield open_page
    for context in contexts:
        context.close()
    findings = [finding for watch in watches for finding in watch.take()]
    assert findings == []
