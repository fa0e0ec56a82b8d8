"""The table behind a picture says the picture's own numbers."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from briefing import build, growth, pictures, timeline, twin
from briefing.basis import Basis, basis_of
from briefing.spec import BarSpec
from data.choice import Choice
from data.record import public_record
from data.wording import number
from geo import boundaries

CHOICES = [
    Choice(),
    Choice(district="417"),
    Choice(epoch="2020"),
    Choice(epoch="2013", models=("duong_co_to_quoc",)),
    Choice(as_of="2023-06-15"),
]


def basis(choice: Choice) -> Basis:
    return basis_of(public_record(), choice, "vi")


def test_whole_numbers_stay_whole_and_unknown_is_missing(bar_spec: Callable[..., BarSpec]) -> None:
    table = twin.table(bar_spec([("xã A", 3), ("xã B", 0), ("xã C", float("nan"))]))
    assert list(table.columns) == ["Bản đồ mô hình bảo đảm an ninh trật tự", "địa điểm"]
    assert str(table["địa điểm"].dtype) == "Int64"
    assert table["địa điểm"].tolist()[:2] == [3, 0]
    assert table["địa điểm"].isna().tolist() == [False, False, True]


def test_shares_keep_the_digits_that_are_drawn(bar_spec: Callable[..., BarSpec]) -> None:
    table = twin.table(bar_spec([("xã A", 33.333), ("xã B", float("nan"))]))
    assert table["địa điểm"][0] == 33.3
    assert table["địa điểm"].isna()[1]


def test_the_growth_of_the_register_has_its_numbers() -> None:
    table = twin.table(growth.known_places(basis(Choice())))
    assert list(table.columns) == ["Thời điểm", "địa điểm", "Có thêm"]
    assert table.iloc[0].tolist() == ["01/01/2010", 1, "Giáo họ Văn Trường bình yên"]
    assert table["địa điểm"].iloc[-1] == 38


def test_figures_are_numbers_beside_how_they_were_stated() -> None:
    table = twin.table(timeline.time_chart(basis(Choice()), "xa_sach_ma_tuy"))
    assert list(table.columns)[:5] == ["Thời điểm", "Loại", "Giá trị (xã)", "Cách ghi", "Trên tổng số"]
    told = table[table["Loại"] == "Số công bố"]
    assert told["Giá trị (xã)"].tolist() == [96, 284, 281]
    assert told["Cách ghi"].tolist() == ["96/460", "284/460", "281/412"]
    assert table.loc[table["Loại"] == "Mốc đổi", "Giá trị (xã)"].isna().all()


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: "-".join(choice.to_query().values()) or "all")
def test_picture_and_table_say_the_same_numbers(choice: Choice, lines: Callable) -> None:
    spec = build.area_bars(basis(choice))
    drawn = lines(pictures.render(spec, "svg"))
    for label, value in twin.table(spec).itertuples(index=False):
        name = next(line.box for line in drawn if line.text == label)
        beside = [line.text for line in drawn if line.box[0] > name[2] and abs(line.box[3] - name[3]) < 2]
        assert beside == [spec.no_data if pd.isna(value) else number(value)]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: "-".join(choice.to_query().values()) or "all")
def test_map_and_table_count_the_same_sites(choice: Choice, lines: Callable) -> None:
    spec = build.site_map(basis(choice), boundaries.inner_points(choice.epoch))
    table = twin.table(spec)
    assert table["Số địa điểm"].sum() == spec.symbols["count"].sum()
    counts = [line for line in lines(pictures.render(spec, "svg")) if line.weight == 600 and line.text.isdigit()]
    drawn = sorted(int(line.text) for line in counts)
    assert drawn == sorted(spec.symbols.loc[spec.symbols["count"] > 1, "count"])
