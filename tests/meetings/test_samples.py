"""The facts of the sample papers, each entered through the form that asks for it and read on the page of a stranger."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from accounts.permissions import Role
from tests.factories import make_team, make_user, sign_in
from tests.forms_found import FoundForm, encoded, forms_of

CODE = "WG-SAMPLE"
PLACE = f"/manage/{CODE}"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    sign_in(client, make_user(Role.ORGANISER, make_team()))
    return client


def save(client: FlaskClient, path: str, **values: str | tuple[str, ...]) -> str:
    """Open a page, fill its form as a person does, send it; where one is led then."""
    opened = client.get(path)
    assert opened.status_code == 200, path
    form = next(each for each in forms_of(opened.text, path) if _asks(each, values))
    typed = {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}
    answer = client.post(form.action, data=encoded({**form.sent(), **typed}), content_type=FORM)
    assert answer.status_code == 303, (path, re.findall(r'class="error"[^>]*>(.*?)</p>', answer.text, re.DOTALL))
    return answer.location


def _asks(form: FoundForm, values: dict[str, str | tuple[str, ...]]) -> bool:
    return all(form.control(name) for name in values)


def create(client: FlaskClient, **values: str | tuple[str, ...]) -> None:
    """The short page."""
    usual = {"code": CODE, "kind": "working_group_meeting", "format": "to_be_announced", "zone": "Asia/Dubai",
             "starts_on": "2024-02-12", "ends_on": "2024-02-12", "main_language": "en",
             "page_languages": ("en", "ar")}  # fmt: skip
    assert save(client, "/manage/new", **{**usual, **values}).endswith(PLACE)


def add_item(client: FlaskClient, **values: str | tuple[str, ...]) -> str:
    """An item of the agenda; the address where it is edited."""
    save(client, f"{PLACE}/agenda/new", **values)
    found = re.findall(rf"{PLACE}/agenda/(\d+)", client.get(f"{PLACE}/agenda").text)
    return f"{PLACE}/agenda/{max(map(int, found))}"


def publish(client: FlaskClient) -> None:
    """Let everybody read it."""
    assert client.post(f"{PLACE}/publish").status_code == 303


def words(client: FlaskClient, language: str) -> str:
    """What a stranger reads, as words with one blank between them."""
    html = type(client)(client.application, client.response_wrapper).get(f"/e/{CODE}/{language}").text
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>|[\u2066-\u2069\u200e\u200f]", " ", main).replace("&amp;", "&").split())


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts stand in the text, one after the other."""
    at = 0
    for part in parts:
        at = text.find(part, at) + 1
        if not at:
            return False
    return True


def test_working_group_chaired_by_countries_inside_somebody_else_s_summit(organiser):
    create(organiser, title_en="Harnessing the power of AI", title_ar="تسخير قوة الذكاء الاصطناعي")
    save(organiser, f"{PLACE}/facts", part_of_en="World Governments Summit 2024", part_of_ar="القمة العالمية للحكومات",
         part_of_url="https://example.org/summit", zone_assumed="y", hashtag="@OECDgov #MENAOECD",
         expected_in_person_is="over", expected_in_person="٤٠")  # fmt: skip
    for role, country in (("chair", "AE"), ("co_chair", "KR"), ("co_chair", "IT"), ("co_chair", "PT")):
        save(organiser, f"{PLACE}/organisations/new", role=role, country_code=country)
    for unit, arabic in (("Digital Government and Data Unit", "وحدة الحكومة الرقمية والبيانات"),
                         ("Observatory of Public Sector Innovation", "مرصد ابتكار القطاع العام"),
                         ("Open Government and Civic Space Unit", "وحدة الحكومة المفتوحة")):  # fmt: skip
        mail = f"{unit.split()[0].lower()}@example.org"
        save(organiser, f"{PLACE}/contacts/new", kind="substantive", unit_en=unit, unit_ar=arabic, email=mail)
    publish(organiser)

    english, arabic_page = words(organiser, "en"), words(organiser, "ar")

    assert "World Governments Summit 2024" in english and "القمة العالمية للحكومات" in arabic_page
    assert in_order(english, "United Arab Emirates", "Republic of Korea", "Italy", "Portugal")
    assert in_order(arabic_page, "الإمارات العربية المتحدة", "جمهورية كوريا", "إيطاليا", "البرتغال")
    assert in_order(
        english, "Digital Government and Data Unit", "digital@example.org", "Observatory", "Open Government"
    )
    assert "@OECDgov" in english and "#MENAOECD" in english
    assert "over 40" in english


