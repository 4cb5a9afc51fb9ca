"""The agenda of the working group: that of 12 February 2024, and the same shape for the next edition."""

from __future__ import annotations

from demo.content import GroupContent, ItemContent, PartContent, said
from foundation.translated import Translations
from meetings.enums import ItemKind, PartRole, PartStatus

CO_CHAIR = said(
    "Co-Chair of the MENA-OECD Working Group II on Open and Innovative Government",
    "الرئاسة المشتركة للفريق العامل الثاني المعني بالحكومة المنفتحة والمبتكرة",
    "Coprésidence du Groupe de travail II MENA-OCDE sur le gouvernement ouvert et innovant",
)


def _indigo(en: str, ar: str, fr: str) -> Translations:
    """An affiliation within the OECD division that serves the working group."""
    return said(
        f"{en} (INDIGO), OECD",
        f"{ar} (INDIGO)، منظمة التعاون والتنمية في الميدان الاقتصادي",
        f"{fr} (INDIGO), OCDE",
    )


MODERATOR_OF_SESSION_1 = _indigo(
    "Policy Analyst, Open Governance Unit, Innovative, Digital and Open Governance Division",
    "محلل سياسات، وحدة الحوكمة المفتوحة، شعبة الحوكمة الابتكارية والرقمية والمفتوحة",
    """Analyste des politiques, Unité de la gouvernance ouverte, Division de la gouvernance innovante,
    numérique et ouverte""",
)
SPEAKER_OF_SESSION_1 = _indigo(
    "Head of the Observatory of Public Sector Innovation, Innovative, Digital and Open Governance Division",
    "رئيس مرصد ابتكار القطاع العام، شعبة الحوكمة الابتكارية والرقمية والمفتوحة",
    """Chef de l’Observatoire de l’innovation dans le secteur public, Division de la gouvernance innovante,
    numérique et ouverte""",
)
MODERATOR_OF_SESSION_2 = _indigo(
    "Policy Analyst, Digital Government and Data Unit, Innovative, Digital and Open Governance Division",
    "محللة سياسات، وحدة الحكومة الرقمية والبيانات، شعبة الحوكمة الابتكارية والرقمية والمفتوحة",
    """Analyste des politiques, Unité de l’administration numérique et des données, Division de la
    gouvernance innovante, numérique et ouverte""",
)
CHAIR_OF_THE_PROGRAMME = said(
    "Chair of the MENA-OECD Governance Programme and Permanent Representative to the OECD, Italy",
    """رئيس برنامج الحوكمة المشترك بين منطقة الشرق الأوسط وشمال أفريقيا ومنظمة التعاون والتنمية في الميدان
    الاقتصادي، والممثل الدائم لدى المنظمة، إيطاليا""",
    "Président du Programme MENA-OCDE pour la gouvernance et Représentant permanent auprès de l’OCDE, Italie",
)

