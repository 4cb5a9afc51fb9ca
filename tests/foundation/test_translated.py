from __future__ import annotations

from sqlalchemy import select

from foundation.database import db
from foundation.translated import Translations
from meetings.models.meeting import Meeting
from tests.factories import make_meeting


def test_text_falls_back_to_the_main_language_then_to_any() -> None:
    text = Translations(ar="عنوان", fr="Titre")
    assert text.text("fr", "ar") == "Titre"
    assert text.text("en", "ar") == "عنوان"
    assert text.text("en", "es") in ("عنوان", "Titre")


def test_empty_text_counts_as_not_written() -> None:
    assert dict(Translations({"en": "  ", "ar": "نص"})) == {"ar": "نص"}


def test_missing_lists_languages_only_where_something_is_written() -> None:
    assert Translations(en="Title").missing(["en", "ar", "fr"]) == ["ar", "fr"]
    assert Translations().missing(["en", "ar"]) == []


def test_language_of_names_the_language_really_given() -> None:
    assert Translations(en="Title").language_of("ar", "en") == "en"
    assert Translations().language_of("ar", "en") == "ar"


def test_what_is_written_in_no_language_comes_back_so(app) -> None:
    meetings = [make_meeting(), make_meeting(subtitle={"ar": "ورشة"})]
    db.session.expire_all()

    assert [dict(meeting.subtitle) for meeting in meetings] == [{}, {"ar": "ورشة"}]
    query = select(Meeting.subtitle).where(Meeting.id == meetings[0].id)
    assert db.session.scalars(query).one() == Translations()
