"""Numbers, dates and coordinates are read as people write them, with a note or a fault, never a guess."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Transformer

from data import wording
from data.reading.cells import Cell, CellError
from data.reading.marks import UNCALCULATED, Style
from data.reading.values import Fault, Parsed, Point, coordinates, date, number
from data.reading.vn2000 import from_wgs84, to_wgs84

PROVINCE = (103.8, 18.5, 105.9, 20.1)
ENGLISH = "Đọc theo lối viết tiếng Anh: dấu phẩy tách hàng nghìn."


def _came(read: Parsed[Any] | Fault) -> str:
    assert isinstance(read, Fault), read
    assert read.expected
    assert read.todo
    return read.came


# --- numbers ---


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (None, Parsed(None)),
        ("  ", Parsed(None)),
        (12.0, Parsed(12.0)),
        ("12", Parsed(12.0)),
        ("0", Parsed(0.0)),
        ("-5", Parsed(-5.0)),
        ("1.234,5", Parsed(1234.5)),
        ("1.234.567", Parsed(1234567.0)),
        ("1,234.5", Parsed(1234.5, ENGLISH)),
        ("1,234,567", Parsed(1234567.0, ENGLISH)),
        ("1.234", Parsed(1234.0, "Dấu chấm được hiểu là dấu tách hàng nghìn.")),
        ("1,234", Parsed(1.234, "Dấu phẩy được hiểu là dấu thập phân.")),
        ("0.234", Parsed(0.234)),
        ("12,5", Parsed(12.5)),
        ("12.5", Parsed(12.5)),
        ("1234.567", Parsed(1234.567)),
        ("1 234", Parsed(1234.0)),
        ("1\u00a0234,5", Parsed(1234.5)),
        ("12%", Parsed(12.0, unit="%")),
        ("12,5 %", Parsed(12.5, unit="%")),
        ("30 camera", Parsed(30.0, "Chữ «camera» sau số được hiểu là đơn vị.", "camera")),
        ("1.234.567 hộ", Parsed(1234567.0, "Chữ «hộ» sau số được hiểu là đơn vị.", "hộ")),
        ("-", Parsed(None, "Dấu «-» được hiểu là không có số liệu.")),
        ("…", Parsed(None, "Dấu «…» được hiểu là không có số liệu.")),
    ],
)  # fmt: skip
def test_numbers(value: Any, result: Parsed[float | None]) -> None:
    assert number(Cell(value)) == result


def test_a_percentage_comes_as_it_is_shown() -> None:
    assert number(Cell(0.07, Style(shape="percent"))) == Parsed(7.0, unit="%")


@pytest.mark.parametrize(
    "text",
    [
        "khoảng 30", "~30", "hơn 30", "trên 30", "30-40", "30+", "≥30", "gần 1.000", "từ 3 đến 5", "ba mươi", "không",
        "1.23.4", "1,23,4", "1e5", "2 triệu", "1.5 tỷ", "2 nghìn hộ", "--5", "1.234.5", "N/A", "=1+1", "１２", "5-",
        "12 34", "9" * 39,
    ],
)  # fmt: skip
def test_what_is_no_certain_number_is_kept_aside(text: str) -> None:
    assert _came(number(Cell(text))) == f"«{text}»"


@pytest.mark.parametrize(
    ("value", "came"),
    [
        (True, "«TRUE»"),
        (dt.date(2023, 5, 1), "ngày giờ «01/05/2023»"),
        (CellError("#REF!"), "công thức lỗi #REF!"),
        (CellError(UNCALCULATED), "công thức chưa có kết quả"),
        (float("inf"), "«inf»"),
    ],
)
def test_cells_that_hold_no_number(value: Any, came: str) -> None:
    assert _came(number(Cell(value))) == came


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_any_number_written_the_vietnamese_way_comes_back(whole: int, digits: int) -> None:
    value = whole / 10**digits
    read = number(Cell(wording.number(value, "vi", digits)))
    assert isinstance(read, Parsed)
    assert read.value == value


@given(st.integers(10**6, 10**9), st.integers(0, 4))
def test_any_large_number_written_the_english_way_comes_back(whole: int, digits: int) -> None:
    value = whole / 10**digits
    assume(value >= 10**6)  # below, a lone comma is a decimal comma to a Vietnamese reader
    read = number(Cell(wording.number(value, "en", digits)))
    assert isinstance(read, Parsed)
    assert read.value == value


@given(st.text())
def test_any_text_gives_a_number_or_a_fault(text: str) -> None:
    read = number(Cell(text))
    assert isinstance(read, Fault) or read.value is None or abs(read.value) <= 1e12


# --- dates ---


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (None, ""),
        ("15/6/2023", "2023-06-15"),
        ("15-06-2023", "2023-06-15"),
        ("15.6.2023", "2023-06-15"),
        (" ngày 15/6/2023 ", "2023-06-15"),
        ("Ngày 15 tháng 6 năm 2023", "2023-06-15"),
        ("2023-06-15", "2023-06-15"),
        ("2023-06-15 00:00:00", "2023-06-15"),
        ("2023-06-15T08:30:00Z", "2023-06-15"),
        ("15/6/2023 8:30", "2023-06-15"),
        ("6-2023", "2023-06"),
        ("06/2023", "2023-06"),
        ("2023-06", "2023-06"),
        ("T6/2023", "2023-06"),
        ("tháng 6 năm 2023", "2023-06"),
        ("Tháng 06/2023", "2023-06"),
        ("2023", "2023"),
        ("năm 2023", "2023"),
        (2023.0, "2023"),
        ("15-Jun-2023", "2023-06-15"),
        ("June 2023", "2023-06"),
        (dt.date(2023, 6, 15), "2023-06-15"),
        (dt.datetime(2023, 6, 15, 8, 30), "2023-06-15"),
        ("29/2/2024", "2024-02-29"),
    ],
)
def test_dates_keep_their_precision(value: Any, iso: str) -> None:
    assert date(Cell(value), 2036) == Parsed(iso)


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        (Cell(dt.date(2023, 6, 1), Style(shape="month")), Parsed("2023-06", "Ô chỉ hiện tháng và năm: giữ đến tháng.")),
        (Cell(dt.date(2023, 1, 1), Style(shape="year")), Parsed("2023", "Ô chỉ hiện năm: giữ đến năm.")),
        (Cell("15/6/23"), Parsed("2023-06-15", "Năm «23» được hiểu là 2023.")),
        (Cell("15/6/75"), Parsed("1975-06-15", "Năm «75» được hiểu là 1975.")),
        (Cell("Jun-23"), Parsed("2023-06", "Năm «23» được hiểu là 2023.")),
        (Cell(45092.0), Parsed("2023-06-15", "Số 45092 được hiểu là ngày 15/06/2023 (số thứ tự ngày của Excel).")),
        (Cell("45092"), Parsed("2023-06-15", "Số 45092 được hiểu là ngày 15/06/2023 (số thứ tự ngày của Excel).")),
        (Cell("20230615"), Parsed("2023-06-15", "«20230615» được hiểu là ngày 15/06/2023.")),
        (Cell(15062023.0), Parsed("2023-06-15", "«15062023» được hiểu là ngày 15/06/2023.")),
        (Cell("Quý II/2023"), Parsed("2023", "Sổ giữ ngày, tháng hoặc năm: «Quý II/2023» được ghi là năm 2023.")),
        (Cell("quý 4 năm 2023"), Parsed("2023", "Sổ giữ ngày, tháng hoặc năm: «quý 4 năm 2023» được ghi là năm 2023.")),
    ],
)
def test_dates_that_had_to_be_understood_say_so(cell: Cell, result: Parsed[str]) -> None:
    assert date(cell, 2036) == result


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("31/02/2023", ""), ("6/15/2023", "15/06/2023"), ("32/1/2023", ""), ("15/13/2023", ""), ("13/2023", ""),
        ("0/2023", ""), ("00/00/0000", ""), ("cuối năm 2023", ""), ("khoảng 2023", ""), ("6 tháng đầu năm 2023", ""),
        ("2023-2024", ""), ("15/6/2099", ""), ("1890", ""), ("15/6", ""), ("chưa rõ", ""), ("29/2/2023", ""),
    ],
)  # fmt: skip
def test_dates_that_are_none(text: str, suggestion: str) -> None:
    read = date(Cell(text), 2036)
    assert _came(read) == f"«{text}»"
    assert isinstance(read, Fault)
    assert read.suggestion == suggestion


@pytest.mark.parametrize(
    "value", [12.0, 6.2023, 99999.0, True, dt.time(8, 30), -1.0, dt.date(1900, 1, 1), CellError("#N/A")]
)
def test_cells_that_hold_no_date(value: Any) -> None:
    assert _came(date(Cell(value), 2036))


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2035, 12, 31)),
    st.sampled_from(
        ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "ngày %d tháng %m năm %Y", "%d %B %Y"]
    ),
)
def test_any_day_comes_back_from_any_writing(day: dt.date, writing: str) -> None:
    assert date(Cell(day.strftime(writing)), 2036) == Parsed(day.isoformat())


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2035, 12, 31)),
    st.sampled_from(["%m/%Y", "%m-%Y", "T%m/%Y", "tháng %m năm %Y", "%Y-%m", "%b %Y"]),
)
def test_any_month_comes_back_from_any_writing(day: dt.date, writing: str) -> None:
    assert date(Cell(day.strftime(writing)), 2036) == Parsed(day.strftime("%Y-%m"))


@given(st.text())
def test_any_text_gives_a_date_or_a_fault(text: str) -> None:
    read = date(Cell(text), 2036)
    assert isinstance(read, Fault) or read.value == "" or 1945 <= int(read.value[:4]) <= 2036


# --- coordinates ---

DECIMAL, SEXAGESIMAL = Point(18.6796, 105.6813), Point(18.67, 105.675)
SWAPPED = "Vĩ độ và kinh độ bị đảo chỗ: hiểu là 18.679600, 105.681300."


@pytest.mark.parametrize(
    ("first", "second", "point", "note"),
    [
        (18.6796, 105.6813, DECIMAL, ""),
        ("18.6796", "105.6813", DECIMAL, ""),
        ("18,6796", "105,6813", DECIMAL, ""),
        ("18.6796°", "105.6813 E", DECIMAL, ""),
        ("Lat: 18.6796", "Lon: 105.6813", DECIMAL, ""),
        (105.6813, 18.6796, DECIMAL, SWAPPED),
        ("18°40'12\"N", "105°40'30\"E", SEXAGESIMAL, ""),
        ("18°40’12”B", "105°40’30”Đ", SEXAGESIMAL, ""),
        ("18º 40′ 12″", "105º 40′ 30″", SEXAGESIMAL, ""),
        ("18 40 12", "105 40 30", SEXAGESIMAL, ""),
        ("18°40.2'", "105°40.5'", SEXAGESIMAL, ""),
        ("18 độ 40 phút 12 giây", "105 độ 40 phút 30 giây", SEXAGESIMAL, ""),
        ("18°40'12,0\"", "105°40'30,0\"", SEXAGESIMAL, ""),
        ("105°40'30\"Đ", "18°40'12\"B", SEXAGESIMAL, "Vĩ độ và kinh độ bị đảo chỗ: hiểu là 18.670000, 105.675000."),
    ],
)  # fmt: skip
def test_degrees_in_two_cells(first: Any, second: Any, point: Point, note: str) -> None:
    assert coordinates(Cell(first), Cell(second), PROVINCE) == Parsed(point, note)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("18.6796, 105.6813", DECIMAL),
        ("18.6796,105.6813", DECIMAL),
        ("18,6796; 105,6813", DECIMAL),
        ("18,6796, 105,6813", DECIMAL),
        ("18,6796 105,6813", DECIMAL),
        ("18,6796,105,6813", DECIMAL),
        ("(18.6796 / 105.6813)", DECIMAL),
        ("18.6796\n105.6813", DECIMAL),
        ("18.6796N, 105.6813E", DECIMAL),
        ("N 18.6796 E 105.6813", DECIMAL),
        ("Vĩ độ: 18.6796; Kinh độ: 105.6813", DECIMAL),
        ("https://www.google.com/maps/@18.6796,105.6813,17z", DECIMAL),
        ("https://maps.google.com/?q=18.6796,105.6813", DECIMAL),
        ("18°40'12\"N 105°40'30\"E", SEXAGESIMAL),
        ("18°40'12\"B, 105°40'30\"Đ", SEXAGESIMAL),
        ("18 40 12 105 40 30", SEXAGESIMAL),
        (f"https://www.google.com/maps/place/{'x' * 300}/@18.6796,105.6813,17z", DECIMAL),
    ],
)
def test_degrees_in_one_cell(text: str, point: Point) -> None:
    assert coordinates(Cell(text), None, PROVINCE) == Parsed(point)


@pytest.mark.parametrize("text", ["18.6796, 105.6813", "18,6796 105,6813", "2066361.04; 598041.94"])
def test_one_of_two_cells_may_hold_the_whole_point(text: str) -> None:
    for cells in ((Cell(text), Cell()), (Cell(), Cell(text))):
        read = coordinates(*cells, PROVINCE)
        assert isinstance(read, Parsed)
        assert read.value is not None
        assert (read.value.latitude, read.value.longitude) == (pytest.approx(18.6796), pytest.approx(105.6813))


TM3, UTM = Point(18.6791578, 105.2270408), Point(18.6847574, 105.4771986)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (2066123.45, 550123.4), (550123.4, 2066123.45), ("2.066.123,45", "550.123,40"), ("2066123.45 m", "550123.4 m"),
        ("X = 2066123.45; Y = 550123.4", None), ("X: 2.066.123,45 Y: 550.123,40", None), ("550123.4 2066123.45", None),
    ],
)  # fmt: skip
def test_metres_are_vn2000_in_either_order_and_the_other_grid_is_told(first: Any, second: Any) -> None:
    read = coordinates(Cell(first), None if second is None else Cell(second), PROVINCE)
    assert isinstance(read, Parsed)
    assert read.value == TM3
    assert read.others == (UTM,)
    assert "VN-2000, kinh tuyến trục 104°45', múi 3°" in read.note
    assert "Nếu số đo theo VN-2000, UTM múi 48 thì là 18.684757, 105.477199." in read.note


def test_the_caller_may_know_the_grid() -> None:
    read = coordinates(Cell(2066123.45), Cell(550123.4), PROVINCE, system="utm48")
    assert isinstance(read, Parsed)
    assert (read.value, read.others) == (UTM, ())


def test_empty_cells_are_no_point() -> None:
    assert coordinates(Cell(), Cell(" "), PROVINCE) == Parsed(None)
    assert coordinates(Cell(), None, PROVINCE) == Parsed(None)


@pytest.mark.parametrize(
    ("first", "second", "came", "suggestion"),
    [
        (18.6796, None, "thiếu kinh độ", ""),
        (None, 105.6813, "thiếu vĩ độ", ""),
        ("18,6796", None, "thiếu kinh độ", ""),
        ("18 40 46", None, "thiếu kinh độ", ""),
        (0.0, 0.0, "«0» và «0», nằm ngoài tỉnh", ""),
        (21.0278, 105.8342, "«21,0278» và «105,8342», nằm ngoài tỉnh", ""),
        (186796.0, 1056813.0, "«186796» và «1056813», nằm ngoài tỉnh", "18.679600, 105.681300"),
        ("18°70'", "105°40'", "«18°70'» và «105°40'»", ""),
        ("gần chợ", "x", "«gần chợ» và «x»", ""),
        (18.6796, 550123.0, "«18,6796» và «550123», nằm ngoài tỉnh", ""),
        (True, 105.6813, "«TRUE» và «105,6813»", ""),
        (CellError("#REF!"), 105.6813, "công thức lỗi #REF!", ""),
    ],
)
def test_what_is_no_point_is_told(first: Any, second: Any, came: str, suggestion: str) -> None:
    read = coordinates(Cell(first), Cell(second), PROVINCE)
    assert _came(read) == came
    assert isinstance(read, Fault)
    assert read.suggestion == suggestion


@given(st.floats(18.51, 20.09), st.floats(103.81, 105.89), st.sampled_from(["dot", "comma", "dms", "swapped", "one"]))
def test_any_point_of_the_province_comes_back(latitude: float, longitude: float, writing: str) -> None:
    latitude, longitude = round(latitude, 6), round(longitude, 6)
    lat, lon = f"{latitude:.6f}", f"{longitude:.6f}"
    cells: dict[str, tuple[Cell, Cell | None]] = {
        "dot": (Cell(lat), Cell(lon)),
        "comma": (Cell(lat.replace(".", ",")), Cell(lon.replace(".", ","))),
        "swapped": (Cell(longitude), Cell(latitude)),
        "one": (Cell(f"{lat}, {lon}"), None),
        "dms": (Cell(_sexagesimal(latitude) + "B"), Cell(_sexagesimal(longitude) + "Đ")),
    }
    read = coordinates(*cells[writing], PROVINCE)
    assert isinstance(read, Parsed)
    assert read.value is not None
    assert read.value.latitude == pytest.approx(latitude, abs=2e-7)
    assert read.value.longitude == pytest.approx(longitude, abs=2e-7)
    assert bool(read.note) == (writing == "swapped")


def _sexagesimal(degrees: float) -> str:
    thousandths = round(degrees * 3_600_000)
    whole, rest = divmod(thousandths, 3_600_000)
    minutes, seconds = divmod(rest, 60_000)
    return f"{whole}°{minutes}'{seconds / 1000:.3f}\""


@given(st.floats(18.6, 20.0), st.floats(104.0, 105.8), st.sampled_from(["tm3", "utm48"]))
def test_a_point_on_either_grid_comes_back(latitude: float, longitude: float, system: Any) -> None:
    easting, northing = from_wgs84(latitude, longitude, system)
    read = coordinates(Cell(round(northing, 2)), Cell(round(easting, 2)), PROVINCE, system)
    assert isinstance(read, Parsed)
    assert read.value is not None
    assert read.value.latitude == pytest.approx(latitude, abs=2e-7)
    assert read.value.longitude == pytest.approx(longitude, abs=2e-7)


@pytest.mark.parametrize(("system", "epsg"), [("tm3", 9208), ("utm48", 3405)])
def test_the_grids_agree_with_the_registered_ones(system: Any, epsg: int) -> None:
    lon, lat = Transformer.from_crs(epsg, 4326, always_xy=True).transform(550_123.4, 2_066_123.45)
    assert to_wgs84(550_123.4, 2_066_123.45, system) == pytest.approx((lat, lon), abs=1e-9)


@given(st.text())
def test_any_text_gives_a_point_inside_or_a_fault(text: str) -> None:
    for second in (None, Cell(105.5), Cell(text)):
        read = coordinates(Cell(text), second, PROVINCE)
        if isinstance(read, Parsed) and read.value is not None:
            assert PROVINCE[1] <= read.value.latitude <= PROVINCE[3]
            assert PROVINCE[0] <= read.value.longitude <= PROVINCE[2]


def test_a_date_of_a_damaged_file_may_lie_in_the_first_thousand_years() -> None:
    for day in (dt.date(23, 6, 1), dt.datetime(999, 1, 1)):
        read = date(Cell(day), 2036)
        assert isinstance(read, Fault)
        assert read.expected.startswith("năm từ ")
