"""TIN-API-TODAY: a regional workshop that runs on the day of the first start of the demo.

Its shape (partners, a training inside, some sixty people in the room and a hundred remote) is that of a meeting on
trust in digital government services that the slides on the ENACT project describe.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.content import (
    ItemContent,
    JoinContent,
    MeetingContent,
    PartContent,
    RoleContent,
    RulesContent,
    SectionContent,
    said,
)
from demo.registrations import APPROVED, IN_PERSON, REMOTE, Batch, Intake
from demo.tin_api import AMMAN, CONTACTS, ENACT, KEMPINSKI, SERIES
from demo.tin_api_next_agenda import BOTH, HALL, ROOM, discussion, part, pause, presentation
from meetings.enums import (
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    PartRole,
    SectionKind,
)
from meetings.models.meeting import Meeting
from registration.enums import ApprovalMode
from registration.models.registrations import Registration

IN_THE_ROOM_THIS_MORNING = 41

SECTIONS = (
    SectionContent(
        SectionKind.BACKGROUND,
        said(
            """<p>People use a digital service when they trust it: that it is who it says it is, that it
            keeps their data safe, and that there is somebody to turn to when it fails. Emerging
            technologies can earn this trust or lose it.</p>""",
            """<p>يستخدم الناس الخدمة الرقمية حين يثقون بها: بأنها صادرة فعلاً عن الجهة التي تحمل اسمها،
            وبأنها تصون بياناتهم، وبأن هناك من يلجأون إليه إذا تعطلت. وفي وسع التكنولوجيات الناشئة أن تكسب
            هذه الثقة أو أن تضيّعها.</p>""",
            """<p>On utilise un service numérique lorsqu’on lui fait confiance : qu’il soit bien ce qu’il
            prétend être, qu’il protège les données et que quelqu’un réponde s’il tombe en panne. Les
            technologies émergentes peuvent gagner cette confiance ou la perdre.</p>""",
        ),
    ),
    SectionContent(
        SectionKind.OBJECTIVES,
        said(
            """<ul><li>Show what builds trust in digital government services, from cybersecurity to legal
            frameworks.</li>
            <li>Train officials of the region in encryption.</li>
            <li>Agree on recommendations for governments.</li></ul>""",
            """<ul><li>بيان العوامل التي تبني الثقة بالخدمات الحكومية الرقمية، من الأمن السيبراني إلى
            الأطر القانونية.</li>
            <li>تدريب مسؤولين من المنطقة على التشفير.</li>
            <li>الاتفاق على توصيات موجهة إلى الحكومات.</li></ul>""",
            """<ul><li>Montrer ce qui inspire confiance dans les services publics numériques, de la
            cybersécurité aux cadres juridiques.</li>
            <li>Former des agents publics de la région au chiffrement.</li>
            <li>Convenir de recommandations à l’intention des gouvernements.</li></ul>""",
        ),
    ),
)

AGENDA = (
    ItemContent(
        kind=ItemKind.REGISTRATION,
        at="08:30-09:00",
        title=said("Registration of participants", "تسجيل المشاركين", "Inscription des participants"),
    ),
    ItemContent(
        kind=ItemKind.OPENING,
        at="09:00-09:30",
        title=said("Opening", "الافتتاح", "Ouverture"),
        room=HALL,
        interpretation=BOTH,
        parts=(
            part(PartRole.OPENING_REMARKS, "mardini"),
            part(PartRole.OPENING_REMARKS, "trabelsi"),
            part(PartRole.OPENING_REMARKS, "castaing"),
        ),
    ),
    ItemContent(
        kind=ItemKind.SESSION,
        at="09:30-10:45",
        title=said(
            "Session 1. What makes people trust a digital service",
            "الجلسة 1: ما الذي يجعل الناس يثقون بالخدمة الرقمية",
            "Séance 1. Ce qui inspire confiance dans un service numérique",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.MODERATOR, "bertavelli"),),
        children=(
            presentation(
                said(
                    "Building trust through emerging technologies: the ESCWA study",
                    "بناء الثقة من خلال التكنولوجيات الناشئة: دراسة الإسكوا",
                    "Instaurer la confiance grâce aux technologies émergentes : l’étude de la CESAO",
                ),
                "saab",
            ),
            presentation(
                said(
                    "What users told us: results of a survey",
                    "ما قاله المستخدمون: نتائج مسح ميداني",
                    "La parole aux usagers : résultats d’une enquête",
                ),
                "mansi",
            ),
            discussion(),
        ),
    ),
    pause(ItemKind.COFFEE_BREAK, "10:45-11:05"),
    ItemContent(
        kind=ItemKind.SESSION,
        at="11:05-12:30",
        title=said(
            "Session 2. Cybersecurity of public services",
            "الجلسة 2: الأمن السيبراني للخدمات العامة",
            "Séance 2. La cybersécurité des services publics",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(
            part(PartRole.CHAIR, """rubaie"""),
            part(PartRole.SPEAKER, """castaing"""),
            part(PartRole.SPEAKER, """harthi"""),
        ),
    ),
    ItemContent(
        kind=ItemKind.TRAINING,
        at="11:05-12:30",
        title=said(
            "Training: encryption for public institutions",
            "تدريب: التشفير للمؤسسات العامة",
            "Formation : le chiffrement pour les institutions publiques",
        ),
        room=ROOM,
        parts=(
            part(PartRole.FACILITATOR, """haddadin"""),
            PartContent(role=PartRole.FACILITATOR, organisation="""isoc"""),
        ),
    ),
    pause(ItemKind.LUNCH, "12:30-13:30"),
    ItemContent(
        kind=ItemKind.PANEL,
        at="13:30-14:45",
        title=said(
            "Session 3. Legal frameworks for emerging technologies",
            "الجلسة 3: الأطر القانونية للتكنولوجيات الناشئة",
            "Séance 3. Cadres juridiques des technologies émergentes",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(
            part(PartRole.MODERATOR, "abu_shaar"),
            part(PartRole.PANELLIST, "gharsalli"),
            part(PartRole.PANELLIST, "remeithi"),
            part(PartRole.PANELLIST, "tammsalu"),
        ),
    ),
    pause(ItemKind.COFFEE_BREAK, "14:45-15:00"),
    ItemContent(
        kind=ItemKind.SESSION,
        at="15:00-16:15",
        title=said(
            "Session 4. Experience of countries",
            "الجلسة 4: تجارب البلدان",
            "Séance 4. Expériences des pays",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.MODERATOR, "trabelsi"),),
        children=(
            presentation(
                said("""Digital identity in Oman""", """الهوية الرقمية في عُمان""", """L’identité numérique à Oman"""),
                """balushi""",
            ),
            presentation(
                said(
                    "One counter for all services in Morocco",
                    "شباك موحد لجميع الخدمات في المغرب",
                    "Un guichet unique pour tous les services au Maroc",
                ),
                "bennis",
            ),
            discussion(),
        ),
    ),
    ItemContent(
        kind=ItemKind.CLOSING,
        at="16:15-17:00",
        title=said("Recommendations and closing", "التوصيات والاختتام", "Recommandations et clôture"),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.RAPPORTEUR, "saab"), part(PartRole.CLOSING_REMARKS, "mardini")),
    ),
)


def meeting(today: date) -> MeetingContent:
    """The workshop, held `today`; registration closed three days before."""
    return MeetingContent(
        code="TIN-API-TODAY",
        kind=MeetingKind.WORKSHOP,
        title=said(
            "Workshop on Building Trust in Digital Government Services",
            "ورشة عمل حول بناء الثقة بالخدمات الحكومية الرقمية",
            "Atelier sur la confiance dans les services publics numériques",
        ),
        summary=said(
            """One day in Amman and online on cybersecurity, encryption, law and what makes people trust a
            service.""",
            """يوم واحد في عمّان وعبر الإنترنت حول الأمن السيبراني والتشفير والقانون وما يجعل الناس يثقون
            بالخدمة.""",
            """Une journée à Amman et en ligne sur la cybersécurité, le chiffrement, le droit et la
            confiance des usagers.""",
        ),
        series=SERIES,
        ordinal=2,
        project=ENACT,
        symbol=f"E/ESCWA/CL4.SIT/{today.year}/WG.2",
        starts_on=today,
        ends_on=today,
        zone="Asia/Amman",
        month_style=MonthStyle.DUAL,
        format=MeetingFormat.HYBRID,
        venue=KEMPINSKI,
        city=AMMAN,
        country="JO",
        online_platform="Zoom",
        page_languages=("en", "ar", "fr"),
        working_languages=("ar", "en"),
        has_interpretation=True,
        organisations=(
            RoleContent(role=OrganisationRole.ORGANISER, organisation="escwa"),
            RoleContent(role=OrganisationRole.PARTNER, organisation="aicto"),
            RoleContent(role=OrganisationRole.PARTNER, organisation="isoc"),
            RoleContent(role=OrganisationRole.PARTNER, organisation="itu"),
        ),
        contacts=CONTACTS,
        sections=SECTIONS,
        agenda=AGENDA,
        joining=(JoinContent(url="https://zoom.example.org/j/85550123456", passcode="thiqa-7"),),
        rules=RulesContent(
            opens=datetime.combine(today - timedelta(days=42), time(9)),
            closes=datetime.combine(today - timedelta(days=3), time(17)),
            approval=ApprovalMode.BY_HAND,
            capacity_in_person=60,
            capacity_remote=None,
        ),
        published_on=today - timedelta(days=43),
    )


def intake(meeting: Meeting) -> Intake:
    """Sixty people in the room and a hundred remote, from fifteen countries, all approved."""
    closes = datetime.combine(meeting.starts_on - timedelta(days=3), time(17), ZoneInfo(meeting.zone))
    return Intake(
        countries=(
            *("JO", "LB", "EG", "SA", "JO", "TN", "IQ", "PS", "AE", "JO"),
            *("MA", "SY", "OM", "EG", "KW", "LB", "QA", "BH", "JO", "SD"),
        ),
        batches=tuple(Batch(count, APPROVED, mode) for _ in range(20) for count, mode in ((3, IN_PERSON), (5, REMOTE))),
        since=closes.astimezone(UTC) - timedelta(days=38),
        until=closes.astimezone(UTC),
    )


def present_this_morning(registrations: list[Registration]) -> list[Registration]:
    """Those who are ticked as being in the room: most of those expected there."""
    expected = [registration for registration in registrations if registration.mode is IN_PERSON]
    return expected[:IN_THE_ROOM_THIS_MORNING]
