"""pydeck in Streamlit: a GeoJsonLayer and a ScatterplotLayer in st.pydeck_chart, as Streamlit's reference shows."""

import json
import os
from pathlib import Path

import geopandas as gpd
import pydeck as pdk
import streamlit as st

data = Path(os.environ["BENCH_DATA"])


@st.cache_data
def read():
    points = gpd.read_file(data / "points.geojson")
    points["lon"], points["lat"] = points.geometry.x, points.geometry.y
    communes = json.loads((data / "communes.geojson").read_text("utf-8"))
    names = json.loads((data / "districts.json").read_text("utf-8"))
    return communes, points.drop(columns="geometry"), names


st.set_page_config(layout="wide")
communes, points, names = read()
picked = st.selectbox("Huyện", ["Tất cả", *names.values()])
code = next((code for code, label in names.items() if label == picked), "")
if code:
    inside = [one for one in communes["features"] if one["properties"]["district_code"] == code]
    communes, points = {"type": "FeatureCollection", "features": inside}, points[points["district_code"] == code]

st.pydeck_chart(
    pdk.Deck(
        map_style=None,
        map_provider=None,
        initial_view_state=pdk.ViewState(latitude=19.24, longitude=104.95, zoom=7),
        layers=[
            pdk.Layer(
                "GeoJsonLayer",
                communes,
                id="communes",
                pickable=True,
                stroked=True,
                filled=True,
                get_fill_color=[15, 92, 77],
                get_line_color=[255, 255, 255],
                line_width_min_pixels=1,
            ),
            pdk.Layer(
                "ScatterplotLayer", points, get_position="[lon, lat]", get_radius=500, get_fill_color=[255, 165, 0]
            ),
        ],
        tooltip={"text": "{label}"},
    ),
    height=560,
)
