from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.permissions import Role
from foundation.clock import now
from foundation.database import db, writing
from foundation.translated import Translations
from messages.audiences import audience
from messages.models import Sending
from messages.operations import write_draft
from outbox.models import OutboxMessage
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.markup import as_shown
from tests.statements import statements

KEY = "a-key-that-the-form-made"


@pytest.fixture
def meeting(app: Flask, client: FlaskClient):
    meeting = make_meeting(code="TIN-API")
    sign_in(client, make_user(Role.ASSISTANT, meeting.team, email="assistant@example.org"))
    return meeting


def typed(**texts: str) -> dict[str, str]:
    usual = {"subject_en": "Welcome {given_name}", "body_en": "Dear {given_name}", "draft_key": KEY}
    return usual | {"audience": '{"state": "approved"}'} | texts


def the_draft() -> Sending:
    return db.session.scalars(select(Sending)).one()


def test_compose_shows_whom_the_list_filter_means(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved", mode="remote", given_name="Lina", family_name="Far")
    make_registration(meeting, state="approved", given_name="Omar", family_name="Near")

    page = client.get("/manage/TIN-API/messages/new?state=approved&mode=remote").text

    assert "1 person" in page
    assert "Lina Far" in page
    assert "Omar Near" not in page
    assert "[Personal link]" in page


def test_ticks_of_the_list_may_be_posted(client: FlaskClient, meeting) -> None:
    people = [make_registration(meeting, given_name=name) for name in ("Lina", "Omar", "Sami")]

    response = client.post("/manage/TIN-API/messages/new", data={"id": [people[0].id, people[2].id]})

    assert response.status_code == 200
    assert "2 people chosen in the list" in response.text
    assert "Omar" not in response.text


def test_the_way_from_text_to_sent(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved", given_name="Lina")

    written = client.post("/manage/TIN-API/messages/new", data=typed())
    check = client.get(written.location)
    seen = re.search(r'name="seen" value="(\w+)"', check.text)[1]
    sent = client.post(f"/manage/TIN-API/messages/{the_draft().id}/send", data={"seen": seen})
    shown = client.get(sent.location)

    assert (written.status_code, sent.status_code) == (303, 303)
    assert "Welcome Lina" in check.text
    assert "Send to 1 person" in check.text
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.about_id, message.reply_to) == (person.id, "assistant@example.org")
    assert f"/manage/TIN-API/outbox/{message.id}" in shown.text
    assert "The message to 1 person leaves at" in shown.text
    assert "Welcome [Given name]" in client.get("/manage/TIN-API/messages").text


def test_sending_twice_and_writing_after_sending_change_nothing(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())
    draft = the_draft()
    seen = re.search(r'"seen" value="(\w+)"', client.get(f"/manage/TIN-API/messages/{draft.id}/edit").text)[1]
    for _attempt in range(2):
        client.post(f"/manage/TIN-API/messages/{draft.id}/send", data={"seen": seen})

    again = client.post("/manage/TIN-API/messages/new", data=typed(subject_en="Other"))

    assert again.location == f"/manage/TIN-API/messages/{draft.id}"
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 1
    assert the_draft().subject == Translations(en="Welcome {given_name}")
    assert client.get(f"/manage/TIN-API/messages/{draft.id}/edit").status_code == 303
    assert client.post(f"/manage/TIN-API/messages/{draft.id}/discard").location.endswith(f"/messages/{draft.id}")


def test_a_form_sent_twice_is_one_draft(client: FlaskClient, meeting) -> None:
    for _attempt in range(2):
        client.post("/manage/TIN-API/messages/new", data=typed())

    assert the_draft().draft_key == KEY


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"body_en": "Dear {givn_name}"}, "There is no field {givn_name}. Did you mean [Given name]?"),
        ({"body_en": "Dear {xyz}"}, "There is no field {xyz}; the list shows those there are."),
        ({"body_en": "Dear {given_name"}, "A brace has no partner near “Dear {given_name”."),
        ({"subject_en": "{personal_link}"}, "[Personal link] can stand in the text only, not in the subject."),
        ({"body_en": ""}, "Write the text in this language too, or leave the subject empty."),
        ({"subject_en": ""}, "Write a subject in this language too, or leave the text empty."),
        ({"subject_en": "", "body_en": ""}, "Write a subject and a text in at least one language."),
        ({"subject_en": "x" * 201}, "Shorten this to 200 characters; it has 201."),
    ],
)
def test_a_text_that_cannot_be_sent_comes_back_with_the_reason(client: FlaskClient, meeting, texts, message) -> None:
    response = (
        client.post("/manage/TIN-API/messages/new", data=typed(body_ar="نص <محفوظ>", subject_ar="عنوان") | texts)
        if "at least" not in message
        else client.post("/manage/TIN-API/messages/new", data=typed(**texts))
    )

    assert response.status_code == 422
    assert message in response.text.replace("&#39;", "'")
    if "at least" not in message:
        assert "نص &lt;محفوظ&gt;" in response.text
    assert f'value="{KEY}"' in response.text
    assert db.session.scalar(select(func.count(Sending.id))) == 0


