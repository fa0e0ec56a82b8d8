"""The whole way of a file: from its bytes to a version of the register, and out and in again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data import catalogue, export, imports
from data.checking.answers import Answers, accept, remember
from data.checking.check import Options
from data.checking.placing import name_key
from data.errors import Problem
from data.reading import line_text
from data.store import Changes, Store, open_store
from data.store.register import public_tables
from data.workbook_return import returned
from geo.spatial_sheets import sheets
from geo.units import units
from tests.data.sent import LOCATOR, SITES, TODAY, site, sites, workbook

BAD = sites(site("A", "xã Hưng Tâm"), site("B"), site("C", **{"Số lượng": "mười"}))


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return open_store(sqlite_url)


def sent(data: bytes, store: Store, name: str = "so.xlsx", **options: Any) -> imports.Imported:
    return imports.run(data, name, store, LOCATOR, by="An", options=Options(today=TODAY, **options), spatial=sheets)


def changed(made: imports.Imported) -> dict[str, tuple[int, int, int]]:
    """Give kind → (added, changed, removed), without the kinds nothing happened to."""
    assert made.version is not None
    counted = {kind: (c["added"], c["changed"], c["removed"]) for kind, c in made.version.counts.items()}
    return {kind: counts for kind, counts in counted.items() if any(counts)}


def open_rows(store: Store) -> list[tuple[str, str]]:
    rows = store.quarantine.rows()
    return list(zip(rows["file_name"], rows["row_label"], strict=True))


def test_good_rows_make_a_version_and_the_others_are_kept_aside(store: Store) -> None:
    made = sent(BAD, store)
    assert made.version is not None
    assert (made.version.number, made.version.author, made.version.file_name) == (2, "An", "so.xlsx")
    assert changed(made) == {"sites": (1, 0, 0), "sources": (1, 0, 0)}
    assert open_rows(store) == [("so.xlsx", "2"), ("so.xlsx", "4")]
    kept = store.quarantine.rows().iloc[0]
    assert kept["cells"]["Xã"] == "xã Hưng Tâm"
    assert [one["code"] for one in kept["findings"]] == ["commune_unknown"]
    assert "Ngã tư" not in str(store.record().sites["site_name"].tolist())
    assert store.record().sites["source_title"].iloc[-1] == "Báo cáo số 1"


def test_the_same_file_twice_changes_nothing_and_keeps_each_row_aside_once(store: Store) -> None:
    sent(BAD, store)
    assert changed(sent(BAD, store)) == {}
    assert open_rows(store) == [("so.xlsx", "2"), ("so.xlsx", "4")]


def test_a_returned_and_mended_workbook_settles_the_rows_kept_aside(store: Store) -> None:
    first = sent(BAD, store)
    book = openpyxl.load_workbook(io.BytesIO(returned(BAD, first.checked)))
    book["Điểm"]["E2"] = "xã Hưng Tân"
    out = io.BytesIO()
    book.save(out)
    made = sent(out.getvalue(), store, "tra-lai.xlsx")
    assert changed(made) == {"sites": (1, 0, 0)}
    assert open_rows(store) == [("so.xlsx", "4")]
    outcomes = store.quarantine.rows(closed=True)[["row_label", "outcome"]].to_numpy().tolist()
    assert ["2", "mended"] in outcomes


def test_another_office_s_file_of_the_same_name_settles_nothing(store: Store) -> None:
    sent(BAD, store)
    other = sites(site("Bến xe", "xã Hưng Thông"), site("Trạm y tế", "xã Hưng Thông"), site("Chợ", "Không có"))
    sent(other, store)
    assert open_rows(store) == [("so.xlsx", "2"), ("so.xlsx", "4"), ("so.xlsx", "4")]
    assert set(store.quarantine.rows(closed=True)["outcome"]) == {""}


def test_the_sender_s_own_file_mended_and_sent_again_settles_its_rows(store: Store) -> None:
    sent(BAD, store)
    book = openpyxl.load_workbook(io.BytesIO(BAD))
    book["Điểm"]["E2"] = "xã Hưng Tân"
    out = io.BytesIO()
    book.save(out)
    sent(out.getvalue(), store)
    assert open_rows(store) == [("so.xlsx", "4")]


def test_nothing_good_makes_no_version(store: Store) -> None:
    made = sent(BAD, store, all_or_nothing=True)
    assert (made.version, store.latest(), len(open_rows(store))) == (None, 1, 3)


def test_replacing_ends_the_other_sites_of_the_models_of_the_file(store: Store) -> None:
    before = store.tables()["sites"]["model_key"].value_counts()
    made = sent(sites(site("A"), site("B")), store, mode="replace")
    assert made.version is not None
    assert made.version.mode == "replace"
    after = store.tables()["sites"]["model_key"].value_counts()
    assert after["camera_an_ninh"] == 2
    assert before.drop("camera_an_ninh").equals(
        after.drop("camera_an_ninh").reindex(before.index.drop("camera_an_ninh"))
    )


def test_replacing_with_a_row_aside_removes_nothing(store: Store) -> None:
    made = sent(BAD, store, mode="replace")
    assert made.version is not None
    assert (made.version.mode, changed(made)["sites"]) == ("merge", (1, 0, 0))


def test_an_answer_is_remembered_for_the_next_file(store: Store) -> None:
    first = imports.checked(BAD, "so.xlsx", store, LOCATOR, options=Options(today=TODAY))
    answer = Answers(names={name_key("xã Hưng Tâm", "Hưng Nguyên"): ("2020", "18031")})
    again = accept(first, answer, LOCATOR)
    assert remember(again, store, "An") == 1
    assert imports.committed(again, BAD, store, by="An").checked.accepted == 2
    assert imports.checked(BAD, "moi.xlsx", store, LOCATOR).accepted == 2


@pytest.mark.parametrize(
    ("kind", "said", "row"),
    [
        ("sites", {"Chỗ": "site_name", "Nơi": "commune", "Kiểu": "model"}, ("Chợ", "xã Hưng Tân", "Camera an ninh")),
        ("statuses", {"Chỗ": "commune", "Nơi": "status", "Kiểu": "as_of"}, ("xã Hưng Tân", "sạch về ma túy", "2025")),
    ],
)
def test_a_header_that_only_a_person_understood_is_known_again(
    store: Store, kind: str, said: dict[str, str], row: tuple[str, ...]
) -> None:
    headings = ("Chỗ", "Nơi", "Kiểu")
    store.decisions.remember_mapping(headings, said, by="")
    result = imports.checked(workbook({"Tháng 7": [("BẢNG",), headings, row]}), "thang-7.xlsx", store, LOCATOR)
    assert (result.accepted, len(result.frames[kind])) == (1, 1)


@pytest.mark.parametrize("text", ["(", " (", " /", "1 ", "n ", "\n", "; ", "xã ", "LINESTRING "])
def test_a_cell_filled_to_its_end_takes_no_time_that_grows_with_its_square(store: Store, text: str) -> None:
    """Each column in turn: minutes or hours, if some reader began anew at every sign."""
    headings = (*SITES, "Vĩ độ", "Kinh độ", "Ngày của nguồn", "Ghi chú")
    rows = [[*site(f"Điểm {at}"), "", "", "", ""] for at in range(len(headings))]
    for at, row in enumerate(rows):
        row[at] = text * (32_000 // len(text)) + "1"
    made = sent(workbook({"Điểm": [headings, *rows]}), store).checked
    assert made.accepted + len(made.rejected) == len(rows)


def test_an_import_without_a_name_is_refused(store: Store) -> None:
    with pytest.raises(Problem, match="không có tên người nhập"):
        imports.run(BAD, "so.xlsx", store, LOCATOR, by=" ")
    assert store.latest() == 1


ALL = ("sites", "statuses", "figures")


@pytest.mark.parametrize(("ending", "kinds"), [("xlsx", ALL[:1]), ("csv", ALL), ("geojson", ALL), ("gpkg", ALL[:1])])
def test_the_public_record_goes_out_and_in_again_unchanged(
    store: Store, tmp_path: Path, ending: str, kinds: tuple[Any, ...]
) -> None:
    before = store.tables()
    for kind in kinds:
        path = tmp_path / f"so.{ending}"
        export.write(before, store.version(), path, kind)
        made = sent(path.read_bytes(), store, path.name)
        assert (made.checked.findings, changed(made)) == ([], {})
    for kind, table in store.tables().items():
        pd.testing.assert_frame_equal(table, before[kind])


def test_an_export_from_an_earlier_version_undoes_nobody_s_work(store: Store, tmp_path: Path) -> None:
    sent(sites(site("Cũ")), store)
    export.write(store.tables(), store.version(), tmp_path / "so.xlsx")
    sent(sites(site("Mới")), store, "moi.xlsx")
    made = sent((tmp_path / "so.xlsx").read_bytes(), store)
    assert (made.checked.register.version, changed(made)) == (2, {})
    assert "Mới" in store.tables()["sites"]["site_name"].tolist()


ROAD = "LINESTRING (105.62 18.66, 105.64 18.68)"
ROADS = pd.DataFrame(
    {
        "Mô hình": ["Đường cờ", "Đường cờ"],
        "Tên điểm": ["Đường xóm 1", "Đường xóm 2"],
        "geometry": [shapely.from_wkt(ROAD), shapely.LineString([(105.6, 18.7), (105.61, 18.7), (105.61, 18.72)])],
    }
)


def roads(folder: Path) -> bytes:
    """Give a GeoPackage of two flag roads."""
    label = catalogue.models().query("geometry == 'line'")["label_vi"].iloc[0]
    gpd.GeoDataFrame(ROADS.assign(**{"Mô hình": label}), crs=4326).to_file(folder / "duong.gpkg")
    return (folder / "duong.gpkg").read_bytes()


def drawn(path: Path, ending: str, change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> bytes:
    """Change the shapes of an export as a person does in a map program."""
    layer = {"layer": "sites_line"} if ending == "gpkg" else {}
    change(gpd.read_file(path, **layer)).to_file(path, **layer)
    return path.read_bytes()


def test_lines_of_a_map_file_are_kept_with_their_middles(store: Store, tmp_path: Path) -> None:
    made = sent(roads(tmp_path), store, "duong.gpkg")
    assert changed(made)["sites"] == (2, 0, 0)
    kept = store.tables()["sites"].iloc[-2:]
    assert kept[["line", "lon", "lat", "precision"]].to_numpy().tolist() == [
        [ROAD, "105.63", "18.67", "exact"],
        ["LINESTRING (105.6 18.7, 105.61 18.7, 105.61 18.72)", "105.61", "18.705", "exact"],
    ]


@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_a_line_drawn_anew_in_an_export_moves_its_middle_and_nothing_else(
    store: Store, tmp_path: Path, ending: str
) -> None:
    sent(roads(tmp_path), store, "duong.gpkg")
    path = tmp_path / f"so.{ending}"
    export.write(store.tables(), store.version(), path)

    def longer(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        lines = rows.geometry.geom_type.isin(["LineString", "MultiLineString"])
        first = rows.index[lines][0]
        rows.loc[[first], "geometry"] = gpd.GeoSeries([shapely.from_wkt(ROAD.replace("105.62", "105.60"))], [first])
        return rows

    made = sent(drawn(path, ending, longer), store, path.name)
    assert made.version is not None
    told = store.diff(2, made.version.number)[["field", "before", "after"]]
    assert told.to_numpy().tolist() == [
        ["lon", "105.63", "105.62"],
        ["line", ROAD, ROAD.replace("105.62", "105.6")],
    ]


def test_a_line_taken_out_of_the_layer_of_lines_goes_and_a_new_one_is_a_new_site(store: Store, tmp_path: Path) -> None:
    sent(roads(tmp_path), store, "duong.gpkg")
    path = tmp_path / "so.gpkg"
    export.write(store.tables(), store.version(), path)

    def other(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        rows.loc[0, ["site_id", "site_name"]] = ["duong-moi", "Đường mới"]
        return rows

    made = sent(drawn(path, "gpkg", other), store, path.name)
    assert changed(made)["sites"] == (1, 1, 0)
    lines = store.tables()["sites"].set_index("site_name")["line"]
    assert (lines["Đường xóm 1"], lines["Đường mới"]) == ("", ROAD)


def test_a_map_file_whose_layer_of_lines_was_deleted_leaves_the_lines(store: Store, tmp_path: Path) -> None:
    sent(roads(tmp_path), store, "duong.gpkg")
    tables = store.tables()
    tables["sites"]["line"] = ""
    export.write(tables, store.version(), tmp_path / "so.gpkg")
    assert changed(sent((tmp_path / "so.gpkg").read_bytes(), store, "so.gpkg")) == {}


PLACES = [(epoch, code) for epoch in ("2013", "2020", "2024", "2025") for code in units(epoch)["code"]]
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=30)
NUMBER = st.none() | st.floats(0, 1e6, allow_nan=False) | st.integers(0, 10**6).map(float)


POINTS = st.tuples(st.floats(103.9, 105.8), st.floats(18.6, 20.0))
PART = st.lists(POINTS, min_size=2, max_size=5, unique_by=lambda point: round(point[0], 6))
LINES = st.lists(PART, min_size=1, max_size=3).map(lambda parts: line_text.written(shapely.MultiLineString(parts)))


@st.composite
def register_sites(draw: st.DrawFn) -> pd.DataFrame:
    ids = draw(
        st.lists(TEXT.map(str.strip).filter(bool), min_size=1, max_size=6, unique_by=lambda text: text.casefold())
    )
    rows = []
    for row_id in ids:
        epoch, code = draw(st.sampled_from(PLACES) | st.just(("", "")))
        exact = draw(st.booleans())
        rows.append(
            {
                "site_id": row_id,
                "model_key": draw(st.sampled_from(list(catalogue.models()["model_key"]))),
                **{name: draw(TEXT) or "x" for name in ("model_name", "site_name", "commune_text", "evidence")},
                **{name: draw(TEXT) for name in ("hamlet", "district_text", "quantity_unit")},
                "unit_epoch": epoch,
                "unit_code": code,
                "located_by": "dữ liệu kiểm thử",
                "launched": draw(st.sampled_from(["", "2023", "2023-06", "2023-06-15"])),
                "quantity": draw(NUMBER),
                "quantity_qualifier": draw(st.sampled_from(["", "exact", "over"])),
                "precision": "exact" if exact else "commune",
                "lon": draw(st.floats(103.9, 105.8)) if exact else None,
                "lat": draw(st.floats(18.6, 20.0)) if exact else None,
                "line": draw(st.just("") | LINES) if exact else "",
                "source_url": "https://congan.nghean.gov.vn",
            }
        )
    return pd.DataFrame(rows)


def no_rows() -> dict[str, pd.DataFrame]:
    """Give a record without rows but for its sources: a small store is made in no time."""
    return {
        kind: table if kind in ("sources", "dataset") else table.iloc[:0] for kind, table in public_tables().items()
    }


# Without shrinking: every step makes a store and a file, and the first case found tells enough.
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(rows=register_sites(), ending=st.sampled_from(["xlsx", "csv", "geojson", "gpkg"]))
def test_any_register_goes_out_and_in_again_unchanged(
    tmp_path_factory: pytest.TempPathFactory, rows: pd.DataFrame, ending: str
) -> None:
    folder = tmp_path_factory.mktemp("so")
    store = open_store(folder / "register.db", seed=no_rows)
    try:
        store.commit(Changes({"sites": rows}), by="An")
    except Problem:
        return  # what no register can hold
    before = store.tables()
    path = folder / f"so.{ending}"
    export.write(before, store.version(), path)
    made = sent(path.read_bytes(), store, path.name)
    assert changed(made) == {}
    assert made.checked.rejected == frozenset()
    again = folder / f"lai.{ending}"
    export.write(store.tables(), store.version(2), again)
    for kind, table in store.tables().items():
        pd.testing.assert_frame_equal(table, before[kind])


def test_whoever_waits_for_a_check_hears_of_every_step_in_turn(store: Store) -> None:
    heard: list[tuple[str, float]] = []
    result = imports.checked(BAD, "so.xlsx", store, LOCATOR, progress=lambda step, share: heard.append((step, share)))
    assert heard == [("reading", 0.0), ("columns", 0.36), ("places", 0.46), ("rules", 0.56)]
    assert result.rows == 3
