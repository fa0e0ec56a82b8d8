"""What goes out of the register comes in again to the letter, and runs nowhere on the way."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import export
from data.checking import naming
from data.checking.register_fields import field_of
from data.errors import Problem
from data.export_columns import ROWS, columns, exported_version, own_fields, sheet
from data.reading import values
from data.reading.cells import Sheet
from data.reading.register_columns import SHEET_KINDS, fields
from data.reading.sheets import read as read_sheets
from data.shield import shielded, unshielded
from data.store import Changes, Store, open_store
from data.store.rows import canonical
from data.store.schema import COLUMNS, KEYS, NUMBERS
from data.tables import read
from geo.spatial_sheets import sheets as read_spatial
from tests.data.test_store import site
from tests.data.test_store_properties import NUMBER, TEXTS

HOSTILE = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "<script>alert(1)</script>"]
HOSTILE += ["'=1", "''", "_x0041_", "http://example.org", "-", "--5", "1e5", "007", "TRUE", "15/6/2023"]

ROAD = "LINESTRING (105.66 18.66, 105.68 18.68)"
BRANCHES = "MULTILINESTRING ((105.6 18.6, 105.7 18.6), (105.65 18.6, 105.65 18.7, 105.7 18.7))"


def came_back(found: Sequence[Sheet], form: str = "") -> dict[str, pd.DataFrame]:
    """Read an export as simply as can be: kind → rows of the register."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        own = own_fields([str(cell.value or "") for cell in one.rows[0].cells]) if one.rows else None
        if own is None:
            continue
        kind, where = own
        for row in one.rows[1:]:
            cells = {field: row.cell(at) for at, field in where.items()}
            target = kind == "figures" and naming.kinds().key(cells["kind"].text) == "targets"
            rows = "targets" if target else kind
            known = [name for name in COLUMNS[rows] if field_of(name) in cells]
            line = {name: _value(rows, name, cells[field_of(name)], form) for name in known}
            tables.setdefault(rows, []).append(line)
    return {rows: pd.DataFrame(lines, columns=list(COLUMNS[rows]), dtype=object) for rows, lines in tables.items()}


def _value(rows: str, name: str, cell: Any, form: str) -> Any:
    text = "" if cell.value is None else str(cell.value)
    text = unshielded(text) if form == "csv" else text
    words = {"model_key": naming.models, "indicator_key": naming.indicators, "status_key": naming.statuses}
    if name in NUMBERS[rows]:
        return values.number(cell).value if form == "csv" else cell.value
    if name in ("launched", "as_of", "deadline"):
        return values.date(cell, 9999).value or text
    return words[name]().key(text) or text if name in words else text


def same(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame], kinds: Sequence[str]) -> None:
    for kind in kinds:
        expected, found = canonical(kind, before[kind]), canonical(kind, after.get(kind, before[kind].iloc[:0]))
        pd.testing.assert_frame_equal(found.sort_index(), expected.sort_index())


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """Give the public record with points, hostile texts and numbers of every kind added."""
    store = open_store(sqlite_url)
    rows = [site(f"h{at}", site_name=text, hamlet=text, quantity=at - 2.5) for at, text in enumerate(HOSTILE)]
    rows += [site("p", lon=105.6813, lat=18.6796, precision="exact", quantity=1.125, launched="2023-06")]
    rows += [
        site("l1", lon=105.67, lat=18.67, line=ROAD, precision="exact"),  # at the middle of its line
        site("l2", lon=105.9, lat=18.6, line=BRANCHES, precision="exact"),  # at a place of its own
    ]
    store.commit(Changes({"sites": pd.concat(rows)}), by="A", note="thử")
    return store


def written(store: Store, path: Path, **options: Any) -> bytes:
    export.write(store.tables(), store.version(), path, **options)
    return path.read_bytes()


def test_a_workbook_sent_back_changes_nothing(store: Store, tmp_path: Path) -> None:
    found = read_sheets(written(store, tmp_path / "out" / "sổ.xlsx"), "sổ.xlsx")
    assert [one.name for one in found] == ["Địa điểm", "Tình trạng xã", "Số liệu & chỉ tiêu", "Phiên bản"]
    assert exported_version(found) == (2, store.version().stamp)
    back = came_back(found)
    same(store.tables(), back, ["sites", "statuses", "figures", "targets"])
    version = store.commit(Changes(back), by="B", expected_parent=2)
    assert store.diff(2, version.number).empty
    assert version.total("unchanged") == sum(map(len, back.values()))


