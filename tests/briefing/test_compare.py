"""Comparisons of the register and of reported figures, held to the real record."""

from __future__ import annotations

import dataclasses
from functools import cache

import pandas as pd
import pytest

from briefing import charts, compare, compare_figures, growth
from briefing.basis import Basis, basis_of
from data.choice import Choice
from data.record import public_record
from geo.units import EPOCHS

RECORD = public_record()


@cache
def basis(lang: str = "vi", **choice: str) -> Basis:
    return basis_of(RECORD, Choice(**choice), lang)


def test_the_register_against_a_year_before() -> None:
    """51 sites, 13 of them without a known day; one of the others is of the last year."""
    change = compare.between(basis(), "2025-11-23", "2026-11-23")
    assert change.sentence == "Đến 23/11/2026 sổ có 38 địa điểm, đến 23/11/2025 có 37: tăng 1."
    assert "13 địa điểm không rõ ngày không tính vào ngày nào." in change.bars.header.notes
    row = change.areas.set_index("Địa bàn").loc["Huyện Nghi Lộc"]
    assert row.tolist() == [3, 4, "tăng 1"]
    assert change.areas.set_index("Địa bàn").loc["Huyện Anh Sơn", "Thay đổi"] == "không có số liệu"


@pytest.mark.parametrize("epoch", EPOCHS)
def test_totals_are_the_same_at_every_epoch(epoch: str) -> None:
    """A row that cannot be placed in older boundaries has a line of its own, so nothing is lost."""
    change = compare.between(basis(epoch=epoch), "2022-12-31", "2026-11-23")
    before, after = change.areas.columns[1:3]
    assert change.areas[after].sum() == change.models[after].sum() == 38
    assert change.areas[before].sum() == change.models[before].sum()
    assert change.sentence.startswith("Đến 23/11/2026 sổ có 38 địa điểm, ")


def test_areas_side_by_side_in_one_order_and_per_size() -> None:
    codes = list(basis().districts["code"])
    counted = compare.side_by_side(basis(), codes, "count", selected="417")
    assert counted.ranking.bars["value"].sum() == 51 - len(basis().counted.unplaced)
    assert counted.ranking.bars.loc[counted.ranking.bars["highlight"], "label"].tolist() == ["Huyện Kỳ Sơn"]
    for chart in counted.models:
        assert chart.bars["key"].tolist() == list(counted.codes)
        assert chart.highest == max(one.bars["value"].max() for one in counted.models)
    dense = compare.side_by_side(basis(), codes, "per_100_km2")
    big, small = ("Huyện Kỳ Sơn", "Huyện Hưng Nguyên")
    plain = counted.ranking.bars.set_index("label")["value"]
    sized = dense.ranking.bars.set_index("label")["value"]
    assert plain[big] > plain[small]
    assert sized[big] < sized[small]  # a large area does not win by its size


def test_the_table_says_size_total_and_models() -> None:
    side = compare.side_by_side(basis(), ["417", "412"], "per_commune")
    row = side.table.set_index("Địa bàn").loc["Huyện Kỳ Sơn"]
    inside = basis().areas[basis().areas["district_code"] == "417"]
    assert row["Số xã"] == len(inside) == 12
    assert row["Diện tích (km²)"] == round(inside["area_km2"].sum(), 1)
    assert row["Địa điểm"] == 7
    assert row["Địa điểm mỗi xã"] == round(7 / 12, 2)
    assert side.table["Địa bàn"].tolist() == ["Thành phố Vinh", "Huyện Kỳ Sơn"]


def test_communes_compare_too_and_pictures_are_drawn() -> None:
    codes = list(basis().areas["code"][:3])
    side = compare.side_by_side(basis(), codes, "per_100_km2")
    assert sorted(side.codes) == sorted(codes)
    for spec in (side.ranking, *side.models):
        charts.draw(spec)


def test_reported_figures_are_subtracted_on_one_base_only() -> None:
    table = compare_figures.against_previous(basis()).set_index("indicator")
    assert table.loc["Tổ liên gia an toàn PCCC, tỉnh Nghệ An", ["newest", "before", "change"]].tolist() == [
        "1.118 (10/2024)",
        "326 (05/2023)",
        "tăng 792",
    ]
    assert table.loc["Xã, phường, thị trấn sạch về ma túy, tỉnh Nghệ An", ["newest", "before", "change"]].tolist() == [
        "281/412 (30/06/2025)",
        "284/460 (21/11/2024)",
        "không so được, mẫu số hoặc tiêu chí đổi: «460 đơn vị cấp xã» sang «412 đơn vị cấp xã»",
    ]
    assert table.loc["Xã biên giới sạch về ma túy, 27 xã biên giới", "change"] == "không đổi"
    assert table.loc["Tổ tự quản về ANTT, tỉnh Nghệ An", "change"] == "mới có một số công bố"


def test_rounded_figures_are_not_subtracted() -> None:
    figures = RECORD.figures
    first = figures[figures["figure_id"] == "camera_giam_sat-thanh_pho_vinh-2024-10-26"]
    second = first.assign(figure_id="second", as_of="2024-11-26", value=700.0)
    record = dataclasses.replace(RECORD, figures=pd.concat([figures, second]))
    table = compare_figures.against_previous(dataclasses.replace(basis(), record=record)).set_index("indicator")
    assert table.loc["Camera giám sát do Công an tỉnh lắp, thành phố Vinh", "change"] == (
        "không trừ được, số công bố làm tròn"
    )


def test_places_over_time_with_those_of_no_known_day_told() -> None:
    spec = growth.known_places(basis())
    assert spec.points["value"].iloc[-1] == 38
    assert spec.points["text"].tolist()[-1] == "38"
    assert spec.header.notes[0] == "13 địa điểm không rõ ngày, không có trên đường này."
    assert growth.known_places(basis(as_of="2025-11-23")).points["value"].iloc[-1] == 37


def test_the_days_of_the_slider_are_those_on_which_something_changes() -> None:
    days = growth.days_of_change(basis())
    assert days == tuple(sorted(set(days)))
    assert "2024-11-21" in days  # seven districts are stated to be clean
    assert "" not in days
    assert "2019-03-04" in growth.days_of_change(basis(as_of="2019-03-04"))


def test_without_areas_there_is_no_density_and_it_is_said_why() -> None:
    """No source gives the areas of the communes of 2013: that is no data, not nothing on record."""
    old = basis(epoch="2013")
    spec = compare.side_by_side(old, list(old.districts["code"]), "per_100_km2").ranking
    assert spec.bars["value"].isna().all()
    assert spec.no_data == "không có số liệu"
    assert "Diện tích chưa biết ở địa giới này thì không tính được trên 100 km²." in spec.header.notes
