"""The look of the Word papers: one set of named styles for both directions of writing.

Word keeps two sets of character properties, one for most scripts and one for "complex" scripts such as Arabic (w:cs,
w:bCs, w:szCs …); a style that sets only the first leaves Arabic text in the default face and weight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LATIN_FONT = "IBM Plex Sans"
ARABIC_FONT = "IBM Plex Sans Arabic"
# What Word takes where the fonts above are not installed.
FALLBACK_FONT = "Arial"

INK, QUIET, LINE = "1B2430", "566170", "D5DAE0"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; sizes and spaces in points, `line` as a multiple of the height of a line."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 0
    keep_next: bool = False
    outline: int | None = None
    border: str = ""


def paper_styles(accent: str) -> tuple[Style, ...]:
    """The paragraph styles of a paper; `accent` is a colour as "rrggbb"."""
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="10" w:space="3" w:color="{accent}"/></w:pBdr>'
    top = f'<w:pBdr><w:top w:val="single" w:sz="18" w:space="6" w:color="{accent}"/></w:pBdr>'
    end = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="10" w:color="{LINE}"/></w:pBdr>'
    return (
        Style("Normal", 10, after=5),
        Style("Paper Organisers", 9.5, bold=True, after=20, border=top),
        Style("Paper Kind", 10.5, bold=True, colour=accent, after=4),
        Style("Title", 21, bold=True, after=4, keep_next=True),
        Style("Subtitle", 12, colour=QUIET, after=3),
        Style("Paper Series", 9.5, colour=QUIET, after=4),
        Style("Paper Date", 11, bold=True, after=2),
        Style("Paper Version", 9, italic=True, colour=QUIET, before=3),
        Style("Paper Zone", 8.5, colour=QUIET, before=6, after=2),
        Style("Paper Head End", 4, after=8, border=end),
        Style("Heading 1", 12.5, bold=True, before=16, after=5, keep_next=True, outline=0, border=rule),
        Style("Heading 2", 10.5, bold=True, after=3, keep_next=True, outline=1),
        Style("Heading 3", 10, bold=True, before=2, after=2, keep_next=True, outline=2),
        Style("Delegation", 10, bold=True, colour=accent, before=8, after=2, keep_next=True, outline=1),
        Style("List Bullet", 10, after=3),
        Style("Agenda Time", 10, bold=True),
        Style("Agenda Kind", 8.5, colour=accent, after=1, keep_next=True),
        Style("Agenda Place", 8.5, colour=QUIET, after=3),
        Style("Agenda Role", 8.5, colour=QUIET, before=4, after=1, keep_next=True),
        Style("Agenda Holder", 10, after=2),
        Style("Quiet", 8.5, colour=QUIET, after=2),
        Style("Agenda Break", 10, colour=QUIET),
        Style("Table Heading", 8, colour=QUIET, keep_next=True),
        Style("Header", 8, colour=QUIET),
        Style("Footer", 8, colour=QUIET),
    )


def apply_styles(document: WordDocument, accent: str, language: str, right_to_left: bool) -> None:
    """Give a document the styles, fonts and languages of the papers."""
    from docx.enum.style import WD_STYLE_TYPE

    _set_defaults(document, language)
    known = {style.name for style in document.styles}
    for style in paper_styles(accent):
        if style.name not in known:
            document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
        _set_style(document.styles[style.name].element, style, right_to_left)
    for name, colour in (("Holder Name", INK), ("Aside", QUIET)):
        document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER).element.append(
            _xml(f"<w:rPr>{_weight(name == 'Holder Name')}<w:color w:val='{colour}'/></w:rPr>")
        )
    _name_fallback_font(document)


def _xml(markup: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", markup, count=1))


def _weight(bold: bool, italic: bool = False) -> str:
    """Both sets of properties, and switched off by name where the style below may switch them on."""
    off = ' w:val="0"'
    b, i = "" if bold else off, "" if italic else off
    return f"<w:b{b}/><w:bCs{b}/><w:i{i}/><w:iCs{i}/>"


def _fonts() -> str:
    return f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{LATIN_FONT}" w:cs="{ARABIC_FONT}"/>'


def _set_style(element: Any, style: Style, right_to_left: bool) -> None:
    numbering = element.find("{*}pPr/{*}numPr") if style.name == "List Bullet" else None
    for child in [*element.findall("{*}pPr"), *element.findall("{*}rPr")]:
        element.remove(child)
    # Arabic letters rise higher and hang lower.
    line = 288 if right_to_left else 259
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    properties = _xml(
        "<w:pPr>"
        + ("<w:keepNext/><w:keepLines/>" if style.keep_next else "")
        + style.border
        + ("<w:bidi/>" if right_to_left else "")
        + f'<w:spacing w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}" w:line="{line}"'
        + ' w:lineRule="auto"/>'
        + outline
        + "</w:pPr>"
    )
    if numbering is not None:
        properties.insert(0, numbering)
    half_points = f"{style.size * 2:.0f}"
    italic = style.italic and not right_to_left
    element.append(properties)
    element.append(
        _xml(
            f'<w:rPr>{_fonts()}{_weight(style.bold, italic)}<w:color w:val="{style.colour}"/>'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        )
    )


def _set_defaults(document: WordDocument, language: str) -> None:
    tag = {"fr": "fr-FR"}.get(language, "en-GB")
    defaults = document.styles.element.find("{*}docDefaults/{*}rPrDefault")
    defaults.clear()
    defaults.append(
        _xml(
            f'<w:rPr>{_fonts()}<w:sz w:val="20"/><w:szCs w:val="20"/>'
            f'<w:lang w:val="{tag}" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr>'
        )
    )
    settings = document.settings.element
    font_language = settings.find("{*}themeFontLang")
    font_language.getparent().replace(font_language, _xml(f'<w:themeFontLang w:val="{tag}" w:bidi="ar-SA"/>'))
    for setting in settings.iterfind("{*}compat/{*}compatSetting"):
        if setting.get(_name("name")) == "compatibilityMode":
            # 15 is Word 2013 and later; below that Word opens the paper in its compatibility mode.
            setting.set(_name("val"), "15")


def _name(attribute: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{attribute}")


def _name_fallback_font(document: WordDocument) -> None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            fonts = "".join(
                f'<w:font w:name="{font}"><w:altName w:val="{FALLBACK_FONT}"/><w:family w:val="swiss"/>'
                '<w:pitch w:val="variable"/></w:font>'
                for font in (LATIN_FONT, ARABIC_FONT)
            ).encode()
            part: Any = relation.target_part
            part._blob = part.blob.replace(b"</w:fonts>", fonts + b"</w:fonts>")
