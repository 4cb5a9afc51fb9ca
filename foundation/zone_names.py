"""Time zones under the names of their cities.

CLDR names them; where it has no Arabic name, or one that a page of the United Nations would not print, the name stands
here, by that of CLDR.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

_IN_ARABIC = {
    "Argentina/Buenos Aires": "بوينس آيرس",
    "Argentina/Catamarca": "كاتاماركا",
    "Argentina/Cordoba": "كوردوبا",
    "Argentina/Jujuy": "خوخوي",
    "Argentina/Mendoza": "ميندوسا",
    "Asmara": "أسمرة",
    "Atikokan": "أتيكوكان",
    "Chuuk": "تشوك",
    "Coyhaique": "كويهايكي",
    "Faroe": "جزر فارو",
    "Ho Chi Minh": "هو تشي منه",
    "Indiana/Indianapolis": "إنديانابوليس",
    "Kathmandu": "كاتماندو",
    "Kentucky/Louisville": "لويفيل",
    "Kolkata": "كولكاتا",
    "Kyiv": "كييف",
    "Nuuk": "نوك",
    "Pohnpei": "بونبي",
    "Yangon": "يانغون",
    "آلانباتار": "أولان باتور",
    "برثا": "بيرث",
    "برسيبان": "بريسبان",
    "بورت أو برنس": "بور - أو - برانس",
    "تشيسيناو": "كيشيناو",
    "سمراء": "سامارا",
    "سول": "سيول",
    "كونكس": "نوكس",
    "مقديشيو": "مقديشو",
    "مكسيكو سيتي": "مكسيكو",
    "هيبرون (مدينة الخليل)": "الخليل",
}


def zone_city(zone: str, language: str) -> str:
    """The city that a zone (IANA) is named after, `Amman`; the last part of its name where nobody knows a city."""
    try:
        city = get_timezone_location(
            ZoneInfo(zone), locale=language if language in ("ar", "fr") else "en_GB", return_city=True
        )
    except (LookupError, ValueError):
        return zone.rsplit("/", 1)[-1].replace("_", " ")
    return _IN_ARABIC.get(city, city) if language == "ar" else city
