from __future__ import annotations

import pytest

from foundation.telephones import NotANumber, tel_address, telephone

AMMAN = "+962 6 555 0100"


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        (AMMAN, None, AMMAN),
        ("+٩٦٢ ٦ ٥٥٥ ٠١٠٠", None, AMMAN),
        ("00962 6 555 0100", None, AMMAN),
        ("+962 (0)6 555-0100", None, AMMAN),
        ("tel:+96265550100", None, AMMAN),
        ("06 555 0100", "JO", AMMAN),
        ("٠٦ ٥٥٥ ٠١٠٠", "JO", AMMAN),
        ("06 555 0100 ext. 12", "JO", f"{AMMAN} ext. 12"),
        ("06 555 0100 تحويلة ١٢", "JO", f"{AMMAN} ext. 12"),
        ("\u200e+962 6 555 0100\u200e", None, AMMAN),
    ],
)
def test_number_is_kept_in_international_form(typed: str, country: str | None, kept: str):
    assert telephone(typed, country) == kept
    assert telephone(kept) == kept
    assert tel_address(kept).startswith("tel:+96265550100")


@pytest.mark.parametrize("typed", ["call me", "12", "+962", "+1 800 FLOWERS", "+962 6 555 0100 / 101 / 102 / 103", ""])
def test_what_is_no_number_is_refused(typed: str):
    with pytest.raises(NotANumber):
        telephone(typed, "JO")


def test_number_without_its_country_asks_for_it():
    with pytest.raises(NotANumber) as refused:
        telephone("06 555 0100")
    assert refused.value.needs_country


@pytest.mark.parametrize(
    ("number", "address"),
    [(f"{AMMAN} ext. 12", "tel:+96265550100;ext=12"), ("06 555 0100", ""), ("javascript:1", ""), ("", "")],
)
def test_address_to_dial(number: str, address: str):
    assert tel_address(number) == address
