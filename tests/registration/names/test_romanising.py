"""Names from Arabic into Latin letters and back."""

from __future__ import annotations

import pytest

from registration.names.romanising import arabised, romanised


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("الله", "Allah"),
        ("هبة الله", "Hibat Allah"),
        ("رحمة الله حداد", "Rahmat Allah Haddad"),
        ("سيف الله", "Saif Allah"),
        ("عبد الله", "Abdullah"),
        ("هبة", "Hiba"),
    ],
)
def test_names_joined_to_another_word_are_romanised_as_they_are_said(arabic: str, latin: str) -> None:
    assert romanised(arabic) == latin


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Çelik", "تشليك"),
        ("Şahin", "شاهين"),
        ("Koç", "كوتش"),
        ("Işık", "إيشيك"),
        ("Tuğçe", "توغتش"),
        ("François", "فرانسويس"),
        ("Šimić", "شيميك"),
    ],
)
def test_marked_letters_are_written_by_their_sound(latin: str, arabic: str) -> None:
    assert arabised(latin) == arabic
