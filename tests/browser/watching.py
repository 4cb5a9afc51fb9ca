"""A browser page that remembers everything that went wrong on it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# A navigation that becomes a download, or that the next one overtakes, is no failure of the page.
ABORTED = "net::ERR_ABORTED"


class Watch:
    """Console errors (a breach of the content policy is one), script errors, failed requests and error statuses."""

    def __init__(self, context: BrowserContext) -> None:
        self.findings: list[str] = []
        self.expected_statuses: set[int] = set()
        context.on("page", self._follow)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def expect(self, *statuses: int) -> None:
        """Error statuses that belong to what the test does."""
        self.expected_statuses |= set(statuses)

    def take(self) -> list[str]:
        """What was found since the last call."""
        found, self.findings = self.findings, []
        return found

    def _follow(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.findings.append(f"script error on {page.url}: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium repeats each error status in the console; `_answered` knows which are expected.
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            self.findings.append(f"console of {message.location.get('url')}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.findings.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected_statuses:
            self.findings.append(f"{response.request.method} {response.url} answered {response.status}")
