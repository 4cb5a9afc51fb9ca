"""The project ENACT before its expert group meeting: a webinar, a meeting on trust; and a meeting to come."""

from __future__ import annotations

from datetime import date

from demo.content import (
    ContactContent,
    DocumentContent,
    ItemContent,
    LinkContent,
    MeetingContent,
    NumberContent,
    OutcomeContent,
    PartContent,
    RoleContent,
    SectionContent,
    said,
)
from demo.tin_api import AMMAN, ENACT, SERIES
from foundation.translated import Translations
from meetings.enums import (
    ContactKind,
    CountedGroup,
    CountQualifier,
    DocumentKind,
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MeetingState,
    OrganisationRole,
    OutcomeStatus,
    PartRole,
    SectionKind,
)

ABOUT = CountQualifier.ABOUT
UNIT = said(
    "Technology and Innovation Section, ESCWA",
    "قسم التكنولوجيا والابتكار، الإسكوا",
    "Section de la technologie et de l’innovation, CESAO",
)
CONTACTS = (ContactContent(kind=ContactKind.SUBSTANTIVE, unit=UNIT, email="technology-section@example.org"),)
CASES = said(
    """<table><thead><tr><th>Country</th><th>Cases</th><th>An example</th></tr></thead><tbody>
    <tr><td>Bahrain</td><td>4</td><td>BeAware Bahrain application</td></tr>
    <tr><td>Jordan</td><td>6</td><td>Development and promotion of open government data</td></tr>
    <tr><td>Oman</td><td>11</td><td>Early diagnosis of breast cancer using artificial intelligence</td></tr>
    <tr><td>State of Palestine</td><td>2</td><td>Open government data initiative</td></tr>
    <tr><td>Tunisia</td><td>11</td><td>Legal framework against corruption</td></tr>
    <tr><td>United Arab Emirates</td><td>12</td><td>Electronic marriage contracts</td></tr></tbody></table>""",
    """<table><thead><tr><th>البلد</th><th>عدد الحالات</th><th>مثال</th></tr></thead><tbody>
    <tr><td>البحرين</td><td>4</td><td>تطبيق «مجتمع واعي»</td></tr>
    <tr><td>الأردن</td><td>6</td><td>تطوير البيانات الحكومية المفتوحة وتعزيزها</td></tr>
    <tr><td>عُمان</td><td>11</td><td>التشخيص المبكر لسرطان الثدي بالذكاء الاصطناعي</td></tr>
    <tr><td>دولة فلسطين</td><td>2</td><td>مبادرة البيانات الحكومية المفتوحة</td></tr>
    <tr><td>تونس</td><td>11</td><td>الإطار القانوني لمكافحة الفساد</td></tr>
    <tr><td>الإمارات العربية المتحدة</td><td>12</td><td>نظام عقود الزواج الإلكترونية</td></tr></tbody></table>""",
)


def webinar(today: date) -> MeetingContent:
    """The webinar that launched the project, on 20 March 2023."""
    return MeetingContent(
        code="ENACT-LAUNCH",
        kind=MeetingKind.WEBINAR,
        state=MeetingState.CLOSED,
        main_language="ar",
        title=said("Launch of the project ENACT", "حلقة افتراضية لإطلاق مشروع ENACT"),
        summary=said(
            """The project team presents the aims and activities of ENACT, which expedites the use of technology
            and innovation in Arab public institutions.""",
            """يعرض فريق المشروع أهداف مشروع ENACT وأنشطته الرامية إلى تسريع استخدام التكنولوجيا والابتكار في
            المؤسسات العامة العربية.""",
        ),
        series=SERIES,
        project=ENACT,
        starts_on=date(2023, 3, 20),
        ends_on=date(2023, 3, 20),
        zone="Asia/Beirut",
        format=MeetingFormat.ONLINE,
        online_platform="Zoom",
        page_languages=("ar", "en"),
        working_languages=("ar",),
        organisations=(RoleContent(role=OrganisationRole.ORGANISER, organisation="escwa"),),
        contacts=CONTACTS,
        numbers=(NumberContent(CountedGroup.REMOTE, 100, ABOUT),),
        sections=(
            SectionContent(
                SectionKind.OBJECTIVES,
                said(
                    """<ul><li>Progress on the Sustainable Development Goals, in particular Goals 16 and 17.</li>
                    <li>Better internal operations and services of public institutions through digital and emerging
                    technologies and innovation.</li>
                    <li>Practical applications that carry national strategies out faster.</li>
                    <li>Cooperation among Arab countries: transfer of good practices, and twinning.</li></ul>""",
                    """<ul><li>تسريع تحقيق أهداف التنمية المستدامة، ولا سيما الهدفان 16 و17.</li>
                    <li>تحسين العمليات الداخلية والخدمات العامة في المؤسسات العامة من خلال التكنولوجيات الرقمية
                    والناشئة والابتكار.</li>
                    <li>التركيز على التطبيقات العملية للمساهمة في تسريع تنفيذ الاستراتيجيات الوطنية.</li>
                    <li>تعزيز التعاون بين الدول العربية من خلال نقل الممارسات الناجحة وعمليات التوأمة.</li></ul>""",
                ),
            ),
        ),
        published_on=date(2023, 2, 27),
    )