def test_an_edited_workbook_changes_what_was_edited(store: Store, tmp_path: Path) -> None:
    back = came_back(read_sheets(written(store, tmp_path / "a.xlsx"), "a.xlsx"))
    store.commit(Changes({"sites": site("h0", hamlet="xóm của người khác")[["site_id", "hamlet"]]}), by="C")
    back["sites"].loc[back["sites"]["site_id"] == "p", "quantity"] = 7
    store.commit(Changes(back), by="B", expected_parent=2)
    assert store.diff(3, 4)[["row_id", "field", "before", "after"]].to_numpy().tolist() == [
        ["p", "quantity", "1.125", "7"]
    ]


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_csv_sent_back_changes_nothing(store: Store, tmp_path: Path, kind: str) -> None:
    data = written(store, tmp_path / "out.csv", kind=kind)
    assert data.startswith(b"\xef\xbb\xbf")
    same(store.tables(), came_back(read_sheets(data, "out.csv"), form="csv"), ROWS[kind])


def test_the_many_commas_of_a_line_do_not_cut_its_csv(store: Store) -> None:
    pairs = [f"105.{at} 18.{at}" for at in range(100_001, 100_201)]
    parts = ", ".join(f"({first}, {second})" for first, second in pairwise(pairs))
    for line in (f"LINESTRING ({', '.join(pairs)})", f"MULTILINESTRING ({parts})"):
        tables = {**store.tables(), "sites": site("l", line=line)}
        back = came_back(read_sheets(export.csv_text(tables, "sites"), "out.csv"), form="csv")
        assert back["sites"]["line"].tolist() == [line]


@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_a_map_file_sent_back_changes_nothing(store: Store, tmp_path: Path, ending: str) -> None:
    data = written(store, tmp_path / f"out.{ending}")
    kinds = [rows for kind in SHEET_KINDS for rows in ROWS[kind]] if ending == "gpkg" else ["sites"]
    back = came_back(read_spatial(data, f"out.{ending}"))
    same(store.tables(), back, [kind for kind in kinds if kind in back])
    assert "sites" in back


def test_a_geojson_has_shapes_only_where_the_register_has(store: Store, tmp_path: Path) -> None:
    found = json.loads(written(store, tmp_path / "out.geojson"))["features"]
    shapes = {one["properties"]["site_id"]: one["geometry"] for one in found if one["geometry"]}
    assert shapes["p"] == {"type": "Point", "coordinates": [105.6813, 18.6796]}
    assert shapes["l1"] == {"type": "LineString", "coordinates": [[105.66, 18.66], [105.68, 18.68]]}
    assert (len(shapes), shapes["l2"]["type"]) == (3, "MultiLineString")
    assert len(found) == len(store.tables()["sites"])
    cells = {one["properties"]["site_id"]: one["properties"] for one in found}
    assert (cells["p"]["quantity"], cells["p"]["launched"]) == (1.125, "06/2023")
    points = {name: row.get("point_lon") for name, row in cells.items() if "point_lon" in row}
    assert points == {"l2": 105.9}, "a point is told beside a line only where it is not its middle"


def test_a_geopackage_has_a_layer_for_each_sheet_and_one_for_lines(store: Store, tmp_path: Path) -> None:
    written(store, tmp_path / "out.gpkg")
    layers = {str(name): str(geometry) for name, geometry in pyogrio.list_layers(tmp_path / "out.gpkg")}
    assert layers == {"sites": "Point", "sites_line": "MultiLineString", "statuses": "None", "figures": "None"}
    for layer in ("sites", "sites_line"):
        assert pyogrio.read_info(tmp_path / "out.gpkg", layer=layer)["crs"] == "EPSG:4326"
    lines = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="sites_line")
    assert lines["site_id"].tolist() == ["l1", "l2"]
    assert lines["model_key"].iloc[0] == "Camera an ninh"


def test_a_geopackage_without_lines_has_no_layer_for_them(store: Store, tmp_path: Path) -> None:
    export.write(store.tables(1), store.version(1), tmp_path / "out.gpkg")
    assert "sites_line" not in pyogrio.list_layers(tmp_path / "out.gpkg")


def test_a_workbook_holds_no_formula_and_no_link(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(written(store, tmp_path / "out.xlsx"))) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
    assert not any("<f>" in text or "<hyperlink" in text for text in sheets)
    numbers = [cell.value for cell in _column(read_sheets((tmp_path / "out.xlsx").read_bytes(), "o.xlsx"), "Số lượng")]
    assert -2.5 in numbers, "a negative number stays a number"


