"""Getting on the list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from foundation.clock import frozen_at
from foundation.database import writing
from foundation.translated import Translations
from meetings.enums import MeetingFormat, MeetingState, Mode
from meetings.models.parties import FocalPoint
from registration.enums import ApprovalMode, RegistrationSource, RegistrationState
from registration.errors import (
    AlreadyRegistered,
    LinkUsed,
    MeetingCalledOff,
    MeetingNotPublished,
    ModeNotOffered,
    RegistrationClosed,
    RegistrationNotOpen,
    TakesNoRegistrations,
)
from registration.people.deciding import cancel, decline
from registration.people.registering import register, register_on_behalf
from registration.reading.links import another_token
from tests.factories import make_meeting, make_registration, make_rules, make_user
from tests.registration.samples import entry, ics, mails, registrations, templates


def test_register_by_hand_leaves_it_pending_and_acknowledges(app):
    meeting = make_meeting()

    registration = register(meeting, entry(needs="Wheelchair"))

    assert registration.state is RegistrationState.PENDING
    assert registration.needs == "Wheelchair"
    assert registration.consented_at is not None
    assert templates(registration) == ["received"]
    assert mails(registration)[0].calendar is None


def test_register_automatically_approves_and_invites(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)

    registration = register(meeting, entry())

    assert registration.state is RegistrationState.APPROVED
    assert registration.invited_at is not None
    mail = mails(registration)[0]
    assert mail.template == "registration/approved"
    assert mail.calendar["method"] == "REQUEST"
    assert f"mailto:{registration.email}" in ics(mail)


def test_register_without_room_waits(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    make_registration(meeting)

    registration = register(meeting, entry())

    assert registration.state is RegistrationState.WAITING
    assert registration.waiting_since is not None
    assert templates(registration) == ["waiting"]


def test_register_does_not_overtake_those_who_wait(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=2)
    make_registration(meeting)
    make_registration(meeting, state="waiting")

    assert register(meeting, entry()).state is RegistrationState.WAITING


def test_places_of_one_mode_do_not_count_for_the_other(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=0)

    assert register(meeting, entry(mode=Mode.REMOTE)).state is RegistrationState.PENDING


def test_declined_and_cancelled_hold_no_place(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    make_registration(meeting, state="declined")
    make_registration(meeting, state="cancelled")

    assert register(meeting, entry()).state is RegistrationState.PENDING


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"state": MeetingState.DRAFT}, MeetingNotPublished),
        ({"state": MeetingState.CANCELLED}, MeetingCalledOff),
        ({"state": MeetingState.POSTPONED}, MeetingCalledOff),
        ({"state": MeetingState.CLOSED}, RegistrationClosed),
        ({"takes_registrations": False}, TakesNoRegistrations),
    ],
)
def test_register_is_refused_by_the_state_of_the_meeting(app, values, refusal):
    meeting = make_meeting(**values)

    with pytest.raises(refusal):
        register(meeting, entry())

    assert registrations() == []
    assert mails() == []


def test_register_opens_and_closes_at_the_meetings_own_time(app):
    meeting = make_meeting(
        registration_opens=datetime.fromisoformat("2030-01-10T09:00"),
        registration_closes=datetime.fromisoformat("2030-02-01T17:00"),
    )

    with frozen_at(datetime(2030, 1, 10, 5, 59, tzinfo=UTC)), pytest.raises(RegistrationNotOpen) as early:
        register(meeting, entry())
    with frozen_at(datetime(2030, 1, 10, 6, 0, tzinfo=UTC)):
        assert register(meeting, entry()) is not None
    with frozen_at(datetime(2030, 2, 1, 14, 0, tzinfo=UTC)), pytest.raises(RegistrationClosed) as late:
        register(meeting, entry())

    assert early.value.opens == datetime(2030, 1, 10, 6, 0, tzinfo=UTC)
    assert late.value.closes == datetime(2030, 2, 1, 14, 0, tzinfo=UTC)


def test_register_closes_with_the_last_day_where_nothing_is_said(app):
    meeting = make_meeting()

    with frozen_at(datetime(2030, 2, 28, 20, 59, tzinfo=UTC)):
        assert register(meeting, entry()) is not None
    with frozen_at(datetime(2030, 2, 28, 21, 0, tzinfo=UTC)), pytest.raises(RegistrationClosed):
        register(meeting, entry())


def test_register_refuses_a_mode_that_is_not_offered(app):
    meeting = make_meeting(format=MeetingFormat.ONLINE)

    with pytest.raises(ModeNotOffered):
        register(meeting, entry(mode=Mode.IN_PERSON))


def test_the_same_address_gets_a_mail_and_no_second_registration(app):
    meeting = make_meeting()
    first = register(meeting, entry(email="Layla@Example.org"))

    second = register(meeting, entry(email="layla@example.org", given_name="Omar", language="ar"))

    assert second is None
    assert registrations() == [first]
    again = mails()[-1]
    assert (again.template, again.language, again.about_kind) == ("registration/again", "ar", "registration_address")
    assert again.values["people"][0]["url"] == {"$link": ["registration", first.id]}
    assert again.values["another_url"] == {"$link": ["registration_another", first.id]}


def test_the_same_address_is_new_at_another_meeting(app):
    register(make_meeting(), entry(email="layla@example.org"))

    assert register(make_meeting(), entry(email="layla@example.org")) is not None


def test_a_page_sent_twice_owes_no_second_mail(app):
    meeting = make_meeting()
    wish = entry()
    register(meeting, wish, submission="abc")

    assert register(meeting, wish, submission="abc") is None
    assert len(mails()) == 1


def test_a_page_sent_twice_with_another_name_is_a_second_wish(app):
    meeting = make_meeting()
    register(meeting, entry(email="unit@example.org"), submission="abc")

    register(meeting, entry(email="unit@example.org", given_name="Omar"), submission="abc")

    assert templates() == ["received", "again"]


def test_whoever_cancelled_may_register_again(app):
    meeting = make_meeting()
    first = register(meeting, entry(email="layla@example.org"))
    cancel(first)

    assert register(meeting, entry(email="layla@example.org")) is not None


def test_whoever_was_declined_gets_no_second_registration(app):
    meeting = make_meeting()
    first = register(meeting, entry(email="layla@example.org"))
    decline(first, actor=make_user(), reason="Full")

    assert register(meeting, entry(email="layla@example.org")) is None


def test_another_person_is_registered_once_per_link(app):
    meeting = make_meeting()
    first = register(meeting, entry(email="unit@example.org"))
    token = another_token(first)

    second = register(meeting, entry(email="unit@example.org", given_name="Omar"), token=token)

    assert second is not None
    assert templates(second) == ["received"]
    with pytest.raises(LinkUsed):
        register(meeting, entry(email="unit@example.org", given_name="Huda"), token=token)
    third = register(meeting, entry(email="unit@example.org", given_name="Huda"), token=another_token(first))
    assert third is not None


def test_another_persons_link_fits_its_own_address_only(app):
    meeting = make_meeting()
    first = register(meeting, entry(email="unit@example.org"))
    register(meeting, entry(email="other@example.org"))

    with pytest.raises(LinkUsed):
        register(meeting, entry(email="other@example.org"), token=another_token(first))
    with pytest.raises(LinkUsed):
        register(meeting, entry(email="new@example.org"), token=another_token(first))


def test_register_on_behalf_ignores_the_window_and_records_who_did_it(app):
    meeting = make_meeting(registration_closes=datetime.fromisoformat("2020-01-01T00:00"))
    user = make_user("assistant", meeting.team)

    registration = register_on_behalf(meeting, entry(consented=False), actor=user)

    assert registration.source is RegistrationSource.ON_BEHALF
    assert registration.consented_at is None
    assert registration.state is RegistrationState.PENDING


def test_register_on_behalf_approves_at_once_only_if_there_is_room(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    user = make_user("assistant", meeting.team)

    assert register_on_behalf(meeting, entry(), actor=user, approve=True).state is RegistrationState.APPROVED
    assert register_on_behalf(meeting, entry(), actor=user, approve=True).state is RegistrationState.WAITING


def test_register_on_behalf_asks_before_using_an_address_twice(app):
    meeting = make_meeting()
    user = make_user("assistant", meeting.team)
    first = register(meeting, entry(email="unit@example.org"))

    with pytest.raises(AlreadyRegistered) as refused:
        register_on_behalf(meeting, entry(email="unit@example.org"), actor=user)
    second = register_on_behalf(meeting, entry(email="unit@example.org"), actor=user, even_if_known=True)

    assert refused.value.registration_id == first.id
    assert second.id != first.id


def test_mail_is_answered_by_the_administrative_contact_in_the_persons_language(app):
    meeting = make_meeting()
    with writing() as session:
        session.add(
            FocalPoint(
                meeting_id=meeting.id,
                kind="administrative",
                unit=Translations(en="Unit"),
                email="desk@example.org",
            )
        )

    mail = mails(register(meeting, entry(language="ar", printed_name=Translations(ar="ليلى منصور"))))[0]

    assert (mail.reply_to, mail.language, mail.recipient_name) == ("desk@example.org", "ar", "ليلى منصور")
    assert mail.values["meeting"] == meeting.title["ar"]
    assert mail.values["dates"] == "27–28 شباط / فبراير 2030"


def test_names_are_found_in_either_script(app):
    registration = register(
        make_meeting(),
        entry(given_name="Léïla", family_name="Ben Youssef", printed_name=Translations(ar="ليلى بن يوسف")),
    )

    assert "leilabenyoussef" in registration.search_key
    assert "ليليبنيوسف" in registration.search_key
    assert registration.sort_key == "benyoussef leila"


def test_honorific_is_printed_in_the_script_of_the_name(app):
    names = Translations(ar="ليلى منصور")
    latin = make_registration(make_meeting(), honorific="Dr.", printed_name=names, family_name="Mansour")
    arabic = make_registration(make_meeting(), honorific="الدكتورة", printed_name=names, family_name="Mansour")

    assert (latin.full_name("en"), latin.full_name("ar")) == ("Dr. Salma Mansour", "د. ليلى منصور")
    assert (arabic.full_name("en"), arabic.full_name("ar")) == ("Dr. Salma Mansour", "الدكتورة ليلى منصور")
