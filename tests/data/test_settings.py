"""Every setting is in one class and has a row in the guide of operations; nothing else reads the environment."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from streamlit import config

from data.errors import Problem
from data.settings import Settings, settings
from tests.test_floors import ROOT, SOURCES

GUIDE = ROOT / "docs" / "operations.md"
OURS = {name.upper() for name in Settings.model_fields}


def documented() -> set[str]:
    """Give the variables that have a row in a table of the guide."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", GUIDE.read_text("utf-8"), re.MULTILINE))


def test_every_setting_has_its_row_and_every_row_a_setting() -> None:
    assert documented() == OURS
    known = {option.env_var for option in config.get_config_options().values()}
    assert {name for name in OURS if name.startswith("STREAMLIT_")} <= known


def reads_environment(source: str) -> bool:
    """Tell whether a script reads environment variables."""
    names = {"environ", "environb", "getenv"}
    return any(
        (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and names & {alias.name for alias in node.names})
        for node in ast.walk(ast.parse(source))
    )


@pytest.mark.parametrize(
    "source", ["import os\nos.environ['X']", "from os import getenv", "import os as o\no.getenv('X')"]
)
def test_reading_is_seen(source: str) -> None:
    assert reads_environment(source)


def test_the_environment_is_read_in_one_place() -> None:
    assert [path for path in SOURCES if reads_environment(path.read_text("utf-8"))] == [ROOT / "data" / "settings.py"]


def test_an_empty_variable_is_as_if_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_FILES", "")
    assert settings().nghean_files == ROOT / "data" / "files"
    monkeypatch.setenv("NGHEAN_FILES", "/srv/tệp của đơn vị")
    assert settings().nghean_files == Path("/srv/tệp của đơn vị")


def test_wrong_ones_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_LOG_MB", "mười tám")
    monkeypatch.setenv("NGHEAN_LOG_KEPT", "0")
    with pytest.raises(Problem, match="NGHEAN_LOG_MB, NGHEAN_LOG_KEPT") as caught:
        settings()
    assert "«mười tám», «0»" in str(caught.value)
    assert "mười tám" not in caught.value.detail  # which goes into the log
    assert caught.value.__suppress_context__


def test_the_address_with_its_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", "postgresql://so:mật-khẩu@máy/so")
    assert "mật-khẩu" not in f"{settings()!r} {settings()} {settings().model_dump_json()}"
