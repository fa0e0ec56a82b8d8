"""One real build of the boundaries for the whole test run, in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import base_geometry, boundaries
from geo.boundary_report import Report


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Report]]]:
    files = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NGHEAN_FILES", str(files))
        reports = boundaries.build()
    yield files, reports


@pytest.fixture
def built(_built: tuple[Path, list[Report]], monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """Put the session's build in force, to be read only; give its reports."""
    monkeypatch.setenv("NGHEAN_FILES", str(_built[0]))
    return _built[1]


@pytest.fixture(scope="session")
def _base() -> base_geometry.Base:
    return base_geometry.read()


@pytest.fixture
def own_files(
    _built: tuple[Path, list[Report]],
    _base: base_geometry.Base,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """Put a copy of the session's build in force, which the test may damage or build again; give its folder.

    The package is not read again for every build: it is 29 MB of JSON for all of the country.
    """
    monkeypatch.setattr(base_geometry, "read", lambda: _base)
    shutil.copytree(_built[0], tmp_path / "files")
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path / "files"))
    return tmp_path / "files" / "boundaries"
