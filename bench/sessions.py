"""Many readers at once: `python -m bench.sessions [--readers 30] [--minutes 10]`.

A reader is a websocket client that speaks Streamlit's own messages: it opens the map page, and every five seconds
changes the district in the address of its page, as a link within the app does. Nothing is kept back as a browser
would that remembers messages: the bytes are the most a rerun sends. A rerun counts from the question to
the message that the script has finished. Prints a table, writes bench/results/sessions.json.
"""

from __future__ import annotations

import argparse
import asyncio
import ssl
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench import results
from bench.servers import APPS, ROOT, Server, serving, streamlit
from data.wording import word
from geo import boundaries

_PAUSE_S = 5.0
_ANSWER_S = 60.0
_ADDED = 10  # sessions whose memory is weighed
_PROBLEM = word("fault.title")


@dataclass
class Seen:
    """What readers met: seconds of each rerun, bytes of its messages and as they travelled, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    travelled: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Counting(ClientConnection):
    """A connection that counts bytes as they travel: compressed, where the server compresses."""

    travelled = 0

    def data_received(self, data: bytes) -> None:
        self.travelled += len(data)
        super().data_received(data)


class Reader:
    """One session of one reader."""

    def __init__(
        self,
        url: str,
        seen: Seen,
        page: str = "ban-do",
        trust: ssl.SSLContext | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._url = "ws" + url.removeprefix("http") + "/_stcore/stream"
        self._trust, self._headers = trust, headers
        self._seen = seen
        self._page = page
        self._socket: _Counting | None = None

    async def open(self) -> None:
        """Connect and see the map page for the first time; this is not counted."""
        self._socket = await connect(
            self._url,
            max_size=None,
            subprotocols=["streamlit"],
            create_connection=_Counting,
            ssl=self._trust,
            additional_headers=self._headers,
        )
        await self._run("")

    async def close(self) -> None:
        """Leave."""
        if self._socket:
            await self._socket.close()

    async def look(self, district: str) -> None:
        """See another district, and remember how long that took."""
        begin = time.perf_counter()
        try:
            size, travelled = await asyncio.wait_for(self._run(f"district={district}" if district else ""), _ANSWER_S)
        except (TimeoutError, OSError, WebSocketException) as error:
            self._seen.faults.append(repr(error))
            return
        self._seen.seconds.append(time.perf_counter() - begin)
        self._seen.bytes.append(size)
        self._seen.travelled.append(travelled)

    async def _run(self, query: str) -> tuple[int, int]:
        assert self._socket is not None
        question = BackMsg()
        question.rerun_script.query_string = query
        question.rerun_script.page_name = self._page
        await self._socket.send(question.SerializeToString())
        size, before = 0, self._socket.travelled
        async for message in self._socket:
            size += len(message)
            told = ForwardMsg()
            told.ParseFromString(message if isinstance(message, bytes) else message.encode())
            if told.WhichOneof("type") == "delta" and (fault := _fault(told.delta.new_element)):
                self._seen.faults.append(fault)
            if told.WhichOneof("type") == "script_finished":
                if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    self._seen.faults.append(str(told.script_finished))
                return size, self._socket.travelled - before
        raise OSError("the server has closed the session")


def _fault(element: Element) -> str:
    """Give what an element tells of a fault, "" for any other element: an exception, an error, a Problem's head."""
    kind = element.WhichOneof("type")
    if kind == "exception":
        return str(element.exception.message)
    if kind == "alert" and element.alert.format == Alert.ERROR:
        return str(element.alert.body)
    return _PROBLEM if kind == "markdown" and _PROBLEM in element.markdown.body else ""


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--readers", type=int, default=30)
    options.add_argument("--minutes", type=float, default=10, help="length of the soak; 120 for the long one")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"REGISTER_DATABASE_URL": f"sqlite:///{folder}/register.db"}
        log = Path(folder) / "log.txt"
        with serving(streamlit(APPS / "floor_page.py")) as floor:
            found: dict[str, object] = {"floor_ms": round(asyncio.run(_alone(floor, "")) * 1000, 1)}
        with serving(streamlit(ROOT / "app.py"), environment=environment, log=log) as server:
            found |= asyncio.run(_measured(server, asked.readers, asked.minutes * 60))
    print(found)
    results.write("sessions", found)


async def _measured(server: Server, readers: int, soak_s: float) -> dict[str, object]:
    alone = await _alone(server, "ban-do")
    memory = await _memory(server)
    seen = Seen()
    crowd = [Reader(server.url, seen) for _ in range(readers)]
    for reader in crowd:
        await reader.open()
    districts = ["", *boundaries.districts("2025")["code"]]
    weights = [server.rss_mb()]
    cpu, begin = server.cpu_s(), time.perf_counter()
    watching = asyncio.create_task(_watch(server, weights))
    await asyncio.gather(*(_reads(reader, number, districts, begin + soak_s) for number, reader in enumerate(crowd)))
    watching.cancel()
    lasted = time.perf_counter() - begin
    for reader in crowd:
        await reader.close()
    return {
        "readers": readers,
        "minutes": round(lasted / 60, 2),
        "reruns": len(seen.seconds),
        "faults": len(seen.faults),
        "first_faults": seen.faults[:3],
        "alone_ms": round(alone * 1000, 1),
        "median_ms": round(statistics.median(seen.seconds) * 1000, 1),
        "p95_ms": round(_percentile(seen.seconds, 0.95) * 1000, 1),
        "rerun_kb": round(statistics.median(seen.bytes) / 1000, 1),
        "rerun_travelled_kb": round(statistics.median(seen.travelled) / 1000, 1),
        "server_cores": round((server.cpu_s() - cpu) / lasted, 2),
        "mb_per_session": round(memory, 2),
        "rss_mb": [round(weight, 1) for weight in weights],
        "other_load": round(psutil.getloadavg()[0], 2),
    }


async def _alone(server: Server, page: str) -> float:
    """Seconds of a rerun of one reader alone, after every district has been seen once."""
    seen = Seen()
    reader = Reader(server.url, seen, page)
    await reader.open()
    districts = ["", *boundaries.districts("2025")["code"]]
    for district in districts:
        await reader.look(district)
    seen.seconds.clear()
    for district in districts[:10]:
        await reader.look(district)
    await reader.close()
    return statistics.median(seen.seconds)


async def _memory(server: Server) -> float:
    """Megabytes that a session adds: of ten more, opened one after the other and kept."""
    crowd = [Reader(server.url, Seen()) for _ in range(_ADDED)]
    before = server.rss_mb()
    for reader in crowd:
        await reader.open()
        await reader.look("417")
    after = server.rss_mb()
    for reader in crowd:
        await reader.close()
    return (after - before) / _ADDED


async def _reads(reader: Reader, number: int, districts: Sequence[str], end: float) -> None:
    """Change the filter every five seconds until the end; readers do not start all in one moment."""
    await asyncio.sleep(_PAUSE_S * (number % 30) / 30)
    turn = number
    while time.perf_counter() < end:
        begin = time.perf_counter()
        await reader.look(districts[turn % len(districts)])
        turn += 1
        await asyncio.sleep(max(0.0, _PAUSE_S - (time.perf_counter() - begin)))


async def _watch(server: Server, weights: list[float]) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(60)
            weights.append(server.rss_mb())


def _percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()
