"""Dates as people write them, kept with the precision they have: day, month or year."""

from __future__ import annotations

import datetime as dt
import re

from data.reading.cells import Cell, CellError
from data.reading.parsed import Fault, Parsed, formula_fault, quoted

EARLIEST_YEAR = 1945
YEARS_AHEAD = 10  # targets reach some years ahead; anything later is a slip

_EXPECTED = "ngày, tháng hoặc năm, chẳng hạn 15/6/2023, 6/2023 hoặc 2023"
_TODO = "Gõ lại ngày theo dạng ngày/tháng/năm; không biết thì để trống."
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEP = r"\s*[/.\-]\s*"
_DAY = re.compile(rf"(?:ngày\s*)?(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{4}}|\d{{2}})")
_DAY_WORDS = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*(?:năm\s*|[/,\-]\s*)?(\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?")
_ISO_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_MONTH = re.compile(rf"(?:tháng\s*|t\.?\s*)?(\d{{1,2}})(?:{_SEP}|\s*năm\s*|\s+năm\s+)(\d{{4}})")
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})")
_QUARTER = re.compile(rf"(?:quý|q)\s*([1-4]|iii|ii|iv|i)(?:{_SEP}|\s*năm\s*|\s+)(\d{{4}})")
_ENGLISH = re.compile(r"(?:(\d{1,2})[\s\-/]+)?([a-z]{3,9})\.?[\s\-/,]+(\d{4}|\d{2})")
_COMPACT = re.compile(r"\d{8}")
_TIME = re.compile(r"(?<=\d) \d{1,2}:\d{2}(?::\d{2})?$")
_SERIALS = (20_000, 60_000)  # Excel's count of days for 1954 to 2064


def date(cell: Cell, latest_year: int | None = None) -> Parsed[str] | Fault:
    """Read a date as ISO text of its own precision ("2023-06-15", "2023-06", "2023"); "" for an empty cell.

    Day comes before month, always; a date that cannot be so read is a fault with the other reading as suggestion.
    A year of two digits, a serial number of Excel and a quarter (kept as its year) are read with a note. Years go
    from EARLIEST_YEAR to `latest_year` (default: YEARS_AHEAD from now).
    """
    latest = dt.date.today().year + YEARS_AHEAD if latest_year is None else latest_year
    value = cell.value
    if value is None or cell.empty:
        return Parsed("")
    if isinstance(value, CellError):
        return formula_fault(value)
    if isinstance(value, bool | dt.time):
        return Fault(quoted(cell), _EXPECTED, _TODO)
    if isinstance(value, dt.date):
        return _in_range(_moment(cell, value), cell, latest)
    if isinstance(value, int | float):
        return _in_range(_number(cell, value, latest), cell, latest)
    return _in_range(_text(cell, latest), cell, latest)


def _moment(cell: Cell, value: dt.date) -> Parsed[str]:
    day = value.isoformat()  # unlike a format, it writes years below 1000 with four digits
    if cell.style.shape == "month":
        return Parsed(day[:7], "Ô chỉ hiện tháng và năm: giữ đến tháng.")
    if cell.style.shape == "year":
        return Parsed(day[:4], "Ô chỉ hiện năm: giữ đến năm.")
    return Parsed(day[:10])


def _number(cell: Cell, value: float, latest: int) -> Parsed[str] | Fault:
    if value != int(value):
        return Fault(quoted(cell), _EXPECTED, "Excel có thể đã đổi ngày thành số: gõ lại ngày dưới dạng chữ.")
    whole = int(value)
    if EARLIEST_YEAR <= whole <= latest:
        return Parsed(str(whole))
    if _SERIALS[0] <= whole <= _SERIALS[1]:
        return _serial(whole)
    if 10**7 <= whole < 10**8:
        return _compact(str(whole), cell)
    return Fault(quoted(cell), _EXPECTED, _TODO)


def _serial(days: int) -> Parsed[str]:
    day = dt.date(1899, 12, 30) + dt.timedelta(days=days)
    return Parsed(day.isoformat(), f"Số {days} được hiểu là ngày {day:%d/%m/%Y} (số thứ tự ngày của Excel).")


