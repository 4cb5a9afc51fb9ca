"""The two days of TIN-API-NEXT."""

from __future__ import annotations

from demo.content import ItemContent, PartContent, said
from foundation.translated import Translations
from meetings.enums import ItemKind, PartRole, PartStatus

HALL = said("Petra Hall", "قاعة البتراء", "Salle Pétra")
ROOM = said("Jerash Room", "قاعة جرش", "Salle Jerash")
BOTH = ("ar", "en")

COFFEE = said("Coffee break", "استراحة قهوة", "Pause café")
LUNCH = said("Lunch", "الغداء", "Déjeuner")
DISCUSSION = said("Discussion", "نقاش", "Débat")


def part(role: PartRole, person: str, status: PartStatus = PartStatus.CONFIRMED) -> PartContent:
    """A part held by a person of the directory."""
    return PartContent(role=role, person=person, status=status)


def presentation(title: Translations, person: str, at: str = "") -> ItemContent:
    """A presentation within a session."""
    return ItemContent(kind=ItemKind.PRESENTATION, at=at, title=title, parts=(part(PartRole.PRESENTER, person),))


def discussion() -> ItemContent:
    """A discussion within a session, without a time of its own."""
    return ItemContent(kind=ItemKind.DISCUSSION, title=DISCUSSION)


def pause(kind: ItemKind, at: str, day: int = 1) -> ItemContent:
    """A coffee break or a lunch."""
    return ItemContent(kind=kind, at=at, day=day, title=LUNCH if kind is ItemKind.LUNCH else COFFEE)


