"""A map specification drawn on a sheet: areas by class, boundaries, symbols, names, scale and north."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from briefing import panel
from briefing.fonts import Face
from briefing.land import Land, land_of, on_the_map
from briefing.lettering import Name, write_names
from briefing.paper import (
    A4,
    ACCENT,
    DOTS,
    HATCH,
    INK,
    MARGIN,
    NOTE,
    QUIET,
    SOFT,
    Page,
    block,
    caption,
    dot,
    dots,
    foot,
    foot_room,
    hatch,
    head,
    patterned,
    put_foot,
    put_head,
    ring,
)
from briefing.plane import Points, View, fit, to_metres
from briefing.scale import put_scale
from briefing.sheet import Box, Sheet
from briefing.spec import LegendItem, MapSpec
from briefing.symbols import DOT, Symbol, gather, place, positions, settle
from data.wording import number

GUTTER = 30  # between map and legend
LEAST_MAP = 430  # pixels; where long texts leave less, the page grows and the map does not shrink
SPACE = 8

COMMUNE = ("#9aa2ad", 0.6)  # boundary colours and thicknesses
DISTRICT = ("#4b5563", 1.2)
PROVINCE = ("#1c2430", 1.8)
OUTSIDE = "#f1f3f5"  # neighbours of the shown district
PLACE_NAME = Face(10.5, 500, INK, halo=True)
DISTRICT_NAME = Face(10.5, 500, SOFT, halo=True)
NEIGHBOUR_NAME = Face(10.5, 400, QUIET, italic=True, halo=True)
SELECTED_NAME = Face(12.5, 700, INK, halo=True)
OUTSIDE_KEY = "outside"  # the class of communes the filter leaves out
UNIT_WORDS = ("thị trấn ", "phường ", "xã ", "huyện ", "thị xã ", "thành phố ")


def draw(
    spec: MapSpec, shapes: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame | None = None, page: Page = A4
) -> alt.LayerChart:
    """Draw a map with its title block, legend and sources on a sheet, as every exported file shows it.

    `shapes` has the columns code, label, district_code and geometry, EPSG:4326, a clean coverage of the epoch at
    screen detail; `outlines`, if at hand, the districts of the same coverage (code, geometry), else they are
    dissolved from `shapes`. A commune without a row in `spec.areas` is drawn as without data. When `spec.district`
    is set, that district fills the frame, its neighbours are grey, and an inset shows where it lies. Sites that
    cannot be placed are counted in a note. Without shapes the sheet says so in a sentence.
    """
    if shapes.empty:
        return _without_map(spec, page)
    scene = _scene(spec, shapes, outlines)
    sheet, window = _framed(scene, page.holding(lambda page: _framed(scene, page)[0].page_height))
    _put_map(sheet, scene, window)
    return sheet.chart()


def _framed(scene: _Scene, page: Page) -> tuple[Sheet, Box]:
    """Lay out all that stands round a map; gives the sheet and the window left for the map.

    Notes and sources close the page; on a slide, which is low, they stand below the legend.
    """
    spec, sheet = scene.spec, Sheet(page.width, page.height)
    top = put_head(sheet, head(spec.header, page.inner))
    wide = panel.SLIDE_WIDTH if page.exact else panel.WIDTH
    left = page.width - MARGIN - wide
    y = _put_panel(sheet, scene, left, top, wide)
    bottom = foot(spec.header, scene.told, wide if page.exact else page.inner)
    if page.exact:
        sheet.page_height = max(page.height, math.ceil(y + SPACE + foot_room(bottom)))
        put_foot(sheet, bottom, left)
        return sheet, (MARGIN, top, left - GUTTER, sheet.page_height - MARGIN + 12)
    lowest = max(y, top + LEAST_MAP, page.height - SPACE - foot_room(bottom))
    sheet.page_height = math.ceil(lowest + SPACE + foot_room(bottom) - 0.5)
    put_foot(sheet, bottom)
    return sheet, (MARGIN, top, left - GUTTER, lowest)


def draw_bare(
    spec: MapSpec, shapes: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame | None, size: tuple[float, float]
) -> alt.LayerChart:
    """Draw the map and its legend only, for a page that has the texts of the header itself.

    `size` is width and least height in pixels: with a smaller sheet, letters are larger beside the map. The rest is
    as in `draw`; there must be shapes.
    """
    scene, (wide, high) = _scene(spec, shapes, outlines), size
    told = block([(text, NOTE, 1.0) for text in scene.told], wide)
    sheet = Sheet(wide, high)
    left = wide - panel.WIDTH
    lowest = max(_put_panel(sheet, scene, left, SPACE, panel.WIDTH), high - SPACE - told.height)
    sheet.page_height = math.ceil(lowest + SPACE + told.height)
    told.put(sheet, 0, lowest + SPACE)
    _put_map(sheet, scene, (2, 2, left - GUTTER, lowest))
    return sheet.chart()


@dataclass(frozen=True, eq=False)
class _Scene:
    """What is drawn of a specification: its ground, classes, symbols with their points, and sentences about them."""

    spec: MapSpec
    land: Land
    classes: list[LegendItem]
    symbols: pd.DataFrame
    points: Points
    told: tuple[str, ...]


def _scene(spec: MapSpec, shapes: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame | None) -> _Scene:
    land = land_of(spec, shapes, outlines)
    symbols = _asked(spec, land)
    points = on_the_map(positions(symbols, land.inner), land)
    lost = int(symbols["count"].to_numpy()[np.isnan(points).any(axis=1)].sum())
    return _Scene(spec, land, _classes(spec, land), symbols, points, _sentences(spec, lost, len(symbols)))


def _put_panel(sheet: Sheet, scene: _Scene, left: float, top: float, wide: float) -> float:
    """Draw the legend and the inset; gives their bottom."""
    spec, land = scene.spec, scene.land
    y = panel.put_legend(sheet, spec, scene.classes, left, top, wide)
    return panel.put_inset(sheet, spec, land, left, y + 22) if land.zoomed else y


def _without_map(spec: MapSpec, page: Page) -> alt.LayerChart:
    sheet, bottom = Sheet(page.width, 0), foot(spec.header, inner=page.inner)
    y = put_head(sheet, head(spec.header, page.inner))
    sheet.text(MARGIN, y + 20, caption("no_shapes", spec.header.lang, spec.captions), Face(15, 400, SOFT))
    sheet.page_height = max(page.height if page.exact else 0, math.ceil(y + 50 + foot_room(bottom)))
    put_foot(sheet, bottom)
    return sheet.chart()


def _asked(spec: MapSpec, land: Land) -> pd.DataFrame:
    """The symbols of the shown communes, one row for each to draw."""
    symbols = gather(spec.symbols)
    outside = set(land.areas.loc[~land.shown, "code"])
    return symbols[~symbols["code"].isin(outside)].reset_index(drop=True)


def _sentences(spec: MapSpec, lost: int, symbols: int) -> tuple[str, ...]:
    lang, captions = spec.header.lang, spec.captions
    unplaced = (caption("unplaced", lang, captions, n=number(lost, lang)),) if lost else ()
    # A map of numbers need not show sites at all.
    empty = (caption("empty", lang, captions),) if not symbols and not spec.measure else ()
    return empty + unplaced


def _classes(spec: MapSpec, land: Land) -> list[LegendItem]:
    """The classes as they are drawn: those without data hatched, and such a class added when one is needed."""
    classes = [_as_drawn(item, land.zoomed) for item in spec.classes]
    unknown = ~land.areas["class_key"].isin([item.key for item in classes])
    if (unknown & land.shown).any():
        label = caption("no_data", spec.header.lang, spec.captions)
        classes.append(LegendItem("", label, "#ffffff", "hatch"))
    return classes


def _as_drawn(item: LegendItem, zoomed: bool) -> LegendItem:
    if item.key in panel.NO_DATA_KEYS:
        return replace(item, shape="hatch")
    # On a district's map its neighbours are grey, and "outside the filter" is what they are.
    return replace(item, colour=OUTSIDE) if zoomed and item.key == OUTSIDE_KEY else item


def _put_map(sheet: Sheet, scene: _Scene, window: Box) -> None:
    spec, land = scene.spec, scene.land
    view = fit(tuple(land.areas[land.shown].total_bounds), window, 22 if land.zoomed else 4)
    areas = view.shapes(land.areas.geometry)
    _put_areas(sheet, land, scene.classes, areas)
    _put_boundaries(sheet, spec, land, view, areas)
    _put_courses(sheet, spec, land, view)
    homes = dict(zip(land.areas["code"], areas, strict=True))
    placed = settle(place(scene.symbols, scene.points, view, [item.key for item in spec.layers]), homes, window)
    _put_symbols(sheet, spec, placed)
    ground = shapely.coverage_union_all(view.shapes(land.districts).to_numpy())
    taken = [symbol.box for symbol in placed] + [put_scale(sheet, spec, view, ground)]
    for name in write_names(_names(spec, land, areas), window, taken, ground):
        if name.tie:
            sheet.line(*name.tie, "#ffffff", 3)
            sheet.line(*name.tie, INK, 1)
        for index, line in enumerate(name.lines):
            sheet.text(name.x, name.y + index * name.face.line, line, name.face, "center")
    if land.zoomed:
        sheet.rect(window, "", "#c3c9d1", 0.8)


def _put_areas(sheet: Sheet, land: Land, classes: list[LegendItem], areas: gpd.GeoSeries) -> None:
    looks = {item.key: item for item in classes}
    unknown = looks.get("", LegendItem("", "", "#ffffff", "hatch"))
    bare, dotted = [], []
    for shape, key, shown in zip(areas, land.areas["class_key"], land.shown, strict=True):
        item = looks.get(str(key), unknown)
        sheet.shape(shape, item.colour if shown else OUTSIDE, *COMMUNE)
        if shown and item.shape == "hatch":
            bare.append(shape)
        elif shown and item.pattern == "dotted":
            dotted.append(shape)
    if bare:
        sheet.shape(hatch(shapely.coverage_union_all(bare)), "", *HATCH[:2])
    if dotted:
        sheet.shape(dots(shapely.coverage_union_all(dotted)), DOTS[0])


def _put_boundaries(sheet: Sheet, spec: MapSpec, land: Land, view: View, areas: gpd.GeoSeries) -> None:
    districts = view.shapes(land.districts)
    for shape in districts:
        sheet.shape(shape, "", *DISTRICT)
    frame = land.districts[land.districts.index == spec.district] if land.zoomed else land.districts
    outline = view.shapes(gpd.GeoSeries([shapely.coverage_union_all(frame.to_numpy())]))
    sheet.shape(outline.iloc[0], "", *PROVINCE)
    for shape in areas[land.areas["code"] == spec.selected] if spec.selected else ():
        sheet.shape(shape, "", "#ffffff", 5.5)
        sheet.shape(shape, "", ACCENT, 2.6)


def _put_courses(sheet: Sheet, spec: MapSpec, land: Land, view: View) -> None:
    """Draw lines of sites no finer than the sheet shows them, on a pale edge that sets them off from any fill."""
    lines = spec.lines[spec.lines["code"].isin(land.areas.loc[land.shown, "code"])]
    if lines.empty:
        return
    colours = {item.key: item.colour for item in spec.layers}
    metres = to_metres(gpd.GeoDataFrame(geometry=gpd.GeoSeries(list(lines["geometry"]), crs=4326))).geometry
    shapes = shapely.simplify(shapely.transform(metres.to_numpy(), view.pixels), 0.3)
    for shape, layer in zip(shapely.clip_by_rect(shapes, *view.box), lines["layer_key"], strict=True):
        if not shape.is_empty:
            sheet.shape(shape, "", "#ffffff", 4)
            sheet.shape(shape, "", colours.get(str(layer), INK), 2.2)


def _put_symbols(sheet: Sheet, spec: MapSpec, placed: list[Symbol]) -> None:
    layers = patterned(spec.layers)
    unknown = LegendItem("", "", INK, "ring")
    for symbol in placed:
        if symbol.tie:
            colour = layers.get(symbol.layer, unknown).colour
            sheet.line(*symbol.tie, symbol.x, symbol.y, "#ffffff", 2.6)
            sheet.line(*symbol.tie, symbol.x, symbol.y, colour, 1)
            sheet.disc(*symbol.tie, 1.6, colour, "#ffffff", 0.5)
    for symbol in placed:
        layer = layers.get(symbol.layer, unknown)
        if symbol.precision == DOT:
            dot(sheet, symbol.x, symbol.y, symbol.radius, layer)
            continue
        ring(sheet, symbol.x, symbol.y, symbol.radius, layer)
        if symbol.count > 1:
            text = number(symbol.count, spec.header.lang)
            size = min(11.0, 3.2 * symbol.radius / max(len(text), 2))
            sheet.text(symbol.x, symbol.y + 0.36 * size, text, Face(size, 600, INK), "center")


def _names(spec: MapSpec, land: Land, areas: gpd.GeoSeries) -> list[Name]:
    """Names to write, the most wanted first: the selected commune, the communes of the district, the districts."""
    rows = land.areas.assign(shape=areas, shown=land.shown)[~areas.is_empty]
    selected = rows["code"] == spec.selected
    names = [_name(area.label, area.shape, SELECTED_NAME, must=True) for area in rows[selected].itertuples()]
    if land.zoomed:
        near = rows[rows["shown"] & ~selected]
        names += [_name(_bare(area.label), area.shape, PLACE_NAME) for area in near.itertuples()]
        rows = rows[~rows["shown"]]
    face = NEIGHBOUR_NAME if land.zoomed else DISTRICT_NAME
    for district, shapes in rows.groupby("district")["shape"]:
        if district:
            names.append(_name(_bare(district), shapely.coverage_union_all(shapes.to_numpy()), face))
    return names


def _name(text: object, shape: Any, face: Face, must: bool = False) -> Name:
    centre = shapely.maximum_inscribed_circle(shape, tolerance=2.0)
    x, y = centre.coords[0]
    return Name(str(text), x, y, face, shape, must)


def _bare(label: object) -> str:
    """A name without its type: on the map every area is one."""
    text = str(label)
    return next((text[len(kind) :] for kind in UNIT_WORDS if text.startswith(kind)), text)
