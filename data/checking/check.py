"""The check of a sent file: every row is accepted, or kept aside with all that was found wrong with it.

Whatever is wrong is found in one pass. data.checking.answers checks again with what a person decided.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from data.checking import identity, own_rows, register_rows, rules
from data.checking.findings import Finding, Place, counts, finding
from data.checking.intake import Entries, Intake
from data.checking.places import Locator
from data.checking.placing import Decisions, NameKey, Placed, UnitKey, placed
from data.checking.typed_rows import Typed, typed
from data.reading.vn2000 import System
from data.store import Changes, SetAside
from data.store.schema import COLUMNS, KEYS

_Row = tuple[str, int]  # sheet, row number
Progress = Callable[[str, float], None]  # the step that begins, and the share of the work (0 to 1) that lies behind it
# A step and where it begins, in shares of the time measured for 20,000 rows; the reading of the file is the caller's.
STEPS = {"reading": 0.0, "columns": 0.36, "places": 0.46, "rules": 0.56}
KINDS = ("sites", "statuses", "figures", "targets")
NOTES_SHOWN = 100  # of one kind in one column; a file may have a note on each of its 50,000 rows


@dataclass(frozen=True)
class Options:
    """How a file is to come in.

    mode: "merge" (rows by id) or "replace" (the file holds all sites of its models); all_or_nothing: one bad
    row keeps all out; today: later dates are of the future; system: the grid of VN-2000 metres, if known.
    """

    mode: str = "merge"
    all_or_nothing: bool = False
    today: datetime.date = field(default_factory=datetime.date.today)
    system: System | None = None


@dataclass(frozen=True, eq=False)
class Register:
    """What is on record when a file is checked: the tables of `version`, and the answers remembered for names."""

    version: int
    tables: Mapping[str, pd.DataFrame]
    names: Mapping[NameKey, UnitKey] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Checked:
    """A checked file.

    findings: all of them, errors first; frames: kind → accepted rows, the register's columns as text;
    rejected: the (sheet, row) of the rows kept aside. `typed` and `placed` are what a new check starts from.
    """

    intake: Intake
    register: Register
    options: Options
    decisions: Decisions
    typed: list[Typed]
    placed: list[Placed]
    findings: list[Finding]
    frames: dict[str, pd.DataFrame]
    rejected: frozenset[_Row]
    models: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """The number of data rows in the file."""
        return self.intake.rows

    @property
    def accepted(self) -> int:
        """The number of rows that would come into the register."""
        return self.rows - len(self.rejected)

    @property
    def changes(self) -> Changes:
        """What the accepted rows do to the register."""
        frames = {kind: rows for kind, rows in self.frames.items() if len(rows) or (kind == "sites" and self.models)}
        return Changes(frames, models=self.models)

    @property
    def aside(self) -> list[SetAside]:
        """The rows kept aside, with their cells and what was found, for the quarantine."""
        told: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
        for one in self.findings:
            told[one.place.sheet, one.place.row].append(one.as_dict())
        return [
            SetAside(
                rows.entry.sheet,
                str(row),
                rows.entry.kind,
                _without_personal(rows.entry, row, told[rows.entry.sheet, row]),
                told[rows.entry.sheet, row] or told[rows.entry.sheet, 0],
            )
            for rows in self.typed
            for row in rows.entry.numbers
            if (rows.entry.sheet, row) in self.rejected
        ]

    def summary(self) -> dict[str, Any]:
        """Give {rows, accepted, rejected, severities, findings} for JSON."""
        return {
            "file": self.intake.name,
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": len(self.rejected),
            "severities": counts(self.findings),
            "findings": [one.as_dict() for one in self.findings],
        }


def _without_personal(entry: Entries, row: int, findings: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Give a row without the cells that hold data on persons: what is refused is not kept aside either."""
    refused = {entry.title(one["field"]) for one in findings if one["code"] == "personal_cell"}
    return {heading: "(đã bỏ)" if heading in refused else text for heading, text in entry.shown(row).items()}


