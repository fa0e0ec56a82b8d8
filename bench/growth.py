"""What happens when the register grows: 1,000 to 1,000,000 generated points, and a nation of communes.

`python -m bench.growth [--most 1000000]` prints tables and writes bench/results/growth.json.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import gzip
import statistics
import time
from collections.abc import Callable
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from bench import points, results
from briefing.basis import Basis, basis_of
from briefing.choropleth import choropleth
from data.choice import Choice
from data.record import public_record
from geo import boundaries
from geo.locate import Locator
from ui import map_state

T = TypeVar("T")
EPOCH, DISTRICT = "2020", "417"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
NATION = 3_321
TODAYS = 130


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--most", type=int, default=SIZES[-1])
    asked = options.parse_args()
    sizes = [size for size in SIZES if size <= asked.most]
    every = points.points(sizes[-1], EPOCH)
    found: dict[str, object] = {"placing": [], "filter": []}
    for size in sizes:
        rows = every.sample(size, random_state=points.SEED)
        found["placing"].append(placing(rows))
        print(found["placing"][-1], flush=True)
        found["filter"].append(filtering(rows))
        print(found["filter"][-1], flush=True)
    found["nation"] = nation()
    print(found["nation"])
    results.write("growth", found)


def placing(rows: pd.DataFrame) -> dict[str, object]:
    """Seconds of the processor to place points into communes by each way, preparation included, and how often right."""
    ways = {"locator": _by_locator, "tree_prepared": _by_prepared, "sjoin": _by_sjoin, "duckdb": _by_duckdb}
    answers, seconds = {}, {}
    for name, way in ways.items():
        try:
            seconds[name], answers[name] = _timed(lambda way=way: way(rows))
        except ImportError:
            seconds[name] = None
    agreed = {name: float((answer == rows["code"].to_numpy()).mean()) for name, answer in answers.items()}
    return {"points": len(rows), "seconds": seconds, "right": agreed}


def _by_locator(rows: pd.DataFrame) -> np.ndarray:
    return Locator.of(EPOCH).codes_at(rows["lon"], rows["lat"])


def _by_prepared(rows: pd.DataFrame) -> np.ndarray:
    """STRtree asked the other way round: few prepared polygons against a tree of the many points."""
    shapes = boundaries.load(EPOCH, "full")
    tree = shapely.STRtree(shapely.points(rows["lon"].to_numpy(), rows["lat"].to_numpy()))
    area, point = tree.query(shapes.geometry.to_numpy(), predicate="intersects")
    found = np.full(len(rows), "", dtype=object)
    found[point] = shapes["code"].to_numpy()[area]
    return found


def _by_sjoin(rows: pd.DataFrame) -> np.ndarray:
    shapes = boundaries.load(EPOCH, "full")[["code", "geometry"]]
    sites = gpd.GeoDataFrame(geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)
    joined = gpd.sjoin(sites, shapes, how="left", predicate="intersects")
    return joined[~joined.index.duplicated()]["code"].to_numpy()


def _by_duckdb(rows: pd.DataFrame) -> np.ndarray:
    """DuckDB's spatial extension; ImportError where it is not at hand, as it downloads itself at first use."""
    import duckdb

    base = duckdb.connect()
    try:
        base.execute("LOAD spatial")
    except duckdb.Error as error:
        raise ImportError("spatial") from error
    shapes = boundaries.load(EPOCH, "full")
    base.register("areas", pd.DataFrame({"code": shapes["code"], "wkb": shapes.geometry.to_wkb()}))
    base.register("sites", rows.reset_index(drop=True).reset_index()[["index", "lon", "lat"]])
    base.execute("CREATE TABLE a AS SELECT code, ST_GeomFromWKB(wkb) AS shape FROM areas")
    query = (
        "SELECT s.index, min(code) AS code FROM sites s JOIN a ON ST_Intersects(shape, ST_Point(lon, lat)) GROUP BY 1"
    )
    return base.execute(query + " ORDER BY 1").df()["code"].to_numpy()


