"""Papers to print in the tests: the working group of the samples in English and French, the expert group in Arabic."""

from __future__ import annotations

from datetime import UTC, datetime

from papers.content import (
    AgendaDay,
    AgendaItem,
    AgendaPaper,
    Breakout,
    Contact,
    Delegation,
    Holder,
    ListOfParticipants,
    Part,
    Participant,
    ParticipantGroup,
)

HOSTILE_TEXTS = (
    '#import "x"',
    "$x$",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "nul \x00 and \x0b \x1b \uffff",
    "lone \ud800 surrogate \udfff",
    "\u202eoverride",
    "close \u2069\u2069 open \u2066",
    '*bold* _it_ @ref <label> // comment /* */ #panic() \\ #sys.inputs #read("/etc/passwd")',
    "%(page)s %s {0} {{ x }}",
    "漢字 ꙮ 🙂",
    "]]> &amp; & <w:t>",
)
# Texts that must stand alone to do their harm.
HOSTILE_EDGES = ("", "\n\n\t", "\ud800", "\u2069", "•")


def english_agenda(**changes: object) -> AgendaPaper:
    values: dict[str, object] = {
        "language": "en",
        "kind_line": "Provisional agenda",
        "title": "Harnessing AI and technology for responsive public services in the region",
        "subtitle": "Working group meeting",
        "series_line": "MENA-OECD Working Group II on Open and Innovative Government · side event of the World "
        "Governments Summit 2024",
        "organisers_line": "Organisation for Economic Co-operation and Development",
        "place_line": "Venue and format to be announced",
        "date_line": "Monday, 12 February 2024",
        "symbol": "GOV/PGC/MENA/WG2/2024/1",
        "version_line": "Provisional agenda, as of 3 January 2024",
        "time_zone_line": "All times are Dubai time (UTC+04:00).",
        "introduction": (
            "The working group continues its earlier discussions on open, digital and innovative government, and asks "
            "how these can reinforce one another and bring citizens closer to decisions.",
            "Participants are invited to:",
            "• share what their administrations have tried;",
            "• propose additions to the outcome document, which the secretariat keeps while the meeting speaks.",
        ),
        "days": (AgendaDay("Monday, 12 February 2024", english_items()),),
        "notes": ("The outcome document will be sent to all participants within two weeks.",),
        "contacts": (
            Contact("Digital Government Unit", "Substantive contact", "Secretariat", "digital@example.org"),
            Contact(
                "Ms. Rana Haddad", "Administrative contact", "Assistant", "rana.haddad@example.org", "+971 4 555 0100"
            ),
        ),
        "made_at": datetime(2024, 1, 3, 8, 0, tzinfo=UTC),
    }
    return AgendaPaper(**(values | changes))  # type: ignore[arg-type]


def english_items() -> tuple[AgendaItem, ...]:
    facilitator = "Policy Analyst, Digital Government Division"
    return (
        AgendaItem(
            "Opening remarks",
            "10:00 – 10:20",
            "Opening",
            parts=(
                Part(
                    "Opening remarks",
                    (
                        Holder("Mr. Salem Al Marri", "Director of Development, Digital Government Authority, Emirates"),
                        Holder("Republic of Korea and/or Portugal", "Co-Chair of the Working Group", "TBC"),
                    ),
                ),
            ),
        ),
        AgendaItem(
            "Session 1. Leveraging AI for more human-centric public services",
            "10:20 – 11:20",
            "Session",
            description=(
                "Public services have begun to use AI in earnest. The session weighs its benefits against its risks, "
                "and looks for the enablers and guardrails that a duty of care demands.",
                "Questions for discussion:",
                "- Which services gained most?",
                "- Who answers for a decision that a machine prepared?",
            ),
            room="Hall B",
            parts=(
                Part("Moderator", (Holder("Mr. Paolo Ferri", facilitator),)),
                Part(
                    "Speakers",
                    (
                        Holder("Ms. Ingrid Solheim", "Head of the Observatory of Public Sector Innovation", "TBC"),
                        Holder("د. ليلى منصور", "Ministry of Digital Economy, Jordan"),
                    ),
                ),
            ),
            children=(
                AgendaItem("Findings of the regional survey", "10:25 – 10:40", "Presentation"),
                AgendaItem("Roundtable discussion"),
            ),
        ),
        AgendaItem("Coffee break", "11:20 – 11:45", "Coffee break", is_break=True),
        AgendaItem(
            "Breakout groups",
            "11:45 – 13:00",
            "Breakout",
            description=("Each participant joins one of three groups on a dimension of the use of AI.",),
            breakouts=(
                Breakout(
                    "A",
                    "Governance and levels of engagement",
                    ("Where key actors need to be involved to act on particular challenges.",),
                    (Part("Facilitator", (Holder("Mr. Paolo Ferri", facilitator),)),),
                    "Room 1",
                ),
                Breakout(
                    "B",
                    "Enablers",
                    ("Where policy can prepare the ground for AI in the whole public sector.",),
                    (Part("Facilitator", (Holder("Ms. Min-ji Han", facilitator),)),),
                    "Room 2",
                ),
                Breakout(
                    "C",
                    "Guardrails",
                    ("Levers for a trustworthy and responsible use, such as transparency and accountability.",),
                    (Part("Facilitator", (Holder("Ms. Lucía Prieto", facilitator),)),),
                ),
            ),
            children=(
                AgendaItem(
                    "Reporting back to plenary",
                    description=("A representative of each group reports; agreed inputs are recorded at once.",),
                ),
            ),
        ),
        AgendaItem("Lunch break", "13:00 – 14:00", "Lunch", is_break=True),
        AgendaItem(
            "Session 2. Measuring progress towards digital government",
            "14:00 – 15:30",
            "Session",
            description=("Key findings of the 2023 edition of the Digital Government Index.",),
            parts=(Part("Speaker", (Holder("H.E. Eng. Mona Fathy", "Vice-Minister, Egypt"),)),),
            continued=True,
        ),
        AgendaItem("Closing remarks: the outcome document and next steps", "15:30 – 16:00", "Closing"),
    )


