"""A browser, the whole system with demo data as real processes, and visitors who notice what goes wrong.

The browser is a Chromium. With ENGINE=firefox it is a Firefox, and only what is marked `firefox` is tried.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import chromium, firefox
from tests.browser.furnishing import furnish
from tests.browser.site import Site, cookie
from tests.browser.sweep import WIDE, Tabs
from tests.browser.watching import Watch
from tests.processes.system import running
from tests.waiting import PATIENCE

PATIENCE_MS = 1000 * PATIENCE
expect.set_options(timeout=PATIENCE_MS)
ENGINE = os.environ.get("ENGINE", "chromium")
PLEASE_INSTALL = f"no {ENGINE.title()} on this machine: install one, or set {ENGINE.upper()} to its path"

Visitor = Callable[..., Page]
Launch = Callable[..., Browser]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and not everything every browser."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if ENGINE == "firefox" and not item.get_closest_marker("firefox"):
                item.add_marker(pytest.mark.skip(reason="tried in Chromium"))


@pytest.fixture(scope="session")
def launch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Starts the machine's browser with more arguments; skips the test when there is none."""
    path = (firefox if ENGINE == "firefox" else chromium).executable()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(PLEASE_INSTALL)
        pytest.skip(PLEASE_INSTALL)
    with sync_playwright() as driver:
        if ENGINE == "firefox":
            program = firefox.launcher(tmp_path_factory.mktemp("firefox"), path)
            yield lambda *more: driver.firefox.launch(executable_path=program, channel="moz-firefox", args=[*more])
        else:
            yield lambda *more: driver.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS, *more])


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Iterator[Browser]:
    """One for the whole session."""
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
