"""From the bytes of a sent workbook to the rows its sheets hold, cell by cell, with all that was noticed on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.checking.findings import Finding, Place, finding
from data.errors import Problem
from data.export_columns import VERSION_SHEET, exported_version, own_fields
from data.reading import guard, headers, legacy, sheets
from data.reading.archive import Limits
from data.reading.cells import EMPTY, Cell, Row, Sheet
from data.reading.lines import Line, lines
from data.reading.marks import address
from data.reading.register_columns import IGNORED, SheetKind, field_of, fields
from data.shield import unshielded

# A whole column of these may be wanting: the rest of the row tells them.
CAN_FOLLOW = ("source", "site_name")
# With any of these a row without a commune can be placed all the same.
_TELLS_COMMUNE = frozenset(("latitude", "longitude", "coordinates", "line"))
UNREAD = "Không đọc"
GUIDE, LISTS, RESULT = "Hướng dẫn", "Danh mục", "Kết quả kiểm tra"
ORIGIN, CHECKSUM = "Tệp gốc", "SHA-256"  # lines of the sheet of results that tell which file it is about
SPATIAL = ("geojson", "gpkg", "kml", "shapefile")
NOT_DATA = (GUIDE, LISTS, RESULT, VERSION_SHEET)  # sheets that this project itself adds to a workbook


class NotUnderstood(Problem):
    """No sheet of a file was understood; `sheets` are those that came, for a person to say how they are read."""

    def __init__(self, name: str, sheets: Sequence[Sheet]) -> None:
        self.sheets = [sheet for sheet in sheets if sheet.rows]
        super().__init__(
            where=f"Tệp {name}",
            came="không trang nào có dòng tiêu đề hiểu được",
            expected="các cột như tệp mẫu: mô hình, tên điểm, xã, nguồn…",
            todo="Chỉ dòng tiêu đề và các cột ở trang Sổ đăng ký, hoặc đổi tên cột theo tệp mẫu "
            "(python -m data template MAU.xlsx).",
        )


Spatial = Callable[[bytes, str], list[Sheet]]
Remembered = Callable[[Sequence[str]], Mapping[str, str] | None]


@dataclass(frozen=True)
class Reading:
    """How a person wants one sheet read; what is left out is found out.

    answers: heading → field ("" = not read); values: field → text for every row that states none ("model" of a
    sheet without such a column, the "epoch" its commune names belong to).
    """

    kind: SheetKind | None = None
    header_row: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Entries:
    """The data rows of one sheet: `cells` has for each field one cell a row, `numbers` the sender's row numbers."""

    sheet: str
    kind: SheetKind
    mapping: headers.Mapping
    numbers: list[int]
    cells: dict[str, list[Cell]]
    rows: dict[int, Row]
    missing: tuple[str, ...] = ()  # required fields that no column and no value gives
    verbatim: bool = False  # the register's own export: texts are kept as they are, to the letter

    def place(self, number: int, name: str = "") -> Place:
        """Give the place of a field in a row of this sheet (row 0: the sheet as a whole)."""
        column = self.mapping.columns.get(name)
        if column is None:
            return Place(
                self.sheet, number, "", fields(self.kind)[name].label_vi if name in fields(self.kind) else "", name
            )
        return Place(self.sheet, number, letter(column), self.mapping.headings[column], name)

    def shown(self, number: int, as_sent: bool = False) -> dict[str, str]:
        """Give a row as heading → text, without the columns of personal data, so that it can be read again by itself.

        What was mended, carried down from a group or said for the whole sheet is in it; `as_sent` gives the sender's
        own cells.
        """
        row, at = self.rows[number], self._places[number]
        told: dict[str, str] = {}
        for column, title in self._titles.items():
            name = self._read.get(column)
            cell = row.cell(column) if name is None or as_sent else self.cells[name][at]
            if not cell.empty:
                told[f"{title} ({letter(column)})" if title in told else title] = cell.text
        for name, cells in self.cells.items():
            if not as_sent and name not in self.mapping.columns and not cells[at].empty:
                told[fields(self.kind)[name].label_vi] = cells[at].text
        return told

    def cell(self, name: str, number: int) -> Cell:
        """Give the cell of a field in a row, as it is read."""
        return self.cells[name][self._places[number]]

    def title(self, name: str) -> str:
        """Give the heading under which `shown` has a field."""
        column = self.mapping.columns.get(name)
        return fields(self.kind)[name].label_vi if column is None else self._titles[column]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {number: at for at, number in enumerate(self.numbers)}

    @cached_property
    def _read(self) -> dict[int, str]:
        return {column: name for name, column in self.mapping.columns.items()}

    @cached_property
    def _titles(self) -> dict[int, str]:
        return {
            column: self._title(column, heading)
            for column, heading in enumerate(self.mapping.headings)
            if column not in self.mapping.personal
        }

    def _title(self, column: int, heading: str) -> str:
        """Give a heading that means by itself what a person said that it means here."""
        name, meant = self._read.get(column, ""), field_of(heading, self.kind)
        asked = any(column in places for places in self.mapping.ambiguous.values())
        if self.verbatim or asked or name == meant or (not name and meant in ("", IGNORED)):
            return heading or letter(column)
        return fields(self.kind)[name].label_vi if name else f"{UNREAD}: {heading}"


