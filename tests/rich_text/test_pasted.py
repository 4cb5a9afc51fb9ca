from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rich_text.texts import (
    TAGS,
    TooComplex,
    TooLong,
    clean,
    from_plain,
)
from tests.costs import cost_of
from tests.rich_text import pasted


@pytest.mark.parametrize("name", ["WORD", "ARABIC_WORD", "WORD_ONLINE", "GOOGLE_DOCS", "LIBRE_OFFICE"])
def test_pasted_text_becomes_clean_structure(name: str):
    html = clean(getattr(pasted, name), "ltr")

    assert html == getattr(pasted, f"{name}_CLEAN")
    assert clean(html) == html


def test_a_direction_like_that_of_the_language_is_not_kept():
    html = '<p dir="rtl">نص</p><p dir="ltr">text</p><blockquote dir="ltr"><p dir="rtl">نص</p></blockquote>'

    assert clean(html, "rtl") == (
        '<p>نص</p>\n<p dir="ltr">text</p>\n<blockquote dir="ltr"><p dir="rtl">نص</p></blockquote>'
    )


def test_paragraphs_with_bullets_become_a_list_but_titles_of_people_do_not():
    assert clean("<p>• one</p><p>•&nbsp;two</p>") == "<ul><li>one</li><li>two</li></ul>"
    assert clean("<p>▪ one<br>▪ two</p>") == "<ul><li>one</li><li>two</li></ul>"
    assert clean("<p>د. أحمد</p><p>أ. سلمى</p><p>1. x</p><p>2. y</p>").count("<p>") == 4


def test_plain_text_with_arabic_letters_in_order_becomes_a_list_of_letters():
    assert from_plain("أ. أول\nب. ثان\nج. ثالث") == '<ol type="a"><li>أول</li><li>ثان</li><li>ثالث</li></ol>'
    assert from_plain("د. أحمد\nأ. سلمى") == "<p>د. أحمد<br>أ. سلمى</p>"


def test_head_of_a_table_is_its_first_rows_of_header_cells():
    html = "<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr></table>"

    assert clean(html) == (
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        '<tbody><tr><th scope="row">c</th><td>d</td></tr></tbody></table>'
    )


PIECES = st.sampled_from(
    [
        "word ", "كلمة", " ", "&nbsp;", "• ", "- ", "1. ", "أ. ", "·", "<p>", "</p>", '<p dir="rtl">', "<br>", "<div>",
        '<div dir="ltr">', "</div>", "<b>", "</b>", '<b style="font-weight:normal">', "<ul>", "</ul>", "<ol>", "</ol>",
        "<li>", "</li>", '<li data-aria-level="2">', "<p class=MsoNormal>", "<p class=MsoTitle>", "<h1>", "</h1>",
        "<h3>", "</h3>", "<h4>", "</h4>", "<p style='mso-list:l0 level1 lfo1'>", "<p style='mso-list:l0 level2 lfo1'>",
        "<span style='mso-list:Ignore'>1.</span>", "<span style='mso-list:Ignore'>·&nbsp;</span>",
        "<span style='mso-list:Ignore'>a)</span>", "<span style='font-weight:bold'>", "<span style='display:none'>",
        "<span lang=ar dir=rtl>", "</span>", "<del>", "</del>", "<o:p>", "</o:p>", "<table>", "</table>", "<tr>",
        "</tr>", "<td>", "</td>", "<th>", "</th>", '<td colspan="2">', "<caption>", "</caption>", "<thead>", "</thead>",
        "<blockquote>", "</blockquote>", "<a href='https://e.org'>", "</a>", "<a href='javascript:x()'>",
        "<script>x()</script>", "<svg onload=x()>", "</svg>", "<style>", "</style>", "<img src=x onerror=x()>",
        "<!--[if gte mso 9]>", "<![endif]-->", "<![if !supportLists]>", "<xml>", "</xml>", "<math>", "</math>",
        "https://e.org/x", "me@e.org", "&lt;script&gt;", "<p style='background:url(javascript:x())' onclick=x()>",
        "<a href='data:text/html,x'>", "<base href=//e>", "<form action=x>", "<input autofocus onfocus=x()>",
        "<section>", "</section>", "<noscript>", "</noscript>", "<textarea>", "\u202e", "<font color=red>", "</font>",
        '<ol type="a" start="3">', '<p role="heading" aria-level="3">', "<sup>", "</sup>",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_pasted_the_result_is_safe_and_stays(text: str):
    from tests.rich_text.elements import elements

    html = clean(text)

    assert clean(html) == html
    for tag, attributes in elements(html):
        assert tag in TAGS
        for name, value in attributes.items():
            assert name in {"dir", "lang", "href", "rel", "colspan", "rowspan", "scope", "start", "type"}
            assert name != "href" or value.startswith(("https:", "http:", "mailto:"))


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_text_is_read(text: str):
    for html in (clean(text), from_plain(text)):
        assert clean(html) == html


def refused(html: str, *also: type[Exception]) -> None:
    """Have a text read that is too much."""
    with pytest.raises((TooComplex, *also)):
        clean(html)


@pytest.mark.parametrize(
    "html", ["<b>" * 10_000, "<ul><li>" * 10_000, "<div>" * 10_000 + "x", "<blockquote>" * 10_000 + "</blockquote>"]
)
def test_elements_far_inside_one_another_are_refused_at_once(html: str):
    assert cost_of(lambda: refused(html)) < 1


@pytest.mark.parametrize(
    "html",
    ["<p>a" * 200_000, "<br>a" * 150_000, "<table><tr>" + "<td>a" * 150_000, "me@e.org " * 100_000, "<xml " * 190_000],
)
def test_a_text_of_very_many_parts_is_refused_soon(html: str):
    assert cost_of(lambda: refused(html, TooLong)) < 10


def test_comments_that_never_end_are_read_soon():
    text = "<p>a</p>" + "<!--[if" * 100_000

    assert clean(text) == "<p>a</p>"
    assert cost_of(lambda: clean(text)) < 10


def test_a_text_of_five_million_letters_is_refused_at_once():
    text = "<p>" + "x" * 5_000_000

    with pytest.raises(TooLong):
        clean(text)
    assert cost_of(lambda: refused(text, TooLong)) < 1


def test_a_long_document_of_word_is_read_in_bounded_time():
    body = pasted.WORD[pasted.WORD.index("<h1>") : pasted.WORD.index("<!--EndFragment")]
    html = ""

    def read() -> None:
        nonlocal html
        html = clean(pasted.WORD + body * 60)

    assert cost_of(read) < 20
    assert html.count("Digital identity") == 61
