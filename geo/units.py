"""The commune-level units and districts of each boundary epoch.

A unit's key is (epoch, code): the five-digit official code was given again to other territory at each
rearrangement, so a code alone names nothing. The tables are constant for the life of the process, so what is
derived from them here is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from data import tables
from data.errors import Problem

EPOCHS: tuple[str, ...] = tuple(tables.read("epochs")["epoch"])
TODAY = EPOCHS[-1]


@dataclass(frozen=True)
class Unit:
    """A commune-level unit in one epoch; `area_km2` is the official area, None where none is stated.

    In the epoch without districts `district_code` and `district` are those of the former district.
    """

    epoch: str
    code: str
    name: str
    type: str
    district_code: str
    district: str
    area_km2: float | None

    @property
    def label(self) -> str:
        """The name with its type: "xã Hưng Tân"."""
        return f"{self.type} {self.name}"


def check_epoch(epoch: str) -> str:
    """Return the epoch id itself. Raises Problem when there is no such epoch."""
    if epoch not in EPOCHS:
        raise Problem(
            where="Mốc địa giới",
            came=f"“{epoch}”",
            expected="một trong các mốc " + ", ".join(EPOCHS),
            todo="Chọn lại mốc địa giới.",
        )
    return epoch


def units(epoch: str) -> pd.DataFrame:
    """Return the units of an epoch by code.

    Columns: code, name, type, label ("xã Hưng Tân"), district_code, district, area_km2 (float). `district` is
    the district's name without its type; in the epoch without districts, the former district's. `area_km2`
    is NaN where no official area is stated. A fresh copy. Raises Problem on an unknown epoch.
    """
    return _units(check_epoch(epoch)).copy()


def districts(epoch: str) -> pd.DataFrame:
    """Return the districts of an epoch by code.

    Columns: code, name, type, label ("huyện Hưng Nguyên"). An epoch without districts gives the former ones,
    of the epoch before. A fresh copy. Raises Problem on an unknown epoch.
    """
    return _districts(check_epoch(epoch)).copy()


def unit(epoch: str, code: str) -> Unit:
    """Return one unit. Raises Problem when the epoch, or the code in that epoch, is unknown."""
    found = by_code(epoch).get(code)
    if found is None:
        raise Problem(
            where=f"Mã đơn vị hành chính, mốc {epoch}",
            came=f"mã “{code}”",
            expected="mã 5 chữ số của một xã, phường, thị trấn có vào mốc ấy",
            todo="Tra mã theo tên bằng lệnh: python -m geo find TÊN",
        )
    return found


@cache
def by_code(epoch: str) -> dict[str, Unit]:
    """Return every unit of an epoch by its code; not to be changed. Raises Problem on an unknown epoch."""
    rows = _units(check_epoch(epoch))
    return {
        row["code"]: Unit(
            epoch,
            row["code"],
            row["name"],
            row["type"],
            row["district_code"],
            row["district"],
            None if pd.isna(row["area_km2"]) else float(row["area_km2"]),
        )
        for row in rows.to_dict("records")
    }


@cache
def _units(epoch: str) -> pd.DataFrame:
    table = tables.read("units")
    rows = table[table["epoch"] == epoch].sort_values("code", ignore_index=True)
    names = _districts(epoch).set_index("code")["name"]
    rows["label"] = rows["type"] + " " + rows["name"]
    rows["district"] = rows["district_code"].map(names)
    rows["area_km2"] = pd.to_numeric(rows["area_km2"].replace("", None))
    return rows[["code", "name", "type", "label", "district_code", "district", "area_km2"]]


@cache
def _districts(epoch: str) -> pd.DataFrame:
    table = tables.read("districts")
    rows = table[table["epoch"] == epoch].sort_values("code", ignore_index=True)
    if rows.empty:
        return _districts(EPOCHS[EPOCHS.index(epoch) - 1])
    rows["label"] = rows["type"] + " " + rows["name"]
    return rows[["code", "name", "type", "label"]]
