"""The results as tables of figures and ratios: `python -m bench.table` prints them and puts them into the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench import results

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
_BEGIN, _END = "<!-- results: written by python -m bench.table -->", "<!-- end of results -->"
STEPS = {
    "cold": "first map, cold",
    "warm": "first map, warm",
    "filter": "filter by district",
    "clear": "clear the filter",
    "click": "click a commune → details",
    "unclick": "click it again",
    "page": "to another page",
    "page_back": "back to the map",
    "epoch": "another epoch",
    "as_of": "another day",
}
# The same, until the map can be pointed at and shows its sites (a picture of it may have been seen before), or until
# the rest of the page says what the map has foreseen.
WHOLE = {
    "cold": "… until it answers, cold",
    "warm": "… until it answers, warm",
    "filter": "… with all of the page, filter",
    "clear": "… with all of the page, clear",
}
# step → (what it is compared with, its step, the most it may be of that)
TARGETS = {
    "cold": ("floor_page", "cold", 1.5),
    "warm": ("floor_page", "warm", 1.5),
    "filter": ("floor_page", "filter", 2.0),
    "clear": ("floor_page", "clear", 2.0),
    "click": ("floor_page", "filter", 2.0),
    "unclick": ("floor_page", "filter", 2.0),
    "as_of": ("floor_page", "filter", 2.0),
}


def main() -> None:
    """Print every table, and write them between the two marks of docs/performance.md."""
    text = "\n\n".join(part for part in (browser(), sessions(), nginx(), faults(), growth(), work()) if part)
    print(text)
    if DOCUMENT.exists():
        page = DOCUMENT.read_text("utf-8")
        inside = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
        page = inside.sub(lambda _: f"{_BEGIN}\n{text}\n{_END}", page)
        DOCUMENT.write_text(page, "utf-8")


def browser() -> str:
    """Times of every subject and step as milliseconds, and of ours as ratios against the floor."""
    found: Any = results.read("browser")
    if not found:
        return ""
    medians, titles = found["medians"], found["titles"]

    def value(name: str, step: str, measure: str = "ms") -> float | None:
        given = medians.get(f"{name} {step}", {}).get(measure)
        return None if given is None else float(given)

    times = [(STEPS[step], *(_whole(value(name, step)) for name in titles)) for step in STEPS]
    whole = [(WHOLE[step], *(_whole(value(name, step, "whole_ms")) for name in titles)) for step in WHOLE]
    times[4:4] = whole
    ours = [name for name in titles if name.startswith("ours")]
    ratios = [
        (STEPS[step], *(_ratio(value(name, step), value(*against)) for name in ours), f"≤ {most}")
        for step, (*against, most) in TARGETS.items()
    ]
    ratios[4:4] = [
        (WHOLE[step], *(_ratio(value(name, step, "whole_ms"), value("floor_page", step)) for name in ours), "")
        for step in WHOLE
    ]
    beside = [
        (STEPS[step], *(_ratio(value(name, step), value("ours", step)) for name in titles if name not in ours))
        for step in ("cold", "warm", "filter", "clear", "click")
    ]
    sent = [(STEPS[step], *(_whole(value(name, step, "socket_kb")) for name in titles)) for step in STEPS]
    over = [(STEPS[step], *(_whole(value(name, step, "http_kb")) for name in titles)) for step in STEPS]
    busy = [(STEPS[step], *(_whole(value(name, step, "cpu_ms")) for name in titles)) for step in STEPS]
    reruns = {name: value(name, "pan_zoom", "reruns") for name in titles}
    moves = ", ".join(f"{titles[name]}: {count:.0f}" for name, count in reruns.items() if count is not None)
    failed = {name: medians[f"{name} failed"]["times"] for name in titles if f"{name} failed" in medians}
    heads = list(titles.values())
    return "\n\n".join(
        [
            f"### In the browser ({_run(found)}, medians of {found['rounds']})",
            "Milliseconds to painted:\n\n" + _table(["", *heads], times),
            "Times the floor (first map: the blank Streamlit page; the rest: its rerun):\n\n"
            + _table(["", *(titles[name] for name in ours), "target"], ratios),
            "Times the app with the same communes and points: above 1 the app is ahead. Targets: every peer above 1 on"
            " the first map and the filter; the naive way at least 8 when the filter is cleared.\n\n"
            + _table(["", *(titles[name] for name in titles if name not in ours)], beside),
            "Kilobytes over the websocket, compressed where the server does so:\n\n" + _table(["", *heads], sent),
            "Kilobytes over HTTP, compressed as sent:\n\n" + _table(["", *heads], over),
            "Milliseconds of the server's processor:\n\n" + _table(["", *heads], busy),
            f"Messages to the server from three zooms and a drag: {moves}.",
            *([f"Rounds in which a step failed: {failed}."] if failed else []),
        ]
    )


def sessions() -> str:
    """What many readers at once meet."""
    found: Any = results.read("sessions")
    if not found:
        return ""
    rows = [
        (f"{found['readers']} readers, a filter every 5 s: p95, ms", found["p95_ms"], "≤ 1500"),
        ("… median, ms", found["median_ms"], ""),
        ("… one reader alone, ms", found["alone_ms"], ""),
        ("… a rerun of the blank page alone, ms", found["floor_ms"], ""),
        ("reruns, of them failed", f"{found['reruns']}, {found['faults']}", "0 failed"),
        ("websocket of a rerun, KB: messages", found["rerun_kb"], ""),
        ("… as they travel", found["rerun_travelled_kb"], "≤ 40"),
        ("memory of an added session, MB", found["mb_per_session"], "≤ 15"),
        (f"memory before and after {found['minutes']} minutes, MB", _ends(found["rss_mb"]), "no growth"),
        ("processors used by the server", found["server_cores"], ""),
    ]
    return f"### Many readers ({_run(found)})\n\n" + _table(["", "", "target"], rows)


def nginx() -> str:
    """What readers meet when one of two processes behind nginx is killed."""
    found: Any = results.read("nginx")
    if not found:
        return ""
    parts = {"before": "both run", "away": "one is killed", "back": "it is started again"}
    rows = [(said, *_met(found[part])) for part, said in parts.items()]
    shares = ", ".join(f"{node}: {found['readers_of_process'][node]} → {found['readers_after'][node]}" for node in "ab")
    return "\n\n".join(
        [
            f"### Two processes behind nginx ({_run(found)}; {found['readers']} readers, {found['minutes']} minutes)",
            _table(["", *_MET], rows),
            f"Readers of each process, before → after: {shares}. Errors seen by readers of the process that was not"
            f" killed: {found['errors_of_readers_of_the_other']}. The killed one answered again {found['restart_s']} s"
            " after its start.",
        ]
    )


def faults() -> str:
    """What readers meet while everything goes wrong that can."""
    found: Any = results.read("faults")
    if not found:
        return ""
    rows = [(phase, *_met(seen), seen["imports"], seen["refused"]) for phase, seen in found["phases"].items()]
    return "\n\n".join(
        [
            f"### Faults ({_run(found)}; {found['readers']} readers, {found['minutes']} minutes)",
            _table(["", *_MET, "imports done", "imports refused"], rows),
            f"Requests: {found['requests']:,}; errors seen by readers: {found['errors_seen']}; versions that imports"
            f" reported: {found['versions_written']}, of them lost: {found['versions_lost']} (target: 0); imports"
            f" refused with a sentence: {found['imports_refused']}.",
        ]
    )


_MET = ("requests", "errors seen", "median, ms", "p95, ms", "time to recover, median, s", "… the longest, s")


def _met(seen: Any) -> list[object]:
    """Give the figures of a stretch of time (bench.lasting.Story.between) in the order of _MET."""
    keys = ("requests", "errors_seen", "median_ms", "p95_ms", "recover_median_s", "recover_most_s")
    return ["" if seen[key] is None else seen[key] for key in keys]


def growth() -> str:
    """What a register of up to a million points costs."""
    found: Any = results.read("growth")
    if not found:
        return ""
    ways = list(found["placing"][0]["seconds"])
    placing = [
        (f"{row['points']:,}", *(_shown(row["seconds"].get(way)) for way in ways), f"{min(row['right'].values()):.4f}")
        for row in found["placing"]
    ]
    base = found["filter"][0]["district"]["ms"]
    filters = [
        (
            *(f"{row['points']:,}", f"{row['ground_ms']:,.0f}", row["all"]["ms"], row["district"]["ms"]),
            *(f"{row['district']['ms'] / base:.1f} ×", row["all"]["objects"], row["all"]["kb"]),
        )
        for row in found["filter"]
    ]
    heads = ["points", "once a version and epoch, ms", "whole province, ms", "district, ms", "district ÷ 1,000 points"]
    land = found["nation"]
    return "\n\n".join(
        [
            f"### Growth ({_run(found)})",
            "Processor seconds to place points into communes, preparation included (target: 1,000,000 in 5 s):\n\n"
            + _table(["points", *ways, "right, the worst"], placing),
            "A filter seen for the first time, processor milliseconds of the server (targets: 2 × that of 1,000 points,"
            " 5,000 objects):\n\n" + _table([*heads, "objects sent", "KB"], filters),
            f"National size: {land['communes']:,} communes, {land['corners']:,} corners, {land['mb']} MB,"
            f" {land['gzip_mb']} MB compressed, written in {land['write_s']} s.",
        ]
    )


def work() -> str:
    """Seconds and memory of the heavy single jobs."""
    found: Any = results.read("work")
    if not found:
        return ""
    rows = [
        (name, *(figures.get(key, "failed") for key in ("clock_s", "cpu_s", "peak_mb")))
        for name, figures in found["jobs"].items()
    ]
    head = f"### Heavy jobs ({_run(found)}; import of {found['rows']:,} rows)"
    return f"{head}\n\n" + _table(["job", "clock, s", "processor, s", "peak, MB"], rows)


def _run(found: Any) -> str:
    machine = found["machine"]
    return f"{found['measured'][:10]}, {machine['cores']} cores, load {machine['load'][0]}"


def _ends(values: Sequence[float]) -> str:
    return f"{values[0]:.0f} → {values[-1]:.0f}"


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _ratio(value: float | None, against: float | None) -> str:
    return f"{value / against:.2f}" if value is not None and against else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    main()
