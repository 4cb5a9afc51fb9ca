from __future__ import annotations

from foundation.translated import Translations


def test_text_falls_back_to_the_main_language_then_to_any() -> None:
    text = Translations(ar="عنوان", fr="Titre")
    assert text.text("fr", "ar") == "Titre"
    assert text.text("en", "ar") == "عنوان"
    assert text.text("en", "es") in ("عنوان", "Titre")


def test_empty_text_counts_as_not_written() -> None:
    assert dict(Translations({"en": "  ", "ar": "نص"})) == {"ar": "نص"}


def test_missing_lists_languages_only_where_something_is_written() -> None:
    assert Translations(en="Title").missing(["en", "ar", "fr"]) == ["ar", "fr"]
    assert Translations().missing(["en", "ar"]) == []


def test_language_of_names_the_language_really_given() -> None:
    assert Translations(en="Title").language_of("ar", "en") == "en"
    assert Translations().language_of("ar", "en") == "ar"
