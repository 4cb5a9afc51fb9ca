from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.mailboxes import Fault, NotAnAddress, mailbox


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" jane@example.org ", "jane@example.org"),
        ("jane @ example.org", "jane@example.org"),
        ("ahmad٢٠٢٤@example.org", "ahmad2024@example.org"),
        ("ahmad۲۰۲۴@example.org", "ahmad2024@example.org"),
        ("٢٠٢٤@example٢.org", "2024@example2.org"),
        ("أحمد@مثال.إختبار", "أحمد@مثال.إختبار"),
        ("أحمد٢@مثال.إختبار", "أحمد٢@مثال.إختبار"),
        ("user＠example．org", "user@example.org"),
        ("ｊａｎｅ@example。org", "jane@example.org"),
        ("mailto:jane@example.org?subject=Hello", "jane@example.org"),
        ("MAILTO:jane%2Bun@example.org", "jane+un@example.org"),
        ("<jane@example.org>", "jane@example.org"),
        ("Jane Doe <jane@example.org>", "jane@example.org"),
        ('"Doe, Jane" <jane@example.org>;', "jane@example.org"),
        ("jane@example.org <jane@example.org>", "jane@example.org"),
        ("jane@example.org.", "jane@example.org"),
        ("jane@example.org،", "jane@example.org"),
        ("«jane@example.org»", "jane@example.org"),
        ("\u200ejane@example.org\u200f", "jane@example.org"),
        ("jane\u200b@example.org", "jane@example.org"),
        ("josé@example.org", "josé@example.org"),
        ("jose\u0301@example.org", "josé@example.org"),
        ("иван@пример.испытание", "иван@пример.испытание"),
        ("jane@xn--mgbh0fb.xn--kgbechtv", "jane@مثال.إختبار"),
        ("O'Neil+list@EXAMPLE.org", "O'Neil+list@example.org"),
        ("jane‑doe@example.org", "jane-doe@example.org"),
    ],
)
def test_what_can_only_be_meant_one_way_is_put_right(typed: str, meant: str):
    assert mailbox(typed) == meant
    assert mailbox(meant) == meant


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("john smith@example.org", Fault.BLANK),
        ("jane 10@example .org", Fault.BLANK),
        ("jane\u00a0doe@example.org", Fault.BLANK),
        ("jane@example.org\njack", Fault.BLANK),
        ("аdmin@example.org", Fault.ALPHABETS),
        ("admin@eхample.org", Fault.ALPHABETS),
        ("αdmin@example.org", Fault.ALPHABETS),
        ("a@example.org, b@example.org", Fault.SEVERAL),
        ("jane@example.org <eve@example.org>", Fault.SEVERAL),
        ("layla", Fault.UNREADABLE),
        ("@example.org", Fault.UNREADABLE),
        ("jane@", Fault.UNREADABLE),
        ("jane@example,org", Fault.UNREADABLE),
        ("𝐚dmin@example.org", Fault.UNREADABLE),
        ("=?utf-8?q?a?=@example.org", Fault.UNREADABLE),
        ("a" * 300 + "@example.org", Fault.UNREADABLE),
        ("", Fault.UNREADABLE),
    ],
)
def test_what_could_be_somebody_else_is_refused_with_the_reason(typed: str, fault: Fault):
    with pytest.raises(NotAnAddress) as refused:
        mailbox(typed)
    assert refused.value.fault is fault


@given(st.text(st.sampled_from("ab.@ <>,\"'٢أа＠:;mailto\u200e\u200b-_+%=?")))
@settings(max_examples=400)
def test_an_address_is_read_as_itself_or_refused(text: str):
    try:
        address = mailbox(text)
    except NotAnAddress:
        return
    assert mailbox(address) == address
    assert " " not in address and address.count("@") == 1
