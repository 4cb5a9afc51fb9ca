"""Addresses of e-mail as people type and paste them, read in one place.

What can only be meant one way is put right (blanks at the ends, `mailto:`, a name before `<…>`, a full-width @, digits
of another script beside Latin letters); what could name somebody else's mailbox is refused, with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from foundation.merge_fields import one_line
from foundation.normalising import ascii_digits

LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


class Fault(StrEnum):
    """Why a text is no address."""

    UNREADABLE = "unreadable"
    BLANK = "blank"
    SEVERAL = "several"
    ALPHABETS = "alphabets"


FAULTS = {
    Fault.UNREADABLE: _l("Enter an e-mail address like name@example.org."),
    Fault.BLANK: _l("There is a blank inside this address. Take it out, or put there what belongs there."),
    Fault.SEVERAL: _l("Enter one e-mail address only."),
    Fault.ALPHABETS: _l(
        "This address mixes Latin letters with others that only look like them. Type it anew, all in Latin letters."
    ),
}


class NotAnAddress(ValueError):
    """The text is no e-mail address, or not surely the one that is meant."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault

    @property
    def message(self) -> Any:
        """What to say beside the field."""
        return FAULTS[self.fault]


_AS_ASCII = {
    **{point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)},  # full width
    **dict.fromkeys(map(ord, "\u200e\u200f\u061c")),
    **dict.fromkeys(map(ord, "。｡"), "."),
    ord("﹫"): "@",
    ord("‐"): "-",
    ord("‑"): "-",
}
_AROUND = " \t'\"“”„«»‘’()[]<>"
_AFTER = _AROUND + ".,;:،؛。!"
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>[\s.,;،؛]*")
_AROUND_AT = re.compile(r"\s*@\s*")
_LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")


def mailbox(text: str) -> str:
    """The one address that a text names, its domain in Unicode and lower case; whether it exists is not asked.

    Raises:
        NotAnAddress: it names none, several, or one that could be another than the person thinks.
    """
    if len(text) > 1000:
        raise NotAnAddress(Fault.UNREADABLE)
    address = _bare(one_line(text.translate(_AS_ASCII)))
    address = _AROUND_AT.sub("@", address)
    if address.count("@") > 1:
        raise NotAnAddress(Fault.SEVERAL)
    local, at, domain = address.partition("@")
    if not (local and at and domain):
        raise NotAnAddress(Fault.UNREADABLE)
    if " " in address:
        raise NotAnAddress(Fault.BLANK)
    local = _with_own_digits(local)
    domain = ".".join(map(_with_own_digits, domain.split(".")))
    try:
        found = validate_email(f"{local}@{domain}", check_deliverability=False).normalized
    except EmailNotValidError:
        raise NotAnAddress(Fault.UNREADABLE) from None
    local, _at, domain = found.rpartition("@")
    if any(len(_scripts(part)) > 1 for part in (local, *domain.split("."))):
        raise NotAnAddress(Fault.ALPHABETS)
    # Mail programs would take "=?" for an encoded word.
    if "=?" in found or len(found) > LONGEST or _is_disguised(local):
        raise NotAnAddress(Fault.UNREADABLE)
    return found


def _bare(text: str) -> str:
    """Without what surrounds an address where it is copied from."""
    named = _NAMED.fullmatch(text)
    if named:
        before = _stripped(named[1])
        text = named[2]
        if "@" in before and _stripped(before).casefold() != _stripped(text).casefold():
            raise NotAnAddress(Fault.SEVERAL)
    text = _stripped(text)
    if text[:7].lower() == "mailto:":
        text = _stripped(one_line(unquote(text[7:].partition("?")[0])))
    return text


def _stripped(text: str) -> str:
    return text.lstrip(_AROUND).rstrip(_AFTER)


def _with_own_digits(part: str) -> str:
    """Digits as 0-9, unless the part is written in a script that has its own."""
    letters = [letter for letter in part if letter.isalpha()]
    return ascii_digits(part) if all(_is_european(letter) for letter in letters) else part


def _is_european(letter: str) -> bool:
    return ord(letter) < 0x590 or unicodedata.name(letter, "").startswith(_LOOK_ALIKE)


def _scripts(part: str) -> set[str]:
    """Those of the scripts that look like one another in which a part is written."""
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in part if letter.isalpha()}
    return names & set(_LOOK_ALIKE)


def _is_disguised(local: str) -> bool:
    """Whether it has letters that are another way to write Latin ones, such as those of mathematics."""
    return any(
        unicodedata.normalize("NFKC", letter).isascii() for letter in local if not letter.isascii() and letter.isalpha()
    )
