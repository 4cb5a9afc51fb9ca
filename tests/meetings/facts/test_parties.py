"""Who has a role in a meeting and whom to ask: organisations with logos, chairs, focal points per language."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select

from directory.models import Organisation, Person
from directory.operations import add_organisation, add_person, change_organisation
from foundation.audit import entries_for_meeting
from foundation.database import db
from foundation.pages import path_of
from foundation.translated import Translations
from meetings.enums import ContactKind, OrganisationRole
from meetings.facts.operations import parties
from meetings.models.parties import FocalPoint, MeetingOrganisation
from papers.agenda_paper import agenda_paper
from tests.factories import make_team
from tests.forms_found import messages_beside
from tests.foundation.test_images import archive, picture, promised

ADD = "/manage/WG-TEST/organisations/new"
ASK = "/manage/WG-TEST/contacts/new"


def roles() -> list[MeetingOrganisation]:
    return list(db.session.scalars(select(MeetingOrganisation).order_by(MeetingOrganisation.position)))


def test_chairs_are_persons_countries_or_organisations(client, team, meeting):
    known = add_person(team.id, name=Translations(en="Nadia Karim", ar="نادية كريم"), honorific=Translations(en="H.E."))

    client.post(ADD, data={"role": "chair", "person": "nadia karim"})
    client.post(ADD, data={"role": "co_chair", "country_code": "PT"})
    client.post(ADD, data={"role": "co_chair", "organisation": "Digital Office"})
    client.post(ADD, data={"role": "co_chair", "person": "Omar Saleh", "position_en": "Director"})

    first, second, third, fourth = roles()
    assert (first.person_id, second.country_code) == (known.id, "PT")
    assert third.organisation.name["en"] == "Digital Office"
    assert fourth.person.position["en"] == "Director"
    page = client.get("/manage/WG-TEST/organisations").text
    assert all(name in page for name in ("H.E. Nadia Karim", "Portugal", "Digital Office", "Omar Saleh"))
    public = client.get("/e/WG-TEST/en").text
    assert all(name in public for name in ("Nadia Karim", "Portugal", "Digital Office", "Omar Saleh"))
    assert "نادية كريم" in client.get("/e/WG-TEST/ar").text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"role": "host"}, "Enter an organisation, a country or a person: one of the three."),
        ({"role": "chair", "organisation": "X", "person": "Y"}, "one of the three."),
        ({"role": "chair", "country_code": "PT", "person": "Typed Name"}, "one of the three."),
        ({"role": "host", "person": "Typed Name"}, "Only a chair or a co-chair can be a person."),
        ({"role": "queen", "organisation": "Typed Name"}, "Choose one of the list."),
        ({"role": "host", "organisation": "x" * 400}, "Shorten this to 300 characters; it has 400."),
    ],
)
def test_bad_role_has_a_message_and_changes_nothing(client, meeting, values, message):
    response = client.post(ADD, data=values)

    assert (response.status_code, message in response.text) == (422, True)
    assert values.get("person", "") in response.text
    assert roles() == []
    assert db.session.scalars(select(Organisation)).all() == []
    assert db.session.scalars(select(Person)).all() == []


def test_role_twice_is_refused_and_leaves_nothing_behind(client, meeting):
    logo = {"logo": (BytesIO(picture()), "logo.png")}
    client.post(ADD, data={"role": "organiser", "organisation": "Digital Office"})
    again = client.post(ADD, data={"role": "organiser", "organisation": "digital office", **logo})

    assert (again.status_code, "It has this role already." in again.text) == (422, True)
    assert roles()[0].organisation.logo_id is None


def test_role_moves_from_an_organisation_to_a_person(client, meeting):
    row = parties.add_organisation(meeting.id, role=OrganisationRole.CHAIR, country_code="KR")

    values = {"role": "chair", "organisation": "", "country_code": "", "person": "Omar Saleh"}
    response = client.post(f"/manage/WG-TEST/organisations/{row.id}", data=values)

    assert response.status_code == 303
    (row,) = roles()
    assert (row.country_code, row.person.name["en"]) == (None, "Omar Saleh")
    entry = entries_for_meeting(meeting.id)[0]
    assert (entry.act, entry.changes["country_code"]) == ("changed", ["KR", None])


def test_logo_comes_with_the_organisation_and_stands_everywhere_it_does(app, client, team, meeting):
    data = {"role": "organiser", "organisation": "Digital Office", "logo": (BytesIO(picture()), "logo.png")}

    assert client.post(ADD, data=data).status_code == 303

    organisation = db.session.scalar(select(Organisation))
    address = path_of("directory.logo", file_id=organisation.logo_id)
    assert f'src="{address}"' in client.get("/manage/WG-TEST/organisations").text
    assert f'src="{address}"' in client.get(f"/teams/{team.id}/directory/organisations/{organisation.id}").text
    served = app.test_client().get(address)
    assert (served.status_code, served.content_type) == (200, "image/png")
    assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    served.close()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<svg onload=alert(1)>", "This image is in the format SVG. Save it as PNG or JPEG."),
        (archive(), "This is not a PNG or JPEG image, whatever its name says."),
        (b"%PDF-1.7 x", "This is not a PNG or JPEG image, whatever its name says."),
        (b"", "This file is empty."),
        (picture()[:100], "This image is damaged or incomplete."),
        (promised(20_000, 20_000), "This image has too many pixels."),
    ],
)
def test_bad_logo_has_a_message_beside_the_field_and_nothing_is_lost(client, meeting, content, message):
    data = {"role": "organiser", "organisation": "Typed Office", "logo": (BytesIO(content), "logo.png")}

    response = client.post(ADD, data=data)

    assert (response.status_code, message in response.text) == (422, True)
    assert 'value="Typed Office"' in response.text
    assert roles() == []


def test_logo_without_an_organisation_is_refused(client, meeting):
    response = client.post(ADD, data={"role": "host", "country_code": "PT", "logo": (BytesIO(picture()), "a.png")})

    assert (response.status_code, "A logo belongs to an organisation: enter its name." in response.text) == (422, True)


def test_person_of_another_team_cannot_chair(meeting):
    from directory.queries import NoSuchEntry

    stranger = add_person(make_team().id, name=Translations(en="Stranger"))

    with pytest.raises(NoSuchEntry):
        parties.add_organisation(meeting.id, role=OrganisationRole.CHAIR, person_id=stranger.id)
    office = add_organisation(meeting.team_id, name=Translations(en="Office"))
    with pytest.raises(parties.OneHolderNeeded):
        parties.add_organisation(meeting.id, role=OrganisationRole.CHAIR, organisation_id=office.id, country_code="PT")
    with pytest.raises(parties.PersonCannot):
        person = add_person(meeting.team_id, name=Translations(en="Somebody"))
        parties.add_organisation(meeting.id, role=OrganisationRole.HOST, person_id=person.id)


def test_focal_point_for_one_language_stands_on_that_page_and_paper_only(client, meeting):
    client.post(ASK, data={"kind": "substantive", "unit_en": "Data Unit", "unit_ar": "وحدة البيانات"})
    client.post(ASK, data={"kind": "administrative", "unit_ar": "الشؤون الإدارية", "language": "ar"})
    client.post(ASK, data={"kind": "administrative", "unit_en": "Front Desk", "language": "en"})
    refused = client.post(ASK, data={"kind": "administrative", "unit_en": "Elsewhere", "language": "fr"})

    assert refused.status_code == 422
    english, arabic = client.get("/e/WG-TEST/en").text, client.get("/e/WG-TEST/ar").text
    assert ("Data Unit" in english, "Front Desk" in english, "الشؤون الإدارية" in english) == (True, True, False)
    assert ("وحدة البيانات" in arabic, "Front Desk" in arabic, "الشؤون الإدارية" in arabic) == (True, False, True)
    assert [contact.name for contact in agenda_paper(meeting.id, "en").contacts] == ["Data Unit", "Front Desk"]
    assert "only on the page in" in client.get("/manage/WG-TEST/contacts").text


def test_focal_points_stand_in_the_order_that_was_set(client, meeting):
    ids = [
        parties.add_contact(meeting.id, kind=ContactKind.SUBSTANTIVE, unit=Translations(en=f"Unit {number}")).id
        for number in range(3)
    ]

    client.post(f"/manage/WG-TEST/contacts/{ids[2]}/move", data={"step": "up"})
    client.post(f"/manage/WG-TEST/contacts/{ids[2]}/move", data={"step": "up"})

    assert list(db.session.scalars(select(FocalPoint.id).order_by(FocalPoint.position))) == [ids[2], ids[0], ids[1]]
    page = client.get("/e/WG-TEST/en").text
    assert page.index("Unit 2") < page.index("Unit 0") < page.index("Unit 1")


def test_new_name_of_the_organisation_of_a_chair_is_on_the_page_at_once(client, team, meeting):
    organisation = add_organisation(team.id, name=Translations(en="Ministry of Posts"))
    person = add_person(team.id, name=Translations(en="Nadim Karam"), organisation_id=organisation.id)
    parties.add_organisation(meeting.id, role=OrganisationRole.CHAIR, person_id=person.id)
    assert "Ministry of Posts" in client.get(f"/e/{meeting.code}/en").text

    change_organisation(team.id, organisation.id, name=Translations(en="Ministry of Communication"))

    assert "Ministry of Communication" in client.get(f"/e/{meeting.code}/en").text


def test_contact_that_is_sent_twice_is_refused_beside_its_name(client, team, meeting):
    unit = {"kind": "substantive", "unit_en": "Data Unit", "email": "data@example.org"}
    person = {"kind": "administrative", "person": "Nadia Karim"}

    for values, control in ((unit, "unit_en"), (person, "person")):
        assert client.post(ASK, data=values).status_code == 303
        again = client.post(ASK, data=values)
        assert again.status_code == 422
        assert "This contact stands there already." in messages_beside(again.text, control)[0]

    assert client.post(ASK, data={**unit, "language": "ar"}).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(FocalPoint)) == 3
