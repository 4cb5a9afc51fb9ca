"""A word of 215 letters, wherever somebody may write one, makes no page wider than its window."""

from __future__ import annotations

from datetime import date, time

import pytest

from accounts.operations.teams import offer_area
from accounts.queries import user_by_email
from directory.enums import OrganisationKind
from directory.operations import add_organisation, add_person
from foundation.countries import NOT_LISTED
from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.enums import ItemKind, MeetingFormat, MeetingKind, MeetingState, Mode, OrganisationRole, PartRole
from meetings.facts.operations import (
    life,
    parties,
    rooms,
    texts,
)
from meetings.facts.operations.meeting import create_meeting
from messages.operations import write_draft
from registration.people.entries import Entry
from registration.people.registering import register
from registration.reading.links import manage_token
from tests.browser.conftest import Visitor
from tests.browser.site import Site
from tests.browser.sweep import too_wide

WORD = "Donaudampfschifffahrtsgesellschaft"
LONG = (WORD * 7)[:215]
ARABIC = ("وسيستدرجونهم" * 20)[:215]
BOTH = Translations(en=LONG, ar=ARABIC)
PUBLIC = ("/", "/e/LONG-WORD/{language}", "/e/LONG-WORD/{language}/register", "/r/{token}", "/r/{token}/data")
OWNED = ("/teams/{team}", "/teams/{team}/areas", "/teams/{team}/areas/HK")
MANAGED = (
    "/manage/", "/manage/LONG-WORD", "/manage/LONG-WORD/facts", "/manage/LONG-WORD/sections",
    "/manage/LONG-WORD/organisations", "/manage/LONG-WORD/rooms", "/manage/LONG-WORD/agenda",
    "/manage/LONG-WORD/agenda/{item}", "/manage/LONG-WORD/registrations", "/manage/LONG-WORD/registrations?state=all",
    "/manage/LONG-WORD/registrations/{person}", "/manage/LONG-WORD/registrations/settings",
    "/manage/LONG-WORD/messages", "/manage/LONG-WORD/messages/{draft}/edit", "/manage/LONG-WORD/attendance",
    "/manage/LONG-WORD/papers", "/manage/LONG-WORD/history", "/manage/LONG-WORD/translations",
    "/teams/{team}/directory", "/teams/{team}/directory/organisations",
)  # fmt: skip


def _make() -> dict[str, int | str]:
    organiser = user_by_email("organiser@example.org")
    assert organiser is not None
    team_id = organiser.memberships[0].team_id
    meeting = create_meeting(
        team_id, kind=MeetingKind.WORKSHOP, title=BOTH, starts_on=date(2031, 3, 4), ends_on=date(2031, 3, 4),
        zone="Asia/Amman", format=MeetingFormat.HYBRID, main_language="en", page_languages=["en", "ar"],
        code="LONG-WORD", takes_registrations=True, subtitle=BOTH, summary=BOTH, venue=BOTH, city=BOTH, actor=organiser,
    )  # fmt: skip
    rooms.add_room(meeting.id, name=Translations(en=LONG[:110], ar=ARABIC[:110]), actor=organiser)
    body = add_organisation(team_id, name=BOTH)
    person = add_person(team_id, name=BOTH, position=BOTH)
    parties.add_organisation(meeting.id, role=OrganisationRole.ORGANISER, organisation_id=body.id)
    item = agenda.add_item(
        meeting.id, kind=ItemKind.SESSION, day=meeting.starts_on, starts=time(9), ends=time(10), title=BOTH,
        room=Translations(en=LONG[:110]), actor=organiser,
    )  # fmt: skip
    agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=item.id, person_id=person.id, actor=organiser)
    texts.add_section(meeting.id, kind="other", heading=BOTH, body=Translations(en=f"<p>{LONG}</p>"), actor=organiser)
    life.change_state(meeting.id, MeetingState.PUBLISHED, actor=organiser)
    entry = Entry(
        given_name=LONG[:80], family_name=LONG[:80], email=f"{LONG[:60]}@example.org", organisation=LONG[:200],
        organisation_kind=OrganisationKind.OTHER, position=LONG[:200], country_code=NOT_LISTED, language="en",
        place=LONG[:120],
        mode=Mode.IN_PERSON, consented=True,
    )  # fmt: skip
    registration = register(meeting, entry)
    draft = write_draft(
        meeting, draft_key="a-draft-of-long-words", subject=Translations(en=LONG[:190]), body=Translations(en=LONG),
        chosen={"alive": "1"}, actor=organiser,
    )  # fmt: skip
    assert registration is not None
    offer_area(team_id, "HK", Translations(en=LONG[:120], ar=ARABIC[:120]), actor=organiser)
    return {"team": team_id, "item": item.id, "person": registration.id, "draft": draft.id,
            "token": manage_token(registration)}  # fmt: skip


@pytest.fixture(scope="module")
def made(site: Site) -> dict[str, int | str]:
    return site.look(_make)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 1280), ("en", 390), ("ar", 390)])
def test_long_words_overflow_nowhere(visitor: Visitor, made: dict[str, int | str], language: str, width: int) -> None:
    wide: dict[str, list[str]] = {}
    for role, paths in (("", PUBLIC), ("organiser", MANAGED), ("owner", OWNED)):
        page = visitor(role, language=language, viewport={"width": width, "height": 900})
        for path in paths:
            address = path.format(language=language, **made)
            page.goto(address)
            assert page.locator("h1").count(), address
            if flaws := too_wide(page):
                wide[address] = flaws
    assert wide == {}
