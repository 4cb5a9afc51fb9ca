"""The head of a message as it goes out.

Texts become finished header lines here (RFC 5322, RFC 2047). Nothing reads them again on the way: a library that
decodes what it is given would turn `=?utf-8?q?=0D=0A?=` in a name into a line of its own.
"""

from __future__ import annotations

import re
from base64 import b64encode

import idna

NAME_LETTERS = 200
SUBJECT_LETTERS = 500
LINE = 76  # octets of a line with encoded words, RFC 2047 2
LONGEST_LINE = 998  # octets of any line, RFC 5322 2.1.1

MEANT = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language")
ALWAYS = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_ATOMS = re.compile(rf"{_ATEXT}+(?: {_ATEXT}+)*")
_DOT_ATOM = re.compile(rf"(?:{_ATEXT}|[^\x00-\x9f])+(?:\.(?:{_ATEXT}|[^\x00-\x9f])+)*")
_QUOTABLE = re.compile(r"[ -~]*")
_FIELD = re.compile(rb"([!-9;-~]+):[ \t]")
_PLAIN_IN_WORDS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_FRAME = len("=?utf-8?b??=")


class BrokenMessage(Exception):
    """A message whose head is not what was meant; it is never sent."""


def text_field(name: str, text: str) -> str:
    """`name: text` of one line of text, folded; whatever a reader could take for an encoded word is encoded."""
    if text.isascii() and text.isprintable() and "=?" not in text:
        lines = _at_blanks(f"{name}: {text}")
        if max(map(len, lines)) <= LINE:
            return "\r\n".join(lines)
    return f"{name}: {_words(text, LINE - len(name) - 2)}"


def mailbox_field(name: str, person: str, email: str) -> str:
    """`name: person <email>`; `email` is already as it goes out (`address`)."""
    if not person:
        return f"{name}: {email}"
    room = LINE - len(name) - 2
    if len(person) + 2 > room or "=?" in person or re.search(r'["\\<>@]', person) or not _QUOTABLE.fullmatch(person):
        shown = _words(person, room)
    else:
        shown = person if _ATOMS.fullmatch(person) else f'"{person}"'
    last = len(shown) - (shown.rfind("\r\n") + 2 if "\r\n" in shown else -len(name) - 2)
    return f"{name}: {shown}{' ' if last + len(email) + 3 <= LINE else chr(13) + chr(10) + ' '}<{email}>"


def address(email: str) -> str:
    """An address as it stands in a header; an international domain in its ASCII form.

    Raises:
        BrokenMessage: it cannot stand in a header.
    """
    local, _, domain = email.strip().rpartition("@")
    domain = ascii_domain(domain)
    # No mail program agrees with another on what an encoded word inside an address means.
    if "=?" in email or not re.fullmatch(r"[A-Za-z0-9.-]+|\[[A-Za-z0-9.:]+\]", domain):
        raise BrokenMessage("not an address for a header")
    if _DOT_ATOM.fullmatch(local):
        return f"{local}@{domain}"
    if not local or not _QUOTABLE.fullmatch(local):
        raise BrokenMessage("not an address for a header")
    quoted = re.sub(r'(["\\])', r"\\\1", local.removeprefix('"').removesuffix('"'))
    return f'"{quoted}"@{domain}'


def ascii_domain(domain: str) -> str:
    """The form of a domain that the name system knows.

    Python's own codec follows the older IDNA 2003, which makes another domain, of somebody else, of `faß.example`.

    Raises:
        BrokenMessage: it has none.
    """
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise BrokenMessage("not a domain") from error


def local_part(email: str) -> str:
    """What stands before the last @."""
    return email.strip().rpartition("@")[0]


def head_of(content: bytes) -> bytes:
    """The head of a finished message, without the empty line that ends it."""
    return content.partition(b"\r\n\r\n")[0]


def check(content: bytes) -> None:
    """See that the head of a finished message is what was meant: each header known and there once, each line whole.

    Raises:
        BrokenMessage: it is not.
    """
    head, end, _body = content.partition(b"\r\n\r\n")
    if not end:
        raise BrokenMessage("the head does not end")
    seen: list[str] = []
    for line in head.split(b"\r\n"):
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line) or not line.strip() or len(line) > LONGEST_LINE:
            raise BrokenMessage("a header has a line that cannot be sent")
        if line[:1] in b" \t":
            continue
        field = _FIELD.match(line)
        if field is None:
            raise BrokenMessage("a line of the head is no header")
        name = field[1].decode("ascii")
        if not line.isascii() and name != "To":
            raise BrokenMessage(f"{name} is not written in ASCII")
        seen.append(name)
    if len(set(map(str.lower, seen))) != len(seen):
        raise BrokenMessage("a header stands there twice")
    if not set(ALWAYS) <= set(seen) <= {*MEANT, *ALWAYS}:
        raise BrokenMessage("the head has other headers than were meant")


def _at_blanks(line: str) -> list[str]:
    name, first, *others = re.split(r"(?= )", line)
    lines = [name + first]
    for word in others:
        if len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] += word
    return lines


def _words(text: str, room: int) -> str:
    """The text as encoded words, each a line; the first has `room` octets."""
    quoted = {letter: _quoted(letter) for letter in set(text)}
    as_q = 2 * sum(map(len, map(quoted.__getitem__, text))) <= 3 * len(text.encode())
    words: list[str] = []
    rest = text
    while rest or not words:
        length = _fitting(rest, room - _FRAME, quoted if as_q else None)
        piece, rest = rest[:length], rest[length:]
        body = "".join(map(quoted.__getitem__, piece)) if as_q else b64encode(piece.encode()).decode()
        words.append(f"=?utf-8?{'q' if as_q else 'b'}?{body}?=")
        room = LINE - 1
    return "\r\n ".join(words)


def _fitting(text: str, room: int, quoted: dict[str, str] | None) -> int:
    """How many letters fit; before a blank if there is one: some readers show a gap between encoded words."""
    used = 0
    for count, letter in enumerate(text):
        used += len(quoted[letter]) if quoted is not None else len(letter.encode())
        if (used if quoted is not None else -(-used // 3) * 4) > room:
            return text.rfind(" ", 1, count) if text.rfind(" ", 1, count) > 0 else count
    return len(text)


def _quoted(letter: str) -> str:
    if letter == " ":
        return "_"
    return "".join(chr(octet) if octet in _PLAIN_IN_WORDS else f"={octet:02X}" for octet in letter.encode())
