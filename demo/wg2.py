"""WG2: the MENA-OECD Working Group II on 12 February 2024, as its agenda announces it.

The agenda states neither city nor venue, format, languages nor time zone. Venue and format are therefore left to
be announced, and the zone is assumed to be that of the summit whose side event it is.
"""

from __future__ import annotations

from datetime import date

from demo.content import (
    ContactContent,
    DocumentContent,
    MeetingContent,
    ProjectContent,
    RoleContent,
    SectionContent,
    said,
)
from demo.wg2_agenda import agenda, breakout_groups
from meetings.enums import (
    ContactKind,
    DocumentKind,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    SectionKind,
)

SERIES = said(
    "MENA-OECD Working Group II on Open and Innovative Government",
    """الفريق العامل الثاني المعني بالحكومة المنفتحة والمبتكرة، المشترك بين منطقة الشرق الأوسط وشمال
    أفريقيا ومنظمة التعاون والتنمية في الميدان الاقتصادي""",
    "Groupe de travail II MENA-OCDE sur le gouvernement ouvert et innovant",
)
PROGRAMME = ProjectContent(
    acronym="",
    title=said(
        "MENA-OECD Governance Programme",
        "برنامج الحوكمة المشترك بين منطقة الشرق الأوسط وشمال أفريقيا ومنظمة التعاون والتنمية في الميدان الاقتصادي",
        "Programme MENA-OCDE pour la gouvernance",
    ),
    publications=(
        DocumentContent(
            title=said(
                "Open and innovative government in the MENA region: questions for the working group",
                "الحكومة المنفتحة والمبتكرة في منطقة الشرق الأوسط وشمال أفريقيا: أسئلة للفريق العامل",
                "Gouvernement ouvert et innovant dans la région MENA : questions au groupe de travail",
            ),
            kind=DocumentKind.PAPER,
        ),
    ),
)

OVERVIEW = SectionContent(
    SectionKind.OBJECTIVES,
    said(
        """<p>The event hosts a discussion of the MENA-OECD Working Group II on Open and Innovative
        Government and carries its earlier discussions further. It concentrates on what governments gain
        by being <strong>open</strong>, <strong>digital</strong> and <strong>innovative</strong> at once,
        and on how this can bring about greater <strong>citizen and stakeholder participation</strong> in
        the MENA region.</p>
        <p>Held as a side event of the World Governments Summit 2024, the meeting supports and complements
        two of the priority themes of the Summit: the acceleration and transformation of government, and
        artificial intelligence. The Working Group will present the outcomes of the meeting to the Summit
        as its contribution to the plenary discussion.</p>
        <p>The meeting draws on the dialogue of the MENA-OECD Governance Programme and of the OECD Public
        Governance Committee. It builds on two Recommendations of the OECD Council:</p>
        <ul><li>Recommendation on Digital Government Strategies</li>
        <li>Recommendation on Open Government</li></ul>""",
        """<p>تستضيف هذه الفعالية نقاشاً للفريق العامل الثاني المعني بالحكومة المنفتحة والمبتكرة، المشترك
        بين منطقة الشرق الأوسط وشمال أفريقيا ومنظمة التعاون والتنمية في الميدان الاقتصادي، وتواصل البناء
        على مناقشاته السابقة. وتركز على أوجه التآزر التي يمكن للحكومات أن تحققها إذا جمعت بين
        <strong>الانفتاح</strong> و<strong>الرقمنة</strong> و<strong>الابتكار</strong>، وعلى دور هذا النهج
        في تعزيز <strong>مشاركة المواطنين وأصحاب المصلحة</strong> في المنطقة.</p>
        <p>ويُعقد الاجتماع كفعالية جانبية للقمة العالمية للحكومات 2024، فيدعم محورين من محاورها ذات
        الأولوية ويكمّلهما، وهما تسريع العمل الحكومي وتحوّله، والذكاء الاصطناعي. ويساهم الفريق العامل في
        النقاش العام للقمة بعرض نتائج الاجتماع.</p>
        <p>ويستفيد الاجتماع من الحوار الجاري في إطار برنامج الحوكمة المشترك بين المنطقة والمنظمة وفي لجنة
        الحوكمة العامة التابعة للمنظمة، ويستند إلى توصيتين صادرتين عن مجلس المنظمة:</p>
        <ul><li>التوصية بشأن استراتيجيات الحكومة الرقمية</li>
        <li>التوصية بشأن الحكومة المنفتحة</li></ul>""",
        """<p>L’événement accueille un débat du Groupe de travail II MENA-OCDE sur le gouvernement ouvert
        et innovant, dans le prolongement de ses travaux antérieurs. Il s’intéresse aux synergies dont les
        gouvernements peuvent tirer parti en étant à la fois <strong>ouverts</strong>,
        <strong>numériques</strong> et <strong>innovants</strong>, et à la manière dont cette démarche
        peut favoriser la <strong>participation des citoyens et des parties prenantes</strong> dans la
        région MENA.</p>
        <p>Organisée en marge du Sommet mondial des gouvernements 2024, la réunion appuie et complète deux
        des thèmes prioritaires du Sommet : l’accélération et la transformation de l’action publique, et
        l’intelligence artificielle. Le Groupe de travail contribuera au débat plénier du Sommet en y
        présentant les résultats de la réunion.</p>
        <p>La réunion s’appuie sur le dialogue mené dans le cadre du Programme MENA-OCDE pour la
        gouvernance et du Comité de la gouvernance publique de l’OCDE, ainsi que sur deux recommandations
        du Conseil de l’OCDE :</p>
        <ul><li>Recommandation sur les stratégies numériques gouvernementales</li>
        <li>Recommandation sur le gouvernement ouvert</li></ul>""",
    ),
    heading=said(
        "Overview and objectives of the meeting", "لمحة عامة عن الاجتماع وأهدافه", "Présentation et objectifs"
    ),
)

