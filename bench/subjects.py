"""What is measured: our map page, and what a user would build instead, each with what counts as painted.

A condition is a JavaScript expression of `map` (the document that holds the map), `page` and `bench` (watch.js). It
must hold, and then two animation frames pass, before the clock is stopped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page

from bench.servers import APPS, ROOT, peer, streamlit
from geo import boundaries

EPOCH, POINTS = "2020", 1000
DISTRICT = "417"  # Kỳ Sơn
OTHER_EPOCH = "2024"

_NO_DOUBLE_MS = 600  # a second click any sooner would be a double click

Do = Callable[[Page], None]


@dataclass(frozen=True)
class Step:
    """What a reader does: `prepare` is not timed, the last click of `act` starts the clock, `ready` stops it.

    `whole`: when all of the page shows it, where the map may be ahead of the rest.
    """

    act: Do
    ready: str
    prepare: Do = lambda page: None
    whole: str = ""


@dataclass(frozen=True)
class Subject:
    """One app: how it is served, its address, when its first view is painted, and its steps in order.

    `register`: the database it reads, "generated" or "public". `sight`: when its map is first seen, where a picture
    of it stands for it until it is painted.
    """

    name: str
    title: str
    command: list[str]
    first: str
    steps: Mapping[str, Step] = field(default_factory=dict)
    address: str = "/"
    register: str = "public"
    sight: str = ""


@dataclass(frozen=True)
class Size:
    """How many communes and points there are, in all and in the district of the filter, and its label."""

    communes: int
    communes_in: int
    points: int
    points_in: int
    district: str


def size(epoch: str, points: pd.DataFrame) -> Size:
    """Count what the pages must show; points without a row are none."""
    communes = boundaries.load(epoch)
    label = str(boundaries.districts(epoch).set_index("code")["label"][DISTRICT])
    inside = (communes["district_code"] == DISTRICT).sum()
    return Size(len(communes), int(inside), len(points), int((points["district_code"] == DISTRICT).sum()), label)


def subjects(points: pd.DataFrame) -> list[Subject]:
    """Give the floors, our app, the naive way and the peers, for the generated points of this run."""
    given = size(EPOCH, points)
    today = size("2025", points.iloc[:0])
    return [
        _floor_page(),
        _floor_map(given),
        _ours("ours", f"Ứng dụng, {given.communes} xã, {given.points} điểm", given, EPOCH, "generated"),
        _ours("ours_today", f"Ứng dụng, {today.communes} xã, số liệu công khai", today, "2025", "public"),
        _naive(given),
        _dash(given),
        _panel(given),
        _pydeck(given),
    ]


def _floor_page() -> Subject:
    text = "page.querySelector('[data-testid=stMarkdown]')?.textContent.trim() === 'Đã chọn: {}'"
    steps = {
        "filter": _choose("Chọn", "hai", text.format("hai")),
        "clear": _choose("Chọn", "một", text.format("một")),
    }
    return Subject("floor_page", "Trang Streamlit trống", streamlit(APPS / "floor_page.py"), text.format("một"), steps)


def _floor_map(given: Size) -> Subject:
    paths = "map.querySelectorAll('path.leaflet-interactive').length"
    faded = "[...map.querySelectorAll('path.leaflet-interactive')].filter(p => p.getAttribute('fill-opacity') == 0.2)"
    steps = {
        "filter": Step(_select("#district", DISTRICT), f"{faded}.length === {given.communes - given.communes_in}"),
        "clear": Step(_select("#district", ""), f"{faded}.length === 0"),
    }
    command = [sys.executable, "-m", "http.server", "{port}", "--bind", "127.0.0.1", "--directory", "{data}"]
    ready = f"{paths} === {given.communes}"
    return Subject("floor_map", "Leaflet trần", command, ready, steps, address="/floor_map.html")


# How many sites stand in rings: on a day, those that no known day belongs to are not there.
_RINGS = "[...map.querySelectorAll('.ring')].reduce((n, e) => n + +e.textContent, 0)"
_CLUSTERED = "[...map.querySelectorAll('.cluster')].reduce((n, e) => n + +e.textContent, 0)"


def _ours(name: str, title: str, given: Size, epoch: str, register: str) -> Subject:
    """The full page of the map, menu, filter bar, legend and all."""
    points = f"{_CLUSTERED} + map.querySelectorAll('path.dot').length"
    coloured = "[...map.querySelectorAll('path.area')].filter(p => p.hasAttribute('fill')).length"
    outside = "map.querySelectorAll('path.area.outside').length"
    seen = "map.querySelector('.leaflet-container').style.visibility !== 'hidden'"
    shown = f"{points} === {given.points} && {seen}" if given.points else seen
    whole = f"{coloured} === {given.communes} && {outside} === 0 && {shown}"
    shown_in = f"{points} === {given.points_in}" if given.points else "true"
    part = f"{outside} === {given.communes - given.communes_in} && {shown_in}"
    other = len(boundaries.load(OTHER_EPOCH))
    outline = "map.querySelector('path.selected')?.getAttribute('d')?.length > 9"
    told = (
        "[...page.querySelectorAll('h2, h3, h4')].some(e => e.textContent.toLowerCase() === bench.area.toLowerCase())"
    )
    sentence = "page.querySelector('.st-key-filter-sentence').textContent"
    # Compared without regard to capitals, as names begin with one in a box and not in a sentence.
    said = f"{sentence}.toLowerCase().includes('{given.district.lower()}')"
    # The last of the page: the menu, whose links carry the filter.
    menu = f"{said} === (page.querySelector('.menu a').search.includes('district='))"
    steps = {
        "filter": _choose("Địa bàn huyện", given.district, part, f"{part} && {said} && {menu}"),
        "clear": _choose("Địa bàn huyện", "Tất cả", whole, f"{whole} && !{said} && {menu}"),
        "click": Step(_click_area, f"{outline} && {told}", _find_area),
        "unclick": Step(_click_area, f"!({outline}) && !{told}", _find_again),
        "page": Step(_link("Đường cờ Tổ quốc"), "page.querySelector('h1')?.textContent.startsWith('Đường cờ')"),
        "page_back": Step(_link("Bản đồ"), whole),
        "epoch": Step(
            _option(f"{other} đơn vị"),
            f"{coloured} === {other}",
            lambda page: (_other_filters(page), _open("Địa giới")(page))[0],
        ),
        "as_of": Step(
            lambda page: page.get_by_role("gridcell").nth(10).get_by_role("button").click(),
            f"{sentence}.includes('đến ngày') && {_RINGS} !== bench.rings && {coloured} === {other}",
            _open_calendar,
        ),
    }
    sight = "(i => i?.complete && i.naturalWidth > 0)(page.getElementById('first-sight'))"
    return Subject(name, title, streamlit(ROOT / "app.py"), whole, steps, f"/ban-do?epoch={epoch}", register, sight)


def _naive(given: Size) -> Subject:
    paths = "map.querySelectorAll('path.leaflet-interactive').length"
    whole = f"{paths} === {2 * given.communes}"
    steps = {
        "filter": _choose("Huyện", given.district, f"{paths} === {2 * given.communes_in}"),
        "clear": _choose("Huyện", "Tất cả", whole),
        "click": Step(
            lambda page: page.mouse.click(*page.evaluate(_AREA_SCRIPT, "path.leaflet-interactive")),
            "page.querySelector('[data-testid=stMarkdown]')?.textContent.includes('Xã đã chọn')",
        ),
    }
    return Subject("naive", "st_folium theo bài hướng dẫn", streamlit(APPS / "naive.py", Path(peer()[0])), whole, steps)


def _dash(given: Size) -> Subject:
    paths = "map.querySelectorAll('path.leaflet-interactive').length"
    marks = "[...map.querySelectorAll('.leaflet-marker-icon')].reduce((n, e) => n + (+e.textContent || 1), 0)"
    whole = f"{paths} === {given.communes} && {marks} === {given.points}"
    part = f"{paths} === {given.communes_in} && {marks} === {given.points_in}"

    def opened(page: Page) -> None:
        page.locator("#district").click()
        page.get_by_role("option").first.wait_for()

    steps = {
        "filter": Step(_option(given.district), part, opened),
        "clear": Step(_option("Tất cả"), whole, opened),
        "click": Step(
            lambda page: page.mouse.click(*page.evaluate(_AREA_SCRIPT, "path.leaflet-interactive")),
            "page.querySelector('#details')?.textContent.includes('Xã đã chọn')",
        ),
    }
    command = peer(str(APPS / "peers" / "dash_leaflet_app.py"), "{port}")
    return Subject("dash_leaflet", "dash-leaflet", command, whole, steps)


def _panel(given: Size) -> Subject:
    """Bokeh draws on a canvas: one fill for every commune (markers come from a stamp and are not counted)."""
    some = f"bench.lastFills >= {given.communes_in} && bench.lastFills < {given.communes_in + 9}"
    whole = f"bench.lastFills >= {given.communes}"

    def choose(option: str) -> Do:
        return lambda page: page.locator("select").evaluate(_SELECT_LABEL, option)

    steps = {"filter": Step(choose(given.district), some), "clear": Step(choose("Tất cả"), whole)}
    words = ("-m", "panel", "serve", str(APPS / "peers" / "panel_app.py"), "--port", "{port}")
    command = peer(*words, "--address", "127.0.0.1")
    return Subject("panel", "Panel + hvPlot", command, whole, steps, address="/panel_app")


def _pydeck(given: Size) -> Subject:
    """deck.gl draws with WebGL: the corners of all triangles and lines of one picture are counted."""
    whole = f"bench.lastDraws > 100 * {given.communes}"
    steps = {
        "filter": _choose("Huyện", given.district, f"bench.lastDraws > 0 && bench.lastDraws < 100 * {given.communes}"),
        "clear": _choose("Huyện", "Tất cả", whole),
    }
    command = streamlit(APPS / "peers" / "pydeck_app.py", Path(peer()[0]))
    return Subject("pydeck", "pydeck trong Streamlit", command, whole, steps)


def _choose(label: str, option: str, ready: str, whole: str = "") -> Step:
    """Choose in a select box of Streamlit, whose list is open when the clock starts."""
    return Step(_option(option), ready, _open(label), whole)


def _open(label: str) -> Do:
    def act(page: Page) -> None:
        page.get_by_role("combobox", name=re.compile(label)).first.click()
        page.get_by_role("option").first.wait_for()

    return act


def _option(option: str) -> Do:
    return lambda page: page.get_by_role("option", name=_exactly(option)).first.click()


def _exactly(text: str) -> re.Pattern[str]:
    return re.compile(rf"(^|\W){re.escape(text)}(\W|$)", re.IGNORECASE)


def _link(name: str) -> Do:
    return lambda page: page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()


_SELECT = (
    "(box, value) => { box.value = value; box.dispatchEvent(new Event('change', {bubbles: true, composed: true})); }"
)
_SELECT_LABEL = (
    "(box, label) => { box.value = [...box.options].find((one) => one.text === label).value;"
    " box.dispatchEvent(new Event('change', {bubbles: true, composed: true})); }"
)


def _other_filters(page: Page) -> None:
    page.get_by_role("button", name="Bộ lọc khác").click()


def _open_calendar(page: Page) -> None:
    box = page.get_by_test_id("stDateInput").last
    if not box.is_visible():
        _other_filters(page)
    box.get_by_role("button").last.click()
    page.get_by_role("gridcell").first.wait_for()
    page.locator("iframe[title*=st_folium]").first.evaluate(
        f"(frame) => {{ const map = frame.contentDocument; bench.rings = {_RINGS}; }}"
    )


def _select(box: str, value: str) -> Do:
    return lambda page: page.locator(box).evaluate(_SELECT, value)


# The middle of an area on the screen that nothing else covers.
_AREA_SCRIPT = """(paths) => {
  const frame = document.querySelector('iframe[title*=st_folium]');
  const map = frame ? frame.contentDocument : document;
  const at = frame ? frame.getBoundingClientRect() : { x: 0, y: 0 };
  for (const path of map.querySelectorAll(paths)) {
    const box = path.getBoundingClientRect();
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    if (box.width > 12 && map.elementFromPoint(x, y) === path) return [at.x + x, at.y + y];
  }
}"""


def _find_area(page: Page) -> None:
    """Point at a commune, and remember the name that the map says there."""
    page.mouse.move(*page.evaluate(_AREA_SCRIPT, "path.area"))
    frame = page.frame_locator("iframe[title*=st_folium]").first
    frame.locator(".map-tip strong").wait_for()
    name = frame.locator(".map-tip strong").text_content()
    page.evaluate("(name) => { bench.area = name; }", name)


def _find_again(page: Page) -> None:
    """Point at the same commune: what a click adds to the page may have moved the map."""
    page.wait_for_timeout(_NO_DOUBLE_MS)
    _find_area(page)


def _click_area(page: Page) -> None:
    """Click where the pointer is."""
    page.mouse.down()
    page.mouse.up()
