"""People who appear on the pages of the demo meetings. All are invented; none can be written to."""

from __future__ import annotations

from demo.content import NOTHING, PersonContent, said
from foundation.translated import Translations

MS = said("Ms.", "السيدة", "Mme")
MR = said("Mr.", "السيد", "M.")
DR = said("Dr.", "د.", "Dr")
ENG = said("Eng.", "م.", "Ing.")
PROF = said("Prof.", "أ. د.", "Pr")
HE_ENG = said("H.E. Eng.", "سعادة المهندسة", "S.E. Ing.")
HE_AMBASSADOR = said("H.E. Ambassador", "سعادة السفير", "S.E. Ambassadeur")

_ANALYST = said(
    "Policy Analyst, Innovative, Digital and Open Governance Division (INDIGO)",
    "محلل سياسات، شعبة الحوكمة الابتكارية والرقمية والمفتوحة (INDIGO)",
    "Analyste des politiques, Division de la gouvernance innovante, numérique et ouverte (INDIGO)",
)
_ANALYST_F = _ANALYST.with_text("ar", _ANALYST["ar"].replace("محلل", "محللة", 1))


def _person(
    honorific: Translations,
    latin: str,
    arabic: str,
    position: Translations,
    organisation: str,
    mailbox: str,
    country: str | None = None,
) -> PersonContent:
    return PersonContent(
        honorific=honorific,
        name=said(latin, arabic, latin),
        position=position,
        organisation=organisation,
        email=f"{mailbox}@example.org",
        country=country,
    )


