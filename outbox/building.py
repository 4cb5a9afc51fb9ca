"""Messages as bytes: headers, plain text, HTML and calendar part, after RFC 5322, 2046 and 6047."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_string
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any

from foundation.clock import now
from outbox.links import mask_links, unmask_links
from outbox.rendering import Rendered, one_line


class _WholeWords(EmailPolicy):
    """Headers whose texts come out as they went in.

    Python 3.11 drops the blank at which it splits a text beyond ASCII, so two words of a long subject run together.
    """

    def fold(self, name: str, value: Any) -> str:
        encoded = self._encoded(name, value)
        return super().fold(name, value) if encoded is None else encoded

    def fold_binary(self, name: str, value: Any) -> bytes:
        encoded = self._encoded(name, value)
        return super().fold_binary(name, value) if encoded is None else encoded.encode()

    def _encoded(self, name: str, value: Any) -> str | None:
        """The header with its text as encoded words (RFC 2047); None leaves it to Python."""
        people = getattr(value, "addresses", ())
        text = people[0].display_name if people else str(value) if name == "Subject" else ""
        if len(people) > 1 or text.isascii() or not hasattr(value, "fold"):
            return None
        words = Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)
        after = f"{self.linesep} <{people[0].addr_spec}>" if people else ""
        return f"{name}: {words}{after}{self.linesep}"


# 7bit: not every server on the way takes 8BITMIME, and bytes once built are never changed.
POLICY = _WholeWords(linesep="\r\n", cte_type="7bit", refold_source="none")
FOLD_AT = 75  # octets of a calendar line, RFC 5545 3.1


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, in which language, and what comes with it."""

    message_id: str
    sender: str
    recipient: str
    language: str
    sender_name: str = ""
    recipient_name: str = ""
    reply_to: str = ""
    calendar: dict[str, str] | None = None


def build(envelope: Envelope, rendered: Rendered) -> bytes:
    """The finished message, ready for SMTP: multipart/alternative, the calendar also as a file.

    The sender's name replaces the one in `Envelope.sender` ("Name <address>") when given.
    """
    site_name, site_address = parseaddr(envelope.sender)
    needs_utf8 = not local_part(envelope.recipient).isascii()
    message = EmailMessage(policy=POLICY.clone(utf8=True) if needs_utf8 else POLICY)
    message["From"] = address(envelope.sender_name or site_name, site_address)
    message["To"] = address(envelope.recipient_name, envelope.recipient)
    if envelope.reply_to:
        message["Reply-To"] = address("", envelope.reply_to)
    message["Subject"] = one_line(rendered.subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(rendered.text, charset="utf-8")
    message.add_alternative(rendered.html, subtype="html", charset="utf-8")
    if envelope.calendar is not None:
        ics, method = envelope.calendar["ics"], envelope.calendar["method"]
        # RFC 6047 2.4: without the method parameter mail programs show a file, not an invitation.
        message.add_alternative(ics, subtype="calendar", charset="utf-8", params={"method": method})
        message.add_attachment(
            ics.encode(), maintype="application", subtype="ics", filename="invite.ics",
        )  # fmt: skip
    # Last: a header that begins with Content- moves into the first part whenever a part is added.
    message["Content-Language"] = envelope.language
    return message.as_bytes()


def masked(content: bytes) -> bytes:
    """A message with the secrets of its links replaced, for keeping."""
    # As text: only a recipient beyond ASCII is not 7bit, and the byte parser would take that for damage.
    message = message_from_string(content.decode(), policy=POLICY.clone(utf8=not content.isascii()))
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html"):
            _replace(part, mask_links)
        elif kind == "text/calendar":
            _replace(part, masked_calendar)
        elif kind == "application/ics":
            ics = masked_calendar(part.get_content().decode())
            part.set_content(
                ics.encode(), maintype="application", subtype="ics", filename="invite.ics",
            )  # fmt: skip
    return message.as_bytes()


def masked_calendar(ics: str) -> str:
    """A calendar with the secrets of its links replaced."""
    return _each_line(ics, mask_links)


def unmasked_calendar(ics: str, addresses: list[str]) -> str:
    """A calendar that was masked, with the links as they are now."""
    return _each_line(ics, lambda line: unmask_links(line, addresses))


def address(name: str, email: str) -> Address:
    """A header's address; an international domain is written in its ASCII form."""
    local, _, domain = email.strip().rpartition("@")
    return Address(one_line(name), local, ascii_domain(domain))


def ascii_domain(domain: str) -> str:
    """The form of a domain that the name system knows."""
    return domain if domain.isascii() else domain.encode("idna").decode()


def local_part(email: str) -> str:
    """What stands before the last @."""
    return email.strip().rpartition("@")[0]


def _replace(part: EmailMessage, change: Callable[[str], str]) -> None:
    text = part.get_content()
    changed = change(text)
    if changed == text:
        return
    method = part.get_param("method")
    part.set_content(
        changed,
        subtype=part.get_content_subtype(),
        charset="utf-8",
        params={"method": method} if method else None,
    )


def _each_line(ics: str, change: Callable[[str], str]) -> str:
    # A fold may run through the middle of an address.
    unfolded = re.sub(r"\r?\n[ \t]", "", ics)
    lines = re.split(r"\r?\n", unfolded.rstrip("\r\n"))
    return "\r\n".join(_fold(change(line)) for line in lines) + "\r\n"


def _fold(line: str) -> str:
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > FOLD_AT:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]).decode()
