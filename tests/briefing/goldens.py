"""Golden pictures: one small PNG of each kind, on made-up ground, to see at a glance when a drawing changes.

Draw them anew after a wanted change, look at them, and commit them: `.venv/bin/python -m tests.briefing.goldens`.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import vl_convert
from PIL import Image

from briefing import charts, charts_time, files, maps
from briefing.paper import A4, SLIDE, Page
from briefing.spec import BarSpec, LegendItem, MapSpec, Mark, TimeSpec
from tests.briefing import conftest as made_up

FOLDER = Path(__file__).parent / "golden"
SCALE = 0.5
COLOURS = 255  # flat fills and the edges of letters, in a third of the bytes


def bars() -> BarSpec:
    values = [8, 7.5, 3, 0, float("nan"), 1234]
    rows = {"label": [f"huyện Thử {index}" for index in range(6)], "value": values, "key": list("abcdef")}
    shown = pd.DataFrame(rows | {"highlight": [False, True, False, False, False, False]})
    return BarSpec(made_up.HEADER, shown, "địa điểm", "#0072B2", "không có số liệu")


def time() -> TimeSpec:
    days = ["2021-06-15", "2022-12-31", "2024-11-21"]
    points = pd.DataFrame({"begin": days, "end": days, "date": days, "value": [96.0, 284.0, 281.0]})
    points = points.assign(text=["96/460", "284/460", "281/412"], run=[0, 0, 1])
    empty = {"base": "", "source": "", "source_url": "", "detail": ""}
    targets = pd.DataFrame({"day": ["2026-12-31"], "date": ["12/2026"], "value": [39.0], "text": ["ít nhất 39/130"]})
    mark = Mark(1, "2023-07-01", "Mốc 1 (01/07/2023): mẫu số đổi.")
    return TimeSpec(
        made_up.HEADER, points.assign(**empty), targets.assign(**empty), (mark,), "xã", "#007A5A", "chưa có số liệu"
    )


def plain_map(**fields: object) -> MapSpec:
    ground = made_up.ground_of(130)
    keys = [item.key for item in made_up.CLASSES]
    areas = pd.DataFrame({"code": ground["code"], "label": ground["label"]}).assign(
        district="huyện Mẫu " + ground["district_code"], class_key=[keys[index % 3] for index in range(130)], detail=""
    )
    inner = ground.geometry.representative_point()
    symbols = pd.DataFrame({"code": ground["code"], "lon": inner.x, "lat": inner.y, "detail": "", "label": "tên"})
    symbols["layer_key"] = [made_up.LAYERS[index % 3].key for index in range(130)]
    symbols["count"] = [index % 7 + 1 for index in range(130)]
    symbols["precision"] = ["exact" if index % 4 == 0 else "commune" for index in range(130)]
    shown = symbols.iloc[::5].reset_index(drop=True)
    return dataclasses.replace(MapSpec(made_up.HEADER, "2025", areas, made_up.CLASSES, shown, made_up.LAYERS), **fields)


def district() -> MapSpec:
    return plain_map(district=str(made_up.ground_of(130)["district_code"].iloc[0]), selected="30000")


def choropleth() -> MapSpec:
    colours = ("#C6DBEF", "#6BAED6", "#08519C")
    classes = tuple(LegendItem(f"c{index}", f"{index} – {index + 1}", colour) for index, colour in enumerate(colours))
    keys = [*(item.key for item in classes), "no_data"]
    spec = plain_map(measure="Số địa điểm", selected="30007")
    areas = spec.areas.assign(class_key=[keys[index % 4] for index in range(130)], value=1.0, value_text="1")
    no_data = LegendItem("no_data", "Không có số liệu", "#EDEDED")
    return dataclasses.replace(spec, areas=areas, classes=(*classes, no_data), symbols=spec.symbols.iloc[:0], layers=())


CASES: dict[str, tuple[Callable[[], BarSpec | TimeSpec | MapSpec], Page]] = {
    "bars": (bars, A4),
    "bars_slide": (bars, SLIDE),
    "time": (time, A4),
    "map_province": (plain_map, A4),
    "map_district": (district, A4),
    "map_choropleth_slide": (choropleth, SLIDE),
}


def draw(name: str) -> Image.Image:
    """Draw one of CASES at half the size of its sheet."""
    make, page = CASES[name]
    spec = make()
    if isinstance(spec, BarSpec):
        chart = charts.draw(spec, page)
    elif isinstance(spec, TimeSpec):
        chart = charts_time.draw(spec, page)
    else:
        chart = maps.draw(spec, made_up.ground_of(130), None, page)
    png = vl_convert.svg_to_png(files.to_svg(chart), scale=SCALE)
    return Image.open(io.BytesIO(png)).convert("RGB")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for case in CASES:
        draw(case).quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(FOLDER / f"{case}.png", optimize=True)
