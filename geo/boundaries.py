"""The boundaries of four epochs: built once from their sources, then read from the built files.

`python -m geo build` builds them; an epoch can be replaced by an official file. Everything read here is in
EPSG:4326 and raises Problem, naming the command that helps, when nothing is built, the build is older than its
sources, or a file is damaged; and on an unknown epoch.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.errors import Problem
from geo import base_geometry, boundary_files, boundary_layers, official_file
from geo.boundary_files import Manifest, built_file
from geo.boundary_layers import DETAILS, LEVELS, Detail, Drawn, Level, from_base, from_official, geojson
from geo.boundary_report import Report, check, report
from geo.official import judge
from geo.units import EPOCHS, TODAY, check_epoch

Say = Callable[[str], None]
Official = dict[str, dict[str, str]]


def load(epoch: str, detail: Detail = "screen") -> gpd.GeoDataFrame:
    """Return the communes of an epoch by code: code, label, district_code, approximate (bool), geometry.

    `approximate` marks units whose geometry leaves out a partial move. Use "full" for point-in-polygon, "screen"
    (about 100 m) for drawing.
    """
    columns = ["code", "label", "district_code", "approximate", "geometry"]
    return gpd.read_parquet(built_file(_name(epoch, "commune", detail)), columns=columns)


def districts(epoch: str, detail: Detail = "screen") -> gpd.GeoDataFrame:
    """Return the districts of an epoch by code (2025: the former ones): code, label, geometry."""
    return gpd.read_parquet(built_file(_name(epoch, "district", detail)))


def province(epoch: str = TODAY, detail: Detail = "screen") -> gpd.GeoDataFrame:
    """Return the outline of the province as one row: code, label, geometry."""
    return gpd.read_parquet(built_file(_name(epoch, "province", detail)))


def screen_file(epoch: str, level: Level = "commune") -> Path:
    """Return the GeoJSON of an epoch's communes, districts or province for the browser, in screen detail.

    Properties of a feature: i (row index, in the order of `load` and `districts`), code, label; communes also
    district_code. The path changes with every build.
    """
    return built_file(_name(epoch, level, "screen").replace(".parquet", ".geojson"))


def inner_points(epoch: str) -> pd.DataFrame:
    """Return a point well inside each commune, by code: code, lon, lat (degrees)."""
    return pd.read_parquet(built_file(_name(epoch, "commune", "full")), columns=["code", "lon", "lat"])


def _name(epoch: str, level: Level, detail: Detail) -> str:
    if level not in LEVELS or detail not in DETAILS:
        raise ValueError(f"no such layer: {level}, {detail}")
    return f"{level}-{check_epoch(epoch)}-{detail}.parquet"


def build(if_needed: bool = False, say: Say = lambda _: None) -> list[Report]:
    """Build the boundaries of every epoch, keeping the official files in force; return a report an epoch.

    With `if_needed` nothing is done, and nothing returned, when the build in force is fresh and undamaged.
    `say` is told the progress in Vietnamese. Raises Problem when a source is missing or damaged, and GateFailed
    when the result does not pass; what was in force then stays in force.
    """
    if if_needed and _is_fresh():
        return []
    return _build(_official(), say)


def adopt(file: Path, epoch: str, crs: str = "", layer: str = "", say: Say = lambda _: None) -> list[Report]:
    """Replace an epoch's geometry by an official file and build; return a report an epoch.

    `crs` is the file's CRS where it states none ("EPSG:9208"), `layer` the one to take where it has several. Raises
    Problem with all reasons when the file is refused; what was in force then stays in force.
    """
    official = _official()
    content = official_file.content(file)
    digest = hashlib.sha256(content).hexdigest()
    entry = {
        "file": file.name,
        "sha256": digest,
        "date": datetime.date.today().isoformat(),
        "crs": crs,
        "layer": layer,
        "stored": f"{check_epoch(epoch)}-{digest[:12]}/{file.name}",
    }
    copy = boundary_files.keep_copy(entry["stored"], content)
    try:
        return _build(official | {epoch: entry}, say)
    except BaseException:
        if entry["stored"] not in {kept["stored"] for kept in official.values()}:
            boundary_files.drop_copy(copy)
        raise


def reset(epoch: str = "", say: Say = lambda _: None) -> list[Report]:
    """Go back from official files (of one epoch, or all) to the geometry joined from the base; and build."""
    if not epoch:
        return _build({}, say)
    check_epoch(epoch)
    return _build({at: entry for at, entry in _official().items() if at != epoch}, say)


def official() -> Official:
    """Return the official file in force for each epoch that has one: file, sha256, date, crs, layer, stored."""
    return boundary_files.manifest().official


def _official() -> Official:
    """Return the official files in force before a build, when there may be no readable manifest yet."""
    try:
        return boundary_files.manifest().official
    except Problem:
        if boundary_files.has_copies():
            raise Problem(
                boundary_files.WHERE,
                "mất tệp kê khai, không biết tệp chính thức nào đang dùng",
                "tệp kê khai nguyên vẹn",
                "Chạy: python -m geo build --reset, rồi nạp lại tệp chính thức bằng --boundaries",
            ) from None
        return {}


def _is_fresh() -> bool:
    try:
        built = boundary_files.manifest()
    except Problem:
        return False
    return not boundary_files.why_stale(built) and not boundary_files.damaged(built)


def _build(replaced: Official, say: Say) -> list[Report]:
    say("Đọc ranh giới xã gốc từ gói dữ liệu…")
    base = base_geometry.read()
    say("Làm sạch và ghép thành bốn mốc địa giới…")
    drawn = from_base(base.shapes)
    for epoch, entry in sorted(replaced.items()):
        say(f"Mốc {epoch}: dùng tệp chính thức {entry['file']} (nạp ngày {entry['date']})")
        drawn[epoch] = _replaced(epoch, entry, drawn[epoch], say)
    say("Kiểm tra…")
    reports = {epoch: report(epoch, drawn[epoch]) for epoch in EPOCHS}
    check(reports, [epoch for epoch in EPOCHS if epoch not in replaced])
    say("Ghi tệp…")
    with boundary_files.new_folder() as folder:
        built = Manifest(
            folder=folder.name,
            built=datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            package_version=base.version,
            package_sha256=base.sha256,
            tables=boundary_files.table_sums(),
            files=_write(folder, drawn, replaced),
            reports=[one.as_dict() for one in reports.values()],
            official=replaced,
        )
        boundary_files.put_in_force(built)
    return list(reports.values())


def _replaced(epoch: str, entry: Mapping[str, str], present: Drawn, say: Say) -> Drawn:
    path = boundary_files.kept_copy(entry)
    given = official_file.read(path, entry["crs"], entry["layer"])
    accepted = judge(given, entry["file"], epoch, present.full)
    for note in accepted.notes:
        say(f"Mốc {epoch}: {note}")
    return from_official(accepted.shapes)


def _write(folder: Path, drawn: Mapping[str, Drawn], replaced: Official) -> dict[str, str]:
    """Write every layer of every epoch; return the SHA-256 of the files by name."""
    for epoch, shapes in drawn.items():
        for level in LEVELS:
            for detail in DETAILS:
                frame = boundary_layers.layer(epoch, shapes, level, detail, official=epoch in replaced)
                path = folder / _name(epoch, level, detail)
                frame.to_parquet(path)
                if detail == "screen":
                    path.with_suffix(".geojson").write_text(geojson(frame), "utf-8")
    return {path.name: boundary_files.sha256(path) for path in sorted(folder.iterdir())}
