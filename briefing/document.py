"""A whole briefing as one frozen specification, from which the deck, the report, its PDF and the workbook are written.

A number that is in a document is in one of its texts, tables or picture specifications; no writer computes any.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from briefing.spec import BarSpec, Header, MapSpec, TimeSpec


@dataclass(frozen=True, eq=False)
class Picture:
    """A map or chart with its caption: what it shows, in one line."""

    caption: str
    spec: BarSpec | MapSpec | TimeSpec


@dataclass(frozen=True, eq=False)
class Listing:
    """A table with its caption.

    `rows` has finished headings as columns and typed cells: numbers stay numbers (NaN = no data), all else is text.
    `total` names the columns that a reader expects summed below the rows; their sum is `rows[column].sum()`.
    """

    caption: str
    header: Header
    rows: pd.DataFrame
    total: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Section:
    """One subject: its key (of data/tables/sections.csv), heading, sentences made from figures, and what shows them.

    `figures` are its main numbers, each (value in words, what it counts, source and date in words).
    """

    key: str
    heading: str
    figures: tuple[tuple[str, str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    items: tuple[Picture | Listing, ...] = ()


@dataclass(frozen=True, eq=False)
class Chapter:
    """The sections about one area; `title` names it ("Tỉnh Nghệ An", "Huyện Kỳ Sơn (địa bàn huyện cũ)")."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Agency:
    """Who sends the report, from the settings: "" where they do not say, and then a dotted line stands in its place.

    superior, name: the two lines of the agency block. place: for "Nghệ An, ngày …". number: the document's number and
    sign. signer_title, signer_name: the signature block. recipients: the lines under "Nơi nhận".
    """

    superior: str = ""
    name: str = ""
    place: str = ""
    number: str = ""
    signer_title: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Document:
    """A briefing: `header` says filter, epoch, source, dates and data set of the whole; `made` the (ISO) day of making.

    `definitions` are (term, meaning) of the words it uses; `sources` has publisher, title, date, source_url and
    used_for, one row for each source cited.
    """

    title: str
    header: Header
    chapters: tuple[Chapter, ...]
    definitions: tuple[tuple[str, str], ...]
    sources: pd.DataFrame
    made: str
    agency: Agency = Agency()
