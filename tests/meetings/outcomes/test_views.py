from __future__ import annotations

import lxml.html
import pytest

from foundation.translated import Translations
from meetings.enums import OutcomeKind, OutcomeStatus, Visibility
from meetings.outcomes.forms import entries_in
from meetings.outcomes.operations import add_outcomes
from meetings.reading.outcomes import outcomes_of
from tests.factories import make_meeting
from tests.statements import selects_of

PAGE = "/manage/WG-TEST/outcomes"


def entry(**values) -> dict:
    return {
        "kind": "recommendation",
        "text_en": "Adopt the *report*",
        "status": "proposed",
        "visibility": "team",
    } | values


def several(**values) -> dict:
    return {"kind": "decision", "status": "agreed", "visibility": "public"} | values


def shown(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_an_empty_list_says_what_to_do(client, meeting):
    assert "Paste the list of recommendations" in shown(client, PAGE)


def test_an_entry_is_added_listed_and_changed(client, meeting):
    values = entry(addressee_en="Member States", due_on="2031-03-01", text_ar="اعتماد التقرير")
    response = client.post(f"{PAGE}/new", data=values)

    (row,) = outcomes_of(meeting.id)
    assert (response.status_code, response.location) == (303, f"{PAGE}#outcome-{row.id}")
    page = shown(client, PAGE)
    assert "Adopt the <em>report</em>" in page
    assert "Member States" in page

    client.post(f"{PAGE}/{row.id}", data=values | {"status": "under_way", "status_note_en": "First draft sent"})
    (row,) = outcomes_of(meeting.id)
    assert (row.status, row.status_note) == (OutcomeStatus.UNDER_WAY, Translations(en="First draft sent"))
    assert "First draft sent" in shown(client, PAGE)
    assert "Outcome" in shown(client, "/manage/WG-TEST/history")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text_en": ""}, "Write the text in one language at least."),
        ({"text_en": "x" * 5001}, "Shorten this to 5000 characters; it has 5001."),
        ({"text_en": "<b>" * 10_000, "text_en-is-html": "1"}, "too much formatting to be read"),
        ({"due_on": "soon"}, "Enter a date such as"),
        ({"status": "eaten"}, "Choose one of the list."),
        ({"addressee_en": "x" * 301}, "Shorten this to 300 characters; it has 301."),
    ],
)
def test_what_cannot_be_used_gets_a_message_and_is_not_lost(client, meeting, values, message):
    response = client.post(f"{PAGE}/new", data=entry(addressee_ar="الدول الأعضاء") | values)

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert message in page
    assert "الدول الأعضاء" in page
    assert outcomes_of(meeting.id) == []


def test_hostile_text_is_cleaned(client, meeting):
    client.post(
        f"{PAGE}/new", data=entry(**{"text_en": "<p onclick=x()>a<script>x()</script></p>", "text_en-is-html": "1"})
    )

    assert outcomes_of(meeting.id)[0].text["en"] == "<p>a</p>"


def test_the_same_entry_twice_is_refused(client, meeting):
    client.post(f"{PAGE}/new", data=entry())
    response = client.post(f"{PAGE}/new", data=entry())

    assert response.status_code == 422
    assert "This entry is in the list already." in response.get_data(as_text=True)


def test_several_are_pasted_in_two_languages(client, meeting):
    english = "1.\tAdopt the <report>\n2.\tMeet again\nin Tunis\n"
    response = client.post(f"{PAGE}/several", data=several(entries_en=english, entries_ar="• اعتماد\n• الاجتماع"))

    assert response.status_code == 303
    assert [dict(row.text) for row in outcomes_of(meeting.id)] == [
        {"en": "<p>Adopt the &lt;report&gt;</p>", "ar": "<p>اعتماد</p>"},
        {"en": "<p>Meet again in Tunis</p>", "ar": "<p>الاجتماع</p>"},
    ]
    first = outcomes_of(meeting.id)[0]
    assert (first.kind, first.status, first.visibility) == (
        OutcomeKind.DECISION,
        OutcomeStatus.AGREED,
        Visibility.PUBLIC,
    )


def test_history_tells_no_inner_times_of_what_was_pasted(client, meeting):
    client.post(f"{PAGE}/several", data=several(entries_en="Adopt the report"))

    told = client.get("/manage/WG-TEST/history").get_data(as_text=True)
    assert "Adopt the report" in told
    assert "text times" not in told


