"""The hook by which packages hand something to those below them, and the words that they hand over."""

from __future__ import annotations

import pytest
from flask import Flask

from app import create_app
from config import Settings
from foundation import words
from foundation.hooks import Hook, NothingOffered, OfferedTwice
from foundation.words import EVERY_KIND, Words, act_word, field_word, offer_words, value_word


@pytest.fixture
def own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("kinds", "acts", "fields", "values"):
        monkeypatch.setattr(words, name, Hook(getattr(words, name).what))


def test_offers_are_walked_in_the_order_in_which_they_were_made() -> None:
    hook: Hook[str] = Hook("dish")
    hook.offer("second", "bread")
    hook.offer("first", "soup")
    assert (list(hook), hook.get("first"), hook.get("third"), "first" in hook, len(hook)) == (
        ["bread", "soup"],
        "soup",
        None,
        True,
        2,
    )


def test_the_same_once_more_changes_nothing_and_another_is_refused_with_a_sentence() -> None:
    hook: Hook[list[str]] = Hook("dish")
    soup = ["soup"]
    hook.offer("first", soup)
    hook.offer("first", soup)
    with pytest.raises(OfferedTwice, match="Two packages offer a dish under the name “first”"):
        hook.offer("first", ["soup"])
    assert list(hook) == [soup]


def test_a_hook_with_room_for_one_says_when_there_is_none_or_two() -> None:
    hook: Hook[str] = Hook("dish")
    with pytest.raises(NothingOffered, match="No package offers a dish"):
        _ = hook.only
    hook.offer("a", "soup")
    assert hook.only == "soup"
    hook.offer("b", "bread")
    with pytest.raises(OfferedTwice, match="these offer theirs: a, b"):
        _ = hook.only
    hook.withdraw("b")
    assert hook.only == "soup"


@pytest.mark.usefixtures("own_words")
def test_two_wings_that_give_one_name_are_told_at_the_start() -> None:
    offer_words(Words("meeting", acts={"approved": "approved"}), Words("registration", acts={"approved": "let in"}))
    assert (act_word("approved", "meeting"), act_word("approved", "registration")) == ("approved", "let in")
    with pytest.raises(OfferedTwice, match=r"a word for an act under the name “registration\.approved”"):
        offer_words(Words("registration", acts={"approved": "taken"}))


@pytest.mark.usefixtures("own_words")
def test_a_word_of_the_kind_goes_before_that_of_every_kind_and_that_of_another() -> None:
    states, modes = {"open": "open to all"}, {"open": "open air", "closed": "indoors"}
    offer_words(
        Words(EVERY_KIND, fields={"name": "Name"}),
        Words("meeting", fields={"name": "Title", "day": "Day"}, values={"state": states}),
        Words("room", values={"mode": modes}),
    )
    assert [field_word("name", kind) for kind in ("meeting", "room")] == ["Title", "Name"]
    assert (field_word("day", "room"), field_word("night")) == ("Day", None)
    assert [value_word("open", name, "meeting") for name in ("state", "mode", "other")] == [
        "open to all",
        "open air",
        "open air",
    ]
    assert (value_word("closed", "state", "meeting"), value_word("shut")) == ("indoors", None)
    assert value_word("open", "day", "meeting") is None


@pytest.mark.usefixtures("own_words")
def test_a_word_about_which_other_kinds_disagree_is_taken_from_none_of_them() -> None:
    offer_words(
        Words("meeting", fields={"number": "How many", "day": "Day"}),
        Words("room", fields={"number": "Seats", "day": "Day"}),
    )
    assert [field_word(name, "part") for name in ("number", "day")] == [None, "Day"]


def test_a_second_application_of_the_process_offers_the_same(app: Flask, settings: Settings) -> None:
    before = len(words.acts), len(words.fields)
    create_app(settings, testing=True)
    assert (len(words.acts), len(words.fields)) == before
