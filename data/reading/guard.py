"""Guard at the way in: a sent file is known by its content, and refused before it can cost memory or do harm."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePath
from typing import Literal

from xlrd.compdoc import CompDoc

from data.errors import Problem
from data.reading.archive import Archive, Limits
from data.reading.marks import SheetMarks, refuse_spread
from data.reading.marks_ods import OdsMarks
from data.reading.marks_xlsx import XlsxMarks
from data.reading.xml_stream import DocumentType, Unreadable, parse
from data.settings import settings

Kind = Literal["xlsx", "xls", "ods", "csv", "geojson", "kml", "gpkg", "shapefile"]

ACCEPTED = "Excel (.xlsx, .xls), LibreOffice (.ods), CSV, GeoJSON, GeoPackage, KML hoặc Shapefile nén .zip"

_SUFFIXES: dict[str, Kind] = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods",
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".geojson": "geojson", ".json": "geojson", ".kml": "kml", ".gpkg": "gpkg", ".zip": "shapefile",
}  # fmt: skip
_SAVE_AS = "Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) .xlsx rồi gửi lại."
_OTHERS = {  # first bytes of files often sent by mistake
    b"%PDF": "tệp PDF",
    b"\x89PNG": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPEG",
    b"GIF8": "ảnh GIF",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén gzip",
    b"MZ": "chương trình Windows",
    b"\x7fELF": "chương trình",
    b"{\\rtf": "văn bản RTF",
}
_HTML = re.compile(rb"<(!doctype\s+html|html|table|head|body|meta)\b", re.IGNORECASE)


@dataclass
class Inspected:
    """What the guard learnt while it looked: the kind by content, and the marks of each sheet of a workbook."""

    kind: Kind
    sheets: dict[str, SheetMarks] = field(default_factory=dict)


def megabytes() -> int:
    """Give the most megabytes a sent file may have: REGISTER_UPLOAD_MB, else 10. Raises Problem for another value."""
    return settings().register_upload_mb


def default() -> Limits:
    """Give the limits of a sent file, with the size that is set. Raises Problem as `megabytes` does."""
    return Limits(size=megabytes() * 1024**2)


def check(data: bytes, name: str, limits: Limits | None = None) -> Kind:
    """Tell what a sent file is, by its content; raises Problem, in Vietnamese, for every reason to refuse it."""
    return inspect(data, name, limits).kind


def inspect(data: bytes, name: str, limits: Limits | None = None) -> Inspected:
    """Like `check`, and keep the marks of the sheets, which cost a pass over the file."""
    limits = limits or default()
    if len(data) > limits.size:
        raise _problem(
            name,
            f"tệp {len(data) / 1024**2:.1f} MB".replace(".", ","),
            f"không quá {limits.size // 1024**2} MB",
            "Xóa ảnh và các trang không dùng, hoặc chia tệp thành nhiều phần rồi gửi lại.",
        )
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise _problem(name, "tệp rỗng", "tệp có số liệu", "Kiểm tra lại tệp rồi gửi lại.")
    try:
        found = _look(data, name, limits)
    except DocumentType as error:
        raise _problem(
            name,
            "tệp XML có khai báo DOCTYPE (thực thể)",
            "sổ do Excel hoặc LibreOffice lưu",
            "Không dùng tệp này; nếu là sổ thật, mở bằng Excel và lưu thành tệp .xlsx mới.",
            str(error),
        ) from error
    except Unreadable as error:
        raise _problem(name, "tệp hỏng hoặc không đúng chuẩn", "tệp nguyên vẹn", _SAVE_AS, str(error)) from error
    _compare_suffix(found.kind, name)
    return found


def _look(data: bytes, name: str, limits: Limits) -> Inspected:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _look_zip(data, name, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _look_ole(data, name)
    if data.startswith(b"SQLite format 3\0"):
        return Inspected("gpkg")
    for magic, what in _OTHERS.items():
        if data.startswith(magic):
            raise _problem(name, what, ACCEPTED, "Gửi sổ gốc, không gửi bản chụp, bản in hay tệp nén.")
    return _look_text(data, name)


def _look_zip(data: bytes, name: str, limits: Limits) -> Inspected:
    archive = Archive(data, name, limits)
    names = archive.names
    if "xl/workbook.bin" in names:
        raise _problem(name, "sổ Excel nhị phân (.xlsb)", ACCEPTED, _SAVE_AS)
    if "xl/workbook.xml" in names:
        return _look_xlsx(archive, name, limits)
    if "content.xml" in names and "mimetype" in names:
        if archive.read("mimetype").strip() != b"application/vnd.oasis.opendocument.spreadsheet":
            raise _problem(name, "văn bản hoặc trình chiếu LibreOffice", ACCEPTED, "Gửi sổ tính .ods hoặc .xlsx.")
        return _look_ods(archive, name, limits)
    for start, what in (("word/", "văn bản Word"), ("ppt/", "trình chiếu PowerPoint")):
        if any(member.startswith(start) for member in names):
            raise _problem(name, what, ACCEPTED, "Chép bảng trong đó sang một sổ Excel rồi gửi sổ đó.")
    for member in names:
        for _ in archive.chunks(member):
            pass  # unpacked once, so that nothing in it can surprise the reader
    if any(member.lower().endswith(".shp") for member in names):
        return Inspected("shapefile")
    raise _problem(name, "tệp nén không có Shapefile", ACCEPTED, "Giải nén rồi gửi từng tệp bên trong.")


def _look_xlsx(archive: Archive, name: str, limits: Limits) -> Inspected:
    lower = [member.lower() for member in archive.names]
    if any(member.endswith("vbaproject.bin") for member in lower):
        raise _macros(name)
    if any(member.startswith("xl/externallinks/") for member in lower):
        raise _links(name)
    found = XlsxMarks(limits.cells)
    # Styles first: cells refer to them.
    for member in sorted(archive.names, key=lambda item: item != "xl/styles.xml"):
        _scan(archive, member, found)
    if found.macro_sheets:
        raise _macros(name)
    _refuse_spread(name, found.titled(), limits)
    return Inspected("xlsx", found.named())


def _scan(archive: Archive, member: str, found: XlsxMarks) -> None:
    """XML is read as XML whatever the member is called; all others are unpacked and counted."""
    chunks = archive.chunks(member)
    head = next(chunks, b"")
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        found.scan(member, chain((head,), chunks))
        return
    if member.endswith((".xml", ".rels")):
        raise Unreadable(f"{member}: not XML")
    for _ in chunks:
        pass


def _look_ods(archive: Archive, name: str, limits: Limits) -> Inspected:
    basic = [m for m in archive.names if m.startswith("Basic/") and not m.endswith(("-lb.xml", "-lc.xml"))]
    if basic or any(member.startswith("Scripts/") for member in archive.names):
        raise _macros(name)
    found = OdsMarks(limits.cells)
    if "META-INF/manifest.xml" in archive.names:
        parse(archive.chunks("META-INF/manifest.xml"), found.root)
    if found.encrypted:
        raise _password(name)
    for member in archive.names:
        if member == "META-INF/manifest.xml":
            continue
        if member.endswith(".xml"):
            parse(archive.chunks(member), found.root)
        else:
            for _ in archive.chunks(member):
                pass
    if found.external:
        raise _links(name)
    _refuse_spread(name, found.sheets, limits)
    return Inspected("ods", found.sheets)


def _look_ole(data: bytes, name: str) -> Inspected:
    try:
        directory = {entry.name for entry in CompDoc(data, logfile=_Silence()).dirlist}
    except Exception as error:  # the library raises whatever a damaged file makes it raise
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    if "EncryptedPackage" in directory:
        raise _password(name)
    if directory & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise _macros(name)
    if directory & {"Workbook", "Book"}:
        return Inspected("xls")
    what = "văn bản Word cũ (.doc)" if "WordDocument" in directory else "tệp Office cũ không phải sổ tính"
    raise _problem(name, what, ACCEPTED, "Chép bảng trong đó sang một sổ Excel rồi gửi sổ đó.")


def _look_text(data: bytes, name: str) -> Inspected:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _look_markup(data, head, name)
    if head.startswith(b"{"):
        return Inspected("geojson")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or _alternate(data[:4096])
    if not wide and any(byte < 9 or 13 < byte < 32 for byte in data[:65_536]):
        raise _problem(name, "tệp nhị phân không rõ loại", ACCEPTED, _SAVE_AS)
    return Inspected("csv")


def _look_markup(data: bytes, head: bytes, name: str) -> Inspected:
    if _HTML.search(head):
        raise _problem(name, "trang web (HTML) mang tên sổ tính", ACCEPTED, _SAVE_AS)
    roots: list[str] = []
    parse([data], lambda root: roots.append(root))
    if roots == ["kml"]:
        return Inspected("kml")
    what = "sổ Excel dạng XML 2003" if roots == ["Workbook"] else "tệp XML không phải sổ tính"
    raise _problem(name, what, ACCEPTED, _SAVE_AS)


def _alternate(head: bytes) -> bool:
    """Whether the zero bytes of a text lie so that it must be UTF-16 without its mark."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return (even == 0) != (odd == 0) and max(even, odd) * 4 > len(head) // 2


