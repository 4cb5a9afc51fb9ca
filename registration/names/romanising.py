"""Names from Arabic into Latin letters and back: proposals that a person looks at, never what is printed unseen.

Common given names and particles are spelt as passports of the region usually have them; all else goes letter by
letter, near the romanisation of the United Nations without its marks. Short vowels are not written in Arabic, so that
what comes out of it is a guess by nature.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from foundation.normalising import searchable

_COMMON = """
Allah=الله, Abbas=عباس, Abdullah=عبد الله, Abdullah=عبدالله, Abdulrahman=عبد الرحمن, Abdulaziz=عبد العزيز,
Abdel Latif=عبد اللطيف, Abdel Karim=عبد الكريم, Abdel Fattah=عبد الفتاح, Abdel Hamid=عبد الحميد,
Abdel Majid=عبد المجيد, Abdel Qader=عبد القادر, Abdel Nasser=عبد الناصر, Adel=عادل, Adnan=عدنان, Ahmad=أحمد,
Ahmed=أحمد, Aisha=عائشة, Alaa=علاء, Ali=علي, Alia=علياء, Amal=أمل, Amani=أماني, Amer=عامر, Amin=أمين,
Amina=أمينة, Amir=أمير, Amira=أميرة, Ammar=عمار, Anas=أنس, Anwar=أنور, Areej=أريج, Asma=أسماء, Ashraf=أشرف,
Aya=آية, Ayman=أيمن, Aziz=عزيز, Badr=بدر, Basel=باسل, Basem=باسم, Bassam=بسام, Bilal=بلال, Bushra=بشرى,
Dalia=داليا, Dana=دانا, Dina=دينا, Eman=إيمان, Fadi=فادي, Fahad=فهد, Faisal=فيصل, Fares=فارس, Farid=فريد,
Faten=فاتن, Fatima=فاطمة, Fawzi=فوزي, Firas=فراس, Ghada=غادة, Ghassan=غسان, Hadi=هادي, Hadeel=هديل,
Haidar=حيدر, Haifa=هيفاء, Hala=هلا, Hamad=حمد, Hamza=حمزة, Hanaa=هناء, Hanan=حنان, Hani=هاني, Hassan=حسن,
Hasan=حسن, Hatem=حاتم, Haya=هيا, Hisham=هشام, Hichem=هشام, Hoda=هدى, Huda=هدى, Houda=هدى, Hussein=حسين,
Hosam=حسام, Ibrahim=إبراهيم, Ibtisam=ابتسام, Ihab=إيهاب, Iman=إيمان, Imad=عماد, Inas=إيناس, Ines=إيناس,
Issa=عيسى, Ismail=إسماعيل, Israa=إسراء, Jaber=جابر, Jad=جاد, Jamal=جمال, Jamil=جميل, Jamila=جميلة, Jana=جنى,
Jawad=جواد, Joud=جود, Karim=كريم, Kareem=كريم, Khaled=خالد, Khalid=خالد, Khalil=خليل, Khadija=خديجة,
Khawla=خولة, Laila=ليلى, Layla=ليلى, Leila=ليلى, Laith=ليث, Lamia=لمياء, Lara=لارا, Latifa=لطيفة, Layan=ليان,
Lina=لينا, Loubna=لبنى, Lubna=لبنى, Luma=لمى, Maha=مها, Mahdi=مهدي, Mehdi=مهدي, Mahmoud=محمود, Mai=مي,
Majed=ماجد, Majid=ماجد, Malak=ملاك, Manal=منال, Mansour=منصور, Mariam=مريم, Maryam=مريم, Meriem=مريم,
Marwa=مروة, Marwan=مروان, Maya=مايا, Maysaa=ميساء, Mona=منى, Mohamed=محمد, Mohammad=محمد, Mohammed=محمد,
Muhammad=محمد, Moussa=موسى, Mubarak=مبارك, Muna=منى, Munir=منير, Mounir=منير, Mustafa=مصطفى, Mostafa=مصطفى,
Nabil=نبيل, Nada=ندى, Nadia=نادية, Nadim=نديم, Naima=نعيمة, Najwa=نجوى, Nasser=ناصر, Nawal=نوال, Nermine=نرمين,
Nour=نور, Noor=نور, Noura=نورة, Nora=نورا, Odai=عدي, Omar=عمر, Osama=أسامة, Othman=عثمان, Othmane=عثمان,
Qais=قيس, Qasem=قاسم, Qusay=قصي, Raad=رعد, Rabab=رباب, Rabie=ربيع, Rachid=رشيد, Rashid=راشد, Raed=رائد,
Raghad=رغد, Rami=رامي, Rana=رنا, Randa=رندة, Rania=رانيا, Rasha=رشا, Rawan=روان, Reem=ريم, Rim=ريم, Riad=رياض,
Rola=رولا, Ruba=ربى, Saad=سعد, Sabah=صباح, Safaa=صفاء, Said=سعيد, Saeed=سعيد, Saif=سيف, Salah=صلاح, Saleh=صالح,
Salem=سالم, Salim=سليم, Salma=سلمى, Salman=سلمان, Salwa=سلوى, Samar=سمر, Sameh=سامح, Sami=سامي, Samia=سامية,
Samir=سمير, Samira=سميرة, Sana=سناء, Sara=سارة, Sarah=سارة, Saud=سعود, Shadi=شادي, Shahad=شهد, Shaikha=شيخة,
Shaimaa=شيماء, Sharif=شريف, Sherif=شريف, Siham=سهام, Sofiane=سفيان, Suha=سهى, Suleiman=سليمان, Sulaiman=سليمان,
Sultan=سلطان, Taha=طه, Tala=تالا, Tarek=طارق, Tareq=طارق, Turki=تركي, Wafa=وفاء, Waleed=وليد, Walid=وليد,
Wael=وائل, Wissam=وسام, Yahya=يحيى, Yara=يارا, Yasmine=ياسمين, Yasser=ياسر, Yazan=يزن, Younes=يونس,
Yousef=يوسف, Youssef=يوسف, Zaid=زيد, Zahraa=زهراء, Zainab=زينب, Zakaria=زكريا, Ziad=زياد, Zeina=زينة,
Khasawneh=خصاونة, Majali=مجالي, Rawashdeh=رواشدة, Zoubi=زعبي, Balushi=بلوشي, Hinai=هنائي, Ketbi=كتبي,
Mansoori=منصوري, Mansouri=منصوري, Anazi=عنزي, Enezi=عنزي, Attar=عطار, Dosari=دوسري, Doseri=دوسري, Kuwari=كواري,
Mannai=مناعي, Marri=مري, Mutairi=مطيري, Qahtani=قحطاني, Rashidi=راشدي, Saadi=سعدي, Otaibi=عتيبي, Harbi=حربي,
Ghamdi=غامدي, Shamri=شمري, Zahrani=زهراني, Suwaidi=سويدي, Hashimi=هاشمي, Tamimi=تميمي, Jubouri=جبوري,
Mosawi=موسوي, Maliki=مالكي, Obaidi=عبيدي, Dulaimi=دليمي, Hakim=حكيم, Sharqawi=شرقاوي, Shafei=شافعي,
Naggar=نجار, Bakri=بكري, Omari=عمري, Trabelsi=طرابلسي, Gharbi=غربي, Cherif=شريف, Benjelloun=بنجلون,
Bennis=بنيس, Alaoui=علوي, Chraibi=شرايبي, Mekki=مكي, Tahiri=طاهري, Mansi=منسي, Abu Ghazaleh=أبو غزالة,
Abu Zaid=أبو زيد, Abu Shaar=أبو شعر, Hariri=حريري, Jaber=جابر, Karam=كرم, Khatib=خطيب, Nasser=ناصر, Qasim=قاسم,
Sayegh=صايغ, Tamim=تميم, Turk=ترك, Yassin=ياسين, Yaseen=ياسين, Zayed=زايد, Kamal=كمال, Lama=لمى, Moza=موزة,
Rusul=رسل, Tamer=تامر, Hessa=حصة, Muneera=منيرة, Wadha=وضحى, Rouba=ربى, Sahar=سحر, Hind=هند, Hiba=هبة,
Heba=هبة, Nisreen=نسرين, Suhad=سهاد, Shereen=شيرين, Ola=علا, Rahma=رحمة, Tariq=طارق, Haitham=هيثم, Mazen=مازن,
Muath=معاذ, Suhail=سهيل, Talal=طلال, Hazem=حازم, Kamel=كامل, Nizar=نزار, Haddad=حداد, Khoury=خوري, Nasr=نصر,
Najjar=نجار, Shami=شامي, Masri=مصري, Sabbagh=صباغ, Abboud=عبود, Daher=ضاهر, Saab=صعب, Sayed=السيد
"""

_LETTERS: Mapping[str, str] = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ڤ": "v", "پ": "p", "چ": "ch", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "ة": "a", "ى": "a", "ی": "i", "ء": "", "ئ": "e", "ؤ": "ou", "و": "w", "ي": "y", "ڕ": "r",
    "ڵ": "l", "ۆ": "o", "ێ": "e", "ە": "a", "ژ": "zh",
}  # fmt: skip
_VOWELS: Mapping[str, str] = {"\u064e": "a", "\u064f": "u", "\u0650": "i"}
_SUN_DOUBLED = "\u0651"
_ARABIC_OF: tuple[tuple[str, str], ...] = (
    ("tch", "تش"), ("sch", "ش"), ("ch", "ش"), ("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"),
    ("zh", "ج"), ("ph", "ف"), ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("ei", "ي"), ("ai", "اي"), ("ay", "اي"),
    ("au", "او"), ("aw", "او"), ("aa", "ا"), ("ck", "ك"), ("qu", "ك"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("f", "ف"),
    ("g", "غ"), ("h", "ه"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("p", "ب"), ("q", "ق"),
    ("r", "ر"), ("s", "س"), ("t", "ت"), ("v", "ف"), ("w", "و"), ("x", "كس"), ("y", "ي"), ("z", "ز"), ("a", "ا"),
    ("e", ""), ("i", "ي"), ("o", "و"), ("u", "و"),
)  # fmt: skip
_MARKED = str.maketrans({"ç": "tch", "č": "tch", "ş": "sh", "š": "sh", "ğ": "gh", "ž": "zh", "ı": "i"})
_TURKISH = re.compile("[şŞğĞıİ]")
_SERVANT = re.compile(r"\babd(?:[ -]?(?:al|el|ul))[ -]?(?=\w)")
_SERVANT_ARABIC = re.compile(r"\bعبد ?ال(?=\w)")
_AL = re.compile(r"^(al|el)[- ]", re.IGNORECASE)


def romanised(name: str) -> str:
    """A name in Arabic letters as it might be written in Latin ones; empty where a letter is unknown."""
    words: list[str] = []
    pending = name.replace("ـ", "").split()
    while pending:
        size = next((n for n in (3, 2, 1) if _key(" ".join(pending[:n])) in _latin() and len(pending) >= n), 0)
        taken, pending = pending[: size or 1], pending[size or 1 :]
        word = _latin()[_key(" ".join(taken))] if size else _word_in_latin(taken[0])
        if not word:
            return ""
        # The last letter of هبة is heard before the word that it is joined to.
        is_joined = taken[-1].endswith("ة") and pending[:1] == ["الله"]
        words.append(f"{word.removesuffix('h')}t" if is_joined else word)
    return " ".join(words)


def arabised(name: str) -> str:
    """A name in Latin letters as it might be written in Arabic ones; empty where a letter is unknown."""
    words: list[str] = []
    pending = name.split()
    while pending:
        size = next((n for n in (3, 2, 1) if _key(" ".join(pending[:n])) in _arabic() and len(pending) >= n), 0)
        if size:
            words.append(_arabic()[_key(" ".join(pending[:size]))])
            pending = pending[size:]
            continue
        word = pending.pop(0)
        if word.casefold() in ("al", "el") and pending:
            word = f"{word}-{pending.pop(0)}"
        written = _word_in_arabic(word)
        if not written:
            return ""
        words.append(written)
    return " ".join(words)


def _word_in_latin(word: str) -> str:
    if "-" in word:
        return "-".join(_word_in_latin(part) for part in word.split("-") if part)
    if word.startswith("ال") and len(word) > 4:
        rest = word[2:]
        known = _latin().get(_key(rest))
        return f"Al-{known or _spelt(rest)}" if known or _spelt(rest) else ""
    return _latin().get(_key(word)) or _spelt(word)


def _spelt(word: str) -> str:
    letters = [letter for letter in word if letter != _SUN_DOUBLED and not "\u064b" <= letter <= "\u064d"]
    found: list[str] = []
    for index, letter in enumerate(letters):
        if letter in _VOWELS:
            found.append(_VOWELS[letter])
            continue
        if letter not in _LETTERS:
            return ""
        latin = _LETTERS[letter]
        within = index > 0
        last = index == len(letters) - 1
        after_vowel = bool(found) and found[-1][-1:] in tuple("aeiou")
        if letter in "وي" and within:
            following = "" if last else letters[index + 1]
            consonant, vowel = ("w", "u" if last else "ou") if letter == "و" else ("y", "i")
            is_consonant = after_vowel or (following in tuple("اأىةوي") and following != letter)
            latin = consonant if is_consonant and not (last and letter == "ي") else vowel
        if within and latin[:1] not in tuple("aeiou") and latin and not after_vowel:
            # A short vowel that nobody wrote: the commonest of them. No word begins with two consonants.
            following = "" if last else letters[index + 1]
            if index == 1 or last or following not in tuple("اأىةوي"):
                found.append("a")
        if letter == "ه" and last:
            latin = "h" if found and found[-1][-1:] in "aou" else "eh"
        found.append(latin)
    text = "".join(found).replace("aa", "a")
    return text[:1].upper() + text[1:]


def _word_in_arabic(word: str) -> str:
    if _AL.match(word):
        rest = _AL.sub("", word)
        known = _arabic().get(_key(rest)) or _letters_in_arabic(rest)
        return f"ال{known}" if known else ""
    if "-" in word:
        parts = [_arabic().get(_key(part)) or _letters_in_arabic(part) for part in word.split("-") if part]
        return "-".join(parts) if all(parts) else ""
    return _letters_in_arabic(word)


def _as_read(word: str) -> str:
    """Letters whose mark makes another sound of them, by other letters; ç within a word is that of François."""
    folded = re.sub(r"(?<=\w)ç(?=[aou])", "s", word.casefold()) if not _TURKISH.search(word) else word.casefold()
    return folded.translate(_MARKED)


def _letters_in_arabic(word: str) -> str:
    rest = _as_read(word)
    rest = re.sub(r"(.)\1", lambda pair: pair[0] if pair[1] in "aeo" else pair[1], searchable(rest).replace("'", ""))
    found = ""
    while rest:
        for latin, arabic in _ARABIC_OF:
            if rest.startswith(latin):
                if not found and latin in "aeiou":
                    arabic = {"a": "أ", "e": "إ", "i": "إي", "o": "أو", "u": "أو"}[latin]
                elif latin == "a" and len(rest) == 1:
                    arabic = "ا"
                found += arabic
                rest = rest[len(latin) :]
                break
        else:
            if rest[0] not in ".":
                return ""
            rest = rest[1:]
    return found


def _key(text: str) -> str:
    # Abdul Rahman, Abd El-Rahman and Abdelrahman, عبدالرحمن and عبد الرحمن are each one name.
    folded = _SERVANT.sub("abdel ", searchable(text))
    return _SERVANT_ARABIC.sub("عبد ال", folded)


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    listed = (entry.strip().partition("=") for entry in _COMMON.split(","))
    return tuple((latin.strip(), arabic.strip()) for latin, _sign, arabic in listed)


_PARTICLES = {
    "أبو": "Abu", "ابو": "Abu", "أبي": "Abi", "أم": "Umm", "بن": "Bin", "ابن": "Ibn", "بنت": "Bint", "آل": "Al",
    "عبد": "Abdel",
}  # fmt: skip


@cache
def _latin() -> Mapping[str, str]:
    found = {_key(arabic): latin for arabic, latin in _PARTICLES.items()}
    for latin, arabic in _pairs():
        found.setdefault(_key(arabic), latin)
    return found


@cache
def _arabic() -> Mapping[str, str]:
    found = {"abu": "أبو", "abou": "أبو", "ben": "بن", "bin": "بن", "bint": "بنت", "ibn": "ابن", "abi": "أبي"}
    for latin, arabic in _pairs():
        found.setdefault(_key(latin), arabic)
    return found