@dataclass(frozen=True, eq=False)
class Intake:
    """What a sent file holds: its sheets as read, the rows of those that were understood, and notes on the way.

    origin: the file that a returned workbook was made of, else the file itself; rows without a source name it.
    returned_sha256: the checksum of the file that a returned workbook was made of, else "".
    mappings: how each sheet was read, by its name; those of an own export are not among them, nothing is to be
    asked about their columns. exported: number and stamp of the version that an own export was made of.
    """

    name: str
    origin: str
    sheets: list[Sheet]
    mappings: dict[str, headers.Mapping]
    entries: list[Entries]
    findings: list[Finding]
    exported: tuple[int, str] | None = None
    returned_sha256: str = ""

    @property
    def rows(self) -> int:
        """The number of data rows in all sheets."""
        return sum(len(entry.numbers) for entry in self.entries)


def read(
    data: bytes,
    name: str,
    *,
    readings: Mapping[str, Reading] | None = None,
    remembered: Remembered = lambda _: None,
    spatial: Spatial | None = None,
    limits: Limits | None = None,
) -> Intake:
    """Read a workbook, a CSV file, or with `spatial` (the reader of the floor above) a file of map data.

    readings: sheet name → how to read it ("" for every sheet not named); remembered: headings → the answers
    given for them before. Raises Problem for a file that is refused or damaged, NotUnderstood for one without any
    sheet that looks like the template's.
    """
    mapped = spatial is not None and guard.check(data, name, limits) in SPATIAL
    came_sheets = spatial(data, name) if spatial and mapped else sheets.read(data, name, limits)
    origin, sha256 = (_returned(came_sheets, line) for line in (ORIGIN, CHECKSUM))
    result = Intake(name, origin or name, [], {}, [], [], exported_version(came_sheets), sha256)
    for came in came_sheets:
        if came.name in NOT_DATA:
            continue
        own = _own(came)
        if own:
            result.sheets.append(came)
            result.entries.append(own)
            if mapped:  # what became of shapes; the other readers' notes are on how a hand-made sheet was understood
                result.findings.extend(finding("reading_note", Place(came.name), came=note) for note in came.notes)
            continue
        converted = legacy.convert(came)
        wanted = (readings or {}).get(came.name) or (readings or {}).get("") or Reading()
        mapping = _mapping(converted.sheet, wanted, remembered)
        result.sheets.append(converted.sheet)
        result.mappings[came.name] = mapping
        if came.hidden and came.name not in (readings or {}):  # often last year's copy
            if _is_register(mapping, wanted, mapped):
                result.findings.append(finding("sheet_hidden", Place(came.name), sheet=came.name))
            continue
        if not _is_register(mapping, wanted, mapped):
            if came.rows and not came.hidden:
                result.findings.append(finding("sheet_not_used", Place(came.name), sheet=came.name))
            continue
        entry, told = _entries(converted.sheet, mapping, wanted)
        result.entries.append(entry)
        result.findings.extend([*_on_reading(came, converted, mapping), *_on_headings(entry), *told])
    if not result.entries:
        raise NotUnderstood(name, result.sheets)
    return result


