"""A version of the register as a file to carry away: a workbook, CSV, or a file for map programs.

Sent back as it is, such a file changes nothing.
"""

from __future__ import annotations

import csv
import io
import json
import math
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.errors import Problem
from data.export_columns import (
    LINE_LAYER,
    NUMBER_LABEL,
    POINT_LAT,
    POINT_LON,
    ROW_ID,
    STAMP_LABEL,
    VERSION_SHEET,
    columns,
    sheet,
)
from data.reading import line_text
from data.reading.register_columns import SHEET_KINDS, SheetKind, fields
from data.shield import is_formula, shielded
from data.store.faults import explained
from data.store.queries import Version
from data.store.rows import DECIMALS, number_text
from data.wording import day
from data.workbook_template import TITLES

Tables = Mapping[str, pd.DataFrame]
_WIDE = ("site_name", "commune_text", "area_text", "area_name", "source_url", "evidence", "indicator_key", "base")
_PLACE = ("lon", "lat", "line")  # what map files have as shapes
_TOLD_BY = ("site_id", "model_key", "site_name", "commune_text", "district_text")
_NARROW_WIDTH, _WIDE_WIDTH = 16, 32


def write(tables: Tables, version: Version, path: Path, kind: SheetKind = "sites") -> None:
    """Write a version to `path`, in the form its ending says: .xlsx, .csv, .gpkg or .geojson.

    tables: as of Store.tables. A workbook has all sheets, a GeoPackage all as layers; CSV and GeoJSON have the
    sheet of `kind`. The file appears only once it is whole. Raises Problem for another ending, and where the
    file cannot be written.
    """
    writers: dict[str, Callable[[Path], None]] = {
        ".xlsx": lambda out: _replace_bytes(out, workbook(tables, version)),
        ".csv": lambda out: _replace_bytes(out, csv_text(tables, kind)),
        ".geojson": lambda out: _replace_bytes(out, geojson(tables, kind)),
        ".gpkg": lambda out: _geopackage(out, tables),
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise Problem(
            where=f"Tệp xuất {path.name}",
            came=f"đuôi tệp «{path.suffix}»",
            expected="một trong " + ", ".join(writers),
            todo="Đổi đuôi tệp.",
        )
    with explained(f"Tệp xuất {path}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the goal, so that the last step is a renaming within one disk: all or nothing.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
            draft = Path(folder) / path.name
            writer(draft)
            draft.replace(path)


def workbook(tables: Tables, version: Version) -> bytes:
    """Give a version as .xlsx: the template's sheets, its headings first, then what only the register notes.

    Every text is stored as text, whatever it looks like; a hidden sheet says which version it is.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"Sổ đăng ký, phiên bản {version.number}", "comments": version.note})
        styles = _styles(book)
        for kind in SHEET_KINDS:
            _sheet(book.add_worksheet(TITLES[kind]), kind, sheet(kind, tables), styles)
        _about(book.add_worksheet(VERSION_SHEET), version)
    return out.getvalue()


def csv_text(tables: Tables, kind: SheetKind) -> bytes:
    """Give a sheet as CSV as a Vietnamese Excel opens it: UTF-8 with its mark, semicolons, decimal commas.

    Texts that a spreadsheet would run are shielded.
    """
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows = sheet(kind, tables)
    lines.writerow(columns(kind).values())
    cells = [
        [_decimal(value) for value in rows[name]] if rows[name].dtype == float else rows[name].map(shielded)
        for name in rows.columns
    ]
    lines.writerows(zip(*cells, strict=True))
    return out.getvalue().encode("utf-8-sig")


def geojson(tables: Tables, kind: SheetKind) -> bytes:
    """Give a sheet as GeoJSON (WGS 84): a feature a row, its line where it has one, else its point, else no geometry.

    A point that is not the middle of its row's line is in the properties POINT_LON and POINT_LAT.
    """
    rows = sheet(kind, tables)
    names = [name for name in rows.columns if name not in _PLACE]
    features = (  # one at a time: 50,000 of them as objects take half a gigabyte
        json.dumps(
            {
                "type": "Feature",
                "geometry": shape,
                "properties": dict(zip(names, map(_plain, cells), strict=True)) | beside,
            },
            ensure_ascii=False,
        )
        for (shape, beside), cells in zip(_shapes(rows), rows[names].itertuples(index=False, name=None), strict=True)
    )
    return ('{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n").encode()


def _replace_bytes(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _geopackage(path: Path, tables: Tables) -> None:
    try:
        for kind in SHEET_KINDS:
            rows = sheet(kind, tables)
            if "lon" in rows:
                places = gpd.GeoSeries.from_xy(rows["lon"], rows["lat"], crs=4326)
                places = places.where(rows["lon"].notna() & rows["lat"].notna(), None)
                layer = gpd.GeoDataFrame(rows.drop(columns=list(_PLACE)), geometry=places)
                pyogrio.write_dataframe(layer, path, layer=kind, driver="GPKG", geometry_type="Point", append=False)
                _line_layer(path, rows[rows["line"] != ""])
            else:
                pyogrio.write_dataframe(rows, path, layer=kind, driver="GPKG", append=False)
    except RuntimeError as error:  # what the errors of the library have in common
        raise OSError(0, str(error)) from error


def _line_layer(path: Path, rows: pd.DataFrame) -> None:
    """Write the lines of sites as a layer of their own, each with what tells people which site it is."""
    if len(rows):
        lines = gpd.GeoSeries([line_text.read(line) for line in rows["line"]], index=rows.index, crs=4326)
        layer = gpd.GeoDataFrame(rows[list(_TOLD_BY)], geometry=lines)
        pyogrio.write_dataframe(
            layer, path, layer=LINE_LAYER, driver="GPKG", geometry_type="MultiLineString", promote_to_multi=True
        )


def _shapes(rows: pd.DataFrame) -> Iterator[tuple[dict[str, Any] | None, dict[str, float]]]:
    """Give the shape of each row for GeoJSON, and the properties it needs beside it."""
    if "lon" not in rows:
        yield from [(None, {})] * len(rows)
        return
    for lon, lat, text in zip(rows["lon"], rows["lat"], rows["line"], strict=True):
        stated = not (math.isnan(lon) or math.isnan(lat))
        line = line_text.read(text) if text else None
        if line is not None:
            apart = stated and line_text.middle(line) != (lon, lat)
            yield json.loads(shapely.to_geojson(line)), {POINT_LON: lon, POINT_LAT: lat} if apart else {}
        else:
            yield ({"type": "Point", "coordinates": [lon, lat]} if stated else None), {}


def _plain(cell: Any) -> Any:
    """Give a cell for JSON, which knows no NaN; a whole number without ".0"."""
    if not isinstance(cell, float):
        return cell
    if math.isnan(cell):
        return None
    return int(cell) if cell.is_integer() else cell


def _decimal(value: float) -> str:
    """Write a number without an exponent, and never with three decimals: "1,234" could mean a thousand."""
    text = number_text(value)
    if "e" in text:
        text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    whole, point, decimals = text.partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if point else text


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    heading = {"bold": True, "border": 1, "text_wrap": True, "valign": "top"}
    return {
        "required": book.add_format({**heading, "bg_color": "#CFE2F3"}),
        "optional": book.add_format({**heading, "bold": False, "bg_color": "#EFEFEF"}),
        "own": book.add_format({**heading, "bold": False, "italic": True, "font_color": "#555555"}),
        "text": book.add_format({"num_format": "@"}),
        # Excel keeps such a text a text even when somebody opens the cell and presses Enter.
        "quoted": book.add_format({"num_format": "@", "quote_prefix": True}),
    }


def _sheet(out: Worksheet, kind: SheetKind, rows: pd.DataFrame, styles: Mapping[str, Format]) -> None:
    template = {one.label_vi: one for one in fields(kind).values()}
    out.freeze_panes(1, 0)
    for column, (name, heading) in enumerate(columns(kind).items()):
        one = template.get(heading) if name != ROW_ID else None
        style = styles["own" if one is None else "required" if one.required else "optional"]
        out.write_string(0, column, heading, style)
        out.set_column(column, column, _WIDE_WIDTH if name in _WIDE else _NARROW_WIDTH)
        if rows[name].dtype == float:
            for row, value in enumerate(rows[name], start=1):
                if value == value:  # NaN is not
                    out.write_number(row, column, value)
        else:
            for row, text in enumerate(rows[name], start=1):
                if text:
                    out.write_string(row, column, text, styles["quoted" if is_formula(text) else "text"])
    out.autofilter(0, 0, max(len(rows), 1), len(rows.columns) - 1)


def _about(out: Worksheet, version: Version) -> None:
    """Say on a hidden sheet which version this is: what comes back is compared with it."""
    lines = {
        NUMBER_LABEL: str(version.number),
        STAMP_LABEL: version.stamp,
        "Lập lúc (UTC)": version.created_at,
        "Ngày": day(version.created_at[:10]),
        "Người ghi": version.author,
        "Ghi chú": version.note,
    }
    for row, (name, text) in enumerate(lines.items()):
        out.write_string(row, 0, name)
        out.write_string(row, 1, text)
    out.hide()
