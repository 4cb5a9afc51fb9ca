"""What people wrote in another script than the page's says in which language it is."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader

from foundation.runs import language_of_run


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("وزارة الاقتصاد", "en", "ar"),
        ("وزارة الاقتصاد", "fr", "ar"),
        ("وزارة الاقتصاد", "ar", ""),
        ("Ministry", "en", ""),
        ("Ministère", "ar", "en"),
        ("GIZ مكتب", "ar", ""),
        ("GIZ مكتب", "en", ""),
        ("2026", "ar", ""),
        ("", "ar", ""),
    ],
)
def test_only_a_run_wholly_in_the_other_script_has_a_language(text, page, language):
    assert language_of_run(text, page) == language


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("<bdi>{{ value }}</bdi>", '<bdi lang="ar">وزارة</bdi>'),
        ('<bdi title="{{ value }}">{{ value }}</bdi>', '<bdi title="وزارة" lang="ar">وزارة</bdi>'),
        ("<bdi>{{ value if value else '–' }}</bdi>", '<bdi lang="ar">وزارة</bdi>'),
        ("<bdi>{{- value | upper -}}</bdi>", '<bdi lang="ar">وزارة</bdi>'),
        ('<bdi lang="fa">{{ value }}</bdi>', '<bdi lang="fa">وزارة</bdi>'),
        ('<dd dir="auto">{{ value }}</dd>', '<dd dir="auto" lang="ar">وزارة</dd>'),
        ("<code>X</code>", '<code translate="no">X</code>'),
        ('<code class="a" translate="yes">X</code>', '<code class="a" translate="yes">X</code>'),
        (
            '<a class="b" href="mailto:x@example.org">X</a>',
            '<a translate="no" class="b" href="mailto:x@example.org">X</a>',
        ),
        ('<a href="/">X</a>', '<a href="/">X</a>'),
        # An element over several lines is the same element, and the space before one that is marked stays.
        ('<bdi\n  class="a"\n>{{\n  value\n}}</bdi>', '<bdi\n class="a"\n lang="ar">وزارة</bdi>'),
        ("<i>X</i>{% if value %}\n    <bdi>{{ value }}</bdi>{% endif %}", '<i>X</i> <bdi lang="ar">وزارة</bdi>'),
        ("<ul>\n    <li>X</li>\n</ul>", "<ul>\n <li>X</li>\n</ul>"),
    ],
)
def test_elements_around_values_are_marked_when_a_template_is_compiled(app, source, page):
    environment = app.jinja_env.overlay(loader=DictLoader({"page.html": source}))
    with app.test_request_context("/?lang=en"):
        assert environment.get_template("page.html").render(value="وزارة") == page
