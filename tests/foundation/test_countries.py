from __future__ import annotations

import pickle
import unicodedata

import pytest

from foundation.countries import (
    LANGUAGES,
    Country,
    UnknownCountry,
    all_countries,
    choices,
    country,
    country_name,
    find_country,
)
from foundation.normalising import searchable

EVERY = all_countries("en")


def in_order(language: str, *codes: str) -> bool:
    listed = [each.code for each in all_countries(language)]
    return [listed.index(code) for code in codes] == sorted(listed.index(code) for code in codes)


def test_table_has_the_members_the_observers_and_two_more():
    assert len({each.code for each in EVERY}) == 197
    assert len({each.alpha3 for each in EVERY}) == 197
    assert {each.code for each in EVERY} > {"PS", "VA", "CK", "NU"}


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.code)
def test_row_has_codes_and_three_clean_names(each: Country):
    assert each.code.isalpha()
    assert (len(each.code), len(each.alpha3)) == (2, 3)
    assert (each.code + each.alpha3).isupper()
    assert set(each.names) == set(LANGUAGES)
    for text in (*each.names.values(), *each.aliases):
        assert text
        assert text == " ".join(text.split())
        assert text == unicodedata.normalize("NFC", text)
        assert "(the)" not in each.names["en"]
        assert "'" not in each.names["fr"]
        assert "(" not in each.names["ar"]


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.code)
def test_names_are_in_the_script_of_their_language(each: Country):
    assert all(unicodedata.name(c).startswith("ARABIC") for c in each.names["ar"] if c.isalpha())
    for language in ("en", "fr"):
        assert all(unicodedata.name(c).startswith("LATIN") for c in each.names[language] if c.isalpha())


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.code)
def test_every_code_name_and_alias_finds_its_country(each: Country):
    for text in (each.code, each.alpha3, *each.names.values(), *each.aliases):
        assert find_country(text) == each
        assert find_country(f"  {text.lower()} ") == each
        assert find_country(searchable(text)) == each


def test_no_name_or_alias_means_two_countries():
    holders: dict[str, set[str]] = {}
    for each in EVERY:
        for text in (each.code, each.alpha3, *each.names.values(), *each.aliases):
            holders.setdefault(searchable(text), set()).add(each.code)

    assert {text: codes for text, codes in holders.items() if len(codes) > 1} == {}


def test_no_alias_repeats_a_name_or_another_alias():
    for each in EVERY:
        names = {searchable(name) for name in each.names.values()}
        aliases = [searchable(alias) for alias in each.aliases]
        assert len({*names, *aliases}) == len(names) + len(aliases), each.code


@pytest.mark.parametrize(
    ("code", "en", "ar", "fr"),
    [
        ("BN", "Brunei Darussalam", "بروني دار السلام", "Brunéi Darussalam"),
        (
            "BO",
            "Bolivia (Plurinational State of)",
            "دولة بوليفيا المتعددة القوميات",
            "Bolivie (État plurinational de)",
        ),
        (
            "CD",
            "Democratic Republic of the Congo",
            "جمهورية الكونغو الديمقراطية",
            "République démocratique du Congo",
        ),
        ("CI", "Côte d'Ivoire", "كوت ديفوار", "Côte d’Ivoire"),
        ("CV", "Cabo Verde", "كابو فيردي", "Cabo Verde"),
        ("CZ", "Czechia", "تشيكيا", "Tchéquie"),
        (
            "GB",
            "United Kingdom of Great Britain and Northern Ireland",
            "المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية",
            "Royaume-Uni de Grande-Bretagne et d’Irlande du Nord",
        ),
        (
            "IR",
            "Iran (Islamic Republic of)",
            "جمهورية إيران الإسلامية",
            "Iran (République islamique d’)",
        ),
        ("KR", "Republic of Korea", "جمهورية كوريا", "République de Corée"),
        (
            "LA",
            "Lao People's Democratic Republic",
            "جمهورية لاو الديمقراطية الشعبية",
            "République démocratique populaire lao",
        ),
        ("MK", "North Macedonia", "مقدونيا الشمالية", "Macédoine du Nord"),
        ("NL", "Netherlands (Kingdom of the)", "مملكة هولندا", "Pays-Bas (Royaume des)"),
        ("PS", "State of Palestine", "دولة فلسطين", "État de Palestine"),
        ("SY", "Syrian Arab Republic", "الجمهورية العربية السورية", "République arabe syrienne"),
        ("SZ", "Eswatini", "إسواتيني", "Eswatini"),
        ("TL", "Timor-Leste", "تيمور - ليشتي", "Timor-Leste"),
        ("TR", "Türkiye", "تركيا", "Türkiye"),
        ("TZ", "United Republic of Tanzania", "جمهورية تنزانيا المتحدة", "République-Unie de Tanzanie"),
        ("US", "United States of America", "الولايات المتحدة الأمريكية", "États-Unis d’Amérique"),
        ("VN", "Viet Nam", "فييت نام", "Viet Nam"),
    ],
)
def test_names_are_those_of_the_united_nations(code: str, en: str, ar: str, fr: str):
    assert [country_name(code, language) for language in LANGUAGES] == [en, ar, fr]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KSA", "SA"),
        ("السعودية", "SA"),
        ("U.A.E.", "AE"),
        ("الامارات", "AE"),
        ("Korea", "KR"),
        ("south korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Congo", "CG"),
        ("Palestine", "PS"),
        ("فلسطين", "PS"),
        ("سوريا", "SY"),
        ("سوريه", "SY"),
        ("عمان", "OM"),
        ("Vietnam", "VN"),
        ("Turkey", "TR"),
        ("TURQUIE", "TR"),
        ("Turkiye", "TR"),
        ("Russia", "RU"),
        ("UK", "GB"),
        ("usa", "US"),
        ("Moldova", "MD"),
        ("Tanzania", "TZ"),
        ("Laos", "LA"),
        ("Cote d’Ivoire", "CI"),
        ("Trinidad & Tobago", "TT"),
        ("the Gambia", "GM"),
        ("l’Égypte", "EG"),
        ("la Tunisie", "TN"),
        ("Guinea - Bissau", "GW"),
    ],
)
def test_find_country_knows_what_people_write(text: str, code: str):
    assert find_country(text) == country(code)