def arabic_agenda(**changes: object) -> AgendaPaper:
    opening = AgendaItem(
        "الجلسة الافتتاحية",
        "09:00 – 09:30",
        "افتتاح",
        parts=(
            Part(
                "كلمات افتتاحية",
                (
                    Holder("معالي السيد فادي الخطيب", "وزير الاقتصاد الرقمي والريادة، الأردن"),
                    Holder("Ms. Ingrid Solheim", "الاتحاد الدولي للاتصالات (ITU)", "للتأكيد"),
                ),
            ),
        ),
    )
    session = AgendaItem(
        "الجلسة 1: واقع الحكومة الرقمية واستخدام التكنولوجيات الناشئة في البلدان العربية",
        "09:30 – 11:00",
        "جلسة",
        description=(
            "تعرض هذه الجلسة نتائج مشروع ENACT وتقاريره الأربعة، وتناقش نموذج الإسكوا (ESCWA) للابتكار في القطاع "
            "العام.",
            "محاور النقاش:",
            "• التحديات التي تواجه المؤسسات العامة؛",
            "• تجارب وطنية، مثل منصة example.org التي أُطلقت عام 2023.",
        ),
        room="القاعة الكبرى – Hall B",
        parts=(
            Part("مدير الجلسة", (Holder("د. ليلى منصور", "خبيرة في التحول الرقمي، الإسكوا"),)),
            Part("المتحدثون", (Holder("م. سامر عواد", "مدير عام، وزارة الاتصالات، لبنان"),)),
        ),
        children=(
            AgendaItem("عرض التقرير الأول: بناء الثقة في الخدمات الحكومية الرقمية", "09:40 – 10:00", "عرض"),
            AgendaItem("نقاش مفتوح"),
        ),
    )
    groups = AgendaItem(
        "مجموعات العمل",
        "11:30 – 13:00",
        "مجموعات",
        breakouts=(
            Breakout("أ", "الحوكمة ومستويات المشاركة", ("من يشارك، ومتى.",), room="القاعة 1"),
            Breakout(
                "ب", "عوامل التمكين", (), (Part("ميسّر", (Holder("Mr. Paolo Ferri", "OECD", "للتأكيد"),)),), "القاعة 2"
            ),
            Breakout("ج", "الضوابط"),
        ),
        children=(AgendaItem("عرض نتائج المجموعات"),),
    )
    values: dict[str, object] = {
        "language": "ar",
        "kind_line": "جدول الأعمال المؤقت",
        "title": "التكنولوجيا والابتكار للمؤسسات العامة العربية",
        "subtitle": "اجتماع فريق خبراء",
        "series_line": "في إطار مشروع ENACT",
        "organisers_line": "اللجنة الاقتصادية والاجتماعية لغربي آسيا (الإسكوا)",
        "place_line": "فندق كمبينسكي، عمّان، وعن بُعد عبر Zoom",
        "date_line": "28–29 شباط / فبراير 2024",
        "symbol": "E/ESCWA/CL4.SIT/2024/WG.1/INF.1",
        "version_line": "جدول أعمال مؤقت، حتى 3 كانون الثاني / يناير 2024",
        "time_zone_line": "جميع الأوقات بتوقيت عمّان (UTC+03:00).",
        "days": (
            AgendaDay(
                "الأربعاء، 28 شباط / فبراير 2024",
                (opening, session, AgendaItem("استراحة قهوة", "11:00 – 11:30", "استراحة", is_break=True), groups),
            ),
            AgendaDay(
                "الخميس، 29 شباط / فبراير 2024",
                (
                    AgendaItem(
                        "Session 2. Policies and best practices",
                        "09:00 – 10:30",
                        "جلسة",
                        description=(
                            "A text that has not been translated yet falls back to English, and reads from left to "
                            "right within the Arabic paper, to the end of its lines.",
                        ),
                        continued=True,
                    ),
                    AgendaItem("الجلسة الختامية: التوصيات والخطوات المقبلة", "10:30 – 11:30", "ختام"),
                ),
            ),
        ),
        "contacts": (
            Contact("د. ليلى منصور", "للمسائل الفنية", "الإسكوا", "laila.mansour@example.org", "+962 6 555 0100"),
            Contact("السيدة رنا حداد", "للمسائل الإدارية", "", "rana.haddad@example.org"),
        ),
        "labels": {
            "page_of": "الصفحة %(page)s من %(pages)s",
            "continued": "تابع",
            "contacts": "للاتصال",
            "time": "الوقت",
            "item": "البند",
            "no_items": "سيُعلن عن جدول الأعمال.",
        },
    }
    return AgendaPaper(**(values | changes))  # type: ignore[arg-type]


