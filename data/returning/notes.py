"""Comments of a sheet: ours are taken away and added, the sender's stay; where both meet, ours stands below theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.dom.minidom import Element

from data.reading.marks import address
from data.returning.package import Package, add, elements, only, parsed

AUTHOR = "Sổ đăng ký"
_BELOW = f"\n— {AUTHOR}: "
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES = {
    "xmlns:v": "urn:schemas-microsoft-com:vml",
    "xmlns:o": "urn:schemas-microsoft-com:office:office",
    "xmlns:x": "urn:schemas-microsoft-com:office:excel",
}
_ROOT = "<xml " + " ".join(f'{name}="{space}"' for name, space in _SPACES.items()) + ">"
_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)

Cell = tuple[int, int]  # row, column, from 0


class Notes:
    """The comments of one sheet."""

    def __init__(self, package: Package, sheet: str) -> None:
        self._package = package
        self._sheet = sheet
        found = [part for kind, part in package.relations(sheet).values() if kind == "comments"]
        self._part = found[0] if found else ""

    def write(self, texts: Mapping[Cell, str], drawing: str) -> None:
        """Take away the comments of an earlier return and add these; `drawing` is the relation the sheet states.

        Raises Unreadable for comments and drawings of an unusual form.
        """
        if not (texts or self._part):
            return
        root = self._root()
        gone = _cleared(root)
        fresh = _added(root, texts)
        if not drawing or not (gone or fresh):
            return
        _redraw(self._package.document(self._shapes(drawing)), gone, fresh)

    def _root(self) -> Element:
        if not self._part:
            self._part = self._package.free("xl/comments{}.xml")
            empty = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
            self._package.put(self._part, empty.encode())
            self._package.relate(self._sheet, "comments", self._part)
            self._package.declare(self._part, _COMMENTS)
        return self._package.document(self._part)

    def _shapes(self, drawing: str) -> str:
        """Give the part with the shapes of the comments."""
        known = self._package.relations(self._sheet)
        if drawing in known:
            return known[drawing][1]
        part = self._package.free("xl/drawings/vmlDrawing{}.vml")
        self._package.put(part, f"{_ROOT}{_KIND}</xml>".encode())
        self._package.declare_ending("vml", _DRAWING)
        self._package.relate(self._sheet, "vmlDrawing", part, drawing)
        return part


def _cleared(root: Element) -> set[str]:
    """Take our comments away, and give the addresses that are left without one."""
    listed = only(root, "commentList")
    ours = {str(at) for at, one in enumerate(elements(only(root, "authors"))) if _said(one) == AUTHOR}
    gone = set()
    for comment in elements(listed):
        if comment.getAttribute("authorId") in ours:
            gone.add(comment.getAttribute("ref"))
            listed.removeChild(comment)
            continue
        for text in comment.getElementsByTagName("*"):
            if text.firstChild is not None and text.firstChild.nodeType == text.TEXT_NODE and _BELOW in _said(text):
                text.firstChild.nodeValue = _said(text).partition(_BELOW)[0]
    return gone


def _added(root: Element, texts: Mapping[Cell, str]) -> list[Cell]:
    """Add comments, and give the cells that had none before."""
    authors, listed = only(root, "authors"), only(root, "commentList")
    names = [_said(one) for one in elements(authors)]
    if AUTHOR not in names:
        add(authors, "author", AUTHOR)
        names.append(AUTHOR)
    theirs = {comment.getAttribute("ref"): comment for comment in elements(listed)}
    fresh = []
    for cell, text in texts.items():
        comment = theirs.get(address(*cell))
        if comment is None:
            comment = add(listed, "comment", ref=address(*cell), authorId=names.index(AUTHOR))
            add(add(add(comment, "text"), "r"), "t", text)
            fresh.append(cell)
        else:
            add(add(only(comment, "text"), "r"), "t", _BELOW + text)
    return fresh


def _redraw(root: Element, gone: set[str], fresh: Iterable[Cell]) -> None:
    """Take the shapes of comments that are gone out of a drawing, and add those of fresh ones."""
    for shape in elements(root, "shape"):
        if _noted(shape) in gone:
            root.removeChild(shape)
    for name, space in _SPACES.items():
        root.setAttribute(name, space)
    names = {one.getAttribute("id") for one in elements(root)}
    kind = "" if "_x0000_t202" in names else _KIND
    first = max((int(name[8:]) for name in names if name[:8] == "_x0000_s" and name[8:].isdecimal()), default=1024) + 1
    shapes = "".join(_shape(number, *cell) for number, cell in enumerate(fresh, start=first))
    for one in elements(parsed(f"{_ROOT}{kind}{shapes}</xml>".encode())):
        root.appendChild(one)


def _noted(shape: Element) -> str:
    """Give the address of the cell whose comment a shape shows, "" for any other shape."""
    for data in elements(shape, "ClientData"):
        place = [int(_said(one)) for name in ("Row", "Column") for one in elements(data, name)]
        if data.getAttribute("ObjectType") == "Note" and len(place) == 2:
            return address(place[0], place[1])
    return ""


def _shape(number: int, row: int, column: int) -> str:
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"'
        ' style="position:absolute;margin-left:60pt;margin-top:2pt;width:270pt;height:105pt;visibility:hidden">'
        '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _said(one: Element) -> str:
    return "".join(node.nodeValue or "" for node in one.childNodes if node.nodeType == node.TEXT_NODE)
