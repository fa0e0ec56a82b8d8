"""Placing the rows of a sent file: by code, then by name, then by point; what is not certain is only suggested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from data.checking.places import Candidate
from data.errors import Problem
from geo.crs import NEIGHBOURHOOD
from geo.epochs import epoch_at
from geo.locate import Locator
from geo.meaning import SUGGESTIONS, Answer, Question, answer, candidate, preferred, territory
from geo.query import district_name
from geo.spelling import bare_key
from geo.units import EPOCHS, TODAY, Unit, by_code, districts

_METRES = 32648  # WGS 84 / UTM 48N: the province lies in it, distances are true to one in a thousand
_COLUMNS = ["epoch", "code", "how", "fault", "distance_m", "outside", "loose", "candidates"]


class Gazetteer:
    """The geography as `data.checking.places.Locator` asks for it; boundaries are loaded when the first point comes."""

    def __init__(self) -> None:
        self._answers: dict[Question, Answer] = {}
        self._shapes: dict[str, _Shapes] = {}

    def epoch_of(self, text: str) -> str:
        """Give the id of the boundary epoch that a text names: an id, or a period it was in force in."""
        text = text.strip()
        if text in EPOCHS:
            return text
        try:
            return epoch_at(text)
        except Problem:
            return ""

    def candidate(self, epoch: str, code: str) -> Candidate | None:
        """Give one unit by its key, None where there is no such unit."""
        found = by_code(epoch).get(code) if epoch in EPOCHS else None
        return None if found is None else candidate(found, 100.0)

    @property
    def epochs(self) -> tuple[str, ...]:
        """The ids of the boundary epochs, oldest first."""
        return EPOCHS

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the province and some way around it, degrees (EPSG:4326)."""
        return NEIGHBOURHOOD

    def district(self, text: str, epoch: str) -> Candidate | None:
        """Give the district that a name or code means in an epoch; in today's, the former one of the epoch before."""
        if epoch not in EPOCHS:
            return None
        at = EPOCHS[-2] if epoch == TODAY else epoch
        rows = districts(at)
        key = bare_key(district_name(text))
        found = rows[(rows["code"] == text.strip()) | (rows["name"].map(bare_key) == key)]
        if len(found) != 1:
            return None
        one = found.iloc[0]
        return Candidate(at, str(one["code"]), str(one["label"]), "", 100.0)

    def locate(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Place rows; see `data.checking.places.Locator`. With points, raises Problem as `boundaries.load` does."""
        days = {day: self.epoch_of(day) if day else "" for day in rows["day"].unique()}
        asked = [
            Question(commune, district, epoch, code, days[day], stated)
            for commune, district, epoch, code, day, stated in zip(
                *(rows[name] for name in ("commune_text", "district_text", "unit_epoch", "unit_code", "day")),
                rows["stated"].astype(bool),
                strict=True,
            )
        ]
        for question in dict.fromkeys(asked):
            if question not in self._answers:
                self._answers[question] = answer(question)
        found = _frame([self._answers[question] for question in asked], rows.index)
        pointed = (rows["lon"].notna() & rows["lat"].notna()).to_numpy()
        if pointed.any():
            self._point(found, rows.assign(day_epoch=rows["day"].map(days)), pointed)
        return found

    def _point(self, found: pd.DataFrame, rows: pd.DataFrame, pointed: npt.NDArray[np.bool_]) -> None:
        """Let the points speak: settle what the names left open, and hold the rest against the names."""
        self._by_point(found, rows[pointed & (found["fault"] == "missing").to_numpy()])
        self._among(found, rows[pointed & (found["fault"] == "ambiguous").to_numpy()])
        placed = pointed & (found["code"] != "").to_numpy()
        for epoch in found.loc[placed, "epoch"].unique():
            part = placed & (found["epoch"] == epoch).to_numpy()
            self._compare(found, rows[part], epoch)
        self._suggest(found, rows[pointed & (found["code"] == "").to_numpy()])

    def _by_point(self, found: pd.DataFrame, rows: pd.DataFrame) -> None:
        """Place rows that name no commune, in the epoch they name, else in today's."""
        epochs = rows["unit_epoch"].where(rows["unit_epoch"] != "", TODAY)
        for epoch, part in rows.groupby(epochs, sort=False):
            codes = self._of(str(epoch)).codes(part)
            at = part.index[codes != ""]
            found.loc[at, "epoch"] = str(epoch)
            found.loc[at, "code"] = codes[codes != ""]
            found.loc[at, "how"], found.loc[at, "fault"] = "point", ""
            found.loc[part.index[codes == ""], "outside"] = True

    def _among(self, found: pd.DataFrame, rows: pd.DataFrame) -> None:
        """Choose among the communes a name may mean, where the point lies in one territory only of them."""
        meant = _held(found, rows.index)
        within: dict[Any, list[Unit]] = {}
        for epoch in EPOCHS if len(rows) else ():
            for index, code in zip(rows.index, self._of(epoch).codes(rows), strict=True):
                if any((one.epoch, one.code) == (epoch, code) for one in meant[index]):
                    within.setdefault(index, []).append(by_code(epoch)[code])
        days = dict(zip(rows.index, rows["day_epoch"], strict=True))
        for index, units in within.items():
            if len({territory(unit) for unit in units}) == 1:
                unit = preferred(units, days[index])
                found.loc[index, ["epoch", "code", "how", "fault"]] = [unit.epoch, unit.code, "name_and_point", ""]

    def _compare(self, found: pd.DataFrame, rows: pd.DataFrame, epoch: str) -> None:
        shapes = self._of(epoch)
        there = shapes.codes(rows)
        away = rows[there != found.loc[rows.index, "code"].to_numpy(dtype=str)]
        distance = shapes.distance_m(away, found.loc[away.index, "code"].to_numpy(dtype=str))
        # On a border a point belongs to both sides.
        found.loc[away.index, "distance_m"] = np.where(distance > 0, distance, np.nan)
        found.loc[rows.index[there == ""], "outside"] = True

    def _suggest(self, found: pd.DataFrame, rows: pd.DataFrame) -> None:
        """Put the commune at the point before the others of a row that could not be placed."""
        held = _held(found, found.index)
        for epoch, part in rows.groupby(rows["unit_epoch"].where(rows["unit_epoch"] != "", TODAY), sort=False):
            codes = self._of(str(epoch)).codes(part)
            found.loc[part.index[codes == ""], "outside"] = True
            for index, code in zip(part.index[codes != ""], codes[codes != ""], strict=True):
                first = candidate(by_code(str(epoch))[code], 100.0)
                others = [one for one in held[index] if (one.epoch, one.code) != (epoch, code)]
                held[index] = (first, *others[: SUGGESTIONS - 1])
        found["candidates"] = pd.Series(held, dtype=object)

    def _of(self, epoch: str) -> _Shapes:
        if epoch not in self._shapes:
            self._shapes[epoch] = _Shapes(epoch)
        return self._shapes[epoch]


class _Shapes:
    """The communes of an epoch in degrees for "which", and in metres for "how far"."""

    def __init__(self, epoch: str) -> None:
        self._locator = Locator.of(epoch)
        self._turn = Transformer.from_crs(4326, _METRES, always_xy=True)
        self._metres: dict[str, shapely.Geometry] = {}

    def codes(self, rows: pd.DataFrame) -> npt.NDArray[np.str_]:
        return self._locator.codes_at(rows["lon"], rows["lat"])

    def distance_m(self, rows: pd.DataFrame, codes: npt.NDArray[np.str_]) -> npt.NDArray[np.float64]:
        x, y = self._turn.transform(rows["lon"].to_numpy(dtype=float), rows["lat"].to_numpy(dtype=float))
        shapes = np.array([self._in_metres(code) for code in codes], dtype=object)
        return np.asarray(shapely.distance(shapely.points(x, y), shapes), dtype=float)

    def _in_metres(self, code: str) -> shapely.Geometry:
        if code not in self._metres:
            shape = self._locator.shapes[list(self._locator.codes).index(code)]
            self._metres[code] = shapely.transform(shape, self._turned)
        return self._metres[code]

    def _turned(self, degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(self._turn.transform(degrees[:, 0], degrees[:, 1]))


def _held(found: pd.DataFrame, index: pd.Index) -> dict[Any, tuple[Candidate, ...]]:
    return dict(zip(index, found.loc[index, "candidates"], strict=True))


def _frame(answers: Sequence[Answer], index: pd.Index) -> pd.DataFrame:
    columns = {
        "epoch": [one.unit.epoch if one.unit else "" for one in answers],
        "code": [one.unit.code if one.unit else "" for one in answers],
        "how": [one.how for one in answers],
        "fault": [one.fault for one in answers],
        "distance_m": np.nan,
        "outside": False,
        "loose": [one.loose for one in answers],
        "candidates": pd.Series([one.candidates for one in answers], index=index, dtype=object),
    }
    return pd.DataFrame(columns, index=index)[_COLUMNS]
