"""A reader of message heads that takes the standards at their word (RFC 5322, RFC 2047), and knows no others."""

from __future__ import annotations

import re
from base64 import b64decode

ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9-]+)\?([qbQB])\?([!->@-~]*)\?=")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def fields(content: bytes) -> list[tuple[str, str]]:
    """Name and unfolded value of each header, in order; fails on anything that RFC 5322 forbids in a head."""
    head, end, _body = content.partition(b"\r\n\r\n")
    assert end
    assert b"\r" not in head.replace(b"\r\n", b"") and b"\n" not in head.replace(b"\r\n", b"") and b"\0" not in head
    found: list[tuple[str, str]] = []
    for line in head.split(b"\r\n"):
        assert 0 < len(line) <= 998
        assert line.strip()
        words = [word for word in line.split() if word.startswith(b"=?")]
        assert all(len(word) <= 75 for word in words)
        assert not words or len(line) <= 76
        text = line.decode("utf-8")
        if text[0] in " \t":
            name, value = found[-1]
            found[-1] = (name, value + text)
            continue
        name, colon, value = text.partition(":")
        assert colon and re.fullmatch(r"[!-9;-~]+", name), line
        found.append((name, value))
    return [(name, value.strip(" ")) for name, value in found]


def text_of(value: str) -> str:
    """What an unstructured header says; each encoded word stands alone and holds whole letters."""
    shown, last_was_encoded = "", False
    for gap, word in re.findall(r"(\s*)(\S+)", value):
        encoded = ENCODED_WORD.fullmatch(word)
        assert encoded or "=?" not in word, word
        shown += ("" if encoded and last_was_encoded else gap) + (_decoded(encoded) if encoded else word)
        last_was_encoded = encoded is not None
    return shown


def person_and_address(value: str) -> tuple[str, str]:
    """Display name and address of a header with one mailbox."""
    if not value.endswith(">"):
        return "", value
    phrase, _bracket, email = value[:-1].rpartition("<")
    phrase = phrase.strip()
    quoted = QUOTED.fullmatch(phrase)
    if quoted:
        assert "=?" not in phrase
        return re.sub(r"\\(.)", r"\1", quoted[1]), email
    for word in phrase.split():
        assert re.fullmatch(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", word), word
    return text_of(phrase), email


def _decoded(word: re.Match[str]) -> str:
    charset, coding, body = word.groups()
    if coding in "bB":
        return b64decode(body, validate=True).decode(charset)
    octets = re.sub(rb"=([0-9A-F]{2})", lambda hit: bytes.fromhex(hit[1].decode()), body.replace("_", " ").encode())
    return octets.decode(charset)
