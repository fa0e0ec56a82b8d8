"""The whole way of a sent file: bytes, rows, check, changes, a version of the register; what is wrong is kept aside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from data.checking import check, intake
from data.checking.check import STEPS, Checked, Options, Progress, Register, silent
from data.checking.intake import Reading, Spatial
from data.checking.places import Locator
from data.checking.placing import NameKey
from data.errors import Problem
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
    mended, replaced = _settled(result, store)
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


def _settled(result: Checked, store: Store) -> tuple[list[int], list[int]]:
    """Give the numbers of open rows of the same file that this sending mends, and that it sends again unmended."""
    held = store.quarantine.rows()
    held = held[held["file_name"] == result.intake.origin]
    sent = {(rows.entry.sheet, str(number)) for rows in result.typed for number in rows.entry.numbers}
    aside = {(sheet, str(row)) for sheet, row in result.rejected}
    mended, replaced = [], []
    for number, sheet, row in held[["number", "sheet", "row_label"]].itertuples(index=False, name=None):
        if (sheet, row) in aside:
            replaced.append(int(number))
        elif (sheet, row) in sent:
            mended.append(int(number))
    return mended, replaced
