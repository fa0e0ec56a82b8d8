"""The parts of an .xlsx workbook: small ones are changed as documents, large ones pass through as a stream."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.dom.minidom import Element, parseString

from data.reading.xml_stream import Unreadable, bare

WORKBOOK = "xl/workbook.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_STEP = 1 << 20
_SMALL = 4 << 20  # bytes of a part that is read whole; as a document it takes about forty times as much
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Writer = Callable[[bytes | bytearray], object]


class Package:
    """A workbook that the guard let in; `saved` writes it with what was changed."""

    def __init__(self, data: bytes) -> None:
        self._source = zipfile.ZipFile(io.BytesIO(data))
        self._names = set(self._source.namelist())
        self._documents: dict[str, Element] = {}
        self._before: dict[str, bytes] = {}  # the documents as they were, written the same way
        self._texts: dict[str, bytes] = {}

    def document(self, name: str) -> Element:
        """Give the outermost element of a part; what is changed below it is saved. Raises Unreadable, KeyError."""
        if name not in self._documents:
            root = parsed(self.text(name))
            self._documents[name] = root
            self._before[name] = _xml(root)
        return self._documents[name]

    def text(self, name: str) -> bytes:
        """Give a small part whole. Raises Unreadable when it is not small, KeyError when there is none."""
        if name in self._texts:
            return self._texts[name]
        if self._source.getinfo(name).file_size > _SMALL:
            raise Unreadable(f"{name}: too large to be changed")
        return self._source.read(name)

    def put(self, name: str, text: bytes) -> None:
        """Add a part, or write another text into it."""
        self._names.add(name)
        self._texts[name] = text

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give the text of a part of the source in steps."""
        with self._source.open(name) as part:
            while chunk := part.read(_STEP):
                yield chunk

    def free(self, pattern: str) -> str:
        """Give the first unused name of a pattern with {} for a number."""
        return next(name for number in range(1, 100_000) if (name := pattern.format(number)) not in self._names)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Give relation id → (last word of its kind, the part it leads to) of a part."""
        name = _relations_of(part)
        if name not in self._names:
            return {}
        return {
            one.getAttribute("Id"): (
                one.getAttribute("Type").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", posixpath.dirname(part), one.getAttribute("Target")))[1:],
            )
            for one in elements(self.document(name))
            if one.getAttribute("TargetMode") != "External"
        }

    def relate(self, part: str, kind: str, target: str, given: str = "") -> str:
        """Add a relation from a part to another, under a new id unless one is given, and give the id."""
        name = _relations_of(part)
        if name not in self._names:
            self.put(name, f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
        root = self.document(name)
        used = {one.getAttribute("Id") for one in elements(root)}
        new = given or next(one for number in range(1, 100_000) if (one := f"rId{number}") not in used)
        path = posixpath.relpath(target, posixpath.dirname(part))
        add(root, "Relationship", Id=new, Type=f"{OFFICE}/{kind}", Target=path)
        return new

    def declare(self, part: str, content_type: str) -> None:
        """State the type of an added part."""
        add(self.document(_TYPES), "Override", PartName=f"/{part}", ContentType=content_type)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """State the type of all parts with an ending, unless that is stated."""
        root = self.document(_TYPES)
        if not any(one.getAttribute("Extension").lower() == ending for one in elements(root)):
            first = next(iter(elements(root)), None)
            root.insertBefore(add(root, "Default", Extension=ending, ContentType=content_type), first)

    def saved(self, streams: dict[str, Callable[[Writer], None]]) -> bytes:
        """Write the workbook; `streams` write their parts themselves, and may change any other part while they do."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name, write in streams.items():
                with target.open(name, "w") as part:
                    write(part.write)
            for name in [_TYPES, *sorted(self._names - streams.keys() - {_TYPES})]:
                with target.open(name, "w") as part:
                    for chunk in self._current(name):
                        part.write(chunk)
        return out.getvalue()

    def _current(self, name: str) -> Iterator[bytes]:
        if name in self._documents:
            text = _xml(self._documents[name])
            if text != self._before[name]:
                return iter([text])
        return iter([self._texts[name]]) if name in self._texts else self.chunks(name)


def parsed(text: bytes) -> Element:
    """Give the outermost element of an XML text. Raises Unreadable, ExpatError."""
    # The guard refused document types in every part of a file, so no entity can swell here.
    root = parseString(text).documentElement  # noqa: S318
    if root is None:
        raise Unreadable("no element")
    return root


def elements(parent: Element, name: str = "") -> list[Element]:
    """Give the elements right below another, of one name if given."""
    found = [node for node in parent.childNodes if isinstance(node, Element)]
    return [one for one in found if bare(one.tagName) == name] if name else found


def only(parent: Element, name: str) -> Element:
    """Give the first element of a name right below another. Raises Unreadable when there is none."""
    for one in elements(parent, name):
        return one
    raise Unreadable(f"no <{name}>")


def add(parent: Element, name: str, text: str = "", /, **attributes: str | int) -> Element:
    """Add an element at the end of another, in the same namespace, and give it."""
    document = parent.ownerDocument
    if document is None:
        raise Unreadable(f"<{parent.tagName}> outside a document")
    prefix = parent.tagName.rpartition(":")[0]
    child = document.createElement(f"{prefix}:{name}" if prefix else name)
    for key, value in attributes.items():
        child.setAttribute(key, str(value))
    if text:
        if name == "t":  # the only one that may say so
            child.setAttribute("xml:space", "preserve")
        child.appendChild(document.createTextNode(allowed(text)))
    parent.appendChild(child)
    return child


def allowed(text: str) -> str:
    """Give a text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def _xml(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + root.toxml().encode()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