PEOPLE: dict[str, PersonContent] = {
    "mardini": _person(
        MS,
        "Hanan Mardini",
        "حنان مارديني",
        said(
            "Acting Director of Cluster 4 and ENACT Project Leader",
            "مديرة المجموعة 4 بالإنابة ورئيسة مشروع ENACT",
            "Directrice par intérim du pôle 4 et responsable du projet ENACT",
        ),
        "escwa",
        "hanan.mardini",
    ),
    "bertavelli": _person(
        MR,
        "Lorenzo Bertavelli",
        "لورنزو بيرتافيلي",
        said(
            "Senior Technology Officer",
            "مسؤول أول لشؤون التكنولوجيا",
            "Spécialiste principal des technologies",
        ),
        "escwa",
        "lorenzo.bertavelli",
    ),
    "daher": _person(
        MS,
        "Samira Daher",
        "سميرة ضاهر",
        said("Administrative Assistant", "مساعدة إدارية", "Assistante administrative"),
        "escwa",
        "samira.daher",
    ),
    "saab": _person(
        MR,
        "Nadim Saab",
        "نديم صعب",
        said(
            "Associate Economic Affairs Officer",
            "مسؤول معاون للشؤون الاقتصادية",
            "Économiste adjoint de première classe",
        ),
        "escwa",
        "nadim.saab",
    ),
    "abu_shaar": _person(
        ENG,
        "Layan Abu Shaar",
        "ليان أبو شعر",
        said(
            "Director of Digital Transformation Policies",
            "مديرة سياسات التحول الرقمي",
            "Directrice des politiques de transformation numérique",
        ),
        "modee",
        "layan.abushaar",
        "JO",
    ),
    "harthi": _person(
        DR,
        "Yousef Al-Harthi",
        "يوسف الحارثي",
        said(
            "Adviser on Government Innovation",
            "مستشار الابتكار الحكومي",
            "Conseiller pour l’innovation publique",
        ),
        "dga_sa",
        "yousef.alharthi",
        "SA",
    ),
    "gharsalli": _person(
        MS,
        "Ines Gharsalli",
        "إيناس غرسلي",
        said(
            "Director of e-Administration",
            "مديرة الإدارة الإلكترونية",
            "Directrice de l’administration électronique",
        ),
        "mtc_tn",
        "ines.gharsalli",
        "TN",
    ),
    "bennis": _person(
        MR,
        "Taoufik Bennis-Idrissi",
        "توفيق بنيس الإدريسي",
        said(
            "Head of the Digital Services Division",
            "رئيس قسم الخدمات الرقمية",
            "Chef de la division des services numériques",
        ),
        "add_ma",
        "taoufik.bennis",
        "MA",
    ),
    "remeithi": _person(
        DR,
        "Mouza Al Remeithi",
        "موزة الرميثي",
        said(
            "Head of Artificial Intelligence Programmes",
            "رئيسة برامج الذكاء الاصطناعي",
            "Responsable des programmes d’intelligence artificielle",
        ),
        "tdra",
        "mouza.alremeithi",
        "AE",
    ),
    "mansi": _person(
        PROF,
        "Hoda El Mansy",
        "هدى المنسي",
        said(
            "Professor of Public Administration",
            "أستاذة الإدارة العامة",
            "Professeure d’administration publique",
        ),
        "cairo_university",
        "hoda.elmansy",
        "EG",
    ),
    "tammsalu": _person(
        MS,
        "Kadri Tammsalu",
        "كادري تامسالو",
        said(
            "Adviser on Digital Identity",
            "مستشارة الهوية الرقمية",
            """Conseillère pour l’identité
        numérique""",
        ),
        "mjd_ee",
        "kadri.tammsalu",
        "EE",
    ),
    "seo": _person(
        MR,
        "Min-jae Seo",
        "مين-جاي سو",
        said(
            "Principal Researcher, Digital Inclusion",
            "باحث رئيسي في الشمول الرقمي",
            "Chercheur principal, inclusion numérique",
        ),
        "nia_kr",
        "minjae.seo",
        "KR",
    ),
    "falcao": _person(
        MS,
        "Beatriz Falcato",
        "بياتريس فالكاتو",
        said(
            "Coordinator of the Innovation Laboratory",
            "منسقة مختبر الابتكار",
            "Coordinatrice du laboratoire d’innovation",
        ),
        "ama_pt",
        "beatriz.falcato",
        "PT",
    ),
    "rubaie": _person(
        DR,
        "Wissam Al-Rubaie",
        "وسام الربيعي",
        said(
            "Director of Information Technology",
            "مدير تكنولوجيا المعلومات",
            "Directeur des technologies de l’information",
        ),
        "planning_iq",
        "wissam.alrubaie",
        "IQ",
    ),
    "balushi": _person(
        MS,
        "Amna Al Balushi",
        "آمنة البلوشي",
        said(
            "Director of Digital Government Projects",
            "مديرة مشاريع الحكومة الرقمية",
            "Directrice des projets d’administration numérique",
        ),
        "mtcit_om",
        "amna.albalushi",
        "OM",
    ),
    "castaing": _person(
        MR,
        "Olivier Castaing",
        "أوليفييه كاستان",
        said("Cybersecurity Coordinator", "منسق الأمن السيبراني", "Coordonnateur pour la cybersécurité"),
        "itu",
        "olivier.castaing",
    ),
    "haddadin": _person(
        MS,
        "Dana Haddadin",
        "دانا حدادين",
        said(
            "Training Manager, Encryption",
            "مديرة التدريب على التشفير",
            "Responsable de la formation au chiffrement",
        ),
        "isoc",
        "dana.haddadin",
    ),
    "trabelsi": _person(
        MR,
        "Anouar Trabelsi-Hachem",
        "أنور الطرابلسي هاشم",
        said("Director of Projects", "مدير المشاريع", "Directeur des projets"),
        "aicto",
        "anouar.trabelsi",
    ),
    "suwaidan": _person(
        MR,
        "Rashid Al Suwaidan",
        "راشد السويدان",
        said(
            "Director of the Development Department",
            "مدير إدارة التطوير",
            "Directeur du département du développement",
        ),
        "tdra",
        "rashid.alsuwaidan",
        "AE",
    ),
    "montorio": _person(
        NOTHING,
        "Rafael Montorio",
        "رافاييل مونتوريو",
        said(
            "Head of the Innovative, Digital and Open Governance Division (INDIGO)",
            "رئيس شعبة الحوكمة الابتكارية والرقمية والمفتوحة (INDIGO)",
            "Chef de la Division de la gouvernance innovante, numérique et ouverte (INDIGO)",
        ),
        "oecd",
        "rafael.montorio",
    ),
    "ferrandi": _person(NOTHING, "Matteo Ferrandi", "ماتيو فيراندي", _ANALYST, "oecd", "matteo.ferrandi"),
    "gherardini": _person(
        NOTHING,
        "Paolo Gherardini",
        "باولو غيرارديني",
        said(
            "Head of the Observatory of Public Sector Innovation, INDIGO",
            "رئيس مرصد ابتكار القطاع العام، شعبة INDIGO",
            "Chef de l’Observatoire de l’innovation dans le secteur public, INDIGO",
        ),
        "oecd",
        "paolo.gherardini",
    ),
    "ryu": _person(NOTHING, "Ha-eun Ryu", "ها-أون ريو", _ANALYST_F, "oecd", "haeun.ryu"),
    "arrieta": _person(NOTHING, "Lucía Arrieta", "لوسيا أرييتا", _ANALYST_F, "oecd", "lucia.arrieta"),
    "shoukry": _person(
        HE_ENG,
        "Nagwa Shoukry",
        "نجوى شكري",
        said(
            "Vice-Minister for Institutional Development",
            "نائبة الوزير للتطوير المؤسسي",
            "Vice-Ministre du développement institutionnel",
        ),
        "mcit_eg",
        "nagwa.shoukry",
        "EG",
    ),
    "tessari": _person(
        HE_AMBASSADOR,
        "Giancarlo Tessari",
        "جانكارلو تيساري",
        said(
            "Permanent Representative of Italy to the OECD and Chair of the MENA-OECD Governance Programme",
            """الممثل الدائم لإيطاليا لدى منظمة التعاون والتنمية في الميدان الاقتصادي
            ورئيس برنامج الحوكمة المشترك بينها وبين منطقة الشرق الأوسط وشمال أفريقيا""",
            """Représentant permanent de l’Italie auprès de l’OCDE et Président du Programme MENA-OCDE
            pour la gouvernance""",
        ),
        "italy_oecd",
        "giancarlo.tessari",
        "IT",
    ),
}
