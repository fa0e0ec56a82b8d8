"""Each place of the record is found again in the table of units from the words of its source alone."""

import unicodedata
from functools import cache

import pytest

from data.period import first_day
from data.record import public_record
from data.tables import read

RECORD = public_record()
TONES = "\u0300\u0301\u0303\u0309\u0323"
BEFORE_2025 = ("2020", "2024", "2013")
# Its page has no date and does not say whether the commune of today or the former one is meant; the former
# one lies wholly within that of today, so that in the epoch 2025 either reading is right.
UNDECIDED = "van_dong_tai_ban_ka_tren_tham_hon_tang_phan_huoi_thum"


def _spelling(text: str) -> tuple[str, ...]:
    """Put the tone of each syllable last: "Hoà" and "Hòa" agree, "Nậm Cắn" and "Nậm Càn" do not."""
    syllables = unicodedata.normalize("NFD", text).lower().split()
    return tuple(
        "".join(mark for mark in syllable if mark not in TONES) + "".join(mark for mark in syllable if mark in TONES)
        for syllable in syllables
    )


def _bare(district: str) -> str:
    for kind in ("thành phố ", "thị xã ", "huyện "):
        district = district.removeprefix(kind)
    return district


@cache
def _districts(epoch: str) -> dict[tuple[str, ...], str]:
    # The epoch without districts is asked by the former ones.
    rows = read("districts").query("epoch == @former", local_dict={"former": min(epoch, "2024")})
    return {_spelling(name): code for name, code in zip(rows["name"], rows["code"], strict=True)}


@cache
def _communes(epoch: str) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in read("units").query("epoch == @epoch").to_dict("records"):
        key = (row["district_code"], _spelling(f"{row['type']} {row['name']}"))
        found.setdefault(key, []).append(row["code"])
    return found


def _commune(epoch: str, commune: str, district: str) -> list[str]:
    return _communes(epoch).get((_districts(epoch).get(_spelling(_bare(district)), ""), _spelling(commune)), [])


def _epoch_of(date: str) -> str:
    in_force = zip(read("epochs")["epoch"], read("epochs")["in_force"], strict=True)
    return max((epoch for epoch, since in in_force if since <= first_day(date)), default="2013")


@pytest.mark.parametrize("site_id", RECORD.sites["site_id"])
def test_a_site_lies_in_the_one_commune_its_source_names(site_id: str) -> None:
    site = RECORD.sites.set_index("site_id").loc[site_id]
    assert _commune(site["unit_epoch"], site["commune_text"], site["district_text"]) == [site["unit_code"]]


@pytest.mark.parametrize("site_id", sorted(set(RECORD.sites["site_id"]) - {UNDECIDED}))
def test_the_epoch_of_a_site_is_that_of_its_date(site_id: str) -> None:
    site = RECORD.sites.set_index("site_id").loc[site_id]
    if site["located_by"].startswith("đơn vị mới"):
        assert site["unit_epoch"] == "2025"
    elif date := site["source_date"] or site["launched"]:
        assert site["unit_epoch"] == _epoch_of(date)
    else:
        names = (site["commune_text"], site["district_text"])
        assert site["unit_epoch"] == next(epoch for epoch in BEFORE_2025 if len(_commune(epoch, *names)) == 1)


def test_the_undecided_site_is_right_in_either_reading() -> None:
    site = RECORD.sites.set_index("site_id").loc[UNDECIDED]
    (former,) = _commune("2024", site["commune_text"], site["district_text"])
    moves = read("lineage").query("from_epoch == '2024' and from_code == @former", local_dict={"former": former})
    assert list(zip(moves["to_code"], moves["extent"], strict=True)) == [(site["unit_code"], "whole")]
    assert site["unit_epoch"] == "2025"


@pytest.mark.parametrize("status_id", RECORD.statuses["status_id"])
def test_a_status_names_its_unit(status_id: str) -> None:
    status = RECORD.statuses.set_index("status_id").loc[status_id]
    if status["area_kind"] == "district":
        found = [_districts(status["unit_epoch"])[_spelling(_bare(status["area_text"]))]]
    else:
        found = _commune(status["unit_epoch"], *status["area_text"].split(", "))
    assert found == [status["unit_code"]]


@pytest.mark.parametrize("table", ["figures", "targets"])
def test_a_figure_names_its_area(table: str) -> None:
    for row in getattr(RECORD, table).to_dict("records"):
        if row["area_kind"] == "commune":
            assert _commune(row["area_epoch"], *row["area_name"].split(", ")) == [row["area_code"]]
        elif row["area_kind"] == "district":
            assert _districts(row["area_epoch"])[_spelling(_bare(row["area_name"]))] == row["area_code"]
        else:
            assert row["area_code"] == ""


def test_the_epoch_of_a_figure_is_that_of_its_date() -> None:
    for row in RECORD.figures.to_dict("records"):
        assert row["area_epoch"] == _epoch_of(row["as_of"])


def test_names_that_differ_by_an_accent_only_are_kept_apart() -> None:
    sites = RECORD.sites.set_index("site_name")
    assert sites.loc["Đường cờ xã Nậm Cắn", "unit_code"] == "16837"
    assert sites.loc["Đường cờ xã Nậm Càn", "unit_code"] == "16873"
