"""Readers that come back: when their session breaks they open a new one, as the page in a browser does.

What they meet is kept with its moment, so that a run with faults can be told by its phases.
"""

from __future__ import annotations

import asyncio
import ssl
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from bench.sessions import Reader, Seen

_PAUSE_S = 5.0
_AGAIN_S = 0.25
_PATIENCE_S = 60.0


@dataclass(frozen=True)
class Met:
    """One look of one reader: when it was asked for, seconds until it was whole, what went wrong, of which process.

    Seconds count through every new attempt, so that of a look with faults they are the time to recover.
    """

    at: float
    seconds: float
    faults: tuple[str, ...]
    node: str


@dataclass
class Story:
    """What all readers met."""

    met: list[Met] = field(default_factory=list)

    def between(self, begin: float, end: float) -> dict[str, object]:
        """Give the figures of the looks that were asked for in a stretch of time.

        A look that met an error is one error seen, however often its reader had to try.
        """
        looks = [one for one in self.met if begin <= one.at < end]
        broken = [one for one in looks if one.faults]
        seconds = sorted(one.seconds for one in looks)
        return {
            "requests": len(looks),
            "errors_seen": len(broken),
            "failed_attempts": sum(len(one.faults) for one in broken),
            "median_ms": round(statistics.median(seconds) * 1000) if seconds else None,
            "p95_ms": round(seconds[int(0.95 * (len(seconds) - 1))] * 1000) if seconds else None,
            "recover_median_s": round(statistics.median(one.seconds for one in broken), 2) if broken else None,
            "recover_most_s": round(max(one.seconds for one in broken), 2) if broken else None,
            "first_errors": sorted({one.faults[0] for one in broken})[:3],
        }


class LastingReader:
    """A reader that looks until it has seen what it asked for; `node` is the process that the proxy gave it, or ""."""

    def __init__(self, url: str, story: Story, trust: ssl.SSLContext | None = None) -> None:
        self._url, self._story, self._trust = url, story, trust
        self._reader: Reader | None = None
        self._seen = Seen()
        self.node = ""

    async def look(self, district: str) -> None:
        """See a district, with as many new sessions as that takes; remember it all."""
        at, node, faults = time.perf_counter(), self.node, []
        while time.perf_counter() - at < _PATIENCE_S:
            self._seen.faults.clear()
            try:
                if self._reader is None:
                    await self._open()
                assert self._reader is not None
                await self._reader.look(district)
            except (OSError, TimeoutError, WebSocketException) as error:
                self._seen.faults.append(repr(error))
            if not self._seen.faults:
                break
            faults += self._seen.faults
            await self.close()
            await asyncio.sleep(_AGAIN_S)
        self._story.met.append(Met(at, time.perf_counter() - at, tuple(faults), node))

    async def close(self) -> None:
        """Leave."""
        reader, self._reader = self._reader, None
        if reader:
            await reader.close()

    async def _open(self) -> None:
        self.node = await asyncio.to_thread(_node, self._url, self._trust, self.node)
        headers = {"Cookie": f"nghean_node={self.node}"} if self.node else None
        reader = Reader(self._url, self._seen, trust=self._trust, headers=headers)
        self._reader = reader
        await reader.open()


def _node(url: str, trust: ssl.SSLContext | None, node: str) -> str:
    """Ask for the page as a browser does, and give the process that the proxy names in its cookie from now on."""
    request = urllib.request.Request(url + "/", headers={"Cookie": f"nghean_node={node}"} if node else {})  # noqa: S310
    with urllib.request.urlopen(request, context=trust, timeout=_PATIENCE_S) as answer:  # noqa: S310
        cookies = answer.headers.get_all("Set-Cookie") or []
    named = [
        cookie.split(";")[0].removeprefix("nghean_node=") for cookie in cookies if cookie.startswith("nghean_node=")
    ]
    return named[-1] if named else node


async def read_on(readers: Sequence[LastingReader], districts: Sequence[str], over: asyncio.Event) -> None:
    """Let readers change the district every five seconds until it is over, not all in one moment."""

    async def one(reader: LastingReader, number: int) -> None:
        await asyncio.sleep(_PAUSE_S * (number % 30) / 30)
        turn = number
        while not over.is_set():
            begin = time.perf_counter()
            await reader.look(districts[turn % len(districts)])
            turn += 1
            await asyncio.sleep(max(0.0, _PAUSE_S - (time.perf_counter() - begin)))
        await reader.close()

    await asyncio.gather(*(one(reader, number) for number, reader in enumerate(readers)))
