"""Asks axe-core what is wrong with a page for people who see, hear, move or understand differently."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
COLOURS = ("color-contrast", "link-in-text-block")


def violations(page: Page, *, rules: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[str]:
    """One line per rule that an element of the page breaks; of all rules but `without`, or of `rules` only."""
    if page.context.browser is None or page.context.browser.browser_type.name != "chromium":
        return []  # What a page is made of does not change with the browser.
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in without}},
    }
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    session = page.context.new_cdp_session(page)
    try:
        if not page.evaluate("() => Boolean(window.axe)"):
            # The content policy forbids the page to evaluate text; the debugger may.
            session.send("Runtime.evaluate", {"expression": _source(), "allowUnsafeEvalBlockedByCSP": True})
        result = page.evaluate("options => window.axe.run(document, options)", options)
    finally:
        session.detach()
    return [_in_words(violation) for violation in result["violations"]]


def _in_words(violation: dict[str, Any]) -> str:
    places = [" ".join(map(str, node["target"])) + " " + node["failureSummary"] for node in violation["nodes"][:4]]
    return f"{violation['id']} ({len(violation['nodes'])}): {violation['help']}: " + " | ".join(places)


@cache
def _source() -> str:
    return AXE.read_text()
