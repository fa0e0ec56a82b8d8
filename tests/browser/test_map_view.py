"""The map in a real browser: what it draws, sends, reports and withstands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, FrameLocator, Locator, Page, expect

from tests.browser.apps.map_app import HOSTILE
from tests.browser.conftest import App, Wire

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SCRIPT = Path(__file__).parent / "apps" / "map_app.py"


@pytest.fixture(scope="module")
def app(start_app: Callable[..., App], tmp_path_factory: pytest.TempPathFactory) -> App:
    """Start the page that holds nothing but a map; its boundaries are 12, 48 or 49 squares."""
    return start_app(SCRIPT, NGHEAN_FILES=str(tmp_path_factory.mktemp("files")))


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*=st_folium]").first


def areas(page: Page) -> Locator:
    return frame(page).locator("path.area")


def open_map(page: Page, app: App) -> None:
    """Open the page and wait until the map is drawn and the page has run to its end."""
    page.goto(app.url)
    expect(areas(page)).to_have_count(12)
    runs(page, 1)


def runs(page: Page, number: int) -> None:
    """Expect the page to have run so often, and to have finished."""
    expect(page.get_by_text(re.compile(rf"lần chạy {number}\."))).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def selected(page: Page, code: str) -> None:
    """Expect the page to know this commune as selected, "" for none."""
    expect(page.get_by_text(re.compile(rf"chọn \[{code}\]"))).to_be_visible()


def pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=option, exact=True).click()


def place(page: Page) -> list[float]:
    """Give where the first commune is in the map's frame: left, top, width, height in pixels."""
    script = "(path) => (({x, y, width, height}) => [x, y, width, height])(path.getBoundingClientRect())"
    found: list[float] = areas(page).first.evaluate(script)
    return found


def outlined(page: Page, index: int) -> None:
    """Expect the selection's outline to lie around one area."""
    outline = frame(page).locator("path.selected")
    expect(outline).to_have_attribute("d", re.compile(r"M\d.*L"))
    line, area = outline.bounding_box(), areas(page).nth(index).bounding_box()
    assert line is not None and area is not None
    for side in ("x", "y", "width", "height"):
        assert line[side] == pytest.approx(area[side], abs=8)


def test_the_map_is_drawn_from_this_server_alone(page: Page, app: App, wire: Wire) -> None:
    open_map(page, app)
    expect(frame(page).locator(".ring")).to_have_count(6)
    expect(frame(page).locator(".legend-line")).to_have_text(
        ["Dưới 10", "Từ 10", "không có số liệu", "Camera", "Đường cờ"]
    )
    fills = areas(page).evaluate_all("paths => paths.slice(0, 3).map(path => path.getAttribute('fill'))")
    assert fills == ["#CFE1F2", "url(#dotted)", "url(#no-data)"]
    expect(frame(page).locator("#dotted rect")).to_have_attribute("fill", "#2B6CB0")
    expect(frame(page).locator("path.border")).to_have_attribute("d", re.compile("M.*M"))
    page.wait_for_function("document.fonts.check('16px \"Be Vietnam Pro\"')")
    types = {
        "map-": r"(text|application)/(javascript|css)",
        "boundaries-2025-": r"application/geo\+json",
        "BeVietnamPro-Regular-": "font/ttf",
    }
    for name, kind in types.items():
        found = [answer for url, answer in wire.answers.items() if f"/assets/{name}" in url]
        assert found and all(status == 200 and re.match(kind, sent) for status, sent in found), (name, found)


def test_a_filter_changes_classes_in_place_and_sends_little(page: Page, app: App, wire: Wire) -> None:
    open_map(page, app)
    first = areas(page).first.element_handle()
    page.frames[-1].evaluate("window.sameFrame = true")
    wire.received = 0
    pick(page, "Huyện", "413")
    runs(page, 2)
    expect(frame(page).locator("path.area.absent")).to_have_count(8)
    assert 0 < wire.received < 40_000
    pick(page, "Huyện", "410")
    runs(page, 3)
    expect(frame(page).locator("path.area:not(.absent)")).to_have_count(2)
    assert first.evaluate("(path) => path.isConnected && window.sameFrame")


