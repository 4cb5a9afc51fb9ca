"""People whose place is in no list of countries register, and the team decides how they are printed."""

from __future__ import annotations

import re

import pytest

from accounts.models import Team
from accounts.operations.teams import offer_area, withdraw_area
from foundation.areas import all_areas
from foundation.countries import NOT_LISTED, codes, country_name
from foundation.database import db, writing
from foundation.translated import Translations
from papers.participants_paper import list_of_participants
from registration.enums import RegistrationState
from registration.reading.links import manage_token
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.registration.samples import form, registrations

HOUSE = Translations(en="Hong Kong, China", ar="هونغ كونغ، الصين", fr="Hong Kong, Chine")
ASKED = ("HK", "MO", "TW", "XK", "EH", "GL", "PR")


def offering(meeting, code="HK", names=HOUSE):
    """Let the team of a meeting offer an area; returns who did it."""
    owner = make_user("owner", db.session.get(Team, meeting.team_id))
    offer_area(meeting.team_id, code, names, actor=owner)
    return owner


def groups(meeting, language="en"):
    """Headings of a list of participants, with those below them."""
    paper = list_of_participants(meeting.id, language)
    return [(group.heading, [each.heading for each in group.delegations]) for group in paper.groups]


@pytest.mark.parametrize("typed", ["Prishtina, Kosovo", "الصحراء", "Stateless", ""])
@pytest.mark.parametrize("kind", ["private_sector", "government"])
def test_whose_place_is_not_in_the_list_registers_with_or_without_words(app, client, typed, kind):
    meeting = make_meeting()
    sent = form(country_code=NOT_LISTED, place=typed, organisation_kind=kind)

    assert client.post(f"/e/{meeting.code}/ar/register", data=sent).status_code == 303
    person = registrations()[0]
    assert (person.country_code, person.place, person.country_in("en")) == (NOT_LISTED, typed, typed)


def test_words_about_a_place_are_kept_where_no_choice_was_made_and_dropped_where_a_country_was_chosen(app, client):
    meeting = make_meeting()
    for code in ("", "JO"):
        client.post(f"/e/{meeting.code}/en/register", data=form(country_code=code, place="Nuuk"))
    assert [(each.country_code, each.place) for each in registrations()] == [(NOT_LISTED, "Nuuk"), ("JO", "")]


def test_no_choice_at_all_is_asked_about_and_the_way_out_is_named(app, client):
    answer = client.post(f"/e/{make_meeting().code}/en/register", data=form(country_code=""))
    assert answer.status_code == 422
    assert "“Not in this list”" in answer.text.replace("&#8220;", "“")


@pytest.mark.parametrize("code", ASKED)
def test_an_area_is_offered_once_the_team_has_switched_it_on(app, client, code):
    meeting = make_meeting()
    path = f"/e/{meeting.code}/en/register"
    refused = client.post(path, data=form(country_code=code))
    assert (refused.status_code, f'value="{code}"' in refused.text) == (422, False)
    names = Translations(all_areas()[code])
    owner = offering(meeting, code, names)

    page = client.get(path).text
    assert f'<option value="{code}">' in page
    assert client.post(path, data=form(country_code=code)).status_code == 303
    assert {each: registrations()[0].country_in(each) for each in names} == dict(names)
    withdraw_area(meeting.team_id, code, actor=owner)
    assert f'value="{code}"' not in client.get(path).text
    assert registrations()[0].country_in("fr") == names["fr"]


def test_who_has_chosen_an_area_corrects_other_data_after_it_is_offered_no_more(app, client):
    meeting = make_meeting()
    owner = offering(meeting)
    person = make_registration(meeting, country_code="HK")
    withdraw_area(meeting.team_id, "HK", actor=owner)
    sign_in(client, owner)
    path = f"/manage/{meeting.code}/registrations/{person.id}/edit"
    assert "Hong Kong, China" in client.get(path).text

    answer = client.post(path, data=form(country_code="HK", organisation="Observatory", email=person.email))

    assert answer.status_code == 303
    db.session.expire_all()
    assert (registrations()[0].country_code, registrations()[0].organisation) == ("HK", "Observatory")


