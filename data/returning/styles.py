"""Formats of a workbook: the sender's own with our shades, those of an earlier return without, and a few for texts."""

from __future__ import annotations

from xml.dom.minidom import Element

from data.reading.xml_stream import Unreadable
from data.returning.package import add, elements, only

# Shades of our own, so that they can be told from the sender's and taken away again.
SHADES = {"error": "FFFFB3BA", "warning": "FFFFE9A8"}


class Styles:
    """The numbers by which cells refer to formats; new ones are added as they are asked for."""

    def __init__(self, root: Element) -> None:
        self._fonts, self._fills, self._formats = (only(root, name) for name in ("fonts", "fills", "cellXfs"))
        self._known = elements(self._formats, "xf")
        self._fill = {colour: at for at, one in enumerate(elements(self._fills)) if (colour := _colour(one))}
        self._shaded: dict[tuple[int, str], int] = {}
        shades = {str(at) for at in self._fill.values()}
        self.stripped = {
            at: self._copy(at, 0) for at, one in enumerate(tuple(self._known)) if one.getAttribute("fillId") in shades
        }
        """Formats with a shade of ours → the same without."""

    def shaded(self, number: int, severity: str) -> int:
        """Give the format of a cell with the shade of a severity."""
        if (number, severity) not in self._shaded:
            colour = SHADES[severity]
            if colour not in self._fill:
                pattern = add(add(self._fills, "fill"), "patternFill", patternType="solid")
                add(pattern, "fgColor", rgb=colour)
                self._fill[colour] = _counted(self._fills)
            self._shaded[number, severity] = self._copy(number, self._fill[colour])
        return self._shaded[number, severity]

    def text(self, size: int = 11, *, bold: bool = False, wrap: bool = False) -> int:
        """Give a new format for texts that stay texts, in a font of ours: the sender's may be a legacy one."""
        font = add(self._fonts, "font")
        if bold:
            add(font, "b")
        add(font, "sz", val=size)
        add(font, "name", val="Arial")
        made = add(self._formats, "xf", numFmtId=0, fontId=_counted(self._fonts), fillId=0, borderId=0, xfId=0)
        for name in ("quotePrefix", "applyFont", "applyAlignment"):
            made.setAttribute(name, "1")
        add(made, "alignment", vertical="top", wrapText=int(wrap))
        return self._take(made)

    def _copy(self, number: int, fill: int) -> int:
        if number >= len(self._known):
            raise Unreadable(f"format {number} of {len(self._known)}")
        made = self._known[number].cloneNode(True)
        if made is None:  # elements can always be copied; other kinds of nodes cannot
            raise Unreadable(f"format {number}")
        self._formats.appendChild(made)
        made.setAttribute("fillId", str(fill))
        made.setAttribute("applyFill", "1")
        return self._take(made)

    def _take(self, made: Element) -> int:
        self._known.append(made)
        self._formats.setAttribute("count", str(len(self._known)))
        return len(self._known) - 1


def _counted(group: Element) -> int:
    """Bring the count of a group up to date, and give the number of its last member."""
    count = len(elements(group))
    group.setAttribute("count", str(count))
    return count - 1


def _colour(fill: Element) -> str:
    """Give the shade of ours that a fill has, "" for the sender's own."""
    for pattern in elements(fill, "patternFill"):
        for colour in elements(pattern, "fgColor"):
            if pattern.getAttribute("patternType") == "solid" and colour.getAttribute("rgb") in SHADES.values():
                return colour.getAttribute("rgb")
    return ""
