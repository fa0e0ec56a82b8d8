"""The pages of the headline layers: places, cameras, flags and statuses exactly as the public record states them."""

from __future__ import annotations

import dataclasses
import math
from types import ModuleType

import pandas as pd
import pytest

from briefing import cameras, drug_free, flag_roads, places
from briefing.basis import Basis, basis_of
from data import count
from data.choice import Choice
from data.record import Record, public_record
from geo.units import EPOCHS

RECORD = public_record()
PLAN_107, PLAN_1154 = "Kế hoạch 107/KH-UBND ngày 12/02/2026", "Kế hoạch 1154/KH-UBND ngày 29/12/2025"


def basis(model: str, lang: str = "vi", record: Record = RECORD, **choice: object) -> Basis:
    return basis_of(record, Choice(models=(model,), **choice), lang)  # type: ignore[arg-type]


# Cameras


def test_what_the_camera_page_says_first() -> None:
    facts = {fact.key: fact for fact in cameras.facts(basis(cameras.MODEL))}
    assert (facts["diem_camera_an_ninh"].value, facts["diem_camera_an_ninh"].unit) == ("32", "điểm")
    assert facts["diem_camera_an_ninh"].source == "Công an tỉnh Nghệ An, 15/06/2023"
    assert (facts["camera_giam_sat"].value, facts["camera_giam_sat"].lines[0]) == ("gần 600", "Thành phố Vinh")
    assert facts["on_record"].value == "5"
    # 62 + 50 + nearly 10 + over 30; the fifth site, xã Trung Lộc, states none.
    assert facts["on_record"].lines == (
        "ở 5 trong 130 đơn vị cấp xã",
        "khoảng 152 camera, theo nguồn của 4 địa điểm",
        "1 địa điểm nguồn không nêu số camera",
    )
    assert facts["without"].value == "125"


@pytest.mark.parametrize("page", [cameras, flag_roads])
def test_where_nothing_is_on_record_nothing_is_counted_out_of_nothing(page: ModuleType) -> None:
    facts = {fact.key: fact for fact in page.facts(basis(page.MODEL, as_of="2001-01-01"))}
    assert (facts["on_record"].value, facts["on_record"].lines) == ("", ("Chưa có địa điểm trong sổ",))
    assert [line for fact in facts.values() for line in fact.lines if "0 trong 0" in line] == []


def test_places_and_cameras_by_former_district() -> None:
    rows = cameras.area_table(basis(cameras.MODEL)).rows.set_index("area")
    assert rows.loc["Huyện Thanh Chương", ["n", "cameras"]].tolist() == [2, "gần 60"]
    assert rows.loc["Huyện Hưng Nguyên", ["n", "cameras"]].tolist() == [1, "hơn 30"]
    assert rows.loc["Thành phố Vinh", ["n", "cameras"]].tolist() == [1, "62"]
    assert rows.loc["Huyện Nghi Lộc", ["n", "cameras", "unstated"]].tolist() == [1, "", 1]
    others = rows.drop(["Huyện Thanh Chương", "Huyện Hưng Nguyên", "Thành phố Vinh", "Huyện Nghi Lộc"])
    assert others["n"].isna().all() and (others["cameras"] == "").all()


def test_bars_of_cameras_draw_no_bar_where_no_number_is_stated() -> None:
    bars = cameras.by_area(basis(cameras.MODEL), cameras.CAMERAS).bars.set_index("label")["value"]
    assert bars.iloc[:3].to_dict() == {"Thành phố Vinh": 62, "Huyện Thanh Chương": 60, "Huyện Hưng Nguyên": 30}
    assert bars.iloc[3:].isna().all()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("epoch", EPOCHS)
def test_communes_with_and_without_a_place_are_all_communes(epoch: str, lang: str) -> None:
    made = basis(cameras.MODEL, lang, epoch=epoch)
    having, every = places.communes_with(made)
    without = places.without(made)
    assert having + len(without.rows) == every == len(made.areas)
    assert not set(without.rows["code"]) & set(made.counted.rows["epoch_code"])
    assert (without.rows["state"] == ("chưa có trong sổ" if lang == "vi" else "none on record")).all()
    assert len(places.places(made).rows) == made.counted.n


@pytest.mark.parametrize("epoch", EPOCHS)
def test_cameras_of_the_districts_add_up_to_those_of_the_province(epoch: str) -> None:
    made = basis(cameras.MODEL, epoch=epoch)
    stated = cameras.cameras(made.counted.rows)
    assert cameras.by_area(made, cameras.CAMERAS).bars["value"].sum() == stated.sum()


