from __future__ import annotations

from flask import Flask

from foundation.link_tokens import make_token, new_reference, reference_in, token_is_valid


def test_token_opens_its_record_only_in_its_generation(app: Flask) -> None:
    token = make_token("personal", "ABCD2345", 1)
    assert token_is_valid(token, "personal", "ABCD2345", 1)
    assert not token_is_valid(token, "personal", "ABCD2345", 2)
    assert not token_is_valid(token, "checkin", "ABCD2345", 1)
    assert not token_is_valid(token, "personal", "ABCD2346", 1)


def test_token_survives_a_new_key_in_front(app: Flask) -> None:
    token = make_token("personal", "ABCD2345", 1)
    keys = app.config["KEYS"]
    app.config["KEYS"] = [b"n" * 32, *keys]
    try:
        assert token_is_valid(token, "personal", "ABCD2345", 1)
        app.config["KEYS"] = [b"n" * 32]
        assert not token_is_valid(token, "personal", "ABCD2345", 1)
    finally:
        app.config["KEYS"] = keys


def test_keyed_hash_has_at_least_128_bits(app: Flask) -> None:
    mac = make_token("personal", "ABCD2345", 1).partition(".")[2]
    assert len(mac) * 6 >= 128


def test_reference_in_garbage_is_none() -> None:
    assert [reference_in(text) for text in ("", "abc", ".", "a.", "." + "x" * 27, "a" * 400 + ".b")] == [None] * 6


def test_references_are_readable_and_random() -> None:
    references = {new_reference() for _ in range(200)}
    assert len(references) == 200
    assert not set("01OI") & set("".join(references))