def test_the_view_follows_the_district_that_is_chosen(page: Page, app: App) -> None:
    open_map(page, app)
    width = place(page)[2]
    pick(page, "Huyện", "410")
    runs(page, 2)
    expect(frame(page).locator("path.area.absent")).to_have_count(10)
    assert place(page)[2] > 1.4 * width


def test_a_click_selects_and_a_second_one_clears(page: Page, app: App) -> None:
    open_map(page, app)
    areas(page).nth(1).click()
    selected(page, "10002")
    outlined(page, 1)
    areas(page).nth(2).click()
    selected(page, "10003")
    areas(page).nth(2).click()
    selected(page, "")
    expect(frame(page).locator("path.selected")).to_have_attribute("d", "M0 0")
    runs(page, 4)


def test_a_click_is_heard_after_a_filter_and_on_a_ring(page: Page, app: App) -> None:
    open_map(page, app)
    pick(page, "Huyện", "410")
    expect(frame(page).locator("path.area.absent")).to_have_count(10)
    areas(page).nth(1).click()
    selected(page, "10002")
    frame(page).locator(".ring").first.click()
    selected(page, "10001")
    outlined(page, 0)


def test_a_selection_from_elsewhere_is_shown_and_can_be_made_again(page: Page, app: App) -> None:
    open_map(page, app)
    areas(page).nth(2).click()
    selected(page, "10003")
    page.get_by_role("button", name="Chọn 10002").click()
    selected(page, "10002")
    outlined(page, 1)
    areas(page).nth(2).click()
    selected(page, "10003")


def test_a_click_does_not_scroll_the_page(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1000, "height": 500})
    open_map(page, app)
    areas(page).nth(9).scroll_into_view_if_needed()
    before = page.locator("iframe[title*=st_folium]").bounding_box()
    areas(page).nth(9).click()
    selected(page, "10010")
    assert page.locator("iframe[title*=st_folium]").bounding_box() == before


def test_a_double_click_is_one_selection(page: Page, app: App) -> None:
    open_map(page, app)
    areas(page).nth(1).dblclick()
    selected(page, "10002")
    runs(page, 2)


def test_pan_zoom_and_hover_run_nothing(page: Page, app: App) -> None:
    open_map(page, app)
    container = frame(page).locator(".leaflet-container")
    before = place(page)
    container.focus()
    container.press("+")
    frame(page).get_by_role("button", name="Phóng to").click()
    box = container.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.wheel(0, -300)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 350, steps=5)
    page.mouse.up()
    expect(frame(page).locator(".map-tip strong")).to_be_visible()
    page.wait_for_timeout(1000)  # longer than streamlit-folium gathers events
    assert place(page) != before
    runs(page, 1)
    frame(page).get_by_role("button", name="Về toàn cảnh").click()
    assert place(page) == pytest.approx(before, abs=1)
    runs(page, 1)


def test_another_epoch_is_drawn_in_the_same_frame(page: Page, app: App) -> None:
    open_map(page, app)
    page.frames[-1].evaluate("window.sameFrame = true")
    pick(page, "Thời kỳ", "2013")
    expect(areas(page)).to_have_count(48)
    assert page.frames[-1].evaluate("window.sameFrame")
    areas(page).nth(9).click()
    selected(page, "10010")


def test_boundaries_come_from_the_cache_on_the_next_visit(page: Page, app: App) -> None:
    open_map(page, app)
    page.reload()
    expect(areas(page)).to_have_count(12)
    sizes = page.frames[-1].evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.includes('boundaries-')).map(e => e.transferSize)"
    )
    assert sizes == [0]


def test_boundaries_that_do_not_come_are_told_and_asked_for_again(page: Page, app: App) -> None:
    page.route("**/boundaries-*", lambda route: route.fulfill(status=503))
    page.goto(app.url)
    expect(frame(page).get_by_role("status")).to_contain_text("Không tải được ranh giới xã")
    expect(areas(page)).to_have_count(0)
    page.unroute("**/boundaries-*")
    pick(page, "Huyện", "410")
    expect(areas(page)).to_have_count(12)
    expect(frame(page).get_by_role("status")).to_be_hidden()


