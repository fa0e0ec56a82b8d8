"""XML of a sent file, read as a stream: no document types, no entities, nothing kept but what a handler takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol
from xml.parsers import expat

Attributes = dict[str, str]


class Handler(Protocol):
    """Takes the elements of one document, from its outermost one on."""

    def attach(self, parser: expat.XMLParserType) -> None:
        """Set the callbacks this handler needs, and no others: each costs time on every element."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element; names may carry a prefix."""

    def close(self) -> None:
        """Take the end of the document."""


class Unreadable(Exception):
    """The document is not XML, or carries what no honest workbook carries; the message is English, for the log."""


class DocumentType(Unreadable):
    """The document has a DOCTYPE, where entities are declared: an attack, or no workbook of ours."""


def parse(chunks: Iterable[bytes], root: Callable[[str], Handler | None]) -> None:
    """Parse a document; `root` chooses the handler from the bare name of the outermost element (None: only check).

    Raises DocumentType for a DOCTYPE, Unreadable for anything that is not well-formed XML.
    """
    parser = expat.ParserCreate()
    # Entities cannot be declared without a DOCTYPE, so stopping at its start is enough.
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.buffer_text = True
    chosen: list[Handler] = []

    def first(name: str, attributes: Attributes) -> None:
        parser.StartElementHandler = None
        handler = root(bare(name))
        if handler is not None:
            handler.attach(parser)
            handler.start(name, attributes)
            chosen.append(handler)

    parser.StartElementHandler = first
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(str(error)) from error
    for handler in chosen:
        handler.close()


def bare(name: str) -> str:
    """The name of an element or attribute without its prefix: "table:table-row" → "table-row"."""
    return name.rpartition(":")[2] if ":" in name else name


def plain(attributes: Attributes) -> Attributes:
    """The attributes with bare names."""
    return {bare(name): value for name, value in attributes.items()}


def _refuse_document_type(*_: object) -> None:
    raise DocumentType("document type declaration")