def test_team_registers_shows_filters_and_exports_areas_and_places(app, client):
    meeting = make_meeting()
    sign_in(client, offering(meeting))
    base = f"/manage/{meeting.code}/registrations"
    for values in ({"country_code": "HK"}, {"country_code": NOT_LISTED, "place": "Nuuk"}, {"country_code": "JO"}):
        assert client.post(f"{base}/new", data=form(**values)).status_code == 303

    page = client.get(f"{base}?state=pending&sort=country").text
    shown = re.findall(r'row-country"><bdi title="(.*?)"', page)
    assert shown == ["Hong Kong, China", "Jordan", "Nuuk"]
    assert [client.get(f"{base}?country={code}").text.count("row-country") for code in ("HK", NOT_LISTED)] == [1, 1]
    assert client.get(f"{base}?q=nuuk").text.count("row-country") == 1
    sheet = client.get(f"/manage/{meeting.code}/registrations/export.csv").get_data().decode("utf-8-sig")
    assert ("Hong Kong, China" in sheet, "Nuuk" in sheet) == (True, True)


def test_papers_print_the_wording_of_the_house_and_of_a_place_what_the_team_has_written(app, client):
    meeting = make_meeting()
    owner = offering(meeting)
    approved = RegistrationState.APPROVED
    make_registration(meeting, state=approved, country_code="HK", organisation="Observatory")
    make_registration(meeting, state=approved, country_code="JO")
    unlisted = make_registration(
        meeting, state=approved, country_code=NOT_LISTED, place="my own words", organisation="Office of Statistics"
    )

    assert groups(meeting) == [
        ("Countries and areas", ["Hong Kong, China", "Jordan"]),
        ("Government ministry", ["Office of Statistics"]),
    ]
    assert groups(meeting, "ar")[0][1] == ["الأردن", "هونغ كونغ، الصين"]
    with writing():
        unlisted.place_texts = Translations(en="Greenland", ar="غرينلاند")
    assert groups(meeting) == [("Countries and areas", ["Greenland", "Hong Kong, China", "Jordan"])]
    sign_in(client, owner)
    for language in ("en", "ar"):
        assert client.get(f"/manage/{meeting.code}/papers/participants-{language}.pdf").status_code == 200


def test_what_the_team_prints_outlives_a_correction_by_the_person_and_not_other_words(app, client):
    meeting = make_meeting()
    sign_in(client, make_user("assistant", db.session.get(Team, meeting.team_id)))
    person = make_registration(meeting, country_code=NOT_LISTED, place="Nuuk", honorific_texts={"ar": "الدكتورة"})
    path = f"/manage/{meeting.code}/registrations/{person.id}/edit"
    data = form(country_code=NOT_LISTED, place="Nuuk", honorific=person.honorific, email=person.email)
    assert client.post(path, data={**data, "place_texts_en": "Greenland"}).status_code == 303
    own = f"/r/{manage_token(person)}/data"
    client.post(own, data={**data, "position": "Adviser"})
    db.session.expire_all()
    assert person.position == "Adviser"
    assert (person.place_texts, person.honorific_texts) == (Translations(en="Greenland"), Translations(ar="الدكتورة"))
    client.post(own, data={**data, "place": "Sisimiut"})
    db.session.expire_all()
    assert (person.place, person.place_texts) == ("Sisimiut", Translations())


def test_areas_are_no_countries_and_have_names_in_every_language():
    assert not all_areas().keys() & codes()
    assert set(ASKED) <= all_areas().keys()
    assert all(names.keys() == {"en", "ar", "fr"} and all(names.values()) for names in all_areas().values())
    assert country_name("HK", "en") == "HK"
