"""TIN-API: the expert group meeting of 28 and 29 February 2024, as its information note announces it.

The note has no agenda, and neither has the meeting here.
"""

from __future__ import annotations

from datetime import date

from demo.content import (
    ContactContent,
    DocumentContent,
    LinkContent,
    MeetingContent,
    ProjectContent,
    RoleContent,
    SectionContent,
    said,
)
from meetings.enums import (
    ContactKind,
    DocumentKind,
    DocumentStatus,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    SectionKind,
)

SERIES = said(
    "Technology and Innovation for Arab Public Institutions",
    "التكنولوجيا والابتكار للمؤسسات العامة العربية",
    "Technologie et innovation pour les institutions publiques arabes",
)
REPORTS = (
    said(
        "Navigating the future: Building trust in digital government services through emerging technologies",
        "الانتقال إلى المستقبل: بناء الثقة بالخدمات الحكومية الرقمية من خلال التكنولوجيات الناشئة",
        "Naviguer vers l’avenir : renforcer la confiance dans les services publics numériques",
    ),
    said(
        "An innovation model to enhance the operations and services of Arab public institutions",
        "نموذج ابتكار لتعزيز أعمال المؤسسات العامة العربية وخدماتها",
        """Un modèle d’innovation pour améliorer le fonctionnement et les services des institutions
        publiques arabes""",
    ),
    said(
        """The role of emerging technologies and innovation in enhancing effectiveness and decision-making
        in Arab public institutions""",
        "دور التكنولوجيات الناشئة والابتكار في تعزيز الفعالية واتخاذ القرار في المؤسسات العامة العربية",
        """Le rôle des technologies émergentes et de l’innovation dans l’efficacité et la prise de
        décision des institutions publiques arabes""",
    ),
    said(
        """Policies and best practices for leveraging the use of emerging technology and innovation in the
        development of stronger Arab public institutions""",
        "سياسات وأفضل الممارسات لتسخير استخدام التكنولوجيا الناشئة والابتكار لتطوير المؤسسات العامة العربية",
        """Politiques et meilleures pratiques pour tirer parti des technologies émergentes et de
        l’innovation au service d’institutions publiques arabes plus solides""",
    ),
)
ENACT = ProjectContent(
    acronym="ENACT",
    title=said(
        "Expediting the use of technology and innovation for enhanced operations in Arab public institutions",
        "التكنولوجيا والابتكار لتعزيز أعمال المؤسسات الحكومية العربية",
        """Accélérer l’utilisation de la technologie et de l’innovation pour améliorer le fonctionnement des
        institutions publiques arabes""",
    ),
    description=said(
        """<p>The project helps Arab public institutions to use digital and emerging technologies and innovation,
        so that services become more responsive, inclusive, trustworthy and effective. It collects
        good practices, prepares studies, brings experts together and accompanies the transfer of what works.</p>""",
        """<p>يساعد المشروع المؤسسات العامة العربية على استثمار التكنولوجيات الرقمية والناشئة والابتكار، لتكون خدماتها
        أكثر استجابة وشمولية وجدارة بالثقة وفعالية. ويجمع المشروع الممارسات الجيدة ويعدّ الدراسات ويعقد اجتماعات الخبراء
        ويدعم نقل التجارب الناجحة.</p>""",
        """<p>Le projet aide les institutions publiques arabes à tirer parti des technologies numériques et
        émergentes et de l’innovation, au service de prestations plus réactives, inclusives, fiables
        et efficaces.</p>""",
    ),
    publications=tuple(DocumentContent(title=title, kind=DocumentKind.PAPER) for title in REPORTS[:3]),
)
AMMAN = said("Amman", "عمّان", "Amman")
KEMPINSKI = said("Kempinski Hotel", "فندق كمبينسكي", "Hôtel Kempinski")

