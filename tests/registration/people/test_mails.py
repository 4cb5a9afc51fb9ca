"""The mails of registrations, rendered as they leave."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest

from foundation.clock import frozen_at
from foundation.link_tokens import make_token
from meetings.enums import DatePrecision, MeetingFormat, Mode
from meetings.joining.operations import add_participation_link
from meetings.models.parties import FocalPoint
from outbox.rendering import render
from registration.people import changing, deciding
from registration.people.registering import register
from registration.reading.links import another_token, check_in_token, manage_token
from tests.factories import _add, make_item, make_meeting, make_registration, make_rules, make_user
from tests.registration.samples import entry, ics, mails


def rendered(mail):
    """Subject, text and HTML of a mail owed."""
    return render(mail.template, mail.language, mail.values, recipient=mail.recipient, reply_to=mail.reply_to)


def every_mail(language):
    """One mail of each kind that is sent about a registration, by the name of its template."""
    meeting, user = make_meeting(), make_user()
    wish = entry(language=language, email="layla@example.org")
    registration = register(meeting, wish)
    register(meeting, wish)
    deciding.approve(registration, actor=user)
    changing.switch_mode(registration, Mode.REMOTE)
    changing.new_personal_link(registration, actor=user)
    deciding.decline(registration, actor=user, reason="Line one\nLine two")
    deciding.reopen(registration, actor=user)
    deciding.cancel(registration)
    full = make_meeting()
    make_rules(full, capacity_in_person=0)
    register(full, wish)
    return registration, {mail.template.removeprefix("registration/"): mail for mail in mails()}


KINDS = {"received", "again", "approved", "mode_changed", "link", "declined", "cancelled", "waiting"}


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_every_mail_renders_in_every_language(app, language):
    _registration, owed = every_mail(language)

    assert set(owed) == KINDS
    for mail in owed.values():
        letter = rendered(mail)
        assert letter.subject
        assert "{{" not in letter.text + letter.html
        assert f'lang="{language}"' in letter.html
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in letter.html


def test_confirmation_holds_link_and_code(app):
    meeting = make_meeting()
    registration = register(meeting, entry())
    deciding.approve(registration, actor=make_user())

    letter = rendered(mails(registration)[-1])

    for part in (letter.text, letter.html):
        assert f"http://plenary.test/r/{manage_token(registration)}" in part
        assert f"http://plenary.test/c/{check_in_token(registration)}.png" in part
    assert f"Registration confirmed ({meeting.code}): {meeting.title['en']}" == letter.subject


def test_links_are_frozen_as_references_and_resolved_as_they_are_now(app):
    registration = register(make_meeting(), entry())
    mail = mails(registration)[0]
    before = manage_token(registration)
    changing.new_personal_link(registration, actor=make_user())

    letter = rendered(mail)

    assert "/r/" not in str(mail.values)
    assert before not in letter.text
    assert manage_token(registration) in letter.text


def test_again_mail_names_everybody_under_the_address(app):
    meeting = make_meeting()
    first = register(meeting, entry(email="unit@example.org", given_name="Layla"))
    second = register(meeting, entry(email="unit@example.org", given_name="Omar"), token=another_token(first))
    register(meeting, entry(email="unit@example.org", given_name="Huda"))

    letter = rendered(mails()[-1])

    for part in (letter.text, letter.html):
        assert "Layla" in part
        assert "Omar" in part
        assert "Huda" not in part
        assert manage_token(second) in part
        assert f"http://plenary.test/r/{another_token(first)}/another" in part


def test_what_people_typed_is_escaped(app):
    registration = register(make_meeting(), entry(given_name="<b>Layla</b>"))
    deciding.decline(registration, actor=make_user(), reason="<script>alert(1)</script>\nline")

    letter = rendered(mails(registration)[-1])

    assert "<b>Layla" not in letter.html
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html


def test_token_of_one_purpose_is_not_that_of_another(app):
    registration = register(make_meeting(), entry())

    tokens = {manage_token(registration), check_in_token(registration), another_token(registration)}

    assert len(tokens) == 3
    assert make_token("registration", registration.reference, 1) == manage_token(registration)


def test_mail_before_the_window_says_when_the_link_appears_and_holds_no_address(app):
    meeting = make_meeting()
    secret = "https://zoom.example.org/j/later"
    add_participation_link(meeting.id, join_url=secret, passcode="later-code", minutes_before=30)
    registration = make_registration(meeting, mode=Mode.REMOTE, language="ar")

    deciding.approve(registration, actor=make_user())

    [mail] = mails(registration)
    letter = rendered(mail)
    for text in (ics(mail), letter.text, letter.html):
        assert secret not in text and "later-code" not in text
    assert mail.values["join_opens"] in letter.text
    assert "08:30" in mail.values["join_opens"]  # local time, half an hour before the usual hours


def test_mail_in_the_window_holds_the_address(app):
    meeting = make_meeting()
    add_participation_link(meeting.id, join_url="https://zoom.example.org/j/now", minutes_before=30)
    registration = make_registration(meeting, mode=Mode.REMOTE)

    with frozen_at(datetime(2030, 2, 27, 5, 31, tzinfo=UTC)):
        deciding.approve(registration, actor=make_user())

    [mail] = mails(registration)
    assert "https://zoom.example.org/j/now" in ics(mail)
    assert mail.values["join_opens"] == ""


def test_nobody_is_invited_to_a_whole_month(client):
    meeting = make_meeting(starts_on=date(2030, 3, 1), ends_on=date(2030, 3, 31), date_precision=DatePrecision.MONTH)
    registration = make_registration(meeting)

    deciding.approve(registration, actor=make_user())
    changing.switch_mode(registration, Mode.REMOTE)

    assert registration.invited_at is None
    for mail in mails(registration):
        assert mail.calendar is None
        letter = rendered(mail)
        assert "invitation" not in letter.text + letter.html
    page = client.get(f"/r/{manage_token(registration)}")
    assert "Add to calendar" not in page.text
    assert client.get(f"/r/{manage_token(registration)}/calendar.ics").status_code == 404


def test_mail_of_a_meeting_without_a_link_promises_none(app):
    registration = make_registration(make_meeting(), mode=Mode.REMOTE)

    deciding.approve(registration, actor=make_user())

    [mail] = mails(registration)
    letter = rendered(mail)
    for text in (letter.text, letter.html):
        assert "You find the link to join" not in text
        assert "as soon as it is known" in text


def test_mail_with_a_new_link_says_when_the_address_to_join_appears(app):
    meeting = make_meeting()
    add_participation_link(meeting.id, join_url="https://zoom.example.org/j/later", minutes_before=30)
    registration = make_registration(meeting, mode=Mode.REMOTE, state="approved")

    changing.new_personal_link(registration, actor=make_user())

    letter = rendered(mails(registration)[-1])
    for text in (letter.text, letter.html):
        assert "08:30" in text
        assert "You find the link to join" not in text


@pytest.mark.parametrize("act", [deciding.decline, deciding.cancel])
def test_mail_to_who_does_not_take_part_says_no_way_of_doing_so(app, act):
    registration = make_registration(make_meeting(), mode=Mode.REMOTE, state="approved")

    act(registration, actor=make_user())

    letter = rendered(mails(registration)[-1])
    for text in (letter.text, letter.html):
        assert "You take part" not in text
        assert "change the way you take part" not in text
        assert "you see and correct your data. Please" in text


def test_mail_to_who_takes_part_says_how(app):
    registration = make_registration(make_meeting(), mode=Mode.REMOTE)

    deciding.approve(registration, actor=make_user())

    letter = rendered(mails(registration)[-1])
    for text in (letter.text, letter.html):
        assert "You take part" in text and "Remotely" in text
        assert "change the way you take part" in text


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
@pytest.mark.parametrize("mode", Mode)
def test_every_mail_of_who_takes_part_says_when_where_and_whom_to_ask(app, language, mode):
    meeting = make_meeting(
        format=MeetingFormat.HYBRID,
        venue={"en": "Grand Hotel", "ar": "الفندق الكبير"},
        venue_map_url="https://map.example.org/1",
        online_platform="Zoom",
    )
    make_item(meeting, starts=time(9, 30), ends=time(16, 45))
    _add(
        FocalPoint(meeting_id=meeting.id, kind="administrative", unit={"en": "Secretariat"}, email="office@example.org")
    )
    registration = register(meeting, entry(language=language, mode=mode))
    deciding.approve(registration, actor=make_user())
    changing.new_personal_link(registration, actor=make_user())

    for mail in mails(registration):
        letter = rendered(mail)
        for part in (letter.text, letter.html):
            assert "09:30 – 16:45" in part and "UTC+3" in part
            assert "Secretariat" in part and "office@example.org" in part
            assert f"/e/{meeting.code}/{language if language in meeting.page_languages else 'en'}#agenda" in part
            assert ("https://map.example.org/1" in part) is (mode is Mode.IN_PERSON)
            assert ("Zoom" in part) is (mode is Mode.REMOTE)
        assert f"({meeting.code})" in letter.subject
        # What an inbox shows beside the subject says when, on its own.
        preview = re.search(r'overflow:hidden">([^<]*)</div>', letter.html).group(1)
        assert "2030" in preview and "09:30" in preview


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_every_plain_text_says_where_replies_go_as_the_html_does(app, language):
    meeting = make_meeting()
    _add(FocalPoint(meeting_id=meeting.id, kind="administrative", unit={"en": "Desk"}, email="office@example.org"))
    make_rules(meeting)
    registration = register(meeting, entry(language=language))
    deciding.cancel(registration)

    for mail in mails():
        letter = rendered(mail)
        assert letter.text.rstrip().splitlines()[-1].count("office@example.org") == 1
        assert "office@example.org" in letter.html


def test_subjects_begin_with_the_news(app):
    meeting = make_meeting()
    registration, owed = every_mail("en")
    subjects = {kind: rendered(mail).subject for kind, mail in owed.items()}

    assert len({subject.split(" (")[0] for subject in subjects.values()}) == len(subjects)
    assert not [
        subject for subject in subjects.values() if subject.startswith(("Your registration", meeting.title["en"]))
    ]
    assert registration.meeting.code in subjects["approved"]


def test_cancellation_says_that_the_calendar_changes_only_where_it_does(app):
    meeting = make_meeting()
    invited, never = make_registration(meeting), make_registration(meeting)
    deciding.approve(invited, actor=make_user())
    for person, withdrawn in ((invited, True), (never, False)):
        deciding.cancel(person)
        mail = mails(person)[-1]
        letter = rendered(mail)
        for part in (letter.text, letter.html):
            assert ("out of your calendar" in part) is withdrawn is (mail.calendar is not None)
