"""A page with nothing but the map, a filter, and what the map reports, for the browser tests.

Run with NGHEAN_FILES naming a folder; the boundaries are squares made here, so that every figure is known:
epoch "2013" is 8 × 6 communes in 4 districts, epoch "2025" 4 × 3 in the same. In epoch "hostile" the names of
communes, districts and layers try to run scripts.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import shapely
import streamlit as st

from briefing.spec import Header, LegendItem, MapSpec
from geo import boundaries
from ui import map_view, shell

HOSTILE = [
    "${window.top.document.title='owned'}",
    "<img src=x onerror=\"window.top.document.title='owned'\">",
    "</script><script>window.top.document.title='owned'</script>",
    "`+(window.top.document.title='owned')+`",
    "\u2028window.top.document.title='owned'//\u2029",
    "'\"});window.top.document.title='owned';//\\",
    "{{ 'map_div' }} ${&} {{7*7}}",
]
COLUMNS = {"2013": 8, "2025": 4, "hostile": 7}


def grid(epoch: str) -> pd.DataFrame:
    """Make the communes of an epoch: code, label, district_code, lon, lat (middle), side (degrees)."""
    columns = COLUMNS[epoch]
    rows = []
    for index in range(columns * columns * 3 // 4):
        x, y = index % columns, index // columns
        side = 1.6 / columns
        label = HOSTILE[index % len(HOSTILE)] if epoch == "hostile" else f"xã Ô {index}"
        district = f"41{2 * (x >= columns / 2) + (y >= columns * 3 // 8)}"
        rows.append((f"{10001 + index}", label, district, 104 + side * (x + 0.5), 18.6 + side * (y + 0.5), side))
    return pd.DataFrame(rows, columns=["code", "label", "district_code", "lon", "lat", "side"])


def screen_file(epoch: str) -> Path:
    """Write the boundaries of an epoch and give their file, as geo.boundaries does."""
    path = Path(os.environ["NGHEAN_FILES"]) / f"{epoch}.geojson"
    features = []
    for index, row in enumerate(grid(epoch).itertuples()):
        half = row.side / 2
        corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
        ring = [[round(row.lon + dx, 6), round(row.lat + dy, 6)] for dx, dy in corners]
        properties = {"i": index, "code": row.code, "label": row.label, "district_code": row.district_code}
        features.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    text = json.dumps({"type": "FeatureCollection", "features": features})
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    return path


def spec(epoch: str, district: str, selected: str, dots: int, courses: bool) -> MapSpec:
    """Make the specification that the real pages would get from briefing."""
    communes = grid(epoch)
    shown = communes[communes["district_code"] == district] if district else communes
    hostile = epoch == "hostile"
    word = (lambda index: HOSTILE[index % len(HOSTILE)]) if hostile else (lambda index: f"Mục {index}")
    areas = pd.DataFrame(
        {
            "code": shown["code"],
            "label": shown["label"],
            "district": shown["district_code"],
            "class_key": [("low", "high", "no_data")[index % 3] for index in shown.index],
            "detail": [f"{word(index)}\nlần {index}" for index in shown.index],
        }
    )
    rings = pd.DataFrame(
        [
            (row.code, row.lon, row.lat, layer, word(row.Index), word(row.Index + 1), count, "commune")
            for row in shown.iloc[::4].itertuples()
            for layer, count in (("camera", 1), ("flag", 12))
        ],
        columns=["code", "lon", "lat", "layer_key", "label", "detail", "count", "precision"],
    )
    base = shown.iloc[1]
    exact = pd.DataFrame(
        [
            (
                base["code"],
                base["lon"] + i % 20 / 200,
                base["lat"] + i // 20 / 200,
                "camera",
                "Điểm",
                "",
                1,
                "exact",
            )
            for i in range(dots)
        ],
        columns=rings.columns,
    )
    middle = shapely.Point(communes.loc[5, ["lon", "lat"]].to_list())
    lines = pd.DataFrame(
        [(communes.loc[5, "code"], "flag_line", word(6), word(0), middle.buffer(0.15).exterior)] if courses else [],
        columns=["code", "layer_key", "label", "detail", "geometry"],
    )
    return MapSpec(
        header=Header(word(1), "", "", "", "", ""),
        epoch=epoch,
        areas=areas,
        classes=(
            LegendItem("low", word(2) if hostile else "Dưới 10", "#CFE1F2"),
            LegendItem("high", word(3) if hostile else "Từ 10", "#2B6CB0", pattern="dotted"),
            LegendItem("no_data", "không có số liệu", "#D9D9D9"),
        ),
        symbols=pd.concat([rings, exact], ignore_index=True),
        layers=(
            LegendItem("camera", word(4) if hostile else "Camera", "#B45309", "ring"),
            LegendItem("flag", word(5) if hostile else "Đường cờ", "#B91C1C", "ring"),
            *((LegendItem("flag_line", word(6) if hostile else "Tuyến", "#B91C1C", "line"),) if courses else ()),
        ),
        lines=lines,
        selected=selected,
        district=district,
    )


def main() -> None:
    """Show the map and, in words, what the page knows."""
    boundaries.screen_file = screen_file
    st.set_page_config(page_title="map", layout="wide")
    memory = st.session_state
    memory.runs = memory.get("runs", 0) + 1
    epoch = st.selectbox("Thời kỳ", ["2025", "2013", "hostile"], key="epoch")
    district = st.selectbox("Huyện", ["", "410", "411", "412", "413"], key="district")
    dots = st.number_input("Điểm", 0, 5000, step=1, key="dots")

    courses = st.checkbox("Tuyến", key="courses")
    two = st.checkbox("Hai bản đồ", key="two")

    def select(code: str) -> None:
        memory.selected = code

    st.button("Chọn 10002", on_click=select, args=["10002"])
    shown = spec(epoch, district, memory.get("selected", ""), int(dots), courses)
    now = map_view.draw(shown, on_select=select, keeps_extent=True, linked=two)
    if two:
        map_view.draw(spec("2013", district, "", 0, False), height=400, key="second", linked=True)
    st.text(f"chọn [{now}] lần chạy {memory.runs}.")


# The script of this server is this file: it is run as "__main__".
app = st.App(Path(__file__), routes=shell.routes(), middleware=shell.middleware())

if __name__ == "__main__":
    main()