def _compare_suffix(kind: Kind, name: str) -> None:
    suffix = PurePath(name).suffix.lower()
    expected = _SUFFIXES.get(suffix)
    if expected == kind:
        return
    right = next(ending for ending, of in _SUFFIXES.items() if of == kind)
    named = f"tên kết thúc bằng «{suffix}»" if suffix else "tên không có đuôi"
    raise _problem(
        name,
        f"{named} nhưng nội dung là {kind}",
        "đuôi tên đúng với nội dung",
        f"Nếu tin tệp này, đổi đuôi tên thành «{right}» rồi gửi lại; nếu không, hỏi lại người gửi.",
    )


def _refuse_spread(name: str, sheets: dict[str, SheetMarks], limits: Limits) -> None:
    left = limits.cells
    for title, marks in sheets.items():
        refuse_spread(f"Tệp {name}", title, marks.box, left)
        left -= marks.box.cells


def _macros(name: str) -> Problem:
    return _problem(
        name,
        "sổ có macro",
        "sổ không có macro",
        "Mở bằng Excel, chọn Lưu thành (Save As) loại «Excel Workbook (.xlsx)», bỏ macro rồi gửi lại.",
    )


def _password(name: str) -> Problem:
    return _problem(
        name,
        "sổ có mật khẩu",
        "sổ mở được không cần mật khẩu",
        "Mở bằng Excel, vào Tệp > Thông tin > Bảo vệ sổ làm việc, xóa mật khẩu, lưu và gửi lại.",
    )


def _links(name: str) -> Problem:
    return _problem(
        name,
        "sổ lấy số liệu từ tệp khác (liên kết ngoài)",
        "sổ đứng một mình",
        "Mở bằng Excel, vào Dữ liệu > Sửa liên kết (Edit Links) > Ngắt liên kết (Break Link), lưu và gửi lại.",
    )


def _problem(name: str, came: str, expected: str, todo: str, detail: str = "") -> Problem:
    return Problem(f"Tệp {name}", came, expected, todo, detail)


class _Silence:
    """Where the library's own remarks go."""

    def write(self, text: str) -> int:
        return len(text)