def trust(today: date) -> MeetingContent:
    """The meeting on trust in digital government services, on 11 and 12 September 2023."""
    return MeetingContent(
        code="ENACT-TRUST",
        kind=MeetingKind.EXPERT_GROUP_MEETING,
        state=MeetingState.CLOSED,
        main_language="ar",
        follows="ENACT-LAUNCH",
        title=said(
            "Meeting on Building Trust in Digital Government Services",
            "اجتماع حول بناء الثقة في الخدمات الحكومية الرقمية",
        ),
        summary=said(
            """Experts from the Arab region and the world discuss how emerging technologies, cybersecurity and law build
            trust in digital government services.""",
            """خبراء من المنطقة العربية والعالم يناقشون دور التكنولوجيات الناشئة والأمن السيبراني والأطر القانونية في
            بناء الثقة في الخدمات الحكومية الرقمية.""",
        ),
        series=SERIES,
        project=ENACT,
        starts_on=date(2023, 9, 11),
        ends_on=date(2023, 9, 12),
        zone="Asia/Amman",
        format=MeetingFormat.HYBRID,
        city=AMMAN,
        country="JO",
        online_platform="Zoom",
        page_languages=("ar", "en"),
        working_languages=("ar", "en"),
        has_interpretation=True,
        links=(
            LinkContent(
                label=said("Event page", "صفحة الاجتماع"),
                url="https://www.unescwa.org/events/building-trust-digital-government-services",
            ),
        ),
        organisations=(
            RoleContent(role=OrganisationRole.ORGANISER, organisation="escwa"),
            *(RoleContent(role=OrganisationRole.PARTNER, organisation=key) for key in ("aicto", "isoc", "itu")),
        ),
        contacts=CONTACTS,
        numbers=(
            NumberContent(CountedGroup.SPEAKERS, 20, ABOUT),
            NumberContent(CountedGroup.IN_PERSON, 60, ABOUT),
            NumberContent(CountedGroup.REMOTE, 100, ABOUT),
        ),
        sections=(
            SectionContent(
                SectionKind.OTHER, CASES, heading=said("Good practices collected", "ممارسات جيدة من الدول العربية")
            ),
        ),
        documents=(
            DocumentContent(
                title=said(
                    """Navigating the future: Building trust in digital government services through emerging
                    technologies""",
                    "الانتقال إلى المستقبل: بناء الثقة بالخدمات الحكومية الرقمية من خلال التكنولوجيات الناشئة",
                ),
                kind=DocumentKind.PAPER,
            ),
        ),
        agenda=_agenda(),
        outcomes=tuple(
            OutcomeContent(text, said("Governments of Arab countries", "حكومات الدول العربية"), status)
            for text, status in RECOMMENDATIONS
        ),
        published_on=date(2023, 7, 3),
    )