def test_a_missing_language_is_announced_before_sending(client: FlaskClient, meeting) -> None:
    for language in ("ar", "ar", "fr", "en"):
        make_registration(meeting, state="approved", language=language)
    written = client.post("/manage/TIN-API/messages/new", data=typed())

    page = client.get(written.location).text

    assert "2 people read Arabic and will receive the text in English." in page
    assert "1 person reads French and will receive the text in English." in page


def test_compose_asks_in_the_languages_of_the_readers_only(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved", language="fr")

    page = client.get("/manage/TIN-API/messages/new?state=approved").text

    assert re.findall(r'<textarea[^>]*name="body_(\w\w)"', page) == ["fr"]


def test_preview_is_a_document_of_its_own_without_scripts_or_personal_links(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved", given_name="First", sort_key="a")
    second = make_registration(meeting, state="approved", given_name="<Second>", sort_key="b", language="ar")
    texts = typed(body_ar="عزيزي {given_name} {personal_link}", subject_ar="أهلا")
    client.post("/manage/TIN-API/messages/new", data=texts)

    preview = client.get(f"/manage/TIN-API/messages/{the_draft().id}/preview/{second.id}")
    check = client.get(f"/manage/TIN-API/messages/{the_draft().id}/edit?recipient={second.id}").text

    policy = preview.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert 'dir="rtl"' in preview.text
    assert "عزيزي <bdi>&lt;Second&gt;</bdi>" in preview.text
    assert f"{second.reference}." not in preview.text + check
    assert f'src="/manage/TIN-API/messages/{the_draft().id}/preview/{second.id}"' in check
    assert "أهلا" in check


def test_people_and_drafts_of_other_meetings_are_not_found(client: FlaskClient, meeting) -> None:
    other = make_meeting()
    stranger = make_registration(other, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())
    mine = the_draft().id
    theirs = write_draft(
        other, draft_key="another-key-entirely", subject=Translations(en="x"), body=Translations(en="x"),
        chosen={}, actor=None,
    ).id  # fmt: skip

    assert client.get(f"/manage/TIN-API/messages/{mine}/preview/{stranger.id}").status_code == 404
    assert client.get(f"/manage/TIN-API/messages/{theirs}/edit").status_code == 404
    assert client.post(f"/manage/TIN-API/messages/{theirs}/send", data={"seen": "x"}).status_code == 404
    assert client.get(f"/manage/{other.code}/messages").status_code == 404


def test_a_viewer_reads_but_does_not_write(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())
    sign_in(client, make_user(Role.VIEWER, meeting.team))

    page = client.get("/manage/TIN-API/messages")

    assert page.status_code == 200
    assert "/messages/new" not in page.text
    assert client.get("/manage/TIN-API/messages/new").status_code == 403
    assert client.get(f"/manage/TIN-API/messages/{the_draft().id}/edit").status_code == 403


def test_sending_what_was_not_seen_sends_nothing(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())

    response = client.post(f"/manage/TIN-API/messages/{the_draft().id}/send", data={"seen": "stale"})

    assert response.location.endswith("/edit")
    assert "changed since you looked at it" in client.get(response.location).text
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0


def test_discard_deletes_the_draft(client: FlaskClient, meeting) -> None:
    client.post("/manage/TIN-API/messages/new", data=typed())

    client.post(f"/manage/TIN-API/messages/{the_draft().id}/discard")

    assert db.session.scalar(select(func.count(Sending.id))) == 0


def test_a_garbled_audience_means_what_the_address_says(client: FlaskClient, meeting) -> None:
    client.post("/manage/TIN-API/messages/new?state=waiting", data=typed(audience="{broken"))

    assert the_draft().audience == {"state": "waiting"}


def test_the_text_of_a_sending_can_be_used_again(client: FlaskClient, meeting) -> None:
    client.post("/manage/TIN-API/messages/new", data=typed())

    page = client.get(f"/manage/TIN-API/messages/new?state=pending&text_of={the_draft().id}").text

    assert "Dear [Given name]" in page
    assert KEY not in page


def test_pages_cost_the_same_statements_for_one_and_for_thirty(app: Flask, client: FlaskClient, meeting) -> None:
    def send_one(key: str) -> int:
        client.post("/manage/TIN-API/messages/new", data=typed(draft_key=key))
        draft = db.session.scalars(select(Sending).where(Sending.draft_key == key)).one().id
        page = client.get(f"/manage/TIN-API/messages/{draft}/edit").text
        client.post(
            f"/manage/TIN-API/messages/{draft}/send", data={"seen": re.search(r'"seen" value="(\w+)"', page)[1]}
        )
        return draft

    def cost(path: str) -> int:
        with statements("BEGIN", "PRAGMA") as seen:
            client.get(f"/manage/TIN-API/messages{path}")
        return len(seen)

    make_registration(meeting, state="approved")
    first = send_one("the-key-of-the-first-one")
    one = (cost(""), cost(f"/{first}"), cost("/new?state=approved"))
    for _number in range(29):
        make_registration(meeting, state="approved", language="ar")
    for number in range(29):
        last = send_one(f"the-key-of-the-others-{number}")

    assert (cost(""), cost(f"/{last}"), cost("/new?state=approved")) == one == (6, 6, 7)


def test_news_of_a_meeting_go_to_nobody_who_was_declined_or_has_cancelled(client: FlaskClient, meeting) -> None:
    for state, name in (("approved", "Lina"), ("waiting", "Omar"), ("declined", "Sami"), ("cancelled", "Hala")):
        make_registration(meeting, state=state, given_name=name, family_name="Nader")
    page = client.get("/manage/TIN-API/messages/new?alive=1").text
    assert "2 people" in page and "neither declined nor cancelled" in page
    assert "Lina" in page and "Omar" in page
    assert "Sami" not in page and "Hala" not in page

    client.post("/manage/TIN-API/messages/new", data=typed(audience='{"alive": "1"}'))

    assert [person.given_name for person in audience(meeting.id, the_draft().audience)] == ["Lina", "Omar"]


def seen_on(client: FlaskClient, draft: int) -> str:
    return re.search(r'"seen" value="(\w+)"', client.get(f"/manage/TIN-API/messages/{draft}/edit").text)[1]


def test_what_is_sent_can_be_taken_back_before_it_leaves(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())
    draft = the_draft().id
    client.post(f"/manage/TIN-API/messages/{draft}/send", data={"seen": seen_on(client, draft)})
    assert db.session.scalars(select(OutboxMessage)).one().due_at > now() + timedelta(seconds=50)
    assert "Take it back" in client.get(f"/manage/TIN-API/messages/{draft}").text

    taken = client.post(f"/manage/TIN-API/messages/{draft}/take-back")

    assert taken.location.endswith("/edit")
    assert db.session.scalars(select(OutboxMessage)).all() == []
    assert the_draft().is_draft
    client.post(f"/manage/TIN-API/messages/{draft}/send", data={"seen": seen_on(client, draft)})
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1


@pytest.mark.parametrize("act", ["send", "discard", "new"])
def test_a_second_sender_reads_that_it_has_not_left_yet(client: FlaskClient, meeting, act: str) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())
    draft = the_draft().id
    asked = {"data": {"seen": seen_on(client, draft)}, "follow_redirects": True}
    client.post(f"/manage/TIN-API/messages/{draft}/send", **asked)
    if act == "new":
        asked["data"] = typed(subject_en="Other")

    page = client.post(f"/manage/TIN-API/messages/{'new' if act == 'new' else f'{draft}/{act}'}", **asked).text

    assert "Sending has been asked for already: the message leaves at" in page
    assert "has been sent" not in page
    with writing():
        the_draft().sent_at = now() - timedelta(minutes=5)
    page = client.post(f"/manage/TIN-API/messages/{draft}/discard", follow_redirects=True).text
    assert "This message has been sent and is kept." in page


def test_what_has_left_is_not_taken_back(client: FlaskClient, meeting) -> None:
    for _each in range(2):
        make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())
    draft = the_draft().id
    client.post(f"/manage/TIN-API/messages/{draft}/send", data={"seen": seen_on(client, draft)})
    with writing():
        db.session.scalars(select(OutboxMessage)).first().attempts = 1

    page = client.post(f"/manage/TIN-API/messages/{draft}/take-back", follow_redirects=True).text

    assert "It is too late: the first messages have left." in page
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 2


