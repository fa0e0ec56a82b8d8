"""Coordinates as people write them: degrees of every writing, swapped, in one cell, or VN-2000 metres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from data.reading.cells import EMPTY, Cell, CellError
from data.reading.number_text import plain_number
from data.reading.parsed import Fault, Parsed, formula_fault, quoted
from data.reading.vn2000 import LABELS, System, to_wgs84

Box = tuple[float, float, float, float]  # west, south, east, north in degrees
Axis = Literal["", "lat", "lon"]

_EXPECTED = "vĩ độ và kinh độ, chẳng hạn 18.6796 và 105.6813, hoặc tọa độ VN-2000 (mét)"
_TODO = "Gõ lại tọa độ; không có thì để trống, điểm sẽ được đặt theo xã."
_LONGEST = 200  # characters: with words, marks and seconds a point takes half of that; cutting takes their square
_METRES_FROM = 1_000.0  # no degree is so large, no grid coordinate of the country so small

_LAT_WORDS = r"vĩ độ|vi do|vĩ tuyến|latitude|lat|bắc|bac|b|n|x"
_LON_WORDS = r"kinh độ|kinh do|kinh tuyến|longitude|long|lng|lon|đông|dong|đ|d|e|y"
_LABEL = re.compile(rf"^({_LAT_WORDS}|{_LON_WORDS})[\s:=.]*(?=[-\d])|(?<=[\d\s°'\"])({_LAT_WORDS}|{_LON_WORDS})$")
_IS_LAT = re.compile(_LAT_WORDS)
_MARKS = str.maketrans({"º": "°", "˚": "°", "’": "'", "′": "'", "‘": "'", "`": "'", "”": '"', "″": '"', "“": '"'})
_DMS = re.compile(
    r"(\d{1,3})\s*(?:°|độ|\s)\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:'|phút|\s|$)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|''|giây)?)?"
)
_DECIMAL = re.compile(r"(-?\d{1,3})(?:[.,](\d+))?\s*(?:°|độ)?")
_LINK = re.compile(r"(?:@|[?&](?:q|ll|query|daddr)=)(-?\d+\.\d+),\s*(-?\d+\.\d+)")
_FOUR_NUMBERS = re.compile(r"(\d{1,3},\d+)\s*,\s*(\d{1,3},\d+)")
# Where one cell may be cut in two, the surest sign first.
_CUTS = (
    re.compile(r"\s*[;|\n]\s*"),
    re.compile(r"(?<=[\w°'\"]),\s+"),
    re.compile(r"(?<=[a-zđ\"'°])[\s,]+(?=[a-z\d-])"),
    re.compile(r"(?<=[\d\"'°])\s+(?=[a-zđ])"),
    re.compile(r"\s+[-/]\s+|\s*/\s*"),
    re.compile(r"\s+"),
    re.compile(r","),
)


@dataclass(frozen=True)
class Point:
    """A place in degrees, EPSG:4326, rounded to 7 digits, about a centimetre."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class _Part:
    """One coordinate: degrees or metres, and the axis its own letters or label name."""

    value: float
    axis: Axis = ""

    @property
    def metres(self) -> bool:
        return abs(self.value) >= _METRES_FROM


def coordinates(
    first: Cell, second: Cell | None, box: Box, system: System | None = None
) -> Parsed[Point | None] | Fault:
    """Read a point from a latitude cell and a longitude cell, or from one cell (`second` None, or one empty) with both.

    `box` is the province's rectangle with some margin: (west, south, east, north) in degrees; a point is accepted
    only inside it, swapped with a note. Metres are VN-2000, northing and easting in either order: in the grid
    `system`, or, when None, in the province's TM-3 grid with the UTM reading in `others`. None for empty cells.
    """
    if first.empty and (second is None or second.empty):
        return Parsed(None)
    for cell in (first, second or EMPTY):
        if isinstance(cell.value, CellError):
            return formula_fault(cell.value)
    if second is None:
        parts = _both(first)
        came = quoted(first)
    elif first.empty or second.empty:
        return _half(second if first.empty else first, "vĩ độ" if first.empty else "kinh độ", box, system)
    else:
        parts = _pair(_part(first), _part(second))
        came = f"{quoted(first)} và {quoted(second)}"
    if parts is None:
        return Fault(came, _EXPECTED, _TODO)
    return _placed(*parts, box, system, came)


def _half(cell: Cell, missing: str, box: Box, system: System | None) -> Parsed[Point | None] | Fault:
    """Read the one of two cells that is filled: it may hold the whole point; else half of it is missing."""
    parts = _both(cell)
    read = _placed(*parts, box, system, quoted(cell)) if parts else None
    if isinstance(read, Parsed):
        return read
    return Fault(f"thiếu {missing}", _EXPECTED, "Điền cả vĩ độ và kinh độ, hoặc để trống cả hai.")


def _placed(first: _Part, second: _Part, box: Box, system: System | None, came: str) -> Parsed[Point | None] | Fault:
    if first.metres != second.metres:
        return _outside(first, second, box, came)
    if first.metres:
        return _grid(first, second, box, system, came)
    straight = Point(first.value, second.value)
    swapped = Point(second.value, first.value)
    if _inside(straight, box):
        wrong = first.axis == "lon" or second.axis == "lat"
        note = "Chữ chỉ hướng trái với giá trị: hiểu theo giá trị." if wrong else ""
        return Parsed(_rounded(straight), note)
    if _inside(swapped, box):
        return Parsed(_rounded(swapped), f"Vĩ độ và kinh độ bị đảo chỗ: hiểu là {_shown(swapped)}.")
    return _outside(first, second, box, came)


