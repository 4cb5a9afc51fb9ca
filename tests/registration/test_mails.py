"""The mails of the room, rendered as they leave."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from foundation.clock import frozen_at
from foundation.links import make_token
from meetings.enums import DatePrecision, Mode
from meetings.record.operations.participation import add_participation_link
from outbox.rendering import render
from registration.links import another_token, check_in_token, manage_token
from registration.operations import changing, deciding
from registration.operations.registering import register
from tests.factories import make_meeting, make_registration, make_rules, make_user
from tests.registration.samples import entry, ics, mails


def rendered(mail):
    """Subject, text and HTML of a mail owed."""
    return render(mail.template, mail.language, mail.values, recipient=mail.recipient, reply_to=mail.reply_to)


def every_mail(language):
    """One mail of each kind that the room owes, by the name of its template."""
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
    assert f"Registration confirmed: {meeting.title['en']}" == letter.subject


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
