"""The built-in mailbox, and a sent message as its meeting's management sees it."""

from __future__ import annotations

import pytest

from accounts.permissions import Role
from foundation.database import db, writing
from outbox.delivering import deliver_due
from outbox.models import MailboxMessage
from outbox.operations import enqueue
from outbox.queries import messages_about
from tests.factories import make_meeting, make_team, make_user, sign_in
from tests.outbox.letters import VALUES, invitation
from tests.statements import selects_of


def _send(recipient: str = "salma@example.org", **changes) -> int:
    with writing():
        message = enqueue("sample/hello", **{"recipient": recipient, "language": "en", "values": VALUES, **changes})
    deliver_due()
    return message.id


def _newest() -> int:
    return db.session.query(MailboxMessage.id).order_by(MailboxMessage.id.desc()).first()[0]


def test_an_empty_mailbox_says_what_to_do(client):
    page = client.get("/mailbox")

    assert page.status_code == 200
    assert "No mail yet" in page.text


def test_the_mailbox_lists_newest_first_and_searches_recipients(client):
    _send("salma@example.org", values={**VALUES, "subject": "Older"})
    _send("karim@example.org", values={**VALUES, "subject": "Newer"})

    everything = client.get("/mailbox").text
    found = client.get("/mailbox?recipient=SALMA").text

    assert everything.index("Newer") < everything.index("Older")
    assert "Older" in found
    assert "Newer" not in found
    assert "No mail to this recipient" in client.get("/mailbox?recipient=%25").text


@pytest.mark.parametrize("count", [1, 30])
def test_the_mailbox_costs_the_same_queries_for_any_length(client, count):
    for number in range(count):
        _send(f"person{number}@example.org")

    assert selects_of(client, "/mailbox") == 2


def test_a_message_is_shown_as_its_reader_sees_it(client):
    _send(language="ar", values={**VALUES, "subject": "تأكيد"}, calendar=invitation())
    number = _newest()

    page = client.get(f"/mailbox/{number}")
    html = client.get(f"/mailbox/{number}/html")

    assert "تأكيد" in page.text
    assert f'src="/mailbox/{number}/html"' in page.text
    assert "اجتماع الخبراء" in page.text
    assert "27 February 2024, 09:00" in page.text
    assert "daily, on 2 days" in page.text
    assert "Invitation" in page.text
    assert '<html lang="ar" dir="rtl">' in html.text
    assert '<base target="_blank">' in html.text


def test_the_frame_of_a_message_has_no_rights(client):
    _send(values={**VALUES, "greeting": "<script>alert(1)</script>"})

    html = client.get(f"/mailbox/{_newest()}/html")

    policy = html.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "<script>" not in html.text


def test_the_source_and_the_invitation_can_be_downloaded(client):
    _send(calendar=invitation())
    number = _newest()

    source = client.get(f"/mailbox/{number}/message.eml")
    ics = client.get(f"/mailbox/{number}/invite.ics")

    assert source.data.startswith(b"From: ")
    assert source.headers["Content-Disposition"] == f'attachment; filename="message-{number}.eml"'
    assert "METHOD:REQUEST" in ics.text
    assert ics.content_type.startswith("text/calendar")


def test_a_message_without_invitation_has_none_to_download(client):
    _send()

    assert client.get(f"/mailbox/{_newest()}/invite.ics").status_code == 404


@pytest.mark.parametrize("path", ["", "/1", "/1/html", "/1/message.eml", "/1/invite.ics"])
def test_there_is_no_mailbox_where_mail_goes_to_a_server(app, client, server, path):
    assert client.get(f"/mailbox{path}").status_code == 404


def test_an_unknown_message_is_not_found(client):
    assert client.get("/mailbox/999").status_code == 404


def test_an_assistant_sees_a_message_of_the_meeting_with_links_masked(client, generations):
    generations[1] = 1
    team = make_team()
    meeting = make_meeting(team=team)
    number = _send(meeting_id=meeting.id, values={**VALUES, "url": {"$link": ["sample", 1]}})
    sign_in(client, make_user(Role.ASSISTANT, team))

    page = client.get(f"/manage/{meeting.code}/outbox/{number}")
    html = client.get(f"/manage/{meeting.code}/outbox/{number}/html")

    assert (page.status_code, html.status_code) == (200, 200)
    assert "Your registration" in page.text
    assert "ABCD2345." not in page.text + html.text
    assert "sandbox" in html.headers["Content-Security-Policy"]


def test_a_message_not_sent_yet_is_shown_masked_too(app, client, server, generations):
    generations[1] = 1
    server.answers["salma@example.org"] = "450 later"
    team = make_team()
    meeting = make_meeting(team=team)
    number = _send(meeting_id=meeting.id, values={**VALUES, "url": {"$link": ["sample", 1]}})
    sign_in(client, make_user(Role.ASSISTANT, team))

    page = client.get(f"/manage/{meeting.code}/outbox/{number}")
    html = client.get(f"/manage/{meeting.code}/outbox/{number}/html")

    assert "450 later" in page.text
    assert "ABCD2345." not in page.text + html.text


def test_a_message_of_another_meeting_is_not_found(client):
    team = make_team()
    meeting, other = make_meeting(team=team), make_meeting()
    number = _send(meeting_id=other.id)
    secret = _send(meeting_id=meeting.id, confidential=True)
    sign_in(client, make_user(Role.ASSISTANT, team))

    for wrong in (number, secret):
        assert client.get(f"/manage/{meeting.code}/outbox/{wrong}").status_code == 404
        assert client.get(f"/manage/{meeting.code}/outbox/{wrong}/html").status_code == 404


def test_confidential_mail_is_in_no_history(app):
    _send(meeting_id=1, about_kind="registration", about_id=2)
    _send(meeting_id=1, about_kind="registration", about_id=2, confidential=True)

    assert len(messages_about("registration", 2)) == 1
