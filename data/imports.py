"""The whole way of a sent file: bytes, rows, check, changes, a version of the register; what is wrong is kept aside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.checking import check, intake
from data.checking.check import STEPS, Checked, Options, Progress, Register, silent
from data.checking.intake import Reading, Spatial
from data.checking.places import Locator
from data.checking.placing import NameKey
from data.errors import Problem
from data.returning.plain import titles
from data.store import Store, Version


@dataclass(frozen=True, eq=False)
class Imported:
    """What came of an import: the check, and the version it made (None where nothing was written)."""

    checked: Checked
    version: Version | None


def register(store: Store, exported: tuple[int, str] | None = None) -> Register:
    """Give what a check needs of a store: the tables of a version, and the answers remembered for names.

    The version is the last one; for a workbook exported from this store the one its sender had seen.
    """
    version = _seen(store, exported)
    names = store.decisions.names()
    answers = {
        NameKey(name, district, epoch): (unit_epoch, unit_code)
        for name, district, epoch, unit_epoch, unit_code in names[
            ["name", "district", "epoch", "unit_epoch", "unit_code"]
        ].itertuples(index=False, name=None)
    }
    return Register(version, store.tables(version), answers)


def _seen(store: Store, exported: tuple[int, str] | None) -> int:
    """Give the version that a file was made from, the last one where that is not known or was another store's."""
    last = store.latest()
    if exported is None or not 1 <= exported[0] <= last:
        return last
    number, stamp = exported
    return number if store.version(number).stamp == stamp else last


def checked(
    data: bytes,
    name: str,
    store: Store,
    locator: Locator,
    *,
    options: Options | None = None,
    readings: Mapping[str, Reading] | None = None,
    spatial: Spatial | None = None,
    progress: Progress = silent,
) -> Checked:
    """Read and check a sent file against a store, and write nothing; `progress` hears of every one of STEPS.

    Raises Problem for a file that is no use.
    """
    progress("reading", STEPS["reading"])
    came = intake.read(data, name, readings=readings, remembered=store.decisions.mapping, spatial=spatial)
    return check.check(came, locator, register(store, came.exported), options, progress)


def committed(result: Checked, data: bytes, store: Store, *, by: str, note: str = "") -> Imported:
    """Write the accepted rows of a checked file as the next version, and keep the others aside.

    Rows kept aside of an earlier sending of the same file are settled: as mended where the row is accepted
    now, as replaced where it was sent again. Raises Problem as Store.commit does; then nothing is written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    mended, replaced = _settled(result, store, sha256)
    if not result.changes.kinds():
        store.quarantine.add(result.aside, by=by, file_name=result.intake.origin, file_sha256=sha256)
        version = None
    else:
        version = store.commit(
            result.changes,
            by=by,
            file_name=result.intake.origin,
            file_sha256=sha256,
            note=note,
            mode="replace" if result.models else "merge",
            expected_parent=result.register.version,
            aside=result.aside,
            mended=mended,
        )
    if replaced:
        store.quarantine.drop(replaced, by=by, note="Đã gửi lại, thay bằng lần gửi sau")
    return Imported(result, version)


def run(
    data: bytes,
    name: str,
    store: Store,
    locator: Locator,
    *,
    by: str,
    note: str = "",
    options: Options | None = None,
    readings: Mapping[str, Reading] | None = None,
    spatial: Spatial | None = None,
) -> Imported:
    """Check a sent file and write what is accepted. Raises Problem for a file that is no use, or a store that fails."""
    if not by.strip():
        raise Problem("Nhập tệp", "không có tên người nhập", "tên người nhập", "Điền tên người nhập.")
    result = checked(data, name, store, locator, options=options, readings=readings, spatial=spatial)
    return committed(result, data, store, by=by, note=note)


def _settled(result: Checked, store: Store, sha256: str) -> tuple[list[int], list[int]]:
    """Give the numbers of open rows of the same file that this sending mends, and that it sends again unmended.

    Many send the same filled-in template: a name alone does not make it the same file.
    """
    held = store.quarantine.rows()
    held = held[held["file_name"] == result.intake.origin]
    entries = {rows.entry.sheet: rows.entry for rows in result.typed}
    files = {sha256, result.intake.returned_sha256}
    mended: list[int] = []
    replaced: list[int] = []
    for one in held.to_dict("records"):
        row, own = int(one["row_label"]), entries.get(one["sheet"])
        entry = own or entries.get(titles([one["sheet"]])[0])  # a long name of a CSV file is cut in a workbook
        if entry is None or row not in entry.rows:
            continue
        if (own and one["file_sha256"] in files) or _same_row(one["cells"], one["findings"], entry, row):
            aside = (one["sheet"], row) in result.rejected
            (replaced if aside else mended).append(int(one["number"]))
    return mended, replaced


def _same_row(cells: Mapping[str, str], findings: Sequence[Mapping[str, str]], entry: intake.Entries, row: int) -> bool:
    """Say whether a row is one kept aside before: as it was, but for the cells in which something was found wrong."""
    wrong = {one["heading"] for one in findings}
    wrong |= {entry.title(one["field"]) for one in findings if one["field"] in entry.cells}
    now, came = entry.shown(row), entry.shown(row, as_sent=True)
    said = {heading: text for heading, text in cells.items() if heading not in wrong}
    return bool(said) and all(text in (now.get(heading), came.get(heading)) for heading, text in said.items())
