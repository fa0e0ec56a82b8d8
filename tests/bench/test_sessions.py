"""A reader of the bench speaks to the real app: its reruns end well, and are counted."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.servers import ROOT, serving, streamlit
from bench.sessions import Reader, Seen


def test_a_reader_sees_the_map_and_changes_the_district(tmp_path: Path) -> None:
    seen = Seen()

    async def read(url: str) -> None:
        reader = Reader(url, seen)
        await reader.open()
        await reader.look("417")
        await reader.look("")
        await reader.close()

    environment = {"REGISTER_DATABASE_URL": f"sqlite:///{tmp_path}/register.db"}
    with serving(streamlit(ROOT / "app.py"), environment=environment, log=tmp_path / "log.txt") as server:
        asyncio.run(read(server.url))
    assert seen.faults == []
    assert len(seen.seconds) == 2
    assert all(size > 5_000 for size in seen.bytes)
