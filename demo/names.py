"""Names from which the invented participants are made, in Latin and in Arabic script.

Each entry is "Latin=Arabic", spelt in Latin letters as is usual in the countries concerned: أحمد is Ahmad in Amman,
Ahmed in Cairo. Given and family names are combined by rule, so that nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

Name = tuple[str, str]
"""Latin, Arabic."""


def _names(listed: str) -> tuple[Name, ...]:
    pairs = (entry.strip().partition("=") for entry in listed.split(","))
    return tuple((" ".join(latin.split()), " ".join(arabic.split())) for latin, _, arabic in pairs)


@dataclass(frozen=True)
class GivenNames:
    """Given names of a region."""

    men: tuple[Name, ...]
    women: tuple[Name, ...]


LEVANT = GivenNames(
    _names(
        """Ahmad=أحمد, Omar=عمر, Khaled=خالد, Samer=سامر, Rami=رامي, Bassel=باسل, Ziad=زياد, Tarek=طارق,
        Fadi=فادي, Nizar=نزار, Marwan=مروان, Walid=وليد, Issa=عيسى, Yahya=يحيى, Mustafa=مصطفى"""
    ),
    _names(
        """Rana=رنا, Lina=لينا, Dima=ديما, Hala=هالة, Nour=نور, Rasha=رشا, Maya=مايا, Reem=ريم, Suha=سهى,
        Ghada=غادة, Lama=لمى, Abeer=عبير, Hiba=هبة, Arwa=أروى, Maysoon=ميسون"""
    ),
)
NILE = GivenNames(
    _names(
        """Ahmed=أحمد, Mahmoud=محمود, Sherif=شريف, Hossam=حسام, Ashraf=أشرف, Tamer=تامر, Ihab=إيهاب,
        Hazem=حازم, Essam=عصام, Magdy=مجدي, Osman=عثمان, Abdel Rahman=عبد الرحمن"""
    ),
    _names(
        """Mona=منى, Nermine=نرمين, Dalia=داليا, Shaimaa=شيماء, Yasmine=ياسمين, Amira=أميرة, Hanaa=هناء,
        Eman=إيمان, Marwa=مروة, Safaa=صفاء, Nahla=نهلة, Amna=آمنة"""
    ),
)
GULF = GivenNames(
    _names(
        """Abdullah=عبدالله, Sultan=سلطان, Saud=سعود, Fahad=فهد, Nasser=ناصر, Majid=ماجد, Hamad=حمد,
        Salem=سالم, Mubarak=مبارك, Badr=بدر, Turki=تركي, Yousef=يوسف"""
    ),
    _names(
        """Noura=نورة, Shaikha=شيخة, Maryam=مريم, Latifa=لطيفة, Moza=موزة, Hessa=حصة, Aisha=عائشة, Amal=أمل,
        Fatima=فاطمة, Muneera=منيرة, Asma=أسماء, Wadha=وضحى"""
    ),
)
IRAQ = GivenNames(
    _names(
        """Haidar=حيدر, Ali=علي, Mustafa=مصطفى, Saif=سيف, Laith=ليث, Firas=فراس, Muthanna=مثنى, Raad=رعد,
        Qusay=قصي, Uday Abbas=عدي عباس"""
    ),
    _names(
        """Zainab=زينب, Shahad=شهد, Rusul=رسل, Hadeel=هديل, Zahraa=زهراء, Suhad=سهاد, Israa=إسراء,
        Maysaa=ميساء, Ban=بان, Tabarak=تبارك"""
    ),
)
MAGHREB = GivenNames(
    _names(
        """Youssef=يوسف, Mehdi=مهدي, Karim=كريم, Hichem=هشام, Anis=أنيس, Sofiane=سفيان, Rachid=رشيد,
        Abdellatif=عبد اللطيف, Mounir=منير, Nabil=نبيل, Zakaria=زكرياء, Othmane=عثمان"""
    ),
    _names(
        """Amel=آمال, Khadija=خديجة, Sonia=سنية, Imane=إيمان, Houda=هدى, Salma=سلمى, Rim=ريم, Naïma=نعيمة,
        Loubna=لبنى, Wafa=وفاء, Meriem=مريم, Ghizlane=غزلان"""
    ),
)
KOREAN = GivenNames(
    _names("Ji-ho=جي-هو, Seung-min=سونغ-مين, Dong-hyun=دونغ-هيون"),
    _names("Seo-yeon=سو-يون, Eun-ji=أون-جي, Soo-ah=سو-آه"),
)
PORTUGUESE = GivenNames(
    _names("Tiago=تياغو, Duarte=دوارتي, Nuno=نونو"), _names("Inês=إينيس, Leonor=ليونور, Mafalda=مافالدا")
)
ITALIAN = GivenNames(
    _names("Davide=دافيدي, Simone=سيموني, Fabrizio=فابريتسيو"),
    _names("Chiara=كيارا, Elisa=إليزا, Ludovica=لودوفيكا"),
)
FRENCH = GivenNames(
    _names("Étienne=إتيان, Guillaume=غيوم, Rémi=ريمي"), _names("Élodie=إيلودي, Solène=سولين, Margaux=مارغو")
)
ESTONIAN = GivenNames(_names("Rasmus=راسموس, Siim=سيم, Tanel=تانيل"), _names("Liis=ليس, Maarja=ماريا, Triin=ترين"))

GIVEN_NAMES: dict[str, GivenNames] = {
    **dict.fromkeys(("JO", "LB", "SY", "PS"), LEVANT),
    **dict.fromkeys(("EG", "SD"), NILE),
    **dict.fromkeys(("SA", "AE", "KW", "QA", "OM", "BH", "YE"), GULF),
    "IQ": IRAQ,
    **dict.fromkeys(("MA", "TN", "DZ", "MR", "LY"), MAGHREB),
    "KR": KOREAN,
    "PT": PORTUGUESE,
    "IT": ITALIAN,
    "FR": FRENCH,
    "EE": ESTONIAN,
}

FAMILY_NAMES: dict[str, tuple[Name, ...]] = {
    "JO": _names(
        """Al-Zoubi=الزعبي, Haddad=حداد, Abu Ghazaleh=أبو غزالة, Al-Majali=المجالي, Qutami=القطامي,
        Sweiss=السويس, Al-Khasawneh=الخصاونة, Nabulsi=نابلسي, Al-Rawashdeh=الرواشدة, Twal=الطوال,
        Obeidat=عبيدات"""
    ),
    "LB": _names(
        """Khoury=خوري, Chamoun=شمعون, Hachem=هاشم, Abi Nader=أبي نادر, Bou Karam=بو كرم, Fakhoury=فاخوري,
        Ghosn=غصن, Mrad=مراد, Saliba=صليبا"""
    ),
    "SY": _names(
        """Al-Halabi=الحلبي, Kabbani=قباني, Al-Homsi=الحمصي, Sabbagh=صباغ, Darwish=درويش, Mardini=مارديني,
        Al-Attar=العطار, Shami=شامي"""
    ),
    "PS": _names(
        """Barghouthi=البرغوثي, Al-Khatib=الخطيب, Shaheen=شاهين, Abu Eid=أبو عيد, Natsheh=النتشة,
        Tamimi=التميمي, Al-Masri=المصري, Daraghmeh=دراغمة"""
    ),
    "IQ": _names(
        """Al-Jubouri=الجبوري, Al-Saadi=الساعدي, Al-Obaidi=العبيدي, Al-Bayati=البياتي, Al-Shammari=الشمري,
        Al-Dulaimi=الدليمي, Al-Mosawi=الموسوي"""
    ),
    "EG": _names(
        """El Sayed=السيد, Mansour=منصور, Abdel Aziz=عبد العزيز, El Shazly=الشاذلي, Farouk=فاروق, Gaber=جابر,
        El Naggar=النجار, Soliman=سليمان, Wahba=وهبة, Hegazy=حجازي"""
    ),
    "SD": _names("Idris=إدريس, Al Bashir=البشير, Khalifa=خليفة, Osman=عثمان, Babiker=بابكر, Al Tayeb=الطيب"),
    "SA": _names(
        """Al-Otaibi=العتيبي, Al-Qahtani=القحطاني, Al-Ghamdi=الغامدي, Al-Dossary=الدوسري, Al-Zahrani=الزهراني,
        Al-Shehri=الشهري, Al-Anazi=العنزي"""
    ),
    "AE": _names("Al Mansoori=المنصوري, Al Ketbi=الكتبي, Al Mazrouei=المزروعي, Al Suwaidi=السويدي, Al Nuaimi=النعيمي"),
    "KW": _names("""Al-Mutairi=المطيري, Al-Rashidi=الرشيدي, Al-Enezi=العنزي, Al-Kandari=الكندري,
    Al-Ajmi=العجمي"""),
    "QA": _names("Al-Marri=المري, Al-Kuwari=الكواري, Al-Sulaiti=السليطي, Al-Hajri=الهاجري, Al-Naimi=النعيمي"),
    "OM": _names("Al Balushi=البلوشي, Al Hinai=الهنائي, Al Rawahi=الرواحي, Al Kindi=الكندي, Al Amri=العامري"),
    "BH": _names("Al-Doseri=الدوسري, Al-Mannai=المناعي, Janahi=جناحي, Al-Sayegh=الصايغ, Buallay=بوعلاي"),
    "YE": _names("""Al-Hadrami=الحضرمي, Al-Aghbari=الأغبري, Ba Wazir=باوزير, Al-Sanabani=السنباني,
    Al-Qadasi=القدسي"""),
    "MA": _names(
        """El Fassi=الفاسي, Benjelloun=بنجلون, Alaoui=العلوي, Tazi=التازي, Berrada=برادة, El Amrani=العمراني,
        Chraibi=الشرايبي"""
    ),
    "TN": _names(
        """Trabelsi=الطرابلسي, Ben Salah=بن صالح, Jaziri=الجزيري, Gharbi=الغربي, Mabrouk=مبروك, Chebbi=الشابي,
        Zouari=الزواري"""
    ),
    "DZ": _names("Benali=بن علي, Boudiaf=بوضياف, Haddadi=حدادي, Belkacem=بلقاسم, Mebarki=مباركي"),
    "MR": _names("Lebatt=لبات, Diallo=ديالو, Ba=با, Ennaji=الناجي"),
    "LY": _names("Al-Misrati=المصراتي, Ben Omran=بن عمران, Al-Zawi=الزاوي, Swehli=السويحلي"),
    "KR": _names("Hwang=هوانغ, Yoon=يون, Baek=بيك"),
    "PT": _names("Vasques=فاسكيس, Meireles=ميريليس, Quintela=كينتيلا"),
    "IT": _names("Marchesini=ماركيزيني, Bellandi=بيلاندي, Torrisi=توريسي"),
    "FR": _names("Lemaître=لوميتر, Vasseur=فاسور, Carpentier=كاربانتييه"),
    "EE": _names("Kuusik=كوسيك, Rebane=ريبانه, Saarmets=سارميتس"),
}