def _column(found: Sequence[Sheet], heading: str) -> list[Any]:
    at = next(place for place, cell in enumerate(found[0].rows[0].cells) if cell.value == heading)
    return [row.cell(at) for row in found[0].rows[1:]]


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "+84"),
        ("-5", "-5"),
        ("-5,5", "-5,5"),
        ("-5+1", "'-5+1"),
        ("@x", "'@x"),
        ("'=1", "''=1"),
        ("'-5", "''-5"),
        ("'a", "'a"),
        ("＝1+1", "'＝1+1"),
        ("-", "'-"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_the_shield_of_a_text(text: str, out: str) -> None:
    assert shielded(text) == out
    assert unshielded(out) == text


@given(st.text(max_size=8) | st.text("'=+-@1,. \t", max_size=8))
def test_the_shield_comes_off_whole(text: str) -> None:
    assert unshielded(shielded(text)) == text


def test_headings_are_the_templates_and_tell_the_export_from_a_filled_in_template() -> None:
    for kind in SHEET_KINDS:
        headings = list(columns(kind).values())
        assert len(set(headings)) == len(headings)
        assert all(headings)
        assert own_fields(headings) == (kind, dict(enumerate(_fields(kind))))
        assert own_fields(headings[::-1]) is not None
        template = [one.label_vi for one in fields(kind).values()]
        assert own_fields(template) is None
        assert own_fields([*template, "Mã đơn vị"]) is None
        assert own_fields([*headings, "Cột của tôi"]) is None
        for rows in ROWS[kind]:
            assert {field_of(name) for name in COLUMNS[rows]} <= {*_fields(kind)}
    assert own_fields([]) is None


def _fields(kind: str) -> list[str]:
    return [field_of(name) for name in columns(kind)]


def test_labels_stand_for_keys_where_they_mean_the_same_again(store: Store) -> None:
    sites = sheet("sites", store.tables())
    assert sites["model_key"].iloc[0] == "Camera an ninh"
    figures = sheet("figures", store.tables())
    assert sorted(figures["kind"].unique()) == ["chỉ tiêu", "kết quả"]
    tables = store.tables()
    tables["sites"].loc[0, "model_key"] = "mô hình lạ"
    assert sheet("sites", tables)["model_key"].iloc[0] == "mô hình lạ"


def test_another_ending_is_refused_and_an_old_file_stays_when_writing_fails(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"đuôi tệp «.pdf»"):
        export.write(store.tables(), store.version(), tmp_path / "out.pdf")
    (tmp_path / "out.xlsx").write_text("old")
    broken = store.tables()
    broken["sites"]["quantity"] = "không phải số"
    with pytest.raises(ValueError, match="Unable to parse"):
        export.write(broken, store.version(), tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.xlsx"]


def generated(kind: str) -> st.SearchStrategy[pd.DataFrame]:
    cells: dict[str, Any] = {name: NUMBER if name in NUMBERS[kind] else TEXTS for name in COLUMNS[kind]}
    dates = st.sampled_from(["", "2023", "2023-06", "2023-06-15"])
    cells |= dict.fromkeys([name for name in ("launched", "as_of", "deadline") if name in cells], dates)
    keys = {"model_key": "models", "indicator_key": "indicators"}
    cells |= {name: st.sampled_from(list(read(table)[name])) for name, table in keys.items() if name in cells}
    cells |= {"status_key": st.sampled_from(["drug_free", "border27"])} if kind == "statuses" else {}
    cells[KEYS[kind]] = st.text("abđ=-'1", min_size=1, max_size=5)
    rows = st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=4, unique_by=lambda row: row[KEYS[kind]])
    return rows.map(lambda rows: canonical(kind, pd.DataFrame(rows, dtype=object)).reset_index(drop=True))


REGISTERS = st.fixed_dictionaries({kind: generated(kind) for kind in ("sites", "statuses", "figures", "targets")})


@settings(max_examples=20, deadline=None)
@given(tables=REGISTERS)
def test_any_register_comes_back_from_a_workbook_and_from_csv(tables: dict[str, pd.DataFrame]) -> None:
    about = open_store(Path("/nowhere/register.db")).version()
    back = came_back(read_sheets(export.workbook(tables, about), "out.xlsx"))
    same(tables, back, list(tables))
    for kind in SHEET_KINDS:
        rows = came_back(read_sheets(export.csv_text(tables, kind), "out.csv"), form="csv")
        same(tables, rows, ROWS[kind])
