"""Numbers as people write them: Vietnamese, English, with spaces, with a unit; never a guess."""

from __future__ import annotations

import datetime as dt
import math
import re

from data.reading.cells import Cell, CellError
from data.reading.parsed import Fault, Parsed, formula_fault, quoted

_LARGEST = 1e12
_EXPECTED = "một con số, chẳng hạn 1.234 hoặc 12,5"
_NUMBER = r"[-+]?\d[\d., ]*"
_WITH_UNIT = re.compile(rf"({_NUMBER}?)\s*(%|[^\W\d_]{{1,20}}(?: [^\W\d_]{{1,20}})?)")
_UNKNOWN = re.compile(r"[-–—]+|\.{2,}|…")
_ABOUT = re.compile(
    r"khoảng|chừng|độ|gần|hơn|trên|dưới|tối thiểu|ít nhất|ước|[~≈≥≤<>]|\d\s*\+$|\d\s*[-–]\s*\d|đến", re.IGNORECASE
)
_MULTIPLES = re.compile(r"nghìn|ngàn|triệu|tỷ|tỉ|chục|trăm|vạn|rưỡi|ngh|tr", re.IGNORECASE)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")


def number(cell: Cell) -> Parsed[float | None] | Fault:
    """Read a number; None for an empty cell or a dash, which say that nothing is known, never 0.

    Vietnamese writing comes first: a dot before exactly three digits parts thousands ("1.234" is 1234), a comma
    is the decimal sign ("1,234" is 1.234); both get a note where they could be meant otherwise. "1,234.5" and
    "1,234,567" can only be English and are read so, with a note. A percentage has unit "%" and its own number
    (12 % is 12, also where the cell holds 0.12 and shows 12 %).
    """
    value = cell.value
    if value is None or cell.empty:
        return Parsed(None)
    if isinstance(value, CellError):
        return formula_fault(value)
    if isinstance(value, bool):
        return Fault(quoted(cell), _EXPECTED, "Gõ con số thay cho đúng, sai.")
    if isinstance(value, dt.date | dt.time):
        return Fault(f"ngày giờ {quoted(cell)}", _EXPECTED, "Excel có thể đã đổi số thành ngày: gõ lại con số.")
    if isinstance(value, int | float):
        return _checked(value * 100, cell, unit="%") if cell.style.shape == "percent" else _checked(value, cell)
    return _text(cell)


def _text(cell: Cell) -> Parsed[float | None] | Fault:
    text = " ".join(cell.text.split()).replace("−", "-")
    if _UNKNOWN.fullmatch(text):
        return Parsed(None, f"Dấu {quoted(cell)} được hiểu là không có số liệu.")
    if _ABOUT.search(text):
        return Fault(quoted(cell), "một số xác định", "Ghi con số chính xác; không có thì để trống và nói ở ghi chú.")
    unit = ""
    match = _WITH_UNIT.fullmatch(text)
    if match and not _MULTIPLES.fullmatch(match[2].split()[0]):
        text, unit = match[1].strip(), match[2]
    read = plain_number(text)
    if read is None:
        return Fault(quoted(cell), _EXPECTED, "Gõ lại bằng chữ số; phần chữ để ở cột Đơn vị hoặc Ghi chú.")
    value, note = read
    if unit and unit != "%":
        note = f"{note} Chữ «{unit}» sau số được hiểu là đơn vị.".strip()
    return _checked(value, cell, note, unit)


def plain_number(text: str) -> tuple[float, str] | None:
    """Read digits with separators: (value, note), or None when it is no number written in a known way."""
    sign = -1.0 if text.startswith("-") else 1.0
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.isascii() or len(digits) > 40:
        return None
    if _SPACED.fullmatch(digits):
        digits = digits.replace(" ", "").replace(".", ",")
    found = _separated(digits)
    return None if found is None else (sign * found[0], found[1])


def _separated(digits: str) -> tuple[float, str] | None:
    if re.fullmatch(r"\d+", digits):
        return float(digits), ""
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+,\d+", digits):
        return float(digits.replace(".", "").replace(",", ".")), ""
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+\.\d+", digits) or re.fullmatch(r"[1-9]\d{0,2}(,\d{3}){2,}", digits):
        return float(digits.replace(",", "")), "Đọc theo lối viết tiếng Anh: dấu phẩy tách hàng nghìn."
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}", digits):
        return float(digits.replace(".", "")), ""
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits):
        return float(digits.replace(".", "")), "Dấu chấm được hiểu là dấu tách hàng nghìn."
    if re.fullmatch(r"\d+[.,]\d+", digits):
        thousands = re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits)
        return float(digits.replace(",", ".")), "Dấu phẩy được hiểu là dấu thập phân." if thousands else ""
    return None


def _checked(value: float, cell: Cell, note: str = "", unit: str = "") -> Parsed[float | None] | Fault:
    if not math.isfinite(value) or abs(value) > _LARGEST:
        return Fault(quoted(cell), "một con số hợp lý", "Kiểm tra lại con số.")
    # 0.07 × 100 is 7.000000000000001 to a computer.
    return Parsed(float(format(value, ".15g")), note, unit)
