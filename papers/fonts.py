"""Fonts of papers: IBM Plex, behind it Noto for the scripts that Plex lacks, and which letters none of them has.

No font is taken from the system, so that a paper looks the same on every machine. Tifinagh comes from DejaVu, which
the build of the frontend puts beside its own files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from papers import arabic_font

if TYPE_CHECKING:
    from typst import Fonts

_OTHER_SCRIPTS = (
    "Hebrew", "Armenian", "Georgian", "Ethiopic", "Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Kannada",
    "Malayalam", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai", "Lao", "Khmer", "Myanmar",
)  # fmt: skip
FAMILIES = (
    "IBM Plex Sans",
    arabic_font.FAMILY,
    "Noto Sans",
    "Noto Sans Arabic",
    *(f"Noto Sans {script}" for script in _OTHER_SCRIPTS),
    "Noto Sans CJK SC",
    "Noto Sans Symbols",
    "Noto Emoji",
    "DejaVu Sans",
)
"""In the order in which a letter is looked for."""
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_BUILT = Path(__file__).parent.parent / "frontend" / "dist"
_INVISIBLE = ("Cf", "Cc", "Zs", "Zl", "Zp")


@cache
def fonts() -> Fonts:
    """The fonts, as typst takes them."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        # For the symbols that all of them lack; typst brings them along.
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in _folders()],
    )


def unprintable(text: str) -> str:
    """The letters of a text, each once, that no font has."""
    return "".join(dict.fromkeys(letter for letter in text if not _has(letter)))


def printable(text: str) -> str:
    """The text with a sign in the place of each letter that no font has."""
    if text.isascii() or all(map(_has, text)):
        return text
    return "".join(letter if _has(letter) else "" if unicodedata.combining(letter) else UNKNOWN for letter in text)


def _has(letter: str) -> bool:
    code = ord(letter)
    if code < 0x80 or code in _usual():
        return True
    if unicodedata.category(letter) in _INVISIBLE or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return True
    return code in _all()


def _folders() -> Iterator[Path]:
    import fontpkg_ibm_plex_sans
    import manimgx_fonts
    import manimgx_fonts_cjk

    yield fontpkg_ibm_plex_sans.ROOT / "files"
    yield arabic_font.font_folder()
    for package in (manimgx_fonts, manimgx_fonts_cjk):
        yield Path(package.__file__).parent
    yield _BUILT


@cache
def _usual() -> frozenset[int]:
    """The letters of the two families in which nearly all is printed."""
    latin, arabic, *_others = _folders()
    return _letters_of(latin / "IBMPlexSans[wdth,wght].ttf") | _letters_of(arabic / "PlenaryArabic-Regular.ttf")


@cache
def _all() -> frozenset[int]:
    files = [file for folder in list(_folders())[2:] for file in sorted(folder.glob("*.[ot]t[fc]"))]
    return _usual().union(*(_letters_of(file) for file in files if "Italic" not in file.name))


def _letters_of(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())