def test_a_district_shows_its_communes() -> None:
    rows = cameras.area_table(basis(cameras.MODEL, district="428")).rows.set_index("area")
    assert rows.loc["Xã Tam Đồng", "cameras"] == "50"
    assert rows.loc["Xã Đại Đồng", "cameras"] == "gần 10"
    assert rows["n"].notna().sum() == 2


# Flag roads


def test_what_the_page_of_flag_roads_says_first() -> None:
    facts = {fact.key: fact for fact in flag_roads.facts(basis(flag_roads.MODEL))}
    assert facts["diem_duong_co_ton_giao"].value == "4"
    assert facts["on_record"].value == "11"
    assert facts["on_record"].lines[1] == "2 nơi nguồn nêu tên cơ sở tôn giáo, 9 nơi nguồn không nêu"
    assert (facts["length"].value, facts["length"].unit) == ("500", "m")
    assert facts["length"].lines[0].startswith("1 trong 11 địa điểm")
    assert (facts["flags"].value, facts["flags"].unit) == ("200", "lá cờ")


def test_length_flags_and_place_are_only_what_the_sources_state() -> None:
    rows = flag_roads.sites(basis(flag_roads.MODEL)).rows.set_index("site")
    assert rows.loc["Tuyến đường cờ xóm Tân Tiến", ["length", "flags", "religious"]].tolist() == ["500 m", "", ""]
    linh_son = rows.loc["Đường cờ giáo họ Linh Sơn"]
    assert linh_son[["length", "flags", "religious", "commune"]].tolist() == ["", "100 lá cờ", "giáo họ", "Xã Đô Lương"]
    assert rows.loc["Khối Kim Tân phường Hòa Hiếu", ["length", "flags", "other"]].tolist() == ["", "", "32 lô"]
    assert rows.loc["Đường cờ xã Na Loi", ["length", "flags", "other", "religious"]].tolist() == ["", "", "", ""]


def test_a_measured_length_stands_apart_from_a_stated_one() -> None:
    sites = RECORD.sites.copy()
    one = sites["site_id"] == "tuyen_duong_co_xom_tan_tien"
    sites.loc[one, "line"] = "LINESTRING (105.4 19.3, 105.4 19.31)"
    made = basis(flag_roads.MODEL, record=dataclasses.replace(RECORD, sites=sites))
    table = flag_roads.sites(made)
    row = table.rows.set_index("site").loc["Tuyến đường cờ xóm Tân Tiến"]
    assert (row["length"], row["measured"]) == ("500 m", "1.107 m")
    assert "measured" in table.labels
    assert "measured" not in flag_roads.sites(basis(flag_roads.MODEL)).labels
    length = next(fact for fact in flag_roads.facts(made) if fact.key == "length")
    assert (length.value, length.lines[1]) == ("500", "đo trên bản đồ: 1.107 m ở 1 địa điểm có tuyến trong sổ")


@pytest.mark.parametrize(
    ("quantity", "unit", "metres", "flags"),
    [(500, "m", 500, None), (1.5, "km", 1500, None), (100, "lá cờ", None, 100), (26, "cột cờ", None, None)],
)
def test_units_are_told_apart(quantity: float, unit: str, metres: float | None, flags: float | None) -> None:
    sites = pd.DataFrame({"quantity": [quantity], "quantity_unit": [unit]})
    found = [flag_roads.length_m(sites).iloc[0], flag_roads.flags(sites).iloc[0]]
    assert [None if math.isnan(value) else value for value in found] == [metres, flags]


# Drug-free communes


def test_counts_by_status_are_all_communes() -> None:
    facts = {fact.key: fact.value for fact in drug_free.status_facts(basis(drug_free.MODEL))}
    assert facts == {"drug_free": "44/130", "partly": "7/130", "no_data": "79/130"}


def test_the_published_targets_with_what_is_needed_known_and_missing() -> None:
    found = {one.plan: one for one in drug_free.targets(basis(drug_free.MODEL)) if one.plan}
    first, second = found[PLAN_107], found[PLAN_1154]
    assert (first.aim, first.needed, first.base, first.deadline) == ("ít nhất 30%", 39, 130, "12/2026")
    assert (second.aim, second.needed, second.base, second.deadline) == ("ít nhất 50%", 65, 130, "2030")
    assert first.body == second.body == "UBND tỉnh Nghệ An"
    # Nothing was published by the criterion of the targets: all of them are still missing, and none is not 0.
    assert first.recognised is None and second.recognised is None
    assert (first.gap, second.gap) == (39, 65)
    # By the older criterion 44 communes are: were all of them recognised, 21 would be missing by 2030.
    assert first.known == second.known == 44
    assert (first.gap_of_known, second.gap_of_known) == (0, 21)


