"""The texts keep to docs/wording.md: one concept, one word; no word that was given up; one voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask

from foundation.languages import LANGUAGE_NAMES, force_language, language_name

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "wording.md").read_text()
CATALOGUES: dict[str, Catalog] = {}
for language in ("ar", "fr"):
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        CATALOGUES[language] = read_po(file)

# Verbs and pronouns that speak to one man; texts say يرجى and أنتم.
SINGULAR = re.compile(
    r"(?<!\w)[وف]?(?:أدخل|اختر|اكتب|أزل|أضف|احفظ|انظر|اعرض|ألصق|أشّر|اضغط|افتح|ابحث|قارن|راجع|راسِل|راسل|سمِّ|اترك|اشترك|احذف|"
    r"انسخ|أعد|استخدم|ألغِ|حافظ|جرّب|حدّد|تحقق|اطلب|سجّل الدخول|أنت|كنت|كتبت|كتبتَ|فريقك|فرقك|نصك|رابطك|ملفك|"
    r"بحثك|اجتماعك|تسجيلك|حسابك|بريدك|يمكنك|لديك|غيرك|أردت|ترى|ينقلك)(?!\w)"
)


def _rows(heading: str) -> list[list[str]]:
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def _texts(language: str) -> Iterator[tuple[str, str]]:
    for message in CATALOGUES[language]:
        if message.id:
            forms = message.string if isinstance(message.string, tuple | list) else [message.string]
            yield from ((str(message.id), text) for text in forms)


@pytest.mark.parametrize(("english", "arabic", "french"), _rows("One concept, one word"))
def test_concept_has_its_word(english: str, arabic: str, french: str) -> None:
    said = [message.string if (message := CATALOGUES[language].get(english)) else None for language in ("ar", "fr")]
    assert said == [arabic, french]


@pytest.mark.parametrize(("word", "language", "instead"), _rows("Words given up"))
def test_word_is_given_up(word: str, language: str, instead: str) -> None:
    found = [(english, text) for english, text in _texts(language) if word in text]
    assert found == [], f"say {instead}"


def test_arabic_speaks_to_everybody() -> None:
    assert [(english, text) for english, text in _texts("ar") if SINGULAR.search(text)] == []


def test_french_agrees_with_every_reader() -> None:
    """What the reader is or has done ends in (e)."""
    alone = re.compile(r"[Vv]ous (?:n’)?(?:êtes|serez)(?: pas| plus| encore| de nouveau| déjà)* \w+é(?!\w|\(e\))")
    assert [(english, text) for english, text in _texts("fr") if alone.search(text)] == []


def test_languages_have_one_name_each(app: Flask) -> None:
    """Also where Babel would say another: CLDR has الإنجليزية."""
    with app.test_request_context():
        names = {}
        for spoken in ("ar", "fr"):
            with force_language(spoken):
                names[spoken] = [language_name(code) for code in LANGUAGE_NAMES]
    assert names["ar"] == ["الإنكليزية", "العربية", "الفرنسية", "الإسبانية", "الروسية", "الصينية"]
    assert names["fr"] == ["anglais", "arabe", "français", "espagnol", "russe", "chinois"]


def test_nothing_asks_babel_for_names_of_languages() -> None:
    asking = re.compile(r"get_display_name|get_language_name|\.language_name\b|locale\.languages")
    sources = [
        path for package in (*ROOT.glob("*/"),) if (package / "__init__.py").exists() for path in package.rglob("*.py")
    ]
    found = [path.name for path in sources if "tests" not in path.parts and asking.search(path.read_text())]
    assert len(sources) > 100
    assert found == []


def test_arabic_counts_agree() -> None:
    """The forms stand in the order of the catalogue's rule: 0, 1, 2, 3-10, then 100-102 and at last 11-99."""
    noun = re.compile(r"%\(num\)[sd] ([^\s.:،؟]+)")
    wrong = []
    for message in CATALOGUES["ar"]:
        if not isinstance(message.string, tuple):
            continue
        hundred, many = (found[1] if (found := noun.search(form)) else "" for form in message.string[4:])
        if hundred.endswith("اً") or (many != hundred and not many.endswith("اً")):
            wrong.append(message.string[4:])
    assert CATALOGUES["ar"].plural_expr.endswith("? 4 : 5)")
    assert wrong == []


