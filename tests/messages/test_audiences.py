"""Audiences counted and walked through in the database: the same people as when all are loaded."""

from __future__ import annotations

from itertools import combinations

import pytest

from foundation.database import db, writing
from foundation.languages import force_language
from messages.audiences import audience, first_of, headcount, place_of
from registration.models.registrations import Registration
from tests.factories import make_meeting, make_registration
from tests.statements import statements

CHOICES = (
    {"alive": "1"},
    {"alive": "0"},
    {"state": "approved"},
    {"state": "waiting"},
    {"mode": "remote", "alive": "1"},
    {"q": "lina", "alive": "1"},
)


@pytest.fixture
def meeting(app):
    meeting = make_meeting()
    for number, state in enumerate(("approved", "waiting", "pending", "declined", "approved", "waiting", "approved")):
        make_registration(
            meeting,
            state=state,
            mode="remote" if number % 2 else "in_person",
            given_name=("Lina", "Omar")[number % 2],
            family_name=("Haddad", "Same", "Same", "عمر")[number % 4],
            language=("ar", "en", "fr")[number % 3],
        )
    return meeting


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("chosen", [*CHOICES, "every second"], ids=str)
def test_counting_and_walking_agree_with_loading_everybody(app, meeting, chosen, language) -> None:
    if chosen == "every second":
        chosen = {"id": [*(person.id for person in audience(meeting.id, {"alive": "0"})[::2]), 999_999]}
    with force_language(language):
        people = audience(meeting.id, chosen)
        counted = headcount(meeting.id, chosen)

        assert len(counted) == len(people) > 0
        languages = [person.language for person in people]
        assert {each.language: each.number for each in counted.languages} == {
            each: languages.count(each) for each in languages
        }
        by_id = {person.id: person for person in people}
        assert all(by_id[each.first_id].language == each.language for each in counted.languages)
        assert first_of(meeting.id, chosen, 3) == people[:3]
        for ahead, person in enumerate(people):
            place = place_of(meeting.id, chosen, person.id)
            assert place is not None
            assert (place.person, place.ahead) == (person, ahead)
            assert place.before == (people[ahead - 1].id if ahead else None)
            assert place.after == (people[ahead + 1].id if ahead + 1 < len(people) else None)


def test_whoever_is_not_in_the_audience_gives_way_to_its_first_person(app, meeting) -> None:
    stranger = make_registration(make_meeting(), state="approved")

    place = place_of(meeting.id, {"state": "approved"}, stranger.id)

    assert place is not None
    assert place.person == audience(meeting.id, {"state": "approved"})[0]
    assert place_of(meeting.id, {"q": "nobody at all", "alive": "1"}, None) is None
    assert not headcount(meeting.id, {"q": "nobody at all", "alive": "1"})


def test_no_exchange_of_people_leaves_the_seal_alike(app, meeting) -> None:
    with writing() as session:
        session.query(Registration).update({"language": "en"})
    ids = [person.id for person in audience(meeting.id, {"alive": "0"})]

    seals = [headcount(meeting.id, {"id": list(some)}).seal for some in combinations(ids, 4)]

    assert len(set(seals)) == len(seals)


def test_more_people_can_be_chosen_than_a_statement_takes_parameters(app, meeting) -> None:
    ids = [person.id for person in audience(meeting.id, {"alive": "0"})]

    assert len(headcount(meeting.id, {"id": [*ids, *range(100_000, 170_000)]})) == len(ids)


def test_an_audience_costs_the_same_statements_whatever_its_size(app, meeting) -> None:
    def cost() -> int:
        db.session.expire_all()
        with statements("BEGIN", "PRAGMA") as seen:
            headcount(meeting.id, {"alive": "0"})
            first_of(meeting.id, {"alive": "0"}, 8)
            place_of(meeting.id, {"alive": "0"}, None)
        return len(seen)

    meeting_id = meeting.id
    assert meeting_id
    few = cost()
    for _number in range(30):
        make_registration(meeting, state="approved")

    assert cost() == few <= 7
