"""Text of a CSV file: its encoding, its delimiter, its rows."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from data.errors import Problem
from data.reading.cells import EMPTY, Cell, Row, value_of
from data.reading.legacy import looks_legacy

_DELIMITERS = ("\t", ";", ",")
_SAMPLE_ROWS = 200
_COMMA_OF_NUMBERS = re.compile(r"(?<=[\d)]),(?=\s?[\d(])")
_SEP = re.compile(r'^"?sep=([;,\t])"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class Decoded:
    """The text of a file and the encoding it was in ("UTF-8", "UTF-16", "Windows-1258", "Windows-1252")."""

    text: str
    encoding: str


def rows_of(data: bytes, name: str, limit: int) -> tuple[list[Row], list[str]]:
    """Give the rows of a CSV file, and notes on its encoding.

    Raises Problem when the bytes are no text in a known encoding, a quotation never closes, or there are more
    than `limit` cells.
    """
    decoded = decode(data, name)
    text = decoded.text
    stated = _SEP.match(text)  # a line Excel writes and hides
    if stated:
        text = text[stated.end() :]
    delimiter = stated.group(1) if stated else delimiter_of(text)
    rows = _rows(text, delimiter, name, limit)
    notes = [] if decoded.encoding == "UTF-8" else [f"Đọc theo bảng mã {decoded.encoding}."]
    return rows, notes


def decode(data: bytes, name: str) -> Decoded:
    """Decode a text file: its mark first, then UTF-16 by its zero bytes, UTF-8, Windows-1258 (result in NFC).

    Text typed with a legacy font comes out as the characters of Windows-1252, to be converted by data.reading.legacy.
    Raises Problem when none fits.
    """
    try:
        if data.startswith(b"\xef\xbb\xbf"):
            return Decoded(data.decode("utf-8-sig"), "UTF-8")
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Decoded(data.decode("utf-16"), "UTF-16")
        head = data[:4096]
        if b"\0" in head:
            little = head[1::2].count(0) > head[0::2].count(0)
            return Decoded(data.decode("utf-16-le" if little else "utf-16-be"), "UTF-16")
        return _decode_bytes(data)
    except UnicodeDecodeError as error:
        raise Problem(
            f"Tệp {name}",
            f"ký tự không đọc được ở byte {error.start + 1}",
            "tệp CSV mã UTF-8, UTF-16 hoặc Windows-1258",
            "Mở bằng Excel, chọn Lưu thành (Save As) loại «CSV UTF-8» hoặc .xlsx rồi gửi lại.",
            str(error),
        ) from error


def _decode_bytes(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        western = data.decode("cp1252", errors="replace")
        if "\ufffd" not in western and looks_legacy(western):
            return Decoded(western, "Windows-1252")
        return Decoded(unicodedata.normalize("NFC", data.decode("cp1258")), "Windows-1258")


def delimiter_of(text: str) -> str:
    """Tell the delimiter: tab, semicolon or comma, whichever cuts most rows into the same number of cells.

    A comma between numbers may be a decimal comma, or one of the many in the WKT of a line, so it counts only where
    no other delimiter fits.
    """
    sample = text[:200_000].splitlines(keepends=True)[:_SAMPLE_ROWS]
    others = [delimiter for delimiter in _DELIMITERS[:2] if _columns(sample, delimiter)]
    if others:
        sample = [_COMMA_OF_NUMBERS.sub("", line) for line in sample]
    return max((*others, ","), key=lambda delimiter: _columns(sample, delimiter))


def _columns(lines: list[str], delimiter: str) -> int:
    """The commonest number of cells a row, 0 when rows disagree or are not cut at all."""
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
    except csv.Error:
        return 0
    counts.pop(1, None)  # title rows
    if not counts:
        return 0
    count, rows = counts.most_common(1)[0]
    return count if rows * 2 > counts.total() else 0


def _rows(text: str, delimiter: str, name: str, limit: int) -> list[Row]:
    try:
        return _read(text, delimiter, name, limit, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise _broken(name, str(error)) from error
    try:  # a quotation mark inside a cell, which Excel lets pass
        return _read(text, delimiter, name, limit, strict=False)
    except csv.Error as error:
        raise _broken(name, str(error)) from error


def _read(text: str, delimiter: str, name: str, limit: int, strict: bool) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, values in enumerate(reader, start=1):
        limit -= len(values)
        if limit < 0:
            raise Problem(
                f"Tệp {name}, dòng {number}",
                "quá nhiều ô",
                "một bảng thường",
                "Chia tệp thành nhiều phần rồi gửi lại.",
            )
        cells = [Cell(value_of(value)) if value else EMPTY for value in values]
        while cells and cells[-1].empty:
            cells.pop()
        if cells:
            rows.append(Row(number, cells))
    return rows


def _broken(name: str, detail: str) -> Problem:
    return Problem(
        f"Tệp {name}",
        "dấu ngoặc kép mở mà không đóng, hoặc một ô quá dài",
        "mỗi ô có dấu ngoặc kép mở và đóng đủ đôi",
        "Mở bằng Excel, kiểm tra các ô có dấu ngoặc kép, lưu thành .xlsx rồi gửi lại.",
        detail,
    )