def test_no_fact_is_told_from_another_by_its_colour_alone() -> None:
    """Between two facts in a line stands a sign, also for whoever does not see grey."""
    muted = re.compile(
        r"(?:</bdi>|</a>|</time>|\}\}|%\}) <(?:span|bdi) class=\"(?:[\w-]+ )*muted(?! num)(?: [\w-]+)*\">"
        r"(?!\s*(?:\{%[^%]*%\})*[·(–]|\{\{ _\(\"\(|\{\{ comma)"
    )
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert [(path.name, found[0]) for path in templates for found in muted.finditer(path.read_text())] == []


def test_examples_in_arabic_are_isolated() -> None:
    """Dates, codes and numbers with signs that stand in the text itself."""
    isolated = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
    scrambled = re.compile(r"\d\s+\d|(?<![\w%])[+#]\w|\d[-/+]\d|https?:|(?<!\u200e)(?<!\w)\.\w")
    assert [(english, text) for english, text in _texts("ar") if scrambled.search(isolated.sub("", text))] == []


def test_arabic_asks_with_yurja() -> None:
    """No imperative of the plural either."""
    asking = re.compile(
        r"(?<!\w)[وف]?[اأ](?!ل)[\u0621-\u0652]{2,6}(?<!تم)و(?:ا|ه|ها|هم)(?!\w)|(?<!\w)[وف]?(?:عودوا|قوموا|ضعوا)(?!\w)"
    )
    assert asking.search("انسخوا العنوان وأضيفوه")
    assert [(english, text) for english, text in _texts("ar") if asking.search(text)] == []


def test_arabic_verbs_agree_with_no_unknown_name() -> None:
    """A verb of the masculine before a person or a title: «نُقل %(name)s» would be said of a woman and of a workshop."""
    verb = re.compile(
        r"(?<!\w)(?:نُقل|اعتُمد|رُفض|أُلغي|أُجّل|يُعقد|حُذف|أُضيف|سُجّل|أُزيل|غادر|انضم|يمثل|يعرض النتائج[^:]*:?) ?:? ?«?"
        r"%\((?:name|names|title|meeting|person)\)s"
    )
    assert verb.search("نُقل %(name)s")
    assert [(english, text) for english, text in _texts("ar") if verb.search(text)] == []


def test_arabic_vocalises_a_word_in_one_way() -> None:
    """A shadda with a kasra beside one without, or a sukun here and none there, are two spellings of one word."""
    spelt: dict[str, set[str]] = {}
    for _english, text in _texts("ar"):
        for word in re.findall("[\u0621-\u0652]+", text):
            if "\u0651" in word:
                spelt.setdefault(re.sub("\u0651[\u064e-\u0650]", "\u0651", word), set()).add(word)
    assert [words for words in spelt.values() if len(words) > 1] == []


def test_times_and_dates_have_their_preposition() -> None:
    """A moment is a date and a time: « le », « du », never « à »; days may be a range: no article before them."""
    wrong = re.compile(r"(?:\bà|\bde) %\(moment\)s|(?:\ble|pour|\bdu) %\(dates\)s")
    assert [(english, text) for english, text in _texts("fr") if wrong.search(text)] == []
    assert [(english, text) for english, text in _texts("ar") if re.search(r"عند %\(time\)s", text)] == []


def test_arabic_says_not_yet_with_a_verb() -> None:
    """«لا وثائق بعد» is English in Arabic words: «لم تُضف وثائق بعد»."""
    wooden = re.compile(r"(?<!\w)لا (?!(?:ي|ت)\w)[^.،؛:]*(?<!\w)بعد(?!\w| \w)")
    assert wooden.search("لا وثائق بعد.")
    assert [(english, text) for english, text in _texts("ar") if wooden.search(text)] == []


def test_members_are_named_in_the_language_that_is_spoken() -> None:
    """`User.name` is the name in one script; pages and mails say `name_in`."""
    bare = re.compile(r"\b(?:user|actor|author|inviter|member|asked_by|sent_by|written_by|invited_by)\.name\b(?! or )")
    templates = sorted((ROOT / "templates").rglob("*.*"))
    assert len(templates) > 100
    assert [(path.name, found[0]) for path in templates for found in bare.finditer(path.read_text())] == []
