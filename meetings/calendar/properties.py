"""Values of calendar properties as icalendar writes them, made without guessing at types."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Event, vCalAddress, vCategory, vDDDTypes, vDuration, vText, vUri

from meetings.models.joining import ParticipationLink

# What no line of a calendar may hold, and what some readers take for the end of a line.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


def plain(value: str) -> str:
    """A text without control characters; every kind of line end becomes a newline."""
    return value if value.isprintable() else _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", value)).strip()


def text(value: str, language: str = "") -> vText:
    """A text, with its language where it is known."""
    return vText(plain(value), params={"LANGUAGE": language} if language else None)


def one_line(value: str) -> str:
    """A text for a parameter, in which there is no line end and no quotation mark."""
    return " ".join(plain(value).replace('"', "'").split())


def local_moment(day: date, moment: time, zone: str) -> vDDDTypes:
    """A local wall time with its zone."""
    return vDDDTypes(datetime.combine(day, moment, ZoneInfo(zone)))


def whole_day(day: date) -> vDDDTypes:
    """A day without hours (RFC 5545 3.3.4)."""
    value = vDDDTypes(day)
    value.params["VALUE"] = "DATE"
    return value


def is_whole_day(event: Event) -> bool:
    """Whether an entry has no hours."""
    return event["DTSTART"].params.get("VALUE") == "DATE"


def uri(address: str) -> vUri:
    """An address that stays on its line, whatever was pasted into it."""
    return vUri(
        address if address.isascii() and address.isprintable() else quote(address.strip(), safe=":/?#[]@!$&'()*+,;=%~")
    )


def categories(name: str, language: str) -> vCategory:
    """One category, named in a language."""
    return vCategory([plain(name)], params={"LANGUAGE": language})


def conference(link: ParticipationLink) -> vUri:
    """Where one joins (RFC 7986 5.11)."""
    value = uri(link.join_url)
    value.params["VALUE"] = "URI"
    value.params["FEATURE"] = "VIDEO"
    value.params["LABEL"] = one_line(link.provider) or "Online"
    if link.language:
        value.params["LANGUAGE"] = link.language
    return value


def address(email: str, name: str = "", **parameters: str) -> vCalAddress:
    """A calendar address with its parameters."""
    value = vCalAddress(f"mailto:{email}")
    if name:
        value.params["CN"] = vText(one_line(name))
    for key, parameter in parameters.items():
        value.params[key.upper()] = parameter
    return value


def hours(number: int) -> vDuration:
    """So many hours."""
    return vDuration(timedelta(hours=number))


def is_colour(value: str) -> bool:
    """Whether a value is a colour as an accent is written, #rrggbb."""
    return _COLOUR.fullmatch(value) is not None
