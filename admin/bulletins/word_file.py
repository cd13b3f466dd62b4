"""The bulletin as a Word document, for those who carry it on."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from admin.bulletins.part import Section
from admin.bulletins.pdf import ISSUER
from admin.bulletins.section import dated, sections
from admin.bulletins.store import Bulletin, Stage

FONT = "Noto Sans SC"


def docx(made: Bulletin) -> bytes:
    """Title, language, page number and snapshot in the footer, one table a section."""
    document = Document()
    _style(document)
    document.core_properties.title = made.body["title"]
    document.core_properties.language = "zh-CN"
    document.core_properties.author = ISSUER
    document.add_heading(made.body["title"], level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if made.stage is not Stage.APPROVED:
        document.add_paragraph("送审稿,未经审定不得外传").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(dated(made.body)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for each in sections(made.body):
        _section(document, each)
    _footer(document, made.snapshot)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _style(document: Any) -> None:
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(10)


def _section(document: Any, section: Section) -> None:
    document.add_heading(section.heading, level=2)
    for line in section.words.splitlines():
        document.add_paragraph(line)
    if section.header:
        _table(document, section)


def _table(document: Any, section: Section) -> None:
    table = document.add_table(rows=1 + len(section.rows), cols=len(section.header), style="Table Grid")
    _repeated(table.rows[0])
    cells = table._cells
    for cell, text in zip(cells, [*section.header, *(text for row in section.rows for text in row)], strict=True):
        cell.text = text


def _repeated(row: Any) -> None:
    """The header stands again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _footer(document: Any, snapshot: str) -> None:
    line = document.sections[0].footer.paragraphs[0]
    line.add_run(f"数据快照 {snapshot}　第 ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)
    line.add_run(" 页")
