"""The tutorial way: two GeoJson layers of all communes built anew at each rerun, and st_folium's default answers."""

import json
import os
from pathlib import Path

import folium
import geopandas as gpd
import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit_folium import st_folium
from xstatic.pkg import jquery, leaflet


def served(package, file):
    """Give an address on this server: the bench has no internet, where the tutorial takes the libraries from."""
    return f"../{declare_component(package.NAME.lower(), path=str(package.BASE_DIR)).name}/{file}"


folium.Map.default_js = [("leaflet", served(leaflet, "leaflet.js")), ("jquery", served(jquery, "jquery.min.js"))]
folium.Map.default_css = [("leaflet_css", served(leaflet, "leaflet.css"))]

data = Path(os.environ["BENCH_DATA"])


@st.cache_data
def read():
    return gpd.read_file(data / "communes.geojson"), json.loads((data / "districts.json").read_text("utf-8"))


st.set_page_config(layout="wide")
communes, names = read()
picked = st.selectbox("Huyện", ["Tất cả", *names.values()])
if picked != "Tất cả":
    communes = communes[communes["district_code"].map(names) == picked]

m = folium.Map(location=[19.24, 104.95], zoom_start=8, tiles=None)
folium.GeoJson(
    communes,
    style_function=lambda feature: {"fillColor": "#0F5C4D", "color": "white", "weight": 1, "fillOpacity": 0.7},
    tooltip=folium.GeoJsonTooltip(fields=["label"]),
).add_to(m)
folium.GeoJson(
    communes,
    style_function=lambda feature: {"color": "black", "weight": 1, "fillOpacity": 0},
    popup=folium.GeoJsonPopup(fields=["label"]),
).add_to(m)
answer = st_folium(m, use_container_width=True, height=560)
if answer.get("last_active_drawing"):
    st.write("Xã đã chọn: " + answer["last_active_drawing"]["properties"]["label"])
