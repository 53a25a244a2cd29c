"""Sets type on the template: one page width, one accent, thin lines, grey for instructions."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

Document = Any
FONT = "Calibri"
JAPANESE_FONT = "Yu Gothic"
INK = RGBColor(0x24, 0x24, 0x24)
GREY = RGBColor(0x61, 0x61, 0x61)
ACCENT = RGBColor(0x4F, 0x52, 0xB2)
_LINE, _PAPER = "BDBDBD", "F3F2F1"
_MARGIN = 20
_A4, _LETTER = (210.0, 297.0), (215.9, 279.4)
#: Countries that print on Letter paper (Unicode CLDR, measurement data).
_LETTER_COUNTRIES = {"US", "CA", "MX", "PR", "CL", "CO", "CR", "GT", "PA", "PH", "SV", "VE"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def printable(text: str) -> str:
    """Drop what XML cannot hold or a reader cannot see; a name stays on one line."""
    kept = (" " if char.isspace() else char for char in text)
    seen = "".join(char for char in kept if unicodedata.category(char) not in _UNSEEN)
    return " ".join(seen.split())


def prepare(document: Document, locale: str, title: str, footer: str, page: str) -> None:
    """Set paper, type and footer. Letter where the locale's country prints on it, else A4."""
    section = document.sections[0]
    width, height = _LETTER if locale.partition("-")[2].upper() in _LETTER_COUNTRIES else _A4
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)
    document.core_properties.title = f"{title} – {printable(footer)}"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10.5), INK
    normal.paragraph_format.space_after = Pt(4)
    for style, size, above in (("Title", 24, 0), ("Heading 1", 14, 16), ("Heading 2", 11, 13)):
        _style_heading(document.styles[style], size, above)
    _tongue(document, locale)
    _footer(section, footer, page)


def _tongue(document: Document, locale: str) -> None:
    """Say the language, by which Word checks spelling and picks the shapes of Japanese letters."""
    document.core_properties.language = locale
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = defaults.find(qn("w:lang"))
    spoken.set(qn("w:val"), locale)
    if locale.startswith("ja"):
        spoken.set(qn("w:eastAsia"), "ja-JP")
        for style in ("Normal", "Title", "Heading 1", "Heading 2"):
            fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:eastAsia"), JAPANESE_FONT)


def _style_heading(style: Any, size: int, above: int) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
    style.font.color.rgb = INK
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.space_before = Pt(above)
    style.paragraph_format.space_after = Pt(2)
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def _footer(section: Any, footer: str, page: str) -> None:
    line = section.footer.paragraphs[0]
    line.style = "Normal"  # the footer style brings a tab stop in the middle
    line.paragraph_format.tab_stops.add_tab_stop(
        section.page_width - Mm(2 * _MARGIN), WD_TAB_ALIGNMENT.RIGHT
    )
    _grey(line, f"{printable(footer)}\t{page} ", 9)
    _field(line, "PAGE")
    _grey(line, " / ", 9)
    _field(line, "NUMPAGES")


def _field(line: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = _grey(line, "1", 9)
    field.append(run._r)
    line._p.append(field)


def _grey(line: Any, words: str, size: float) -> Any:
    run = line.add_run(words)
    run.font.size, run.font.color.rgb = Pt(size), GREY
    return run


def title(document: Document, words: str, lead: str) -> None:
    """Set the headline and the sentence under it."""
    document.add_paragraph(words, style="Title")
    line = document.add_paragraph()
    run = line.add_run(printable(lead))
    run.font.size = Pt(12)
    line.paragraph_format.space_after = Pt(10)


def reasons(document: Document, heading: str, rows: Sequence[str]) -> None:
    """Set the box of grey instructions that says what reviewers reject."""
    cell = _frame(document, 1, 1).cell(0, 0)
    _shade(cell, _PAPER)
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = Pt(4)
    run = _grey(line, heading, 10)
    run.font.bold = True
    for number, row in enumerate(rows, 1):
        line = cell.add_paragraph()
        line.paragraph_format.space_after = Pt(5 if number == len(rows) else 0)
        line.paragraph_format.left_indent = Mm(5)
        line.paragraph_format.first_line_indent = Mm(-5)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(5))
        _grey(line, f"{number}\t{row}", 10)


