"""Organisations of the demo: real institutions, in which invented people work."""

from __future__ import annotations

from demo.content import NOTHING, OrganisationContent, said
from directory.enums import OrganisationKind as Kind
from foundation.translated import Translations


def _body(
    kind: Kind,
    country: str | None,
    en: str,
    ar: str,
    fr: str = "",
    acronym: Translations = NOTHING,
    website: str = "",
) -> OrganisationContent:
    return OrganisationContent(said(en, ar, fr), kind, acronym, country, website)


ORGANISATIONS: dict[str, OrganisationContent] = {
    "escwa": _body(
        Kind.UNITED_NATIONS,
        None,
        "United Nations Economic and Social Commission for Western Asia",
        "لجنة الأمم المتحدة الاقتصادية والاجتماعية لغربي آسيا",
        "Commission économique et sociale des Nations Unies pour l’Asie occidentale",
        said("ESCWA", "الإسكوا", "CESAO"),
        "https://www.unescwa.org",
    ),
    "oecd": _body(
        Kind.INTERNATIONAL,
        None,
        "Organisation for Economic Co-operation and Development",
        "منظمة التعاون والتنمية في الميدان الاقتصادي",
        "Organisation de coopération et de développement économiques",
        said("OECD", "OECD", "OCDE"),
        "https://www.oecd.org",
    ),
    "undesa": _body(
        Kind.UNITED_NATIONS,
        None,
        "United Nations Department of Economic and Social Affairs",
        "إدارة الأمم المتحدة للشؤون الاقتصادية والاجتماعية",
        "Département des affaires économiques et sociales des Nations Unies",
        said("UN DESA", "UN DESA", "DAES"),
    ),
    "undp": _body(
        Kind.UNITED_NATIONS,
        None,
        "United Nations Development Programme",
        "برنامج الأمم المتحدة الإنمائي",
        "Programme des Nations Unies pour le développement",
        said("UNDP", "UNDP", "PNUD"),
    ),
    "itu": _body(
        Kind.UNITED_NATIONS,
        None,
        "International Telecommunication Union",
        "الاتحاد الدولي للاتصالات",
        "Union internationale des télécommunications",
        said("ITU", "ITU", "UIT"),
        "https://www.itu.int",
    ),
    "las": _body(
        Kind.REGIONAL,
        None,
        "League of Arab States",
        "جامعة الدول العربية",
        """Ligue des États
    arabes""",
    ),
    "aicto": _body(
        Kind.REGIONAL,
        None,
        "Arab Information and Communication Technologies Organization",
        "المنظمة العربية لتكنولوجيات الاتصال والمعلومات",
        "Organisation arabe des technologies de l’information et de la communication",
        said("AICTO", "AICTO", "AICTO"),
    ),
    "isoc": _body(
        Kind.NON_GOVERNMENTAL,
        None,
        "Internet Society",
        "جمعية الإنترنت",
        "Internet Society",
        said("ISOC", "ISOC", "ISOC"),
        "https://www.internetsociety.org",
    ),
    "italy_oecd": _body(
        Kind.GOVERNMENT,
        "IT",
        "Permanent Delegation of Italy to the OECD",
        "الوفد الدائم لإيطاليا لدى منظمة التعاون والتنمية في الميدان الاقتصادي",
        "Délégation permanente de l’Italie auprès de l’OCDE",
    ),
    "modee": _body(
        Kind.GOVERNMENT,
        "JO",
        "Ministry of Digital Economy and Entrepreneurship",
        "وزارة الاقتصاد الرقمي والريادة",
        "Ministère de l’économie numérique et de l’entrepreneuriat",
    ),
    "ncsc_jo": _body(
        Kind.PUBLIC_AGENCY,
        "JO",
        "National Cyber Security Centre",
        """المركز الوطني للأمن
    السيبراني""",
    ),
    "university_jo": _body(Kind.ACADEMIA, "JO", "University of Jordan", "الجامعة الأردنية"),
    "omsar_lb": _body(
        Kind.GOVERNMENT,
        "LB",
        "Office of the Minister of State for Administrative Reform",
        "مكتب وزير الدولة لشؤون التنمية الإدارية",
        "Bureau du Ministre d’État pour la réforme administrative",
    ),
    "aub_lb": _body(
        Kind.ACADEMIA,
        "LB",
        "American University of Beirut",
        "الجامعة الأميركية في بيروت",
        "Université américaine de Beyrouth",
    ),
    "moct_sy": _body(
        Kind.GOVERNMENT,
        "SY",
        "Ministry of Communications and Technology",
        """وزارة
    الاتصالات والتقانة""",
    ),
    "university_sy": _body(Kind.ACADEMIA, "SY", "Damascus University", "جامعة دمشق"),
    "mtde_ps": _body(
        Kind.GOVERNMENT,
        "PS",
        "Ministry of Telecommunications and Digital Economy",
        "وزارة الاتصالات والاقتصاد الرقمي",
    ),
    "birzeit_ps": _body(Kind.ACADEMIA, "PS", "Birzeit University", "جامعة بيرزيت"),
    "communications_iq": _body(Kind.GOVERNMENT, "IQ", "Ministry of Communications", "وزارة الاتصالات"),
    "planning_iq": _body(
        Kind.GOVERNMENT, "IQ", "Ministry of Planning", "وزارة التخطيط", "Ministère de la planification"
    ),
    "mcit_eg": _body(
        Kind.GOVERNMENT,
        "EG",
        "Ministry of Communications and Information Technology",
        "وزارة الاتصالات وتكنولوجيا المعلومات",
        "Ministère des communications et des technologies de l’information",
    ),
    "cairo_university": _body(
        Kind.ACADEMIA,
        "EG",
        "Cairo University",
        "جامعة القاهرة",
        """Université du
    Caire""",
    ),
    "nic_sd": _body(Kind.PUBLIC_AGENCY, "SD", "National Information Centre", "المركز القومي للمعلومات"),
    "university_sd": _body(Kind.ACADEMIA, "SD", "University of Khartoum", "جامعة الخرطوم"),
    "dga_sa": _body(
        Kind.PUBLIC_AGENCY,
        "SA",
        "Digital Government Authority",
        "هيئة الحكومة الرقمية",
        "Autorité de l’administration numérique",
    ),
    "mcit_sa": _body(
        Kind.GOVERNMENT,
        "SA",
        "Ministry of Communications and Information Technology",
        "وزارة الاتصالات وتقنية المعلومات",
    ),
    "ksu_sa": _body(Kind.ACADEMIA, "SA", "King Saud University", "جامعة الملك سعود"),
    "tdra": _body(
        Kind.PUBLIC_AGENCY,
        "AE",
        "Telecommunications and Digital Government Regulatory Authority",
        "هيئة تنظيم الاتصالات والحكومة الرقمية",
        "Autorité de régulation des télécommunications et de l’administration numérique",
        said("TDRA", "TDRA", "TDRA"),
    ),
    "digital_dubai": _body(Kind.PUBLIC_AGENCY, "AE", "Digital Dubai Authority", "هيئة دبي الرقمية"),
    "cait_kw": _body(
        Kind.PUBLIC_AGENCY,
        "KW",
        "Central Agency for Information Technology",
        "الجهاز المركزي لتكنولوجيا المعلومات",
    ),
    "university_kw": _body(Kind.ACADEMIA, "KW", "Kuwait University", "جامعة الكويت"),
    "mcit_qa": _body(
        Kind.GOVERNMENT,
        "QA",
        "Ministry of Communications and Information Technology",
        "وزارة الاتصالات وتكنولوجيا المعلومات",
    ),
    "university_qa": _body(Kind.ACADEMIA, "QA", "Qatar University", "جامعة قطر"),
    "mtcit_om": _body(
        Kind.GOVERNMENT,
        "OM",
        "Ministry of Transport, Communications and Information Technology",
        "وزارة النقل والاتصالات وتقنية المعلومات",
        "Ministère des transports, des communications et des technologies de l’information",
    ),
    "squ_om": _body(Kind.ACADEMIA, "OM", "Sultan Qaboos University", "جامعة السلطان قابوس"),
    "iga_bh": _body(
        Kind.PUBLIC_AGENCY,
        "BH",
        "Information and eGovernment Authority",
        "هيئة المعلومات والحكومة الإلكترونية",
    ),
    "university_bh": _body(Kind.ACADEMIA, "BH", "University of Bahrain", "جامعة البحرين"),
    "mtit_ye": _body(
        Kind.GOVERNMENT,
        "YE",
        "Ministry of Telecommunications and Information Technology",
        "وزارة الاتصالات وتقنية المعلومات",
    ),
    "add_ma": _body(
        Kind.PUBLIC_AGENCY,
        "MA",
        "Digital Development Agency",
        "وكالة التنمية الرقمية",
        "Agence de développement du digital",
    ),
    "mtnra_ma": _body(
        Kind.GOVERNMENT,
        "MA",
        "Ministry of Digital Transition and Administration Reform",
        "وزارة الانتقال الرقمي وإصلاح الإدارة",
        "Ministère de la transition numérique et de la réforme de l’administration",
    ),
    "mtc_tn": _body(
        Kind.GOVERNMENT,
        "TN",
        "Ministry of Communication Technologies",
        "وزارة تكنولوجيات الاتصال",
        "Ministère des technologies de la communication",
    ),
    "carthage_tn": _body(
        Kind.ACADEMIA,
        "TN",
        "University of Carthage",
        "جامعة قرطاج",
        """Université de
    Carthage""",
    ),
    "hcn_dz": _body(
        Kind.PUBLIC_AGENCY,
        "DZ",
        "High Commission for Digitalization",
        "المحافظة السامية للرقمنة",
        "Haut-Commissariat à la numérisation",
    ),
    "mtnma_mr": _body(
        Kind.GOVERNMENT,
        "MR",
        "Ministry of Digital Transformation and Modernization of the Administration",
        "وزارة التحول الرقمي وعصرنة الإدارة",
        "Ministère de la transformation numérique et de la modernisation de l’administration",
    ),
    "gia_ly": _body(Kind.PUBLIC_AGENCY, "LY", "General Information Authority", "الهيئة العامة للمعلومات"),
    "nia_kr": _body(
        Kind.PUBLIC_AGENCY,
        "KR",
        "National Information Society Agency",
        "الوكالة الوطنية لمجتمع المعلومات",
        "Agence nationale de la société de l’information",
    ),
    "ama_pt": _body(
        Kind.PUBLIC_AGENCY,
        "PT",
        "Administrative Modernization Agency",
        "وكالة تحديث الإدارة",
        "Agence pour la modernisation administrative",
    ),
    "agid_it": _body(
        Kind.PUBLIC_AGENCY,
        "IT",
        "Agency for Digital Italy",
        "وكالة إيطاليا الرقمية",
        "Agence pour l’Italie numérique",
    ),
    "dinum_fr": _body(
        Kind.PUBLIC_AGENCY,
        "FR",
        "Interministerial Directorate for Digital Affairs",
        "المديرية المشتركة بين الوزارات للشؤون الرقمية",
        "Direction interministérielle du numérique",
    ),
    "mjd_ee": _body(
        Kind.GOVERNMENT,
        "EE",
        "Ministry of Justice and Digital Affairs",
        "وزارة العدل والشؤون الرقمية",
        "Ministère de la justice et des affaires numériques",
    ),
}


def of_country(country: str | None) -> list[OrganisationContent]:
    """Where people who represent this country work; None: bodies that belong to no country."""
    return [body for body in ORGANISATIONS.values() if body.country == country]
