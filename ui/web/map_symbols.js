/* Sites on the map: rings for those known to their commune only, dots for exact points, clusters of many dots, lines
   where the course is known. */
window.nghean = window.nghean || {};

(() => {
  "use strict";
  const nghean = window.nghean;
  const KEPT = 4; // groups of symbols
  const FEW = 0.1; // of the symbols: as many are changed one by one, and more drawn anew
  const CLUSTER_FROM = 200; // more dots than this are drawn as clusters
  const RING_PX = { one: 15, more: 18, step: 3, most: 36 }; // a ring grows by a step at each doubling of its count
  const FULL_SIZE_ZOOM = 9.5; // with the whole province in view the rings are smaller, or they would hide it

  /* Give {show, clear}: `show(state)` shows the symbols of a state. `pointer` is {over(latlng, text), out(), choose(code, event)}. */
  nghean.symbols = (map, pointer) => {
    // SVGs of their own, not a canvas: a canvas would take the pointer from the communes below it.
    const [courseRenderer, dotRenderer] = [["courses", 440], ["dots", 450]].map(([pane, level]) => {
      map.createPane(pane).style.zIndex = level;
      return new nghean.Renderer({ pane });
    });
    const scale = () => {
      const share = Math.min(1, Math.max(0.7, 1 - (FULL_SIZE_ZOOM - map.getZoom()) * 0.2));
      map.getPane("markerPane").style.setProperty("--scale", share);
    };
    map.on("zoomend", scale);
    scale();
    const nothing = () => ({ whole: L.layerGroup(), dots: null, parts: new Map() });
    let shown = nothing(); // all of it, the group of its exact points in it, and what each symbol shows, as JSON → it
    const made = new Map(); // what is shown, as JSON → its group; the last few, as one looks to and fro
    const named = new Map(); // by their name, → their group: with it nothing need be compared; as many

    return {
      show(state) {
        const wanted = named.get(state.marks) ?? sameOrDrawn(state);
        if (state.marks) keep(named, state.marks, wanted);
        if (wanted === shown) return; // a click changes the selection only, and what was foreseen is there already
        shown.whole.remove();
        shown = wanted;
        shown.whole.addTo(map);
      },
      clear() {
        shown.whole.remove();
        shown = nothing();
      },
    };

    function sameOrDrawn(state) {
      const rows = described(state);
      const key = [...rows.keys()].join();
      const found = made.get(key) ?? changed(rows) ?? drawn(rows);
      keep(made, key, found);
      return found;
    }

    function keep(groups, key, found) {
      groups.delete(key);
      groups.set(key, found);
      if (groups.size > KEPT) groups.delete(groups.keys().next().value);
    }

    /* What each symbol shows, as JSON → the rows of a commune's rings, of a dot, of a course. */
    function described({ layers, symbols, courses, lines }) {
      const rows = [
        ...symbols.map(([code, lon, lat, layer, count, exact, ...places]) => {
          return { code, lon, lat, layer, count, exact, places };
        }),
        ...courses.map(([code, layer, parts, ...places]) => ({ code, layer, parts, places })),
      ].map(({ layer, places, ...rest }) => ({
        ...rest, layer: layers[layer], texts: places.map((place) => lines[place]),
      }));
      const found = new Map();
      for (const some of [...byCommune(rows), ...rows.filter(alone).map((row) => [row])]) {
        let key = JSON.stringify(some);
        while (found.has(key)) key += " "; // two of the same at one place are two
        found.set(key, some);
      }
      return found;
    }

    /* What is shown, made into what is wanted: on another day most of it stands there already. Null where it does not. */
    function changed(rows) {
      const { whole, dots, parts } = shown;
      const gone = [...parts.keys()].filter((key) => !rows.has(key));
      const come = [...rows.keys()].filter((key) => !parts.has(key));
      const alike = clustered(rows) === dots instanceof L.MarkerClusterGroup;
      if (!alike || gone.length + come.length > rows.size * FEW) return null;
      for (const groups of [made, named]) {
        for (const [key, group] of groups) if (group === shown) groups.delete(key); // what they name is no more
      }
      for (const key of gone) {
        (dots.hasLayer(parts.get(key)) ? dots : whole).removeLayer(parts.get(key));
        parts.delete(key);
      }
      for (const key of come) add(shown, key, rows.get(key));
      return shown;
    }

    function drawn(rows) {
      const dots = clustered(rows) ? clusters() : L.layerGroup();
      const group = { whole: L.layerGroup([dots]), dots, parts: new Map() };
      for (const [key, some] of rows) add(group, key, some);
      return group;
    }

    function add({ whole, dots, parts }, key, rows) {
      const [{ exact, parts: course }] = rows;
      const made = course ? line(rows[0]) : exact ? dot(rows[0]) : rings(rows);
      (exact ? dots : whole).addLayer(made);
      parts.set(key, made);
    }

    /* A line with a pale edge, so that it is seen on any colour; parts are [lon, lat, lon, lat, …]. */
    function line(row) {
      const paths = row.parts.map((part) => part.flatMap((lon, place) => (place % 2 ? [] : [[part[place + 1], lon]])));
      const style = { renderer: courseRenderer, smoothFactor: 1, className: "course" };
      const edge = L.polyline(paths, { ...style, color: "#fff", weight: 7 });
      const middle = L.polyline(paths, { ...style, color: row.layer.colour, weight: 4 });
      for (const part of [edge, middle]) {
        part.on("mousemove", (event) => pointer.over(event.latlng, text(row)));
        part.on("mouseout", pointer.out);
        part.on("click", (event) => pointer.choose(row.code, event));
      }
      return L.layerGroup([edge, middle]);
    }

    function dot(row) {
      if (row.count > 1) return gathered(row);
      const marker = L.circleMarker(latlng(row), {
        renderer: dotRenderer, className: "dot", radius: 6, weight: 1.5, fillColor: row.layer.colour, fillOpacity: 1, row,
      });
      marker.on("mousemove", (event) => pointer.over(event.latlng, text(row)));
      marker.on("mouseout", pointer.out);
      return marker.on("click", (event) => pointer.choose(row.code, event));
    }

    /* Very many points, gathered by the server: where they lie in the middle, and how many they are. */
    function gathered(row) {
      const marker = L.marker(latlng(row), { icon: ballIcon([row]), keyboard: false, row });
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
      const marker = L.marker(latlng(rows[0]), { icon, keyboard: false, zIndexOffset: -1000 * ringSize(most) });
      return marker.on("click", (event) => pointer.choose(rows[0].code, event));
    }

    function text({ texts: [title, ...lines], layer }) {
      return { title, item: layer, lines };
    }
  };

  const latlng = ({ lat, lon }) => L.latLng(lat, lon);

  /* Exact points and courses are drawn one by one, all else by its commune. */
  const alone = ({ exact, parts }) => exact || parts;

  function byCommune(rows) {
    const communes = new Map();
    for (const row of rows) {
      if (!alone(row)) communes.set(row.code, [...(communes.get(row.code) || []), row]);
    }
    return communes.values();
  }

  function clustered(rows) {
    const exact = [...rows.values()].filter(([row]) => row.exact);
    return exact.length > CLUSTER_FROM || exact.some(([row]) => row.count > 1);
  }

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
    const [colour] = rows.map((row) => row.layer.colour);
    if (rows.every((row) => row.layer.colour === colour)) ball.style.setProperty("--colour", colour);
    return L.divIcon({ html: ball, className: "", iconSize: [0, 0] });
  }
})();