def section(document: Document, heading: str, hint: str, new_page: bool = False) -> None:
    """Begin a numbered section with its instruction in grey."""
    number, _, words = heading.partition("  ")
    line = document.add_paragraph(style="Heading 1")
    line.paragraph_format.page_break_before = new_page
    run = line.add_run(number + "  ")
    run.font.color.rgb = ACCENT
    line.add_run(words)
    line = document.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_after = Pt(6)
    _grey(line, hint, 9.5)


def subheading(document: Document, words: str) -> None:
    """Name a second table within a section."""
    document.add_paragraph(words, style="Heading 2").paragraph_format.space_after = Pt(4)


def text(document: Document, words: str) -> None:
    """Set a paragraph that belongs to what follows."""
    line = document.add_paragraph(printable(words))
    line.paragraph_format.keep_with_next = True


def facts(document: Document, rows: Sequence[tuple[str, str]]) -> None:
    """Set labels and values in two columns; a missing value leaves a line to write on."""
    table = _frame(document, len(rows), 2)
    _columns(table, (30, 70))
    for row, (label, value) in zip(table.rows, rows, strict=True):
        _height(row, 7)
        _grey(row.cells[0].paragraphs[0], label, 10)
        row.cells[1].paragraphs[0].add_run(printable(value))


def signature(document: Document, labels: Mapping[str, str]) -> None:
    """Set lines to sign on: signature and date above, name and title below."""
    table = _frame(document, 2, 2, "none")
    _columns(table, (60, 40))
    for row, pair in zip(table.rows, (("signature", "date"), ("name", "job")), strict=True):
        _height(row, 22)
        for number, (cell, key) in enumerate(zip(row.cells, pair, strict=True)):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            _write_line(cell.paragraphs[0], labels[key], gap=not number)


def _write_line(line: Any, label: str, gap: bool) -> None:
    """A line to write on is a top border; the left one ends before the right one begins."""
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "616161")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    line.paragraph_format.right_indent = Mm(8 if gap else 0)
    line.paragraph_format.space_after = Pt(0)
    line._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    _grey(line, label, 9.5)


def table(
    document: Document,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    row_millimetres: float,
    centred: bool = False,
) -> None:
    """Set a table to fill in; its head is repeated on every page and no row is torn apart."""
    grid = _frame(document, 1 + len(rows), len(columns), "bare" if centred else "boxed")
    _columns(grid, widths)
    _repeat(grid.rows[0])
    for row, cells in zip(grid.rows, (columns, *rows), strict=True):
        head = row is grid.rows[0] or cells is columns
        _height(row, 7 if head else row_millimetres)
        for number, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            run = cell.paragraphs[0].add_run(printable(words))
            if head:
                run.font.bold, run.font.size = True, Pt(9.5)
                _shade(cell, _PAPER)
            if centred and number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


_LINES = {
    "none": (),
    "bare": ("top", "bottom", "insideH"),
    "boxed": ("top", "bottom", "insideH", "insideV"),
}


def _frame(document: Document, rows: int, columns: int, lines: str = "bare") -> Any:
    grid = document.add_table(rows, columns)
    grid.autofit = False
    borders = OxmlElement("w:tblBorders")
    for side in _LINES[lines]:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    grid._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )
    for row in grid.rows:
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            cell.paragraphs[0].paragraph_format.space_before = Pt(1)
    _columns(grid, [100 / columns] * columns)
    return grid


def _columns(grid: Any, shares: Sequence[float]) -> None:
    """Share the width between the margins in per cent."""
    section = grid.part.document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(grid.columns, shares, strict=True):
        for cell in column.cells:
            cell.width = round(width * share / 100)
        column.width = round(width * share / 100)


def _height(row: Any, millimetres: float) -> None:
    row.height, row.height_rule = Mm(millimetres), WD_ROW_HEIGHT_RULE.AT_LEAST
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign")
