"""Threats that no module's own tests stand for, and the list of all threats, docs/security.md."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.servers import serving, streamlit
from bench.sessions import Reader, Seen
from data.errors import Problem
from data.reading import guard
from tests.removed_defences import DEFENCES, Defence, without
from tests.test_floors import ROOT, SOURCES

LIST = (ROOT / "docs" / "security.md").read_text("utf-8")
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def rows() -> dict[int, str]:
    """Give the rows of the table of threats by their number."""
    return {int(number): row for number, row in re.findall(r"^\| (\d+) \|(.*)\|$", LIST, re.MULTILINE)}


def named(row: str) -> list[str]:
    """Give the tests that a row names."""
    return re.findall(r"`(tests/[\w/.]+\.py(?:::\w+)?)`", row)


def test_every_threat_has_its_row_with_a_test() -> None:
    assert sorted(rows()) == list(range(1, 21))
    assert [number for number, row in rows().items() if not named(row)] == []


@pytest.mark.parametrize("name", sorted({name for row in rows().values() for name in named(row)}))
def test_a_named_test_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert not function or function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_threat_is_tried_without_its_defence() -> None:
    assert {defence.threat for defence in DEFENCES} == set(rows())


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda defence: f"{defence.threat}-{defence.file}")
def test_a_defence_stands_where_it_is_looked_for(defence: Defence) -> None:
    assert without(defence, ROOT)


def test_nothing_from_data_can_reach_what_folium_compiles() -> None:
    """Popups, tooltips and GeoJson layers of folium put texts unescaped into a script and a template (threats 1, 3)."""
    dangerous = {"Popup", "Tooltip", "GeoJsonPopup", "GeoJsonTooltip", "GeoJson", "Choropleth", "DivIcon", "Marker"}
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        used |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        if "folium" in path.read_text("utf-8"):
            assert used & dangerous == set(), path


def test_the_scripts_of_the_page_put_text_in_as_text() -> None:
    for script in (ROOT / "ui" / "web").glob("*.js"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", code), (
            script
        )


@pytest.mark.parametrize("name", ["a.svg", "a.kml", "a.csv", "a.xlsx"])
def test_a_sent_picture_with_a_script_is_no_file_of_ours(name: str) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    with pytest.raises(Problem):
        guard.check(picture, name)


def test_nobody_sees_details_of_an_error_and_nothing_is_reported_outside() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["enableStaticServing"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["maxUploadSize"] <= 10
    for forbidden in ("enableXsrfProtection", "enableCORS"):  # both are on unless switched off
        assert CONFIG["server"].get(forbidden, True) is True


HOOK = """
import os, sys

def _told(event, args):
    if event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            with open(os.environ["CONNECTIONS"], "a") as out:
                out.write(f"{address}\\n")

sys.addaudithook(_told)
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """Give variables that make Python write down every connection to another computer."""
    (tmp_path / "sitecustomize.py").write_text(HOOK, "utf-8")
    (tmp_path / "connections").touch()
    return {"PYTHONPATH": f"{tmp_path}:{ROOT}", "CONNECTIONS": str(tmp_path / "connections")}


def test_the_server_connects_to_no_other_computer(watched: dict[str, str], tmp_path: Path) -> None:
    seen = Seen()

    async def read(url: str) -> None:
        for page in ("", "ban-do", "dia-ban", "bao-cao", "so-dang-ky"):
            reader = Reader(url, seen, page)
            await reader.open()
            await reader.close()

    environment = watched | {"REGISTER_DATABASE_URL": f"sqlite:///{tmp_path}/register.db"}
    started = serving(streamlit(ROOT / "app.py"), environment=environment, log=tmp_path / "log.txt")
    # In a thread of its own: the browser's tests leave a loop running in this one.
    with started as server, ThreadPoolExecutor() as thread:
        thread.submit(lambda: asyncio.run(read(server.url))).result()
    assert seen.faults == []
    assert (tmp_path / "connections").read_text() == ""


def test_a_connection_would_have_been_seen(watched: dict[str, str], tmp_path: Path) -> None:
    script = "import socket; s = socket.socket(); s.settimeout(0.01); s.connect_ex(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", script], env=os.environ | watched, check=True)
    assert "192.0.2.1" in (tmp_path / "connections").read_text()
