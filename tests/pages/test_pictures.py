"""For the same choice the page's table, its picture and the specification say the same numbers."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from briefing import build, pictures
from briefing.basis import basis_of
from data.choice import Choice
from data.record import public_record
from data.wording import number
from geo import boundaries
from tests.pages.visit import visit
from ui import caches

CHOICES: list[dict[str, str]] = [
    {},
    {"district": "417"},
    {"epoch": "2020", "models": "duong_co_to_quoc"},
    {"epoch": "2024", "as_of": "2023-06-15"},
]


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    for kept in (caches.store, caches.stamp):
        kept.clear()


def shown(page: str, key: str, query: dict[str, str]) -> pd.DataFrame:
    """The table twin as the page shows it."""
    app = visit(page, **query)
    app.session_state[f"twin-{key}"] = True
    app.run()
    assert not app.exception
    return pd.DataFrame(app.dataframe[0].value)


def texts(svg: bytes) -> list[str]:
    nodes = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return [node.text or "" for node in nodes if not node.get("stroke")]


@pytest.fixture(params=CHOICES, ids=lambda query: "-".join(query.values()) or "all")
def query(request: pytest.FixtureRequest) -> dict[str, str]:
    return dict(request.param)


@pytest.fixture
def choice(query: dict[str, str]) -> Choice:
    return Choice.from_query(query, caches.known())[0]


def test_bars(query: dict[str, str], choice: Choice) -> None:
    spec = build.area_bars(basis_of(public_record(), choice, "vi"))
    table = shown("pages/look/overview.py", "bars", query)
    assert table[spec.header.title].tolist() == spec.bars["label"].tolist()
    assert table[spec.unit].fillna(-1).tolist() == spec.bars["value"].fillna(-1).tolist()
    written = texts(pictures.render(spec, "svg"))
    values = [spec.no_data if pd.isna(value) else number(value) for value in table[spec.unit]]
    for text in set(values):
        legend = int(text == spec.no_data)
        assert written.count(text) == values.count(text) + legend


def test_map(query: dict[str, str], choice: Choice) -> None:
    points = boundaries.inner_points(choice.epoch)
    spec = build.site_map(basis_of(public_record(), choice, "vi"), points)
    table = shown("pages/look/map.py", "map", query)
    sites = "Số địa điểm"
    assert table[sites].sum() == spec.symbols["count"].sum()
    classes = {item.key: item.label for item in spec.classes}
    assert table["Tình trạng ma túy"].tolist() == spec.areas["class_key"].map(classes).tolist()
    more = spec.symbols.loc[spec.symbols["count"] > 1, "count"]
    written = texts(pictures.render(spec, "svg"))
    for count in set(more):
        assert written.count(str(count)) >= (more == count).sum()
