"""Panel with hvPlot: `.hvplot.polygons(geo=True)` overlaid with points, bound to a Select, as hvPlot's guide does."""

import json
import os
from pathlib import Path

import geopandas as gpd
import hvplot.pandas  # noqa: F401
import panel as pn

data = Path(os.environ["BENCH_DATA"])
pn.extension()

read = pn.cache(lambda file: gpd.read_file(data / file))
communes, points = read("communes.geojson"), read("points.geojson")
names = json.loads((data / "districts.json").read_text("utf-8"))
district = pn.widgets.Select(name="Huyện", options={"Tất cả": ""} | {label: code for code, label in names.items()})


def plot(code):
    areas, sites = (frame[frame["district_code"] == code] if code else frame for frame in (communes, points))
    size = {"frame_width": 900, "frame_height": 560}
    return areas.hvplot.polygons(geo=True, color="#0F5C4D", line_color="white", hover_cols=["label"], **size) * (
        sites.hvplot.points(geo=True, color="orange", size=20, hover_cols=["name"])
    )


pn.Column(district, pn.bind(plot, district)).servable()
