"""TIN-API-NEXT: the next expert group meeting, some five weeks after the first start of the demo."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from demo.content import (
    DocumentContent,
    JoinContent,
    MeetingContent,
    RoleContent,
    RulesContent,
    SectionContent,
    said,
)
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
from demo.tin_api import AMMAN, CONTACTS, ENACT, KEMPINSKI, SERIES
from demo.tin_api_next_agenda import AGENDA
from foundation import clock
from meetings.enums import (
    DocumentKind,
    DocumentStatus,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    SectionKind,
)
from meetings.models.meeting import Meeting
from registration.enums import ApprovalMode

TUESDAY = 1
PLACES_IN_THE_ROOM = 24
"""All are held from the start, so that a waiting list can be seen."""

SECTIONS = (
    SectionContent(
        SectionKind.BACKGROUND,
        said(
            """<p>The reports of the ENACT project are finished and many of their recommendations are
            being carried out. Ministries now ask less what emerging technologies can do, and more how to
            choose among them, how to pay for them and how to keep the trust of citizens while using
            them.</p>
            <p>This meeting brings back those who built the first answers, richer by the practice gained
            since, together with countries that are about to begin.</p>""",
            """<p>أُنجزت تقارير مشروع ENACT، ويجري تنفيذ كثير من توصياتها. ولم تعد الوزارات تسأل عمّا يمكن
            أن تقدمه التكنولوجيات الناشئة بقدر ما تسأل عن سبل الاختيار بينها، وتمويلها، والحفاظ على ثقة
            المواطنين عند استخدامها.</p>
            <p>ويجمع هذا الاجتماع من جديد من وضعوا الإجابات الأولى، وقد أغنتهم الممارسة، ببلدان توشك أن
            تبدأ مسيرتها.</p>""",
            """<p>Les rapports du projet ENACT sont achevés et nombre de leurs recommandations sont mises
            en œuvre. Les ministères se demandent désormais moins ce que peuvent les technologies
            émergentes que comment choisir entre elles, les financer et conserver la confiance des
            citoyens.</p>
            <p>Cette réunion rassemble ceux qui ont apporté les premières réponses, forts de l’expérience
            acquise, et des pays qui s’apprêtent à commencer.</p>""",
        ),
    ),
    SectionContent(
        SectionKind.OBJECTIVES,
        said(
            """<ul><li>Take stock of digital government in Arab public institutions.</li>
            <li>Review, as peers, a policy guide that turns the ENACT reports into steps an institution
            can follow.</li>
            <li>Exchange practices, and agree on twinning between countries.</li></ul>""",
            """<ul><li>استعراض واقع الحكومة الرقمية في المؤسسات العامة العربية.</li>
            <li>استعراض الأقران لدليل سياسات يحوّل تقارير مشروع ENACT إلى خطوات يمكن للمؤسسات اتباعها.</li>
            <li>تبادل الممارسات والاتفاق على مبادرات توأمة بين البلدان.</li></ul>""",
            """<ul><li>Faire le point sur l’administration numérique dans les institutions publiques
            arabes.</li>
            <li>Soumettre à l’examen des pairs un guide qui traduit les rapports ENACT en étapes
            concrètes.</li>
            <li>Échanger des pratiques et convenir de jumelages entre pays.</li></ul>""",
        ),
    ),
    SectionContent(
        SectionKind.EXPECTED_OUTCOMES,
        said(
            """<p>Comments on every chapter of the guide, a list of practices offered for twinning, and
            recommendations that participants take back to their governments.</p>""",
            """<p>ملاحظات على كل فصل من فصول الدليل، وقائمة بالممارسات المعروضة للتوأمة، وتوصيات يحملها
            المشاركون إلى حكوماتهم.</p>""",
            """<p>Des observations sur chaque chapitre du guide, une liste de pratiques proposées aux
            jumelages et des recommandations que les participants rapporteront à leurs gouvernements.</p>""",
        ),
    ),
    SectionContent(
        SectionKind.TARGET_AUDIENCE,
        said(
            """<p>Officials of ministries and agencies in charge of digital government and administrative
            development, and experts from the United Nations, universities, regional organisations and
            civil society.</p>""",
            """<p>مسؤولون من الوزارات والهيئات المعنية بالحكومة الرقمية والتنمية الإدارية، وخبراء من الأمم
            المتحدة والجامعات والمنظمات الإقليمية والمجتمع المدني.</p>""",
            """<p>Les responsables des ministères et organismes chargés de l’administration numérique et
            du développement administratif, et des experts des Nations Unies, des universités, des
            organisations régionales et de la société civile.</p>""",
        ),
    ),
    SectionContent(
        SectionKind.PARTICIPATION,
        said(
            """<p>The meeting is held in Amman and online. Places in the room are few and are confirmed by
            the organisers; whoever registers once they are taken joins a waiting list. Remote
            participation is open to all who register.</p>
            <p>Arabic and English are interpreted in Petra Hall and online. Parallel sessions in the
            Jerash Room are in English.</p>""",
            """<p>يُعقد الاجتماع في عمّان وعبر الإنترنت. والمقاعد في القاعة محدودة وتؤكدها الجهة المنظِّمة، ومن يسجّل
            بعد نفادها يُدرج في قائمة الانتظار. أما المشاركة عن بُعد فمتاحة لجميع المسجلين.</p>
            <p>وتتوفر الترجمة الفورية بين العربية والإنكليزية في قاعة البتراء وعبر الإنترنت، وتُعقد
            الجلسات الموازية في قاعة جرش بالإنكليزية.</p>""",
            """<p>La réunion se tient à Amman et en ligne. Les places dans la salle sont peu nombreuses et
            confirmées par les organisateurs ; une fois qu’elles sont prises, une liste d’attente est
            tenue. La participation à distance est ouverte à tous les inscrits.</p>
            <p>L’interprétation entre l’arabe et l’anglais est assurée dans la salle Pétra et en ligne.
            Les séances parallèles de la salle Jerash se tiennent en anglais.</p>""",
        ),
    ),
)


def first_day(today: date) -> date:
    """The first Tuesday that is five weeks away or more."""
    day = today + timedelta(weeks=5)
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def meeting(today: date) -> MeetingContent:
    """The meeting as seen by somebody who starts the demo `today`; registration has been open for two
    weeks."""
    starts_on = first_day(today)
    return MeetingContent(
        code="TIN-API-NEXT",
        kind=MeetingKind.EXPERT_GROUP_MEETING,
        title=said(
            "Third Expert Group Meeting on Technology and Innovation for Arab Public Institutions",
            "الاجتماع الثالث للخبراء حول التكنولوجيا والابتكار للمؤسسات العامة العربية",
            """Troisième réunion d’experts sur la technologie et l’innovation pour les institutions publiques
            arabes""",
        ),
        subtitle=said("From reports to practice", "من التقارير إلى التطبيق", "Des rapports à la pratique"),
        summary=said(
            """Two days in Amman and online to review a policy guide for Arab public institutions,
            exchange practices and agree on twinning between countries.""",
            """يومان في عمّان وعبر الإنترنت لاستعراض دليل سياسات للمؤسسات العامة العربية، وتبادل
            الممارسات، والاتفاق على مبادرات توأمة بين البلدان.""",
            """Deux jours à Amman et en ligne pour examiner un guide destiné aux institutions publiques
            arabes, échanger des pratiques et convenir de jumelages.""",
        ),
        series=SERIES,
        ordinal=3,
        project=ENACT,
        symbol=f"E/ESCWA/CL4.SIT/{starts_on.year}/WG.3",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
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
            RoleContent(role=OrganisationRole.HOST, organisation="modee"),
            RoleContent(role=OrganisationRole.PARTNER, organisation="aicto"),
            RoleContent(role=OrganisationRole.PARTNER, organisation="undesa"),
        ),
        contacts=CONTACTS,
        sections=SECTIONS,
        documents=(
            DocumentContent(
                kind=DocumentKind.PAPER,
                status=DocumentStatus.UNDER_REVIEW,
                symbol=f"E/ESCWA/CL4.SIT/{starts_on.year}/WG.3/1",
                title=said(
                    """Policy guide for emerging technologies in Arab public institutions: draft for peer
                    review""",
                    """دليل السياسات بشأن التكنولوجيات الناشئة في المؤسسات العامة العربية: مسودة لاستعراض
                    الأقران""",
                    """Guide des politiques relatives aux technologies émergentes dans les institutions
                    publiques arabes : projet soumis à l’examen des pairs""",
                ),
            ),
        ),
        agenda=AGENDA,
        joining=(JoinContent(url="https://zoom.example.org/j/81234567890", passcode="petra-24"),),
        rules=RulesContent(
            opens=datetime.combine(today - timedelta(days=14), time(9)),
            closes=datetime.combine(starts_on - timedelta(days=7), time(17)),
            approval=ApprovalMode.BY_HAND,
            capacity_in_person=PLACES_IN_THE_ROOM,
            capacity_remote=None,
        ),
        published_on=today - timedelta(days=15),
    )


def intake(meeting: Meeting) -> Intake:
    """Forty registrations of the last two weeks; the room has been full since a few days ago."""
    now = clock.now().astimezone(UTC)
    return Intake(
        countries=(
            *("JO", "LB", "EG", "MA", "IQ", "TN", "PS", "SA", "OM", "SY"),
            *("AE", "DZ", "KW", "QA", "SD", "JO", "BH", "MR", "YE", "LY"),
        ),
        batches=(
            Batch(6, APPROVED, IN_PERSON),
            Batch(2, APPROVED, REMOTE),
            Batch(1, CANCELLED, IN_PERSON),
            Batch(2, DECLINED, IN_PERSON),
            Batch(7, APPROVED, IN_PERSON),
            Batch(1, CANCELLED, REMOTE),
            Batch(1, DECLINED, REMOTE),
            Batch(2, APPROVED, REMOTE),
            Batch(4, APPROVED, IN_PERSON),
            Batch(7, PENDING, IN_PERSON),
            Batch(2, WAITING, IN_PERSON),
            Batch(2, PENDING, REMOTE),
            Batch(2, WAITING, IN_PERSON),
            Batch(1, PENDING, REMOTE),
        ),
        since=now - timedelta(days=13),
        until=now - timedelta(hours=2),
    )
