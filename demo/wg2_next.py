"""WG2-NEXT: the next meeting of the working group, some seven weeks after the first start of the demo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from demo.content import ContactContent, JoinContent, MeetingContent, RoleContent, RulesContent, SectionContent, said
from demo.registrations import (
    APPROVED,
    CANCELLED,
    DECLINED,
    IN_PERSON,
    PENDING,
    REMOTE,
    WAITING,
    Batch,
    Intake,
)
from demo.wg2 import ABOUT_THE_PROGRAMME, ABOUT_THE_WORKING_GROUP, CONTACTS, ORGANISATIONS, PROGRAMME, SERIES
from demo.wg2_agenda import agenda, breakout_groups
from foundation import clock
from meetings.enums import (
    ContactKind,
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    SectionKind,
)
from meetings.models.meeting import Meeting
from registration.enums import ApprovalMode

MONDAY = 0
PLACES_IN_THE_ROOM = 20
"""All are held from the start, so that a waiting list can be seen."""

HALL = said("Plenary Hall", "القاعة العامة", "Salle plénière")
ROOMS = (
    said("Room 1", "القاعة 1", "Salle 1"),
    said("Room 2", "القاعة 2", "Salle 2"),
    said("Room 3", "القاعة 3", "Salle 3"),
)
OVERVIEW = SectionContent(
    SectionKind.OBJECTIVES,
    said(
        """<p>The Working Group takes up the outcome document of its last meeting and asks what has been
        done since: where artificial intelligence already serves the public, which enablers and guardrails
        are in place, and what countries have learned from measuring their digital government.</p>
        <p>The morning ends in three breakout groups. Each has room for fifteen people; participants say
        at the entrance which one they wish to join.</p>""",
        """<p>يتناول الفريق العامل الوثيقة الختامية لاجتماعه السابق ويبحث ما أُنجز منذ ذلك الحين: أين يخدم
        الذكاء الاصطناعي الجمهور فعلاً، وما العوامل التمكينية والضوابط القائمة، وماذا تعلمت البلدان من
        قياس حكوماتها الرقمية.</p>
        <p>وتُختتم الفترة الصباحية بثلاث مجموعات عمل، تتسع كل منها لخمسة عشر شخصاً، ويحدد المشاركون عند
        المدخل المجموعة التي يرغبون في الانضمام إليها.</p>""",
        """<p>Le Groupe de travail reprend le document final de sa dernière réunion et fait le point : où
        l’intelligence artificielle sert déjà le public, quels leviers et garde-fous existent, et ce que
        la mesure de l’administration numérique a appris aux pays.</p>
        <p>La matinée s’achève en trois groupes de quinze personnes au plus ; chacun indique à l’entrée
        celui qu’il souhaite rejoindre.</p>""",
    ),
    heading=said(
        "Overview and objectives of the meeting", "لمحة عامة عن الاجتماع وأهدافه", "Présentation et objectifs"
    ),
)


def first_day(today: date) -> date:
    """The first Monday that is seven weeks away or more."""
    day = today + timedelta(weeks=7)
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def meeting(today: date) -> MeetingContent:
    """The meeting as seen by somebody who starts the demo `today`; registration has been open for three
    weeks."""
    starts_on = first_day(today)
    items = agenda(breakout_groups(15, ROOMS), HALL, ("en", "ar", "fr"))
    welcome = replace(
        items[2],
        kind=ItemKind.REGISTRATION,
        at="09:15-10:00",
        title=said("Registration of participants", "تسجيل المشاركين", "Inscription des participants"),
    )
    return MeetingContent(
        code="WG2-NEXT",
        kind=MeetingKind.WORKING_GROUP_MEETING,
        title=said(
            "From outcome document to action: AI and digital government in MENA",
            "من الوثيقة الختامية إلى العمل: الذكاء الاصطناعي والحكومة الرقمية في الشرق الأوسط وشمال أفريقيا",
            "Du document final à l’action : IA et administration numérique dans la région MENA",
        ),
        subtitle=SERIES,
        summary=said(
            """The MENA-OECD Working Group II meets in Dubai and online to follow up on its outcome
            document, in plenary and in three breakout groups.""",
            """يجتمع الفريق العامل الثاني المعني بالحكومة المنفتحة والمبتكرة في دبي وعبر الإنترنت لمتابعة
            وثيقته الختامية، في جلسات عامة وثلاث مجموعات عمل.""",
            """Le Groupe de travail II MENA-OCDE se réunit à Dubaï et en ligne pour donner suite à son
            document final, en plénière et en trois groupes.""",
        ),
        series=SERIES,
        project=PROGRAMME,
        starts_on=starts_on,
        ends_on=starts_on,
        zone="Asia/Dubai",
        month_style=MonthStyle.WESTERN,
        format=MeetingFormat.HYBRID,
        venue=said(
            "Dubai World Trade Centre",
            "مركز دبي التجاري العالمي",
            """Centre de commerce mondial
        de Dubaï""",
        ),
        city=said("Dubai", "دبي", "Dubaï"),
        country="AE",
        online_platform="Zoom",
        page_languages=("en", "ar", "fr"),
        working_languages=("en", "ar", "fr"),
        has_interpretation=True,
        hashtag="@OECDgov #MENAOECD",
        organisations=(*ORGANISATIONS, RoleContent(role=OrganisationRole.HOST, organisation="tdra")),
        contacts=(
            *CONTACTS,
            ContactContent(
                kind=ContactKind.ADMINISTRATIVE,
                unit=said(
                    "Registration desk of the Working Group",
                    "مكتب التسجيل التابع للفريق العامل",
                    "Bureau des inscriptions du Groupe de travail",
                ),
                email="working-group@example.org",
            ),
        ),
        sections=(OVERVIEW, ABOUT_THE_WORKING_GROUP, ABOUT_THE_PROGRAMME),
        agenda=(welcome, *items),
        joining=(JoinContent(url="https://zoom.example.org/j/86677001122", passcode="menaoecd"),),
        rules=RulesContent(
            opens=datetime.combine(today - timedelta(days=21), time(9)),
            closes=datetime.combine(starts_on - timedelta(days=7), time(17)),
            approval=ApprovalMode.AUTOMATIC,
            capacity_in_person=PLACES_IN_THE_ROOM,
            capacity_remote=100,
        ),
        published_on=today - timedelta(days=22),
    )


def intake(meeting: Meeting) -> Intake:
    """Forty registrations of the last three weeks. Approval was by hand in the first days, which left
    some open."""
    now = clock.now().astimezone(UTC)
    return Intake(
        countries=(
            *("AE", "EG", "MA", "TN", "JO", "SA", "KR", "PT", "IT", "LB"),
            *("OM", "QA", "FR", "EE", "BH", "PS", "KW", "MR", "IQ", "AE"),
        ),
        batches=(
            Batch(2, PENDING, IN_PERSON),
            Batch(2, DECLINED, IN_PERSON),
            Batch(1, PENDING, REMOTE),
            Batch(1, DECLINED, REMOTE),
            Batch(1, CANCELLED, IN_PERSON),
            Batch(9, APPROVED, IN_PERSON),
            Batch(4, APPROVED, REMOTE),
            Batch(1, CANCELLED, REMOTE),
            Batch(9, APPROVED, IN_PERSON),
            Batch(1, WAITING, IN_PERSON),
            Batch(3, APPROVED, REMOTE),
            Batch(2, WAITING, IN_PERSON),
            Batch(3, APPROVED, REMOTE),
            Batch(1, WAITING, IN_PERSON),
        ),
        since=now - timedelta(days=20),
        until=now - timedelta(hours=3),
        decided_automatically=True,
    )
