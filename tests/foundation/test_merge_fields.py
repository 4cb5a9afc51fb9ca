from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import merge_fields
from foundation.form_fields import block_of_text
from foundation.hooks import Hook
from foundation.merge_fields import LoneBrace, MergeField, Placeholder, UnknownField, fill, one_line, problems, read


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    fields: Hook[MergeField] = Hook("field of texts")
    monkeypatch.setattr(merge_fields, "fields", fields)
    for name in ("given_name", "family_name", "honorific", "meeting_title"):
        fields.offer(
            name, MergeField(name, name, name, "person", lambda person, language, name=name: getattr(person, name))
        )
    link = MergeField(
        "personal_link",
        "Personal link",
        "https://…",
        "person",
        lambda person, language: {"$link": ["person", person.id]},
        is_link=True,
    )
    fields.offer(link.name, link)


def person(**values: object) -> SimpleNamespace:
    return SimpleNamespace(**{"id": 7, "given_name": "Lina", "family_name": "Haddad", "honorific": "", **values})


def test_fill_puts_values_in_place_of_fields() -> None:
    assert fill("Dear {given_name} {family_name},", {"given_name": "Lina", "family_name": "Haddad"}) == (
        "Dear Lina Haddad,"
    )


@pytest.mark.parametrize(
    "written", ["{ given_name }", "{Given_Name}", "{\u200fgiven_name\u200e}", "{given_name\u00a0}"]
)
def test_fill_accepts_what_word_processors_make_of_a_field(written: str) -> None:
    assert fill(f"Dear {written}!", {"given_name": "Lina"}) == "Dear Lina!"


def test_fill_never_reads_a_value_as_a_field() -> None:
    values = {"given_name": "{family_name}", "family_name": "{{given_name}}"}

    assert fill("{given_name} {family_name}", values) == "{family_name} {{given_name}}"


def test_doubled_braces_are_braces() -> None:
    assert fill("{{given_name}} is {{{given_name}}}", {"given_name": "Lina"}) == "{given_name} is {Lina}"


def test_unknown_field_is_named_with_the_nearest_one() -> None:
    with pytest.raises(UnknownField) as caught:
        read("Dear {given name},")

    assert (caught.value.excerpt, caught.value.suggestion) == ("{given name}", "given_name")


def test_problems_lists_each_problem_once_in_order() -> None:
    found = problems("{one} {given_name} {two} {one} and {")

    assert [type(problem) for problem in found] == [UnknownField, UnknownField, LoneBrace]
    assert [problem.excerpt for problem in found][:2] == ["{one}", "{two}"]


@pytest.mark.parametrize("text", ["Dear {given_name", "given_name}", "{", "a } b", "{given_name\n}", "{}{"])
def test_read_refuses_a_brace_without_partner(text: str) -> None:
    with pytest.raises(merge_fields.TextProblem):
        read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear {honorific} {given_name},", "Dear Lina,"),
        ("{honorific} {given_name}", "Lina"),
        ("Dear {given_name} {honorific}, welcome", "Dear Lina, welcome"),
        ("Dear {honorific} {honorific}, welcome", "Dear, welcome"),
        ("Hello\n{honorific} {given_name}", "Hello\nLina"),
        ("عزيزي {honorific} {given_name}، أهلا", "عزيزي Lina، أهلا"),
        ("x{honorific} y", "x y"),
    ],
)
def test_a_field_without_value_leaves_no_gap(text: str, expected: str) -> None:
    assert fill(text, {"honorific": "", "given_name": "Lina"}) == expected


def test_values_are_one_line_without_control_characters_or_direction_overrides() -> None:
    forged = person(given_name="Lina\r\nBcc: all@example.org\x00\u202e")

    values = merge_fields.values_for(["given_name"], {"person": forged}, "en")

    assert values == {"given_name": "Lina Bcc: all@example.org"}


@pytest.mark.parametrize("unseen", ["\u200f", " \u2066\u200e\u200b", "\ufeff\u00a0", ""])
def test_text_on_which_nothing_is_to_be_seen_is_empty(unseen: str) -> None:
    assert (one_line(unseen), block_of_text(f"{unseen}\n\n{unseen}")) == ("", "")
    assert one_line(f"{unseen}قاعة") != ""


def test_a_link_stays_a_reference() -> None:
    values = merge_fields.values_for(["personal_link"], {"person": person()}, "en")

    assert merge_fields.filled(read("See {personal_link}."), values) == [
        ("text", "See "),
        ("link", {"$link": ["person", 7]}),
        ("text", "."),
    ]


@given(st.text(alphabet=st.sampled_from("{}ab_ \n,\u200fgiven_name"), max_size=60))
def test_read_gives_pieces_or_a_problem_and_never_anything_else(text: str) -> None:
    if problems(text):
        with pytest.raises(merge_fields.TextProblem):
            read(text)
    else:
        assert all(isinstance(piece, str | Placeholder) for piece in read(text))


@given(st.text(max_size=80))
def test_text_with_doubled_braces_comes_out_as_it_was(text: str) -> None:
    assert fill(text.replace("{", "{{").replace("}", "}}"), {}) == text
