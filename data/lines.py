"""Rows below a header, told apart: data, totals, numbering, headers repeated, groups, closing lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from data.cells import Cell, Row, Sheet
from data.headers import Mapping
from data.register_columns import folded

LineKind = Literal["data", "total", "numbering", "header", "group", "closing"]

_TOTAL = re.compile(
    r"(tổng|cộng|tổng (cộng|số|toàn tỉnh|chung)\b.*|cộng (chung|toàn tỉnh|huyện|xã)\b.*|total|grand total)"
)
_TOTAL_BARE = re.compile(r"(tong cong|tong so|tong|cong)")
_NUMBER_MARK = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?|\(?\d{1,2}\)?\s*=.*")
_INDEX = re.compile(r"\d{1,4}(\.\d{1,3})*\.?|[IVXLC]{1,7}\.?|[A-Za-zĐđ][.)]?|[-+*•]")
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
    district = commune = ""
    after_total = False
    for place, row in enumerate(row for row in sheet.rows if row.number > mapping.header_row):
        own = {
            index: cell
            for index, cell in enumerate(row.cells)
            if not cell.empty and not cell.origin and index not in mapping.personal
        }
        if not own:
            continue
        kind = _kind(row, own, mapping, place, after_total, is_district)
        after_total = after_total or kind == "total"
        if kind != "group":
            yield _line(row, kind, district, commune, mapping)
            continue
        name = _name(own)
        if _DISTRICT.match(name) or not _COMMUNE.match(name):
            district, commune = name, ""
            note = f"Hàng nhóm: «{name}» được điền xuống cột huyện của các hàng dưới."
        else:
            commune = name
            note = f"Hàng nhóm: «{name}» được điền xuống cột xã của các hàng dưới."
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


def _kind(
    row: Row,
    own: dict[int, Cell],
    mapping: Mapping,
    place: int,
    after_total: bool,
    is_district: Callable[[str], bool],
) -> LineKind:
    if place < 2 and _is_numbering(own, mapping):
        return "numbering"
    if _is_header(row, mapping):
        return "header"
    texts = _texts(own)
    first = next(iter(texts.values()), "")
    if first and len(texts) <= 2 and _is_total(first, mapping):
        return "total"
    if first and len(texts) <= 2 and (_CLOSING.match(first) or (after_total and not _mapped_text(texts, mapping))):
        return "closing"
    if len(texts) == 1 and _is_group(texts, mapping, is_district):
        return "group"
    return "data"


def _is_numbering(own: dict[int, Cell], mapping: Mapping) -> bool:
    """Marks such as 1 2 3, (1) (2) (3) or A B 1 2 below most headings, the numbers rising."""
    marks = [cell.text for cell in own.values()]
    headed = sum(1 for heading in mapping.headings if heading)
    if len(marks) < max(3, headed // 2) or not all(_NUMBER_MARK.fullmatch(mark) for mark in marks):
        return False
    numbers = [int(found.group()) for mark in marks if (found := re.search(r"\d+", mark))]
    return numbers == sorted(set(numbers)) and len(numbers) * 2 >= len(marks) and numbers[-1] - numbers[0] < 2 * headed


def _is_header(row: Row, mapping: Mapping) -> bool:
    """The last part of the headings again, for most mapped columns."""
    columns = list(mapping.columns.values())
    same = sum(
        folded(row.cell(column).text) in {folded(part) for part in mapping.headings[column].split(" / ")}
        for column in columns
        if not row.cell(column).empty
    )
    return same >= 2 and same * 2 > len(columns)


def _is_total(text: str, mapping: Mapping) -> bool:
    text = " ".join(text.lower().rstrip(" :.").split())
    if mapping.sheet_kind != "figures" and text == "toàn tỉnh":
        return True
    return bool(_TOTAL.fullmatch(text) or (text.isascii() and _TOTAL_BARE.fullmatch(text)))


def _is_group(texts: dict[int, str], mapping: Mapping, is_district: Callable[[str], bool]) -> bool:
    """Only a district or commune, an index before it and sums beside it at most."""
    if mapping.sheet_kind == "figures":
        return False
    ((column, text),) = texts.items()
    name = _LEADING_INDEX.sub("", text)
    if _DISTRICT.match(name):
        return True
    # In the communes' own column a bare name or a commune alone is a row with the rest left blank: data.
    if column == mapping.columns.get("commune"):
        return False
    return is_district(name) or (bool(_COMMUNE.match(name)) and "commune" not in mapping.columns)


def _texts(own: dict[int, Cell]) -> dict[int, str]:
    """The cells that say something: not numbers, not the index of the row."""
    return {
        index: cell.text
        for index, cell in own.items()
        if isinstance(cell.value, str) and not _INDEX.fullmatch(cell.text) and not _is_figure(cell.text)
    }


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s%]+", text))


def _mapped_text(texts: dict[int, str], mapping: Mapping) -> bool:
    named = {mapping.columns[name] for name in ("model", "commune", "indicator") if name in mapping.columns}
    return any(index in named for index in texts)


def _name(own: dict[int, Cell]) -> str:
    (text, *_) = _texts(own).values()
    return _LEADING_INDEX.sub("", text).rstrip(" :")


def _stated(row: Row, name: str, mapping: Mapping) -> bool:
    return name in mapping.columns and not row.cell(mapping.columns[name]).empty
