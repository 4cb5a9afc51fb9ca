"""Messages as bytes: headers, plain text, HTML and calendar part, after RFC 5322, 2046 and 6047."""

from __future__ import annotations

import re
import secrets
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import format_datetime, parseaddr

from foundation.clock import now
from outbox.headers import (
    NAME_LETTERS,
    SUBJECT_LETTERS,
    address,
    check,
    head_of,
    local_part,
    mailbox_field,
    text_field,
)
from outbox.link_references import mask_links, unmask_links
from outbox.rendering import Rendered, one_line

CALENDAR_LINE = 75  # octets of a calendar line, RFC 5545 3.1
PLAIN_LINE = 900  # octets of a line that goes out as it is; RFC 5322 allows 998


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

    The sender's name replaces the one in `Envelope.sender` ("Name <address>") when given. An address to answer to
    that ASCII cannot hold is left out unless the recipient's needs SMTPUTF8 too: it would keep the message from many.

    Raises:
        outbox.headers.BrokenMessage: a header would not be what is meant.
    """
    site_name, site_address = parseaddr(envelope.sender)
    fields = [
        mailbox_field(
            "From",
            one_line(envelope.sender_name, NAME_LETTERS) or one_line(site_name, NAME_LETTERS),
            address(site_address),
        ),
        mailbox_field("To", one_line(envelope.recipient_name, NAME_LETTERS), address(envelope.recipient)),
    ]
    if envelope.reply_to and local_part(envelope.reply_to).isascii():
        fields.append(mailbox_field("Reply-To", "", address(envelope.reply_to)))
    boundary = _boundary()
    kind = "mixed" if envelope.calendar is not None else "alternative"
    fields += [
        text_field("Subject", one_line(rendered.subject, SUBJECT_LETTERS)),
        f"Date: {format_datetime(now())}",
        f"Message-ID: {envelope.message_id}",
        "Auto-Submitted: auto-generated",
        f"Content-Language: {envelope.language}",
        "MIME-Version: 1.0",
        _multipart_type(kind, boundary),
    ]
    parts = [_text_part("plain", rendered.text), _text_part("html", rendered.html)]
    if envelope.calendar is not None:
        ics, method = envelope.calendar["ics"], envelope.calendar["method"]
        # RFC 6047 2.4: without the method parameter mail programs show a file, not an invitation.
        parts = [_alternative([*parts, _text_part("calendar", ics, method)]), _calendar_file(ics)]
    content = "\r\n".join(fields).encode() + b"\r\n\r\n" + _joined(parts, boundary)
    check(content)
    return content


def masked(content: bytes) -> bytes:
    """A message with the secrets of its links replaced, for keeping; its head is left as it is."""
    message = BytesParser(policy=compat32).parsebytes(content)
    return head_of(content) + b"\r\n\r\n" + _masked_body(message)


def masked_calendar(ics: str) -> str:
    """A calendar with the secrets of its links replaced."""
    return _each_line(ics, mask_links)


def unmasked_calendar(ics: str, addresses: list[str]) -> str:
    """A calendar that was masked, with the links as they are now."""
    return _each_line(ics, lambda line: unmask_links(line, addresses))


def _masked_body(message: Message) -> bytes:
    if not message.is_multipart():
        text = bytes(message.get_payload(decode=True) or b"").decode("utf-8", "replace")
        return _encoded(mask_links(text))[1]
    return _joined([_masked_part(part) for part in _parts_of(message)], str(message.get_boundary()))


def _masked_part(part: Message) -> bytes:
    if part.is_multipart():
        return _alternative([_masked_part(inner) for inner in _parts_of(part)])
    kind = part.get_content_subtype()
    text = bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    if part.get_content_maintype() != "text":
        return _calendar_file(masked_calendar(text))
    if kind == "calendar":
        return _text_part(kind, masked_calendar(text), str(part.get_param("method")))
    return _text_part(kind, mask_links(text))


def _parts_of(message: Message) -> list[Message]:
    return [part for part in message.get_payload() if isinstance(part, Message)]


def _alternative(parts: list[bytes]) -> bytes:
    boundary = _boundary()
    return _multipart_type("alternative", boundary).encode() + b"\r\n\r\n" + _joined(parts, boundary)


def _text_part(kind: str, text: str, method: str = "") -> bytes:
    coding, body = _encoded(text)
    parameter = f"; method={method}" if method else ""
    head = f'Content-Type: text/{kind}; charset="utf-8"{parameter}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n'
    return head.encode("ascii") + body


def _calendar_file(ics: str) -> bytes:
    return (
        b"Content-Type: application/ics\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="invite.ics"\r\n\r\n' + _base64(ics.encode())
    )


def _encoded(text: str) -> tuple[str, bytes]:
    """Content-Transfer-Encoding and body. Always seven bits: not every server on the way takes eight."""
    lines = re.split(r"\r\n|\r|\n", text)
    octets = "\r\n".join(lines if lines[-1] == "" else [*lines, ""]).encode("utf-8", "replace")
    if octets.isascii() and b"\0" not in octets and max(map(len, lines)) <= PLAIN_LINE:
        return "7bit", octets
    coded = _base64(octets)
    if octets.isascii() or 5 * len(octets.decode()) > 4 * len(octets):  # mostly ASCII: readable as it is
        quoted = b"".join(b2a_qp(line).replace(b"=\n", b"=\r\n") + b"\r\n" for line in octets[:-2].split(b"\r\n"))
        if len(quoted) < len(coded):
            return "quoted-printable", quoted
    return "base64", coded


def _base64(octets: bytes) -> bytes:
    return encodebytes(octets).replace(b"\n", b"\r\n")


def _boundary() -> str:
    return f"=_{secrets.token_hex(12)}"  # base64 and quoted-printable never have `=_`


def _multipart_type(kind: str, boundary: str) -> str:
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"'


def _joined(parts: list[bytes], boundary: str) -> bytes:
    mark = b"--" + boundary.encode("ascii")
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def _each_line(ics: str, change: Callable[[str], str]) -> str:
    # A fold may run through the middle of an address.
    unfolded = re.sub(r"\r?\n[ \t]", "", ics)
    lines = re.split(r"\r?\n", unfolded.rstrip("\r\n"))
    return "\r\n".join(_fold(change(line)) for line in lines) + "\r\n"


def _fold(line: str) -> str:
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > CALENDAR_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]).decode()