FIRST_DAY = (
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
            PartContent(
                role=PartRole.OPENING_REMARKS,
                label=said(
                    "Secretary-General, Ministry of Digital Economy and Entrepreneurship",
                    "الأمين العام لوزارة الاقتصاد الرقمي والريادة",
                    "Secrétaire général, Ministère de l’économie numérique et de l’entrepreneuriat",
                ),
                countries=("JO",),
                status=PartStatus.TO_BE_CONFIRMED,
            ),
        ),
    ),
    ItemContent(
        kind=ItemKind.SESSION,
        at="09:30-10:45",
        title=said(
            "Session 1. Where Arab public institutions stand",
            "الجلسة 1: واقع المؤسسات العامة العربية",
            "Séance 1. Où en sont les institutions publiques arabes",
        ),
        description=said(
            """<p>What has changed since the last meeting: progress of digital government in the region,
            emerging technologies in daily use, and the gaps that remain between countries.</p>""",
            """<p>ما الذي تغيّر منذ الاجتماع السابق: تقدم الحكومة الرقمية في المنطقة، والتكنولوجيات
            الناشئة المستخدمة في العمل اليومي، والفجوات القائمة بين البلدان.</p>""",
            """<p>Ce qui a changé depuis la dernière réunion : progrès de l’administration numérique dans
            la région, technologies émergentes au quotidien et écarts persistants entre les pays.</p>""",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.MODERATOR, "bertavelli"),),
        children=(
            presentation(
                said(
                    "Findings of the regional review",
                    "نتائج الاستعراض الإقليمي",
                    "Conclusions de l’examen régional",
                ),
                "saab",
                "09:30-09:50",
            ),
            presentation(
                said(
                    "From strategy to services: the experience of Jordan",
                    "من الاستراتيجية إلى الخدمات: تجربة الأردن",
                    "De la stratégie aux services : l’expérience de la Jordanie",
                ),
                "abu_shaar",
                "09:50-10:10",
            ),
            discussion(),
        ),
    ),
    pause(ItemKind.COFFEE_BREAK, "10:45-11:15"),
    ItemContent(
        kind=ItemKind.SESSION,
        at="11:15-12:45",
        title=said(
            "Session 2A. Artificial intelligence in public services",
            "الجلسة 2 أ: الذكاء الاصطناعي في الخدمات العامة",
            "Séance 2A. L’intelligence artificielle dans les services publics",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.CHAIR, "mansi"),),
        children=(
            presentation(
                said(
                    "A national programme for AI in government",
                    "برنامج وطني للذكاء الاصطناعي في العمل الحكومي",
                    "Un programme national d’IA dans l’administration",
                ),
                "remeithi",
            ),
            presentation(
                said(
                    "Assistants that speak to citizens in Arabic",
                    "مساعدون آليون يخاطبون المواطنين بالعربية",
                    "Des assistants qui parlent arabe aux citoyens",
                ),
                "harthi",
            ),
            discussion(),
        ),
    ),
    ItemContent(
        kind=ItemKind.SESSION,
        at="11:15-12:45",
        title=said(
            "Session 2B. Innovation laboratories and their results",
            "الجلسة 2 ب: مختبرات الابتكار ونتائجها",
            "Séance 2B. Les laboratoires d’innovation et leurs résultats",
        ),
        room=ROOM,
        parts=(part(PartRole.CHAIR, "balushi"),),
        children=(
            presentation(
                said(
                    "Ten years of a laboratory inside the administration",
                    "عشر سنوات من عمل مختبر داخل الإدارة",
                    "Dix ans de laboratoire au sein de l’administration",
                ),
                "falcao",
            ),
            presentation(
                said(
                    "Testing services with those who use them",
                    "اختبار الخدمات مع مستخدميها",
                    "Tester les services avec leurs usagers",
                ),
                "bennis",
            ),
        ),
    ),
    pause(ItemKind.LUNCH, "12:45-14:00"),
    ItemContent(
        kind=ItemKind.SESSION,
        at="14:00-15:30",
        key="review",
        title=said(
            "Session 3. Peer review of the policy guide",
            "الجلسة 3: استعراض الأقران لدليل السياسات",
            "Séance 3. Examen par les pairs du guide des politiques",
        ),
        description=said(
            """<p>Participants review the draft guide chapter by chapter. They have received it with the
            invitation and are asked to bring their comments in writing.</p>""",
            """<p>يستعرض المشاركون مسودة الدليل فصلاً فصلاً، وقد تلقوها مع الدعوة، ويُرجى منهم تقديم ملاحظاتهم
            مكتوبة.</p>""",
            """<p>Les participants examinent le projet de guide chapitre par chapitre. Ils l’ont reçu avec
            l’invitation et sont priés d’apporter leurs observations par écrit.</p>""",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(
            part(PartRole.MODERATOR, "mardini"),
            part(PartRole.DISCUSSANT, "gharsalli"),
            part(PartRole.DISCUSSANT, "seo", PartStatus.TO_BE_CONFIRMED),
            part(PartRole.RAPPORTEUR, "saab"),
        ),
        children=(
            presentation(
                said(
                    "Chapters 1 and 2: principles and governance",
                    "الفصلان 1 و2: المبادئ والحوكمة",
                    "Chapitres 1 et 2 : principes et gouvernance",
                ),
                "bertavelli",
            ),
            discussion(),
        ),
    ),
    pause(ItemKind.COFFEE_BREAK, "15:30-15:45"),
    ItemContent(
        kind=ItemKind.SESSION,
        at="15:45-17:00",
        continues="review",
        title=said(
            "Session 3. Peer review of the policy guide",
            "الجلسة 3: استعراض الأقران لدليل السياسات",
            "Séance 3. Examen par les pairs du guide des politiques",
        ),
        room=HALL,
        interpretation=BOTH,
        children=(
            presentation(
                said(
                    "Chapters 3 and 4: skills, funding and measures",
                    "الفصلان 3 و4: المهارات والتمويل والتدابير",
                    "Chapitres 3 et 4 : compétences, financement et mesures",
                ),
                "saab",
            ),
            discussion(),
        ),
    ),
    ItemContent(
        kind=ItemKind.SOCIAL_EVENT,
        at="19:30-",
        title=said(
            "Dinner for participants in Amman",
            "عشاء للمشاركين حضورياً في عمّان",
            "Dîner des participants présents à Amman",
        ),
    ),
)

