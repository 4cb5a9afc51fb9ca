"""Messages as bytes, read back by the standard library."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.link_tokens import make_token
from outbox.building import Envelope, build, masked, masked_calendar
from outbox.link_references import MASK, mask_links, unmask_links
from outbox.reading import read
from outbox.rendering import Rendered, one_line, render
from tests.outbox.letters import VALUES, invitation, parts

HELLO = Rendered("Your registration", "Good day\n", "<html><head></head><body><p>Good day</p></body></html>")


def _envelope(**changes) -> Envelope:
    values = {
        "message_id": "<0123456789abcdef01234567@example.org>",
        "sender": "Plenary <plenary@example.org>",
        "recipient": "salma@example.org",
        "language": "en",
    }
    return Envelope(**{**values, **changes})


def _parsed(content: bytes):
    return message_from_bytes(content, policy=policy.default)


def test_headers_of_a_plain_message(app):
    message = _parsed(build(_envelope(reply_to="assistant@example.org"), HELLO))

    assert str(message["From"]) == "Plenary <plenary@example.org>"
    assert str(message["To"]) == "salma@example.org"
    assert str(message["Reply-To"]) == "assistant@example.org"
    assert str(message["Message-ID"]) == "<0123456789abcdef01234567@example.org>"
    assert str(message["Content-Language"]) == "en"
    assert str(message["Auto-Submitted"]) == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_arabic_round_trip(app):
    subject = "تأكيد تسجيلكم في اجتماع الخبراء حول التكنولوجيا والابتكار والشبكات في المنطقة العربية 2024"
    text = "السيدة سلمى،\n\n" + "نؤكد تسجيلكم في الاجتماع الذي يُعقد في عمّان. " * 20 + "\n"
    html = f"<html><head></head><body dir='rtl'><p>{text}</p></body></html>"

    content = build(
        _envelope(
            language="ar",
            sender_name="اللجنة الاقتصادية والاجتماعية، فريق الابتكار",
            recipient_name="د. سلمى الحدّاد، وزارة الاقتصاد الرقمي والريادة",
        ),
        Rendered(subject, text, html),
    )

    message = _parsed(content)
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert str(message["Subject"]) == subject
    shown = read(content).headers
    assert shown["From"] == "اللجنة الاقتصادية والاجتماعية، فريق الابتكار <plenary@example.org>"
    assert shown["To"] == "د. سلمى الحدّاد، وزارة الاقتصاد الرقمي والريادة <salma@example.org>"
    assert shown["Subject"] == subject
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert message.get_body(("html",)).get_content().strip().replace("\r\n", "\n") == html
    assert message.get_body(("plain",)).get_content_charset() == "utf-8"


@pytest.mark.parametrize("breaker", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\x1c"])
def test_header_injection_is_removed(app, breaker):
    evil = f"Hello{breaker}Bcc: all@example.org{breaker}{breaker}<p>body"

    message = _parsed(
        build(
            _envelope(sender_name=evil, recipient_name=evil),
            Rendered(evil, "text\n", "<html></html>"),
        )
    )

    assert message["Bcc"] is None
    assert str(message["Subject"]) == "Hello Bcc: all@example.org <p>body"
    assert [address.addr_spec for address in message["To"].addresses] == ["salma@example.org"]
    assert [address.addr_spec for address in message["From"].addresses] == ["plenary@example.org"]


@given(words=st.lists(st.text("تاعلمé", min_size=1, max_size=12), min_size=1, max_size=20))
def test_no_blank_of_a_long_header_is_lost(words):
    line = " ".join(words)

    content = build(_envelope(sender_name=line, recipient_name=line), Rendered(line, "text\n", "<html></html>"))

    for shown in (read(content), read(masked(content))):
        assert shown.headers["Subject"] == line
        assert shown.people["From"] == (line, "plenary@example.org")
        assert shown.people["To"] == (line, "salma@example.org")
    assert max(len(row) for row in content.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 78


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(max_size=120),
    subject=st.text(max_size=200),
    text=st.text(max_size=300),
)
def test_any_text_survives_and_stays_in_its_header(app, name, subject, text):
    content = build(_envelope(recipient_name=name), Rendered(subject, text, f"<html>{text}</html>"))

    message = _parsed(content)
    assert content.isascii()
    assert [address.addr_spec for address in message["To"].addresses] == ["salma@example.org"]
    assert {key.lower() for key in message} == {
        "from", "to", "subject", "date", "message-id", "content-language", "auto-submitted", "mime-version",
        "content-type",
    }  # fmt: skip
    assert _parsed(masked(content)).get_content_type() == "multipart/alternative"


def test_calendar_part_and_file(app):
    calendar = invitation()

    message = _parsed(build(_envelope(calendar=calendar), HELLO))

    assert message.get_content_type() == "multipart/mixed"
    part = parts(message)["text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert part.get_content_charset() == "utf-8"
    assert part.get_content().replace("\r\n", "\n") == calendar["ics"].replace("\r\n", "\n")
    alternative = parts(message)["multipart/alternative"]
    kinds = [inner.get_content_type() for inner in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    file = parts(message)["application/ics"]
    assert file.get_filename() == "invite.ics"
    assert file.get_content() == calendar["ics"].encode()


def test_cancellation_has_its_method(app):
    message = _parsed(build(_envelope(calendar=invitation("CANCEL")), HELLO))

    assert parts(message)["text/calendar"].get_param("method") == "CANCEL"


def test_international_addresses(app):
    idn = _parsed(build(_envelope(recipient="salma@مثال.example.org"), HELLO))
    beyond = build(_envelope(recipient="سلمى@example.org"), HELLO)

    assert idn["To"].addresses[0].addr_spec == "salma@xn--mgbh0fb.example.org"
    assert "سلمى@example.org".encode() in beyond
    assert "سلمى@example.org".encode() in masked(beyond)


def test_masking_reaches_text_html_and_calendar(app):
    token = make_token("registration", "ABCD2345", 1)
    url = f"https://plenary.test/r/{token}"
    text, html = f"Manage: {url}\n", f"<html><body><a href='{url}?lang=ar'>{url}</a></body></html>"

    kept = masked(build(_envelope(calendar=invitation(url=url)), Rendered("Hello", text, html)))

    message = _parsed(kept)
    decoded = [part.get_content() for part in message.walk() if not part.is_multipart()]
    unfolded = [
        (part.decode() if isinstance(part, bytes) else part).replace("\r\n ", "").replace("\n ", "") for part in decoded
    ]
    assert len(unfolded) == 4
    assert all(f"/r/{MASK}" in part for part in unfolded)
    assert not any(token in part or token.split(".")[1] in part for part in unfolded)
    assert parts(message)["text/calendar"].get_param("method") == "REQUEST"


@pytest.mark.parametrize("path", ["/r/", "/c/", "/sign-in/link/", "/password/", "/invitations/"])
def test_every_kind_of_token_is_masked(app, path):
    token = make_token("any", "K7MPQ2X4", 3)

    masked_text = mask_links(f"see https://plenary.test{path}{token}. Or %2Fr%2F{token}?lang=ar")

    assert masked_text == f"see https://plenary.test{path}{MASK}. Or %2Fr%2F{MASK}?lang=ar"


def test_other_addresses_are_not_masked(app):
    text = "https://zoom.us/j/98765432101?pwd=abcdefghijklmnopqrstuvwxyz.1 https://plenary.test/e/ENACT-ADVISORY/en"

    assert mask_links(text) == text


def test_masked_addresses_can_be_restored(app):
    url = f"https://plenary.test/r/{make_token('any', 'K7MPQ2X4', 3)}"

    assert unmask_links(mask_links(f"a {url} b"), [url]) == f"a {url} b"


def test_folded_calendar_lines_stay_short(app):
    folded = masked_calendar(invitation()["ics"])

    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == invitation()["ics"].replace("\r\n ", "")


def test_rendering_speaks_the_language_and_its_direction(app):
    rendered = render("sample/hello", "ar", {**VALUES, "sender_name": {"en": "Team", "ar": "الفريق"}})

    assert '<html lang="ar" dir="rtl">' in rendered.html
    assert "الفريق" in rendered.html
    assert rendered.text == "Good day\n\nhttps://plenary.test/e/TIN-API/en\n\nأُرسلت هذه الرسالة تلقائياً.\n"


def test_rendering_escapes_html_and_refuses_wild_colours(app):
    rendered = render("sample/hello", "en", {**VALUES, "greeting": "<script>x</script>", "accent": "red;}</style>"})

    assert "<script>" not in rendered.html
    assert "red;" not in rendered.html


def test_one_line_removes_controls(app):
    assert one_line(" a\r\n\tb\x00c\u2029 d ", 99) == "a b c d"
