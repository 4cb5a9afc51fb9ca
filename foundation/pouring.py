"""A page of HTML whose form is filled with what was sent for it, and with a notice at its top.

Works on the page as it was rendered, so that it serves every form alike, whatever made it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html

from foundation.hooks import Hook

TOKEN = "csrf_token"  # noqa: S105  (the name of a control)
HTML_SENT = "-is-html"
"""Ends the name of the control by which the editor says that it wrote HTML into the text area."""

Values = Mapping[str, Sequence[str]]
RichText = Callable[[str, bool, str], tuple[str | None, str]]
"""(what was sent, whether it is HTML, language) → clean HTML or None, and what the text area shows."""
rich_text_readers: Hook[RichText] = Hook("reader of texts with structure")
"""One or none."""
_BUTTONS = ("submit", "button", "image", "reset")
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sent:
    """What was sent to `address`, by name of the control."""

    address: str
    values: Values


def pour(
    html: str,
    page: str,
    sent: Sent,
    *,
    notice: str = "",
    leftovers: Callable[[list[tuple[str, str]]], str] | None = None,
    rich_text: RichText | None = None,
) -> str | None:
    """The page at the address `page` with its form for `sent.address` filled; None where it has no such form.

    The notice comes before everything else of the page's main part. `leftovers` makes markup of the pairs for which
    the form has no control; it comes to the form's end.
    """
    root = _parse(html)
    form = _form_for(root, page, sent)
    if form is None:
        return None
    missing = _fill(root, form, sent.values, rich_text)
    form.set("action", sent.address)
    if missing and leftovers is not None:
        _add_before_buttons(form, _fragments(leftovers(missing)))
    _open(form)
    if notice:
        if not form.get("id"):
            form.set("id", "form-again")
        _add_first(root, _fragments(notice.replace("#form-again", f"#{form.get('id')}")))
    return _write(root)


def holds(html: str, page: str, sent: Sent, names: Sequence[str]) -> bool:
    """Whether the page at `page` has a form for `sent.address` with controls of all these names.

    What was written for a record that is gone has no control any more: it may stand in an area that cannot be edited.
    """
    root = _parse(html)
    form = _form_for(root, page, sent)
    if form is None:
        return not names
    present = {control.get("name") for control in _controls(root, form)}
    kept = {(area.text or "").strip() for area in root.iter("textarea") if area.get("readonly") is not None}
    return all(
        name in present or all(_text(text).strip() in kept for text in sent.values.get(name, ())) for name in names
    )


def put(html: str, fragment: str) -> str:
    """The page with a fragment where it says `data-typed-here`, else at the end of its main part."""
    root = _parse(html)
    places = root.xpath("//*[@data-typed-here]")
    pieces = _fragments(fragment)
    if places:
        for piece in pieces:
            places[0].addprevious(piece)
        places[0].getparent().remove(places[0])
    else:
        _main(root).extend(pieces)
    return _write(root)


def _parse(html: str) -> Any:
    root = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(huge_tree=True))
    for area in root.iter("textarea"):
        # Browsers drop one line end at the start; what is written below has one to drop.
        area.text = (area.text or "").replace("\r\n", "\n").removeprefix("\n")
    return root


def _write(root: Any) -> str:
    for area in root.iter("textarea"):
        area.text = "\n" + (area.text or "")
    return str(lxml.html.tostring(root, doctype="<!doctype html>", encoding="unicode"))


def _fragments(html: str) -> list[Any]:
    pieces = lxml.html.fragments_fromstring(html)
    for piece in pieces:
        if not isinstance(piece, str):
            for area in piece.iter("textarea"):
                area.text = (area.text or "").replace("\r\n", "\n").removeprefix("\n")
    return [piece for piece in pieces if not isinstance(piece, str)]


def _form_for(root: Any, page: str, sent: Sent) -> Any:
    """Of the forms that are sent to the address, the one that asks most of what was sent."""
    wanted = urlsplit(sent.address).path
    best, most = None, -1
    for form in root.forms:
        if (form.get("method") or "get").lower() != "post":
            continue
        actions = [form.get("action") or page, *form.xpath(".//@formaction")]
        if form.get("id"):
            actions += root.xpath("//*[@form=$id]/@formaction", id=form.get("id"))
        if wanted not in {urlsplit(urljoin(page, action)).path for action in actions}:
            continue
        fit = 0
        for control in _controls(root, form):
            name = control.get("name")
            if name in sent.values and name != TOKEN:
                same = control.get("type") == "hidden" and control.get("value") in sent.values[name]
                fit += 3 if same else 1
        if fit > most:
            best, most = form, fit
    return best


def _controls(root: Any, form: Any) -> Iterator[Any]:
    found = list(form.iter("input", "select", "textarea", "button"))
    if form.get("id"):
        found += root.xpath("//*[@form=$id][self::input or self::select or self::textarea]", id=form.get("id"))
    for control in found:
        owner = control.get("form")
        if control.get("name") and (owner is None or owner == form.get("id")):
            yield control


def _fill(root: Any, form: Any, values: Values, rich_text: RichText | None) -> list[tuple[str, str]]:
    """Fill the controls; the pairs for which there is none."""
    left = {name: [_text(each) for each in texts] for name, texts in values.items() if name != TOKEN}
    controls = list(_controls(root, form))
    boxes = Counter(control.get("name") for control in controls if control.get("type") == "checkbox")
    for control in controls:
        name = control.get("name")
        kind = control.tag if control.tag != "input" else (control.get("type") or "text").lower()
        if kind == "button" or kind in _BUTTONS or kind in ("password", "file"):
            left.pop(name, None)
            continue
        sent = [_text(each) for each in values.get(name, ())]
        rest = left.get(name, [])
        if kind in ("checkbox", "radio"):
            value = control.get("value", "on")
            if kind == "checkbox" and boxes[name] == 1 and sent:
                value = sent[0]  # one box is ticked whatever was sent for it
            _flag(control, "checked", value in sent)
            if value in rest:
                rest.remove(value)
        elif kind == "select":
            _choose(control, sent)
            rest.clear()
        elif name == TOKEN:
            continue
        elif rest:
            _write_into(control, rest.pop(0), bool(values.get(f"{name}{HTML_SENT}")), rich_text)
    return [
        (name, text) for name, texts in left.items() for text in texts if text.strip() and not name.endswith(HTML_SENT)
    ]


def _write_into(control: Any, text: str, is_html: bool, rich_text: RichText | None) -> None:
    if control.tag == "input":
        control.set("value", text)
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "data-rich" in control.attrib or "data-rich-raw" in control.attrib:
        html: str | None = None
        if rich_text is not None:
            html, text = rich_text(text, is_html, control.get("lang") or "")
        control.attrib.pop("data-rich", None)
        control.attrib.pop("data-rich-raw", None)
        if html is not None:
            control.set("data-rich", html)
        elif is_html:
            control.set("data-rich-raw", "1")
    control.text = text


def _choose(control: Any, sent: list[str]) -> None:
    options = list(control.iter("option"))
    offered = {option.get("value", option.text or "") for option in options}
    for option in options:
        _flag(option, "selected", option.get("value", option.text or "") in sent)
    for value in sent:
        if value not in offered:
            option = lxml.html.Element("option", value=value, selected="selected")
            option.text = value
            control.append(option)


def _flag(element: Any, name: str, is_set: bool) -> None:
    if is_set:
        element.set(name, name)
    else:
        element.attrib.pop(name, None)


def _open(form: Any) -> None:
    for element in form.iterancestors("details", "dialog"):
        element.set("open", "open")


def _add_before_buttons(form: Any, pieces: list[Any]) -> None:
    rows = form.find_class("form-actions") or form.xpath(".//button[not(@type) or @type='submit']")
    for piece in pieces:
        if rows and form in rows[0].iterancestors():
            rows[0].addprevious(piece)
        else:
            form.append(piece)


def _add_first(root: Any, pieces: list[Any]) -> None:
    main = _main(root)
    for place, piece in enumerate(pieces):
        main.insert(place, piece)


def _main(root: Any) -> Any:
    found = root.xpath("//*[@id='main']") or root.xpath("//main") or root.xpath("//body")
    return found[0]


def _text(text: str) -> str:
    return _NOT_IN_HTML.sub("", text)