def test_the_targets_are_the_provinces_whatever_is_chosen() -> None:
    whole = drug_free.targets(basis(drug_free.MODEL))
    assert drug_free.targets(basis(drug_free.MODEL, epoch="2020", district="413", status="partly")) == whole


def test_a_statement_since_july_2025_counts_for_the_targets() -> None:
    new = {
        "status_id": "x",
        "status_key": "drug_free",
        "area_kind": "commune",
        "unit_epoch": "2025",
        "as_of": "2026-06",
    }
    old = RECORD.statuses.iloc[[0]].assign(**new, unit_code="16690", area_text="phường Trường Vinh", criterion="x")
    record = dataclasses.replace(RECORD, statuses=pd.concat([RECORD.statuses, old], ignore_index=True))
    first = next(one for one in drug_free.targets(basis(drug_free.MODEL, record=record)) if one.plan == PLAN_107)
    assert (first.recognised, first.gap) == (1, 38)
    assert (first.known, first.gap_of_known) == (45, 0)


def test_no_bar_where_nothing_was_published() -> None:
    bars = drug_free.target_bars(basis(drug_free.MODEL)).bars
    assert bars["value"].tolist()[1:] == [44, 39, 65]
    assert math.isnan(bars["value"].iloc[0])


def test_a_target_is_not_known_before_it_was_stated() -> None:
    assert drug_free.targets(basis(drug_free.MODEL, as_of="2024-12-31")) == ()
    assert drug_free.target_bars(basis(drug_free.MODEL, as_of="2024-12-31")).bars.empty
    assert drug_free.target_table(basis(drug_free.MODEL, as_of="2024-12-31")).rows.empty


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("epoch", EPOCHS)
def test_every_commune_has_a_status_and_what_is_known_a_day_and_a_source(epoch: str, lang: str) -> None:
    made = basis(drug_free.MODEL, lang, epoch=epoch)
    rows = drug_free.status_table(made).rows
    assert sorted(rows["code"]) == sorted(made.areas["code"])
    known = rows["code"].isin(made.areas.loc[made.areas["drug_status"] != "no_data", "code"])
    for column in ("since", "publisher", "source_url"):
        assert (rows.loc[known, column] != "").all()
        assert (rows.loc[~known, column] == "").all()


def test_the_rule_of_all_parts_is_told_where_it_bites() -> None:
    told = drug_free.parts_rule(basis(drug_free.MODEL))
    assert len(told) == 7
    assert told[0].startswith("Phường Vinh Lộc: Sạch về ma túy một phần: 4/5 đơn vị hợp thành")
    rows = drug_free.status_table(basis(drug_free.MODEL)).rows.set_index("commune")
    assert rows.loc["Phường Vinh Lộc", ["parts", "since"]].tolist() == ["4/5", "21/11/2024"]
    assert drug_free.parts_rule(basis(drug_free.MODEL, epoch="2020")) == ()


def test_border_communes_as_they_were_and_where_they_lie() -> None:
    table = drug_free.border_table(basis(drug_free.MODEL))
    assert len(table.rows) == 20
    assert table.rows["code"].nunique() == 16
    assert table.header.notes == ("Đã tìm được tên 20 trong 27 xã biên giới; 7 xã còn lại chưa thấy nguồn nêu tên.",)
    row = table.rows.set_index("then").loc["Xã Nậm Càn, huyện Kỳ Sơn"]
    assert row["commune"] == "Xã Na Ngoi"


def test_the_map_names_who_stated_the_statuses() -> None:
    made = basis(drug_free.MODEL)
    points = pd.DataFrame({"code": pd.Series(dtype="str"), "lon": [], "lat": []})
    spec = drug_free.status_map(made, points)
    assert spec.areas["class_key"].value_counts().to_dict() == {"no_data": 79, "drug_free": 44, "partly": 7}
    assert "Báo Công lý" in spec.header.source or "Công lý" in spec.header.source
    assert spec.header.date_text == "Số của các thời điểm từ 21/11/2024 đến 30/06/2025"


def test_a_filter_narrows_the_communes() -> None:
    made = basis(drug_free.MODEL, district="417")
    assert len(drug_free.status_table(made).rows) == len(count.areas_for(made.areas, made.choice))
