"""Command line of the register: template, import, history, export, backup, verify. `python -m data --help` lists all.

An entrance: it joins the store to the geography, which lies on the floor above.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from access.desk import Desk
from access.person import OPEN
from access.sessions import person_named
from data import export, imports
from data.checking.check import Checked, Options
from data.checking.findings import Finding, suggestion
from data.checking.intake import Reading
from data.command import Parser, run
from data.errors import Problem
from data.reading.register_columns import SHEET_KINDS, fields
from data.reading.vn2000 import LABELS
from data.store import open_store
from data.store.backup import backup, restore
from data.wording import number, word
from data.workbook_return import returned
from data.workbook_template import template
from geo.locating import Gazetteer
from geo.spatial_sheets import sheets
from geo.territory import territory

CLEAN, UNUSABLE, WITH_ERRORS = 0, 1, 2
SHOWN = 20  # findings of the readable summary; the report has all
_MARKS = {"error": "LỖI", "warning": "CẢNH BÁO", "note": "GHI CHÚ"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 2 done and something was found wrong, 1 not done."""
    parser = Parser(prog="python -m data", description="Sổ đăng ký mô hình an ninh trật tự: nhập, phiên bản, sao lưu")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, function: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=function)
        return made

    command("template", _template, "ghi tệp mẫu để điền").add_argument("out", type=Path, metavar="OUT.xlsx")
    _import_options(command("import", _import, "kiểm tra một tệp và nhập các dòng đúng vào sổ"))
    command("history", _history, "liệt kê các phiên bản của sổ").add_argument("--json", action="store_true")
    compare = command("diff", _diff, "nêu từng ô khác nhau giữa hai phiên bản")
    compare.add_argument("before", type=int, metavar="A")
    compare.add_argument("after", type=int, metavar="B")
    compare.add_argument("--json", action="store_true")
    back = command("rollback", _rollback, "lập phiên bản mới giống phiên bản N")
    back.add_argument("version", type=int, metavar="N")
    _who(back)
    _as(compare)
    out = command("export", _export, "ghi một phiên bản ra tệp .xlsx, .csv, .gpkg hoặc .geojson")
    out.add_argument("out", type=Path, metavar="OUT")
    out.add_argument("--version", type=int, default=None, metavar="N", help="phiên bản cần ghi (mặc định: mới nhất)")
    out.add_argument("--sheet", choices=SHEET_KINDS, default="sites", help="trang của tệp .csv và .geojson")
    _as(out)
    command("backup", _backup, "sao lưu toàn bộ sổ vào một tệp mới").add_argument("out", type=Path, metavar="OUT")
    command("verify", _verify, "đọc lại mọi phiên bản và so với mã kiểm tra ghi lúc lập")
    command("restore", _restore, "khôi phục sổ từ một tệp sao lưu").add_argument("file", type=Path, metavar="FILE")
    return run(parser, arguments)


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi vào sổ")
    parser.add_argument(
        "--report", type=Path, metavar="OUT.xlsx", help="trả lại tệp với các ô sai tô màu, kèm nhận xét"
    )
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.add_argument("--mode", choices=("merge", "replace"), default="merge", help="gộp theo mã (mặc định) hay thay")
    parser.add_argument("--all-or-nothing", action="store_true", help="một dòng lỗi thì không nhập dòng nào")
    parser.add_argument(
        "--epoch", default="", help="mốc địa giới của tên xã ở những dòng không ghi: 2013, 2020, 2024, 2025"
    )
    parser.add_argument("--model", default="", help="mô hình của những dòng không ghi mô hình")
    kinds = fields("figures")["kind"].choices
    parser.add_argument("--kind", choices=kinds, default="", help="loại của những số liệu không ghi loại")
    parser.add_argument("--grid", choices=tuple(LABELS), default=None, help="lưới VN-2000 của tọa độ mét")
    _who(parser)


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="dòng lệnh", metavar="NAME", help="người thực hiện")
    parser.add_argument("--note", default="", metavar="TEXT", help="ghi chú của phiên bản")


def _as(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="account", default="", metavar="TÀI-KHOẢN", help="chỉ những gì tài khoản này xem được"
    )


def _desk(args: argparse.Namespace) -> Desk:
    """Give the register as an account sees it, as a whole where none is named: who types this could read its file."""
    store = open_store()
    return Desk(store, person_named(store, args.account) if args.account else OPEN, territory)


def _template(args: argparse.Namespace) -> int:
    _write(args.out, template())
    print(f"Đã ghi tệp mẫu {args.out}")
    return CLEAN


def _import(args: argparse.Namespace) -> int:
    data = _read(args.file)
    store, locator = open_store(), Gazetteer()
    options = Options(mode=args.mode, all_or_nothing=args.all_or_nothing, system=args.grid)
    reading = {"": Reading(values={"epoch": args.epoch, "model": args.model, "kind": args.kind})}
    result = imports.checked(data, args.file.name, store, locator, options=options, readings=reading, spatial=sheets)
    if args.report:
        _write(args.report, returned(data, result))
    version = None
    if not args.dry_run:
        version = imports.committed(result, data, store, by=args.by, note=args.note).version
    if args.json:
        print(json.dumps(result.summary() | {"version": version.number if version else None}, ensure_ascii=False))
    else:
        _tell(result, args)
        if version:
            print(f"Đã ghi phiên bản {version.number}: {_counts(version.total)}.")
    return WITH_ERRORS if any(one.severity == "error" for one in result.findings) else CLEAN


