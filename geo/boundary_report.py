"""The gate of a build: what is measured of each epoch's boundaries, and what must hold before they are used."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.errors import Problem
from geo.boundary_layers import Drawn
from geo.coverage import area_km2, dissolve, is_coverage, measure
from geo.epochs import epochs
from geo.units import EPOCHS, districts, units

MAX_OVERLAP_KM2 = 0.01
MAX_GAP_KM2 = 0.01
MAX_DRIFT = 0.0001  # of the total area, between epochs joined from one base
MAX_MEDIAN_ERROR = 0.02
NOTABLE_ERROR = 0.10


@dataclass(frozen=True)
class Report:
    """What one epoch's boundaries measure; areas in km², errors relative to the official area, None unknown.

    `districts` is 0 in an epoch without districts. `worst` lists every unit more than 10 % off, worst first:
    code, label, area_km2, official_area_km2, error (negative where the shape is too small).
    """

    epoch: str
    communes: int
    districts: int
    valid: bool
    overlap_km2: float
    gap_km2: float
    area_km2: float
    official_area_km2: float | None
    median_area_error: float | None
    worst: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON, in the order of the fields."""
        return dataclasses.asdict(self)


class GateFailed(Problem):
    """The boundaries built do not pass; `reports` has what they measure."""

    def __init__(self, faults: list[str], reports: list[Report]) -> None:
        super().__init__(
            "Ranh giới vừa dựng",
            "; ".join(faults),
            "ranh giới qua được mọi phép kiểm tra",
            "Bộ ranh giới đang dùng được giữ nguyên. Kiểm tra gói dữ liệu, các bảng hoặc tệp chính thức.",
        )
        self.reports = reports


def report(epoch: str, drawn: Drawn) -> Report:
    """Measure one epoch's boundaries."""
    measures = measure(drawn.full.to_numpy())
    rows = units(epoch).set_index("code").reindex(drawn.full.index)
    joined = dissolve(drawn.full.to_numpy(), rows["district_code"])
    has_districts = bool(epochs().set_index("epoch")["districts"][epoch])
    areas = pd.Series(area_km2(drawn.full.to_numpy()), index=drawn.full.index)
    errors = areas / rows["area_km2"] - 1
    stated = rows["area_km2"].notna()
    return Report(
        epoch=epoch,
        communes=len(drawn.full),
        districts=len(joined) if has_districts else 0,
        valid=measures.valid and all(map(is_coverage, (drawn.screen.to_numpy(), joined.to_numpy()))),
        overlap_km2=round(measures.overlap_km2, 6),
        gap_km2=round(measures.gap_km2, 6),
        area_km2=round(measures.area_km2, 3),
        official_area_km2=round(float(rows["area_km2"].sum()), 2) if stated.all() else None,
        median_area_error=round(float(errors.abs().median()), 4) if stated.any() else None,
        worst=_worst(rows, areas, errors),
    )


def _worst(rows: pd.DataFrame, areas: pd.Series, errors: pd.Series) -> list[dict[str, Any]]:
    notable = errors[errors.abs() > NOTABLE_ERROR].sort_values(key=np.abs, ascending=False)
    return [
        {
            "code": str(code),
            "label": str(rows["label"][code]),
            "area_km2": round(float(areas[code]), 2),
            "official_area_km2": float(rows["area_km2"][code]),
            "error": round(float(errors[code]), 4),
        }
        for code in notable.index
    ]


def check(reports: Mapping[str, Report], joined: list[str]) -> None:
    """Pass the gate, or raise GateFailed; `joined` are the epochs that were joined from the base geometry."""
    faults = [fault for one in reports.values() for fault in _faults(one)]
    base = reports[EPOCHS[0]].area_km2
    faults += [
        f"mốc {epoch}: tổng diện tích {reports[epoch].area_km2} km² khác mốc {EPOCHS[0]} ({base} km²)"
        for epoch in (joined if EPOCHS[0] in joined else [])
        if abs(reports[epoch].area_km2 / base - 1) > MAX_DRIFT
    ]
    if faults:
        raise GateFailed(faults, list(reports.values()))


def _faults(one: Report) -> list[str]:
    expected = len(units(one.epoch)), len(districts(one.epoch)) if one.districts else 0
    checks = {
        f"có {one.communes} xã, {one.districts} huyện, cần {expected[0]} và {expected[1]}": (
            (one.communes, one.districts) == expected
        ),
        "có hình hỏng hoặc biên không khớp": one.valid,
        f"chồng nhau {one.overlap_km2} km²": one.overlap_km2 < MAX_OVERLAP_KM2,
        f"hở {one.gap_km2} km²": one.gap_km2 < MAX_GAP_KM2,
        f"sai số diện tích trung vị {one.median_area_error}": (
            one.official_area_km2 is None or (one.median_area_error or 0) <= MAX_MEDIAN_ERROR
        ),
    }
    return [f"mốc {one.epoch}: {fault}" for fault, holds in checks.items() if not holds]
