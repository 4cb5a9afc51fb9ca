"""The few pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papers.word_styles import LINE

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

# What the schema lets follow w:bidi in the properties of a paragraph.
AFTER_BIDI = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl"),
    *("w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)


def element(name: str, **attributes: str) -> Any:
    """An element of the main namespace, with its attributes in the same."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    return OxmlElement(f"w:{name}", {qn(f"w:{key}"): value for key, value in attributes.items()})


def rule(side: str) -> Any:
    """A thin line on one side of a table or cell."""
    return element(side, val="single", sz="4", space="0", color=LINE)


def insert(parent: Any, child: Any, successors: tuple[str, ...]) -> None:
    """Put a property before those that must follow it."""
    # Word refuses a file whose properties stand in another order than the schema gives.
    parent.insert_element_before(child, *successors)


def indent_by(paragraph: Paragraph | None, centimetres: float) -> None:
    """Indent the start of a paragraph, if there is one."""
    from docx.shared import Cm

    if paragraph is not None and centimetres:
        # "Left" in Word is the start of the line, in a right-to-left paragraph the right.
        paragraph.paragraph_format.left_indent = Cm(centimetres)
