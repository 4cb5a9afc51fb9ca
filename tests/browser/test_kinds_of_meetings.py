"""The five kinds of meetings, entered as an organiser enters them: from empty forms to what a stranger reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor

SUBMIT = 'main form button[type="submit"]:not([name]), main form .form-actions button.primary'
PHONE = {"width": 360, "height": 740}


def test_arabic_project_with_its_webinar_meeting_and_expert_group_meeting(visitor: Visitor) -> None:
    organiser = visitor("organiser", language="ar")
    project = add_project(organiser)
    webinar(organiser)
    meeting_on_trust(organiser)
    expert_group_meeting(organiser)
    for code in ("IRADA-1", "IRADA-2", "IRADA-3"):
        publish(organiser, code)

    reader = visitor(language="ar", viewport=PHONE)
    reader.goto(f"/projects/{project}/ar")
    titles = reader.locator("main a", has_text=re.compile("إطلاق المشروع|بناء الثقة|اجتماع خبراء حول"))
    expect(titles).to_have_count(3)
    assert ["إطلاق" in titles.nth(0).inner_text(), "الثقة" in titles.nth(1).inner_text()] == [True, True]
    main = reader.locator("main")
    expect(main).to_contain_text("100")
    expect(main).to_contain_text("نموذج لتعزيز الابتكار في المؤسسات العامة العربية")
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    reader.goto("/e/IRADA-2/ar")
    expect(main).to_contain_text("11–12 أيلول / سبتمبر 2023")
    for text in ("نحو 60", "نحو 100", "نحو 20", "جمعية الإنترنت", "دورة تدريبية حول التشفير", "الأمن السيبراني"):
        expect(main).to_contain_text(text)
    expect(reader.locator('[id="outcomes"] li, .outcomes li')).to_have_count(4)
    expect(main.locator("a", has_text="إطلاق المشروع")).to_be_visible()
    expect(main.locator("a", has_text="اجتماع خبراء حول التكنولوجيا")).to_be_visible()
    reader.goto("/e/IRADA-3/ar")
    expect(main).to_contain_text("28–29 شباط / فبراير 2024")
    expect(main).to_contain_text("التعرف العميق على تجارب ناجحة")


def test_workshop_of_a_day_inside_a_conference_where_only_organisations_speak(visitor: Visitor) -> None:
    organiser = visitor("organiser")
    create(organiser, "ACCESS-DAY", "workshop", "in_person", "2031-05-06", "2031-05-06", "Africa/Tunis",
           {"title_en": "Workshop on Accessible Services", "title_ar": "ورشة عمل حول الخدمات الميسّرة"})  # fmt: skip
    facts(organiser, "ACCESS-DAY", {"part_of_en": "ICT4All conference", "part_of_ar": "مؤتمر تكنولوجيا الجميع",
                                    "part_of_url": "https://ict4all.example.org/",
                                    "city_en": "Hammamet", "city_ar": "الحمامات", "country_code": "TN"})  # fmt: skip
    sessions = (("09:00", "10:30", "Standards", "المعايير", "International Telecommunication Union"),
                ("11:00", "12:30", "Practice", "التجارب", "Internet Society"))  # fmt: skip
    for starts, ends, english, arabic, organisation in sessions:
        item = {"kind": "session", "starts": starts, "ends": ends, "title_en": english, "title_ar": arabic}
        add_item(organiser, "ACCESS-DAY", item)
        add_speaker(organiser, {"role": "speaker", "organisation": organisation})
    publish(organiser, "ACCESS-DAY")

    reader = visitor(viewport=PHONE)
    reader.goto("/e/ACCESS-DAY/en")
    main = reader.locator("main")
    bigger = main.locator('a[href="https://ict4all.example.org/"]')
    expect(bigger.first).to_have_text("ICT4All conference")
    for _start, _end, title, _arabic, organisation in sessions:
        item = main.locator(".agenda-item", has=reader.locator(".agenda-title", has_text=title))
        expect(item).to_contain_text(organisation)
    data = reader.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert "ICT4All conference" in str(data)


def test_workshop_of_three_days_is_cloned_to_the_next_year(visitor: Visitor) -> None:
    organiser = visitor("organiser")
    organiser.goto("/manage/ADMIN-DATA/facts")
    source_first = date.fromisoformat(organiser.locator('[name="starts_on"]').input_value())
    source = read_agenda(organiser, "/e/ADMIN-DATA/en")
    organiser.goto("/manage/ADMIN-DATA")
    organiser.locator('main a[href$="/clone"]').click()
    first = date.fromisoformat(organiser.locator('[name="starts_on"]').input_value())
    organiser.locator('[name="code"]').fill("ADMIN-DATA-2")
    submit(organiser)
    organiser.wait_for_url("**/manage/ADMIN-DATA-2")
    publish(organiser, "ADMIN-DATA-2")

    copy = read_agenda(organiser, "/e/ADMIN-DATA-2/en")
    assert first.weekday() == 1, "the workshop began on a Tuesday"
    assert (first - source_first).days == 364
    assert [line[:2] for line in copy] == [line[:2] for line in source]
    assert sum("Session" in title for _time, title, _text in source) == 16
    speaking = [text for _time, title, text in copy if "Session" in title]
    assert all("TBC" in text for text in speaking), "everybody is asked again"
    organisers = organiser.locator("main").inner_text()
    assert organisers.count("United Nations Department of Economic and Social Affairs") >= 1
    assert organisers.count("United Nations Economic and Social Commission for Western Asia") >= 1
    organiser.goto("/e/ADMIN-DATA/en")
    expect(organiser.locator('main a[href="/e/ADMIN-DATA-2/en"]')).to_be_visible()


def add_project(page: Page) -> int:
    page.goto("/manage/")
    page.locator("main tr", has_text=re.compile("ESCWA|الإسكوا")).locator('a[href$="/projects"]').click()
    page.locator('main a[href$="/projects/new"]').first.click()
    fill(page, {"acronym": "IRADA", "title_ar": "التكنولوجيا والابتكار لتطوير المؤسسات العامة العربية",
                "title_en": "Technology and innovation for Arab public institutions"})  # fmt: skip
    write(page.locator("#description_ar"), "تسريع تحقيق أهداف التنمية المستدامة. Inclusiveness, Effectiveness, Trust.")
    submit(page)
    expect(page.locator(".flash-success")).to_be_visible()
    if not re.search(r"/projects/\d+$", page.url):
        page.locator("main a", has_text="IRADA").first.click()
    number = int(page.url.rsplit("/", 1)[1])
    page.locator(f'main a[href*="/projects/{number}/documents"]').first.click()
    page.locator('main a[href$="/documents/new"]').first.click()
    fill(page, {"title_en": "A model for innovation in Arab public institutions", "kind": "paper",
                "title_ar": "نموذج لتعزيز الابتكار في المؤسسات العامة العربية"})  # fmt: skip
    submit(page)
    expect(page.locator(".flash-success")).to_be_visible()
    return number


def webinar(page: Page) -> None:
    create(page, "IRADA-1", "webinar", "online", "2023-03-20", "2023-03-20", "Asia/Beirut",
           {"title_ar": "حلقة افتراضية: إطلاق المشروع", "title_en": "Launch of the project"}, main="ar")  # fmt: skip
    facts(page, "IRADA-1", {"project": "IRADA", "online_platform": "Zoom",
                            "actual_remote_is": "about", "actual_remote": "100"})  # fmt: skip


def meeting_on_trust(page: Page) -> None:
    create(page, "IRADA-2", "expert_group_meeting", "hybrid", "2023-09-11", "2023-09-12", "Asia/Amman",
           {"title_ar": "اجتماع حول بناء الثقة في الخدمات الحكومية الرقمية",
            "title_en": "Meeting on building trust in digital government services"}, main="ar")  # fmt: skip
    numbers = {"speakers": "20", "in_person": "60", "remote": "100"}
    values = {f"actual_{group}": number for group, number in numbers.items()}
    values |= {f"actual_{group}_is": "about" for group in numbers}
    facts(page, "IRADA-2", {"project": "IRADA", "follows": "IRADA-1", "city_ar": "عمّان", "city_en": "Amman",
                            "country_code": "JO", **values})  # fmt: skip
    for role, name in (("organiser", "ESCWA"), ("partner", "AICTO"), ("partner", "Internet Society"),
                       ("partner", "ITU")):  # fmt: skip
        page.goto("/manage/IRADA-2/organisations/new")
        fill(page, {"role": role, "organisation": name})
        submit(page)
        expect(page.locator(".flash-success")).to_be_visible()
    add_item(page, "IRADA-2", {"kind": "training", "starts": "14:00", "ends": "16:30",
                               "title_ar": "دورة تدريبية حول التشفير", "title_en": "On encryption"})  # fmt: skip
    add_speaker(page, {"role": "facilitator", "organisation": "Internet Society"})
    page.goto("/manage/IRADA-2/outcomes/several")
    fill(page, {"visibility": "public", "status": "agreed", "entries_ar": RECOMMENDATIONS_AR,
                "entries_en": RECOMMENDATIONS_EN})  # fmt: skip
    submit(page)
    expect(page.locator(".flash-success")).to_be_visible()
    page.goto("/manage/IRADA-2/links/new")
    fill(page, {"label_ar": "صفحة الاجتماع", "label_en": "Event page",
                "url": "https://www.unescwa.org/events/building-trust-digital-government-services"})  # fmt: skip
    submit(page)


RECOMMENDATIONS_AR = """- تعزيز تطوير الخدمات الحكومية الرقمية
- الأمن السيبراني
- الأطر القانونية اللازمة للتكنولوجيات الناشئة
- بناء الثقة والأمن بالخدمات الحكومية"""
RECOMMENDATIONS_EN = """- Further development of digital government services
- Cybersecurity
- Legal frameworks for emerging technologies
- Trust and security in government services"""


def expert_group_meeting(page: Page) -> None:
    create(page, "IRADA-3", "expert_group_meeting", "hybrid", "2024-02-28", "2024-02-29", "Asia/Amman",
           {"title_ar": "اجتماع خبراء حول التكنولوجيا والابتكار للمؤسسات العامة العربية",
            "title_en": "Expert group meeting on technology and innovation"}, main="ar")  # fmt: skip
    facts(page, "IRADA-3", {"project": "IRADA", "follows": "IRADA-2", "city_ar": "عمّان", "city_en": "Amman",
                            "country_code": "JO"})  # fmt: skip
    page.goto("/manage/IRADA-3/sections/new?kind=objectives")
    write(page.locator("#body_ar"), "التعرف العميق على تجارب ناجحة مميزة")
    submit(page)
    expect(page.locator(".flash-success")).to_be_visible()


def create(
    page: Page, code: str, kind: str, format_: str, first: str, last: str, zone: str, titles: Mapping[str, str],
    main: str = "en",
) -> None:  # fmt: skip
    page.goto("/manage/new")
    team = page.locator('[name="team_id"] option', has_text=re.compile("ESCWA|الإسكوا"))
    if team.count():
        page.locator('[name="team_id"]').select_option(team.first.get_attribute("value"))
    fill(page, {"code": code, "kind": kind, "format": format_, "starts_on": first, "ends_on": last, "zone": zone,
                "main_language": main, **titles})  # fmt: skip
    submit(page)
    page.wait_for_url(f"**/manage/{code}")


def facts(page: Page, code: str, values: Mapping[str, str]) -> None:
    page.goto(f"/manage/{code}/facts")
    fill(page, values)
    submit(page)
    expect(page.locator(".flash-success").first).to_be_visible()


def add_item(page: Page, code: str, values: Mapping[str, str]) -> None:
    page.goto(f"/manage/{code}/agenda")
    page.locator(f'main a[href^="/manage/{code}/agenda/new"]').first.click()
    fill(page, values)
    page.locator('button[name="then"][value="people"]').click()
    expect(page.locator(".flash-success").first).to_be_visible()


def add_speaker(page: Page, values: Mapping[str, str]) -> None:
    page.locator('main a[href*="/parts/new"]').first.click()
    page.locator('main nav a[href*="=organisation"]').click()
    fill(page, values)
    submit(page)
    expect(page.locator(".flash-success").first).to_be_visible()


def publish(page: Page, code: str) -> None:
    page.goto(f"/manage/{code}")
    page.locator('form[action$="/publish"] button').click()
    if page.locator("dialog[open] [data-confirm-yes]").count():
        page.locator("dialog[open] [data-confirm-yes]").click()
    expect(page.locator(".flash-success").first).to_be_visible()


def fill(page: Page, values: Mapping[str, str]) -> None:
    """Fill controls by name; a list is chosen from by value, or by what its entry says."""
    for name, value in values.items():
        control = page.locator(f'main [name="{name}"]').first
        if control.evaluate("each => each.tagName") != "SELECT":
            control.fill(value)
            continue
        entry = control.locator(f'option[value="{value}"]')
        if not entry.count():
            entry = control.locator("option", has_text=value)
        control.select_option(entry.first.get_attribute("value"))


def write(editor: Locator, text: str) -> None:
    editor.click()
    editor.page.keyboard.type(text)


def submit(page: Page) -> None:
    page.locator(SUBMIT).last.click()


def read_agenda(page: Page, path: str) -> list[tuple[str, str, str]]:
    """Time, title and whole text of every item, in the order of the page."""
    page.goto(path)
    return [
        (
            item.locator("time").first.get_attribute("datetime")[11:] if item.locator("time").count() else "",
            item.locator(".agenda-title").first.inner_text(),
            item.inner_text(),
        )
        for item in page.locator(".agenda-item").all()
    ]
