"""Which commune a point lies in, by the full-detail boundaries of an epoch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import boundaries

Numbers = npt.ArrayLike


@dataclass(frozen=True, eq=False)
class Locator:
    """The communes of one epoch made ready for many questions: unit codes and their shapes (EPSG:4326)."""

    codes: npt.NDArray[np.str_]
    shapes: npt.NDArray[np.object_]

    @classmethod
    def of(cls, epoch: str) -> Locator:
        """Load an epoch's communes. Raises Problem as `geo.boundaries.load` does."""
        communes = boundaries.load(epoch, "full")
        return cls(communes["code"].to_numpy(dtype=str), communes.geometry.to_numpy())

    def codes_at(self, lon: Numbers, lat: Numbers) -> npt.NDArray[np.str_]:
        """Return the unit code at each point (degrees, WGS 84), "" outside the province or without a number.

        A point on a border gets the lower of the codes that meet there.
        """
        x, y = np.asarray(lon, dtype=float).ravel(), np.asarray(lat, dtype=float).ravel()
        points = np.asarray(shapely.points(x, y), dtype=object)
        which, where = self._tree.query(points, predicate="intersects")
        found = np.full(len(points), "", dtype=self.codes.dtype)
        # Written from the last code to the first, so that on a border the lowest one stands.
        order = np.argsort(where, kind="stable")[::-1]
        found[which[order]] = self.codes[where[order]]
        return found

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.shapes)


def communes_at(lon: Numbers, lat: Numbers, epoch: str) -> pd.Series:
    """Return the unit code at each point (degrees, WGS 84), "" outside; `lon` keeps its index when a Series.

    Loads the boundaries at every call: keep a `Locator` for many. Raises Problem as `geo.boundaries.load` does.
    """
    index = lon.index if isinstance(lon, pd.Series) else None
    return pd.Series(Locator.of(epoch).codes_at(lon, lat), index=index, dtype="str")


def at(lon: float, lat: float, epoch: str) -> str:
    """Return the code of the unit at a point (degrees, WGS 84), "" outside the province."""
    return str(Locator.of(epoch).codes_at([lon], [lat])[0])