BACKGROUND = SectionContent(
    SectionKind.BACKGROUND,
    said(
        """<p>Arab countries have invested considerable effort in financing digital government initiatives
        in all parts of the region. Emerging technologies are now spreading fast and promise clear
        advantages, while governments are committed to better services and to excellence in their
        operations. Both call for a swift adoption of technology and for new ideas and strategies.</p>
        <p>Digital transformation is a key strategy for more effective and efficient public institutions.
        It can also bring citizens closer to government decision-making and strengthen their trust and
        confidence in these institutions. Emerging technologies are essential to it, yet they cannot work
        in isolation: adopting them also requires a change in the practices and the mindset of
        government.</p>
        <p>Using these technologies well, to improve services and simplify procedures, takes a firm
        commitment to innovation. Innovation is the driving force that allows institutions to explore
        possibilities, to involve many stakeholders and to develop solutions that fit.</p>
        <p>For all their benefits, emerging technologies can harm the well-being of citizens when they are
        not used properly. Innovation, in turn, demands resources and may fail. Both make it a challenge
        to establish innovative practices throughout government.</p>""",
        """<p>بذلت البلدان العربية جهوداً كبيرة لتمويل مبادرات الحكومة الرقمية في مختلف أنحاء المنطقة.
        واليوم، يستدعي الانتشار السريع للتكنولوجيات الناشئة وما يُرجى منها من مزايا، مقترناً بالتزام
        الحكومات بالارتقاء بالخدمات وبتحقيق التميز التشغيلي، الإسراع في اعتماد التكنولوجيا وبلورة أفكار
        واستراتيجيات مبتكرة.</p>
        <p>والتحول الرقمي استراتيجية أساسية لزيادة فعالية المؤسسات العامة وكفاءتها، وتوسيع مشاركة
        المواطنين في صنع القرار الحكومي، وترسيخ الثقة بهذه المؤسسات. ومع أن للتكنولوجيات الناشئة دوراً
        محورياً في تحقيق هذا التحول، فإنها لا تعمل بمعزل عن غيرها، إذ يتطلب اعتمادها تغييراً في الممارسات
        الحكومية وفي طريقة التفكير.</p>
        <p>ولا بد من التزام راسخ بالابتكار لحسن تسخير هذه التكنولوجيات في تحسين الخدمات وتبسيط الإجراءات.
        فالابتكار هو القوة الدافعة التي تتيح استكشاف شتى الإمكانات، وإشراك أصحاب المصلحة على اختلافهم،
        ووضع حلول ملائمة للاحتياجات.</p>
        <p>غير أن التكنولوجيات الناشئة، على كثرة فوائدها، قد تضر برفاه المواطنين إذا أسيء استخدامها. كما
        أن الابتكار يتطلب موارد كبيرة ولا يخلو من احتمال الفشل، ما يجعل إدماج الممارسات المبتكرة في العمل
        الحكومي أمراً لا يخلو من تحديات.</p>""",
    ),
)
PROJECT = SectionContent(
    SectionKind.PROJECT,
    said(
        """<p>ESCWA recently launched the project “Expediting the use of technology and innovation for
        enhanced operations in Arab public institutions” (ENACT). It is about using emerging technologies
        in a strategic and innovative way, so that strategies and plans already adopted in the public
        sector are carried out faster, and about helping institutions to improve both their public
        services and their back-office operations with technology and innovation.</p>
        <p>The project looks beyond the technologies themselves. It seeks governments and services that
        are more <strong>responsive</strong>, <strong>inclusive</strong>, <strong>trustworthy</strong> and
        <strong>effective</strong> (RITE), in support of the 2030 Agenda and the Sustainable Development
        Goals, in particular Goal 16 on peace, justice and strong institutions.</p>
        <p>To help build effective, accountable and inclusive Arab institutions, ESCWA has prepared four
        reports that promote governance along the RITE principles and show how emerging technologies and
        innovation processes serve them:</p>
        <ol><li>Navigating the future: Building trust in digital government services through emerging
        technologies;</li>
        <li>An innovation model to enhance the operations and services of Arab public institutions;</li>
        <li>The role of emerging technologies and innovation in enhancing effectiveness and
        decision-making in Arab public institutions;</li>
        <li>Policies and best practices for leveraging the use of emerging technology and innovation in
        the development of stronger Arab public institutions.</li></ol>
        <p>Together they form a broad framework for the development of digital government in the Arab
        region. The first three are final and will be presented briefly. The fourth, the main output of
        the project, is the subject of the discussions at this meeting.</p>""",
        """<p>أطلقت الإسكوا مؤخراً مشروع «التكنولوجيا والابتكار لتعزيز أعمال المؤسسات الحكومية العربية»
        (ENACT). ويتمحور المشروع حول استخدام التكنولوجيات الناشئة استخداماً استراتيجياً ومبتكراً بهدف
        تسريع تنفيذ الاستراتيجيات والخطط المعتمدة في القطاع العام، وحول تيسير الاستفادة من هذه
        التكنولوجيات ومن الابتكار في تحسين الخدمات العامة والعمليات الداخلية على السواء.</p>
        <p>ولا يقتصر المشروع على نشر التكنولوجيات الناشئة، بل يسعى إلى حكومات وخدمات تتسم بمزيد من
        <strong>الاستجابة</strong> و<strong>الشمولية</strong> و<strong>الثقة</strong>
        و<strong>الفعالية</strong> (RITE)، دعماً لخطة التنمية المستدامة لعام 2030 وأهداف التنمية
        المستدامة، ولا سيما الهدف 16 بشأن السلام والعدل والمؤسسات القوية.</p>
        <p>وسعياً إلى إقامة مؤسسات عربية فعالة وخاضعة للمساءلة وشاملة للجميع، أعدّت الإسكوا أربعة تقارير
        تدعو إلى نماذج حوكمة قائمة على هذه المبادئ، وتبرز دور التكنولوجيات الناشئة وعمليات الابتكار في
        تحقيقها:</p>
        <ol><li>الانتقال إلى المستقبل: بناء الثقة بالخدمات الحكومية الرقمية من خلال التكنولوجيات
        الناشئة؛</li>
        <li>نموذج ابتكار لتعزيز أعمال المؤسسات العامة العربية وخدماتها؛</li>
        <li>دور التكنولوجيات الناشئة والابتكار في تعزيز الفعالية واتخاذ القرار في المؤسسات العامة
        العربية؛</li>
        <li>سياسات وأفضل الممارسات لتسخير استخدام التكنولوجيا الناشئة والابتكار لتطوير المؤسسات العامة
        العربية.</li></ol>
        <p>وتشكّل هذه التقارير معاً إطاراً شاملاً ومتنوعاً لتطوير الحكومة الرقمية في المنطقة العربية. وقد
        أُنجزت التقارير الثلاثة الأولى وستُعرض بإيجاز خلال الاجتماع، أما التقرير الرابع، وهو الناتج
        الرئيسي للمشروع، فيتناوله الاجتماع بالمناقشة.</p>""",
    ),
    heading=said("The ESCWA project ENACT", "مشروع الإسكوا ENACT", "Le projet ENACT de la CESAO"),
)
OBJECTIVES = SectionContent(
    SectionKind.OBJECTIVES,
    said(
        """<p>The meeting is about making more and better use of emerging technologies and innovation in
        Arab public institutions, for better government operations and services. It will:</p>
        <ul><li>present recent ESCWA studies on the subject for discussion;</li>
        <li>showcase best practices in digital and innovative government from Arab countries and from
        other countries of the world, developed and developing;</li>
        <li>show case studies from Arab countries, some of which are featured on the Arab Open and
        Innovative Government Portal;</li>
        <li>give experts the opportunity to review, as peers, proposed policies, measures and
        recommendations that are to help Arab countries benefit from technology and innovation in the
        public sector.</li></ul>
        <p>The discussions are to yield suggestions for refining the fourth report, which is intended as a
        comprehensive framework for advancing digital government in the Arab region.</p>""",
        """<p>يركز الاجتماع على أهمية تعزيز استخدام التكنولوجيات الناشئة والابتكار في المؤسسات العامة
        العربية لتحسين العمليات والخدمات الحكومية. ويهدف إلى:</p>
        <ul><li>عرض دراسات حديثة أعدّتها الإسكوا في هذا المجال ومناقشتها؛</li>
        <li>إبراز أفضل الممارسات في الحكومة الرقمية المبتكرة من البلدان العربية ومن بلدان أخرى متقدمة
        ونامية؛</li>
        <li>تقديم دراسات حالة من بلدان عربية، يرد بعضها على بوابة الحكومة المفتوحة والابتكار في المنطقة
        العربية؛</li>
        <li>إتاحة استعراض الأقران لسياسات وتدابير وتوصيات مقترحة تساعد البلدان العربية على الاستفادة من
        التكنولوجيا والابتكار في مؤسسات القطاع العام.</li></ul>
        <p>ويُتوقع أن تفضي المناقشات إلى اقتراحات قيّمة لتنقيح التقرير الرابع، الذي يُراد منه أن يكون
        إطاراً شاملاً للنهوض بالحكومة الرقمية في المنطقة العربية.</p>""",
    ),
)
TOPICS = SectionContent(
    SectionKind.DISCUSSION_TOPICS,
    said(
        """<ul><li>Where digital government and the use of emerging technologies stand in the Arab
        countries.</li>
        <li>What makes it hard to use emerging technology and innovation in the public sector of the Arab
        region.</li>
        <li>Emerging technologies that make public services and operations more responsive, inclusive,
        trustworthy and effective (RITE).</li>
        <li>Policies, action plans, strategies and regulations for responsive and inclusive Arab public
        institutions.</li>
        <li>Examples of national and regional initiatives that bring the RITE principles into government
        practice.</li>
        <li>Innovation for a better use of emerging technologies in the public sector: the ESCWA Model for
        Innovation in the Public Sector.</li></ul>""",
        """<ul><li>واقع الحكومة الرقمية واستخدام التكنولوجيات الناشئة في البلدان العربية.</li>
        <li>تحديات استخدام التكنولوجيا الناشئة والابتكار في القطاع العام في المنطقة العربية.</li>
        <li>التكنولوجيات الناشئة لتحسين الاستجابة والشمولية والثقة والفعالية (RITE) في الخدمات والعمليات
        العامة.</li>
        <li>السياسات وخطط العمل والاستراتيجيات والأنظمة الرامية إلى تعزيز مؤسسات عامة عربية مستجيبة وشاملة
        للجميع.</li>
        <li>أمثلة على مبادرات وطنية وإقليمية لترسيخ مبادئ RITE في الممارسات الحكومية.</li>
        <li>الابتكار من أجل استخدام أفضل للتكنولوجيات الناشئة في القطاع العام: نموذج الإسكوا للابتكار في
        القطاع العام.</li></ul>""",
    ),
)
OUTCOMES = SectionContent(
    SectionKind.EXPECTED_OUTCOMES,
    said(
        """<p>The meeting is expected to produce:</p>
        <ul><li>practical and actionable recommendations for public institutions that follow the RITE
        principles, through innovation in the Arab public sector and a strategic use of emerging
        technologies, based on best practices and relevant case studies;</li>
        <li>trends and directions for a better use of technologies and innovation in Arab public
        institutions, drawn from the best practices presented;</li>
        <li>comments and suggestions on the fourth report of the project, “Policies and best practices for
        leveraging the use of emerging technology and innovation in the development of stronger Arab
        public institutions”.</li></ul>""",
        """<p>يُتوقع أن يفضي الاجتماع إلى ما يلي:</p>
        <ul><li>مجموعة من التوصيات العملية القابلة للتنفيذ للنهوض بمؤسسات عامة تراعي مبادئ RITE، من خلال
        تشجيع الابتكار في القطاع العام العربي والاستخدام الاستراتيجي للتكنولوجيات الناشئة، استناداً إلى
        أفضل الممارسات ودراسات الحالة ذات الصلة؛</li>
        <li>تحديد اتجاهات ومسارات لتعزيز استخدام التكنولوجيا والابتكار في المؤسسات العامة العربية، في ضوء
        أفضل الممارسات المعروضة؛</li>
        <li>جمع الملاحظات والاقتراحات بشأن التقرير الرابع للمشروع، وعنوانه «سياسات وأفضل الممارسات لتسخير
        استخدام التكنولوجيا الناشئة والابتكار لتطوير المؤسسات العامة العربية».</li></ul>""",
    ),
)
INVITED = SectionContent(
    SectionKind.TARGET_AUDIENCE,
    said(
        """<p>Among those invited are officials of ministries and public agencies that work in information
        and communication technology, digital government and administrative development. Experts in
        digital government are invited from the United Nations, academia, international and regional
        organisations and non-governmental organisations.</p>""",
        """<p>يُدعى إلى الاجتماع مسؤولون من الوزارات والهيئات العامة العاملة في مجالات تكنولوجيا المعلومات
        والاتصالات والحكومة الرقمية والتنمية الإدارية، وخبراء في الحكومة الرقمية من الأمم المتحدة والأوساط
        الأكاديمية والمنظمات الدولية والإقليمية والمنظمات غير الحكومية.</p>""",
    ),
)
PARTICIPATION = SectionContent(
    SectionKind.PARTICIPATION,
    said(
        """<p>The meeting is hybrid. It takes place on 28 and 29 February 2024 at the Kempinski Hotel in
        Amman, Jordan, and online through Zoom. Its languages are Arabic and English, with simultaneous
        interpretation.</p>
        <p>Participants register at <a href="https://indico.un.org/e/TIN-API">indico.un.org/e/TIN-API</a>.
        Further details and the documents of the event are on its page, in English and in Arabic.</p>""",
        """<p>يُعقد الاجتماع بصيغة هجينة، يومي 28 و29 شباط/فبراير 2024، في فندق كمبينسكي في عمّان، الأردن،
        وعبر الإنترنت من خلال منصة زوم. ولغتا العمل فيه العربية والإنكليزية، مع ترجمة فورية.</p>
        <p>ويسجّل المشاركون على العنوان <a
        href="https://indico.un.org/e/TIN-API">indico.un.org/e/TIN-API</a>. ويمكن الاطلاع على مزيد من
        التفاصيل وعلى وثائق الاجتماع على صفحته بالعربية والإنكليزية.</p>""",
    ),
)

