"""Rows below a header, told apart: data, totals, numbering, headers repeated, groups, closing lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from data.reading.cells import Cell, Row, Sheet
from data.reading.headers import Mapping
from data.reading.register_columns import folded

LineKind = Literal["data", "total", "numbering", "header", "group", "closing"]

_TOTAL = re.compile(
    r"(tổng|cộng|tổng (cộng|số|toàn tỉnh|chung)\b.*|cộng (chung|toàn tỉnh|huyện|xã)\b.*|total|grand total)"
)
_TOTAL_BARE = re.compile(r"(tong cong|tong so|tong|cong)")
_NUMBER_MARK = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?|\(?\d{1,2}\)?\s*=.*")
_INDEX = re.compile(r"\d{1,4}(\.\d{1,3})*\.?|[IVXLC]{1,7}\.?|[A-Za-zĐđ][.)]?|[-+*•]")
_FIGURE = re.compile(r"[\d.,\s%]+")
_DISTRICT = re.compile(r"(huyện|thị xã|thành phố|tp|tx|h)\.?\s+\S", re.IGNORECASE)
_COMMUNE = re.compile(r"(xã|phường|thị trấn|tt|x|p)\.?\s+\S", re.IGNORECASE)
_LEADING_INDEX = re.compile(r"^\s*(?:[IVXLC]{1,7}|\d{1,3}|[A-ZĐ])\s*[.)/:-]\s*")
_CLOSING = re.compile(
    r"(nơi nhận|người lập|người tổng hợp|thủ trưởng|trưởng công an|chỉ huy|tm\.|kt\.|ghi chú\s*:|\(ký"
    r"|ngày\s.*tháng\s.*năm|.{1,30},\s*ngày\s.*tháng)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """A row below the header and what it is; `district` and `commune` are carried down from group rows above."""

    row: Row
    kind: LineKind
    district: str = ""
    commune: str = ""
    note: str = ""  # what was done with the row, in Vietnamese; "" for plain data


def lines(sheet: Sheet, mapping: Mapping, is_district: Callable[[str], bool] = lambda name: False) -> Iterator[Line]:
    """Tell apart the rows below the header, in order; rows with nothing but data on persons are left out.

    `is_district` tells the bare name of a district ("Hưng Nguyên"); with its type word it is known without.

    A row that holds nothing but a district (or, where communes have no column of their own, a commune) is a group:
    its name goes to the data rows below it that state none. Nothing but "data" is to be imported; every other
    line has a note.
    """
    below = _Below(mapping, is_district)
    district = commune = ""
    for row in sheet.rows:
        if row.number <= mapping.header_row:
            continue
        kind, name = below.tell(row)
        if kind is None:
            continue
        if kind != "group":
            yield _line(row, kind, district, commune, mapping)
            continue
        if _COMMUNE.match(name) and not _DISTRICT.match(name):
            commune = name
            note = f"Hàng nhóm: «{name}» được điền xuống cột xã của các hàng dưới."
        else:
            district, commune = name, ""
            note = f"Hàng nhóm: «{name}» được điền xuống cột huyện của các hàng dưới."
        yield Line(row, "group", note=note)


def _line(row: Row, kind: LineKind, district: str, commune: str, mapping: Mapping) -> Line:
    if kind != "data":
        notes = {
            "total": "Hàng tổng cộng: không nhập.",
            "numbering": "Hàng đánh số cột: không nhập.",
            "header": "Hàng tiêu đề lặp lại: không nhập.",
            "closing": "Hàng cuối bảng (ký tên, nơi nhận…): không nhập.",
        }
        return Line(row, kind, note=notes[kind])
    district = "" if _stated(row, "district", mapping) else district
    commune = "" if _stated(row, "commune", mapping) else commune
    carried = " và ".join(name for name in (commune, district) if name)
    return Line(row, "data", district, commune, f"Lấy «{carried}» từ hàng nhóm phía trên." if carried else "")


class _Below:
    """Tells rows apart, one after the other; what was seen before a row counts."""

    def __init__(self, mapping: Mapping, is_district: Callable[[str], bool]) -> None:
        self.mapping = mapping
        self.is_district = is_district
        self.rows = 0
        self.after_total = False
        self.headed = sum(1 for heading in mapping.headings if heading)
        self.repeats = {
            column: {folded(part) for part in mapping.headings[column].split(" / ")}
            for column in mapping.columns.values()
        }
        self.named = {mapping.columns.get(name) for name in ("model", "commune", "indicator")}

    def tell(self, row: Row) -> tuple[LineKind | None, str]:
        """The kind of a row, None for one that holds nothing of ours; and the name of a group."""
        own = {
            index: cell
            for index, cell in enumerate(row.cells)
            if not cell.empty and not cell.origin and index not in self.mapping.personal
        }
        if not own:
            return None, ""
        self.rows += 1
        if self.rows <= 2 and self.is_numbering(own):
            return "numbering", ""
        if self.is_header(row):
            return "header", ""
        texts = _first_texts(own)
        if not 1 <= len(texts) <= 2:
            return "data", ""
        first = next(iter(texts.values()))
        if self.is_total(first):
            self.after_total = True
            return "total", ""
        if _CLOSING.match(first) or (self.after_total and not self.named & set(texts)):
            return "closing", ""
        name = _LEADING_INDEX.sub("", first).rstrip(" :")
        return ("group", name) if len(texts) == 1 and self.is_group(next(iter(texts)), name) else ("data", "")

    def is_numbering(self, own: dict[int, Cell]) -> bool:
        """Marks such as 1 2 3, (1) (2) (3) or A B 1 2 below most headings, the numbers rising."""
        marks = [cell.text for cell in own.values()]
        if len(marks) < max(3, self.headed // 2) or not all(_NUMBER_MARK.fullmatch(mark) for mark in marks):
            return False
        numbers = [int(found.group()) for mark in marks if (found := re.search(r"\d+", mark))]
        rising = numbers == sorted(set(numbers)) and len(numbers) * 2 >= len(marks)
        return rising and numbers[-1] - numbers[0] < 2 * self.headed

    def is_header(self, row: Row) -> bool:
        """The last part of the headings again, for most mapped columns."""
        same = 0
        for place, (column, parts) in enumerate(self.repeats.items()):
            cell = row.cell(column)
            same += isinstance(cell.value, str) and folded(cell.value) in parts
            if place == 3 and not same:  # four columns without a heading: no header
                return False
        return same >= 2 and same * 2 > len(self.repeats)

    def is_total(self, text: str) -> bool:
        """Whether a text says that its row is a sum."""
        text = " ".join(text.lower().rstrip(" :.").split())
        if self.mapping.sheet_kind != "figures" and text == "toàn tỉnh":
            return True
        return bool(_TOTAL.fullmatch(text) or (text.isascii() and _TOTAL_BARE.fullmatch(text)))

    def is_group(self, column: int, name: str) -> bool:
        """Whether a text alone in its row, an index before it and sums beside it at most, heads a group."""
        if self.mapping.sheet_kind == "figures":
            return False
        if _DISTRICT.match(name):
            return True
        # In the communes' own column a bare name or a commune alone is a row with the rest left blank: data.
        if column == self.mapping.columns.get("commune"):
            return False
        return self.is_district(name) or (bool(_COMMUNE.match(name)) and "commune" not in self.mapping.columns)


def _first_texts(own: dict[int, Cell]) -> dict[int, str]:
    """The cells that say something, not numbers, not the index of the row: the first three, more are not asked for."""
    found: dict[int, str] = {}
    for index, cell in own.items():
        if not isinstance(cell.value, str):
            continue
        text = cell.text
        if not _INDEX.fullmatch(text) and not _FIGURE.fullmatch(text):
            found[index] = text
            if len(found) == 3:
                break
    return found


def _stated(row: Row, name: str, mapping: Mapping) -> bool:
    return name in mapping.columns and not row.cell(mapping.columns[name]).empty
