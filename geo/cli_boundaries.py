"""The commands on boundaries: build, export."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from data.errors import Problem
from geo import boundaries
from geo.boundary_report import GateFailed, Report
from geo.units import EPOCHS, TODAY, units

DRIVERS = {".geojson": "GeoJSON", ".gpkg": "GPKG"}


def add_commands(commands: Any) -> None:
    """Add `build` and `export` to the subparsers of argparse."""
    epochs = ", ".join(EPOCHS)
    builder = commands.add_parser("build", help="dựng ranh giới bốn mốc địa giới, hoặc nạp tệp chính thức")
    builder.add_argument("--if-needed", action="store_true", help="không làm gì khi bản dựng còn mới, nguyên vẹn")
    builder.add_argument(
        "--boundaries", metavar="TỆP", help="tệp ranh giới chính thức: GeoJSON, GeoPackage, KML, Shapefile .zip"
    )
    builder.add_argument("--epoch", default="", help=f"mốc của tệp ấy (hoặc của --reset): {epochs}")
    builder.add_argument("--crs", default="", help="hệ tọa độ khi tệp không ghi, ví dụ EPSG:9208")
    builder.add_argument("--layer", default="", help="lớp cần lấy khi tệp có nhiều lớp")
    builder.add_argument("--reset", action="store_true", help="bỏ tệp chính thức, trở lại ranh giới từ gói dữ liệu")
    builder.set_defaults(run=_run_build)
    exporter = commands.add_parser("export", help="ghi ranh giới xã ra tệp .geojson hoặc .gpkg")
    exporter.add_argument("out", metavar="TỆP", help="tên tệp, đuôi .geojson hoặc .gpkg")
    exporter.add_argument("--epoch", default=TODAY, help=f"mốc địa giới: {epochs} (mặc định {TODAY})")
    exporter.add_argument("--detail", default="full", choices=("full", "screen"), help="độ chi tiết (mặc định full)")
    exporter.set_defaults(run=_run_export)


def _run_build(args: argparse.Namespace) -> int:
    try:
        reports = _built(args)
    except GateFailed as failed:
        _print(failed.reports)
        raise
    if not reports:
        _say("Ranh giới đã dựng và còn mới.")
    _print(reports)
    return 0


def _built(args: argparse.Namespace) -> list[Report]:
    if args.boundaries and args.reset:
        raise _misused("cả --boundaries lẫn --reset", "chỉ một trong hai")
    if args.boundaries:
        if not args.epoch:
            raise _misused("--boundaries mà không có --epoch", "mốc địa giới của tệp")
        return boundaries.adopt(Path(args.boundaries), args.epoch, args.crs, args.layer, say=_say)
    if args.crs or args.layer or (args.epoch and not args.reset):
        raise _misused("--crs, --layer hoặc --epoch mà không có --boundaries", "tệp chính thức cần nạp")
    if args.reset:
        return boundaries.reset(args.epoch, say=_say)
    return boundaries.build(if_needed=args.if_needed, say=_say)


def _misused(came: str, expected: str) -> Problem:
    example = "Ví dụ: python -m geo build --boundaries xa2025.gpkg --epoch 2025"
    return Problem("Lệnh build", came, expected, example)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _print(reports: list[Report]) -> None:
    for one in reports:
        print(json.dumps(one.as_dict(), ensure_ascii=False))


def _run_export(args: argparse.Namespace) -> int:
    out = Path(args.out)
    driver = DRIVERS.get(out.suffix.lower())
    if driver is None:
        raise _unwritable(out, f"đuôi «{out.suffix}»", "đuôi .geojson hoặc .gpkg")
    communes = boundaries.load(args.epoch, args.detail)
    named = communes[["code", "geometry"]].merge(units(args.epoch)[["code", "name", "type", "district"]], on="code")
    frame = named[["code", "name", "type", "district", "geometry"]]
    try:
        # Written beside the target and put in its place when whole, so that a fault leaves no half file.
        with tempfile.TemporaryDirectory(prefix=".geo-export-", dir=out.parent) as folder:
            draft = Path(folder) / out.name
            frame.to_file(draft, driver=driver, layer=f"communes_{args.epoch}", engine="pyogrio")
            draft.replace(out)
    except OSError as error:
        raise _unwritable(out, "không ghi được tệp này", "thư mục có sẵn và được phép ghi", str(error)) from error
    _say(f"Đã ghi {len(frame)} xã, phường, thị trấn mốc {args.epoch}: {out}")
    return 0


def _unwritable(out: Path, came: str, expected: str, detail: str = "") -> Problem:
    return Problem(f"Tệp xuất {out}", came, expected, "Ghi lại tên tệp, ví dụ: xa-2025.gpkg", detail)