CONTACTS = (
    ContactContent(kind=ContactKind.SUBSTANTIVE, person="mardini", email="hanan.mardini@example.org"),
    ContactContent(kind=ContactKind.SUBSTANTIVE, person="bertavelli", email="lorenzo.bertavelli@example.org"),
    ContactContent(kind=ContactKind.ADMINISTRATIVE, person="daher", email="samira.daher@example.org"),
)


def meeting(today: date) -> MeetingContent:
    """The meeting; its dates are those of its information note, whatever day it is."""
    final, reviewed = DocumentStatus.FINAL, DocumentStatus.UNDER_REVIEW
    return MeetingContent(
        code="TIN-API",
        follows="ENACT-TRUST",
        kind=MeetingKind.EXPERT_GROUP_MEETING,
        title=said(
            "Expert Group Meeting on Technology and Innovation for Arab Public Institutions",
            "اجتماع خبراء حول التكنولوجيا والابتكار للمؤسسات العامة العربية",
            "Réunion d’experts sur la technologie et l’innovation pour les institutions publiques arabes",
        ),
        summary=said(
            """Experts from Arab countries and from around the world discuss how emerging technologies and
            innovation make public institutions responsive, inclusive, trustworthy and effective, and
            review the main report of the ESCWA project ENACT.""",
            """خبراء من البلدان العربية ومن العالم يناقشون دور التكنولوجيات الناشئة والابتكار في بناء
            مؤسسات عامة مستجيبة وشاملة وجديرة بالثقة وفعالة، ويستعرضون التقرير الرئيسي لمشروع الإسكوا
            ENACT.""",
            """Des experts des pays arabes et du monde entier débattent de l’apport des technologies
            émergentes et de l’innovation aux institutions publiques et examinent le rapport principal du
            projet ENACT de la CESAO.""",
        ),
        series=SERIES,
        ordinal=1,
        project=ENACT,
        starts_on=date(2024, 2, 28),
        ends_on=date(2024, 2, 29),
        zone="Asia/Amman",
        month_style=MonthStyle.DUAL,
        format=MeetingFormat.HYBRID,
        venue=KEMPINSKI,
        city=AMMAN,
        country="JO",
        online_platform="Zoom",
        page_languages=("en", "ar"),
        working_languages=("ar", "en"),
        has_interpretation=True,
        links=(
            LinkContent(
                label=said(
                    "Event page (English)",
                    "صفحة الاجتماع (بالإنكليزية)",
                    """Page de la réunion
                (en anglais)""",
                ),
                url="https://www.unescwa.org/events/technology-innovation-arab-public-institutions",
                language="en",
            ),
            LinkContent(
                label=said(
                    "Event page (Arabic)",
                    "صفحة الاجتماع (بالعربية)",
                    """Page de la réunion (en
                arabe)""",
                ),
                url="https://www.unescwa.org/ar/events/التكنولوجيا-والابتكار-للمؤسسات-العامة-العربية",
                language="ar",
            ),
        ),
        organisations=(RoleContent(role=OrganisationRole.ORGANISER, organisation="escwa"),),
        contacts=CONTACTS,
        sections=(BACKGROUND, PROJECT, OBJECTIVES, TOPICS, OUTCOMES, INVITED, PARTICIPATION),
        documents=tuple(
            DocumentContent(title=title, kind=DocumentKind.REPORT, status=status)
            for title, status in zip(REPORTS, (final, final, final, reviewed), strict=True)
        ),
        published_on=date(2024, 1, 15),
    )