def silent(step: str, share: float) -> None:
    """Tell nobody how far the work is."""


def check(
    intake: Intake,
    locator: Locator,
    register: Register,
    options: Options | None = None,
    progress: Progress = silent,
) -> Checked:
    """Check every row of a file; `progress` hears of each of STEPS but the first, as it begins.

    Raises Problem only as the locator does (boundaries not built).
    """
    options = options or Options()
    progress("columns", STEPS["columns"])
    rows = [typed(entry, locator.box, options.system) for entry in intake.entries]
    rows = [own_rows.recentred(own_rows.freed(one, register.tables), register.tables) for one in rows]
    decisions = Decisions(remembered=register.names)
    progress("places", STEPS["places"])
    where = [placed(one, locator, decisions) for one in rows]
    progress("rules", STEPS["rules"])
    return assembled(intake, register, options, decisions, rows, where)


def assembled(
    intake: Intake,
    register: Register,
    options: Options,
    decisions: Decisions,
    rows: list[Typed],
    where: list[Placed],
) -> Checked:
    """Join the rows of all sheets, typed and placed, into what would come into the register, and all findings."""
    found = list(intake.findings)
    for one, placing in zip(rows, where, strict=True):
        found += [*one.findings, *rules.broken(one, options.today), *placing.findings]
    stacks = {kind: _stack(kind, rows, where, intake.origin, register) for kind in KINDS}
    found += [one for rows_ in rows for one in register_rows.notes(rows_, stacks["sites"].follows)]
    for kind, stack in stacks.items():
        stack.rows[KEYS[kind]], told = identity.identified(
            kind,
            stack.natural,
            register.tables[kind],
            stack.places,
            stack.written,
            options.mode == "replace" and kind == "sites",
        )
        found += told
    kept = {(one.entry.sheet, row) for one in rows for row in own_rows.untouched(one, register.tables)}
    found = [one for one in found if (one.place.sheet, one.place.row) not in kept]
    rejected = _rejected(intake, found, options.all_or_nothing)
    models, told = _replaced(stacks["sites"], rejected, options.mode)
    found += told
    frames = {kind: stack.accepted(kind, register, rejected, kept) for kind, stack in stacks.items()}
    frames["sources"] = _sources(frames, rows, register)
    found = _shortened(found)
    return Checked(intake, register, options, decisions, rows, where, found, frames, rejected, models)


@dataclass(frozen=True, eq=False)
class _Stack:
    """The rows of one kind from all sheets: what they say, what follows, where each stands, its cells as they came."""

    rows: pd.DataFrame
    follows: pd.DataFrame
    places: list[Place]
    written: list[tuple[str, ...]]

    @property
    def natural(self) -> pd.DataFrame:
        filled = self.rows.where(self.rows.notna(), self.follows).astype(str)
        key = self.rows.columns[0]
        filled[key] = self.rows[key].fillna("").astype(str).str.strip()
        return filled

    def accepted(
        self, kind: str, register: Register, rejected: Collection[_Row], kept: Collection[_Row]
    ) -> pd.DataFrame:
        """Give the rows that come in; those in `kept` as they are on record, whatever the check made of them."""
        good = [at for at, place in enumerate(self.places) if (place.sheet, place.row) not in rejected]
        known = register.tables[kind]
        rows = register_rows.completed(self.rows.iloc[good], self.follows.iloc[good], known, kind)
        same = [(self.places[at].sheet, self.places[at].row) in kept for at in good]
        if any(same):
            on_record = known.set_index(KEYS[kind], drop=False).loc[rows.loc[same, KEYS[kind]], rows.columns]
            rows.loc[same] = on_record.to_numpy()
        return rows