@pytest.mark.parametrize("text", ["", "  ", "-", "the", "Atlantis", "Fran", "France and Germany", "ال"])
def test_find_country_finds_nothing_in_other_text(text: str):
    assert find_country(text) is None


def test_english_order_folds_accents():
    assert in_order("en", "CR", "CI", "HR", "CU")
    assert in_order("en", "TN", "TR", "TM", "TV")
    assert in_order("en", "NE", "NG", "NU")


def test_french_order_goes_letter_by_letter():
    assert in_order("fr", "DM", "EG", "SV", "AE", "EC", "ER", "ES")
    assert in_order("fr", "GN", "GW", "GQ", "GY")
    assert in_order("fr", "KR", "CD", "LA", "MD", "DO", "KP", "TZ", "RO", "GB", "RW")
    assert in_order("fr", "RW", "LC", "KN", "SM", "VC", "WS")
    assert in_order("fr", "HU", "CK", "MH", "SB", "IN")


def test_arabic_order_passes_over_the_article_and_the_form_of_alef():
    listed = [each.code for each in all_countries("ar")]

    assert listed[:6] == ["RU", "ET", "AZ", "AR", "JO", "AM"]
    assert listed[-4:] == ["FM", "JP", "YE", "GR"]
    assert in_order("ar", "AL", "DE", "AE", "AG")
    assert in_order("ar", "SY", "KR", "KP", "CD", "LA", "MD")
    assert in_order("ar", "SN", "SD", "SR", "SE", "CH")


def test_choices_pair_code_and_name_in_order():
    assert choices("fr")[:2] == [("AF", "Afghanistan"), ("ZA", "Afrique du Sud")]
    assert [code for code, _ in choices("ar")] == [each.code for each in all_countries("ar")]


def test_lists_handed_out_may_be_changed_by_the_caller():
    all_countries("en").clear()
    choices("en").clear()

    assert len(all_countries("en")) == len(choices("en")) == 197


def test_language_may_have_a_region_and_falls_back_to_english():
    assert country("LB").name("ar-LB") == country("LB").name("ar_EG") == "لبنان"
    assert country("LB").name("FR") == "Liban"
    assert country("LB").name("es") == "Lebanon"
    assert all_countries("zxx") == all_countries("en")


def test_country_takes_either_case_and_refuses_what_it_does_not_know():
    assert country("lb") is country("LB")
    for code in ("XX", "", "LBN"):
        with pytest.raises(UnknownCountry):
            country(code)
    assert (country_name("XX", "en"), country_name("", "en"), country_name(None, "en")) == ("XX", "", "")


def test_country_survives_hashing_and_pickling():
    lebanon = country("LB")

    assert pickle.loads(pickle.dumps(lebanon)) is lebanon
    assert {lebanon: 1}[country("LB")] == 1
