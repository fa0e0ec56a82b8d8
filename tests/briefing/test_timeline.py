"""Figures over time: what is joined, where it breaks and why, held to the real record."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import charts_time, files, screen, screen_time, timeline, twin
from briefing.basis import Basis, basis_of
from briefing.time_rows import told, told_indicators
from data import catalogue
from data.choice import Choice
from data.record import Record, public_record

RECORD = public_record()


@cache
def known(lang: str, **choice: str) -> Basis:
    return basis_of(RECORD, Choice(**choice), lang)


def basis(record: Record = RECORD, lang: str = "vi", **choice: str) -> Basis:
    """What charts are made from; the sites of another record play no part in them."""
    return dataclasses.replace(known(lang, **choice), record=record)


def test_the_drug_free_communes_as_counts() -> None:
    """284 of 460 and 281 of 412 are not joined: the base changed on 01/12/2024 and, with the criterion, in 2025."""
    spec = timeline.time_chart(basis(), "xa_sach_ma_tuy")
    assert spec.points[["date", "value", "text", "run"]].values.tolist() == [
        ["15/06/2023", 96.0, "96/460", 0],
        ["21/11/2024", 284.0, "284/460", 0],
        ["30/06/2025", 281.0, "281/412", 1],
    ]
    assert spec.targets[["day", "value", "text"]].values.tolist() == [
        ["2025-12-31", 26.0, "26/130"],
        ["2026-12-31", 39.0, "ít nhất 39/130"],
        ["2030-12-31", 65.0, "ít nhất 65/130"],
        ["2030-12-31", 65.0, "ít nhất 65/130"],
    ]
    assert [(mark.number, mark.day, mark.text) for mark in spec.marks] == [
        (
            1,
            "2024-12-01",
            "Mốc 1 (01/12/2024): còn 412 đơn vị cấp xã, trước đó 460 (1243/NQ-UBTVQH15), nên mẫu số đổi.",
        ),
        (2, "2025-07-01", "Mốc 2 (01/07/2025): tiêu chí đổi từ «sạch về ma túy» sang «không ma túy»."),
        (
            2,
            "2025-07-01",
            "Mốc 2 (01/07/2025): còn 130 đơn vị cấp xã, trước đó 412 (1678/NQ-UBTVQH15), nên mẫu số đổi.",
        ),
    ]
    assert all(mark.source_url.startswith("https://") for mark in spec.marks)
    assert spec.unit == "xã"


def test_the_same_as_shares() -> None:
    spec = timeline.time_chart(basis(), "xa_sach_ma_tuy", measure="share")
    assert list(spec.points["text"]) == ["20,9% (96/460)", "61,7% (284/460)", "68,2% (281/412)"]
    assert list(spec.targets["text"])[:3] == ["20% (26/130)", "ít nhất 30% (39/130)", "ít nhất 50% (65/130)"]
    assert spec.unit == "tỷ lệ (%)"
    assert list(spec.points["run"]) == [0, 0, 1]


def test_the_new_criterion_tells_the_same_story() -> None:
    old, new = (timeline.time_chart(basis(), key) for key in ("xa_sach_ma_tuy", "ty_le_xa_khong_ma_tuy"))
    pd.testing.assert_frame_equal(old.points, new.points)
    assert old.marks == new.marks


def test_figures_on_one_base_are_joined_and_months_are_as_long_as_they_are() -> None:
    spec = timeline.time_chart(basis(), "to_lien_gia")
    assert spec.points[["begin", "end", "text", "run"]].values.tolist() == [
        ["2023-05-01", "2023-05-31", "326", 0],
        ["2024-10-01", "2024-10-31", "1.118", 0],
    ]
    assert spec.marks == ()


def test_districts_all_clean_break_with_the_number_of_districts() -> None:
    spec = timeline.time_chart(basis(), "huyen_sach_toan_bo")
    assert list(spec.points["text"]) == ["7/21", "6/20"]
    assert list(spec.points["run"]) == [0, 1]
    assert "còn 20 đơn vị cấp huyện, trước đó 21" in spec.marks[0].text


def test_a_district_chosen_has_its_own_figures_or_it_is_said_whose_are_shown() -> None:
    own = timeline.time_chart(basis(district="427"), "to_lien_gia")
    assert own.header.filter_text == "Huyện Đô Lương"
    assert list(own.points["text"]) == ["39/326"]
    other = timeline.time_chart(basis(district="417"), "to_lien_gia")
    assert other.header.filter_text == "Tỉnh Nghệ An"
    assert "Không có số công bố riêng cho huyện Kỳ Sơn; đang xem số của tỉnh Nghệ An." in other.header.notes


def test_the_day_of_the_choice_leaves_out_what_was_said_later() -> None:
    spec = timeline.time_chart(basis(as_of="2024-12-31"), "xa_sach_ma_tuy")
    assert list(spec.points["text"]) == ["96/460", "284/460"]
    assert spec.targets.empty
    assert spec.marks == ()


def test_a_target_without_a_deadline_and_one_without_a_day_of_its_own() -> None:
    assert list(timeline.time_chart(basis(), "mat_camera_cong_dong").targets["day"]) == [""]
    late = timeline.time_chart(basis(as_of="2023-01-01"), "camera_an_ninh_da_lap")
    assert late.targets.empty
    assert any("không rõ ngày nêu" in note for note in late.header.notes)


def changed(**cells: object) -> Record:
    """The record with a second figure of the self-management teams, otherwise as the first."""
    figures = RECORD.figures
    first = figures[figures["figure_id"] == "to_tu_quan-nghe_an-2023-06-15"]
    second = first.assign(figure_id="second", **({"as_of": "2024-06-15", "value": 40000.0} | cells))
    return dataclasses.replace(RECORD, figures=pd.concat([figures, second], ignore_index=True))


def test_a_new_base_is_a_break_between_two_days() -> None:
    spec = timeline.time_chart(basis(changed(base="400 xóm", base_value=400.0)), "to_tu_quan")
    assert list(spec.points["run"]) == [0, 1]
    assert spec.marks[0].day == "2023-12-15"
    assert "giữa 15/06/2023 và 15/06/2024, không rõ ngày" in spec.marks[0].text
    assert "mẫu số đổi từ «toàn tỉnh, không nêu mẫu số» sang «400 xóm»" in spec.marks[0].text


def test_sources_that_differ_on_one_day_stand_alone() -> None:
    spec = timeline.time_chart(basis(changed(as_of="2023-06-15")), "to_tu_quan")
    assert list(spec.points["run"]) == [0, 1]
    assert spec.marks == ()
    assert "15/06/2023: các nguồn nêu số khác nhau; các điểm ấy để rời." in spec.header.notes


def test_another_ground_of_one_name_is_a_break() -> None:
    """Vinh of 2024 holds Cửa Lò and four communes that it did not hold before."""
    figures = RECORD.figures
    first = figures[figures["figure_id"] == "camera_giam_sat-thanh_pho_vinh-2024-10-26"]
    second = first.assign(figure_id="second", as_of="2025-05-01", area_epoch="2024", value=900.0)
    record = dataclasses.replace(RECORD, figures=pd.concat([figures, second], ignore_index=True))
    spec = timeline.time_chart(basis(record), "camera_giam_sat")
    assert list(spec.points["run"]) == [0, 1]
    assert "địa bàn đổi" in spec.marks[0].text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("key", catalogue.indicators()["indicator_key"])
def test_every_indicator_is_drawn_for_every_area_and_measure(key: str, lang: str) -> None:
    found = basis(lang=lang)
    assert key in told_indicators(found)
    for area in told(found, key).areas:
        for measure in told(found, key).measures:
            spec = timeline.time_chart(found, key, area, measure)
            for one, other in pairwise(spec.points.to_dict("records")):
                assert one["run"] != other["run"] or one["base"] == other["base"]
            assert len(twin.table(spec)) == len(spec.points) + len(spec.targets) + len(spec.marks)
    screen_time.over_time(spec).to_dict()
    charts_time.draw(spec)


def test_paper_says_every_value_base_mark_and_source(written: Callable) -> None:
    spec = timeline.time_chart(basis(), "xa_sach_ma_tuy", measure="share")
    text = written(files.render(charts_time.draw(spec), "svg"))
    wanted = [*spec.points["text"], *spec.targets["text"], *(mark.text for mark in spec.marks), spec.header.source]
    assert [part for part in wanted if part.replace(" ", "") not in text] == []


@pytest.mark.parametrize("dark", [False, True])
def test_letters_beside_the_axes_have_the_colour_of_the_pages_text(dark: bool) -> None:
    made = screen_time.over_time(timeline.time_chart(basis(), "xa_sach_ma_tuy"), dark).to_dict()["config"]
    ink = screen.INK[dark]
    assert (made["axis"]["labelColor"], made["axis"]["titleColor"], made["legend"]["labelColor"]) == (ink, ink, ink)


def test_numbers_of_near_breaks_stand_on_either_side_and_values_have_a_rim() -> None:
    drawn = screen_time.over_time(timeline.time_chart(basis(), "xa_sach_ma_tuy")).to_dict()["layer"]
    texts = [layer for layer in drawn if layer["mark"]["type"] == "text"]
    numbers = [one["mark"]["align"] for one in texts if one["encoding"]["text"]["field"] == "number"]
    assert numbers == ["right", "left"]
    values = [one["mark"] for one in texts if one["encoding"]["text"]["field"] == "text"]
    assert [mark.get("stroke") for mark in values] == [screen.PAPER[False], None] * (len(values) // 2)


def test_nothing_reported_is_a_sentence(written: Callable) -> None:
    spec = timeline.time_chart(basis(as_of="2001-01-01"), "xa_sach_ma_tuy")
    assert "Chưacósốcôngbốnào." in written(files.render(charts_time.draw(spec), "svg"))
    assert twin.table(spec).empty


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.dates(min_value=pd.Timestamp("2014-01-01").date(), max_value=pd.Timestamp("2026-12-31").date()),
            st.sampled_from([("460 đơn vị cấp xã", 460.0), ("412 đơn vị cấp xã", 412.0), ("không nêu", float("nan"))]),
            st.integers(0, 400),
        ),
        max_size=8,
    )
)
def test_no_two_bases_are_ever_joined(stated: list[tuple[object, tuple[str, float], int]]) -> None:
    """Every figure is drawn once, in time, and a run holds one base and no two figures of one day."""
    first = RECORD.figures[RECORD.figures["figure_id"] == "xa_sach_ma_tuy-nghe_an-2023-06-15"]
    rows = [
        first.assign(figure_id=str(n), as_of=str(day), base=base, base_value=size, value=float(value))
        for n, (day, (base, size), value) in enumerate(stated)
    ]
    figures = pd.concat([RECORD.figures.iloc[:0], *rows])
    spec = timeline.time_chart(basis(dataclasses.replace(RECORD, figures=figures)), "xa_sach_ma_tuy")
    assert sorted(spec.points["value"]) == sorted(float(value) for *_, value in stated)
    assert spec.points["begin"].is_monotonic_increasing
    for _, run in spec.points.groupby("run"):
        assert run["base"].nunique() == 1
        assert run["begin"].is_unique
    changes = [one != other for one, other in pairwise(spec.points["base"])]
    assert len({mark.number for mark in spec.marks}) >= bool(any(changes))