def test_what_was_saved_is_said_once_with_the_way_back(client, meeting):
    answer = client.post(f"{PAGE}/new", data=entry(), follow_redirects=True)

    said = lxml.html.document_fromstring(answer.get_data(as_text=True)).find_class("flash")
    assert len(said) == 1
    assert said[0].tag == "form"
    assert "flash-success" in said[0].get("class")
    assert said[0].xpath("normalize-space(.//button)") == "Undo"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "Write or paste one entry per line."),
        (
            {"entries_en": "a\nb", "entries_ar": "أ"},
            "1 here, but 2 in another language: write as many entries in each.",
        ),
        ({"entries_en": "a\na"}, "is in the list already, or twice in this text."),
        ({"entries_en": "\n".join(map(str, range(201)))}, "Add 200 entries at once at most."),
        ({"entries_en": "x" * 5001}, "An entry has 5000 characters at most."),
    ],
)
def test_a_list_that_cannot_be_used_gets_a_message(client, meeting, values, message):
    response = client.post(f"{PAGE}/several", data=several(**values))

    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    assert outcomes_of(meeting.id) == []


def test_a_pasted_list_is_read_by_line_bullet_or_number():
    assert entries_in("one\n\ntwo") == ["one", "two"]
    assert entries_in("• one\n  goes on\n• two") == ["one goes on", "two"]
    assert entries_in("١. أول\n٢. ثان") == ["أول", "ثان"]
    assert entries_in("Recommendations:\n1) one\n2) two") == ["Recommendations:", "one", "two"]


def test_list_is_filtered_by_status(client, meeting):
    client.post(f"{PAGE}/several", data=several(entries_en="one\ntwo"))
    first = outcomes_of(meeting.id)[0]
    client.post(f"{PAGE}/statuses", data={f"status-{first.id}": "done", f"was-{first.id}": "agreed"})

    page = shown(client, f"{PAGE}?status=done")
    assert "<p>one</p>" in page
    assert "<p>two</p>" not in page
    assert "No entry is like that." in shown(client, f"{PAGE}?status=dropped")
    assert "<p>two</p>" in shown(client, f"{PAGE}?status=nonsense")


def test_statuses_that_were_changed_meanwhile_are_left_alone(client, meeting):
    client.post(f"{PAGE}/several", data=several(entries_en="one"))
    (row,) = outcomes_of(meeting.id)
    client.post(f"{PAGE}/statuses", data={f"status-{row.id}": "done", f"was-{row.id}": "agreed"})
    response = client.post(f"{PAGE}/statuses", data={f"status-{row.id}": "dropped", f"was-{row.id}": "agreed"})

    assert response.status_code == 303
    assert outcomes_of(meeting.id)[0].status is OutcomeStatus.DONE
    assert "1 entry was left alone" in shown(client, PAGE)


def test_hostile_statuses_change_nothing(client, meeting):
    client.post(f"{PAGE}/several", data=several(entries_en="one"))
    data = {"status-x": "done", "was-x": "agreed", "status-": "done", "status-99999999999999999999": "done"}
    assert client.post(f"{PAGE}/statuses", data=data).status_code == 303
    assert outcomes_of(meeting.id)[0].status is OutcomeStatus.AGREED


def test_entries_are_moved_and_removed(client, meeting):
    client.post(f"{PAGE}/several", data=several(entries_en="one\ntwo"))
    first, second = (row.id for row in outcomes_of(meeting.id))
    client.post(f"{PAGE}/{second}/move", data={"step": "up"})
    assert [row.id for row in outcomes_of(meeting.id)] == [second, first]

    client.post(f"{PAGE}/{first}/remove")
    assert [row.id for row in outcomes_of(meeting.id)] == [second]
    assert client.post(f"{PAGE}/{first}/remove").status_code == 404


def test_follow_up_shows_what_the_meeting_before_left_open(client, team, meeting):
    client.post(f"{PAGE}/several", data=several(entries_en="Write a law"))
    make_meeting(team, code="NEXT", follows_id=meeting.id)

    page = shown(client, "/manage/NEXT/outcomes")
    assert "Still open from the meeting before" in page
    assert "Write a law" in page


@pytest.mark.parametrize("number", [1, 30])
def test_list_costs_a_fixed_number_of_statements(client, team, meeting, number):
    texts = [Translations(en=f"<p>Entry {each}</p>", ar=f"<p>بند {each}</p>") for each in range(number)]
    values = {"kind": OutcomeKind.RECOMMENDATION, "status": OutcomeStatus.AGREED, "visibility": Visibility.PUBLIC}
    add_outcomes(meeting.id, texts, **values)
    later = make_meeting(team, code="NEXT", follows_id=meeting.id)
    add_outcomes(later.id, texts, **values)

    assert selects_of(client, "/manage/NEXT/outcomes") == 17
