"""What mail programs make a link of is not taken for a name."""

from __future__ import annotations

import pytest

from foundation.clickable import holds_link

LINKS = (
    "evil.ninja/x",
    "evil.chat/now",
    "evil.health:8080/x",
    "WIN 5000 EUR now www.evil.example/claim",
    "https://evil.example/x",
    "HTTP://EVIL.EXAMPLE",
    "go to evil.com",
    "Evil.Com!",
    "sub.domain.evil.net",
    "bit.ly/3abc",
    "t.me/win",
    "evil.xn--p1ai/claim",
    "evil.example:8080",
    "evil.de?x=1",
    "evil.tk#now",
    "evil．com",
    "evil。com",
    "ev\u200bil.c\u200bom",
    "ww\u00adw.evil",
    "ｗｗｗ.evil.example",
    "//evil.example/x",
    "mailto:win@evil.example",
    "http:evil.example",
    "203.0.113.7/x",
    "موقع.شبكة/جائزة",
    "اربح www.evil.example الآن",
    "évil.org",
)
NAMES = (
    "Dr.Eng/MSc",
    "Mr.Black",
    "Layla Mansour", "J. R. Smith", "J.R.Smith", "St.John", "O\u2019Neill-Haddad", "Dr.", "H.E. Eng.", "Abd.Al",
    "Layla <layla@example.org>",
    "م.أحمد", "أ.د. ليلى", "معالي السيد", "Ph.D.", "M.Sc.", "Jr.", "Van der Berg", "Ms./Mr.", "Prof.Dr.",
    "Nguyễn Văn A", "李小龍", "N.N.", "A/B", "د.م. عمان", "Mme", "S.E. M.",
)  # fmt: skip
ORGANISATIONS = (
    "Booking.com", "Amazon.com, Inc.", "Ministry of Economy / Department 3", "U.N. Women", "ITU-T", "e.oppi", "Yahoo!",
    "Unit 1.2.3.4", "Head of Unit, A.I./Data", "R&D: networks", "وزارة الاقتصاد/إدارة ٣", "G20/OECD", "24/7",
    "Node.js developer", "Director (acting): policy",
)  # fmt: skip


@pytest.mark.parametrize("text", LINKS)
def test_addresses_are_found_in_names(text: str) -> None:
    assert holds_link(text)


@pytest.mark.parametrize("text", [link for link in LINKS if "/" in link or "mailto:" in link or "www" in link])
def test_addresses_that_lead_somewhere_are_found_in_organisations(text: str) -> None:
    assert holds_link(text, is_name=False)


@pytest.mark.parametrize("text", NAMES)
def test_names_are_names(text: str) -> None:
    assert not holds_link(text)


@pytest.mark.parametrize("text", ORGANISATIONS)
def test_organisations_may_be_called_like_a_host(text: str) -> None:
    assert not holds_link(text, is_name=False)
