"""Every state of a meeting × state of a person × mode × days known or not: nothing on the page contradicts the rest."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient

from foundation.clock import now
from meetings.enums import DatePrecision, MeetingFormat, MeetingState, Mode, Visibility
from meetings.models.joining import ParticipationLink
from registration.enums import RegistrationState
from registration.reading.links import agenda_url, manage_token
from tests.factories import _add, make_item, make_meeting, make_registration
from tests.registration.public_form.test_public_form import text

S = RegistrationState
PAST = {"starts_on": date(2020, 3, 1), "ends_on": date(2020, 3, 2)}
MONTH = {"date_precision": DatePrecision.MONTH, "starts_on": date(2030, 3, 1), "ends_on": date(2030, 3, 31)}
MEETINGS = {
    "to come": {},
    "month only": MONTH,
    "over": PAST,
    "closed": {"state": MeetingState.CLOSED},
    "archived": {"state": MeetingState.ARCHIVED, **PAST},
    "postponed": {"state": MeetingState.POSTPONED},
    "postponed, its old days gone": {"state": MeetingState.POSTPONED, **PAST},
    "cancelled": {"state": MeetingState.CANCELLED},
    "cancelled, month only": {"state": MeetingState.CANCELLED, **MONTH},
    "withdrawn to a draft": {"state": MeetingState.DRAFT},
}
ZOOM = "https://zoom.example.org/j/1"
PROMISES = ("confirmed", "as soon as a place is yours", "once they have decided", "yet to approve")


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("case", MEETINGS)
def test_page_says_what_is_the_case_and_offers_what_can_be_done(
    client: FlaskClient, case: str, state: RegistrationState, mode: Mode
) -> None:
    meeting = make_meeting(format=MeetingFormat.HYBRID, **MEETINGS[case])
    make_item(meeting, day=meeting.starts_on, starts=time(9), ends=time(10))
    _add(
        ParticipationLink(
            meeting_id=meeting.id, join_url="https://zoom.example.org/j/1", visibility=Visibility.APPROVED
        )
    )
    person = make_registration(meeting, state=state, mode=mode)
    address = f"/r/{manage_token(person)}"

    answer = client.get(f"{address}?lang=en")
    said, html = text(answer), answer.text

    off, over = (
        meeting.state in (MeetingState.POSTPONED, MeetingState.CANCELLED),
        case in ("over", "closed", "archived"),
    )
    to_come = not off and not over
    comes = to_come and state in (S.PENDING, S.APPROVED, S.WAITING)
    has_days = "month" not in case and case != "withdrawn to a draft"
    assert ("is confirmed" in said) is (to_come and state is S.APPROVED)
    if not to_come:
        assert not [promise for promise in PROMISES if promise in said]
    assert ("has been cancelled" in said) is (case.startswith("cancelled") and state not in (S.DECLINED, S.CANCELLED))
    assert ("is over" in said) is over
    assert ("could not accept" in said or "not accepted" in said) is (state is S.DECLINED)
    assert ("code for the door" in said) is (to_come and state is S.APPROVED and mode is Mode.IN_PERSON)
    assert ("zoom.example.org" in html) is (
        to_come and state is S.APPROVED and mode is Mode.REMOTE and case != "closed"
    )
    assert ("Add to calendar" in said) is (comes and has_days)
    assert (agenda_url(person, "en") in html) is (comes and has_days)
    assert ("Choose items" in said) is comes
    assert (f"{address}/mode/" in html) is comes
    can_leave = state in (S.PENDING, S.APPROVED, S.WAITING) and not over and meeting.state is not MeetingState.CANCELLED
    assert (f"{address}/cancel" in html) is can_leave
    assert ("Register again" in said) is (state is S.CANCELLED and case in ("to come", "month only"))
    assert html.count("button primary") <= 1

    # What is offered opens; what is not sends back, whoever kept the address.
    for suffix, offered in (
        ("/cancel", can_leave), ("/agenda", comes),
        (f"/mode/{'remote' if mode is Mode.IN_PERSON else 'in_person'}", comes), ("/data", True),
    ):  # fmt: skip
        assert client.get(address + suffix).status_code == (200 if offered else 303), suffix
    for offered in set(re.findall(rf'href="({address}[^"?]*|/c/[^"?]*|/e/[^"?]*)', html)):
        assert client.get(offered).status_code == 200, offered


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_remote_person_is_offered_no_desk_lunch_or_dinner(client: FlaskClient, language: str) -> None:
    meeting = make_meeting(format=MeetingFormat.HYBRID)
    session = make_item(meeting, starts=time(10), ends=time(12), title={"en": "Session", "ar": "جلسة"})
    within = make_item(meeting, starts=time(10), ends=time(11), title={"en": "Talk", "ar": "عرض"}, parent_id=session.id)
    for kind in ("registration", "lunch", "social_event"):
        make_item(
            meeting, kind=kind, starts=time(13), ends=time(14), title={"en": f"Only {kind}", "ar": f"Only {kind}"}
        )
    shown_meal = make_item(meeting, kind="lunch", starts=time(15), ends=time(16), format=MeetingFormat.HYBRID)
    pages = {}
    for mode in Mode:
        person = make_registration(meeting, state="approved", mode=mode)
        token = manage_token(person)
        pages[mode] = [client.get(f"/r/{token}{path}?lang={language}").text for path in ("", "/agenda")] + [
            client.get(f"/my/{token}/en.ics").text
        ]
        form = pages[mode][1]
        assert form.count("checkbox") == form.count(" checked")  # all are chosen, one unticks
        assert form.index(f'value="{session.id}"') < form.index(f'value="{within.id}"')
        assert re.search(rf'depth-1">\s*<label>\s*<input[^>]*value="{within.id}"', form)
        assert f'value="{shown_meal.id}"' in form
    assert not [page for page in pages[Mode.REMOTE] if re.search("Only (registration|lunch|social)", page)]
    assert all("Only lunch" in page for page in pages[Mode.IN_PERSON][:2])


def test_dropping_one_item_takes_one_click_and_dropping_all_is_refused(client: FlaskClient) -> None:
    meeting = make_meeting()
    items = [make_item(meeting, starts=time(hour), ends=time(hour + 1)) for hour in range(9, 14)]
    address = f"/r/{manage_token(make_registration(meeting, state='approved'))}"
    ids = [str(item.id) for item in items]

    assert client.post(f"{address}/agenda", data={"items": ids[1:]}).status_code == 303
    assert "You chose 4 items" in text(client.get(address))
    assert client.get(f"{address}/agenda").text.count(" checked") == 4
    refused = client.post(f"{address}/agenda", data={})
    assert refused.status_code == 422 and "Keep at least one item" in text(refused)
    assert client.post(f"{address}/agenda", data={"items": ids}).status_code == 303
    assert "everything that concerns you" in text(client.get(address))


def test_ticket_says_hours_zone_map_and_whom_to_ask(client: FlaskClient) -> None:
    from meetings.enums import ContactKind
    from meetings.models.parties import FocalPoint

    meeting = make_meeting(venue={"en": "Grand Hotel"}, venue_map_url="https://map.example.org/1")
    make_item(meeting, starts=time(9, 30), ends=time(16, 45))
    _add(
        FocalPoint(
            meeting_id=meeting.id, kind=ContactKind.ADMINISTRATIVE, unit={"en": "Secretariat"}, position=0,
            email="office@example.org",
        )
    )  # fmt: skip
    for mode in Mode:
        page = client.get(f"/r/{manage_token(make_registration(meeting, state='approved', mode=mode))}")
        assert "09:30 – 16:45" in text(page) and "UTC+3" in text(page)
        assert "mailto:office@example.org" in page.text and "Whom to ask" in text(page)
        assert ("https://map.example.org/1" in page.text) is (mode is Mode.IN_PERSON)
        assert ("data-zone=" in page.text) is (mode is Mode.REMOTE)


@pytest.mark.parametrize(("days", "words"), [(37, "In 37 days"), (1, "Tomorrow")])
def test_page_says_how_far_away_the_meeting_is(client: FlaskClient, days: int, words: str) -> None:
    start = now().date() + timedelta(days=days)
    meeting = make_meeting(starts_on=start, ends_on=start, zone="UTC")
    person = make_registration(meeting, state="approved")
    assert words in text(client.get(f"/r/{manage_token(person)}"))


def test_page_of_the_day_says_what_is_on_and_what_comes_in_minutes(client: FlaskClient) -> None:
    from datetime import UTC, datetime

    from foundation.clock import frozen_at

    meeting = make_meeting()
    make_item(meeting, starts=time(9), ends=time(10), title={"en": "Opening"})
    make_item(meeting, starts=time(10), ends=time(11), title={"en": "Coffee"})
    person = make_registration(meeting, state="approved")
    with frozen_at(datetime(2030, 2, 27, 6, 46, tzinfo=UTC)):
        said = text(client.get(f"/r/{manage_token(person)}"))
    assert "Now: Opening, until 10:00" in said and "In 14 minutes, at 10:00: Coffee" in said