def test_many_exact_points_are_clustered(page: Page, app: App) -> None:
    open_map(page, app)
    page.get_by_label("Điểm").fill("150")
    page.get_by_label("Điểm").press("Enter")
    expect(frame(page).locator("path.dot")).to_have_count(150)
    page.get_by_label("Điểm").fill("400")
    page.get_by_label("Điểm").press("Enter")
    expect(frame(page).locator(".cluster").first).to_be_visible()
    counts = [int(text) for text in frame(page).locator(".cluster").all_inner_texts()]
    assert sum(counts) + frame(page).locator("path.dot").count() == 400


@pytest.mark.parametrize("dots", [150, 400])
def test_where_little_changes_the_other_points_stay(page: Page, app: App, dots: int) -> None:
    open_map(page, app)
    for number in (dots, dots + 7, dots, dots + 7):
        page.get_by_label("Điểm").fill(str(number))
        page.get_by_label("Điểm").press("Enter")
        shown = """(number) => {
            const map = document.querySelector("iframe").contentDocument;
            const balls = [...map.querySelectorAll(".cluster")].map((ball) => Number(ball.textContent));
            return balls.reduce((sum, one) => sum + one, map.querySelectorAll("path.dot").length) === number;
        }"""
        page.wait_for_function(shown, arg=number)
        expect(frame(page).locator(".ring")).to_have_count(6)
        first = frame(page).locator("path.dot, .ring").first
        if number == dots and not page.evaluate("window.kept"):
            first.evaluate("(one) => { top.kept = one; }")
        assert page.evaluate("window.kept.isConnected")


def test_hostile_texts_are_shown_and_run_nothing(page: Page, app: App) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_map(page, app)
    pick(page, "Thời kỳ", "hostile")
    expect(areas(page)).to_have_count(36)
    texts = frame(page).locator(".legend-line span").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert texts == [HOSTILE[2], HOSTILE[3], "không có số liệu", HOSTILE[4], HOSTILE[5]]
    frame(page).locator(".map-legend summary").click()  # out of the way
    tip = frame(page).locator(".map-tip")
    for index in (*range(1, 4), *range(5, 8)):  # not the first of four, which a ring covers
        areas(page).nth(index).hover()
        expect(tip.locator("strong")).to_have_text(HOSTILE[index % len(HOSTILE)], use_inner_text=False)
        assert HOSTILE[index % len(HOSTILE)] in tip.evaluate("(box) => box.textContent")
        areas(page).nth(index).click()
        selected(page, str(10001 + index))
    expect(frame(page).locator(".map-name")).to_have_text(HOSTILE[0], use_inner_text=False)
    for ring in frame(page).locator(".ring").all()[:8]:
        ring.hover()
        expect(tip).to_be_visible()
    assert frame(page).locator(".leaflet-container").get_attribute("aria-label") == HOSTILE[1]
    assert frame(page).locator(".leaflet-container img").count() == 0
    assert page.title() == "map"
    assert errors == []


def test_a_base_map_lies_below_and_its_attribution_is_plain_text(
    page: Page, start_app: Callable[..., App], tmp_path: Path
) -> None:
    tiles = start_app(
        SCRIPT,
        NGHEAN_FILES=str(tmp_path),
        NGHEAN_TILE_URL="/tiles/{z}/{x}/{y}.png",
        NGHEAN_TILE_ATTRIBUTION=f"© Sở {HOSTILE[1]}",
    )
    open_map(page, tiles)
    expect(frame(page).locator(".leaflet-control-attribution")).to_have_text(f"© Sở {HOSTILE[1]}")
    assert frame(page).locator("img.leaflet-tile").count() > 0
    assert page.title() == "map"


def test_the_page_does_not_jump_while_the_map_loads(page: Page, app: App) -> None:
    page.route("**/boundaries-*", lambda route: None)  # never answered
    page.goto(app.url)
    expect(frame(page).get_by_role("status")).to_have_text("Đang tải bản đồ…")
    runs(page, 1)
    assert page.locator("iframe[title*=st_folium]").bounding_box()["height"] == 620  # type: ignore[index]


