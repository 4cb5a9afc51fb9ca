from __future__ import annotations

from foundation.translated import Translations
from messages.setting_up import offer_fields
from messages.texts import as_html, as_plain_text, freeze, language_for, read_texts

offer_fields()

VALUES = {
    "printed_name": "Lina Haddad",
    "honorific": "",
    "given_name": "Lina",
    "personal_link": {"$link": ["registration", 7]},
    "meeting_title": "Identity <Forum>",
}


def written(body: str, subject: str = "Hello", language: str = "en"):
    return read_texts(Translations({language: subject}), Translations({language: body}))[language]


def html(body: str, language: str = "en", **values: object) -> str:
    return str(as_html(freeze(written(body, language=language), VALUES | values)["body"]))


def test_html_makes_paragraphs_and_lines() -> None:
    assert html("One\ntwo\n\n\nThree") == "<p>One<br>\ntwo</p>\n<p>Three</p>"


def test_html_escapes_what_is_written_and_what_is_filled_in() -> None:
    assert html("<b>1 & 2</b> {meeting_title}") == (
        "<p>&lt;b&gt;1 &amp; 2&lt;/b&gt; <bdi>Identity &lt;Forum&gt;</bdi></p>"
    )


def test_a_value_is_neither_field_nor_link_nor_markup() -> None:
    hostile = "{personal_link} https://evil.example <img src=x>"

    assert html("Dear {given_name}", given_name=hostile) == (
        "<p>Dear <bdi>{personal_link} https://evil.example &lt;img src=x&gt;</bdi></p>"
    )


def test_written_addresses_become_links_without_the_punctuation_behind() -> None:
    assert html("See (https://example.org/a?b=1&c=2), or write to help@example.org.") == (
        '<p>See (<a href="https://example.org/a?b=1&amp;c=2" dir="ltr">https://example.org/a?b=1&amp;c=2</a>), '
        'or write to <a href="mailto:help@example.org" dir="ltr">help@example.org</a>.</p>'
    )


def test_script_addresses_stay_text() -> None:
    assert html("javascript:alert(1) data:text/html,x") == "<p>javascript:alert(1) data:text/html,x</p>"


def test_an_address_that_goes_on_in_a_field_is_not_cut_into_a_link() -> None:
    assert html("https://example.org/?n={given_name}") == "<p>https://example.org/?n=<bdi>Lina</bdi></p>"


def test_the_personal_link_is_frozen_as_a_reference_and_shown_as_a_link() -> None:
    frozen = freeze(written("Yours: {personal_link}"), VALUES)["body"]

    assert frozen == [{"text": "Yours: "}, {"link": {"$link": ["registration", 7]}}]
    assert str(as_html([{"text": "Yours: "}, {"link": "https://x.test/r/T"}])) == (
        '<p>Yours: <a href="https://x.test/r/T" dir="ltr">https://x.test/r/T</a></p>'
    )


def test_latin_names_are_isolated_in_arabic_text_and_subject() -> None:
    frozen = freeze(written("عزيزتي {given_name}، أهلا", "إلى {given_name}", "ar"), VALUES)

    assert frozen["subject"] == "إلى \u2066Lina\u2069"
    assert as_plain_text(frozen["body"], "ar") == "عزيزتي \u2066Lina\u2069، أهلا"


def test_subject_stays_one_line() -> None:
    assert freeze(written("x", "A\r\n {given_name}\tB"), VALUES)["subject"] == "A Lina B"


def test_language_for_falls_back_to_the_main_language_then_to_any() -> None:
    both = {"en": 1, "fr": 1}

    assert [language_for("fr", both, "en"), language_for("ar", both, "en")] == ["fr", "en"]
    assert language_for("ar", {"fr": 1}, "en") == "fr"
