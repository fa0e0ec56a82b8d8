"""Which unit each row of an official boundary file is: by its code, or by its name and district.

The columns are told by what stands in them, since every office names them in its own way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import pandas as pd

from geo.names import find
from geo.query import district_name
from geo.spelling import exact_key
from geo.units import by_code, districts

SHOWN = 12  # of a long list, so many are named
ENOUGH = 0.5  # a column that tells half of the units, or of the rows, is the column of codes, or of names


@dataclass(frozen=True, eq=False)
class Matched:
    """`codes` has the unit code of each row ("" where not told), `faults` and `notes` are in Vietnamese."""

    codes: pd.Series
    faults: list[str]
    notes: list[str]


def match(attributes: pd.DataFrame, epoch: str) -> Matched:
    """Match rows of text attributes to the units of an epoch; every unit missing, unknown or twice is told."""
    coded = attributes.map(partial(_by_code, epoch))
    column = _fullest(coded, len(by_code(epoch)))
    names = attributes.map(lambda cell: _one(_by_name(cell, "", epoch)))
    named = _fullest(names, len(by_code(epoch)))
    if column:
        codes, notes = coded[column], [f"Đối chiếu theo mã, cột «{column}»."]
        if named:
            notes += _disagreements(codes, attributes[named], epoch)
        cells = attributes[column]
    elif named:
        codes, notes = _named(attributes, named, epoch)
        cells = attributes[named]
    else:
        given = ", ".join(f"«{name}»" for name in attributes) or "không có cột nào"
        return Matched(
            pd.Series("", index=attributes.index),
            [f"không thấy cột mã hay cột tên của các xã mốc {epoch} (các cột: {given})"],
            [],
        )
    return Matched(codes, _faults(codes, cells, epoch), notes)


def listed(names: list[str]) -> str:
    """Write a list for reading, cut where it grows long: "a, b … và 30 nữa"."""
    rest = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" … và {rest} nữa" if rest > 0 else "")


def label(code: str, epoch: str) -> str:
    """Write a unit for a message: "xã Hưng Tân (18031)"."""
    return f"{by_code(epoch)[code].label} ({code})"


def _fullest(codes: pd.DataFrame, expected: int) -> str:
    """Return the column that tells the most different units; "" when that is less than half of what it could."""
    told = {str(name): codes[name][codes[name] != ""].nunique() for name in codes}
    best = max(told, key=lambda name: told[name], default="")
    return best if best and told[best] >= max(1, ENOUGH * min(len(codes), expected)) else ""


def _by_code(epoch: str, cell: str) -> str:
    code = cell.zfill(5) if cell.isdecimal() else ""
    return code if code in by_code(epoch) else ""


@cache
def _by_name(name: str, district: str, epoch: str) -> tuple[str, ...]:
    """Return the codes that a name is the exact name of; likeness is never enough."""
    text = f"{name}, {district}" if district else name
    if not exact_key(text):
        return ()
    return tuple(one.unit.code for one in find(text, epoch) if one.match == "exact")


def _one(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else ""


def _named(attributes: pd.DataFrame, column: str, epoch: str) -> tuple[pd.Series, list[str]]:
    """Match by name; where a name alone means several units, the district decides."""
    within = _district_column(attributes, epoch)
    homes = attributes[within] if within else pd.Series("", index=attributes.index)
    pairs = zip(attributes[column], homes, strict=True)
    codes = [_one(_by_name(name, home, epoch)) or _one(_by_name(name, "", epoch)) for name, home in pairs]
    note = f"Đối chiếu theo tên, cột «{column}»" + (f" và huyện, cột «{within}»." if within else ".")
    return pd.Series(codes, index=attributes.index, dtype="str"), [note]


def _district_column(attributes: pd.DataFrame, epoch: str) -> str:
    rows = districts(epoch)
    known = {*rows["name"].map(exact_key), *rows["code"]}
    is_district: Callable[[str], bool] = lambda cell: exact_key(district_name(cell)) in known  # noqa: E731
    fits = {str(name): attributes[name].map(is_district).mean() for name in attributes}
    best = max(fits, key=lambda name: fits[name], default="")
    return best if best and fits[best] >= ENOUGH else ""


def _disagreements(codes: pd.Series, names: pd.Series, epoch: str) -> list[str]:
    """Tell where code and name of a row are of different units: the code counts, and a person should look."""
    pairs = list(zip(codes, names, strict=True))
    other = [f"{code} «{name}»" for code, name in pairs if code and code not in _by_name(name, "", epoch)]
    return [f"Mã và tên không khớp ở {len(other)} dòng (lấy theo mã): {listed(other)}."] if other else []


def _faults(codes: pd.Series, cells: pd.Series, epoch: str) -> list[str]:
    expected = set(by_code(epoch))
    faults = []
    if len(codes) != len(expected):
        faults.append(f"tệp có {len(codes)} hình, mốc {epoch} có {len(expected)} xã, phường, thị trấn")
    strange = [f"«{cell}»" for code, cell in zip(codes, cells, strict=True) if not code]
    if strange:
        faults.append(f"không nhận ra duy nhất một đơn vị của mốc {epoch}: {listed(strange)}")
    twice = sorted(set(codes[(codes != "") & codes.duplicated()]))
    if twice:
        faults.append(f"trùng: {listed([label(code, epoch) for code in twice])}")
    missing = sorted(expected - set(codes))
    if missing:
        faults.append(f"thiếu: {listed([label(code, epoch) for code in missing])}")
    return faults