def _tell(result: Checked, args: argparse.Namespace) -> None:
    rows, rejected = number(result.rows), number(len(result.rejected))
    print(f"{args.file.name}: {rows} dòng, nhận {number(result.accepted)}, để riêng {rejected}.")
    for one in result.findings[:SHOWN]:
        print(_line(one))
    if len(result.findings) > SHOWN:
        rest = number(len(result.findings) - SHOWN)
        print(f"… và {rest} nhận xét khác; xem đủ trong tệp trả lại (--report OUT.xlsx) hoặc --json.")
    if args.dry_run:
        print("Chỉ kiểm tra: sổ không thay đổi.")


def _line(one: Finding) -> str:
    place = one.place
    where = f"trang «{place.sheet}»" + (f", ô {place.column or 'A'}{place.row}" if place.row else "")
    where += f" ({place.heading})" if place.heading else ""
    like = f" Gợi ý: {'; '.join(map(suggestion, one.suggestions))}." if one.suggestions else ""
    expected = f"; cần {one.expected}" if one.expected else ""
    return f"{_MARKS[one.severity]} {where}: {one.title}: gặp {one.came}{expected}. {one.todo}{like}"


def _counts(total: Callable[[str], int]) -> str:
    words = {"added": "thêm", "changed": "sửa", "removed": "bỏ", "unchanged": "giữ nguyên"}
    return ", ".join(f"{text} {number(total(name))}" for name, text in words.items())


def _history(args: argparse.Namespace) -> int:
    found = open_store().history()
    if args.json:
        print(found.to_json(orient="records", force_ascii=False))
        return CLEAN
    for line in found.to_dict("records"):
        counted = _counts(lambda name, line=line: int(line[name]))  # type: ignore[misc]
        source = f", tệp {line['file_name']}" if line["file_name"] else ""
        note = f" – {line['note']}" if line["note"] else ""
        checksum = f", SHA-256 {line['file_sha256'][:12]}" if line["file_sha256"] else ""
        print(f"{line['number']}  {line['created_at']}  {line['author']}{source}: {counted}{checksum}{note}")
    return CLEAN


def _diff(args: argparse.Namespace) -> int:
    found = _desk(args).diff(args.before, args.after)
    if args.json:
        print(found.to_json(orient="records", force_ascii=False))
        return CLEAN
    words = {"added": "thêm", "changed": "sửa", "removed": "bỏ"}
    for line in found.to_dict("records"):
        cell = f"{line['kind']} {line['row_id']} {line['field']}"
        print(f"{words[line['change']]} {cell}: «{line['before']}» → «{line['after']}»")
    print(f"{number(len(found))} ô khác nhau giữa phiên bản {args.before} và {args.after}.")
    return CLEAN


def _rollback(args: argparse.Namespace) -> int:
    version = open_store().rollback(args.version, by=args.by, note=args.note)
    print(f"Đã lập phiên bản {version.number} giống phiên bản {args.version}: {_counts(version.total)}.")
    return CLEAN


def _export(args: argparse.Namespace) -> int:
    desk = _desk(args)
    version = desk.version(args.version)
    desk.carried_away("register", {"form": args.out.suffix, "of": version.number})
    export.write(desk.tables(version.number), version, args.out, args.sheet)
    print(f"Đã ghi phiên bản {version.number} ra {args.out}")
    return CLEAN


def _backup(args: argparse.Namespace) -> int:
    label = backup(open_store(), args.out)
    print(f"Đã sao lưu {number(sum(label.counts.values()))} dòng vào {args.out} và đọc lại để kiểm tra.")
    return CLEAN


def _verify(args: argparse.Namespace) -> int:
    store = open_store()
    altered = store.altered()
    for version, kind in altered:
        print(f"LỖI phiên bản {version}, {word(f'kind.{kind}')}: các dòng không khớp mã kiểm tra ghi lúc lập.")
    if altered:
        print("Sổ đã bị sửa ngoài chương trình hoặc bị hỏng. Khôi phục từ bản sao lưu: python -m data restore TỆP.")
        return UNUSABLE
    print(f"Sổ nguyên vẹn: đã đọc lại {number(len(store.history()))} phiên bản, mọi mã kiểm tra đều khớp.")
    return CLEAN


def _restore(args: argparse.Namespace) -> int:
    done = restore(open_store(), args.file)
    print(f"Đã khôi phục sổ từ bản sao lưu lúc {done.label.made_at}.")
    if done.kept_aside:
        print(f"Sổ trước đó được giữ ở {done.kept_aside}.")
    return CLEAN


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(
            f"Tệp {path}", "không mở được", "một tệp có trên máy này", "Kiểm tra lại đường dẫn.", str(error)
        ) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        todo = "Chọn thư mục khác, hoặc đóng tệp nếu đang mở."
        raise Problem(f"Tệp {path}", "không ghi được", "quyền ghi vào thư mục ấy", todo, str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
