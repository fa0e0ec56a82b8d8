/* Sites on the map: rings for those known to their commune only, dots for exact points, clusters of many dots, lines
   where the course is known. */
window.nghean = window.nghean || {};

(() => {
  "use strict";
  const nghean = window.nghean;
  const KEPT = 4; // groups of symbols
  const CLUSTER_FROM = 200; // more dots than this are drawn as clusters
  const RING_PX = { one: 15, more: 18, step: 3, most: 36 }; // a ring grows by a step at each doubling of its count
  const FULL_SIZE_ZOOM = 9.5; // with the whole province in view the rings are smaller, or they would hide it

  /* Give {show, clear}: `show(state)` shows the symbols of a state. `pointer` is {over(latlng, text), out(), choose(code, event)}. */
  nghean.symbols = (map, pointer) => {
    map.createPane("dots").style.zIndex = 450;
    // An SVG of its own, not a canvas: a canvas would take the pointer from the communes below it.
    const renderer = new nghean.Renderer({ pane: "dots" });
    const scale = () => {
      const share = Math.min(1, Math.max(0.7, 1 - (FULL_SIZE_ZOOM - map.getZoom()) * 0.2));
      map.getPane("markerPane").style.setProperty("--scale", share);
    };
    map.on("zoomend", scale);
    scale();
    let group = L.layerGroup().addTo(map);
    const made = new Map(); // what is shown, as JSON → its group; the last few, as one looks to and fro
    const named = new Map(); // by their name, → their group: with it nothing need be compared; as many

    return {
      show(state) {
        const wanted = named.get(state.marks) ?? sameOrDrawn(state);
        if (state.marks) keep(named, state.marks, wanted);
        if (wanted === group) return; // a click changes the selection only, and what was foreseen is there already
        group.remove();
        group = wanted.addTo(map);
      },
      clear() {
        group.remove();
        group = L.layerGroup();
      },
    };

    function sameOrDrawn({ layers, symbols, courses, lines }) {
      const withTexts = (length) => (row) => [
        ...row.slice(0, length), ...row.slice(length).map((place) => lines[place]),
      ];
      const rows = symbols.map(withTexts(6));
      const ways = courses.map(withTexts(3));
      const key = JSON.stringify([layers, rows, ways]);
      const found = made.get(key) ?? drawn(
        rows.map(([code, lon, lat, layer, count, exact, ...texts]) => ({
          code, latlng: L.latLng(lat, lon), layer: layers[layer], count, exact, texts,
        })),
        ways.map(([code, layer, parts, ...texts]) => ({ code, parts, layer: layers[layer], texts })),
      );
      keep(made, key, found);
      return found;
    }

    function keep(groups, key, found) {
      groups.delete(key);
      groups.set(key, found);
      if (groups.size > KEPT) groups.delete(groups.keys().next().value);
    }

    function drawn(rows, courseRows) {
      const exact = rows.filter((row) => row.exact);
      const many = exact.length > CLUSTER_FROM || exact.some((row) => row.count > 1);
      const dots = many ? clusters() : L.layerGroup();
      for (const row of exact) dots.addLayer(dot(row));
      return L.layerGroup([...courseRows.flatMap(course), dots, ...byCommune(rows).map(rings)]);
    }

    /* A line with a pale edge, so that it is seen on any colour; parts are [lon, lat, lon, lat, …]. */
    function course(row) {
      const paths = row.parts.map((part) => part.flatMap((lon, place) => (place % 2 ? [] : [[part[place + 1], lon]])));
      const style = { renderer, smoothFactor: 1, className: "course" };
      const edge = L.polyline(paths, { ...style, color: "#fff", weight: 7 });
      const line = L.polyline(paths, { ...style, color: row.layer.colour, weight: 4 });
      for (const part of [edge, line]) {
        part.on("mousemove", (event) => pointer.over(event.latlng, text(row)));
        part.on("mouseout", pointer.out);
        part.on("click", (event) => pointer.choose(row.code, event));
      }
      return [edge, line];
    }

    function dot(row) {
      if (row.count > 1) return gathered(row);
      const marker = L.circleMarker(row.latlng, {
        renderer, className: "dot", radius: 6, weight: 1.5, fillColor: row.layer.colour, fillOpacity: 1, row,
      });
      marker.on("mousemove", (event) => pointer.over(event.latlng, text(row)));
      marker.on("mouseout", pointer.out);
      return marker.on("click", (event) => pointer.choose(row.code, event));
    }

    /* Very many points, gathered by the server: where they lie in the middle, and how many they are. */
    function gathered(row) {
      const marker = L.marker(row.latlng, { icon: ballIcon([row]), keyboard: false, row });
      return marker.on("click", (event) => pointer.choose(row.code, event));
    }

    /* All rings of one commune, side by side around its inner point. */
    function rings(rows) {
      const box = nghean.element("span", "rings");
      for (const row of rows) {
        const ring = box.appendChild(nghean.element("span", row.count > 1 ? "ring" : "ring one", String(row.count)));
        ring.style.setProperty("--size", `${ringSize(row.count)}px`);
        ring.style.setProperty("--colour", row.layer.colour);
        ring.addEventListener("mousemove", (event) => pointer.over(map.mouseEventToLatLng(event), text(row)));
        ring.addEventListener("mouseleave", pointer.out);
      }
      const icon = L.divIcon({ html: box, className: "", iconSize: [0, 0] });
      const most = Math.max(...rows.map((row) => row.count));
      // Large rings go below small ones, so that none is hidden whole.
      const marker = L.marker(rows[0].latlng, { icon, keyboard: false, zIndexOffset: -1000 * ringSize(most) });
      return marker.on("click", (event) => pointer.choose(rows[0].code, event));
    }

    function byCommune(rows) {
      const communes = new Map();
      for (const row of rows) {
        if (!row.exact) communes.set(row.code, [...(communes.get(row.code) || []), row]);
      }
      return [...communes.values()];
    }

    function text({ texts: [title, ...lines], layer }) {
      return { title, item: layer, lines };
    }
  };

  function ringSize(count) {
    if (count <= 1) return RING_PX.one;
    return Math.min(RING_PX.most, Math.round(RING_PX.more + RING_PX.step * Math.log2(count)));
  }

  function clusters() {
    return L.markerClusterGroup({
      maxClusterRadius: 50, showCoverageOnHover: false, animate: false,
      iconCreateFunction: (cluster) => ballIcon(cluster.getAllChildMarkers().map((marker) => marker.options.row)),
    });
  }

  /* A ball with the number of points in it, in the colour of their layer when they are all of one. */
  function ballIcon(rows) {
    const ball = nghean.element("span", "cluster", String(rows.reduce((sum, row) => sum + row.count, 0)));
    const [layer] = rows.map((row) => row.layer);
    if (rows.every((row) => row.layer === layer)) ball.style.setProperty("--colour", layer.colour);
    return L.divIcon({ html: ball, className: "", iconSize: [0, 0] });
  }
})();
