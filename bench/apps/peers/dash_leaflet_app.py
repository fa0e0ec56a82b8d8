"""Dash Leaflet, as its page on GeoJSON: `hideout` with a filter in the browser, clustered points from a callback."""

import json
import os
import sys
from pathlib import Path

import dash_leaflet as dl
from dash import Dash, Input, Output, dcc, html
from dash_extensions.javascript import assign

data = Path(os.environ["BENCH_DATA"])  # a folder named assets, as Dash expects it below the current one
os.chdir(data.parent)
points = json.loads((data / "points.geojson").read_text("utf-8"))
names = json.loads((data / "districts.json").read_text("utf-8"))

inside = assign("""function(feature, context){
    return !context.hideout.district || feature.properties.district_code === context.hideout.district;
}""")

app = Dash(assets_folder=str(data))
app.layout = html.Div(
    [
        dcc.Dropdown(
            id="district",
            value="",
            options=[{"label": "Tất cả", "value": ""}]
            + [{"label": label, "value": code} for code, label in names.items()],
        ),
        dl.Map(
            [
                dl.GeoJSON(
                    url="/assets/communes.geojson",
                    filter=inside,
                    hideout={"district": ""},
                    id="communes",
                    style={"weight": 1, "color": "white", "fillColor": "#0F5C4D", "fillOpacity": 0.7},
                    zoomToBounds=False,
                ),
                # Clusters have no properties of their own, so that a filter in the browser would drop them all.
                dl.GeoJSON(data=points, id="points", cluster=True, superClusterOptions={"radius": 50}),
            ],
            center=[19.24, 104.95],
            zoom=8,
            style={"height": "560px"},
        ),
        html.Div(id="details"),
    ]
)
app.clientside_callback(
    "function(district){ return {district: district}; }", Output("communes", "hideout"), Input("district", "value")
)


@app.callback(Output("points", "data"), Input("district", "value"), prevent_initial_call=True)
def inside_points(district):
    rows = [one for one in points["features"] if not district or one["properties"]["district_code"] == district]
    return {"type": "FeatureCollection", "features": rows}


@app.callback(Output("details", "children"), Input("communes", "clickData"))
def details(feature):
    return f"Xã đã chọn: {feature['properties']['label']}" if feature else ""


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]), debug=False)