SECOND_DAY = (
    ItemContent(
        kind=ItemKind.PANEL,
        day=2,
        at="09:00-10:30",
        title=said(
            "Session 4. Responsive, inclusive, trustworthy, effective: what citizens notice",
            "الجلسة 4: الاستجابة والشمولية والثقة والفعالية: ما الذي يلمسه المواطن",
            "Séance 4. Réactives, inclusives, fiables, efficaces : ce que les citoyens perçoivent",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(
            part(PartRole.MODERATOR, "gharsalli"),
            part(PartRole.PANELLIST, "tammsalu"),
            part(PartRole.PANELLIST, "rubaie"),
            PartContent(
                role=PartRole.PANELLIST,
                organisation="undp",
                status=PartStatus.TO_BE_DETERMINED,
            ),
            PartContent(
                role=PartRole.PANELLIST,
                label=said(
                    "Representative of a civil society organisation",
                    "ممثل عن إحدى منظمات المجتمع المدني",
                    "Représentant d’une organisation de la société civile",
                ),
                status=PartStatus.TO_BE_DETERMINED,
            ),
        ),
    ),
    pause(ItemKind.COFFEE_BREAK, "10:30-11:00", day=2),
    ItemContent(
        kind=ItemKind.SESSION,
        day=2,
        at="11:00-12:30",
        title=said(
            "Session 5A. Practices from Arab countries",
            "الجلسة 5 أ: ممارسات من البلدان العربية",
            "Séance 5A. Pratiques des pays arabes",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.CHAIR, "harthi"),),
        children=(
            presentation(
                said(
                    "Open data that people use",
                    "بيانات مفتوحة يستخدمها الناس",
                    "Des données ouvertes réellement utilisées",
                ),
                "rubaie",
            ),
            presentation(
                said(
                    "Early diagnosis with the help of artificial intelligence",
                    "التشخيص المبكر بمساعدة الذكاء الاصطناعي",
                    "Le dépistage précoce à l’aide de l’intelligence artificielle",
                ),
                "balushi",
            ),
            discussion(),
        ),
    ),
    ItemContent(
        kind=ItemKind.TRAINING,
        day=2,
        at="11:00-12:30",
        title=said(
            "Session 5B. Training: assessing an algorithm before it is used",
            "الجلسة 5 ب: تدريب: تقييم الخوارزمية قبل استخدامها",
            "Séance 5B. Formation : évaluer un algorithme avant de l’utiliser",
        ),
        description=said(
            "<p>Without interpretation. Participants bring a laptop.</p>",
            "<p>من دون ترجمة فورية. يُرجى من المشاركين إحضار حاسوب محمول.</p>",
            "<p>Sans interprétation. Se munir d’un ordinateur portable.</p>",
        ),
        working_languages=("en",),
        room=ROOM,
        parts=(part(PartRole.FACILITATOR, "tammsalu"),),
    ),
    pause(ItemKind.LUNCH, "12:30-13:45", day=2),
    ItemContent(
        kind=ItemKind.SESSION,
        day=2,
        at="13:45-15:00",
        title=said(
            "Session 6. Recommendations and twinning between countries",
            "الجلسة 6: التوصيات والتوأمة بين البلدان",
            "Séance 6. Recommandations et jumelages entre pays",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.MODERATOR, "mardini"), part(PartRole.RAPPORTEUR, "saab")),
    ),
    ItemContent(
        kind=ItemKind.DISCUSSION,
        day=2,
        at="15:00-15:30",
        title=said("Drafting group", "فريق الصياغة", "Groupe de rédaction"),
        room=ROOM,
        is_closed=True,
    ),
    ItemContent(
        kind=ItemKind.CLOSING,
        day=2,
        at="15:30-16:00",
        title=said(
            "Adoption of the recommendations and closing",
            "اعتماد التوصيات والاختتام",
            "Adoption des recommandations et clôture",
        ),
        room=HALL,
        interpretation=BOTH,
        parts=(part(PartRole.CLOSING_REMARKS, "mardini"),),
    ),
)

AGENDA = FIRST_DAY + SECOND_DAY
