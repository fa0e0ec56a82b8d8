"""Members of a zip file, unpacked in bounded steps and counted as they really are, not as the file claims."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from data.errors import Problem

_STEP = 1 << 20
_END = b"PK\x05\x06"  # the record that closes a zip, 22 bytes and a comment
_ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")


@dataclass(frozen=True)
class Limits:
    """How much a sent file may cost before it is refused; sizes in bytes."""

    size: int = 10 * 1024**2
    unpacked: int = 256 * 1024**2  # all members together
    ratio: int = 200  # unpacked to packed, of a member above `ratio_from`; a real sheet stays below 30
    ratio_from: int = 8 * 1024**2
    members: int = 2_000
    cells: int = 4_000_000  # of the rectangle that holds a sheet's content, and of all sheets together


class Archive:
    """A zip whose names are safe and whose directory is small; `chunks` and `read` unpack with counting."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        """Read the directory of `data`; raises Problem for a damaged, encrypted, unsafe or oversized zip."""
        self._data = data
        self._name = name
        self._limits = limits
        self._spent = 0
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._directory():
            self._accept(entry)

    @property
    def names(self) -> list[str]:
        """Names of the members that are files, in the order of the directory."""
        return [name for name in self._entries if not name.endswith("/")]

    def read(self, name: str) -> bytes:
        """Unpack one member whole."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one member in steps of at most 1 MiB; raises Problem as soon as it costs too much."""
        entry = self._entries[name]
        produced = 0
        for consumed, piece in self._inflate(entry):
            if produced == 0 and piece.startswith(_ARCHIVES):
                raise self._problem(
                    f"tệp nén lồng bên trong ({name})",
                    "sổ không nhúng tệp khác",
                    "Mở sổ, xóa các đối tượng nhúng (tệp Word, tệp nén…) rồi lưu và gửi lại.",
                )
            produced += len(piece)
            self._spent += len(piece)
            self._count(name, produced, consumed)
            yield piece
        if produced != entry.file_size:
            raise self.damaged(f"{name}: {produced} bytes unpacked, {entry.file_size} stated")

    def damaged(self, detail: str) -> Problem:
        """The Problem for a zip that cannot be read; `detail` is English, for the log."""
        return self._problem(
            "tệp hỏng hoặc bị cắt ngắn",
            "tệp nguyên vẹn",
            "Mở lại tệp gốc bằng Excel, chọn Lưu thành (Save As) .xlsx rồi gửi lại.",
            detail,
        )

    def _problem(self, came: str, expected: str, todo: str, detail: str = "") -> Problem:
        return Problem(f"Tệp {self._name}", came, expected, todo, detail)

    def _directory(self) -> list[zipfile.ZipInfo]:
        end = self._data.rfind(_END)
        # One end record, at the very end: two readers of the file must not see two directories.
        if end < 0 or self._data.find(_END, max(0, len(self._data) - 65_557)) != end or len(self._data) < end + 22:
            raise self.damaged("no single end record")
        count, size, comment = struct.unpack_from("<10xHI4xH", self._data, end)
        if end + 22 + comment != len(self._data):
            raise self.damaged("data after the end record")
        if count > self._limits.members or size > 512 * self._limits.members:
            raise self._problem(
                f"tệp nén chứa {count} tệp con",
                f"nhiều nhất {self._limits.members} tệp con",
                "Gửi sổ Excel do Excel hoặc LibreOffice lưu, không gửi tệp nén khác.",
            )
        try:
            return zipfile.ZipFile(io.BytesIO(self._data)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise self.damaged(str(error)) from error

    def _accept(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        if _UNSAFE_NAME.search(name) or _UNSAFE_NAME.search(entry.orig_filename):
            raise self._problem(
                f"tệp con có đường dẫn lạ {name!r}",
                "tên không chỉ ra ngoài tệp nén",
                "Không mở tệp này; xin lại tệp gốc từ người lập.",
            )
        if name in self._entries:
            raise self.damaged(f"two members named {name!r}")
        if entry.flag_bits & 0x1:
            raise self._problem("tệp nén có mật khẩu", "tệp không đặt mật khẩu", "Bỏ mật khẩu của tệp rồi gửi lại.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged(f"{name}: compression method {entry.compress_type}")
        self._entries[name] = entry
        if sum(item.file_size for item in self._entries.values()) > self._limits.unpacked:
            raise self._bomb(name)

    def _inflate(self, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
        """Pairs of (packed bytes read so far, next unpacked piece)."""
        start = self._start(entry)
        packed = memoryview(self._data)[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            for at in range(0, len(packed), _STEP):
                yield min(at + _STEP, len(packed)), bytes(packed[at : at + _STEP])
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for at in range(0, len(packed), _STEP):
                waiting = bytes(packed[at : at + _STEP])
                while waiting and not inflater.eof:
                    piece = inflater.decompress(waiting, _STEP)
                    waiting = inflater.unconsumed_tail
                    if piece:
                        yield min(at + _STEP, len(packed)) - len(waiting), piece
            # What zlib still holds comes in steps too.
            while not inflater.eof and (piece := inflater.decompress(b"", _STEP)):
                yield len(packed), piece
        except zlib.error as error:
            raise self.damaged(f"{entry.filename}: {error}") from error
        if not inflater.eof:
            raise self.damaged(f"{entry.filename}: stream cut short")

    def _start(self, entry: zipfile.ZipInfo) -> int:
        header = self._data[entry.header_offset : entry.header_offset + 30]
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise self.damaged(f"{entry.filename}: no local header")
        name_length, extra_length = struct.unpack_from("<26xHH", header)
        return int(entry.header_offset + 30 + name_length + extra_length)

    def _count(self, name: str, produced: int, consumed: int) -> None:
        swollen = produced > self._limits.ratio_from and produced > self._limits.ratio * max(consumed, 1)
        if swollen or self._spent > self._limits.unpacked:
            raise self._bomb(name)

    def _bomb(self, name: str) -> Problem:
        return self._problem(
            f"tệp giải nén ra quá lớn ({name})",
            f"không quá {self._limits.unpacked // 1024**2} MB khi giải nén",
            "Xóa các hàng, cột trống còn định dạng ở cuối trang (Ctrl+End để thấy), lưu và gửi lại;"
            " nếu không rõ tệp từ đâu thì không dùng.",
        )
