"""Changing a registration, and erasing it."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.audit import entries_for
from foundation.database import writing
from foundation.translated import Translations
from meetings.enums import MeetingFormat, MeetingState, Mode, Visibility
from meetings.models.joining import ParticipationLink
from registration.enums import ApprovalMode, RegistrationState
from registration.errors import MeetingCalledOff, MeetingOver, ModeNotOffered, NoPlaceLeft, WrongState
from registration.people import changing
from registration.people.deciding import approve
from registration.people.registering import register
from registration.reading.links import CHECK_IN, check_in_token, manage_token, registration_by_token
from tests.factories import make_meeting, make_registration, make_rules, make_user
from tests.registration.samples import entry, ics, mails, templates

S = RegistrationState


def add_join_link(meeting, **values):
    """A participation link of the meeting, for approved people."""
    values = {"join_url": "https://zoom.example.org/j/123", "provider": "Zoom"} | values
    with writing() as session:
        session.add(ParticipationLink(meeting_id=meeting.id, **values))


def test_switch_of_an_approved_person_updates_the_calendar_entry(app):
    meeting = make_meeting(online_platform="Zoom", venue=Translations(en="Hotel"))
    add_join_link(meeting)
    registration = register(meeting, entry())
    approve(registration, actor=make_user())

    changing.switch_mode(registration, Mode.REMOTE)

    mail = mails(registration)[-1]
    assert (registration.state, registration.mode) == (S.APPROVED, Mode.REMOTE)
    assert mail.template == "registration/mode_changed"
    assert mail.calendar["method"] == "REQUEST"
    assert "SEQUENCE:1" in ics(mail)
    assert "https://zoom.example.org/j/123" in ics(mail)
    assert "https://zoom.example.org/j/123" not in ics(mails(registration)[-2])


def test_switch_of_a_pending_person_keeps_the_state_and_sends_no_calendar_entry(app):
    registration = make_registration(make_meeting())

    changing.switch_mode(registration, Mode.REMOTE)

    assert (registration.state, registration.mode) == (S.PENDING, Mode.REMOTE)
    assert mails(registration)[0].calendar is None


def test_switch_without_room_keeps_the_place(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=0)
    registration = make_registration(meeting, state="approved", mode=Mode.REMOTE)

    with pytest.raises(NoPlaceLeft):
        changing.switch_mode(registration, Mode.IN_PERSON)

    assert (registration.state, registration.mode) == (S.APPROVED, Mode.REMOTE)
    assert mails() == []


def test_switch_does_not_overtake_those_who_wait_unless_the_team_says_so(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    make_registration(meeting, state="waiting")
    registration = make_registration(meeting, state="approved", mode=Mode.REMOTE)

    with pytest.raises(NoPlaceLeft):
        changing.switch_mode(registration, Mode.IN_PERSON)
    changing.switch_mode(registration, Mode.IN_PERSON, actor=make_user())

    assert registration.mode is Mode.IN_PERSON


def test_switch_gives_the_old_place_on(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    registration = make_registration(meeting, state="approved")
    queued = make_registration(meeting, state="waiting")

    changing.switch_mode(registration, Mode.REMOTE)

    assert queued.state is S.APPROVED


@pytest.mark.parametrize(
    ("approval", "state"), [(ApprovalMode.BY_HAND, S.PENDING), (ApprovalMode.AUTOMATIC, S.APPROVED)]
)
def test_switch_takes_somebody_off_the_waiting_list(app, approval, state):
    meeting = make_meeting()
    make_rules(meeting, approval=approval, capacity_in_person=0)
    registration = make_registration(meeting, state="waiting")

    changing.switch_mode(registration, Mode.REMOTE)

    assert (registration.state, registration.mode, registration.waiting_since) == (state, Mode.REMOTE, None)


def test_switch_to_the_same_mode_changes_nothing(app):
    registration = make_registration(make_meeting())

    changing.switch_mode(registration, Mode.IN_PERSON)

    assert mails() == []
    assert entries_for("registration", registration.id) == []


@pytest.mark.parametrize(
    ("meeting_values", "state", "refusal"),
    [
        ({}, "declined", WrongState),
        ({"format": MeetingFormat.IN_PERSON}, "approved", ModeNotOffered),
        ({"starts_on": date(2020, 1, 1), "ends_on": date(2020, 1, 1)}, "approved", MeetingOver),
        ({"state": MeetingState.CANCELLED}, "approved", MeetingCalledOff),
    ],
)
def test_switch_is_refused(app, meeting_values, state, refusal):
    registration = make_registration(make_meeting(**meeting_values), state=state)

    with pytest.raises(refusal):
        changing.switch_mode(registration, Mode.REMOTE)


def test_correct_changes_what_was_written_and_nothing_else(app):
    registration = register(make_meeting(), entry(needs="Visa letter"))

    changed = changing.correct(
        registration, entry(given_name="Leila", family_name="Mansoor", needs=""), email="other@example.org"
    )

    assert {"given_name", "family_name", "needs"} <= set(changed)
    assert "email" not in changed
    assert registration.needs == ""
    assert "leila" in registration.search_key
    assert len(mails()) == 1
    assert entries_for("registration", registration.id)[0].changes["given_name"] == ["Layla", "Leila"]


def test_correct_without_a_change_leaves_no_trace(app):
    wish = entry()
    registration = register(make_meeting(), wish)

    assert changing.correct(registration, wish) == []
    assert [each.act for each in entries_for("registration", registration.id)] == ["registered"]


def test_another_address_gets_its_own_link_and_the_old_one_stops_working(app):
    wish = entry(email="wrong@example.org")
    registration = register(make_meeting(), wish)
    old = manage_token(registration)

    changing.correct(registration, wish, actor=make_user(), email="right@example.org")

    assert registration.email_key == "right@example.org"
    assert registration_by_token(old) is None
    assert mails(registration)[-1].recipient == "right@example.org"
    assert "right@example.org" in registration.search_key


def test_a_new_personal_link_replaces_link_and_code(app):
    registration = make_registration(make_meeting())
    old, old_code = manage_token(registration), check_in_token(registration)

    changing.new_personal_link(registration, actor=make_user())

    assert registration_by_token(old) is None
    assert registration_by_token(old_code, CHECK_IN) is None
    assert registration_by_token(manage_token(registration)) == registration
    assert templates(registration) == ["link"]


def test_a_token_opens_one_purpose_only(app):
    registration = make_registration(make_meeting())

    assert registration_by_token(manage_token(registration), CHECK_IN) is None
    assert registration_by_token(check_in_token(registration)) is None
    assert registration_by_token("") is None
    assert registration_by_token("NOSUCHRE.abcdefghijklmnopqrstuvwxyz") is None


def test_send_again_repeats_the_invitation_as_it_was(app):
    registration = make_registration(make_meeting())
    user = make_user()
    approve(registration, actor=user)

    changing.send_again(registration, actor=user)

    assert templates(registration) == ["approved", "approved"]
    assert "SEQUENCE:0" in ics(mails(registration)[-1])


@pytest.mark.parametrize(
    ("visibility", "state", "expected"),
    [
        (Visibility.APPROVED, "approved", True),
        (Visibility.APPROVED, "pending", False),
        (Visibility.REGISTERED, "pending", True),
        (Visibility.REGISTERED, "waiting", False),
        (Visibility.PUBLIC, "declined", True),
        (Visibility.TEAM, "approved", False),
    ],
)
def test_join_link_is_shown_to_those_entitled(app, visibility, state, expected):
    from registration.reading.joining import join_link

    meeting = make_meeting()
    add_join_link(meeting, visibility=visibility)

    remote = make_registration(meeting, state=state, mode=Mode.REMOTE)
    in_person = make_registration(meeting, state=state)

    assert (join_link(remote) is not None) is expected
    assert join_link(in_person) is None


@pytest.mark.parametrize(
    ("texts", "typed"),
    [
        ("printed_name", {"given_name": "Robert"}),
        ("printed_name", {"family_name": "Jones"}),
        ("honorific_texts", {"honorific": "Prof."}),
        ("organisation_texts", {"organisation": "Ministry of Health"}),
        ("position_texts", {"position": "Minister of Health"}),
        ("place_texts", {"place": "Elsewhere"}),
    ],
)
def test_what_was_written_in_another_script_of_what_was_typed_goes_with_it(app, texts, typed):
    names = {
        "given_name": "Rupert",
        "family_name": "Pearson",
        "honorific": "Dr.",
        "position": "Clerk",
        "place": "There",
    }
    old, new = Translations(ar="بير سون"), Translations(ar="روبرت جونز")
    registration = register(make_meeting(), entry(**names, **{texts: old}))
    kept = {texts: old}

    changing.correct(registration, entry(**{**names, "organisation": registration.organisation}, **kept))
    assert getattr(registration, texts) == old
    changing.correct(registration, entry(**{**names, **typed}, **kept))
    assert getattr(registration, texts) == Translations()
    changing.correct(registration, entry(**names, **{texts: new}))
    assert getattr(registration, texts) == new
