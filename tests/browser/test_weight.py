"""What a visit to a public page costs the reader's line: every byte of the answers, heads included.

The browser says what it asked the network for; how long each answer is, is counted where it is the same each time.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.waiting import PATIENCE

FIRST_VISIT, SECOND_VISIT = 140_000, 15_000


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_page_is_light_at_the_first_visit_and_lighter_at_the_second(visitor: Visitor, language: str) -> None:
    page = visitor(language=language)

    first = bytes_of_visit(page, f"/e/WG2/{language}")
    page.goto("about:blank")
    second = bytes_of_visit(page, f"/e/WG2/{language}")

    print(f"{language}: {sum(first.values())} bytes, then {sum(second.values())}")  # noqa: T201
    assert sum(first.values()) <= FIRST_VISIT, first
    assert sum(second.values()) <= SECOND_VISIT, second


def bytes_of_visit(page: Page, path: str) -> dict[str, int]:
    """Bytes of the answers per address that was asked of the network."""
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    spared: set[str] = set()
    session.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    session.on("Network.requestServedFromCache", lambda event: spared.add(event["requestId"]))
    session.on(
        "Network.responseReceived",
        lambda event: spared.add(event["requestId"]) if event["response"].get("fromDiskCache") else None,
    )
    session.send("Network.enable")
    page.goto(path, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => undefined)")
    session.detach()
    asked = {address for number, address in addresses.items() if number not in spared and address.startswith("http")}
    assert any(path in address for address in asked)
    return {address: length(address) for address in asked}


def length(address: str) -> int:
    """How many bytes the server sends for an address to a visitor who takes what is compressed best."""
    parts = urlsplit(address)
    head = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n"
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as line:
        line.sendall(f"{head}\r\n".encode())
        return sum(map(len, iter(lambda: line.recv(65536), b"")))
