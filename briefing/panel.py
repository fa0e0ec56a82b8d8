"""The column beside a map picture: its legend and, when it shows a part, where that part lies in the province."""

from __future__ import annotations

from dataclasses import replace

from briefing.fonts import Face, wrap
from briefing.land import Land
from briefing.paper import ACCENT, INK, LABEL, QUIET, SOFT, caption, patterned, swatch
from briefing.plane import fit
from briefing.sheet import Sheet
from briefing.spec import LegendItem, MapSpec
from briefing.symbols import DOT

WIDTH = 228
SLIDE_WIDTH = 300  # on a slide notes and sources stand in it too
KEY = 33  # from the left edge of a key to its label
HINT = Face(10.5, 400, SOFT)
HEADING = Face(12.5, 600, INK)
INSET_HEIGHT = 140
AROUND = "#dfa3ab"  # the district around a commune that stands out in it
NO_DATA_KEYS = ("", "no_data")
FORMER = "2025"  # from this epoch on there are no districts; the old ones are still what people ask for


def put_legend(
    sheet: Sheet, spec: MapSpec, classes: list[LegendItem], left: float, top: float, wide: float = WIDTH
) -> float:
    """Write the legend of a map downwards from `top`, `wide` pixels wide; gives its bottom in pixels."""
    y = _hint(sheet, spec.measure, left, top - 6, wide, HEADING) + 2 if spec.measure else top
    y = _items(sheet, classes, left, y, wide)
    layers = _layers(spec)
    if layers:
        y = _items(sheet, layers, left, y + 12, wide) + 4
        for precision, key in (("commune", "ring"), (DOT, "dot")):
            if (spec.symbols["precision"] == precision).any():
                y = _hint(sheet, caption(key, spec.header.lang, spec.captions), left, y, wide)
    return _items(sheet, _lines(spec), left, y + 12, wide)


def _items(sheet: Sheet, items: list[LegendItem], left: float, top: float, wide: float) -> float:
    y = top
    for item in items:
        lines = wrap(item.label, wide - KEY, LABEL)
        swatch(sheet, left, y + 10, item)
        for index, line in enumerate(lines):
            sheet.text(left + KEY, y + 14.5 + index * (LABEL.line - 1), line, LABEL)
        y += 22 + max(len(lines) - 1, 0) * (LABEL.line - 1)
    return y


def _hint(sheet: Sheet, text: str, left: float, top: float, wide: float, face: Face = HINT) -> float:
    y = top
    for line in wrap(text, wide, face):
        y += face.line
        sheet.text(left, y - 2, line, face)
    return y + 2


def _layers(spec: MapSpec) -> list[LegendItem]:
    """The layers with the shapes they really have on this map: ring, dot or both."""
    items = []
    for layer in patterned(spec.layers).values():
        found = set(spec.symbols.loc[spec.symbols["layer_key"] == layer.key, "precision"])
        shapes = [shape for precision, shape in (("commune", "ring"), (DOT, "dot")) if precision in found]
        items.append(replace(layer, shape=" and ".join(shapes) or layer.shape))
    return items


def _lines(spec: MapSpec) -> list[LegendItem]:
    lang, captions = spec.header.lang, spec.captions
    district = "former_district_line" if spec.epoch >= FORMER else "district_line"
    return [
        LegendItem("", caption("commune_line", lang, captions), "#9aa2ad", "thin_line"),
        LegendItem("", caption(district, lang, captions), "#4b5563", "line"),
    ]


def put_inset(sheet: Sheet, spec: MapSpec, land: Land, left: float, top: float) -> float:
    """Draw the province small with the shown district filled, pale where a commune stands out. Gives the bottom."""
    chosen = land.areas[land.shown & (land.areas["code"] == spec.selected)]
    name = ", ".join([*chosen["label"], land.name])
    sheet.text(left, top + 12, caption("inset", spec.header.lang, spec.captions), Face(11, 600, INK))
    box = (left, top + 20, left + WIDTH, top + 20 + INSET_HEIGHT)
    view = fit(tuple(land.districts.total_bounds), box, 2)
    shapes = view.shapes(land.districts.simplify(view.metres))
    for code, shape in shapes.items():
        fill = (AROUND if len(chosen) else ACCENT) if code == spec.district else "#eceff2"
        sheet.shape(shape, fill, "#b3bac3", 0.6)
    for shape in view.shapes(chosen.geometry.simplify(view.metres)):
        sheet.shape(shape, ACCENT, ACCENT, 0.6)
    y = box[3] + 4
    for line in wrap(name, WIDTH, HINT):
        y += HINT.line
        sheet.text(left, y, line, Face(10.5, 400, QUIET))
    return y
