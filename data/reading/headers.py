"""Header of a hand-made sheet: where it is, and which of its columns is which field."""

from __future__ import annotations

from collections.abc import Mapping as Answers
from dataclasses import dataclass, field, replace

from data.reading.cells import Row, Sheet
from data.reading.register_columns import IGNORED, SHEET_KINDS, SheetKind, field_of, fields, personal_columns

SEARCHED_ROWS = 40
_DEPTH = 3  # rows that one header may have


@dataclass(frozen=True)
class Mapping:
    """How a sheet is read. Columns count from 0, rows are the sender's; header_row 0 means no header was found.

    `headings` has one text a column, the parts of a header of several rows joined by " / ". `ambiguous` fields are
    claimed by several columns and not mapped; `unknown` columns have a heading no synonym knows; `personal`
    columns ask for data on persons and are never read.
    """

    sheet_kind: SheetKind
    header_row: int
    headings: list[str]
    columns: dict[str, int]
    unknown: list[int] = field(default_factory=list)
    missing_required: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[int]] = field(default_factory=dict)
    personal: dict[int, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)  # texts above the header


def find(sheet: Sheet, sheet_kind: SheetKind | None = None, header_row: int | None = None) -> Mapping:
    """Find the header of a sheet below its title rows, and map its columns.

    Without `sheet_kind` the kind that most columns fit is taken; with `header_row` (the sender's number of the
    header's last row) that row is the header whatever it holds. A sheet without a header gives header_row 0.
    """
    kinds = (sheet_kind,) if sheet_kind else SHEET_KINDS
    rows = sheet.rows[:SEARCHED_ROWS] if header_row is None else sheet.rows
    width = sheet.width
    best: tuple[tuple[int, int], Mapping] | None = None
    for index, row in enumerate(rows):
        if header_row is not None and row.number != header_row:
            continue
        for depth in range(1, _DEPTH + 1):
            block = _block(sheet.rows, index, depth)
            for kind in kinds if block else ():
                mapping = _map(kind, block, width)
                score = _score(mapping)
                if best is None or score > best[0]:
                    best = score, replace(mapping, titles=_titles(sheet.rows[: index - depth + 1]))
    if best is None or (header_row is None and best[0][1] < 2):
        kind = kinds[0]
        required = [name for name, one in fields(kind).items() if one.required]
        return Mapping(kind, 0, [], {}, missing_required=required)
    return best[1]


def answered(mapping: Mapping, answers: Answers[str, str]) -> Mapping:
    """Apply a person's answers, heading → field ("" or IGNORED: not read); they override the synonyms.

    A heading that stands several times takes the answer in its first column only. Personal columns stay unread.
    """
    columns = dict(mapping.columns)
    for index, heading in enumerate(mapping.headings):
        if heading not in answers or mapping.headings.index(heading) != index:
            continue
        columns = {name: place for name, place in columns.items() if place != index}
        wanted = answers[heading]
        if wanted in fields(mapping.sheet_kind) and index not in mapping.personal:
            columns[wanted] = index
    claimed = {name: places for name, places in mapping.ambiguous.items() if name not in columns}
    open_ = {
        name: places
        for name, places in claimed.items()
        if not all(mapping.headings[place] in answers for place in places)
    }
    unknown = [
        index for index in mapping.unknown if index not in columns.values() and mapping.headings[index] not in answers
    ]
    return replace(
        mapping,
        columns=columns,
        ambiguous=open_,
        unknown=unknown,
        missing_required=_missing(mapping.sheet_kind, columns),
    )


def kind_of(answers: Answers[str, str], found: SheetKind) -> SheetKind:
    """Give the kind of sheet that a person's answers are about: the kind found, unless others of them fit better."""
    fitting = {kind: sum(name in fields(kind) for name in answers.values()) for kind in (found, *SHEET_KINDS)}
    return max(fitting, key=lambda kind: fitting[kind])


def _block(rows: list[Row], last: int, depth: int) -> list[Row]:
    """The rows of a header that ends at `last`, [] when these are not `depth` rows without a gap."""
    first = last - depth + 1
    if first < 0 or rows[last].number - rows[first].number != depth - 1:
        return []
    return rows[first : last + 1]


def _map(sheet_kind: SheetKind, block: list[Row], width: int) -> Mapping:
    headings = [_heading(block, column) for column in range(width)]
    personal = personal_columns(headings)
    claims: dict[str, list[int]] = {}
    unknown = []
    for index, heading in enumerate(headings):
        if not heading or index in personal:
            continue
        name = field_of(heading, sheet_kind)
        if name:
            claims.setdefault(name, []).append(index)
        else:
            unknown.append(index)
    claims.pop(IGNORED, None)
    columns = {name: places[0] for name, places in claims.items() if len(places) == 1}
    return Mapping(
        sheet_kind,
        block[-1].number,
        headings,
        columns,
        unknown,
        _missing(sheet_kind, columns),
        {name: places for name, places in claims.items() if len(places) > 1},
        personal,
    )


def _heading(block: list[Row], column: int) -> str:
    parts: list[str] = []
    for row in block:
        cell = row.cell(column)
        text = " ".join(cell.text.split()) if isinstance(cell.value, str) else ""
        if text and text not in parts:
            parts.append(text)
    return " / ".join(parts)


def _missing(sheet_kind: SheetKind, columns: dict[str, int]) -> list[str]:
    return [name for name, one in fields(sheet_kind).items() if one.required and name not in columns]


def _score(mapping: Mapping) -> tuple[int, int]:
    """How well a header fits: required fields first, then all; a field claimed twice counts once."""
    found = {*mapping.columns, *mapping.ambiguous}
    required = sum(fields(mapping.sheet_kind)[name].required for name in found)
    return 2 * required + len(found), len(found)


def _titles(rows: list[Row]) -> list[str]:
    texts = [cell.text for row in rows for cell in row.cells if isinstance(cell.value, str) and not cell.origin]
    return [text for text in texts if text]