def test_a_phone_folds_the_legend_and_lets_the_page_scroll(browser: Browser, app: App) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, user_agent="X Mobile Mobi"
    )
    page = context.new_page()
    open_map(page, app)
    assert page.locator("iframe[title*=st_folium]").bounding_box()["height"] == 400  # type: ignore[index]
    expect(frame(page).locator(".map-legend")).not_to_have_attribute("open", re.compile(".*"))
    areas(page).nth(1).tap()
    selected(page, "10002")
    context.close()


def test_the_dark_theme_reaches_the_map(browser: Browser, app: App) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    open_map(page, app)
    ground = frame(page).locator(".leaflet-container").evaluate("(box) => getComputedStyle(box).backgroundColor")
    parts = [float(part) for part in re.findall(r"[\d.]+", ground)[:3]]
    assert max(parts) < (1 if ground.startswith("color(") else 255) * 0.25
    context.close()


def extent(page: Page, place: int = 0) -> list[float]:
    """Give what a map of the page shows: longitude and latitude of its middle, zoom."""
    script = "() => [map.getCenter().lng, map.getCenter().lat, map.getZoom()]"
    found: list[float] = frames(page)[place].evaluate(script)
    return found


def frames(page: Page) -> list[Frame]:
    """Give the frames of the page's maps, in their order."""
    handles = [one.element_handle() for one in page.locator("iframe[title*=st_folium]").all()]
    return [found for handle in handles if (found := handle.content_frame())]


def asked(page: Page) -> list[float]:
    """Give the extent in the page's address."""
    found = re.search(r"[?&]at=([^&]*)", page.url)
    assert found, page.url
    return [float(part) for part in found[1].split(",")]


def zoom_in(page: Page) -> None:
    """Zoom in by one step and wait until the map stands still."""
    before = extent(page)[2]
    frame(page).get_by_role("button", name="Phóng to").click()
    page.wait_for_function("(zoom) => document.querySelector('iframe').contentWindow.map.getZoom() > zoom", arg=before)
    expect(frame(page).locator(".leaflet-zoom-anim")).to_have_count(0)


def test_a_copied_link_shows_the_same_extent_in_a_clean_browser(page: Page, app: App, browser: Browser) -> None:
    open_map(page, app)
    assert "at=" not in page.url
    zoom_in(page)
    page.wait_for_function("location.search.includes('at=')")
    zoomed = page.url
    frame(page).locator(".leaflet-container").press("ArrowRight")
    page.wait_for_function("(before) => location.href !== before", arg=zoomed)  # the map has come to rest again
    runs(page, 1)
    context = browser.new_context(viewport=page.viewport_size)
    clean = context.new_page()
    clean.goto(page.url)
    expect(areas(clean)).to_have_count(12)
    runs(clean, 1)
    assert extent(clean) == pytest.approx(asked(page), abs=0.01)
    context.close()


def test_home_takes_the_extent_out_of_the_link(page: Page, app: App) -> None:
    open_map(page, app)
    whole = extent(page)
    zoom_in(page)
    page.wait_for_function("location.search.includes('at=')")
    frame(page).get_by_role("button", name="Về toàn cảnh").click()
    page.wait_for_function("!location.search.includes('at=')")
    assert extent(page) == pytest.approx(whole, abs=0.01)
    runs(page, 1)