AI_SESSION = said(
    """<p>Over the last ten years, governments of the MENA region and of the OECD have set out to make
    full use of artificial intelligence in the public sector. They have invested heavily, looking for ways
    to run their internal operations more efficiently and to rethink how policies and services are
    designed and delivered.</p>
    <p>With these possibilities comes a duty of care: AI must be deployed so that it does no harm and puts
    the well-being of people and communities first. This calls for caution in how AI is designed,
    introduced and overseen, so as to limit bias, discrimination and other adverse effects. Governments
    meet this duty by putting in place the right <strong>enablers</strong>, such as governance structures
    and technical and human capabilities, and the right <strong>guardrails</strong>, such as instruments
    for algorithmic accountability and transparency.</p>
    <p>Participants will examine how to strike the delicate balance between reaping the benefits of AI and
    containing its risks, for public services that respond better to people.</p>""",
    """<p>سعت حكومات منطقة الشرق الأوسط وشمال أفريقيا وبلدان منظمة التعاون والتنمية في الميدان الاقتصادي،
    على مدى العقد الماضي، إلى إطلاق الإمكانات الواسعة للذكاء الاصطناعي في القطاع العام. وقد رصدت لذلك
    استثمارات كبيرة، باحثةً عن سبل رفع كفاءة عملياتها الداخلية وإحداث نقلة نوعية في وضع السياسات والخدمات
    العامة وتقديمها.</p>
    <p>ويقترن ذلك بواجب العناية، أي مسؤولية استخدام الذكاء الاصطناعي على نحو يمنع الضرر ويضع رفاه الأفراد
    والمجتمعات في المقام الأول. ويستدعي هذا الواجب توخي الحذر في تصميم الذكاء الاصطناعي وتطبيقه والإشراف
    عليه في القطاع العام، للحد من التحيز والتمييز والآثار السلبية. ولا بد للوفاء به من توفير
    <strong>العوامل التمكينية</strong> المناسبة، كهياكل الحوكمة والقدرات التقنية والبشرية، ووضع
    <strong>الضوابط</strong> الملائمة، كأدوات المساءلة عن الخوارزميات وشفافيتها.</p>
    <p>ويبحث المشاركون في هذه الجلسة سبل تحقيق التوازن الدقيق بين جني فوائد الذكاء الاصطناعي والتخفيف من
    مخاطره، من أجل تقديم خدمات عامة أكثر استجابة.</p>""",
    """<p>Depuis dix ans, les pays de la région MENA et de l’OCDE s’emploient à libérer le vaste potentiel
    de l’intelligence artificielle dans le secteur public. Au prix d’investissements considérables, ils
    cherchent à rendre leurs opérations internes plus efficaces et à renouveler la conception et la mise
    en œuvre des politiques et des services publics.</p>
    <p>Ces possibilités s’accompagnent d’un devoir de diligence : déployer l’IA sans causer de préjudice
    et en donnant la priorité au bien-être des personnes et des communautés. La prudence s’impose donc
    dans la conception, l’introduction et la supervision de l’IA, afin de limiter les biais, les
    discriminations et autres effets négatifs. Il faut pour cela réunir les bons <strong>leviers</strong>
    (structures de gouvernance, capacités techniques et humaines) et les bons <strong>garde-fous</strong>
    (instruments de responsabilité et de transparence algorithmiques).</p>
    <p>Les participants chercheront comment concilier les avantages de l’IA et la maîtrise de ses risques,
    au service de prestations publiques plus réactives.</p>""",
)

GROUPS_INTRODUCTION = said(
    """<p>Participants will be assigned to one of three groups, each of which takes up one dimension of
    the use of AI in the public sector.</p>""",
    """<p>يُوزَّع المشاركون على ثلاث مجموعات، تتناول كل منها بُعداً محدداً من أبعاد استخدام الذكاء
    الاصطناعي في القطاع العام.</p>""",
    """<p>Les participants seront répartis en trois groupes, consacrés chacun à une dimension de
    l’utilisation de l’IA dans le secteur public.</p>""",
)

REPORTING_BACK = said(
    """<p>Each group chooses a representative, who reports to the plenary on the discussion and on the
    input or inputs the group proposes for the outcome document on its question. The OECD Secretariat
    records the agreed inputs in writing as people speak.</p>""",
    """<p>تختار كل مجموعة ممثلاً عنها يقدّم إلى الجلسة العامة عرضاً لمناقشاتها ولما تقترح إدراجه في
    الوثيقة الختامية بشأن المسألة المطروحة عليها. وتدوّن أمانة منظمة التعاون والتنمية في الميدان الاقتصادي
    المساهمات المتفق عليها كتابةً في حينها.</p>""",
    """<p>Chaque groupe désigne un représentant qui rend compte en plénière de ses échanges et des
    contributions qu’il propose pour le document final sur la question traitée. Le Secrétariat de l’OCDE
    consigne par écrit, en temps réel, les contributions convenues.</p>""",
)