def _text(cell: Cell, latest: int) -> Parsed[str] | Fault:
    text = " ".join(cell.text.lower().split()).rstrip(".")
    if match := _ISO.fullmatch(text):
        return _day(cell, int(match[3]), int(match[2]), int(match[1]))
    text = _TIME.sub("", text)
    for pattern in (_DAY, _DAY_WORDS):
        if match := pattern.fullmatch(text):
            year, note = _year(match[3], latest)
            return _day(cell, int(match[1]), int(match[2]), year, note)
    if match := _QUARTER.fullmatch(text):
        return Parsed(match[2], f"Sổ giữ ngày, tháng hoặc năm: {quoted(cell)} được ghi là năm {match[2]}.")
    if match := _ISO_MONTH.fullmatch(text):
        return _month(cell, int(match[2]), int(match[1]))
    if match := _MONTH.fullmatch(text):
        return _month(cell, int(match[1]), int(match[2]))
    if match := _YEAR.fullmatch(text):
        return Parsed(match[1])
    if match := _ENGLISH.fullmatch(text):
        return _english(cell, match, latest)
    if _COMPACT.fullmatch(text):
        return _compact(text, cell)
    if re.fullmatch(r"\d{5}", text) and _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return _serial(int(text))
    return Fault(quoted(cell), _EXPECTED, _TODO)


def _year(text: str, latest: int) -> tuple[int, str]:
    if len(text) == 4:
        return int(text), ""
    year = 2000 + int(text)
    year -= 100 if year > latest else 0
    return year, f"Năm «{text}» được hiểu là {year}."


def _day(cell: Cell, day: int, month: int, year: int, note: str = "") -> Parsed[str] | Fault:
    try:
        return Parsed(dt.date(year, month, day).isoformat(), note)
    except ValueError:
        swapped = _day_text(month, day, year) if month > 12 >= day else ""
        expected = "ngày trước, tháng sau" if swapped else "một ngày có trong lịch"
        return Fault(quoted(cell), expected, _TODO, swapped)


def _day_text(day: int, month: int, year: int) -> str:
    try:
        return f"{dt.date(year, month, day):%d/%m/%Y}"
    except ValueError:
        return ""


def _month(cell: Cell, month: int, year: int, note: str = "") -> Parsed[str] | Fault:
    if 1 <= month <= 12:
        return Parsed(f"{year:04}-{month:02}", note)
    return Fault(quoted(cell), "tháng từ 1 đến 12", _TODO)


def _english(cell: Cell, match: re.Match[str], latest: int) -> Parsed[str] | Fault:
    """The way an English Excel writes dates into a CSV file: "Jun-23", "15-Jun-23"."""
    names = [place for place, name in enumerate(_MONTHS, start=1) if match[2].startswith(name)]
    if not names:
        return Fault(quoted(cell), _EXPECTED, _TODO)
    year, note = _year(match[3], latest)
    return _day(cell, int(match[1]), names[0], year, note) if match[1] else _month(cell, names[0], year, note)


def _compact(text: str, cell: Cell) -> Parsed[str] | Fault:
    """Eight digits: year first or day first, when only one of these is a date."""
    readings = {
        _valid(int(text[:4]), int(text[4:6]), int(text[6:])),
        _valid(int(text[4:]), int(text[2:4]), int(text[:2])),
    } - {""}
    if len(readings) == 1:
        day = readings.pop()
        return Parsed(day, f"{quoted(cell)} được hiểu là ngày {'/'.join(reversed(day.split('-')))}.")
    return Fault(quoted(cell), _EXPECTED, _TODO)


def _valid(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat() if EARLIEST_YEAR <= year < 2100 else ""
    except ValueError:
        return ""


def _in_range(read: Parsed[str] | Fault, cell: Cell, latest: int) -> Parsed[str] | Fault:
    if isinstance(read, Fault) or EARLIEST_YEAR <= int(read.value[:4]) <= latest:
        return read
    return Fault(quoted(cell), f"năm từ {EARLIEST_YEAR} đến {latest}", "Kiểm tra lại năm.")
