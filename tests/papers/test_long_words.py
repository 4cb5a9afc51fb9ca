"""Words of 120 letters without a blank: papers break them and lose no letter."""

from __future__ import annotations

import pytest
from flask import Flask

from directory.enums import OrganisationKind
from registration.enums import RegistrationState
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.papers.test_meeting_papers import READERS

LATIN = "".join(f"Ab{number:02}cdefgh" for number in range(12))
ARABIC = "وسيستدرجونهم" * 10
JOINED = "\u200b".join(LATIN[start : start + 7] for start in range(0, 119, 7))


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("word", [LATIN, ARABIC, JOINED], ids=["latin", "arabic", "zero-width"])
def test_list_of_participants_breaks_long_words_and_loses_no_letter(app: Flask, client, form, language, word) -> None:
    meeting = make_meeting()
    make_registration(
        meeting,
        state=RegistrationState.APPROVED,
        given_name=word[:120],
        family_name="",
        organisation=word,
        position=word,
        organisation_kind=OrganisationKind.PRIVATE_SECTOR,
    )
    sign_in(client, make_user("assistant", meeting.team))
    answer = client.get(f"/manage/{meeting.code}/papers/participants-{language}.{form}")
    assert answer.status_code == 200
    text = "".join(letter for letter in READERS[form](answer.data) if letter.isalnum())
    wanted = "".join(letter for letter in word[:120] if letter.isalnum())
    if word is ARABIC and form == "pdf":
        assert text.count("ج") >= 30, "readers order the lines of one cell each in its own way"
    else:
        assert text.count(wanted[:110]) >= 3
