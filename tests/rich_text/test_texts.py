from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rich_text.texts import (
    TooLong,
    clean,
    excerpt,
    from_plain,
    to_paragraphs,
    to_plain,
)
from tests.costs import cost_of


def test_clean_drops_scripts_handlers_and_foreign_addresses():
    hostile = (
        '<p onclick="steal()">Hello <script>steal()</script><img src=x onerror=steal()>'
        '<a href="javascript:steal()">there</a></p><svg><script>steal()</script></svg><iframe src="//evil"></iframe>'
    )

    assert clean(hostile) == "<p>Hello there</p>"


def test_clean_keeps_structure_links_and_directions():
    html = (
        '<h3>Aims</h3><p dir="RTL" lang="ar">نص <strong>مهم</strong></p><ul><li>one</li></ul>'
        '<p><a href="https://example.org/a?b=1&amp;c=2">page</a></p>'
    )

    assert clean(html) == "\n".join(
        [
            "<h3>Aims</h3>",
            '<p dir="rtl" lang="ar">نص <strong>مهم</strong></p>',
            "<ul><li>one</li></ul>",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">page</a></p>',
        ]
    )


def test_clean_brings_word_processor_html_into_our_form():
    pasted = (
        '<h1 style="color:red">Title</h1><div class="MsoNormal"><b>Bold </b>text<o:p></o:p></div><p>&nbsp;</p>'
        "<ul><li><p>first</p></li><ul><li>inner</li></ul></ul>line<br><br>next"
    )

    assert clean(pasted) == "\n".join(
        [
            "<h3>Title</h3>",
            "<p><strong>Bold</strong> text</p>",
            "<ul><li>first<ul><li>inner</li></ul></li></ul>",
            "<p>line</p>",
            "<p>next</p>",
        ]
    )


def test_clean_of_nothing_to_read_is_empty():
    assert clean("<p>&nbsp;</p><ul><li></li></ul>") == ""


def test_clean_refuses_a_text_that_is_too_long():
    with pytest.raises(TooLong):
        clean("x" * 1_000_001)


def test_from_plain_reads_paragraphs_lists_and_marks():
    typed = "First **line**\nsecond\n\n- one\n- two\n   1. a\n   2. b\n\n## Head\n\n[Page](https://example.org)"

    assert from_plain(typed) == "\n".join(
        [
            "<p>First <strong>line</strong><br>second</p>",
            "<ul><li>one</li><li>two<ol><li>a</li><li>b</li></ol></li></ul>",
            "<h3>Head</h3>",
            '<p><a href="https://example.org" rel="noopener noreferrer">Page</a></p>',
        ]
    )


def test_from_plain_reads_bullets_and_numbers_as_word_pastes_them():
    assert from_plain("•\tone\n\n•\ttwo\no\tinner") == "<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul>"
    assert from_plain("١. أول\n٢. ثان") == "<ol><li>أول</li><li>ثان</li></ol>"


def test_from_plain_shows_typed_tags_it_does_not_know_as_text():
    assert from_plain("<script>steal()</script>") == "<p>&lt;script&gt;steal()&lt;/script&gt;</p>"


def test_to_plain_keeps_what_marks_cannot_say_as_html():
    table = '<table><tbody><tr><td colspan="2">joined</td></tr></tbody></table>'

    assert to_plain(table) == table
    assert from_plain(table) == table


def test_to_plain_writes_a_backslash_before_a_mark_meant_as_itself():
    assert to_plain("<p>1. not a list</p>\n<p>a*b*c</p>") == "1\\. not a list\n\na\\*b\\*c"


def test_to_paragraphs_gives_plain_lines_with_bullets():
    html = "<p>One<br>line</p><ul><li>a<ol><li>b</li></ol></li></ul><table><tr><td>x</td><td>y</td></tr></table>"

    assert to_paragraphs(clean(html)) == ("One\nline", "• a", "1. b", "x | y")


def test_to_paragraphs_keeps_the_spaces_at_which_no_line_breaks():
    html = "<p>Le point&nbsp;: où\u202f?  Ici&nbsp;</p><table><tr><td>a&nbsp;: b</td></tr></table>"
    assert to_paragraphs(clean(html)) == ("Le point\u00a0: où\u202f? Ici", "a\u00a0: b")


def test_excerpt_is_cut_at_a_word():
    assert excerpt("<p>Several words stand here</p>", 15) == "Several words…"


PIECES = st.sampled_from(
    ["word", "كلمة", " ", "\n", "\n\n", "- ", "1. ", "   ", "**", "*", "__", "[a](https://e.org)", "> ", "| a | b |",
     "## ", "<p>", "</p>", "<b>", "</b>", "<ul><li>", "</li></ul>", "<br>", "<table><tr><td>", "</td></tr></table>",
     "<blockquote>", "</blockquote>", "https://example.org/x", "me@example.org", "\\", "&amp;", "<", ">", "|", "\u00a0",
     '<p dir="rtl">', "<div>", "</div>", "<em>", "</em>", "<script>", "<h2>", "</h2>", "\u202e", "١. "]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_editing_without_a_change_keeps_every_text(text: str):
    for html in (clean(text), from_plain(text)):
        assert clean(html) == html
        assert from_plain(to_plain(html)) == html


@pytest.mark.parametrize("piece", ["__a ", "**a ", "[a](", "a@", "> ", "   - a\n", "| a", "\\"])
def test_hostile_repetition_is_read(piece: str):
    html = from_plain(piece * 2000)

    assert clean(html) == html


def test_a_million_ampersands_are_refused_at_once():
    def read() -> None:
        with pytest.raises(TooLong):
            clean("&" * 900_000)

    assert cost_of(read) < 5


def test_wrapped_address_is_unwrapped_in_link_and_words():
    wrapped = (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fnote&data=05%7Co%40example.org"
    )
    escaped = wrapped.replace("&", "&amp;")
    link = '<a href="https://example.org/note" rel="noopener noreferrer">https://example.org/note</a>'

    assert clean(f'<p><a href="{escaped}">{escaped}</a> or {escaped}</p>') == f"<p>{link} or {link}</p>"
    assert from_plain(f"See {wrapped}.") == f"<p>See {link}.</p>"
    assert from_plain(f"[note]({wrapped})") == f"<p>{link.replace('>https://example.org/note', '>note')}</p>"
