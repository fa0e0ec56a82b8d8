"""Maps coloured by an indicator: real figures, fixed classes, and a missing number that is never 0."""

from __future__ import annotations

import pytest

from briefing import maps
from briefing.basis import Basis, basis_of
from briefing.choropleth import choropleth
from briefing.files import render
from briefing.spec import MapSpec
from data.choice import Choice
from data.indicator import indicators
from data.record import public_record
from geo import boundaries
from geo.units import EPOCHS

NUMBERED = [key for key, indicator in indicators().items() if indicator.measure != "status"]


def basis(lang: str = "vi", **values: object) -> Basis:
    return basis_of(public_record(), Choice(**values), lang)  # type: ignore[arg-type]


def row(spec: MapSpec, code: str) -> dict[str, object]:
    return dict(spec.areas.set_index("code").loc[code])


def labels(spec: MapSpec) -> list[str]:
    return [item.label for item in spec.classes]


def test_sites_by_commune() -> None:
    spec = choropleth(basis(), "sites")
    assert labels(spec) == ["1", "2", "3 – 4", "5 – 9", "từ 10", "Chưa có trong sổ"]
    assert row(spec, "16690") == {
        "label": "phường Trường Vinh",
        "district": "thành phố Vinh",
        "class_key": "c3",
        "detail": "thành phố Vinh\n6 địa điểm có trong sổ",
        "value": 6.0,
        "value_text": "6",
    }
    assert row(spec, "16681")["detail"] == "thành phố Vinh\nSố địa điểm: chưa có trong sổ"
    assert spec.measure == "Số địa điểm"


def test_cameras_are_said_as_exactly_as_they_were_stated() -> None:
    spec = choropleth(basis(), "cameras")
    assert [row(spec, code)["value_text"] for code in ("16690", "17713", "18028")] == ["62", "gần 10", "hơn 30"]
    assert row(spec, "17713")["detail"] == "huyện Thanh Chương\ngần 10 camera (1 trong 1 địa điểm nêu số)"
    assert labels(spec)[-2:] == ["Không có số liệu", "Chưa có trong sổ"]
    assert "Màu nền chỉ tính mô hình Camera an ninh." in spec.header.notes


def test_an_indicator_of_one_model_does_not_need_that_model_in_the_choice() -> None:
    spec = choropleth(basis(models=("duong_co_to_quoc",)), "cameras")
    assert spec.areas["value"].sum() == 152


def test_rates_are_written_as_vietnamese_numbers() -> None:
    spec = choropleth(basis(), "sites_per_area")
    assert row(spec, "16690")["detail"] == "thành phố Vinh\n17,5 địa điểm/10.000 ha (6 địa điểm, 34,2 km²)"
    assert labels(choropleth(basis(), "sites_per_commune"))[:2] == ["dưới 0,1", "0,1 – dưới 0,2"]
    assert labels(choropleth(basis("en"), "sites_per_commune"))[:2] == ["under 0.1", "0.1 – under 0.2"]


def test_a_district_colours_all_of_its_communes() -> None:
    spec = choropleth(basis(), "drug_free_share")
    communes = spec.areas[spec.areas["district"] == "huyện Kỳ Sơn"]
    assert set(communes["value_text"]) == {"100"}
    assert len(set(communes["class_key"])) == 1
    assert row(spec, "16813")["detail"] == "huyện Kỳ Sơn\n100% (12 trong 12 xã được công bố sạch về ma túy)"


def test_a_filter_of_status_leaves_the_base_of_a_share_alone() -> None:
    every, some = choropleth(basis(), "drug_free_share"), choropleth(basis(status="drug_free"), "drug_free_share")
    shown = some.areas[some.areas["class_key"] != "outside"].set_index("code")
    assert (shown["value"] == every.areas.set_index("code").loc[shown.index, "value"]).all()


@pytest.mark.parametrize("key", NUMBERED)
@pytest.mark.parametrize("epoch", EPOCHS)
def test_a_colour_means_the_same_under_every_filter(key: str, epoch: str) -> None:
    numbers = len(indicators()[key].breaks)
    legends = {
        tuple((item.key, item.label, item.colour) for item in choropleth(one, key).classes[:numbers])
        for one in (basis(epoch=epoch), basis(epoch=epoch, district="429"), basis(epoch=epoch, as_of="2020-01-01"))
    }
    assert len(legends) == 1


@pytest.mark.parametrize("key", NUMBERED)
@pytest.mark.parametrize("epoch", EPOCHS)
def test_every_commune_has_a_class_of_the_legend_and_a_number_or_a_reason(key: str, epoch: str) -> None:
    spec = choropleth(basis(epoch=epoch, district="429"), key)
    assert set(spec.areas["class_key"]) <= {item.key for item in spec.classes}
    inside = spec.areas[spec.areas["class_key"] != "outside"]
    assert (inside["value_text"] != "").all()
    assert (inside["value"].notna() == inside["class_key"].str.match(r"c\d")).all()
    outside = spec.areas[spec.areas["class_key"] == "outside"]
    assert outside["value"].isna().all()
    assert (outside["value_text"] == "").all()


def test_without_numbers_it_is_the_map_of_drug_status() -> None:
    spec = choropleth(basis(), "drug_status", "16690", (), boundaries.inner_points("2025"))
    assert spec.measure == ""
    assert spec.symbols["count"].sum() == 51
    assert choropleth(basis(), "drug_status").symbols.empty


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(KeyError):
        choropleth(basis(), "khong_co")


def test_the_picture_says_what_the_colours_count() -> None:
    spec = choropleth(basis(), "sites_per_area")
    svg = render(maps.draw(spec, boundaries.load("2025"), boundaries.districts("2025")), "svg").decode()
    for text in ("Địa điểm trên 10.000 ha", "2 – dưới 5", "Chưa có trong sổ"):
        assert text.replace(" ", "") in svg.replace(" ", "").replace("&nbsp;", "").replace("\u00a0", "")
    assert all(item.colour in svg for item in spec.classes if item.key != "no_data")
