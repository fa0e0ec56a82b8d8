"""The heavy single jobs: import of 50,000 rows, a picture, a deck, the boundary build: seconds and peak memory.

`python -m bench.work [--rows 50000]` prints a table and writes bench/results/work.json. Every job runs in a process of
its own, so that its peak is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import results
from bench.servers import ROOT


def main() -> None:
    """Measure, print, write; with --job do one job and print its figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--job", default="", choices=("", *JOBS))
    asked = options.parse_args()
    if asked.job:
        print(json.dumps(_here(JOBS[asked.job], asked.rows)))
        return
    found = {name: _apart(name, asked.rows) for name in JOBS}
    for name, figures in found.items():
        print(f"{name:18}", figures)
    results.write("work", {"rows": asked.rows, "jobs": found})


def _apart(job: str, rows: int) -> Mapping[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"REGISTER_DATABASE_URL": f"sqlite:///{folder}/register.db"}
        if job == "boundaries":
            environment["NGHEAN_FILES"] = folder
        command = [sys.executable, "-m", "bench.work", "--job", job, "--rows", str(rows)]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603
    if ended.returncode:
        return {"failed": ended.stderr.strip().splitlines()[-1:]}
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def _here(job: Callable[[int], Callable[[], object]], rows: int) -> dict[str, float]:
    """Get a job ready, then do it: seconds of the clock and of the processor, peak megabytes of the process."""
    work = job(rows)
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    seconds, busy = time.perf_counter() - clock, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"clock_s": round(seconds, 2), "cpu_s": round(busy, 2), "peak_mb": round(peak)}


def _import(rows: int) -> Callable[[], object]:
    from bench.import_sites import workbook
    from data import imports
    from data.store import open_store
    from geo.locating import Gazetteer

    data, folder = workbook(rows, bad=False), Path(tempfile.mkdtemp())

    def work() -> object:
        store = open_store(folder / "register.db")
        return imports.committed(imports.checked(data, "do.xlsx", store, Gazetteer()), data, store, by="đo")

    return work


def _map_png(_: int) -> Callable[[], object]:
    """The map of all communes as a picture, on a server that has drawn one before, as the app's start makes sure."""
    from briefing import files, maps
    from briefing.basis import basis_of
    from briefing.choropleth import choropleth
    from data.choice import Choice
    from data.record import public_record
    from geo import boundaries

    basis = basis_of(public_record(), Choice(), "vi")
    spec = choropleth(basis, "drug_status", inner_points=boundaries.inner_points("2025"))
    files.warm_up()

    def work() -> object:
        shapes, outlines = boundaries.load(spec.epoch), boundaries.districts(spec.epoch)
        return files.render(maps.draw(spec, shapes, outlines), "png")

    work()
    return work


def _boundaries(_: int) -> Callable[[], object]:
    from geo import boundaries

    return boundaries.build


def _document(kind: str) -> Callable[[int], Callable[[], object]]:
    """A monthly briefing of the whole province as a file, composing included."""

    def job(_: int) -> Callable[[], object]:
        from briefing.__main__ import main as brief

        out = Path(tempfile.mkdtemp()) / f"do.{kind}"

        def work() -> object:
            code = brief(["--area", "toàn tỉnh", "--preset", "monthly", "--out", str(out)])
            if code or not out.stat().st_size:
                raise RuntimeError(f"python -m briefing ended with {code}")
            return out

        return work

    return job


JOBS: dict[str, Callable[[int], Callable[[], object]]] = {
    "import": _import,
    "map_png": _map_png,
    "pptx": _document("pptx"),
    "docx": _document("docx"),
    "xlsx": _document("xlsx"),
    "boundaries": _boundaries,
}

if __name__ == "__main__":
    main()
