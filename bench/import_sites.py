"""How long the import of many sites takes, and how much memory: `python -m bench.import_sites [ROWS] [--bad]`.

The rows are made up for the measurement, go into a store in a temporary folder, and are shown to nobody.
"""

from __future__ import annotations

import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from data import catalogue, imports
from data.store import open_store
from data.workbook_return import returned
from geo import boundaries
from geo.locating import Gazetteer
from geo.units import units

HEADINGS = (
    *("Mô hình", "Tên điểm", "Xóm", "Xã", "Huyện", "Địa giới năm", "Ngày ra mắt", "Số lượng", "Đơn vị tính"),
    *("Vĩ độ", "Kinh độ", "Nguồn", "Ngày của nguồn", "Ghi chú"),
)


def workbook(rows: int, bad: bool) -> bytes:
    """Make a workbook of generated sites; with `bad` every tenth has a misspelt commune and a wrong number."""
    dice = random.Random(1)  # noqa: S311
    models = list(catalogue.models().query("geometry == 'point'")["label_vi"])
    places = [
        (epoch, label, district, lon, lat)
        for epoch in ("2020", "2025")
        for label, district, lon, lat in units(epoch)
        .merge(boundaries.inner_points(epoch), on="code")[["label", "district", "lon", "lat"]]
        .itertuples(index=False, name=None)
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Địa điểm")
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            epoch, label, district, lon, lat = dice.choice(places)
            wrong = bad and row % 10 == 0
            line = (
                *(dice.choice(models), f"Điểm thử {row}", f"Xóm {row % 20}", label + "x" * wrong, district, epoch),
                *(f"{row % 28 + 1}/{row % 12 + 1}/2022", "mười" if wrong else row % 50, "camera"),
                *(lat, lon, f"Báo cáo {row % 200}", "2022", "Số liệu sinh ra để đo"),
            )
            sheet.write_row(row, 0, line)
    return out.getvalue()


def main() -> None:
    """Print seconds of each step, on the clock and of the processor, and the peak of memory up to its end."""
    rows = next((int(word) for word in sys.argv[1:] if word.isdigit()), 50_000)
    data = workbook(rows, "--bad" in sys.argv)
    print(f"{rows} rows, {len(data) / 1e6:.1f} MB")
    print(f"{'step':8}{'clock s':>9}{'cpu s':>9}{'peak MB':>9}")
    print(f"{'before':8}{'':18}{_peak():9}")
    with tempfile.TemporaryDirectory() as folder:
        store, locator = open_store(Path(folder) / "register.db"), Gazetteer()
        with _step("check"):
            result = imports.checked(data, "do.xlsx", store, locator)
        with _step("store"):
            made = imports.committed(result, data, store, by="đo")
        with _step("report"):
            report = returned(data, result)
    print(f"accepted {result.accepted}, rejected {len(result.rejected)}, findings {len(result.findings)}")
    print(f"version {made.version.number if made.version else None}, report {len(report) / 1e6:.1f} MB")


@contextmanager
def _step(name: str) -> Iterator[None]:
    clock, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{name:8}{time.perf_counter() - clock:9.1f}{time.process_time() - cpu:9.1f}{_peak():9}", flush=True)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
