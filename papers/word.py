"""Papers as Word documents that people go on editing: named styles, real tables, right to left where due.

Direction in Word is a matter of three layers, all of them set here: the paragraph (w:bidi), the run (w:rtl, without
which Word takes the properties for Latin script and misplaces punctuation) and the table (w:bidiVisual). Alignment is
given only where a left-to-right line stands in a right-to-left paper: its default is the start of the line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from foundation.isolating import without_isolates
from papers import text as texts
from papers.content import (
    AgendaItem,
    AgendaPaper,
    Breakout,
    Contact,
    Heading,
    ListOfParticipants,
    Part,
    Participant,
    ParticipantGroup,
    with_depth,
)
from papers.labels import label
from papers.pdf import accent_of
from papers.word_styles import apply_styles
from papers.word_xml import AFTER_BIDI, element, indent_by, insert, rule

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_PAGE_WIDTH_CM, _PAGE_HEIGHT_CM, _MARGIN_CM = 21.0, 29.7, 2.2
_TEXT_WIDTH_CM = _PAGE_WIDTH_CM - 2 * _MARGIN_CM
_TIME_WIDTH_CM = 3.0
_INDENT_PER_DEPTH_CM = 0.55
_DEEPEST = 4
# A row whose item is this long (in characters of its repr) may break across pages.
_LONG = 1_300
_REPORTED = 500  # people between two reports


def agenda_docx(paper: AgendaPaper) -> bytes:
    """The agenda as .docx: a heading and a table of times and items for each day."""
    writer = _Writer(paper)
    writer.head(paper)
    writer.paragraphs(writer.document, paper.introduction)
    writer.line(writer.document, paper.time_zone_line, "Paper Zone")
    if not paper.days:
        writer.line(writer.document, label(paper.labels, "no_items"), "Quiet")
    for day in paper.days:
        writer.line(writer.document, day.heading, "Heading 1")
        writer.day(day.items)
    if paper.notes:
        writer.line(writer.document, label(paper.labels, "notes"), "Heading 1")
        writer.paragraphs(writer.document, paper.notes)
    if paper.contacts:
        writer.line(writer.document, label(paper.labels, "contacts"), "Heading 1")
        for contact in paper.contacts:
            writer.contact(contact)
    return writer.saved()


def list_of_participants_docx(
    paper: ListOfParticipants, report: Callable[[float], None] = lambda _share: None
) -> bytes:
    """The list of participants as .docx: a heading and a table of persons for each group.

    `report` is called now and then with the share of the people that are written.
    """
    writer = _Writer(paper)
    writer.head(paper)
    writer.line(writer.document, "  |  ".join(filter(None, map(texts.one_line, paper.counts))), "Quiet")
    if not paper.groups:
        writer.line(writer.document, label(paper.labels, "no_participants"), "Quiet")
    total = sum(len(entry.persons) for group in paper.groups for entry in group.delegations)
    done = 0
    for group in paper.groups:
        writer.line(writer.document, group.heading, "Heading 1")
        for written in writer.group(group):
            done += written
            if done % _REPORTED == 0:
                report(done / total)
    return writer.saved()


class _Writer:
    """Writes one paper; every text of a user passes `text`."""

    def __init__(self, paper: Heading) -> None:
        from docx import Document

        self.direction = texts.direction_of_language(paper.language)
        self.right_to_left = self.direction == "rtl"
        self.labels = paper.labels
        self.document: WordDocument = Document()
        apply_styles(
            self.document,
            accent_of(paper).lstrip("#").upper(),
            re.split("[-_]", paper.language)[0].lower(),
            self.right_to_left,
        )
        # Asking the document for a style walks through all of them: too slow for every run of a long list.
        self.style_ids = {style.name: style.style_id for style in self.document.styles}
        self._set_page(paper)
        self._set_properties(paper)

    def saved(self) -> bytes:
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    # Paragraphs and runs

    def paragraph(self, place: Any, style: str, right_to_left: bool | None = None) -> Paragraph:
        """An empty paragraph at the end of a document, cell, header or footer."""
        unused = getattr(place, "unused_paragraph", None)
        paragraph: Paragraph = unused() if unused else place.add_paragraph()
        self.lay_out(paragraph, style, self.right_to_left if right_to_left is None else right_to_left)
        return paragraph

    def lay_out(self, paragraph: Paragraph, style: str, right_to_left: bool) -> None:
        """Set style and direction of a paragraph; in a left-to-right paper that of Word itself will do."""
        paragraph._p.style = self.style_ids[style]
        if self.right_to_left:
            direction = element("bidi", **({} if right_to_left else {"val": "0"}))
            insert(paragraph._p.get_or_add_pPr(), direction, AFTER_BIDI)

    def text(self, paragraph: Paragraph, value: str, style: str = "", base: texts.Direction | None = None) -> None:
        """Add a text, in runs of one direction each."""
        value = without_isolates(texts.clean(value))
        for direction, piece in texts.runs(value, base or self.direction):
            run = paragraph.add_run(piece)
            if style:
                run._r.style = self.style_ids[style]
            if direction == "rtl":
                run.font.rtl = True
                run._r.get_or_add_rPr().append(element("lang", bidi="ar-SA"))

    def beside(self, paragraph: Paragraph, before: str, joint: str, value: str, style: str = "") -> None:
        """Add a text that follows another after `joint`; the two keep their places whatever letters they hold."""
        joint_mark = "\u200f" if self.right_to_left else "\u200e"
        is_mixed = any(texts.has_letters_against(side, self.direction) for side in (before, value))
        self.text(paragraph, (joint_mark if is_mixed else "") + joint, style)
        self.text(paragraph, texts.one_line(value), style)

    def line(self, place: Any, value: str, style: str) -> Paragraph | None:
        """A paragraph of one line in the direction of the paper; nothing for an empty text."""
        value = texts.one_line(value)
        if not value:
            return None
        paragraph = self.paragraph(place, style)
        self.text(paragraph, value)
        return paragraph

    def number(self, place: Any, value: str, style: str) -> None:
        """A telephone number or address: left to right in every paper, at the start of its line."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        value = texts.one_line(value)
        if value:
            paragraph = self.paragraph(place, style, right_to_left=False)
            if self.right_to_left:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self.text(paragraph, value, base="ltr")

    def paragraphs(self, place: Any, values: tuple[str, ...], indent: float = 0) -> None:
        """Descriptions: each paragraph in the direction of its own text."""
        for bullet, value in texts.paragraphs(values):
            direction = texts.direction_of_text(value, self.direction)
            style = "List Bullet" if bullet else "Normal"
            paragraph = self.paragraph(place, style, direction == "rtl")
            if not bullet:
                indent_by(paragraph, indent)
            self.text(paragraph, value, base=direction)

    # Head, running header and footer

    def head(self, paper: Heading) -> None:
        organisers = self.paragraph(self.document, "Paper Organisers")
        self._tab_at_end(organisers)
        self.text(organisers, texts.one_line(paper.organisers_line))
        if paper.symbol:
            organisers.add_run("\t")
            self.text(organisers, texts.one_line(paper.symbol), "Aside")
        for value, style in (
            (paper.kind_line, "Paper Kind"),
            (paper.title, "Title"),
            (paper.subtitle, "Subtitle"),
            (paper.series_line, "Paper Series"),
            (paper.date_line, "Paper Date"),
            (paper.place_line, "Paper Date"),
            (paper.version_line, "Paper Version"),
        ):
            self.line(self.document, value, style)
        self.paragraph(self.document, "Paper Head End")

    def _set_page(self, paper: Heading) -> None:
        from docx.shared import Cm

        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(_PAGE_WIDTH_CM), Cm(_PAGE_HEIGHT_CM)
        section.left_margin = section.right_margin = Cm(_MARGIN_CM)
        section.top_margin = section.bottom_margin = Cm(2.2)
        section.header_distance = section.footer_distance = Cm(1.1)
        section.different_first_page_header_footer = True
        if self.right_to_left:
            insert(section._sectPr, element("bidi"), ("w:rtlGutter", "w:docGrid", "w:printerSettings"))
        title = texts.one_line(paper.short_title) or texts.one_line(paper.title)
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            part.is_linked_to_previous = False
        header = section.header.paragraphs[0]
        self._running_line(header, texts.shortened(title, 85), "Header")
        header.add_run("\t")
        self.text(header, texts.shortened(texts.one_line(paper.symbol), 60))
        for part in (section.footer, section.first_page_footer):
            footer = part.paragraphs[0]
            self._running_line(footer, texts.shortened(texts.one_line(paper.version_line), 120), "Footer")
            footer.add_run("\t")
            self._page_of(footer)

    def _running_line(self, paragraph: Paragraph, value: str, style: str) -> None:
        self.lay_out(paragraph, style, self.right_to_left)
        self._tab_at_end(paragraph)
        self.text(paragraph, value)

    def _tab_at_end(self, paragraph: Paragraph) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm

        # In a right-to-left paragraph Word measures tabs from the right and swaps their sides.
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)

    def _page_of(self, paragraph: Paragraph) -> None:
        fields = {"page": "PAGE", "pages": "NUMPAGES"}
        for piece in re.split(r"%\((\w+)\)s", label(self.labels, "page_of")):
            if piece in fields:
                field = element("fldSimple", instr=f" {fields[piece]} ")
                number = paragraph.add_run("1")
                if self.right_to_left:
                    number.font.rtl = True
                field.append(number._r)
                paragraph._p.append(field)
            else:
                self.text(paragraph, piece)

    def _set_properties(self, paper: Heading) -> None:
        properties = self.document.core_properties
        title = without_isolates(texts.one_line(paper.title))
        # The format allows 255 characters in each.
        properties.title = title[:255]
        properties.author = without_isolates(texts.one_line(paper.organisers_line))[:255]
        properties.subject = without_isolates(texts.one_line(paper.symbol))[:255]
        properties.language = texts.one_line(paper.language)[:255]
        properties.last_modified_by, properties.comments = properties.author, ""
        element: Any = properties._element
        for name in ("created", "modified"):
            for stamp in element.findall("{http://purl.org/dc/terms/}" + name):
                element.remove(stamp)
        if paper.made_at is not None:
            properties.created = properties.modified = paper.made_at

    # Agenda

    def day(self, items: tuple[AgendaItem, ...]) -> None:
        if not items:
            return
        widths = (_TIME_WIDTH_CM, _TEXT_WIDTH_CM - _TIME_WIDTH_CM)
        table = self.table(widths, (label(self.labels, "time"), label(self.labels, "item")))
        for depth, item in with_depth(items):
            time, body = self.row(table, widths, line_on="" if depth else "top", is_long=len(repr(item)) > _LONG)
            quiet = item.is_break or depth > 0
            self.line(time, item.time_label, "Agenda Break" if quiet else "Agenda Time")
            self.item(body, item, min(depth, _DEEPEST))

    def item(self, cell: _FilledCell, item: AgendaItem, depth: int) -> None:
        indent = depth * _INDENT_PER_DEPTH_CM
        indent_by(self.line(cell, item.printed_kind, "Agenda Kind"), indent)
        style = "Agenda Break" if item.is_break else "Heading 2" if depth == 0 else "Heading 3"
        title = self.line(cell, item.title, style)
        indent_by(title, indent)
        if title is not None and item.continued:
            self.beside(title, item.title, " (", label(self.labels, "continued"), "Aside")
            self.text(title, ")", "Aside")
        indent_by(self.line(cell, item.room, "Agenda Place"), indent)
        self.paragraphs(cell, item.description, indent)
        self.parts(cell, item.parts, indent)
        for group in item.breakouts:
            self.breakout(cell, group, indent)

    def parts(self, cell: _FilledCell, parts: tuple[Part, ...], indent: float) -> None:
        for part in parts:
            indent_by(self.line(cell, part.role_label, "Agenda Role"), indent)
            for holder in part.holders:
                paragraph = self.paragraph(cell, "Agenda Holder")
                indent_by(paragraph, indent)
                self.text(paragraph, texts.one_line(holder.name), "Holder Name")
                if holder.detail.strip():
                    self.beside(paragraph, holder.name, "، " if self.right_to_left else ", ", holder.detail)
                if holder.status.strip():
                    self.beside(paragraph, holder.name + holder.detail, " (", holder.status, "Aside")
                    self.text(paragraph, ")", "Aside")

    def breakout(self, cell: _FilledCell, group: Breakout, indent: float) -> None:
        title = f"{texts.one_line(group.letter)}. {texts.one_line(group.title)}" if group.letter else group.title
        paragraph = self.line(cell, title, "Heading 3")
        indent_by(paragraph, indent)
        if paragraph is not None and group.room.strip():
            self.beside(paragraph, title, " · ", group.room, "Aside")
        self.paragraphs(cell, group.description, indent + _INDENT_PER_DEPTH_CM)
        self.parts(cell, group.parts, indent + _INDENT_PER_DEPTH_CM)

    def contact(self, contact: Contact) -> None:
        self.line(self.document, contact.role_label, "Agenda Role")
        if contact.name.strip():
            paragraph = self.paragraph(self.document, "Agenda Holder")
            self.text(paragraph, texts.one_line(contact.name), "Holder Name")
        self.line(self.document, contact.detail, "Agenda Holder")
        for value in (contact.email, contact.phone):
            self.number(self.document, value, "Agenda Holder")

    # List of participants

    def group(self, group: ParticipantGroup) -> Iterator[int]:
        """Write a group; says 1 after each person."""
        persons = [person for entry in group.delegations for person in entry.persons]
        labels, widths = ["name", "position"], [5.6, _TEXT_WIDTH_CM - 5.6]
        if any(person.mode for person in persons):
            labels, widths = [*labels, "mode"], [5.4, _TEXT_WIDTH_CM - 8.2, 2.8]
        table = self.table(tuple(widths), tuple(label(self.labels, key) for key in labels))
        for entry in group.delegations:
            if entry.heading.strip():
                merged = self.row(table, tuple(widths), merged=True, line_on="bottom")[0]
                self.line(merged, entry.heading, "Delegation")
            for person in entry.persons:
                self.person(self.row(table, tuple(widths)), person, entry.printed_organisation(person))
                yield 1

    def person(self, cells: list[_FilledCell], person: Participant, organisation: str) -> None:
        self.text(self.paragraph(cells[0], "Agenda Holder"), texts.one_line(person.name), "Holder Name")
        self.line(cells[1], person.position, "Agenda Holder")
        self.line(cells[1], organisation, "Quiet")
        self.number(cells[1], person.email, "Quiet")
        if len(cells) > 2:
            self.line(cells[2], person.mode, "Quiet")

    # Tables

    def table(self, widths: tuple[float, ...], headings: tuple[str, ...]) -> Table:
        """A table with a header row that Word repeats on every page."""
        from docx.enum.table import WD_TABLE_DIRECTION
        from docx.shared import Cm

        table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        if self.right_to_left:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        borders, margins = element("tblBorders"), element("tblCellMar")
        borders.append(rule("bottom"))
        for side, twips in (("top", "70"), ("left", "80"), ("bottom", "50"), ("right", "80")):
            margins.append(element(side, w=twips, type="dxa"))
        properties = table._tbl.tblPr
        insert(properties, borders, ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))
        insert(properties, margins, ("w:tblLook",))
        for cell, heading in zip(self.row(table, widths, header=True), headings, strict=True):
            self.line(cell, heading, "Table Heading")
        return table

    def row(
        self,
        table: Table,
        widths: tuple[float, ...],
        *,
        header: bool = False,
        merged: bool = False,
        is_long: bool = False,
        line_on: str = "",
    ) -> list[_FilledCell]:
        """Add a row; `line_on` is the side ("top" or "bottom") on which a line is drawn."""
        from docx.shared import Cm

        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        if not is_long:
            properties.append(element("cantSplit"))
        if header:
            properties.append(element("tblHeader"))
        cells = list(row.cells)
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Cm(width)
        if merged:
            # python-docx merges by looking for the row among all rows: a long list would cost the square of its length.
            first, *others = (cell._tc for cell in cells)
            for other in others:
                row._tr.remove(other)
            first.grid_span, cells = len(widths), cells[:1]
            cells[0].width = Cm(sum(widths))
        for cell in cells if line_on else []:
            borders = element("tcBorders")
            borders.append(rule(line_on))
            cell._tc.get_or_add_tcPr().append(borders)
        return [_FilledCell(self, cell) for cell in cells]


class _FilledCell:
    """A cell that begins with the empty paragraph which Word demands, and fills it first."""

    def __init__(self, writer: _Writer, cell: _Cell) -> None:
        self.cell = cell
        self.is_empty = True
        first = cell.paragraphs[0]
        for other in cell.paragraphs[1:]:
            other._p.getparent().remove(other._p)
        writer.lay_out(first, "Agenda Holder", writer.right_to_left)

    def unused_paragraph(self) -> Paragraph:
        if self.is_empty:
            self.is_empty = False
            first = self.cell.paragraphs[0]
            first._p.remove(first._p.pPr)
            return first
        return self.cell.add_paragraph()