def french_agenda(**changes: object) -> AgendaPaper:
    values: dict[str, object] = {
        "language": "fr",
        "title": "L’intelligence artificielle au service de l’administration",
        "kind_line": "Ordre du jour provisoire",
        "date_line": "lundi 12 février 2024",
        "days": (
            AgendaDay(
                "lundi 12 février 2024",
                (AgendaItem("Séance d’ouverture : allocutions", "10 h 00 – 10 h 20", "Ouverture"),),
            ),
        ),
        "labels": {"page_of": "Page %(page)s sur %(pages)s"},
    }
    return AgendaPaper(**(values | changes))  # type: ignore[arg-type]


def english_list(**changes: object) -> ListOfParticipants:
    values: dict[str, object] = {
        "language": "en",
        "kind_line": "List of participants",
        "title": "Technology and Innovation for Arab Public Institutions",
        "subtitle": "Expert group meeting",
        "organisers_line": "Economic and Social Commission for Western Asia",
        "place_line": "Amman and remotely",
        "date_line": "28–29 February 2024",
        "symbol": "E/ESCWA/CL4.SIT/2024/WG.1/INF.2",
        "version_line": "As of 27 February 2024",
        "counts": ("6 participants", "4 in person", "2 remote"),
        "groups": (
            ParticipantGroup(
                "Member States",
                (
                    Delegation(
                        "Jordan",
                        (
                            Participant(
                                "H.E. Mr. Fadi Al Khatib",
                                "Minister",
                                "Ministry of Digital Economy and Entrepreneurship",
                                "In person",
                            ),
                            Participant(
                                "Ms. Dana Qasem",
                                "Head of the Department of Institutional Development and Excellence",
                                "Ministry of Digital Economy and Entrepreneurship",
                                "In person",
                                "dana.qasem@example.org",
                            ),
                        ),
                    ),
                    Delegation(
                        "State of Palestine",
                        (Participant("Mr. نادر زعيتر", "Adviser", "Prime Minister’s Office", "Remote"),),
                    ),
                ),
            ),
            ParticipantGroup(
                "International organisations",
                (
                    Delegation(
                        "International Telecommunication Union",
                        (
                            Participant(
                                "Ms. Ingrid Solheim",
                                "Senior Adviser",
                                "International Telecommunication Union",
                                "Remote",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    }
    return ListOfParticipants(**(values | changes))  # type: ignore[arg-type]


def arabic_list(**changes: object) -> ListOfParticipants:
    values: dict[str, object] = {
        "language": "ar",
        "kind_line": "قائمة المشاركين",
        "title": "التكنولوجيا والابتكار للمؤسسات العامة العربية",
        "organisers_line": "الإسكوا",
        "place_line": "عمّان وعن بُعد",
        "date_line": "28–29 شباط / فبراير 2024",
        "symbol": "E/ESCWA/CL4.SIT/2024/WG.1/INF.2",
        "version_line": "حتى 27 شباط / فبراير 2024",
        "counts": ("3 مشاركين", "مشاركان حضورياً", "مشارك عن بُعد"),
        "groups": (
            ParticipantGroup(
                "الدول الأعضاء",
                (
                    Delegation(
                        "الأردن",
                        (
                            Participant(
                                "معالي السيد فادي الخطيب",
                                "وزير",
                                "وزارة الاقتصاد الرقمي والريادة",
                                "حضورياً",
                                "fadi@example.org",
                            ),
                        ),
                    ),
                    Delegation("دولة فلسطين", (Participant("Ms. Dana Zuaiter", "Adviser", "AICTO", "عن بُعد"),)),
                    Delegation("لبنان", (Participant("م. سامر عواد", "مدير عام (بالإنابة)", "OGERO", "حضورياً"),)),
                ),
            ),
        ),
        "labels": {
            "page_of": "الصفحة %(page)s من %(pages)s",
            "name": "الاسم",
            "position": "المنصب والجهة",
            "mode": "المشاركة",
        },
    }
    return ListOfParticipants(**(values | changes))  # type: ignore[arg-type]
