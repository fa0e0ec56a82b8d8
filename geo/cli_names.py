"""The commands on names and lineage: find, recode."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from typing import Any

from data.errors import Problem
from geo.lineage import Move, moves, origins, predecessors, successors
from geo.names import find
from geo.units import EPOCHS, TODAY, Unit, by_code, check_epoch, unit

FOUND, NOTHING = 0, 2
COLUMNS = (
    "from_code",
    "from_name",
    "from_type",
    "from_district",
    "to_code",
    "to_name",
    "to_type",
    "law",
    "date",
)


def add_commands(commands: Any) -> None:
    """Add `find` and `recode` to the subparsers of argparse."""
    finder = commands.add_parser("find", help="tìm xã, phường, thị trấn theo tên cũ hoặc mới")
    finder.add_argument("text", nargs="*", metavar="TÊN", help='ví dụ: "xã Hưng Tân, huyện Hưng Nguyên"')
    finder.add_argument("--epoch", help=f"chỉ tìm ở một mốc địa giới: {', '.join(EPOCHS)}")
    finder.add_argument("--district", help="chỉ tìm trong một huyện, thị xã, thành phố (tên hoặc mã)")
    finder.add_argument("--limit", default="10", help="số kết quả nhiều nhất (mặc định 10)")
    finder.set_defaults(run=_run_find)
    recoder = commands.add_parser("recode", help="đơn vị đã nhập vào đâu, hoặc gồm những đơn vị cũ nào")
    recoder.add_argument("code", nargs="?", metavar="MÃ", help="mã 5 chữ số của đơn vị ở mốc --from")
    recoder.add_argument("--from", dest="from_epoch", required=True, help=f"mốc của mã: {', '.join(EPOCHS)}")
    recoder.add_argument("--to", dest="to_epoch", default=TODAY, help=f"mốc cần chuyển tới (mặc định {TODAY})")
    recoder.add_argument("--all", action="store_true", help="in cả bảng chuyển đổi, dạng CSV")
    recoder.set_defaults(run=_run_recode)


def _run_find(args: argparse.Namespace) -> int:
    matches = find(" ".join(args.text), args.epoch, args.district, _number(args.limit))
    for match in matches:
        print(json.dumps(match.as_dict(), ensure_ascii=False))
    return FOUND if matches else NOTHING


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Problem("--limit", f"“{text}”", "số nguyên từ 1 trở lên", "Ghi lại số kết quả.") from None


def _run_recode(args: argparse.Namespace) -> int:
    from_epoch, to_epoch = check_epoch(args.from_epoch), check_epoch(args.to_epoch)
    if bool(args.code) == bool(args.all):
        raise Problem(
            where="Lệnh recode",
            came="cả mã lẫn --all" if args.code else "không có mã",
            expected="hoặc một mã đơn vị, hoặc --all",
            todo="Ví dụ: python -m geo recode 18031 --from 2020 --to 2025",
        )
    if args.all:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(_rows(from_epoch, to_epoch))
    else:
        print(json.dumps(_recoded(from_epoch, args.code, to_epoch), ensure_ascii=False))
    return FOUND


def _forward(from_epoch: str, to_epoch: str) -> bool:
    return EPOCHS.index(from_epoch) <= EPOCHS.index(to_epoch)


def _recoded(from_epoch: str, code: str, to_epoch: str) -> dict[str, Any]:
    """Return where one unit went, or what it was made of, for JSON."""
    forward = _forward(from_epoch, to_epoch)
    ways = (successors if forward else predecessors)(from_epoch, code, to_epoch)
    return {
        "from": _described(unit(from_epoch, code)),
        "direction": "forward" if forward else "backward",
        "to_epoch": to_epoch,
        "units": [_described(unit(to_epoch, way.code)) | _told(way) for way in ways],
    }


def _described(one: Unit) -> dict[str, str]:
    return {
        "epoch": one.epoch,
        "code": one.code,
        "name": one.name,
        "type": one.type,
        "district": one.district,
    }


def _told(way: Move) -> dict[str, str]:
    return {"extent": way.extent, "change": way.change, "law": way.law, "date": way.date}


def _rows(from_epoch: str, to_epoch: str) -> Iterator[tuple[str, ...]]:
    """Yield the whole table of a pair of epochs, in either direction, by the first code."""
    ways = (moves if _forward(from_epoch, to_epoch) else _made_of)(from_epoch, to_epoch)
    for code, one in sorted(by_code(from_epoch).items()):
        for way in ways[code]:
            other = unit(to_epoch, way.code)
            yield (
                code,
                one.name,
                one.type,
                one.district,
                way.code,
                other.name,
                other.type,
                way.law,
                way.date,
            )


def _made_of(epoch: str, earlier: str) -> dict[str, tuple[Move, ...]]:
    return origins(earlier, epoch)
