"""The page of the map as a leader uses it: colours, a link that keeps the extent, two maps side by side."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import ROOT, App, Wire, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def app(start_app: Callable[..., App], tmp_path_factory: pytest.TempPathFactory) -> App:
    """Start the real app with a register of its own."""
    register = tmp_path_factory.mktemp("register") / "register.db"
    return start_app(ROOT / "app.py", REGISTER_DATABASE_URL=f"sqlite:///{register}")


def first(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*=st_folium]").first


def second(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*=st_folium] >> nth=1")


def drawn(page: Page, frame: FrameLocator, communes: int) -> None:
    """Wait until a map shows so many communes, and the page has run to its end."""
    expect(frame.locator("path.area")).to_have_count(communes)
    settled(page)


def pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=re.compile(option)).click()


def pick_commune(page: Page, name: str) -> None:
    box = page.get_by_role("combobox", name="Xã, phường, thị trấn")
    box.click()
    box.fill(name)  # the list holds only what is in sight
    page.get_by_role("option", name=re.compile(name)).click()


def extent(page: Page) -> list[float]:
    script = "() => { const map = document.querySelector('iframe').contentWindow.map; const at = map.getCenter();"
    found: list[float] = page.evaluate(f"{script} return [at.lng, at.lat, map.getZoom()]; }}")
    return found


def zoom_in(page: Page) -> None:
    before = extent(page)[2]
    first(page).get_by_role("button", name="Phóng to").click()
    page.wait_for_function("(zoom) => document.querySelector('iframe').contentWindow.map.getZoom() > zoom", arg=before)
    page.wait_for_function("location.search.includes('at=')")


def test_colours_follow_the_indicator_and_little_is_sent(page: Page, app: App, wire: Wire) -> None:
    page.goto(f"{app.url}/ban-do")
    drawn(page, first(page), 130)
    first(page).locator("path.area").first.evaluate("() => { window.sameFrame = true; }")
    pick(page, "Tô màu theo", "10.000 ha")
    expect(first(page).locator(".map-legend summary")).to_have_text("Địa điểm trên 10.000 ha")
    expect(first(page).locator(".legend-line")).to_have_text(
        ["dưới 1", "1 – dưới 2", "2 – dưới 5", "5 – dưới 10", "từ 10", "Chưa có trong sổ"]
    )
    expect(page).to_have_url(re.compile("indicator=sites_per_area"))
    drawn(page, first(page), 130)
    wire.received = 0
    pick(page, "Địa bàn huyện", "Kỳ Sơn")
    expect(first(page).locator("path.area.outside")).to_have_count(118)
    drawn(page, first(page), 130)
    assert wire.received < 40_000
    assert first(page).locator("path.area").first.evaluate("() => window.sameFrame")


def test_the_link_keeps_extent_indicator_and_selection(page: Page, app: App, browser: Browser) -> None:
    page.goto(f"{app.url}/ban-do?commune=16816&indicator=sites")
    drawn(page, first(page), 130)
    zoom_in(page)
    # Streamlit writes the address itself when the filter changes: the extent stays in it.
    pick(page, "Tô màu theo", "bình quân")
    expect(page).to_have_url(re.compile(r"commune=16816&indicator=sites_per_commune&at=[\d.,]+$"))
    drawn(page, first(page), 130)
    context = browser.new_context(viewport=page.viewport_size)
    clean = context.new_page()
    clean.goto(page.url)
    drawn(clean, first(clean), 130)
    assert extent(clean) == pytest.approx(extent(page), abs=0.01)
    expect(first(clean).locator("path.selected")).to_have_attribute("d", re.compile("L"))
    context.close()


def test_another_district_drops_the_extent_and_back_brings_it_again(page: Page, app: App) -> None:
    page.goto(f"{app.url}/ban-do")
    drawn(page, first(page), 130)
    zoom_in(page)
    before = extent(page)
    pick(page, "Địa bàn huyện", "Kỳ Sơn")
    expect(page).to_have_url(re.compile(r"ban-do\?district=417$"))
    drawn(page, first(page), 130)
    page.go_back()
    expect(page).to_have_url(re.compile(r"ban-do\?at="))
    page.wait_for_function(
        "(zoom) => document.querySelector('iframe').contentWindow.map.getZoom() === zoom", arg=before[2]
    )
    assert extent(page) == pytest.approx(before, abs=0.01)


def test_two_epochs_side_by_side(page: Page, app: App) -> None:
    page.goto(f"{app.url}/ban-do?indicator=sites")
    drawn(page, first(page), 130)
    page.evaluate("document.querySelector('iframe').contentWindow.sameFrame = true")
    page.get_by_role("button", name="So sánh hai bản đồ").click()
    pick(page, "Với địa giới", "460")
    drawn(page, second(page), 460)
    page.keyboard.press("Escape")
    boxes = [one.bounding_box() for one in page.locator("iframe[title*=st_folium]").all()]
    assert boxes[0]["y"] == boxes[1]["y"]  # type: ignore[index]
    assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=2)  # type: ignore[index]
    page.get_by_role("button", name="Bỏ so sánh").click()
    expect(page.locator("iframe[title*=st_folium]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"ban-do\?indicator=sites$"))
    drawn(page, first(page), 130)
    assert page.evaluate("document.querySelector('iframe').contentWindow.sameFrame")
    # What was compared with does not come back with the next change of the filter.
    pick(page, "Địa bàn huyện", "Kỳ Sơn")
    expect(page).to_have_url(re.compile(r"ban-do\?district=417&indicator=sites$"))
    drawn(page, first(page), 130)
    expect(page).to_have_url(re.compile(r"ban-do\?district=417&indicator=sites$"))


# What a map shows, without where its texts are kept.
SHOWN = """(state) => ({
    areas: state.areas.map(([code, item, ...lines]) => {
        const { look, colour } = state.classes[item];
        return look === "outside" ? [code, look] : [code, look, colour, ...lines.map((place) => state.lines[place])];
    }),
    symbols: state.symbols.map(([code, lon, lat, layer, count, exact, ...lines]) => [
        code, lon, lat, state.layers[layer].label, count, exact, ...lines.map((place) => state.lines[place]),
    ]),
    courses: state.courses.map(([code, layer, parts, ...lines]) => [code, state.layers[layer].label, parts, ...lines]),
    selected: state.selected,
    district: state.district,
})"""


@pytest.mark.parametrize("epoch", ["2020", "2025"])
def test_the_map_foresees_what_the_server_will_say_of_a_district(page: Page, app: App, epoch: str) -> None:
    page.goto(f"{app.url}/ban-do?epoch={epoch}&indicator=sites")
    drawn(page, first(page), 460 if epoch == "2020" else 130)
    map_frame = page.locator("iframe[title*=st_folium]")
    map_frame.evaluate(
        """(frame, shown) => {
            const { nghean } = frame.contentWindow;
            const [show, restricted, told] = [nghean.show, nghean.restricted, eval(shown)];
            window.states = { foreseen: [], answered: [] };
            nghean.restricted = (...given) => {
                const foreseen = restricted(...given);
                window.states.foreseen.push(told({ ...foreseen, selected: "" }));
                return foreseen;
            };
            nghean.show = (what, ...rest) => {
                window.states.answered.push(told({ ...what, selected: "" }));
                show(what, ...rest);
            };
        }""",
        SHOWN,
    )
    for number, district in enumerate(("Kỳ Sơn", "Vinh", "Tất cả", "Diễn Châu", "Con Cuông"), 1):
        pick(page, "Địa bàn huyện", district)
        page.wait_for_function("(number) => window.states.answered.length >= number", arg=number)
        settled(page)
        states = page.evaluate("window.states")
        assert len(states["foreseen"]) == number
        assert states["foreseen"][-1] == states["answered"][-1]


def test_a_district_is_shown_before_the_server_answers(page: Page, app: App) -> None:
    page.goto(f"{app.url}/ban-do")
    drawn(page, first(page), 130)
    page.evaluate("WebSocket.prototype.send = () => {}")  # it never hears of the choice
    pick(page, "Địa bàn huyện", "Kỳ Sơn")
    expect(first(page).locator("path.area.outside")).to_have_count(118)
    assert "district" not in page.url
    box = page.get_by_role("combobox", name="Địa bàn huyện")
    box.click()
    box.fill("Tất cả")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    expect(first(page).locator("path.area.outside")).to_have_count(0)


def test_on_a_phone_two_maps_stand_below_one_another(browser: Browser, app: App) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, user_agent="X Mobile Mobi"
    )
    page = context.new_page()
    page.goto(f"{app.url}/ban-do?other=2023-06-15")
    drawn(page, second(page), 130)
    above, below = [one.bounding_box() for one in page.locator("iframe[title*=st_folium]").all()]
    assert above is not None and below is not None
    assert below["y"] > above["y"] + above["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.parametrize("query", ["", "?epoch=2020&district=417"])
def test_a_picture_stands_where_the_map_will_be(page: Page, app: App, query: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    # It stays, so that both can be compared.
    page.add_init_script("addEventListener('real', (event) => event.stopImmediatePropagation(), true)")
    # Where it is put first, before there is a frame that it could follow.
    page.add_init_script(
        """new MutationObserver(() => {
            window.guess ??= document.getElementById("first-sight")?.getBoundingClientRect().toJSON();
        }).observe(document, { childList: true, subtree: true })"""
    )
    page.goto(f"{app.url}/ban-do{query}")
    picture = page.locator("#first-sight")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => [image.naturalWidth, image.width]") == [1110, 782]
    early = page.evaluate("window.guess")
    drawn(page, first(page), 460 if query else 130)
    real = page.locator("iframe[title*=st_folium]").bounding_box()
    assert early and real
    for side in ("x", "y", "width", "height"):
        assert early[side] == pytest.approx(real[side], abs=3)
    # Something above the map grows, as a line does that breaks when its letters have come: the picture goes along.
    page.get_by_role("heading", name="Bản đồ").evaluate("heading => heading.style.paddingBottom = '40px'")
    page.wait_for_function(
        """() => {
            const [late, real] = ["#first-sight", "iframe[title*=st_folium]"].map(
                (one) => document.querySelector(one).getBoundingClientRect());
            return ["x", "y", "width", "height"].every((side) => Math.abs(late[side] - real[side]) <= 1);
        }"""
    )
    assert picture.evaluate("image => getComputedStyle(image).pointerEvents") == "none"


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1440, 900), (1920, 1080)])
def test_what_comes_after_the_map_has_its_place_kept(page: Page, app: App, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{app.url}/ban-do")
    settled(page)
    for key in ("filter", "map-head"):
        kept, high = page.locator(f".st-key-kept-{key}").evaluate(
            "place => [parseFloat(getComputedStyle(place).minHeight), place.getBoundingClientRect().height]"
        )
        assert high == pytest.approx(kept, abs=1), key


def test_the_picture_goes_when_the_map_is_painted(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{app.url}/ban-do")
    expect(page.locator("#first-sight")).to_have_count(1)
    drawn(page, first(page), 130)
    expect(page.locator("#first-sight")).to_have_count(0)


def test_a_small_screen_waits_for_the_map_itself(page: Page, app: App, wire: Wire) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app.url}/ban-do")
    drawn(page, first(page), 130)
    assert not [url for url in wire.answers if "first-sight" in url]


def test_a_selection_sends_nothing_of_what_the_map_has_already(page: Page, app: App) -> None:
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda part: sent.append(part)))
    page.goto(f"{app.url}/ban-do?epoch=2013")
    drawn(page, first(page), 480)
    assert any(b"map-table" in bytes(part) for part in sent)  # type: ignore[arg-type]
    page.locator("iframe[title*=st_folium]").evaluate(
        "(frame) => { frame.contentWindow.nghean.show = () => { window.told = true; }; }"
    )
    sent.clear()
    pick_commune(page, "Thị trấn Mường Xén")
    expect(page.get_by_role("heading", name="Thị trấn Mường Xén")).to_be_visible()
    expect(first(page).locator("path.selected")).to_have_attribute("d", re.compile("M.{9}"))
    settled(page)
    assert sent and not any(b"map-table" in bytes(part) for part in sent)  # type: ignore[arg-type]
    assert not page.evaluate("window.told")


def test_a_choice_sends_no_box_again_that_stays_as_it_is(page: Page, app: App) -> None:
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda part: sent.append(part)))
    page.goto(f"{app.url}/ban-do")
    drawn(page, first(page), 130)
    settled(page)
    option = "Xã Yên Xuân".encode()  # of the box of communes
    assert any(option in bytes(part) for part in sent)  # type: ignore[arg-type]
    sent.clear()
    page.get_by_role("button", name="Bộ lọc khác").click()
    page.get_by_test_id("stDateInput").get_by_role("button").last.click()
    page.get_by_role("gridcell").nth(10).get_by_role("button").click()
    expect(page).to_have_url(re.compile("as_of="))
    settled(page)
    assert sent and not any(option in bytes(part) for part in sent)  # type: ignore[arg-type]
    expect(page.get_by_role("combobox", name="Xã, phường, thị trấn")).to_be_visible()


def test_back_from_a_selection_shows_the_extent_of_before(page: Page, app: App) -> None:
    page.goto(f"{app.url}/ban-do")
    drawn(page, first(page), 130)
    zoom_in(page)
    before = extent(page)
    pick_commune(page, "Xã Mường Xén")  # far in the west: the map goes there
    expect(page).to_have_url(re.compile(r"commune=\d+&at="))
    settled(page)
    assert extent(page) != pytest.approx(before, abs=0.01)
    page.go_back()
    expect(page).not_to_have_url(re.compile("commune="))
    page.wait_for_function(
        "(zoom) => document.querySelector('iframe').contentWindow.map.getZoom() === zoom", arg=before[2]
    )
    assert extent(page) == pytest.approx(before, abs=0.01)
    expect(first(page).locator("path.selected")).not_to_have_attribute("d", re.compile("L"))


def test_the_box_of_dates_in_which_a_day_was_picked_stays(page: Page, app: App) -> None:
    page.goto(f"{app.url}/ban-do")
    drawn(page, first(page), 130)
    page.get_by_role("button", name="Bộ lọc khác").click()
    box = page.get_by_test_id("stDateInput")
    box.evaluate("box => { window.box = box; }")
    box.get_by_role("button").last.click()
    page.get_by_role("gridcell").nth(10).get_by_role("button").click()
    expect(page).to_have_url(re.compile("as_of="))
    settled(page)
    assert page.evaluate("window.box.isConnected")
    day = page.url.rpartition("as_of=")[2].split("-")
    assert [part.inner_text() for part in box.get_by_role("spinbutton").all()] == day[::-1]
    # One whose value was changed elsewhere while it lay in a closed box shows that.
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Xóa bộ lọc").click()
    expect(page).not_to_have_url(re.compile("as_of="))
    settled(page)
    page.get_by_role("button", name="Bộ lọc khác").click()
    expect(box.get_by_role("spinbutton").first).not_to_have_text(day[2])


def test_a_click_that_selects_nothing_leaves_no_outline(page: Page, app: App) -> None:
    """A commune of 130 that was several of 480 cannot be selected among these."""
    page.goto(f"{app.url}/ban-do?epoch=2013&other=2025")
    drawn(page, first(page), 480)
    drawn(page, second(page), 130)
    frame = page.locator("iframe[title*=st_folium]").nth(1)
    place = frame.evaluate(
        """(frame) => {
            const { map } = frame.contentWindow;
            const found = Object.values(map._layers).find((one) => one.feature?.properties.label === "xã Mường Xén");
            const [box, at] = [found.getElement().getBoundingClientRect(), frame.getBoundingClientRect()];
            return [at.x + box.x + box.width / 2, at.y + box.y + box.height / 2];
        }"""
    )
    page.mouse.click(*place)
    expect(page.locator(".map-selected").nth(1)).not_to_have_attribute("data-click", "0")  # it was heard
    settled(page)
    assert "commune" not in page.url
    expect(second(page).locator("path.selected")).not_to_have_attribute("d", re.compile("L"))


def test_what_is_made_anew_fades_only_when_it_takes_long(page: Page, app: App) -> None:
    page.goto(f"{app.url}/ban-do")
    settled(page)
    shell = page.get_by_test_id("stApp")
    shell.evaluate("app => app.append(Object.assign(document.createElement('p'), { id: 'stale' }))")
    looks = """() => {
        const { transitionProperty, transitionDuration, opacity } = getComputedStyle(document.getElementById("stale"));
        return [transitionProperty, transitionDuration, Number(opacity)];
    }"""
    page.locator("#stale").evaluate("one => { one.dataset.stale = 'true'; }")
    shell.evaluate("app => { app.dataset.testScriptState = 'running'; }")  # as Streamlit says it during a run
    transition, _, opacity = page.evaluate(looks)
    assert (transition, opacity) == ("none", 1)
    page.wait_for_function("Number(getComputedStyle(document.getElementById('stale')).opacity) < 0.5")
    shell.evaluate("app => { app.dataset.testScriptState = 'notRunning'; }")
    assert page.evaluate(looks)[2] == 1