RECOMMENDATIONS = (
    (
        said("<p>Develop digital government services further.</p>", "<p>تعزيز تطوير الخدمات الحكومية الرقمية.</p>"),
        OutcomeStatus.UNDER_WAY,
    ),
    (said("<p>Strengthen cybersecurity.</p>", "<p>تعزيز الأمن السيبراني.</p>"), OutcomeStatus.UNDER_WAY),
    (
        said(
            "<p>Adopt the legal frameworks that emerging technologies need.</p>",
            "<p>اعتماد الأطر القانونية اللازمة للتكنولوجيات الناشئة.</p>",
        ),
        OutcomeStatus.AGREED,
    ),
    (
        said("<p>Build trust and security in government services.</p>", "<p>بناء الثقة والأمن بالخدمات الحكومية.</p>"),
        OutcomeStatus.AGREED,
    ),
)


def _agenda() -> tuple[ItemContent, ...]:
    def session(day: int, at: str, en: str, ar: str, *parts: PartContent) -> ItemContent:
        return ItemContent(kind=ItemKind.SESSION, day=day, at=at, title=said(en, ar), parts=parts)

    def speaker(organisation: str) -> PartContent:
        return PartContent(role=PartRole.SPEAKER, organisation=organisation)

    experts = PartContent(
        role=PartRole.SPEAKER,
        label=said("Experts", "خبراء"),
        countries=("TN", "JO", "LB"),
    )
    lunch: Translations = said("Lunch", "استراحة غداء")
    return (
        ItemContent(
            kind=ItemKind.OPENING,
            at="09:00-09:30",
            title=said("Opening", "الافتتاح"),
            parts=tuple(
                PartContent(role=PartRole.OPENING_REMARKS, organisation=key)
                for key in ("escwa", "aicto", "isoc", "itu")
            ),
        ),
        session(1, "09:30-11:00", "Digital government services in the Arab region",
                "الخدمات الحكومية الرقمية في المنطقة العربية", experts),
        session(1, "11:30-13:00", "Emerging technologies and trust", "التكنولوجيات الناشئة والثقة", speaker("itu")),
        ItemContent(kind=ItemKind.LUNCH, at="13:00-14:00", title=lunch),
        ItemContent(
            kind=ItemKind.TRAINING,
            at="14:00-16:30",
            title=said("Training on encryption", "دورة تدريبية حول التشفير"),
            parts=(PartContent(role=PartRole.FACILITATOR, organisation="isoc"),),
        ),
        session(2, "09:00-10:30", "Cybersecurity of government services", "أمن الخدمات الحكومية السيبراني",
                speaker("aicto")),
        session(2, "11:00-12:30", "Legal frameworks", "الأطر القانونية", experts),
        ItemContent(
            kind=ItemKind.CLOSING,
            day=2,
            at="12:30-13:00",
            title=said("Recommendations and closing", "التوصيات والاختتام"),
        ),
    )  # fmt: skip


def directors(today: date) -> MeetingContent:
    """The next meeting of the directors: only its month is known, and nothing of its agenda."""
    year = today.year + 1
    return MeetingContent(
        code=f"AEGD-{year}",
        kind=MeetingKind.WORKING_GROUP_MEETING,
        main_language="ar",
        title=said("Meeting of Arab e-Government Directors", "اجتماع مديري الحكومة الإلكترونية العرب"),
        summary=said(
            "Directors of electronic government of the Arab countries compare progress and agree on common work.",
            "يستعرض مديرو الحكومة الإلكترونية في الدول العربية ما أُحرز من تقدم ويتفقون على الأعمال المشتركة.",
        ),
        series=said("Arab e-Government Directors", "مديرو الحكومة الإلكترونية العرب"),
        ordinal=12,
        starts_on=date(year, 11, 1),
        ends_on=date(year, 11, 30),
        by_month=True,
        zone="Asia/Beirut",
        format=MeetingFormat.TO_BE_ANNOUNCED,
        page_languages=("ar", "en"),
        working_languages=("ar",),
        organisations=(RoleContent(role=OrganisationRole.ORGANISER, organisation="escwa"),),
        contacts=CONTACTS,
        numbers=(NumberContent(CountedGroup.TOTAL, 40, ABOUT, is_actual=False),),
        published_on=today,
    )