def _own(sheet: Sheet) -> Entries | None:
    """Read a sheet of the register's own export, cell by cell as it is; None for any other sheet."""
    headings = [" ".join(cell.text.split()) for cell in sheet.rows[0].cells] if sheet.rows else []
    found = own_fields(headings)
    if found is None:
        return None
    kind, known = found
    mapping = headers.Mapping(kind, sheet.rows[0].number, headings, {name: at for at, name in known.items()})
    data = sheet.rows[1:]
    read = _unshielded if sheet.kind == "csv" else _as_it_is
    cells = {name: [read(row.cell(column)) for row in data] for name, column in mapping.columns.items()}
    rows = {row.number: row for row in data}
    return Entries(sheet.name, kind, mapping, list(rows), cells, rows, verbatim=True)


def _as_it_is(cell: Cell) -> Cell:
    return cell


def _unshielded(cell: Cell) -> Cell:
    return replace(cell, value=unshielded(cell.value)) if isinstance(cell.value, str) else cell


def _returned(found: Sequence[Sheet], line: str) -> str:
    """Give what the sheet of results of a returned workbook says in a line; "" for any other file."""
    for sheet in found:
        for row in sheet.rows if sheet.name == RESULT else ():
            if row.cell(0).text == line:
                return row.cell(1).text
    return ""


def letter(column: int) -> str:
    """Give the letters of a column counted from 0: 0 → "A"."""
    return address(0, column)[:-1]


def _mapping(sheet: Sheet, wanted: Reading, remembered: Remembered) -> headers.Mapping:
    mapping = headers.find(sheet, wanted.kind, wanted.header_row)
    before = remembered(mapping.headings) if mapping.headings else None
    if not mapping.headings:
        mapping, before = _known_again(sheet, mapping, remembered)
    answers = {**(before or {}), **wanted.answers}
    kind = wanted.kind or headers.kind_of(answers, mapping.sheet_kind)
    if kind != mapping.sheet_kind:
        mapping = headers.find(sheet, kind, mapping.header_row)
    return headers.answered(mapping, answers) if answers else mapping


def _known_again(
    sheet: Sheet, found: headers.Mapping, remembered: Remembered
) -> tuple[headers.Mapping, Mapping[str, str] | None]:
    """Look for a header that nothing but an earlier answer explains; give `found` where there is none."""
    for row in sheet.rows[: headers.SEARCHED_ROWS]:
        if sum(isinstance(cell.value, str) for cell in row.cells) > 1:
            mapping = headers.find(sheet, found.sheet_kind, row.number)
            answers = remembered(mapping.headings)
            if answers:
                return mapping, answers
    return found, None


def _is_register(mapping: headers.Mapping, wanted: Reading, is_map: bool) -> bool:
    """Whether a sheet says at least what its rows are about: one required field besides the source.

    Places are a list of sites also where nothing but their names, the shapes of a map file, or a person's word for the
    whole file says so: then their model is asked for.
    """
    known = {*mapping.columns, *mapping.ambiguous}
    about = {name for name, one in fields(mapping.sheet_kind).items() if one.required and name not in CAN_FOLLOW}
    named, told = "site_name" in known, bool(wanted.values.get("model"))
    placed = known & {"coordinates", "line"} or {"latitude", "longitude"} <= known
    list_of_sites = (placed and (named or told or is_map or "line" in known)) or (named and told)
    return bool(mapping.header_row and (known & about or list_of_sites))


