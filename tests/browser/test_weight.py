"""What a visit to a public page costs the reader's line: everything that is transferred, headers included."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

FIRST_VISIT, SECOND_VISIT = 150_000, 15_000


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_is_light_at_the_first_visit_and_lighter_at_the_second(visitor: Visitor, language: str) -> None:
    page = visitor(language=language)

    first = bytes_of_visit(page, f"/e/WG2/{language}")
    page.goto("about:blank")
    second = bytes_of_visit(page, f"/e/WG2/{language}")

    print(f"{language}: {sum(first.values())} bytes, then {sum(second.values())}")  # noqa: T201
    assert sum(first.values()) <= FIRST_VISIT, first
    assert sum(second.values()) <= SECOND_VISIT, second


def bytes_of_visit(page: Page, path: str) -> dict[str, int]:
    """Bytes received per address."""
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    received: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda event: received.update({addresses[event["requestId"]]: int(event["encodedDataLength"])}),
    )
    session.send("Network.enable")
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(500)
    session.detach()
    assert any(path in address for address in received)
    return received