INDEX_SESSION = said(
    """<p>The OECD Digital Government Index (DGI) is central to the OECD’s work on digital government and
    public sector data. It rests on the Recommendation of the Council on Digital Government Strategies and
    on the OECD Digital Government Policy Framework (DGPF), and assesses what governments do to lay the
    foundations of a digital transformation of the public sector that is coherent and centred on
    people.</p>
    <p>The index looks at strategic approaches, policy levers, implementation and monitoring in the six
    dimensions of the framework:</p>
    <ul><li>Digital by design</li><li>Data-driven</li><li>Government as a platform</li><li>Open by
    default</li>
    <li>User-driven</li><li>Proactiveness</li></ul>
    <p>The session introduces the index and the main findings of its 2023 edition. Egypt, the first MENA
    country to take part in it, will share its experience. Participants are invited to consider how ready
    they are to measure the maturity of their digital government, and how the index can serve their
    digital transformation.</p>""",
    """<p>يشكّل مؤشر الحكومة الرقمية ركيزة من ركائز عمل منظمة التعاون والتنمية في الميدان الاقتصادي في
    مجال الحكومة الرقمية وبيانات القطاع العام. ويستند المؤشر إلى توصية مجلس المنظمة بشأن استراتيجيات
    الحكومة الرقمية وإلى إطار سياسات الحكومة الرقمية، ويقيّم جهود الحكومات لإرساء الأسس التمكينية لتحول
    رقمي في القطاع العام يتسم بالاتساق ومحوره الإنسان.</p>
    <p>وينظر المؤشر في النُّهج الاستراتيجية والأدوات السياساتية وجهود التنفيذ والرصد في أبعاد الإطار
    الستة:</p>
    <ul><li>رقمية بحكم التصميم</li><li>قائمة على البيانات</li><li>الحكومة كمنصة</li><li>منفتحة بشكل
    افتراضي</li>
    <li>موجَّهة باحتياجات المستخدمين</li><li>المبادرة الاستباقية</li></ul>
    <p>وتعرّف هذه الجلسة بالمؤشر وتعرض أبرز نتائج إصدار عام 2023. وتشارك مصر، وهي أول بلد من منطقة الشرق
    الأوسط وشمال أفريقيا ينضم إلى المؤشر، تجربتها فيه. ويُدعى المشاركون إلى التفكير في مدى استعدادهم لقياس
    نضج الحكومة الرقمية، وفي سبل الاستفادة من المؤشر في جهودهم نحو التحول الرقمي.</p>""",
    """<p>L’Indice de l’OCDE sur l’administration numérique est une pierre angulaire des travaux de
    l’Organisation sur l’administration numérique et les données du secteur public. Fondé sur la
    Recommandation du Conseil sur les stratégies numériques gouvernementales et sur le Cadre de politique
    de l’administration numérique, il évalue ce que font les gouvernements pour poser les bases d’une
    transformation numérique du secteur public cohérente et centrée sur l’humain.</p>
    <p>Il examine les approches stratégiques, les leviers d’action, la mise en œuvre et le suivi dans les
    six dimensions du Cadre :</p>
    <ul><li>Numérique dès la conception</li><li>Fondée sur les données</li><li>L’administration comme
    plateforme</li><li>Ouverte par défaut</li><li>Axée sur l’utilisateur</li><li>Proactivité</li></ul>
    <p>La séance présente l’Indice et les principales conclusions de l’édition 2023. L’Égypte, premier
    pays de la région MENA à y participer, fera part de son expérience. Les participants sont invités à
    s’interroger sur leur capacité à mesurer la maturité de leur administration numérique et sur l’utilité
    de l’Indice pour leur transformation.</p>""",
)

WHITEBOARD = said(
    """<p>On an interactive digital whiteboard (Google Jamboard or a similar tool), participants gather
    ideas for what the outcome document should say about measuring digital government. The OECD
    Secretariat adds them to the document as they come.</p>""",
    """<p>يستعين المشاركون بلوح رقمي تفاعلي (مثل Google Jamboard وغيره من الأدوات) لعصف الأفكار بشأن ما
    يُضاف إلى الوثيقة الختامية عن قياس الحكومة الرقمية. وتُدرج أمانة منظمة التعاون والتنمية في الميدان
    الاقتصادي هذه الإضافات في الوثيقة في حينها.</p>""",
    """<p>Sur un tableau blanc numérique interactif (Google Jamboard ou un outil semblable), les participants
    réunissent leurs idées de compléments au document final sur la mesure de l’administration numérique. Le
    Secrétariat de l’OCDE les intègre au document en temps réel.</p>""",
)


