"""What a person answers to findings, and the new check that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.checking.check import Checked, assembled
from data.checking.findings import Finding, Place
from data.checking.intake import Entries
from data.checking.places import Locator
from data.checking.placing import NameKey, UnitKey, name_key, placed
from data.checking.typed_rows import Typed, column, typed
from data.reading.cells import EMPTY, Cell
from data.store import Store


@dataclass(frozen=True)
class Answers:
    """What a person answers to findings.

    names: a name as it stands in the file (see `name_of`) → the unit it means, in every row that says so;
    rows: (sheet, row) → unit, for one row only; cells: (sheet, row, field) → text in place of what the cell
    holds; words: (field, text that came) → text in its place, in every row that says so.
    """

    names: Mapping[NameKey, UnitKey] = field(default_factory=dict)
    rows: Mapping[tuple[str, int], UnitKey] = field(default_factory=dict)
    cells: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)


def accept(checked: Checked, answers: Answers, locator: Locator) -> Checked:
    """Check again with a person's answers; the locator is asked only about the rows they touch."""
    decisions = replace(
        checked.decisions,
        names={**checked.decisions.names, **answers.names},
        rows={**checked.decisions.rows, **answers.rows},
    )
    rows, where = [], []
    for one, before in zip(checked.typed, checked.placed, strict=True):
        entry = _mended(one.entry, answers)
        read = one if entry is one.entry else typed(entry, locator.box, checked.options.system)
        rows.append(read)
        where.append(placed(read, locator, decisions, before))
    intake = replace(checked.intake, entries=[one.entry for one in rows])
    return assembled(intake, checked.register, checked.options, decisions, rows, where)


def name_of(checked: Checked, place: Place) -> NameKey:
    """Give the name that the row of a finding says, as the key of an answer for all rows that say the same."""
    for rows in checked.typed:
        if rows.entry.sheet == place.sheet and place.row in rows.rows.index:
            return name_key(*_said(rows)[rows.entry.numbers.index(place.row)])
    return name_key("")


def alike(checked: Checked, one: Finding) -> list[tuple[str, int]]:
    """Give all rows (sheet, row) that say the same name as the row of a finding."""
    wanted = name_of(checked, one.place)
    return [
        (rows.entry.sheet, number)
        for rows in checked.typed
        for number, said in zip(rows.entry.numbers, _said(rows), strict=True)
        if name_key(*said) == wanted
    ]


def remember(checked: Checked, store: Store, by: str) -> int:
    """Keep the answers on names for the next file; give how many. Answers for single rows are of that file only."""
    for key, (epoch, code) in checked.decisions.names.items():
        store.decisions.remember_name(key.name, epoch, code, district=key.district, epoch=key.epoch, by=by)
    return len(checked.decisions.names)


def remembered(checked: Checked) -> dict[NameKey, str]:
    """Give the answers of earlier files that a file was read by: the name as it was answered → the unit it means."""
    found: dict[NameKey, str] = {}
    for rows, where in zip(checked.typed, checked.placed, strict=True):
        for (commune, district, epoch), by, label in zip(
            _said(rows), where.asked["by"], where.answers["label"], strict=True
        ):
            keys = (name_key(commune, district, epoch), name_key(commune, district))
            key = next((key for key in keys if key in checked.register.names), None)
            if by == "remembered" and key:
                found.setdefault(key, str(label))
    return found


def _said(rows: Typed) -> list[tuple[str, str, str]]:
    name = "area" if rows.entry.kind == "figures" else "commune"
    return list(zip(column(rows, name), column(rows, "district"), column(rows, "epoch"), strict=True))


def _mended(entry: Entries, answers: Answers) -> Entries:
    """Give the entries with the answered cells written in; the very same object where none is."""
    at = {number: place for place, number in enumerate(entry.numbers)}
    cells = {name: list(column) for name, column in entry.cells.items()}
    touched = False
    for (sheet, row, name), text in answers.cells.items():
        if sheet == entry.sheet and row in at:
            cells.setdefault(name, [EMPTY] * len(entry.numbers))[at[row]] = Cell(text)
            touched = True
    for (name, came), text in answers.words.items():
        for place, cell in enumerate(cells.get(name, [])):
            if cell.text == came:
                cells[name][place] = Cell(text)
                touched = True
    missing = tuple(name for name in entry.missing if name not in cells)
    return replace(entry, cells=cells, missing=missing) if touched else entry
