"""The parts of the map view that need no browser."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from data.errors import Problem
from ui.map_view import commune, tile_url

DRAWN = SimpleNamespace(areas=pd.DataFrame({"code": ["16681", "17827"]}))


@pytest.mark.parametrize(
    ("reported", "code"),
    [
        ({"code": "17827", "at": 1}, "17827"),
        ({"code": "", "at": 2}, ""),
        ({"code": "99999"}, ""),
        ({"code": ["17827"]}, ""),
        ({}, ""),
        (None, ""),
        ("17827", ""),
    ],
)
def test_only_the_code_of_a_drawn_commune_comes_back(reported: object, code: str) -> None:
    """The browser's word is not taken for anything else."""
    assert commune(reported, DRAWN) == code  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["", "https://tiles.example/{z}/{x}/{y}.png", "/tiles/{z}/{x}/{y}.png"])
def test_a_base_map_is_off_or_an_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """None unless set; spaces around it do not matter."""
    monkeypatch.setenv("NGHEAN_TILE_URL", f" {url} ")
    assert tile_url() == url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//tiles.example/{z}.png", "file:///etc/passwd", "tiles"])
def test_another_base_map_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The message names the variable to mend."""
    monkeypatch.setenv("NGHEAN_TILE_URL", url)
    with pytest.raises(Problem, match="NGHEAN_TILE_URL"):
        tile_url()
