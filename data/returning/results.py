"""The sheet of results: what became of the file, and every finding in a row of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.dom.minidom import Element
from xml.sax.saxutils import escape

from data.reading.marks import address
from data.returning.package import OFFICE, WORKBOOK, Package, add, allowed, elements, only
from data.returning.styles import Styles

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LONGEST = 32_767  # characters of a cell

Line = Sequence[str | int]


def place(package: Package, title: str) -> str:
    """Give the part for the sheet of results: that of an earlier return, else a new one before all others.

    It becomes the sheet that is shown when the workbook is opened.
    """
    root = package.document(WORKBOOK)
    sheets = only(root, "sheets")
    known = elements(sheets, "sheet")
    at = next((at for at, one in enumerate(known) if one.getAttribute("name") == title), -1)
    for view in (view for views in elements(root, "bookViews") for view in elements(views)):
        view.setAttribute("activeTab", str(max(at, 0)))
        view.setAttribute("firstSheet", "0")
    if at >= 0:
        if known[at].hasAttribute("state"):
            known[at].removeAttribute("state")
        return sheet_parts(package)[title]
    _move_names(root)
    part = package.free("xl/worksheets/sheet{}.xml")
    package.put(part, b"")
    package.declare(part, _TYPE)
    number = max((int(one.getAttribute("sheetId")) for one in known), default=0) + 1
    made = add(sheets, "sheet", name=title, sheetId=number)
    made.setAttribute("xmlns:r", OFFICE)
    made.setAttribute("r:id", package.relate(WORKBOOK, "worksheet", part))
    sheets.insertBefore(made, known[0])
    return part


def sheet_parts(package: Package) -> dict[str, str]:
    """Give sheet name → part, in the order of the workbook."""
    leads = package.relations(WORKBOOK)
    found = {}
    for one in elements(only(package.document(WORKBOOK), "sheets"), "sheet"):
        relation = next((value for name, value in one.attributes.items() if name.endswith(":id")), "")
        found[one.getAttribute("name")] = leads[relation][1]
    return found


def sheet(
    styles: Styles, summary: Sequence[Line], headings: Line, lines: Sequence[Line], widths: Sequence[int]
) -> bytes:
    """Give the XML of the sheet: the summary with its title, an empty row, then a table with frozen headings."""
    text, wrapped = styles.text(), styles.text(wrap=True)
    title, bold = styles.text(14, bold=True), styles.text(bold=True)
    top = len(summary) + 2
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, start=1)
    )
    pane = f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'

    def rows() -> Iterator[str]:
        for at, line in enumerate(summary):
            yield _row(at, line, [text if at else title, text])
        yield _row(top - 1, headings, [bold] * len(headings))
        for at, line in enumerate(lines, start=top):
            yield _row(at, line, [wrapped if width > 30 else text for width in widths])

    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{_MAIN}"><sheetViews>'
        f'<sheetView tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows())}</sheetData></worksheet>"
    ).encode()


def _row(at: int, line: Line, formats: Sequence[int]) -> str:
    cells = "".join(
        _cell(address(at, column), value, number)
        for column, (value, number) in enumerate(zip(line, formats, strict=True))
        if value != ""
    )
    return f'<row r="{at + 1}">{cells}</row>'


def _cell(where: str, value: str | int, number: int) -> str:
    """Write a value; a text stays a text, also where it begins like a formula."""
    if isinstance(value, int):
        return f'<c r="{where}" s="{number}"><v>{value}</v></c>'
    text = escape(allowed(value)[:_LONGEST])
    return f'<c r="{where}" s="{number}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _move_names(root: Element) -> None:
    """Names that hold for one sheet count the sheets before it."""
    for group in elements(root, "definedNames"):
        for name in elements(group):
            if name.hasAttribute("localSheetId"):
                name.setAttribute("localSheetId", str(int(name.getAttribute("localSheetId")) + 1))