def breakout_groups(capacity: int | None = None, rooms: tuple[Translations, ...] = ()) -> tuple[GroupContent, ...]:
    """The three groups on AI in the public sector."""
    facilitators = ("ferrandi", "ryu", "arrieta")
    letters = (said("A", "أ", "A"), said("B", "ب", "B"), said("C", "ج", "C"))
    titles = (
        said(
            "Governance and levels of engagement",
            "الحوكمة ومستويات المشاركة",
            "Gouvernance et niveaux d’engagement",
        ),
        said("Enablers", "العوامل التمكينية", "Leviers"),
        said("Guardrails", "الضوابط", "Garde-fous"),
    )
    descriptions = (
        said(
            """<p>Where key actors have to be involved to carry out actions that address specific
            challenges.</p>""",
            """<p>المواضع التي ينبغي أن تشارك فيها الجهات الفاعلة الرئيسية لتنفيذ إجراءات تعالج تحديات
            محددة.</p>""",
            """<p>Là où les principaux acteurs doivent être associés pour mener des actions répondant à
            des défis précis.</p>""",
        ),
        said(
            """<p>Areas in which policy action can come first, to build a solid enabling environment and
            open the way to full-scale adoption of AI in the public sector.</p>""",
            """<p>المجالات التي يمكن إيلاؤها الأولوية في السياسات العامة، لإرساء بيئة تمكينية متينة وإتاحة
            اعتماد الذكاء الاصطناعي على نطاق واسع في القطاع العام.</p>""",
            """<p>Les domaines d’action prioritaires pour créer un environnement porteur et permettre
            l’adoption de l’IA à grande échelle dans le secteur public.</p>""",
        ),
        said(
            """<p>Policy levers that governments can consider to secure trustworthy and responsible use,
            such as transparency and accountability frameworks.</p>""",
            """<p>الأدوات السياساتية التي يمكن أن تنظر فيها الحكومات لضمان استخدام مسؤول وجدير بالثقة،
            كأطر الشفافية والمساءلة.</p>""",
            """<p>Les leviers que les gouvernements peuvent envisager pour garantir un usage fiable et
            responsable, comme les cadres de transparence et de responsabilité.</p>""",
        ),
    )
    return tuple(
        GroupContent(
            letter=letter,
            title=title,
            description=description,
            capacity=capacity,
            room=rooms[number] if rooms else Translations(),
            parts=(PartContent(role=PartRole.FACILITATOR, person=facilitators[number]),),
        )
        for number, (letter, title, description) in enumerate(zip(letters, titles, descriptions, strict=True))
    )


