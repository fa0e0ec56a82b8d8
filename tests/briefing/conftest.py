"""Made-up ground and specifications for pictures; no place here is a real one."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from briefing.fonts import Face
from briefing.sheet import Box, text_box
from briefing.spec import BarSpec, Header, LegendItem, MapSpec

HEADER = Header(
    title="Bản đồ mô hình bảo đảm an ninh trật tự",
    filter_text="Toàn tỉnh · mọi mô hình · đến ngày 15/06/2023",
    epoch_text="Địa giới từ 01/07/2025: 130 đơn vị cấp xã",
    source="Báo Nghệ An, Công an tỉnh Nghệ An",
    date_text="Nguồn đăng từ 06/2021 đến 15/06/2023",
    dataset="Số liệu thử, phiên bản 7",
    notes=("Ghi chú thứ nhất.", "Ghi chú thứ hai."),
)
CLASSES = (
    LegendItem("drug_free", "Sạch về ma túy (mọi phần)", "#8CCBB5"),
    LegendItem("partly", "Sạch về ma túy một phần", "#D9EDE4"),
    LegendItem("no_data", "Không có số liệu", "#EDEDED"),
)
LAYERS = (
    LegendItem("camera", "Camera an ninh", "#0072B2", "ring"),
    LegendItem("flag_road", "Đường cờ Tổ quốc", "#C44E00", "ring"),
    LegendItem("other", "Mô hình khác", "#5B4B8A", "ring"),
)
SYMBOLS = ["code", "lon", "lat", "layer_key", "label", "detail", "count", "precision"]


@dataclass(frozen=True)
class Line:
    """One line of text found in an SVG, with the box it covers."""

    text: str
    box: Box
    size: float
    weight: int


def ground_of(communes: int, districts: int = 12) -> gpd.GeoDataFrame:
    """Make so many communes up, as geo.boundaries.load gives them."""
    rng = np.random.default_rng(communes)
    province = shapely.affinity.scale(shapely.Point(104.85, 19.25).buffer(1, 32), 0.95, 0.7)
    left, low, right, high = province.bounds
    seeds = shapely.points(rng.uniform([left, low], [right, high], (communes * 3, 2)))
    seeds = seeds[shapely.contains(province, seeds)][:communes]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=province))
    cells = shapely.coverage_clean(shapely.intersection(cells, province))
    centres = shapely.get_coordinates(shapely.centroid(cells))
    heads = centres[rng.choice(len(centres), districts, replace=False)]
    nearest = np.linalg.norm(centres[:, None] - heads[None], axis=2).argmin(axis=1)
    return gpd.GeoDataFrame(
        {
            "code": [f"{30000 + index}" for index in range(len(cells))],
            "label": [f"xã Thử Nghiệm {index}" for index in range(len(cells))],
            "district_code": [f"{900 + index}" for index in nearest],
        },
        geometry=list(cells),
        crs=4326,
    )


@pytest.fixture(scope="session")
def ground() -> gpd.GeoDataFrame:
    """130 made-up communes in 12 districts, as geo.boundaries.load gives them."""
    return ground_of(130)


@pytest.fixture(scope="session")
def large_ground() -> gpd.GeoDataFrame:
    """480 made-up communes."""
    return ground_of(480)


@pytest.fixture
def header() -> Header:
    """A title block with all of its parts."""
    return HEADER


@pytest.fixture
def bar_spec() -> Callable[..., BarSpec]:
    """A maker of bar charts from (label, value) pairs; other fields by name."""

    def make(rows: list[tuple[str, float]], highlight: str = "", **header: object) -> BarSpec:
        bars = pd.DataFrame(
            {
                "label": [label for label, _ in rows],
                "value": [float(value) for _, value in rows],
                "key": [str(index) for index in range(len(rows))],
                "highlight": [label == highlight for label, _ in rows],
            }
        )
        return BarSpec(dataclasses.replace(HEADER, **header), bars, "địa điểm", "#0072B2", "không có số liệu")

    return make


@pytest.fixture
def map_spec() -> Callable[..., MapSpec]:
    """A maker of maps over a ground; `symbols` are (code, layer, count, precision, lon, lat)."""

    def make(
        ground: gpd.GeoDataFrame,
        symbols: list[tuple[str, str, int, str, float, float]] | None = None,
        **fields: object,
    ) -> MapSpec:
        keys = [item.key for item in CLASSES]
        areas = pd.DataFrame(
            {
                "code": ground["code"],
                "label": ground["label"],
                "district": "huyện Mẫu " + ground["district_code"],
                "class_key": [keys[index % 3] for index in range(len(ground))],
                "detail": "",
            }
        )
        rows = [
            dict(zip(SYMBOLS, (code, lon, lat, layer, "tên", "chi tiết", count, precision), strict=True))
            for code, layer, count, precision, lon, lat in symbols or []
        ]
        spec = MapSpec(HEADER, "2025", areas, CLASSES, pd.DataFrame(rows, columns=SYMBOLS), LAYERS)
        return dataclasses.replace(spec, **fields)

    return make


@pytest.fixture
def lines() -> Callable[[bytes], list[Line]]:
    """A reader of the lines of text in an SVG, halos left out."""

    def read(svg: bytes) -> list[Line]:
        found = []
        for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
            if node.get("stroke"):
                continue
            x, y = (float(part) for part in re.findall(r"-?[\d.]+", node.get("transform", ""))[:2])
            size, weight = float(node.get("font-size", "").removesuffix("px")), int(node.get("font-weight", 400))
            face = Face(size, weight, italic=node.get("font-style") == "italic")
            align = {"start": "left", "middle": "center", "end": "right"}[node.get("text-anchor", "start")]
            text = node.text or ""
            found.append(Line(text, text_box(x, y, text, face, align), size, weight))
        return found

    return read


@pytest.fixture
def written(lines: Callable[[bytes], list[Line]]) -> Callable[[bytes], str]:
    """A reader of all text of an SVG as one string without spaces, so that wrapping does not matter."""
    return lambda svg: "".join(line.text for line in lines(svg)).replace(" ", "")