def _grid(first: _Part, second: _Part, box: Box, system: System | None, came: str) -> Parsed[Point | None] | Fault:
    northing, easting = max(first.value, second.value), min(first.value, second.value)
    readings: list[tuple[System, Point]] = []
    for name in (system,) if system else LABELS:
        point = Point(*to_wgs84(easting, northing, name))
        if _inside(point, box):
            readings.append((name, _rounded(point)))
    if not readings:
        return _outside(first, second, box, came)
    (name, point), *others = readings
    order = "" if first.value > second.value else ", thứ tự Y (đông) rồi X (bắc)"
    note = f"Đổi từ {LABELS[name]}{order} sang WGS 84: {_shown(point)}."
    if others:
        note += f" Nếu số đo theo {LABELS[others[0][0]]} thì là {_shown(others[0][1])}."
    return Parsed(point, note, others=tuple(other for _, other in others))


def _both(cell: Cell) -> tuple[_Part, _Part] | None:
    """Cut one cell into two coordinates; None when no way of cutting gives two."""
    text = _tidied(cell)
    if link := _LINK.search(text):
        return _Part(float(link[1]), "lat"), _Part(float(link[2]), "lon")
    if len(text) > _LONGEST:
        return None
    text = re.sub(r"^point\s*(?=\()", "", text).strip("()[]{} ,;")
    text = re.sub(r"([:=])\s+", r"\1", text)  # a label stays with its number when the cell is cut at spaces
    if four := _FOUR_NUMBERS.fullmatch(text):
        return _pair(_read(four[1]), _read(four[2]))
    numbers = text.split()
    if len(numbers) in (4, 6) and all(re.fullmatch(r"\d+(?:[.,]\d+)?,?", number) for number in numbers):
        half = len(numbers) // 2
        return _pair(_read(" ".join(numbers[:half]).rstrip(",")), _read(" ".join(numbers[half:])))
    for cut in _CUTS:
        pieces = [piece.strip(" ,;") for piece in cut.split(text) if piece.strip(" ,;")]
        if len(pieces) == 2 and (pair := _pair(_read(pieces[0]), _read(pieces[1]))):
            return pair
    return None


def _pair(first: _Part | None, second: _Part | None) -> tuple[_Part, _Part] | None:
    """Both parts, or None when one could not be read."""
    return None if first is None or second is None else (first, second)


def _part(cell: Cell) -> _Part | None:
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return _Part(cell.value)
    text = _tidied(cell) if isinstance(cell.value, str) else ""
    return _read(text) if len(text) <= _LONGEST else None


def _tidied(cell: Cell) -> str:
    return cell.text.lower().translate(_MARKS).replace("''", '"')


def _read(text: str) -> _Part | None:
    """One coordinate: an optional label or letter, then decimal degrees, degrees-minutes-seconds, or metres."""
    axis: Axis = ""
    text = text.strip()
    while found := _LABEL.search(text):
        axis = "lat" if _IS_LAT.fullmatch(found[1] or found[2]) else "lon"
        text = (text[: found.start()] + text[found.end() :]).strip()
    text = re.sub(r"(?<=\d)\s*m$", "", text)
    if decimal := _DECIMAL.fullmatch(text):
        value = float(f"{decimal[1]}.{decimal[2] or 0}")
        # "550.123" is no degree: its dot parts thousands.
        if abs(value) <= 180:
            return _Part(value, axis)
    if sexagesimal := _DMS.fullmatch(text):
        return _sexagesimal(sexagesimal, axis)
    number = plain_number(text)
    if number is None or number[0] < _METRES_FROM:
        return None
    return _Part(number[0], axis)


def _sexagesimal(match: re.Match[str], axis: Axis) -> _Part | None:
    degrees = int(match[1])
    minutes = float(match[2].replace(",", "."))
    seconds = float((match[3] or "0").replace(",", "."))
    if degrees > 180 or minutes >= 60 or seconds >= 60 or (match[3] and minutes != int(minutes)):
        return None
    return _Part(degrees + minutes / 60 + seconds / 3600, axis)


def _outside(first: _Part, second: _Part, box: Box, came: str) -> Fault:
    """The fault of a point that no reading puts into the province; a lost decimal sign makes a suggestion."""
    suggestion = ""
    for lat, lon in ((first.value, second.value), (second.value, first.value)):
        point = Point(_shrunk(lat, 2), _shrunk(lon, 3))
        if _inside(point, box):
            suggestion = _shown(point)
            break
    return Fault(f"{came}, nằm ngoài tỉnh", _EXPECTED, _TODO, suggestion)


def _shrunk(value: float, digits: int) -> float:
    """The value with its decimal sign put back after so many digits, when it has lost it: 186796 → 18.6796."""
    if value != int(value) or value < 10**digits:
        return value
    text = str(int(value))
    return float(f"{text[:digits]}.{text[digits:]}")


def _inside(point: Point, box: Box) -> bool:
    west, south, east, north = box
    return south <= point.latitude <= north and west <= point.longitude <= east


def _rounded(point: Point) -> Point:
    return Point(round(point.latitude, 7), round(point.longitude, 7))


def _shown(point: Point) -> str:
    return f"{point.latitude:.6f}, {point.longitude:.6f}"
