"""Generated points for the bench: made up for the measurement, in a register of its own, shown to nobody."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import catalogue, imports
from data.store import open_store
from geo import boundaries
from geo.locating import Gazetteer
from geo.units import units

SEED = 1


def points(n: int, epoch: str) -> pd.DataFrame:
    """Return n generated sites: code, district_code, lon, lat, name, model_key; the same for the same n and epoch.

    A point is half-way between the inner point of a random commune and a random corner of its outline, moved towards
    the inner point where that is outside: near where people would look for it, and never in the neighbour's.
    """
    dice = np.random.default_rng(SEED)
    shapes = boundaries.load(epoch, "full").merge(boundaries.inner_points(epoch), on="code")
    corners = [shapely.get_coordinates(shape) for shape in shapes.geometry]
    which = dice.integers(len(shapes), size=n)
    share = dice.uniform(0, 0.9, size=n)
    corner = np.array([corners[at][int(one * len(corners[at]))] for at, one in zip(which, dice.random(n), strict=True)])
    inner = shapes[["lon", "lat"]].to_numpy()[which]
    shape = shapes.geometry.to_numpy()[which]
    at = inner + (corner - inner) * share[:, None]
    shapely.prepare(shapes.geometry.to_numpy())
    for _ in range(60):
        away = ~shapely.contains_xy(shape, at[:, 0], at[:, 1])
        at[away] = (at[away] + inner[away]) / 2
    keys = catalogue.models().query("geometry == 'point'")["model_key"].to_numpy()
    return pd.DataFrame(
        {
            "code": shapes["code"].to_numpy()[which],
            "district_code": shapes["district_code"].to_numpy()[which],
            "lon": at[:, 0].round(6),
            "lat": at[:, 1].round(6),
            "name": [f"Điểm thử {number}" for number in range(1, n + 1)],
            "model_key": keys[dice.integers(len(keys), size=n)],
        }
    )


def register(rows: pd.DataFrame, epoch: str, file: Path) -> None:
    """Import generated points into a new register at `file`, by the very way a sent file takes."""
    models = catalogue.models().set_index("model_key")["label_vi"]
    places = units(epoch).set_index("code")
    sheet = pd.DataFrame(
        {
            "Mô hình": rows["model_key"].map(models),
            "Tên điểm": rows["name"],
            "Xã": rows["code"].map(places["label"]),
            "Huyện": rows["code"].map(places["district"]),
            "Địa giới năm": epoch,
            "Vĩ độ": rows["lat"],
            "Kinh độ": rows["lon"],
            "Nguồn": "Số liệu sinh ra để đo",
            "Ngày của nguồn": "2022",
        }
    )
    data = sheet.to_csv(index=False).encode()
    store = open_store(file)
    result = imports.checked(data, "do.csv", store, Gazetteer())
    imports.committed(result, data, store, by="đo")
    if result.accepted != len(rows):
        raise RuntimeError(f"{result.accepted} of {len(rows)} generated points were accepted: {result.findings[:3]}")


def share(rows: pd.DataFrame, epoch: str, folder: Path) -> None:
    """Write what the reference apps draw: communes.geojson, points.geojson, districts.json (code → label)."""
    (folder / "communes.geojson").write_bytes(boundaries.screen_file(epoch).read_bytes())
    frame = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)
    (folder / "points.geojson").write_text(frame.drop(columns=["lon", "lat"]).to_json(), "utf-8")
    labels = boundaries.districts(epoch).set_index("code")["label"].sort_values().to_dict()
    (folder / "districts.json").write_text(json.dumps(labels, ensure_ascii=False), "utf-8")
