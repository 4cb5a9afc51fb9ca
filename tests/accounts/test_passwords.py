"""Hashing and the rules for new passwords."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from accounts import passwords
from accounts.passwords import PasswordProblem, hash_password, is_outdated, password_matches, problem_with
from tests.costs import cost_of, costs_of

EMAIL = "rania.khoury@example.org"


def test_hash_is_argon2id_and_matches_only_its_password() -> None:
    stored = hash_password("seven lemons in a bowl")
    assert stored.startswith("$argon2id$")
    assert password_matches(stored, "seven lemons in a bowl")
    assert not password_matches(stored, "seven lemons in a bowL")


def test_hash_of_other_parameters_is_outdated() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x")
    assert is_outdated(cheap)
    assert not is_outdated(hash_password("x"))


def test_the_same_letters_match_however_they_were_composed() -> None:
    assert password_matches(hash_password("café é أحمد"), "cafe\u0301 e\u0301 ا\u0654حمد")


@pytest.mark.parametrize("stored", [None, "", "no hash at all", "$argon2id$v=19$m=8,t=1,p=1$broken"])
def test_nothing_matches_without_a_valid_hash(stored: str | None) -> None:
    assert not password_matches(stored, "nobody has this password")


def test_no_hash_takes_as_long_as_a_hash() -> None:
    stored = hash_password("seven lemons in a bowl")
    password_matches(None, "warm up")

    with_hash, without_hash = costs_of(
        lambda: password_matches(stored, "wrong"), lambda: password_matches(None, "wrong")
    )
    assert 0.5 < without_hash / with_hash < 2


def test_five_megabytes_are_refused_without_hashing() -> None:
    huge = "x" * 5_000_000
    assert not password_matches(None, huge)
    assert problem_with(huge, EMAIL) is PasswordProblem.TOO_LONG
    assert cost_of(lambda: (password_matches(None, huge), problem_with(huge, EMAIL))) < 0.005


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elevenchars", PasswordProblem.TOO_SHORT),
        ("twelve chars", None),
        ("elevenchars ", PasswordProblem.TOO_SHORT),
        ("خمسة أقلام زرقاء", None),
        ("x1y2z3" * 43, PasswordProblem.TOO_LONG),
        ("RANIA.Khoury@example.org", PasswordProblem.IS_ADDRESS),
        ("rania.khoury", PasswordProblem.IS_ADDRESS),
        ("Password1234", PasswordProblem.COMMON),
        ("aaaaaaaaaaaa", PasswordProblem.COMMON),
        ("abababababab", PasswordProblem.COMMON),
    ],
)
def test_rules_for_new_passwords(password: str, problem: PasswordProblem | None) -> None:
    assert problem_with(password, EMAIL) is problem


def test_three_thousand_common_passwords_are_refused_however_they_are_made_long_enough() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    common = FREQUENCY_LISTS["passwords"]
    long_enough = [word for word in common if len(word) >= passwords.SHORTEST]
    endings = ("123456789012", "!1234567890", "2026", "@2025", "111111111111")
    made = []
    for place, word in enumerate(common[:3000]):
        ending = endings[place % len(endings)]
        text = word * (1 + (passwords.SHORTEST - len(ending)) // len(word)) if len(ending) < 6 else word
        made.append((text + ending)[: max(passwords.SHORTEST, len(text) + 4)])
    tried = {text for text in (*long_enough, *made) if len(text) >= passwords.SHORTEST}
    assert len(tried) >= 3000
    assert [text for text in tried if problem_with(text, EMAIL) is not PasswordProblem.COMMON] == []


@pytest.mark.parametrize(
    "password", ["Rania Khoury 26", "khoury.rania1", "plenary-2026!", "Meetings.example", "examplerania1"]
)
def test_what_somebody_who_knows_the_person_would_try_is_refused(password: str) -> None:
    assert problem_with(password, EMAIL, "Rania Khoury", "meetings.example.org") is PasswordProblem.COMMON


@pytest.mark.parametrize(
    "password",
    ["seven lemons in a bowl", "kx9vplqz3mwt", "كلمات لا يعرفها أحد", "aaaa" * 10 + " seven lemons here"],
)
def test_any_letters_will_do_that_are_not_soon_guessed(password: str) -> None:
    assert problem_with(password, EMAIL) is None


def test_the_longest_and_oddest_password_is_judged_soon() -> None:
    odd = "4@8({[<369!1|/7+$5%2" * 13
    problem_with("seven lemons in a bowl", EMAIL)  # The lists are read once in a process.
    for password in (odd[:256], "password" * 32, "1@" * 128, "@" * 10_000, "\u0300" * 256):
        assert cost_of(lambda: problem_with(password, EMAIL)) < 3  # noqa: B023