def test_text_typed_since_the_look_is_kept_and_not_sent(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed())
    draft = the_draft().id
    values = {"seen": seen_on(client, draft)}

    changed = client.post(f"/manage/TIN-API/messages/{draft}/send", data=typed(body_en="Dear all") | values)
    wrong = client.post(f"/manage/TIN-API/messages/{draft}/send", data=typed(body_en="") | values)

    assert changed.location.endswith("/edit")
    assert the_draft().body == Translations(en="Dear all")
    assert wrong.status_code == 422
    assert db.session.scalars(select(OutboxMessage)).all() == []
    sent = client.post(
        f"/manage/TIN-API/messages/{draft}/send", data=typed(body_en="Dear all", seen=seen_on(client, draft))
    )
    assert sent.location == f"/manage/TIN-API/messages/{draft}"
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1


def test_other_people_are_chosen_without_losing_what_is_typed(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved", language="ar")
    make_registration(meeting, state="pending", language="en")
    page = as_shown(client.get("/manage/TIN-API/messages/new?state=approved").text)
    assert re.findall(r'<textarea[^>]*name="body_(\w\w)"', page) == ["ar"]

    other = client.post(
        "/manage/TIN-API/messages/new",
        data=typed(subject_en="", body_en="", body_ar="نص بلا عنوان", whom='{"state": "pending"}'),
    )

    assert other.status_code == 200
    assert "نص بلا عنوان" in as_shown(other.text)
    assert re.findall(r'<textarea[^>]*name="body_(\w\w)"', as_shown(other.text)) == ["en", "ar"]
    assert '1 person</strong>: <span class="nowrap">English 1' in as_shown(other.text)
    assert db.session.scalars(select(Sending)).all() == []


@pytest.mark.parametrize("address", ["", "?q=Nader", "?mode=in_person", "?alive=1"])
def test_declined_and_cancelled_are_left_out_on_every_way_in(client: FlaskClient, meeting, address) -> None:
    for state in ("approved", "waiting", "declined", "cancelled"):
        make_registration(meeting, state=state, given_name=state.title(), family_name="Nader")
    page = client.get(f"/manage/TIN-API/messages/new{address}").text
    assert "<strong>2 people</strong>" in page
    assert "Declined Nader" not in page and "Cancelled Nader" not in page
    assert "<strong>4 people</strong>" in client.get("/manage/TIN-API/messages/new?alive=0").text
    assert "<strong>1 person</strong>" in client.get("/manage/TIN-API/messages/new?state=declined").text


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_fields_are_words_wherever_they_are_written_and_names_where_they_are_kept(
    client: FlaskClient, meeting, language
) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed(body_en="Dear {given_name}, [sic] {{ braces }}"))
    client.set_cookie("language", language)
    page = client.get(f"/manage/TIN-API/messages/{the_draft().id}/edit").text
    shown = html.unescape(re.search(r'<textarea[^>]*name="body_en"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]).strip()
    assert "{given_name}" not in page
    assert "[sic] {{ braces }}" in shown

    client.post(f"/manage/TIN-API/messages/{the_draft().id}/edit", data=typed(body_en=shown + " Bye"))

    assert the_draft().body["en"] == "Dear {given_name}, [sic] {{ braces }} Bye"


def test_lists_show_the_meeting_in_a_subject_and_plain_text_says_where_replies_go(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved")
    client.post("/manage/TIN-API/messages/new", data=typed(subject_en="News of {meeting_title} for {given_name}"))
    listed = client.get("/manage/TIN-API/messages").text
    assert f"News of {meeting.title['en']} for [Given name]" in listed
    page = client.get(f"/manage/TIN-API/messages/{the_draft().id}/edit").text
    assert "Replies to this message go to assistant@example.org." in page.split("As plain text")[1]
