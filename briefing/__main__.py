"""Command line of the briefings: one document, or one for each area, without a browser.

    python -m briefing --area "Kỳ Sơn" --epoch 2025 --preset monthly --out bao-cao.docx

Exit codes: 0 done, 1 not done, 2 a name means several areas, or some of many documents failed.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from access.desk import Desk
from access.person import OPEN
from access.sessions import person_named
from briefing.compose import Area, Ground, Request, compose, ground_of
from briefing.compose.composing import complete_title
from briefing.compose.naming import Ambiguous, area_named
from briefing.compose.output import MAP_SECTION, WRITERS, file_name, form_of, written
from briefing.compose.presets import applied, presets
from briefing.compose.settings import agency, kept, ready, write_whole
from briefing.document import Agency
from data.choice import TODAY
from data.command import Parser, run
from data.errors import Problem
from data.freshness import today
from data.record import Record
from data.store import open_store
from data.wording import LANGUAGES, word
from geo import units
from geo.territory import territory

DONE, NOT_DONE, SOME_FAILED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Make what the arguments ask for and give the exit code."""
    parser = Parser(prog="python -m briefing", description="Lập báo cáo từ sổ đăng ký, không cần trình duyệt")
    parser.add_argument(
        "--area", action="append", metavar="TÊN", help="xã, phường, huyện cũ hoặc «toàn tỉnh»; nhiều lần được"
    )
    parser.add_argument("--all-areas", action="store_true", help="mỗi xã, phường (hoặc huyện) một tệp, vào --out-dir")
    parser.add_argument("--level", choices=("commune", "district"), default="commune", help="cấp của --all-areas")
    parser.add_argument("--epoch", default=TODAY, help=f"mốc địa giới: {', '.join(units.EPOCHS)} (mặc định {TODAY})")
    parser.add_argument("--preset", default="", metavar="MẪU", help="mẫu báo cáo, xem --list-presets")
    parser.add_argument("--list-presets", action="store_true", help="liệt kê các mẫu")
    parser.add_argument("--model", action="append", default=[], metavar="MÃ", help="chỉ mô hình này; nhiều lần được")
    parser.add_argument("--from", dest="since", default="", metavar="NGÀY", help="ngày đầu kỳ, dạng 2026-10-01")
    parser.add_argument("--to", dest="until", default="", metavar="NGÀY", help="ngày cuối kỳ, dạng 2026-10-31")
    parser.add_argument("--title", default="", help="tên báo cáo")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="ngôn ngữ của báo cáo")
    parser.add_argument("--out", type=Path, metavar="TỆP", help="tệp cần ghi: ." + ", .".join(WRITERS))
    parser.add_argument("--out-dir", type=Path, metavar="THƯ-MỤC", help="thư mục của --all-areas")
    parser.add_argument("--format", choices=tuple(WRITERS), default="docx", help="dạng tệp của --all-areas")
    parser.add_argument(
        "--as", dest="account", default="", metavar="TÀI-KHOẢN", help="chỉ từ những gì tài khoản này xem được"
    )
    parser.set_defaults(run=_run)
    return run(parser, arguments)


def _run(args: argparse.Namespace) -> int:
    if args.list_presets:
        return _list(args.lang)
    if args.all_areas == bool(args.out) or bool(args.out_dir) != args.all_areas or (args.all_areas and args.area):
        raise _misused("", "--out TỆP (cho --area), hoặc --all-areas và --out-dir THƯ-MỤC")
    try:
        areas = tuple(area_named(name, args.epoch) for name in args.area or ("toàn tỉnh",))
    except Ambiguous as problem:
        print(problem, file=sys.stderr)
        return SOME_FAILED
    request = _request(args, areas)
    store = open_store()
    desk = Desk(store, person_named(store, args.account) if args.account else OPEN, territory)
    desk.carried_away("briefing", {"form": args.format, "areas": [area.code for area in areas]})
    record = desk.record()
    return _all(args, request, record) if args.all_areas else _one(args.out, request, record)


def _request(args: argparse.Namespace, areas: tuple[Area, ...]) -> Request:
    """The request of the arguments; a kept one of that name gives its models, sections and title."""
    units.check_epoch(args.epoch)
    asked = Request(areas, tuple(args.model), args.epoch, args.since, args.until, lang=args.lang, title=args.title)
    if not args.preset or args.preset in presets():
        return applied(asked, args.preset, today()) if args.preset else asked
    own = kept().get(args.preset)
    if own is None:
        raise _misused(f"mẫu «{args.preset[:60]}»", "một mẫu có trong --list-presets")
    return dataclasses.replace(
        asked,
        models=asked.models or own.models,
        since=asked.since or own.since,
        until=asked.until or own.until,
        sections=own.sections,
        status=own.status,
        title=asked.title or own.title,
    )


def _one(out: Path, request: Request, record: Record) -> int:
    form = form_of(out)
    if form == "png":
        if len(request.areas) > 1:
            raise _misused("nhiều địa bàn", "một địa bàn cho hình .png")
        request = dataclasses.replace(
            request, sections=(MAP_SECTION,), title=request.title or complete_title(request.lang)
        )
    ready(out.parent, out)  # before the work, not after it
    write_whole(out, written(compose(record, request, agency(), today()), form))
    print(out)
    return DONE


def _all(args: argparse.Namespace, request: Request, record: Record) -> int:
    """One file an area, one after another, so that memory holds one document; what fails does not stop the rest."""
    if args.format == "png":
        request = dataclasses.replace(request, sections=(MAP_SECTION,))
    ready(args.out_dir)  # before the work, not after it
    ground, sender, failed = ground_of(record, request), agency(), 0
    areas = _areas(args.level, args.epoch)
    for place, area in enumerate(areas, start=1):
        fault = False
        try:
            told = _written(
                args.out_dir, args.format, dataclasses.replace(request, areas=(area,)), record, ground, sender
            )
        except Problem as problem:
            fault, told = True, str(problem)
            failed += 1
        print(f"[{place}/{len(areas)}] {told}", file=sys.stderr if fault else sys.stdout, flush=True)
    if failed:
        print(f"Không lập được {failed} trên {len(areas)} báo cáo.", file=sys.stderr)
    return NOT_DONE if failed == len(areas) else SOME_FAILED if failed else DONE


def _written(folder: Path, form: str, request: Request, record: Record, ground: Ground, sender: Agency) -> str:
    """Make the file of one area and give its path."""
    document = compose(record, request, sender, today(), ground)
    path = folder / file_name(document, form, request.areas[0].code)
    write_whole(path, written(document, form))
    return str(path)


def _areas(level: str, epoch: str) -> list[Area]:
    table = units.units(epoch) if level == "commune" else units.districts(epoch)
    return [Area(level, code) for code in sorted(table["code"])]


def _list(lang: str) -> int:
    """Print the presets of the table, then those that the office keeps."""
    for preset in presets(lang).values():
        print(f"{preset.key}\t{preset.label}\t{', '.join(preset.sections)}")
    for name, request in kept().items():
        print(f"{name}\t{word('briefing.kept', lang)}\t{', '.join(request.sections)}")
    return DONE


def _misused(came: str, expected: str) -> Problem:
    return Problem("Lệnh python -m briefing", came or "tham số thiếu hoặc trái nhau", expected, "Xem --help.")


if __name__ == "__main__":
    sys.exit(main())
