"""The picture that stands for the map until the real one is painted."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from starlette.requests import Request

from access.person import OPEN, Person
from access.scope import Scope
from data.choice import Choice
from data.indicator import indicators
from data.wording import LANGUAGES
from geo import units
from ui import caches, door, first_sight

STATUS = next(iter(indicators()))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    for kept in (caches.store, caches.stamp):
        kept.clear()


WIDE, HIGH = first_sight._WIDEST, first_sight._HEIGHT
NARROW = first_sight._NARROWEST


def drawn(choice: Choice) -> list[ET.Element]:
    spec = caches.site_map_of(OPEN, choice, STATUS, LANGUAGES[0])
    return list(ET.fromstring(first_sight.picture(spec)).iter(f"{SVG}path"))


def points(paths: list[ET.Element]) -> np.ndarray:
    numbers = [float(one) for path in paths for one in re.findall(r"-?[\d.]+", path.get("d", ""))]
    return np.array(numbers).reshape(-1, 2)


@pytest.mark.parametrize("epoch", units.EPOCHS)
def test_every_commune_is_drawn_inside_the_frame_of_the_narrowest_screen(epoch: str) -> None:
    paths = drawn(Choice(epoch=epoch))
    assert len(paths) == len(units.units(epoch))
    found = points(paths)
    cut = (WIDE - NARROW) / 2
    assert (found.min(axis=0) >= (cut + 11, 11)).all()
    assert (found.max(axis=0) <= (WIDE - cut - 11, HIGH - 11)).all()
    middle = (found.min(axis=0) + found.max(axis=0)) / 2
    assert middle == pytest.approx([WIDE / 2, HIGH / 2], abs=1)


def test_classes_have_the_colours_of_the_map_and_the_rest_lies_outside() -> None:
    paths = drawn(Choice(epoch="2020", district="417"))  # Kỳ Sơn, wholly drug-free
    spec = caches.site_map_of(OPEN, Choice(epoch="2020", district="417"), STATUS, LANGUAGES[0])
    colours = {item.key: item.colour for item in spec.classes}
    looks = [path.get("class") for path in paths]
    assert looks.count("outside") == 439
    inside = [path for path in paths if path.get("class") != "outside"]
    assert len(inside) == 21
    assert {path.get("fill") for path in inside} == {
        colours[key] for key in spec.areas["class_key"] if key != "outside"
    }
    found = points(inside)
    assert (found.min(axis=0) > ((WIDE - NARROW) / 2, 0)).all()
    assert (found.max(axis=0) < ((WIDE + NARROW) / 2, HIGH)).all()


def test_the_world_is_one_wide() -> None:
    found = first_sight._mercator(np.array([[0.0, 0.0], [-180.0, 85.0511287798]]))
    assert found == pytest.approx(np.array([[0.5, 0.5], [0.0, 0.0]]), abs=1e-9)


def asked(query: str) -> str:
    scope = {"type": "http", "method": "GET", "path": "/first-sight.svg", "query_string": query.encode(), "headers": []}
    return first_sight._made(Request(scope))


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/ban-do", "", "./first-sight.svg?"),
        ("/nghe-an/ban-do", "district=417&epoch=2020", "./first-sight.svg?district=417&amp;epoch=2020"),
        ("/ban-do", 'q="><script>', "./first-sight.svg?q=%22%3E%3Cscript%3E"),
        ("/ban-do", "other=2020", ""),  # beside another
        ("/ban-do", "at=105,19,9", ""),  # moved by hand
        ("/ban-do", "epoch=1999", ""),
        ("/ban-do", "district=428", ""),  # Hưng Nguyên: its zoom depends on the screen's width
        ("/camera", "", ""),
        ("/", "", ""),
    ],
)
def test_a_page_names_its_picture(path: str, query: str, address: str) -> None:
    named = first_sight.link(path, query)
    assert f'href="{address}"' in named if address else named == ""


def test_a_district_whose_zoom_depends_on_the_screen_has_no_picture() -> None:
    assert first_sight.picture(caches.site_map_of(OPEN, Choice(district="428"), STATUS, LANGUAGES[0])) == ""


def test_a_wrong_filter_is_left_out_and_told_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "who", lambda request: OPEN)
    assert asked("district=%3Cscript%3E&indicator=no") == asked("")
    assert "script" not in asked("district=%3Cscript%3E")


def test_who_has_not_signed_in_sees_nothing_and_others_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "who", lambda request: None)
    assert asked("") == ""
    every = caches.site_map_of(OPEN, Choice(), STATUS, LANGUAGES[0])
    own = every.symbols["code"].min()
    limited = Person("xa1", "viewer", Scope(areas=(f"2025:{own}",)))
    monkeypatch.setattr(door, "who", lambda request: limited)
    theirs = caches.site_map_of(limited, Choice(), STATUS, LANGUAGES[0])
    assert set(theirs.symbols["code"]) == {own} < set(every.symbols["code"])
    assert asked("") == first_sight.picture(theirs) != first_sight.picture(every)
