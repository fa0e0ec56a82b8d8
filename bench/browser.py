"""Times, bytes and work of the server as a reader meets them, in headless Chromium: `python -m bench.browser [-n 7]`.

Every round measures every subject once, so that noise of the machine falls on all alike; figures are medians, and
ratios against the floors and the naive way of the same run. Nothing outside this computer can be reached. What travels
is weighed in the first round, which also warms the servers, and not in the timed ones: a browser that tells of each
message is slower for it.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import statistics
import sys
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, sync_playwright
from xstatic.pkg import leaflet

from bench import points, results
from bench.servers import APPS, Server, chromium, serving
from bench.subjects import EPOCH, POINTS, Step, Subject, subjects

# As on a computer without a graphics card: pages are drawn by the processor, and WebGL (pydeck) is imitated.
FLAGS = (
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-gpu", "--enable-unsafe-swiftshader"),
)
_TIMEOUT_MS = 20_000
_STILL = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState !== 'running'"
_WATCH = Path(__file__).parent / "watch.js"
_WEIGHED = {"socket_kb", "http_kb", "reruns"}
Samples = dict[str, dict[str, list[float]]]  # "subject step" → measure → values


class Wire:
    """Counts, if asked to, what one page receives, bytes of websockets and HTTP as they travel, and messages it sends.

    A browser tells messages of a websocket unpacked; where server and browser have agreed to compress them, as the
    protocol's extension does it (RFC 7692), they are compressed here once more to be weighed.
    """

    def __init__(self, page: Page, weighs: bool) -> None:
        self.socket_bytes = self.http_bytes = self.sent = 0
        self._packing: zlib._Compress | None = None
        if weighs:
            self._listen(page)

    def _listen(self, page: Page) -> None:
        cdp: CDPSession = page.context.new_cdp_session(page)
        cdp.on("Network.webSocketFrameReceived", self._frame)
        cdp.on("Network.webSocketHandshakeResponseReceived", self._agreed)
        cdp.on("Network.webSocketFrameSent", self._sent)
        cdp.on("Network.loadingFinished", self._loaded)
        cdp.send("Network.enable")

    def _frame(self, event: Mapping[str, Mapping[str, object]]) -> None:
        text = str(event["response"]["payloadData"])
        binary = event["response"]["opcode"] == 2  # then the text is base64
        message = base64.b64decode(text) if binary else text.encode()
        if self._packing:
            message = self._packing.compress(message) + self._packing.flush(zlib.Z_SYNC_FLUSH)
        self.socket_bytes += len(message)

    def _agreed(self, event: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if "permessage-deflate" in headers.get("sec-websocket-extensions", ""):
            self._packing = zlib.compressobj(wbits=-15)

    def _sent(self, _: object) -> None:
        self.sent += 1

    def _loaded(self, event: Mapping[str, float]) -> None:
        self.http_bytes += int(event["encodedDataLength"])


def main() -> None:
    """Measure, print the table, write bench/results/browser.json."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-n", type=int, default=7, help="rounds")
    options.add_argument("--only", default="", help="names of subjects, with commas")
    options.add_argument("--out", default="browser", help="name of the file of results")
    asked = options.parse_args()
    results.write(asked.out, measured(asked.n, [name for name in asked.only.split(",") if name]))


def measured(rounds: int, only: list[str]) -> dict[str, object]:
    """Give the medians of all subjects, and the number of rounds."""
    rows = points.points(POINTS, EPOCH)
    samples: Samples = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "assets"
        _prepare(folder, rows)
        asked = [one for one in subjects(rows) if not only or one.name in only]
        servers = {one.name: stack.enter_context(_served(one, folder)) for one in asked}
        playwright = stack.enter_context(sync_playwright())
        with _browser(playwright) as browser:
            for number in range(rounds + 1):
                for one in asked:
                    found = _round(browser, one, servers[one.name], weighs=number == 0)
                    _keep(found, samples, weighed=number == 0)
                    print(f"round {number} {one.name}", file=sys.stderr, flush=True)
    medians = {
        key: {
            measure: len(values) if key.endswith(" failed") else round(statistics.median(values), 3)
            for measure, values in found.items()
        }
        for key, found in samples.items()
    }
    return {"rounds": rounds, "titles": {one.name: one.title for one in asked}, "medians": medians}


def _keep(found: Samples, samples: Samples, weighed: bool) -> None:
    """Take from a round what it was for; a failure counts of any."""
    for key, measures in found.items():
        for measure, values in measures.items():
            if (measure in _WEIGHED) == weighed or key.endswith(" failed"):
                samples[key][measure] += values