def test_agenda_of_the_working_group(organiser):
    create(organiser, title_en="Harnessing the power of AI", title_ar="تسخير قوة الذكاء الاصطناعي")
    opening = add_item(organiser, kind="opening", starts="10:00", ends="10 :20", title_en="Opening remarks",
                       title_ar="كلمات الافتتاح")  # fmt: skip
    save(organiser, f"{opening}/parts/new?holder=person", role="opening_remarks", person="Amal Nasser",
         honorific_en="H.E. Eng.", position_en="Director of Development", person_organisation="Digital Authority",
         )  # fmt: skip
    save(organiser, f"{opening}/parts/new?holder=open", role="opening_remarks", status="to_be_confirmed",
         label_en="Co-Chair of the Working Group", label_ar="الرئيس المشارك لفريق العمل",
         countries="Korea and/or Portugal", country_conjunction="and_or")  # fmt: skip
    session = add_item(organiser, kind="session", starts="10:20", ends="11:20", title_en="Leveraging the use of AI",
                       interpretation=("ar",))  # fmt: skip
    save(organiser, f"{session}/parts/new?holder=open", role="speaker", label_en="Experts", label_ar="خبراء",
         countries="Tunisia, Jordan and Lebanon")  # fmt: skip
    save(organiser, f"{session}/parts/new?holder=organisation", role="speaker", organisation="ITU")
    breakout = add_item(organiser, kind="breakout", starts="11:45", ends="13:00", title_en="Breakout groups",
                        title_ar="مجموعات العمل")  # fmt: skip
    for letter, arabic, title in (("A", "أ", "Governance"), ("B", "ب", "Enablers"), ("C", "ج", "Guardrails")):
        save(organiser, f"{breakout}/groups/new", letter_en=letter, letter_ar=arabic, title_en=title)
    add_item(organiser, kind="reporting_back", parent_id=breakout.rsplit("/", 1)[1], title_en="Reporting back",
             title_ar="عرض النتائج")  # fmt: skip
    add_item(organiser, kind="lunch", starts="13:00", ends="14:00", title_en="Lunch", title_ar="استراحة غداء")
    publish(organiser)

    english, arabic_page = words(organiser, "en"), words(organiser, "ar")

    assert in_order(english, "H.E. Eng. Amal Nasser", "Director of Development", "Digital Authority")
    assert re.search(r"Co-Chair of the Working Group.{0,12}Republic of Korea and/or Portugal", english)
    assert re.search(r"Experts.{0,12}Tunisia, Jordan,? and Lebanon", english)
    assert re.search(r"خبراء.{0,12}تونس", arabic_page) and "لبنان" in arabic_page
    assert in_order(
        english, "ITU", "Breakout groups", "Governance", "Enablers", "Guardrails", "Reporting back", "Lunch"
    )
    assert in_order(arabic_page, "أ", "Governance", "ب", "Enablers", "ج", "Guardrails", "عرض النتائج")


def test_information_note_with_papers_links_and_focal_points(organiser):
    create(organiser, kind="expert_group_meeting", format="hybrid", zone="Asia/Amman", starts_on="2030-02-28",
           ends_on="2030-03-01", title_en="Expert Group Meeting", title_ar="اجتماع خبراء")  # fmt: skip
    save(organiser, f"{PLACE}/facts", venue_en="Kempinski Hotel", venue_ar="فندق كمبينسكي", city_en="Amman",
         city_ar="عمّان", country_code="JO", online_platform="Zoom", working_languages=("ar", "en"),
         has_interpretation="y", venue_map_url="https://example.org/map",
         symbol="E/ESCWA/CL4.SIT/2030/WG.1")  # fmt: skip
    save(organiser, f"{PLACE}/documents/new", kind="information_note", title_en="Information note",
         title_ar="مذكرة توضيحية", symbol="E/ESCWA/CL4.SIT/2030/WG.1/INF.1", url="https://example.org/1",
         )  # fmt: skip
    save(organiser, f"{PLACE}/documents/new", kind="report", title_en="Policies and best practices",
         title_ar="سياسات وأفضل الممارسات", status="under_review", url="https://example.org/report")  # fmt: skip
    for language, mail in (("ar", "arabic@example.org"), ("en", "english@example.org"), ("", "both@example.org")):
        save(organiser, f"{PLACE}/contacts/new", kind="administrative", unit_en="Desk", unit_ar="المكتب", email=mail,
             language=language)  # fmt: skip
    for language in ("ar", "en"):
        save(organiser, f"{PLACE}/join/new", provider="Zoom", join_url=f"https://example.org/j/{language}",
             language=language, passcode="123", dial_in="+962 6 555 0100", visibility="public",
             minutes_before="")  # fmt: skip
    for language, label in (("en", "Event page (En)"), ("ar", "Event page (Ar)")):
        save(organiser, f"{PLACE}/links/new", label_en=label, label_ar=label, language=language,
             url=f"https://example.org/{language}/التكنولوجيا")  # fmt: skip
    save(organiser, f"{PLACE}/sections/new", kind="discussion_topics", body_en="- Status\n- Challenges",
         body_ar="- الواقع\n- التحديات")  # fmt: skip
    publish(organiser)

    english, arabic_page = words(organiser, "en"), words(organiser, "ar")

    for text in (english, arabic_page):
        assert "E/ESCWA/CL4.SIT/2030/WG.1/INF.1" in text
        assert "both@example.org" in text
    assert "english@example.org" in english and "arabic@example.org" not in english
    assert "arabic@example.org" in arabic_page and "english@example.org" not in arabic_page
    assert "Event page (En)" in english and "Event page (Ar)" in arabic_page
    assert "Kempinski Hotel" in english and "فندق كمبينسكي" in arabic_page
    assert in_order(english, "Status", "Challenges") and in_order(arabic_page, "الواقع", "التحديات")
    assert "under review" in english.lower()
    joining = organiser.get(f"/e/{CODE}/en/join").text
    assert "https://example.org/j/ar" in joining and "https://example.org/j/en" in joining
    assert "Arabic" in joining and "+962 6 555 0100" in joining


def test_eleventh_meeting_of_a_series_of_which_only_the_month_is_known(organiser):
    create(organiser, kind="conference", title_en="Arab e-Government Directors",
           title_ar="اجتماع مديري الحكومة الإلكترونية", date_precision="month", starts_on="", ends_on="",
           first_month="٢٠٣٠-١١", last_month="")  # fmt: skip
    save(organiser, f"{PLACE}/facts", series="Arab e-Government Directors", ordinal="١١", month_style="dual")
    publish(organiser)

    english, arabic_page = words(organiser, "en"), words(organiser, "ar")

    assert "November 2030" in english and "Arab e-Government Directors (11th meeting)" in " ".join(
        english.replace("( ", "(").replace(" )", ")").split()
    )
    assert "تشرين الثاني / نوفمبر 2030" in arabic_page and "(الاجتماع الحادي عشر)" in arabic_page