ABOUT_THE_WORKING_GROUP = SectionContent(
    SectionKind.ABOUT,
    said(
        """<p>The OECD has carried out many capacity-building activities at national, regional and local
        level and has consolidated three regional networks: in the Middle East and North Africa, in Latin
        America and the Caribbean, and in Southeast Asia. Each of them gives the countries of its region a
        place to exchange ideas, experience and knowledge on stronger public institutions, with a focus on
        open government, public sector innovation and digital government.</p>
        <p>The MENA-OECD Working Group II on Open and Innovative Government was launched in 2005. It is
        currently chaired by the United Arab Emirates and co-chaired by the Republic of Korea, Italy and
        Portugal. It has built a community of policy practitioners in the MENA region who promote open and
        digital government, open data and public sector innovation, and the contribution these can make to
        the economic, social and governance goals of the region.</p>""",
        """<p>نفّذت منظمة التعاون والتنمية في الميدان الاقتصادي مجموعة واسعة من أنشطة بناء القدرات على
        الصعد الوطنية والإقليمية والمحلية، ورسّخت ثلاث شبكات إقليمية في الشرق الأوسط وشمال أفريقيا، وفي
        أمريكا اللاتينية ومنطقة البحر الكاريبي، وفي جنوب شرق آسيا. وتتيح كل شبكة لبلدان منطقتها منبراً
        لتبادل الأفكار والخبرات والمعارف حول بناء مؤسسات عامة أقوى، مع التركيز على الحكومة المنفتحة
        وابتكار القطاع العام والحكومة الرقمية.</p>
        <p>وقد أُنشئ الفريق العامل الثاني المعني بالحكومة المنفتحة والمبتكرة في عام 2005، وتتولى رئاسته
        حالياً الإمارات العربية المتحدة، وتشاركها في الرئاسة جمهورية كوريا وإيطاليا والبرتغال. وكوّن
        الفريق العامل مجتمعاً من الممارسين في مجال السياسات العامة في المنطقة، يعملون على تعزيز الحكومة
        المنفتحة والرقمية والبيانات المفتوحة وابتكار القطاع العام، وعلى تعظيم مساهمتها في تحقيق الأهداف
        الاقتصادية والاجتماعية وأهداف الحوكمة في المنطقة.</p>""",
        """<p>L’OCDE a mené de nombreuses activités de renforcement des capacités aux niveaux national,
        régional et local, et consolidé trois réseaux régionaux : au Moyen-Orient et en Afrique du Nord,
        en Amérique latine et dans les Caraïbes, et en Asie du Sud-Est. Chacun offre aux pays de sa région
        un lieu d’échange d’idées, d’expériences et de connaissances sur le renforcement des institutions
        publiques, en particulier sur le gouvernement ouvert, l’innovation dans le secteur public et
        l’administration numérique.</p>
        <p>Le Groupe de travail II MENA-OCDE sur le gouvernement ouvert et innovant a été créé en 2005. Il
        est actuellement présidé par les Émirats arabes unis et coprésidé par la République de Corée,
        l’Italie et le Portugal. Il a formé, dans la région MENA, une communauté de praticiens qui
        promeuvent le gouvernement ouvert et numérique, les données ouvertes et l’innovation dans le
        secteur public, ainsi que leur contribution aux objectifs économiques, sociaux et de gouvernance
        de la région.</p>""",
    ),
    heading=said(
        "About the MENA-OECD Working Group II on Open and Innovative Government",
        "نبذة عن الفريق العامل الثاني المعني بالحكومة المنفتحة والمبتكرة",
        "À propos du Groupe de travail II MENA-OCDE sur le gouvernement ouvert et innovant",
    ),
)

