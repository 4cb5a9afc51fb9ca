"""Addresses that mail programs wrap into one of their own."""

from __future__ import annotations

import pytest
from flask import Flask

from foundation.form_fields import BlockField, Form, LineField, WebAddress
from foundation.web_links import unwrapped, with_unwrapped

MAILBOX = "officer%40example.org"
OUTLOOK = (
    f"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fnote&data=05%7C02%7C{MAILBOX}"
)


@pytest.mark.parametrize(
    ("wrapped", "meant"),
    [
        (OUTLOOK, "https://example.org/note"),
        (OUTLOOK.replace("/?url", "/ap/b-59584e83/?url").replace("eur01", "GCC02"), "https://example.org/note"),
        (
            f"https://nam.safelinks.protection.outlook.com/?data=05%7C{MAILBOX}&url=mailto%3Ainfo%40example.org",
            "mailto:info@example.org",
        ),
        (
            f"https://nam.safelinks.protection.outlook.com/?data={MAILBOX}",
            "https://nam.safelinks.protection.outlook.com/",
        ),
        (
            f"https://nam.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)&data={MAILBOX}",
            "https://nam.safelinks.protection.outlook.com/",
        ),
        ("https://urldefense.com/v3/__https://example.org/a*b?c=1__;Kw!!Ab!x$", "https://example.org/a+b?c=1"),
        ("https://urldefense.com/v3/__https://example.org/**Bx__;w6nDqcOp!!Ab!x$", "https://example.org/éééx"),
        ("https://urldefense.com/v3/__https:/example.org/a__;!!Ab!x$", "https://example.org/a"),
        ("https://urldefense.com/v3/__broken__;!!Ab!x$", "https://urldefense.com/v3/__broken__;!!Ab!x$"),
        (
            f"https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_n-3Fa-3Db&r={MAILBOX}",
            "https://example.org/n?a=b",
        ),
        (
            f"https://urldefense.proofpoint.com/v1/url?u=http://example.org/n&k=x&r={MAILBOX}",
            "http://example.org/n",
        ),
        ("https://www.google.com/url?sa=t&q=https%3A%2F%2Fexample.org%2Fn&ved=x", "https://example.org/n"),
        ("https://www.google.co.uk/url?url=https://example.org/n", "https://example.org/n"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org&h=x", "https://example.org"),
        ("https://secure-web.cisco.com/1abc/https%3A%2F%2Fexample.org%2Fn", "https://example.org/n"),
        ("https://eu.protection.sophos.com?d=example.org&u=aHR0cHM6Ly9leGFtcGxlLm9yZy9u&i=x", "https://example.org/n"),
        (f"https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fexample.org%2fn&c={MAILBOX}", "https://example.org/n"),
        ("https://www.google.com/maps?q=1", "https://www.google.com/maps?q=1"),
        ("https://www.google.com/url?x=1", "https://www.google.com/url?x=1"),
        ("https://example.org/?url=https%3A%2F%2Fexample.com", "https://example.org/?url=https%3A%2F%2Fexample.com"),
        (
            "https://safelinks.protection.outlook.com.example.org/?url=https://example.com",
            "https://safelinks.protection.outlook.com.example.org/?url=https://example.com",
        ),
        ("https://[::1/safelinks", "https://[::1/safelinks"),
    ],
)
def test_address_meant_is_found(wrapped: str, meant: str) -> None:
    assert unwrapped(wrapped) == meant


def test_wrapper_in_a_wrapper_is_taken_off_too() -> None:
    inner = "https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2Fexample.org%2Fx__%3B!!A!b%24"
    assert unwrapped(f"https://nam.safelinks.protection.outlook.com/?url={inner}&data={MAILBOX}") == (
        "https://example.org/x"
    )


def test_addresses_in_a_text_are_unwrapped_and_what_stands_around_them_stays() -> None:
    text = f"See ({OUTLOOK}), or\n{OUTLOOK}."
    assert with_unwrapped(text) == "See (https://example.org/note), or\nhttps://example.org/note."


def test_fields_of_forms_unwrap_what_is_typed(app: Flask) -> None:
    """Before its length and form are judged."""

    class Asked(Form):
        url = LineField(maximum=100, validators=[WebAddress()])
        body = BlockField()

    long = OUTLOOK + "%7C" + "x" * 600
    with app.test_request_context(method="POST", data={"url": long, "body": f"See {long}\nand more"}):
        form = Asked()
        assert form.validate(), form.errors
    assert (form.url.data, form.body.data) == ("https://example.org/note", "See https://example.org/note\nand more")
