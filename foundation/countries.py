"""Countries under the names the United Nations gives them, in English, Arabic and French.

The names are the short names of UN Terminology (UNTERM) and live in `countries.csv`, a table of our
own: the names of CLDR are wrong for a meeting of the United Nations. In Arabic the few that UNTERM turns round for the
alphabet («إيران (جمهورية - الإسلامية)») stand as they are read. Rows are the 193 Member States,
the Holy See and the State of Palestine (observer States), and the Cook Islands and Niue (members of
several specialised agencies), keyed by ISO 3166-1 alpha-2. Areas that are no states have no row here: a team
may have them in a list of its own (`foundation.areas`), which functions that name or offer places take as `areas`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from foundation.normalising import searchable

LANGUAGES = ("en", "ar", "fr")

NOT_LISTED = "ZZ"
"""The code of who says that their place is in no list; which it is stands elsewhere, in their words, or nowhere."""

Areas = Mapping[str, Mapping[str, str]]
"""Names per language, by code, of areas that are no countries; see `foundation.areas`."""
_NONE: Areas = MappingProxyType({})


_TABLE = Path(__file__).with_name("countries.csv")

# Only the bare alef and lam are the article: ألبانيا and ألمانيا begin with a hamza of their own.
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{2})")
_LEADING_ARTICLE = re.compile(r"^(?:(?:the|le|la|les)\s+|l')")


class UnknownCountry(KeyError):
    """No row of the table has this code."""


@dataclass(frozen=True)
class Country:
    """A row of the table. Two are equal when their codes are."""

    code: str
    """ISO 3166-1 alpha-2, upper case."""
    alpha3: str = field(compare=False)
    names: Mapping[str, str] = field(compare=False)
    """UN short name by language: `en`, `ar`, `fr`."""
    aliases: tuple[str, ...] = field(compare=False, default=())
    """Other names people write, in any language; for finding, never for printing."""

    def name(self, language: str) -> str:
        """The UN short name in a language ("ar", also "ar-LB"); English where the table has no such."""
        return self.names[_language(language)]

    def sort_key(self, language: str) -> str:
        """What orders countries in a language, by code point.

        The order is that of the United Nations' own lists. English and French go letter by letter,
        without accents, blanks and punctuation: "République démocratique populaire lao" before
        "République de Moldova", "Sainte-Lucie" before "Saint-Kitts-et-Nevis". Arabic goes word by
        word, without the article of any word and with all forms of alef as one: الأردن stands at
        alef, السودان at sin, "جمهورية كوريا" before "جمهورية الكونغو الديمقراطية".
        A database column that holds it needs a byte-wise collation ("C" in PostgreSQL).
        """
        return sort_key(self.name(language), language)

    def __reduce__(self) -> tuple[Any, ...]:
        # A mapping proxy cannot be pickled; caches and job queues need the country to be.
        return country, (self.code,)


def country(code: str) -> Country:
    """The country of an ISO 3166-1 alpha-2 code, in either case.

    Raises:
        UnknownCountry: no row has this code.
    """
    try:
        return _by_code()[code.upper()]
    except KeyError:
        raise UnknownCountry(code) from None


def country_name(code: str | None, language: str, areas: Areas = _NONE) -> str:
    """The UN short name of a country in a language, see `Country.name`, or the name that `areas` gives to an area.

    Codes are kept for years and lists change: a page that shows an old one must not fail, and says the code itself.
    `NOT_LISTED` has no name.
    """
    if not code or code == NOT_LISTED:
        return ""
    if code in areas:
        names = areas[code]
        return names.get(_language(language)) or next(filter(None, names.values()), code)
    try:
        return country(code).name(language)
    except UnknownCountry:
        return code


def sort_key(name: str, language: str) -> str:
    """What orders a name among those of countries, see `Country.sort_key`."""
    return _words(_ARABIC_ARTICLE.sub("", name)) if _language(language) == "ar" else _letters(name)


def all_countries(language: str) -> list[Country]:
    """Every country, in the alphabetical order of a language; see `Country.sort_key`."""
    return list(_ordered(language))


def choices(language: str, areas: Areas = _NONE) -> list[tuple[str, str]]:
    """Pairs of code and name for a list to choose from, in the alphabetical order of a language."""
    pairs = [(each.code, each.name(language)) for each in _ordered(language)]
    if areas:
        pairs = sorted([*pairs, *in_order(areas, language)], key=lambda pair: sort_key(pair[1], language))
    return pairs


def in_order(areas: Areas, language: str) -> list[tuple[str, str]]:
    """Pairs of code and name of areas alone, in the alphabetical order of a language."""
    pairs = [(code, country_name(code, language, areas)) for code in areas]
    return sorted(pairs, key=lambda pair: sort_key(pair[1], language))


def codes() -> frozenset[str]:
    """The ISO alpha-2 codes of every country."""
    return _all_codes


def find_code(text: str, areas: Areas = _NONE) -> str | None:
    """The code of the country meant by a whole text, see `find_country`, or of one of `areas` by a name or its code."""
    for code, names in areas.items():
        if _letters(text) in {_letters(code), *map(_letters, names.values())}:
            return code
    found = find_country(text)
    return found.code if found else None


def find_country(text: str) -> Country | None:
    """The country meant by a whole text: a code (alpha-2, alpha-3), a name in any language or an alias.

    Case, accents, forms of Arabic letters, blanks and punctuation do not count ("U.A.E.", "viet-nam"),
    "&" is "and", and a leading English or French article is passed over ("la Tunisie"). Bare "Korea"
    is the Republic of Korea and bare "Congo" is the one of Brazzaville, whose UN name that is.
    None when nothing fits, or the text is empty.
    """
    found = _by_text().get(_letters(text))
    if found is None:
        found = _by_text().get(_letters(_LEADING_ARTICLE.sub("", searchable(text))))
    return found


def _language(tag: str) -> str:
    base = re.split("[-_]", tag, maxsplit=1)[0].lower()
    return base if base in LANGUAGES else "en"


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in searchable(text)).split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, searchable(text.replace("&", "and"))))


def _rows() -> Iterator[Country]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            yield Country(
                code=row["code"],
                alpha3=row["alpha3"],
                names=MappingProxyType({language: row[language] for language in LANGUAGES}),
                aliases=tuple(filter(None, row["aliases"].split("|"))),
            )


@cache
def _by_code() -> Mapping[str, Country]:
    return {each.code: each for each in _rows()}


@cache
def _by_text() -> Mapping[str, Country]:
    index: dict[str, Country] = {}
    for each in _by_code().values():
        for text in _texts(each):
            holder = index.setdefault(_letters(text), each)
            if holder != each:
                raise ValueError(f"{text!r} means both {holder.code} and {each.code}")
    return index


def _texts(each: Country) -> Iterable[str]:
    return each.code, each.alpha3, *each.names.values(), *each.aliases


def _ordered(language: str) -> tuple[Country, ...]:
    return _ordered_in(_language(language))


@cache
def _ordered_in(language: str) -> tuple[Country, ...]:
    return tuple(sorted(_by_code().values(), key=lambda each: each.sort_key(language)))


_all_codes = frozenset(_by_code())
