"""Hashing and the rules for new passwords."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from accounts import passwords
from accounts.passwords import PasswordProblem, hash_password, is_outdated, password_matches, problem_with
from tests.accounts.helpers import work_of

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

    with_hash = work_of(lambda: password_matches(stored, "wrong"))
    without_hash = work_of(lambda: password_matches(None, "wrong"))
    assert 0.5 < without_hash / with_hash < 2


def test_five_megabytes_are_refused_without_hashing() -> None:
    huge = "x" * 5_000_000
    assert not password_matches(None, huge)
    assert problem_with(huge, EMAIL) is PasswordProblem.TOO_LONG
    assert work_of(lambda: (password_matches(None, huge), problem_with(huge, EMAIL))) < 0.005


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


def test_every_common_password_would_pass_the_other_rules() -> None:
    assert [word for word in passwords._COMMON if len(word) < passwords.SHORTEST] == []
