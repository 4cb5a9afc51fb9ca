from __future__ import annotations

import unicodedata

import pytest

from foundation.areas import all_areas
from foundation.countries import codes


def test_areas_are_no_countries_and_have_three_clean_names() -> None:
    assert not all_areas().keys() & codes()
    for names in all_areas().values():
        assert list(names) == ["en", "ar", "fr"]
        for text in names.values():
            assert text == " ".join(unicodedata.normalize("NFC", text).split())
        assert "'" not in names["fr"]
        assert all(unicodedata.name(c).startswith("ARABIC") for c in names["ar"] if c.isalpha())


@pytest.mark.parametrize(
    ("code", "english", "arabic", "french"),
    [
        (
            "HK",
            "China, Hong Kong Special Administrative Region",
            "الصين، منطقة هونغ كونغ الإدارية الخاصة",
            "Chine, région administrative spéciale de Hong Kong",
        ),
        (
            "MO",
            "China, Macao Special Administrative Region",
            "الصين، منطقة ماكاو الإدارية الخاصة",
            "Chine, région administrative spéciale de Macao",
        ),
        ("TW", "Taiwan Province of China", "مقاطعة تايوان الصينية", "Province chinoise de Taiwan"),
        ("EH", "Western Sahara", "الصحراء الغربية", "Sahara occidental"),
        ("FK", "Falkland Islands (Malvinas)", "جزر فوكلاند (مالفيناس)", "Îles Falkland (Malvinas)"),
        (
            "XK",
            "Kosovo (Security Council resolution 1244 (1999))",
            "كوسوفو (قرار مجلس الأمن 1244 (1999))",
            "Kosovo (résolution 1244 (1999) du Conseil de sécurité)",
        ),
    ],
)
def test_names_on_which_states_differ_are_those_of_the_united_nations(
    code: str, english: str, arabic: str, french: str
) -> None:
    assert all_areas()[code] == {"en": english, "ar": arabic, "fr": french}