ABOUT_THE_PROGRAMME = SectionContent(
    SectionKind.ABOUT,
    said(
        """<p>The MENA-OECD Governance Programme is a strategic partnership between the governments of the
        MENA region and OECD members. They share knowledge and expertise so as to spread standards and
        principles of good governance that support the reforms under way in the region.</p>
        <p>The Programme strengthens collaboration with the most relevant multilateral initiatives in the
        region. In particular, it supports the G7 Deauville Partnership and helps governments to meet the
        eligibility criteria of the Open Government Partnership, and thus acts as a leading advocate of
        continued public governance reform.</p>
        <p>It offers a lasting structure for policy dialogue in the region and for projects in individual
        countries. These projects answer the commitment made in the region to reform the public sector, in
        order to unlock social and economic development and to meet the growing expectations of citizens
        in terms of quality services, inclusive policymaking and transparency.</p>""",
        """<p>برنامج الحوكمة شراكة استراتيجية بين حكومات منطقة الشرق الأوسط وشمال أفريقيا والبلدان الأعضاء
        في منظمة التعاون والتنمية في الميدان الاقتصادي، تتبادل فيها المعارف والخبرات بهدف نشر معايير
        الحوكمة الرشيدة ومبادئها، دعماً لعملية الإصلاح الجارية في المنطقة.</p>
        <p>ويعزز البرنامج التعاون مع أبرز المبادرات المتعددة الأطراف الجارية في المنطقة. فهو يدعم على وجه
        الخصوص تنفيذ شراكة دوفيل لمجموعة السبعة، ويساعد الحكومات على استيفاء معايير الأهلية للانضمام إلى
        شراكة الحكومة المنفتحة، وبذلك يكون من أبرز الداعين إلى مواصلة إصلاحات الحوكمة العامة في
        المنطقة.</p>
        <p>ويوفر البرنامج بنية مستدامة للحوار الإقليمي بشأن السياسات وللمشاريع الخاصة بكل بلد. وتستجيب هذه
        المشاريع لالتزام بلدان المنطقة بتنفيذ إصلاحات القطاع العام، سعياً إلى إطلاق التنمية الاجتماعية
        والاقتصادية وتلبية تطلعات المواطنين المتزايدة إلى خدمات جيدة وسياسات شاملة للجميع وشفافية.</p>""",
        """<p>Le Programme MENA-OCDE pour la gouvernance est un partenariat stratégique entre les
        gouvernements de la région MENA et les membres de l’OCDE. Ils y mettent en commun connaissances et
        expertise afin de diffuser des normes et principes de bonne gouvernance à l’appui des réformes en
        cours dans la région.</p>
        <p>Le Programme renforce la collaboration avec les initiatives multilatérales les plus pertinentes
        de la région. Il soutient notamment le Partenariat de Deauville du G7 et aide les gouvernements à
        remplir les critères d’admission au Partenariat pour un gouvernement ouvert ; il est ainsi l’un
        des principaux promoteurs de la poursuite des réformes de la gouvernance publique.</p>
        <p>Il offre un cadre durable au dialogue régional sur les politiques et à des projets propres à
        chaque pays. Ces projets répondent à l’engagement pris dans la région de réformer le secteur
        public, pour libérer le développement économique et social et satisfaire les attentes croissantes
        des citoyens en matière de qualité des services, d’élaboration inclusive des politiques et de
        transparence.</p>""",
    ),
    heading=said(
        "The MENA-OECD Governance Programme",
        """برنامج الحوكمة المشترك بين منطقة الشرق الأوسط وشمال أفريقيا ومنظمة التعاون والتنمية في الميدان
        الاقتصادي""",
        "Le Programme MENA-OCDE pour la gouvernance",
    ),
)