def filtering(rows: pd.DataFrame) -> dict[str, object]:
    """Milliseconds of the processor for a filter, and what it sends to the browser, with so many points on record."""
    record = dataclasses.replace(public_record(), sites=_sites(rows))
    inner = boundaries.inner_points(EPOCH)
    whole, part = Choice(epoch=EPOCH), Choice(epoch=EPOCH, district=DISTRICT)
    ground_s, ground = _timed(lambda: basis_of(record, whole, "vi"))
    shown = {name: _view(ground, choice, inner) for name, choice in (("all", whole), ("district", part))}
    return {"points": len(rows), "ground_ms": ground_s * 1000} | shown


def _view(ground: Basis, choice: Choice, inner: pd.DataFrame) -> dict[str, object]:
    """What a rerun does that shows a choice for the first time, on a ground that is in the cache (ui/caches.py)."""
    times: list[float] = []
    for _ in range(3):
        seconds, state = _timed(lambda: _state(ground, choice, inner))
        times.append(seconds * 1000)
    sent = map_state.script_json(state)
    objects = len(state["areas"]) + len(state["symbols"]) + len(state["courses"])
    median = round(statistics.median(times), 1)
    return {"ms": median, "objects": objects, "kb": round(len(sent.encode()) / 1000, 1)}


def _state(ground: Basis, choice: Choice, inner: pd.DataFrame) -> dict[str, Any]:
    return map_state.state(choropleth(ground.under(choice), "drug_status", inner_points=inner), "")


def _sites(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as Record.sites holds them: the public ones' columns, filled with what was generated."""
    columns = public_record().sites
    told = {
        "site_id": "g" + rows["name"].str.rsplit(" ", n=1).str[-1],
        "model_key": rows["model_key"],
        "site_name": rows["name"],
        "unit_epoch": EPOCH,
        "unit_code": rows["code"],
        "lon": rows["lon"],
        "lat": rows["lat"],
        "precision": "exact",
        "source_date": "2022",
    }
    sites = pd.DataFrame(told, index=rows.index).reindex(columns=columns.columns)
    texts = [name for name in columns if columns[name].dtype == "str"]
    for name in texts:
        sites[name] = sites[name].astype("str").where(sites[name].notna(), "")
    return sites.reset_index(drop=True)


def nation() -> dict[str, object]:
    """Make 3,321 generated communes of the detail of today's 130, and tell what a browser would be sent once."""
    one = boundaries.load("2025")
    text = boundaries.screen_file("2025").read_text("utf-8")
    per = len(text.encode()) / len(one)
    frame = _copies(one, NATION)
    seconds, made = _timed(lambda: frame.to_json(drop_id=True).encode())
    packed = gzip.compress(made, 6)
    return {
        "communes": len(frame),
        "corners": int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum()),
        "mb": round(len(made) / 1e6, 2),
        "gzip_mb": round(len(packed) / 1e6, 2),
        "kb_each_today": round(per / 1000, 2),
        "write_s": round(seconds, 2),
    }


def _copies(communes: gpd.GeoDataFrame, n: int) -> gpd.GeoDataFrame:
    """Lay copies of the communes side by side until there are n, with codes of their own."""
    times = -(-n // len(communes))
    west, _, east, _ = communes.total_bounds
    south, north = communes.total_bounds[1::2]
    parts = []
    for copy in range(times):
        column, row = copy % 3, copy // 3
        moved = communes.assign(
            geometry=communes.geometry.translate((column - 1) * (east - west), (row - times // 6) * (north - south) / 2)
        )
        parts.append(moved.assign(code=[f"{copy:02d}{code}" for code in moved["code"]]))
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=communes.crs).iloc[:n]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    begin = time.process_time()  # not the clock: other work on the machine is none of ours
    made = work()
    return round(time.process_time() - begin, 3), made


if __name__ == "__main__":
    main()
