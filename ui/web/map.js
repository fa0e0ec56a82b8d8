/* The map of communes inside streamlit-folium's frame. Python calls nghean.start (ui/map_view.py); then nghean.show is
   called with each new table that the page holds (map_told.js), which is described in ui/map_state.py. */
window.nghean = window.nghean || {};

(() => {
  "use strict";
  const nghean = window.nghean;
  const MAX_ZOOM = 17;
  const SEEN_PX = 24; // a narrower area is hard to find on the map
  const CLICK_PX = 5; // a pointer that went further than this between down and up was no click
  let map, say, tip, nameControls, fillLegend, symbols, showNames, extent, foresight, borders, hover, selection;
  let state = null; // what Python said last, with the selection, which runs ahead of it by a click; or what is foreseen
  let renderer; // of the areas
  let areas = new Map(); // code → Leaflet polygon, of the boundaries at `drawn`
  let wanted = ""; // the address of the boundaries asked for
  let drawing = null; // the promise that they are on the map, or have failed
  let framed = ""; // what the view was last fitted to
  let fitZoom = 0;
  let pressed = null; // where the pointer went down last
  let moved = false; // the reader has moved the map since
  let fitting = false;
  let foreseen = false; // what is shown has not been said by the server yet, nor by the address

  nghean.start = ({ tiles }) => {
    map = window.map_div;
    map.getContainer().classList.toggle("over-tiles", tiles);
    map.setMaxZoom(MAX_ZOOM);
    map.attributionControl.setPrefix(false);
    nghean.hideUntilStyled(map.getContainer());
    nghean.hatching(map);
    extent = nghean.extent(map, goTo, fit);
    nameControls = nghean.controls(map, extent.home, () => fitTo(areas.get(state.selected)));
    fillLegend = nghean.legend(map);
    say = nghean.notice(map);
    tip = nghean.tip(map);
    renderer = new nghean.Renderer();
    addLines();
    behave(map.getContainer());
    symbols = nghean.symbols(map, { over: tip.show, out: tip.hide, choose });
    showNames = nghean.labels(map);
    foresight = nghean.foresight(foresee, (code) => areas.get(code)?.feature.properties.district_code);
    nghean.told(hear);
  };

  /* Lines above the communes. Marks lie over the rings too, or a small commune's would be hidden. */
  function addLines() {
    for (const [name, level] of [["borders", 410], ["halos", 420], ["marks", 610]]) {
      map.createPane(name).style.zIndex = level;
    }
    const style = (className, pane) => ({
      className, pane, renderer: new nghean.Renderer({ pane }), interactive: false, fill: false, smoothFactor: 0.5,
    });
    borders = L.polyline([], style("border", "borders")).addTo(map);
    hover = L.polygon([], style("mark hover", "marks")).addTo(map);
    const selected = [style("mark halo", "halos"), style("mark selected", "marks")];
    selection = selected.map((one) => L.polygon([], one).addTo(map));
  }

  /* What a pointer does to the map besides pointing and choosing. */
  function behave(container) {
    // Leaflet focuses the map at a click, and the browser would scroll the whole page to show all of it.
    container.focus = () => HTMLElement.prototype.focus.call(container, { preventScroll: true });
    container.addEventListener("pointerdown", (event) => { pressed = event; }, true);
    // A wheel over the map scrolls the page until the map has been clicked or focused.
    map.scrollWheelZoom.disable();
    map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
    map.doubleClickZoom.disable(); // a hasty double click is one selection
    map.on("dragstart zoomstart", () => { moved = true; });
    map.on("keydown", ({ originalEvent: { key } }) => { moved = moved || key.startsWith("Arrow"); });
    map.on("moveend", () => { if (!fitting) extent.said(moved); });
    map.on("resize", () => { if (!moved) fit(); });
    map.on("zoomend", leaveScrolling);
  }

  /* Show what Python says: a table, its name, and what is selected in it. */
  nghean.show = (told, table, selected) => {
    const next = { ...told, table, selected };
    const selectedElsewhere = state && next.selected !== state.selected;
    map.getContainer().setAttribute("aria-label", next.title);
    nameControls(next.captions);
    extent.role(next);
    extent.keep();
    fillLegend(next);
    foresight(next);
    if (wanted !== next.boundaries) drawing = load(next);
    state = next;
    drawing.then(() => {
      if (state !== next || !areas.size) return; // newer figures are on their way, or there is nothing to draw
      const anew = present(next);
      if (foreseen) extent.said(moved);
      foreseen = false;
      follow(!anew && selectedElsewhere);
      // The picture that stood here meanwhile (web/start.js).
      requestAnimationFrame(() => window.parent.document.getElementById("first-sight")?.dispatchEvent(new Event("real")));
    });
  };

  /* The page says what is selected: in another table, that is still to come, it waits for it. */
  function hear({ code, table }) {
    extent.keep();
    if (!state || state.table !== table || state.selected === code) return;
    state.selected = code;
    emphasise();
    follow(true);
  }

  /* Move to what a link or the Back button wants shown, or to what has been selected elsewhere on the page. */
  function follow(selectedElsewhere) {
    const asked = extent.asked();
    if (asked) goTo(asked.centre, asked.zoom);
    else if (selectedElsewhere) bringIntoView(areas.get(state.selected));
  }

  function foresee(next) {
    foreseen = true; // the address is still that of the view before, and keeps its extent for the way back
    present(next);
  }

  /* Draw a state on the boundaries that are there; say whether the view was fitted to it. */
  function present(next) {
    state = next;
    const anew = framed !== frame();
    paint();
    if (anew) {
      symbols.clear(); // nothing that goes is moved
      fit();
    }
    symbols.show(next);
    return anew;
  }

  async function load({ boundaries, captions }) {
    wanted = boundaries;
    say(captions.loading);
    let features = [];
    let failed = "";
    try {
      ({ features } = await fetchBoundaries(boundaries));
    } catch (error) {
      console.error("boundaries", boundaries, error);
      failed = captions.failed;
    }
    if (wanted !== boundaries) return; // the reader is at another epoch by now
    if (failed) wanted = ""; // the next rerun asks again
    say(failed);
    draw(features);
    // 35 ms that need not delay the first sight of the map.
    nghean.afterPaint("borders", () => {
      if (wanted === boundaries) borders.setLatLngs(nghean.districtBorders(features));
    });
  }

  /* The address changes with the content, so whatever is cached is right; a cached failure is asked for again. */
  async function fetchBoundaries(address) {
    let answer = await fetch(address, { cache: "force-cache" });
    if (!answer.ok) answer = await fetch(address, { cache: "reload" });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer.json();
  }

  function draw(features) {
    for (const area of areas.values()) area.remove();
    for (const line of [borders, hover, ...selection]) line.setLatLngs([]);
    symbols.clear();
    areas = new Map();
    for (const feature of features) areas.set(feature.properties.code, area(feature));
    fit(); // before they are added, or every one would be projected twice
    for (const one of areas.values()) one.addTo(map);
  }

  function area(feature) {
    const { type, coordinates } = feature.geometry;
    const corners = L.GeoJSON.coordsToLatLngs(coordinates, type === "Polygon" ? 1 : 2);
    const made = new nghean.Area(corners, { className: "area", renderer, smoothFactor: 0 }); // thinned by its pixels
    made.feature = feature;
    made.on("mousemove", (event) => point(made, event.latlng));
    made.on("mouseout", leave);
    made.on("click", (event) => choose(feature.properties.code, event));
    return made;
  }

  /* Give every commune its class; those that Python did not name stay as a faint outline. */
  function paint() {
    const rows = new Map(state.areas.map(([code, item, ...lines]) => [code, { item, lines }]));
    for (const [code, area] of areas) {
      const row = rows.get(code);
      const path = area.getElement();
      const item = row && state.classes[row.item];
      area.shown = row && { item, lines: row.lines.map((place) => state.lines[place]) };
      const fill = row ? nghean.fill(item) : "none";
      const kind = !row ? "absent" : item.look === "outside" ? "outside" : "";
      if (area.painted === fill + kind) continue; // a browser styles anew what is set anew, even to the same
      area.painted = fill + kind;
      path.classList.toggle("absent", kind === "absent");
      path.classList.toggle("outside", kind === "outside");
      path.setAttribute("fill", fill);
    }
    leave();
    emphasise();
  }

  function point(area, latlng) {
    if (!area.shown) return;
    hover.setLatLngs(area.getLatLngs());
    const { item, lines } = area.shown;
    // What there is to say names the class in its own words; where there is nothing, the class itself is said.
    tip.show(latlng, { title: area.feature.properties.label, lines, item: lines.length ? null : item });
  }

  function leave() {
    hover.setLatLngs([]);
    tip.hide();
  }

  function emphasise() {
    const area = areas.get(state.selected);
    for (const line of selection) line.setLatLngs(area ? area.getLatLngs() : []);
    map.getContainer().classList.toggle("with-selection", !!area);
    showNames(areas, state);
  }

  /* A click selects, on the selected commune it clears. The outline does not wait for the server; the time makes
     every click a new value, also when the selection was changed outside the map in between. */
  function choose(code, { originalEvent: event }) {
    const area = areas.get(code);
    const from = pressed || event;
    const dragged = Math.hypot(event.screenX - from.screenX, event.screenY - from.screenY) > CLICK_PX;
    if (!area || !area.shown || dragged || event.detail > 1) return;
    state.selected = state.selected === code ? "" : code;
    emphasise();
    Streamlit.setComponentValue({ code: state.selected, at: Date.now() });
  }

  /* What the view should show: a district, or the province. */
  function frame() {
    return `${state.boundaries} ${state.district}`;
  }

  function fit() {
    const bounds = (some) => some.reduce((all, area) => all.extend(area.getBounds()), L.latLngBounds([]));
    const all = [...areas.values()];
    const inside = all.filter((area) => area.feature.properties.district_code === state.district);
    if (!all.length) return;
    const province = bounds(all);
    fitting = true;
    map.setMinZoom(0).setMaxBounds(null);
    map.fitBounds(inside.length ? bounds(inside) : province, { animate: false, padding: [12, 12] });
    map.setMinZoom(map.getBoundsZoom(province) - 0.5).setMaxBounds(province.pad(0.5));
    framed = frame();
    fitZoom = map.getZoom();
    moved = fitting = false;
    if (!foreseen) extent.said(moved);
    leaveScrolling();
  }

  function goTo(centre, zoom) {
    moved = true;
    map.setView(centre, zoom, { animate: false });
  }

  /* One area with as much around it as it is large, so that one sees where it lies. */
  function fitTo(area) {
    if (!area) return;
    moved = true;
    map.fitBounds(area.getBounds().pad(0.5), { animate: false, maxZoom: 13 });
  }

  /* One finger scrolls the page, not the map, while a phone shows all there is to see; two fingers always zoom. */
  function leaveScrolling() {
    if (L.Browser.mobile && map.getZoom() <= fitZoom) map.dragging.disable();
    else map.dragging.enable();
  }

  function bringIntoView(area) {
    if (!area) return;
    const bounds = area.getBounds();
    const wide = map.latLngToLayerPoint(bounds.getNorthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x;
    if (wide < SEEN_PX || !map.getBounds().contains(bounds)) fitTo(area);
  }
})();
