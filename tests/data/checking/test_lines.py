"""Lines in a sheet: exact cells and exactly what is found on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.checking.check import Checked, Register
from data.wording import number
from tests.data.sent import checked, register, told, workbook

ROAD = "LINESTRING (105.66 18.66, 105.68 18.68)"
HEADINGS = ("Mã điểm", "Mô hình", "Tên điểm", "Xã", "Hình tuyến", "Nguồn")
PLACE = ["line", "lon", "lat", "precision"]


def roads(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    lines = [(f"m-{at}", "Camera an ninh", f"Đường {at}", *row, "BC 1") for at, row in enumerate(rows)]
    return workbook({"Điểm": [headings, *lines]})


def places(result: Checked) -> list[list[str]]:
    return result.frames["sites"][PLACE].to_numpy().tolist()


def test_a_line_without_a_point_puts_the_site_at_its_middle() -> None:
    result = checked(roads(("", "linestring(105.66 18.66,105.68 18.6800000001)"), ("xã Hưng Tân", "")))
    assert told(result) == []
    assert places(result) == [[ROAD, "105.67", "18.67", "exact"], ["", "", "", "commune"]]
    assert result.frames["sites"]["unit_code"].iloc[0] == "16681"
    assert [code for code, *_ in told(result, "note")] == ["placed_by_point"]


def test_a_point_that_is_stated_beside_a_line_stays() -> None:
    headings = ("Mã điểm", "Mô hình", "Tên điểm", "Xã", "Vĩ độ", "Kinh độ", "WKT", "Nguồn")
    data = roads(("", 18.671, 105.671, ROAD), ("", "", "", ROAD), headings=headings)
    assert places(checked(data)) == [[ROAD, "105.671", "18.671", "exact"], [ROAD, "105.67", "18.67", "exact"]]


LONG = "LINESTRING (" + ", ".join(f"105.{at:06} 18.66" for at in range(600_000, 602_000)) + ")"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("đường cái", ("bad_line", "«đường cái»")),
        ("POINT (105.66 18.66)", ("bad_line", "«POINT (105.66 18.66)»")),
        ("LINESTRING (105.66 18.66)", ("bad_line", "«LINESTRING (105.66 18.66)»")),
        (
            "LINESTRING (18.66 105.66, 18.68 105.68)",
            ("line_outside", "tuyến có điểm kinh độ 18,66, vĩ độ 105,66"),
        ),
        (
            "LINESTRING (105.66 18.66, 108.5 18.68)",
            ("line_outside", "tuyến có điểm kinh độ 108,5, vĩ độ 18,68"),
        ),
        (
            "LINESTRING (595000 2066000, 596000 2066000)",
            ("line_outside", "tuyến có điểm kinh độ 595.000, vĩ độ 2.066.000"),
        ),
    ],
)
def test_what_is_no_line_in_the_province_keeps_its_row_aside(cell: str, found: tuple[str, str]) -> None:
    result = checked(roads(("xã Hưng Tân", cell), ("xã Hưng Tân", ROAD)))
    assert told(result)[:1] == [(found[0], 2, "E", found[1])]
    assert ("Điểm", 2) in result.rejected


@pytest.mark.parametrize("text", [LONG, LONG * 2])
def test_too_long_a_line_is_told_with_its_length(text: str) -> None:
    data = f"Mô hình\tTên điểm\tXã\tHình tuyến\nCamera an ninh\tA\txã Hưng Tân\t{text}\n".encode()
    assert told(checked(data, "so.csv")) == [("too_long", 2, "D", f"{number(len(text))} ký tự")]


def test_a_formula_error_in_the_column_of_lines_is_told() -> None:
    text = "Mô hình;Tên điểm;Xã;Hình tuyến\nCamera an ninh;A;xã Hưng Tân;#REF!\n"
    assert told(checked(text.encode(), "so.csv"))[0][:3] == ("formula_error", 2, "D")


def on_record() -> Register:
    known = register()
    sites = known.tables["sites"].copy()
    first = sites.iloc[:1].assign(site_id="m-0", line=ROAD, lon="105.67", lat="18.67", precision="exact")
    return replace(known, tables={**known.tables, "sites": first})


def test_a_sheet_with_lines_says_nothing_of_the_points_of_rows_without_one() -> None:
    result = checked(roads(("xã Hưng Tân", ""), ("", ROAD)), known=on_record())
    assert places(result)[0] == ["", "105.67", "18.67", "exact"], "the line was emptied, the point is another column"


def test_a_sheet_without_a_column_of_lines_leaves_the_line() -> None:
    headings = ("Mã điểm", "Mô hình", "Tên điểm", "Xã", "Nguồn")
    assert places(checked(roads(("xã Hưng Tân",), headings=headings), known=on_record()))[0][0] == ROAD