ORGANISATIONS = (
    RoleContent(role=OrganisationRole.ORGANISER, organisation="oecd"),
    RoleContent(role=OrganisationRole.CHAIR, country="AE"),
    RoleContent(role=OrganisationRole.CO_CHAIR, country="KR"),
    RoleContent(role=OrganisationRole.CO_CHAIR, country="IT"),
    RoleContent(role=OrganisationRole.CO_CHAIR, country="PT"),
)

CONTACTS = (
    ContactContent(
        kind=ContactKind.SUBSTANTIVE,
        unit=said(
            "Digital Government and Data Unit, OECD Open and Innovative Government Division",
            "وحدة الحكومة الرقمية والبيانات، شعبة الحكومة المنفتحة والمبتكرة في منظمة التعاون والتنمية",
            """Unité de l’administration numérique et des données, Division du gouvernement ouvert et
            innovant de l’OCDE""",
        ),
        email="digital-government@example.org",
    ),
    ContactContent(
        kind=ContactKind.SUBSTANTIVE,
        unit=said(
            "Observatory of Public Sector Innovation, OECD Open and Innovative Government Division",
            "مرصد ابتكار القطاع العام، شعبة الحكومة المنفتحة والمبتكرة في منظمة التعاون والتنمية",
            """Observatoire de l’innovation dans le secteur public, Division du gouvernement ouvert et
            innovant de l’OCDE""",
        ),
        email="public-innovation@example.org",
    ),
    ContactContent(
        kind=ContactKind.SUBSTANTIVE,
        unit=said(
            "Open Government and Civic Space Unit, OECD Open and Innovative Government Division",
            "وحدة الحكومة المنفتحة والحيز المدني، شعبة الحكومة المنفتحة والمبتكرة في منظمة التعاون والتنمية",
            """Unité du gouvernement ouvert et de l’espace civique, Division du gouvernement ouvert et
            innovant de l’OCDE""",
        ),
        email="open-government@example.org",
    ),
)


def meeting(today: date) -> MeetingContent:
    """The meeting; its dates are those of its agenda, whatever day it is."""
    return MeetingContent(
        code="WG2",
        kind=MeetingKind.WORKING_GROUP_MEETING,
        title=said(
            "Harnessing the power of AI and technology for enhanced public service responsiveness in MENA",
            """تسخير قوة الذكاء الاصطناعي والتكنولوجيا لتعزيز استجابة الخدمات العامة في منطقة الشرق الأوسط
            وشمال أفريقيا""",
            "L’IA et la technologie au service de la réactivité des services publics dans la région MENA",
        ),
        subtitle=SERIES,
        summary=said(
            """A discussion of the MENA-OECD Working Group II, held as a side event of the World
            Governments Summit 2024: responsible use of artificial intelligence in public services, and
            how to measure progress towards digital government.""",
            """نقاش للفريق العامل الثاني المعني بالحكومة المنفتحة والمبتكرة، يُعقد كفعالية جانبية للقمة
            العالمية للحكومات 2024، ويتناول الاستخدام المسؤول للذكاء الاصطناعي في الخدمات العامة وقياس
            التقدم نحو الحكومة الرقمية.""",
            """Débat du Groupe de travail II MENA-OCDE, en marge du Sommet mondial des gouvernements 2024
            : usage responsable de l’intelligence artificielle dans les services publics et mesure des
            progrès vers l’administration numérique.""",
        ),
        series=SERIES,
        project=PROGRAMME,
        part_of=said(
            "World Governments Summit 2024",
            "القمة العالمية للحكومات 2024",
            "Sommet mondial des gouvernements 2024",
        ),
        part_of_url="https://www.worldgovernmentsummit.org",
        starts_on=date(2024, 2, 12),
        ends_on=date(2024, 2, 12),
        zone="Asia/Dubai",
        zone_assumed=True,
        month_style=MonthStyle.WESTERN,
        format=MeetingFormat.TO_BE_ANNOUNCED,
        page_languages=("en", "ar", "fr"),
        hashtag="@OECDgov #MENAOECD",
        organisations=ORGANISATIONS,
        contacts=CONTACTS,
        sections=(OVERVIEW, ABOUT_THE_WORKING_GROUP, ABOUT_THE_PROGRAMME),
        agenda=agenda(breakout_groups()),
        published_on=date(2024, 1, 22),
    )
