"""A workshop of three days with two joint organisers: sixteen sessions, some of them in parallel."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from demo.content import (
    ContactContent,
    ItemContent,
    MeetingContent,
    NumberContent,
    PartContent,
    RoleContent,
    RoomContent,
    RulesContent,
    SectionContent,
    said,
)
from foundation.translated import Translations
from meetings.enums import (
    ContactKind,
    CountedGroup,
    CountQualifier,
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    PartRole,
    PartStatus,
    SectionKind,
)
from registration.enums import ApprovalMode

PLENARY = said("Plenary hall", "القاعة العامة")
NORTH = said("North room", "القاعة الشمالية")
SOUTH = said("South room", "القاعة الجنوبية")
TRACKS = {"north": NORTH, "south": SOUTH}


def meeting(today: date) -> MeetingContent:
    """The workshop, on Tuesday to Thursday some seven weeks ahead."""
    ahead = today + timedelta(days=49)
    first = ahead + timedelta(days=(1 - ahead.weekday()) % 7)
    return MeetingContent(
        code="ADMIN-DATA",
        kind=MeetingKind.WORKSHOP,
        title=said(
            "Workshop on Administrative Data for Official Statistics",
            "ورشة عمل حول استخدام البيانات الإدارية في الإحصاءات الرسمية",
        ),
        summary=said(
            """Statisticians and keepers of registers work through the steps from administrative records to official
            statistics, with exercises on their own data.""",
            """يعمل إحصائيون ومسؤولون عن السجلات على خطوات الانتقال من السجلات الإدارية إلى الإحصاءات الرسمية، مع تمارين
            على بياناتهم.""",
        ),
        starts_on=first,
        ends_on=first + timedelta(days=2),
        zone="Africa/Cairo",
        month_style=MonthStyle.WESTERN,
        format=MeetingFormat.HYBRID,
        venue=said("Conference Centre, Cairo University", "مركز المؤتمرات، جامعة القاهرة"),
        city=said("Cairo", "القاهرة"),
        country="EG",
        online_platform="Microsoft Teams",
        working_languages=("ar", "en"),
        has_interpretation=True,
        organisations=(
            RoleContent(role=OrganisationRole.ORGANISER, organisation="escwa"),
            RoleContent(role=OrganisationRole.ORGANISER, organisation="undesa"),
            RoleContent(role=OrganisationRole.HOST, organisation="cairo_university"),
        ),
        contacts=(
            ContactContent(
                kind=ContactKind.SUBSTANTIVE,
                unit=said(
                    "Statistics, Information Society and Technology Cluster",
                    "مجموعة الإحصاء ومجتمع المعلومات والتكنولوجيا",
                ),
                email="statistics-cluster@example.org",
            ),
            ContactContent(kind=ContactKind.ADMINISTRATIVE, person="daher", email="samira.daher@example.org"),
        ),
        numbers=(
            NumberContent(CountedGroup.IN_PERSON, 45, CountQualifier.ABOUT, is_actual=False),
            NumberContent(CountedGroup.REMOTE, 30, CountQualifier.OVER, is_actual=False),
        ),
        rooms=(
            RoomContent(
                PLENARY, said("Ground floor, to the left of the entrance", "الطابق الأرضي، إلى يسار المدخل"), 120
            ),
            RoomContent(NORTH, said("First floor", "الطابق الأول"), 40),
            RoomContent(SOUTH, said("First floor", "الطابق الأول"), 40),
        ),
        sections=(
            SectionContent(
                SectionKind.OBJECTIVES,
                said(
                    """<ul><li>Know which registers can serve statistics, and what it takes.</li>
                    <li>Assess the quality of administrative data.</li><li>Link records safely.</li></ul>""",
                    """<ul><li>معرفة السجلات التي يمكن أن تخدم الإحصاءات ومتطلبات ذلك.</li>
                    <li>تقييم جودة البيانات الإدارية.</li><li>ربط السجلات ربطاً آمناً.</li></ul>""",
                ),
            ),
        ),
        agenda=_agenda(),
        rules=RulesContent(
            opens=datetime.combine(today - timedelta(days=9), time(9)),
            closes=datetime.combine(first - timedelta(days=3), time(18)),
            approval=ApprovalMode.AUTOMATIC,
            capacity_in_person=60,
            capacity_remote=None,
        ),
        published_on=today - timedelta(days=10),
    )


def _agenda() -> tuple[ItemContent, ...]:
    return (
        ItemContent(kind=ItemKind.REGISTRATION, day=1, at="08:30-09:00", title=said("Registration", "التسجيل")),
        ItemContent(
            kind=ItemKind.OPENING,
            day=1,
            at="09:00-09:30",
            title=said("Opening", "الافتتاح"),
            room=PLENARY,
            parts=tuple(
                PartContent(role=PartRole.OPENING_REMARKS, organisation=key)
                for key in ("escwa", "undesa", "cairo_university")
            ),
        ),
        *(_session(number, *facts) for number, facts in enumerate(SESSIONS, start=1)),
        *(
            ItemContent(kind=ItemKind.LUNCH, day=day, at="12:45-14:00", title=said("Lunch", "استراحة غداء"))
            for day in (1, 2, 3)
        ),
        ItemContent(
            kind=ItemKind.SOCIAL_EVENT,
            day=1,
            at="19:30-",
            title=said("Dinner hosted by the university", "عشاء بدعوة من الجامعة"),
        ),
        ItemContent(kind=ItemKind.CLOSING, day=3, at="16:00-16:30", title=said("Closing", "الاختتام"), room=PLENARY),
    )


def _session(number: int, day: int, at: str, room: str, en: str, ar: str, holder: str) -> ItemContent:
    return ItemContent(
        kind=ItemKind.SESSION,
        day=day,
        at=at,
        title=said(f"Session {number}: {en}", f"الجلسة {number}: {ar}"),
        room=TRACKS.get(room, PLENARY),
        interpretation=("ar", "en") if room == "plenary" else (),
        parts=(HOLDERS[holder],),
    )


def _countries(*codes: str, status: PartStatus = PartStatus.CONFIRMED) -> PartContent:
    label: Translations = said("Experts from statistical offices", "خبراء من الأجهزة الإحصائية")
    return PartContent(role=PartRole.SPEAKER, label=label, countries=codes, status=status)


HOLDERS = {
    "escwa": PartContent(role=PartRole.SPEAKER, organisation="escwa"),
    "undesa": PartContent(role=PartRole.SPEAKER, organisation="undesa"),
    "experts": _countries("TN", "JO", "LB"),
    "invited": _countries("EG", "MA", status=PartStatus.TO_BE_CONFIRMED),
}
SESSIONS = (
    (1, "09:30-11:00", "plenary", "Registers and what they can tell", "السجلات وما يمكن أن تكشفه", "escwa"),
    (1, "11:15-12:45", "north", "Civil registration", "السجل المدني", "experts"),
    (1, "11:15-12:45", "south", "Business registers", "سجلات الأعمال", "undesa"),
    (
        1,
        "14:00-15:30",
        "plenary",
        "Law and agreements between institutions",
        "القانون والاتفاقات بين المؤسسات",
        "invited",
    ),
    (1, "15:45-17:00", "plenary", "Exercise: a map of our registers", "تمرين: خريطة سجلاتنا", "escwa"),
    (2, "09:00-10:30", "plenary", "Quality of administrative data", "جودة البيانات الإدارية", "undesa"),
    (2, "10:45-12:45", "north", "Classifications and units", "التصنيفات والوحدات", "experts"),
    (2, "10:45-12:45", "south", "Dates, periods and late records", "التواريخ والفترات والسجلات المتأخرة", "escwa"),
    (2, "14:00-15:30", "north", "Linking records", "ربط السجلات", "undesa"),
    (2, "14:00-15:30", "south", "Protecting identities", "حماية الهويات", "invited"),
    (2, "15:45-17:00", "plenary", "Exercise: quality of one register", "تمرين: جودة سجل واحد", "escwa"),
    (3, "09:00-10:30", "plenary", "A census from registers", "تعداد قائم على السجلات", "experts"),
    (3, "10:45-12:45", "north", "Labour statistics", "إحصاءات العمل", "undesa"),
    (3, "10:45-12:45", "south", "Education and health", "التعليم والصحة", "experts"),
    (3, "14:00-15:00", "plenary", "Publishing and explaining", "النشر والشرح", "escwa"),
    (3, "15:15-16:00", "plenary", "Plans of the countries", "خطط البلدان", "invited"),
)
