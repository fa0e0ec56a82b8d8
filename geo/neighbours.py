"""Which communes and districts of the province lie side by side, from the boundaries in force."""

from __future__ import annotations

import numpy as np
import shapely

from geo import boundaries
from geo.boundary_layers import Level


def neighbours(epoch: str, level: Level = "commune") -> dict[str, tuple[str, ...]]:
    """Return, for each commune or district of an epoch, the codes of those it shares a stretch of boundary with.

    Units that meet in a corner only are no neighbours. Read from the "screen" boundaries, which share every line.
    Raises Problem as `geo.boundaries.load` does; ValueError for the level "province".
    """
    if level == "province":
        raise ValueError("the province has no neighbours here")
    shapes = boundaries.districts(epoch) if level == "district" else boundaries.load(epoch)
    geometry, codes = shapes.geometry.to_numpy(), shapes["code"].to_numpy()
    one, other = shapely.STRtree(geometry).query(geometry, predicate="intersects")
    pairs = one != other
    one, other = one[pairs], other[pairs]
    shared = shapely.length(shapely.intersection(shapely.boundary(geometry[one]), geometry[other])) > 0
    found: dict[str, list[str]] = {str(code): [] for code in codes}
    for here, there in zip(codes[one[shared]], codes[other[shared]], strict=True):
        found[str(here)].append(str(there))
    return {code: tuple(np.sort(there).tolist()) for code, there in found.items()}