def _entries(sheet: Sheet, mapping: headers.Mapping, wanted: Reading) -> tuple[Entries, list[Finding]]:
    found = list(lines(sheet, mapping))
    data = [line for line in found if line.kind == "data"]
    cells = {name: [line.row.cell(column) for line in data] for name, column in mapping.columns.items()}
    for name in ("district", "commune"):
        _carry(cells, name, [getattr(line, name) for line in data])
    given = {name: text for name, text in wanted.values.items() if name in fields(mapping.sheet_kind) and text}
    for name, text in given.items():
        _carry(cells, name, [text] * len(data))
    can_follow = (*CAN_FOLLOW, "commune") if cells.keys() & _TELLS_COMMUNE else CAN_FOLLOW
    missing = tuple(name for name in mapping.missing_required if name not in cells and name not in can_follow)
    entry = Entries(
        sheet.name, mapping.sheet_kind, mapping, [line.row.number for line in data], cells,
        {line.row.number: line.row for line in data}, missing,
    )  # fmt: skip
    return entry, list(_on_lines(sheet, found, entry))


def _carry(cells: dict[str, list[Cell]], name: str, texts: list[str]) -> None:
    """Write texts where a field says nothing: the group above the row, or what a person said for the sheet."""
    if any(texts):
        own = cells.get(name, [EMPTY] * len(texts))
        cells[name] = [Cell(text) if cell.empty and text else cell for cell, text in zip(own, texts, strict=True)]


def _on_reading(came: Sheet, converted: legacy.Converted, mapping: headers.Mapping) -> Iterator[Finding]:
    heading = dict(enumerate(mapping.headings))
    for note in came.notes:
        yield finding("reading_note", Place(came.name), came=note)
    for told in converted.notes:
        place = Place(came.name, 0, letter(told.column), heading.get(told.column, ""))
        yield finding("legacy_font", place, count=told.cells, font=legacy.NAMES[told.encoding])
    for doubt in converted.doubts:
        place = Place(came.name, doubt.row, letter(doubt.column), heading.get(doubt.column, ""))
        yield replace(
            finding("odd_font", place, came=doubt.came), todo=f"Gõ lại ô này nếu phải là «{doubt.suggestion}»."
        )


def _on_headings(entry: Entries) -> Iterator[Finding]:
    mapping = entry.mapping
    for name in entry.missing:
        place = Place(entry.sheet, 0, "", fields(entry.kind)[name].label_vi, name)
        if name not in mapping.ambiguous:
            yield finding("missing_column", place)
    for name, places in mapping.ambiguous.items():
        label = fields(entry.kind)[name].label_vi
        columns = ", ".join(map(letter, places))
        yield finding("ambiguous_column", Place(entry.sheet, 0, "", label, name), columns=columns, label=label)
    for column in mapping.personal:
        yield finding("personal_column", Place(entry.sheet, 0, letter(column), mapping.headings[column]))
    for column in mapping.unknown:
        yield finding("unknown_column", Place(entry.sheet, 0, letter(column), mapping.headings[column]))


def _on_lines(sheet: Sheet, found: Sequence[Line], entry: Entries) -> Iterator[Finding]:
    skipped = Counter(line.note for line in found if line.kind not in ("data", "group"))
    for note, count in skipped.items():
        yield finding("rows_skipped", Place(sheet.name), came=f"{count} dòng. {note}")
    for note, count in Counter(line.note for line in found if line.kind == "group").items():
        yield finding("rows_skipped", Place(sheet.name), came=f"{count} dòng. {note}")
    blank = _blank_rows(sheet, entry)
    if blank:
        yield finding("rows_skipped", Place(sheet.name), came=f"{blank} dòng trống giữa bảng")
    merged = sum(1 for column in entry.cells.values() for cell in column if cell.origin)
    if merged:
        yield finding("merged_cells", Place(sheet.name), count=merged)


def _blank_rows(sheet: Sheet, entry: Entries) -> int:
    """Count the rows without anything between the header and the last row of data."""
    if not entry.numbers:
        return 0
    first, last = entry.mapping.header_row, entry.numbers[-1]
    return last - first - sum(1 for row in sheet.rows if first < row.number <= last)
