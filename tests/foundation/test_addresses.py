"""What may stand in the address of a request, and what is written of it into the log."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm.exc import ObjectDeletedError

from accounts.models import Team
from foundation.addresses import LARGEST_NUMBER, loggable, number
from foundation.database import db, writing
from tests.factories import make_meeting, make_team, make_user, sign_in


@pytest.mark.parametrize("key", [LARGEST_NUMBER, LARGEST_NUMBER + 1, 2**63, 10**30])
def test_number_larger_than_any_key_leads_to_no_page(client: FlaskClient, key: int) -> None:
    meeting = make_meeting()
    sign_in(client, make_user(is_admin=True))
    for path in (
        f"/teams/{key}",
        f"/mailbox/{key}",
        f"/e/{meeting.code}/documents/{key}/en",
        f"/manage/{meeting.code}/registrations/{key}",
        f"/manage/{meeting.code}/agenda/{key}",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", str(2**31), "9" * 30, "9" * 5000])
def test_number_of_a_query_refuses_what_no_database_holds(text: str) -> None:
    with pytest.raises(ValueError):
        number(text)


@pytest.mark.parametrize("query", ["page=-1", "page=" + "9" * 30, "page=x", "page="])
def test_unusable_page_number_shows_the_first_page(client: FlaskClient, query: str) -> None:
    meeting = make_meeting()
    sign_in(client, make_user(is_admin=True))
    assert client.get(f"/manage/{meeting.code}/registrations?{query}").status_code == 200


def test_history_past_every_entry_is_empty_not_an_error(client: FlaskClient) -> None:
    meeting = make_meeting()
    sign_in(client, make_user(is_admin=True))
    for query in ("before=" + "9" * 30, "kind=meeting&id=" + "9" * 30):
        assert client.get(f"/manage/{meeting.code}/history?{query}").status_code == 200


def test_nul_in_an_address_never_reaches_the_database(client: FlaskClient) -> None:
    assert client.get("/e/%00").status_code == 404
    assert client.get("/mailbox?recipient=a%00b").status_code == 400


def test_log_line_has_neither_line_ends_nor_the_secret_of_a_link() -> None:
    assert loggable("/e/a\r\nforged line") == "/e/a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}forged line"
    assert loggable("/r/ABCDEFGH.0123456789abcdefghijklmnopq/data") == "/r/ABCDEFGH.…/data"


def test_record_removed_meanwhile_is_told_apart_from_our_own_mistakes(app: Flask) -> None:
    team = make_team()
    db.session.expire(team)
    with writing() as session:
        session.execute(delete(Team))
    with app.test_request_context("/"):
        with pytest.raises(ObjectDeletedError) as gone:
            str(team.created_at)
        answer = app.make_response(app.handle_user_exception(gone.value))
    assert answer.status_code == 410