def agenda(
    groups: tuple[GroupContent, ...],
    room: Translations = Translations(),
    interpretation: tuple[str, ...] = (),
) -> tuple[ItemContent, ...]:
    """The day of the working group, from opening to closing remarks."""
    return (
        ItemContent(
            kind=ItemKind.OPENING,
            at="10:00-10:20",
            title=said("Opening remarks", "كلمات الافتتاح", "Remarques liminaires"),
            room=room,
            interpretation=interpretation,
            parts=(
                PartContent(role=PartRole.OPENING_REMARKS, person="suwaidan"),
                PartContent(
                    role=PartRole.OPENING_REMARKS,
                    label=CO_CHAIR,
                    countries=("KR", "PT"),
                    conjunction="and_or",
                    status=PartStatus.TO_BE_CONFIRMED,
                ),
                PartContent(role=PartRole.OPENING_REMARKS, person="montorio"),
            ),
        ),
        ItemContent(
            kind=ItemKind.SESSION,
            at="10:20-11:20",
            title=said(
                """Session 1. Leveraging the use of AI in the public sector for more human-centric and
                responsive public services""",
                """الجلسة 1: تسخير الذكاء الاصطناعي في القطاع العام من أجل خدمات عامة محورها الإنسان وأكثر
                استجابة""",
                """Séance 1. Tirer parti de l’IA dans le secteur public pour des services publics plus
                réactifs et centrés sur l’humain""",
            ),
            description=AI_SESSION,
            room=room,
            interpretation=interpretation,
            parts=(
                PartContent(role=PartRole.MODERATOR, person="ferrandi", affiliation=MODERATOR_OF_SESSION_1),
                PartContent(
                    role=PartRole.SPEAKER,
                    person="gherardini",
                    affiliation=SPEAKER_OF_SESSION_1,
                    status=PartStatus.TO_BE_CONFIRMED,
                ),
            ),
            children=(
                ItemContent(
                    kind=ItemKind.DISCUSSION,
                    title=said("Roundtable discussion", "نقاش مائدة مستديرة", "Table ronde"),
                ),
            ),
        ),
        ItemContent(
            kind=ItemKind.COFFEE_BREAK,
            at="11:20-11:45",
            title=said("Coffee break", "استراحة قهوة", "Pause café"),
        ),
        ItemContent(
            kind=ItemKind.BREAKOUT,
            at="11:45-13:00",
            title=said("Breakout groups", "مجموعات العمل", "Groupes de discussion"),
            description=GROUPS_INTRODUCTION,
            groups=groups,
            children=(
                ItemContent(
                    kind=ItemKind.REPORTING_BACK,
                    title=said(
                        "Reporting back to plenary",
                        "عرض النتائج على الجلسة العامة",
                        "Restitution en plénière",
                    ),
                    description=REPORTING_BACK,
                ),
            ),
        ),
        ItemContent(
            kind=ItemKind.LUNCH,
            at="13:00-14:00",
            title=said("Lunch break", "استراحة غداء", "Déjeuner"),
        ),
        ItemContent(
            kind=ItemKind.SESSION,
            at="14:00-15:30",
            title=said(
                "Session 2. Measuring progress towards digital government",
                "الجلسة 2: قياس التقدم نحو الحكومة الرقمية",
                "Séance 2. Mesurer les progrès vers l’administration numérique",
            ),
            description=INDEX_SESSION,
            room=room,
            interpretation=interpretation,
            parts=(
                PartContent(role=PartRole.MODERATOR, person="ryu", affiliation=MODERATOR_OF_SESSION_2),
                PartContent(role=PartRole.SPEAKER, person="shoukry"),
            ),
            children=(
                ItemContent(
                    kind=ItemKind.DISCUSSION,
                    title=said("Open discussion", "نقاش مفتوح", "Débat ouvert"),
                ),
                ItemContent(
                    kind=ItemKind.DISCUSSION,
                    title=said(
                        "Ideas for the outcome document on a digital whiteboard",
                        "أفكار للوثيقة الختامية على لوح رقمي",
                        "Idées pour le document final sur un tableau blanc numérique",
                    ),
                    description=WHITEBOARD,
                ),
            ),
        ),
        ItemContent(
            kind=ItemKind.CLOSING,
            at="15:30-16:00",
            title=said(
                "Closing remarks: presenting the Working Group II outcome document and next steps",
                "الكلمات الختامية: عرض الوثيقة الختامية للفريق العامل الثاني والخطوات المقبلة",
                """Remarques de clôture : présentation du document final du Groupe de travail II et prochaines
                étapes""",
            ),
            room=room,
            interpretation=interpretation,
            parts=(
                PartContent(role=PartRole.CLOSING_REMARKS, person="suwaidan"),
                PartContent(role=PartRole.CLOSING_REMARKS, person="""tessari""", affiliation=CHAIR_OF_THE_PROGRAMME),
                PartContent(role=PartRole.CLOSING_REMARKS, person="montorio"),
            ),
        ),
    )