def _stack(kind: str, rows: list[Typed], where: list[Placed], file_name: str, register: Register) -> _Stack:
    stated: list[pd.DataFrame] = []
    follows: list[pd.DataFrame] = []
    places: list[Place] = []
    written: list[tuple[str, ...]] = []
    for one, placing in zip(rows, where, strict=True):
        if _sheet_kind(kind) != one.entry.kind:
            continue
        mine = own_rows.kind_of(one) == kind
        for frames, frame in zip((stated, follows), register_rows.said(one, placing, kind, file_name), strict=True):
            frames.append(frame[mine])
        key = "site_id" if kind == "sites" else "row_id"
        field_name = key if key in one.rows else {"sites": "site_name", "statuses": "commune"}.get(kind, "indicator")
        places += [one.entry.place(int(str(row)), field_name) for row in one.rows.index[mine]]
        written += [cells for cells, is_mine in zip(_written(one), mine, strict=True) if is_mine]
    nothing = pd.DataFrame(columns=list(COLUMNS[kind]), dtype=object)
    return _Stack(
        pd.concat(stated, ignore_index=True) if stated else nothing,
        pd.concat(follows, ignore_index=True) if follows else nothing.copy(),
        places,
        written,
    )


def _written(rows: Typed) -> list[tuple[str, ...]]:
    """Give the cells of each row as they came, by field: the same row in two sheets is the same."""
    names = sorted(rows.entry.cells)
    return [
        tuple(f"{name}={cell.text}" for name, cell in zip(names, cells, strict=True) if not cell.empty)
        for cells in zip(*(rows.entry.cells[name] for name in names), strict=True)
    ]


def _sheet_kind(kind: str) -> str:
    return "figures" if kind == "targets" else kind


def _rejected(intake: Intake, found: Iterable[Finding], all_or_nothing: bool) -> frozenset[_Row]:
    bad = {(one.place.sheet, one.place.row) for one in found if one.severity == "error"}
    whole = {sheet for sheet, row in bad if row == 0}
    every = all_or_nothing and bad
    return frozenset(
        (entry.sheet, number)
        for entry in intake.entries
        for number in entry.numbers
        if every or entry.sheet in whole or (entry.sheet, number) in bad
    )


def _replaced(sites: _Stack, rejected: frozenset[_Row], mode: str) -> tuple[tuple[str, ...], list[Finding]]:
    """Give the models to be replaced as a whole: none while a site is kept aside, for it may be one of theirs."""
    if mode != "replace":
        return (), []
    aside = [place for place in sites.places if (place.sheet, place.row) in rejected]
    if aside:
        return (), [finding("replace_refused", Place(aside[0].sheet), count=len(aside))]
    return tuple(sorted({*sites.follows["model_key"]} - {""})), []


def _sources(frames: Mapping[str, pd.DataFrame], rows: Sequence[Typed], register: Register) -> pd.DataFrame:
    dates: dict[str, str] = {}
    for one in rows:
        if "source_date" in one.rows and "source" in one.rows:
            dates |= dict(zip(one.rows["source"], one.rows["source_date"], strict=True))
    cited = pd.concat([frames[kind][["source_url"]] for kind in KINDS])
    return register_rows.sources(cited, dates, register.tables["sources"])


def _shortened(found: Sequence[Finding]) -> list[Finding]:
    """Give the findings in order, errors first, of many notes of one kind in one column only the first."""
    order = {"error": 0, "warning": 1, "note": 2}
    kept: list[Finding] = []
    notes: Counter[tuple[str, str, str]] = Counter()
    for one in sorted(found, key=lambda one: (order[one.severity], one.place.sheet, one.place.row)):
        key = (one.place.sheet, one.place.field, one.code)
        notes[key] += one.severity == "note"
        if notes[key] <= NOTES_SHOWN:
            kept.append(one)
    for (sheet, name, code), count in notes.items():
        if count > NOTES_SHOWN:
            first = next(one for one in kept if (one.place.sheet, one.place.field, one.code) == (sheet, name, code))
            more = finding("more_notes", replace(first.place, row=0), count=count - NOTES_SHOWN)
            kept.append(replace(more, came=f"{first.title}: {more.came}"))
    return kept
