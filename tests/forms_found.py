"""Forms as a browser reads them from pages, and what it would send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import lxml.html

TYPED = frozenset({"text", "textarea", "email", "url", "tel", "search", "password"})
"""Controls into which anything can be typed."""


@dataclass(frozen=True)
class Control:
    """One name of a form: its kind, and what would be sent under it."""

    name: str
    kind: str
    values: tuple[str, ...]
    is_required: bool

    @property
    def takes_any_text(self) -> bool:
        """Whether people type into it, and no list or calendar limits what."""
        return self.kind in TYPED


@dataclass(frozen=True)
class FoundForm:
    """A form that is sent with POST to `action`."""

    action: str
    controls: tuple[Control, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """What the form asks; the same for every record of a kind."""
        return tuple(sorted({re.sub(r"\d+", "0", f"{each.name} {each.kind}") for each in self.controls}))

    def control(self, name: str) -> Control | None:
        """The control of a name."""
        return next((each for each in self.controls if each.name == name), None)

    def sent(self) -> dict[str, tuple[str, ...]]:
        """What would be sent without anything being typed."""
        return {each.name: each.values for each in self.controls if each.values}


def forms_of(html: str, path: str) -> Iterator[FoundForm]:
    """The forms of the page at `path` that are sent with POST; buttons that send elsewhere count as forms."""
    root = lxml.html.document_fromstring(html)
    for form in root.forms:
        if (form.get("method") or "get").lower() != "post":
            continue
        controls = tuple(_controls(form))
        own = form.get("action") or path
        for action in dict.fromkeys([own, *(form.xpath(".//button/@formaction | .//input/@formaction"))]):
            yield FoundForm(_path(action), controls)


def messages_beside(html: str, name: str) -> list[str]:
    """What is said beside the control `name`: the text that it is described by, or of the field that holds it."""
    root = lxml.html.document_fromstring(html)
    said: list[str] = []
    for control in root.xpath("//*[@name=$name]", name=name):
        for key in (control.get("aria-describedby") or "").split():
            said += [each.text_content().strip() for each in root.xpath("//*[@id=$key]", key=key) if _is_error(each)]
        for field in control.xpath("ancestor::*[contains(concat(' ', @class, ' '), ' has-error ')]"):
            said += [each.text_content().strip() for each in field.iter() if _is_error(each)]
    return [each for each in said if each]


def messages_on(html: str) -> list[str]:
    """Every message about a mistake on a page."""
    root = lxml.html.document_fromstring(html)
    said = [each.text_content().strip() for each in root.iter() if _is_error(each)]
    return said + [each.text_content().strip() for each in root.find_class("error-summary")]


def warnings_on(html: str) -> list[str]:
    """What a page says about the act before that is no success."""
    found = lxml.html.document_fromstring(html).find_class("flash")
    return [each.text_content().strip() for each in found if "flash-success" not in each.get("class", "")]


def encoded(values: dict[str, tuple[str, ...]]) -> bytes:
    """The body of a form; half a surrogate pair is sent as the bytes that no decoder accepts."""
    pairs = [(name, value) for name, each in values.items() for value in each]
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


def _path(action: str) -> str:
    return re.sub(r"^https?://[^/]+", "", action).partition("#")[0]


def _is_error(element: Any) -> bool:
    return isinstance(element.tag, str) and "error" in (element.get("class") or "").split()


def _controls(form: Any) -> Iterator[Control]:
    by_name: dict[str, list[Any]] = {}
    for element in form.inputs:
        if element.name and (element.tag != "input" or element.type not in ("submit", "button", "image")):
            by_name.setdefault(element.name, []).append(element)
    for name, elements in by_name.items():
        first = elements[0]
        kind = first.type if first.tag == "input" else first.tag
        yield Control(name, kind, _values(elements), any(each.get("required") is not None for each in elements))


def _values(elements: list[Any]) -> tuple[str, ...]:
    values: list[str] = []
    for element in elements:
        if element.tag == "input" and element.type in ("checkbox", "radio"):
            values += [element.get("value", "on")] if element.get("checked") is not None else []
        elif element.tag == "input":
            values += [element.get("value") or ""] if element.type != "file" else []
        elif element.tag == "select":
            chosen = element.xpath("./option[@selected] | ./optgroup/option[@selected]")
            options = chosen or ([] if element.get("multiple") is not None else element.xpath(".//option")[:1])
            values += [option.get("value", option.text_content()) for option in options]
        else:
            values.append((element.text or "").removeprefix("\r").removeprefix("\n"))
    return tuple(values)