def _prepare(folder: Path, rows: object) -> None:
    folder.mkdir()
    points.share(rows, EPOCH, folder)
    points.register(rows, EPOCH, folder / "generated.db")
    shutil.copy(APPS / "floor_map.html", folder)
    shutil.copytree(leaflet.BASE_DIR, folder / "leaflet")


def _served(subject: Subject, folder: Path) -> object:
    database = folder / f"{subject.register}.db"
    environment = {"BENCH_DATA": str(folder), "REGISTER_DATABASE_URL": f"sqlite:///{database}"}
    command = [word.replace("{data}", str(folder)) for word in subject.command]
    return serving(command, environment=environment, log=folder / f"{subject.name}.log")


@contextmanager
def _browser(playwright: object) -> Iterator[Browser]:
    proxy = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
    browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, proxy=proxy)  # type: ignore[attr-defined]
    yield browser
    browser.close()


def _round(browser: Browser, subject: Subject, server: Server, weighs: bool) -> Samples:
    """A cold visit in a new browser, a second one with what it has kept, and then every step."""
    samples: Samples = defaultdict(lambda: defaultdict(list))
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    context.set_default_timeout(_TIMEOUT_MS)
    context.add_init_script(path=_WATCH)
    try:
        _visit(context, subject, server, samples[f"{subject.name} cold"], weighs)[0].close()
        page, wire = _visit(context, subject, server, samples[f"{subject.name} warm"], weighs)
        for name, step in subject.steps.items():
            _step(page, step, wire, server, samples[f"{subject.name} {name}"])
        _pan_and_zoom(page, subject, wire, samples)
    except Error as error:  # said and counted: one failure must not lose an hour of measurements
        print(f"FAILED {subject.name}: {str(error)[:400]}", file=sys.stderr, flush=True)
        samples[f"{subject.name} failed"]["times"].append(1)
    finally:
        context.close()
    return samples


def _step(page: Page, step: Step, wire: Wire, server: Server, found: dict[str, list[float]]) -> None:
    _settled(page)
    step.prepare(page)
    with _measured(page, wire, server, found):
        page.evaluate("(given) => watchStep(...given)", [step.ready, step.whole, _TIMEOUT_MS])
        step.act(page)
        for measure, took in zip(("ms", "whole_ms"), page.evaluate("bench.step"), strict=False):
            found[measure].append(took)


def _visit(
    context: BrowserContext, subject: Subject, server: Server, found: dict[str, list[float]], weighs: bool
) -> tuple[Page, Wire]:
    page = context.new_page()
    wire = Wire(page, weighs)
    with _measured(page, wire, server, found):
        page.goto(server.url + subject.address, wait_until="commit")
        for measure, ready in (("ms", subject.sight or subject.first), ("whole_ms", subject.first)):
            script = "([ready, timeout]) => painted(ready, timeout).then((end) => end - performance.timeOrigin)"
            found[measure].append(page.evaluate(script, [ready, _TIMEOUT_MS]))
    return page, wire


@contextmanager
def _measured(page: Page, wire: Wire, server: Server, found: dict[str, list[float]]) -> Iterator[None]:
    """Count bytes and the server's work of a step, to the end of what it set going."""
    before = (wire.socket_bytes, wire.http_bytes, server.cpu_s())
    yield
    _settled(page)
    found["socket_kb"].append((wire.socket_bytes - before[0]) / 1000)
    found["http_kb"].append((wire.http_bytes - before[1]) / 1000)
    found["cpu_ms"].append((server.cpu_s() - before[2]) * 1000)


def _settled(page: Page) -> None:
    """Wait until nothing runs any more: Streamlit says so, and others are left half a second."""
    page.wait_for_function(_STILL)
    page.wait_for_timeout(500)


def _pan_and_zoom(page: Page, subject: Subject, wire: Wire, samples: Samples) -> None:
    """Zoom in three times and drag; count the messages that the page sends to its server."""
    if subject.name not in ("ours", "naive"):
        return
    frame = page.frame_locator("iframe[title*=st_folium]").first
    before = wire.sent
    for _ in range(3):
        frame.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(700)
    box = frame.locator(".leaflet-container").bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 120, middle[1] + 60, steps=6)
    page.mouse.up()
    page.wait_for_timeout(1000)
    samples[f"{subject.name} pan_zoom"]["reruns"].append(wire.sent - before)


if __name__ == "__main__":
    main()