@pytest.mark.parametrize("broken", ["1,2", "a,b,c", "500,20,9", "105,19,", "105,19,9,9", "%3Cscript%3E"])
def test_an_extent_that_makes_no_sense_is_left_out(page: Page, app: App, broken: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{app.url}/?at={broken}")
    expect(areas(page)).to_have_count(12)
    runs(page, 1)
    page.wait_for_function("!location.search.includes('at=')")
    assert errors == []


def test_a_new_district_is_fitted_and_the_extent_of_before_is_dropped(page: Page, app: App) -> None:
    open_map(page, app)
    zoom_in(page)
    page.wait_for_function("location.search.includes('at=')")
    pick(page, "Huyện", "410")
    runs(page, 2)
    page.wait_for_function("!location.search.includes('at=')")


def test_names_stand_in_their_areas_when_one_looks_closer(page: Page, app: App) -> None:
    open_map(page, app)
    names = frame(page).locator(".map-name")
    expect(names).to_have_count(0)
    zoom_in(page)
    zoom_in(page)
    expect(names.first).to_be_visible()
    boxes = names.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().toJSON())")
    for one, other in itertools.combinations(boxes, 2):
        apart_x = one["right"] <= other["left"] or other["right"] <= one["left"]
        apart_y = one["bottom"] <= other["top"] + 3 or other["bottom"] <= one["top"] + 3
        assert apart_x or apart_y
    assert set(names.all_text_contents()) <= {f"Ô {index}" for index in range(12)}


def test_names_are_measured_in_pauses_before_one_looks_closer(page: Page, app: App) -> None:
    open_map(page, app)
    page.wait_for_function(
        """() => {
            const { map, L } = document.querySelector("iframe").contentWindow;
            const areas = Object.values(map._layers).filter((one) => one.feature);
            return areas.length === 12 && areas.every((one) => one.wide > 0 && one.room);
        }"""
    )


def test_the_selected_name_is_written_however_far_away_the_map_is(page: Page, app: App) -> None:
    open_map(page, app)
    areas(page).nth(2).click()
    expect(frame(page).locator(".map-name")).to_have_text(["Ô 2"])


def test_the_map_goes_to_the_selected_area(page: Page, app: App) -> None:
    open_map(page, app)
    go = frame(page).get_by_role("button", name="Đến nơi đang chọn")
    expect(go).to_be_hidden()
    areas(page).first.click(position={"x": 20, "y": 20})  # in the middle are its rings
    wide = place(page)[2]
    go.click()
    page.wait_for_function("location.search.includes('at=')")
    assert place(page)[2] > 1.5 * wide
    outlined(page, 0)


def test_a_selection_from_elsewhere_that_is_out_of_sight_is_gone_to(page: Page, app: App) -> None:
    page.goto(f"{app.url}/?at=105.5,19.6,13")  # the last commune, from near by
    expect(areas(page)).to_have_count(12)
    runs(page, 1)
    page.get_by_role("button", name="Chọn 10002").click()
    selected(page, "10002")
    outlined(page, 1)
    longitude, latitude, zoom = extent(page)
    assert (longitude, latitude) == pytest.approx((104.6, 18.8), abs=0.05)
    assert zoom < 13


def test_the_course_of_a_site_is_drawn_and_says_what_it_is(page: Page, app: App) -> None:
    open_map(page, app)
    page.get_by_text("Tuyến").click()
    expect(frame(page).locator("path.course")).to_have_count(2)
    expect(frame(page).locator(".legend-line").last).to_have_text("Tuyến")
    frame(page).locator(".map-legend summary").click()
    line = frame(page).locator("path.course").last
    box = line.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    expect(frame(page).locator(".map-tip strong")).to_have_text("Mục 6")


def test_two_maps_move_together_and_the_first_one_stays(page: Page, app: App) -> None:
    open_map(page, app)
    page.frames[-1].evaluate("window.sameFrame = true")
    zoom_in(page)
    page.get_by_text("Hai bản đồ").click()
    second = page.frame_locator("iframe[title*=st_folium] >> nth=1")
    expect(second.locator("path.area")).to_have_count(48)
    assert extent(page, 1) == pytest.approx(extent(page), abs=0.01)
    assert frames(page)[0].evaluate("window.sameFrame")
    zoom_in(page)
    zooms = "[...document.querySelectorAll('iframe')].map((one) => one.contentWindow.map.getZoom())"
    page.wait_for_function(f"() => new Set({zooms}).size == 1")
    assert extent(page, 1) == pytest.approx(extent(page), abs=0.01)
    second.get_by_role("button", name="Về toàn cảnh").click()
    page.wait_for_function("!location.search.includes('at=')")
    runs(page, 2)
