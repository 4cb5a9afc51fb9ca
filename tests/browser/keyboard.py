"""Somebody who uses the keyboard alone: Tab, Space, Enter, arrows and letters."""

from __future__ import annotations

from playwright.sync_api import Frame, Page

MOST_TABS = 250
_MATCHES = "selector => document.activeElement !== null && document.activeElement.matches(selector)"
# What has the focus must show it: by an outline or shadow of its own, or of the card or label around it.
_SHOWN = """() => {
    const marks = element => { const style = getComputedStyle(element);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'; };
    let element = document.activeElement;
    if (element.tagName === 'IFRAME') return true;  // its content has the focus
    for (let step = 0; element && element !== document.body && step < 3; step++, element = element.parentElement)
        if (marks(element)) return true;
    return document.activeElement === document.body;
}"""


class Keyboard:
    """Keys pressed on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str, frame: Frame | None = None) -> None:
        """Press Tab until an element that matches has the focus; every stop on the way must show that it has it."""
        here = frame or self.page.main_frame
        for _step in range(MOST_TABS):
            if here.evaluate(_MATCHES, selector):
                assert here.evaluate(_SHOWN), f"{selector} does not show that it has the focus"
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(_SHOWN), f"no visible focus: {self.where()}"
        raise AssertionError(f"{selector} cannot be reached by Tab on {self.page.url}")

    def where(self) -> str:
        """What has the focus now."""
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))

    def press(self, selector: str) -> None:
        """Reach a link or button, press Enter, and wait for the page behind it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        """Reach a field and replace what stands in it."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, selector: str, value: str) -> None:
        """Reach a list and go to the option with this value: by its first letters, or by arrows where the driver's
        keyboard lacks the letters."""
        self.reach(selector)
        options = self.page.locator(f"{selector} option")
        name = (self.page.locator(f'{selector} option[value="{value}"]').text_content() or "").strip()
        if name.isascii():
            self.page.keyboard.type(name)
        else:
            values = options.evaluate_all("options => options.map(option => option.value)")
            self.page.keyboard.press("Home")
            for _step in range(values.index(value)):
                self.page.keyboard.press("ArrowDown")
        assert self.page.locator(selector).input_value() == value

    def pick(self, name: str, value: str) -> None:
        """Reach a group of radio buttons and go to one of them by arrow keys."""
        self.reach(f'input[name="{name}"]')
        self.page.keyboard.press("Space")
        wanted = self.page.locator(f'input[name="{name}"][value="{value}"]')
        for _step in range(10):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name}={value} cannot be chosen by arrow keys")

    def unfold(self, selector: str) -> None:
        """Reach the head of what is folded and open it."""
        self.reach(f"{selector} > summary")
        self.page.keyboard.press("Enter")
        assert self.page.locator(selector).get_attribute("open") is not None

    def tick(self, selector: str) -> None:
        """Reach a box and tick it."""
        self.reach(selector)
        self.page.keyboard.press("Space")
        assert self.page.locator(selector).is_checked()
