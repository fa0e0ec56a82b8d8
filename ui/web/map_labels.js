/* Names of communes, each inside its own area and only where there is room for it: the more, the closer one looks. */
window.nghean = window.nghean || {};

(() => {
  "use strict";
  const nghean = window.nghean;
  const FONT = '600 12px "Be Vietnam Pro", system-ui, sans-serif';
  const LINE_PX = 16;
  const SHIFTS_PX = [0, 18, -18, 28, -28]; // up or down, where a ring stands in the way
  const RING_PX = 11; // half the room of one ring
  const CLOSER = 1.25; // zoom levels above the farthest one, from which names are written at all
  const KINDS = /^(xã|phường|thị trấn) /; // on the map every area is one
  const LEVELS = [0.5, 0.4, 0.6, 0.3, 0.7]; // of an area's height, where a name may stand
  const AT_ONCE = 20; // areas looked at in one pause
  const pen = document.createElement("canvas").getContext("2d");
  const pause = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));

  /* Give a function that writes the names of areas (Leaflet polygons with `shown`) beside the symbols of a state; the
     selected one's comes before all others, and is written however far away the map is. */
  nghean.labels = (map) => {
    const pane = map.createPane("names");
    pane.classList.add("leaflet-zoom-hide");
    let areas = new Map();
    let symbols = [];
    let first = "";

    function write() {
      const near = map.getZoom() >= map.getMinZoom() + CLOSER;
      const rows = [...areas.values()].filter(({ shown, feature }) => {
        return shown && (feature.properties.code === first || (near && shown.item.look !== "outside"));
      });
      const spots = rows.map(spot).sort((one, other) => (other.code === first) - (one.code === first)
        || other.room - one.room);
      const boxes = rings();
      const names = [];
      for (const { code, name, wide, x, y, room, high, look } of spots) {
        if (code !== first && (wide > room || high < 1.5 * LINE_PX)) continue;
        const places = SHIFTS_PX.filter((shift) => code === first || 2 * Math.abs(shift) < high - LINE_PX).map((shift) => {
          return [x - wide / 2, y + shift - LINE_PX / 2, x + wide / 2, y + shift + LINE_PX / 2];
        });
        const box = places.find((place) => !boxes.some((other) => overlap(place, other)));
        if (!box) continue;
        boxes.push(box);
        const label = nghean.element("span", `map-name ${look}`, name);
        L.DomUtil.setPosition(label, L.point(x, (box[1] + box[3]) / 2));
        names.push(label);
      }
      pane.replaceChildren(...names);
    }

    /* The room that rings and dots take: the rings of one commune stand side by side. */
    function rings() {
      const beside = new Map();
      for (const [code, , , , , exact] of symbols) if (!exact) beside.set(code, (beside.get(code) ?? 0) + 1);
      return symbols.map(([code, lon, lat, , , exact]) => {
        const { x, y } = map.latLngToLayerPoint([lat, lon]);
        const wide = exact ? RING_PX : RING_PX * beside.get(code);
        return [x - wide, y - RING_PX, x + wide, y + RING_PX];
      });
    }

    /* Reckon names and room of areas in pauses: a district that is chosen then has its names at once. */
    function prepare(waiting) {
      pause(() => {
        for (const area of waiting.splice(0, AT_ONCE)) known(area);
        if (waiting.length && areas.get(waiting[0].feature.properties.code) === waiting[0]) prepare(waiting);
      });
    }

    function known(area) {
      area.name ??= area.feature.properties.label.replace(KINDS, "");
      area.room ??= widest(area.feature.geometry);
      area.wide ??= pen.measureText(area.name).width;
    }

    /* Where an area has most room for a line of text: in pixels of the layer. */
    function spot(area) {
      known(area);
      const { code } = area.feature.properties;
      const { name, wide } = area;
      const { west, east, lat, south, north } = area.room;
      const left = map.latLngToLayerPoint([lat, west]);
      const right = map.latLngToLayerPoint([lat, east]);
      const high = map.latLngToLayerPoint([south, west]).y - map.latLngToLayerPoint([north, west]).y;
      const x = (left.x + right.x) / 2;
      const { look } = area.shown.item;
      return { code, name, wide, x, y: left.y, room: right.x - left.x, high, look };
    }

    const soon = () => nghean.afterPaint("names", write);
    map.on("zoomend viewreset", () => {
      pane.replaceChildren();
      soon();
    });
    pen.font = FONT;
    document.fonts.load(FONT).finally(() => {
      pen.font = FONT;
      for (const area of areas.values()) area.wide = undefined; // it was that of another font
      prepare([...areas.values()]);
      soon();
    });
    return (shown, state) => {
      if (areas !== shown) prepare([...shown.values()]);
      areas = shown;
      symbols = state.symbols;
      first = state.selected;
      soon();
    };
  };

  function overlap([left, top, right, bottom], other) {
    return left < other[2] && other[0] < right && top < other[3] && other[1] < bottom;
  }

  /* The longest stretch of a parallel inside an area, of a few parallels about its middle. */
  function widest({ type, coordinates }) {
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    const latitudes = polygons.map(([ring]) => ring.map(([, lat]) => lat));
    const heights = latitudes.map((all) => Math.max(...all) - Math.min(...all));
    const rings = polygons[heights.indexOf(Math.max(...heights))];
    const [south, north] = [Math.min, Math.max].map((end) => end(...rings[0].map(([, lat]) => lat)));
    const stretches = LEVELS.flatMap((level) => {
      const lat = south + level * (north - south);
      const crossed = rings.flatMap((ring) => crossings(ring, lat)).sort((one, other) => one - other);
      return crossed.flatMap((west, place) => (place % 2 ? [] : [{ west, east: crossed[place + 1], lat, south, north }]));
    });
    return stretches.reduce((best, one) => (one.east - one.west > best.east - best.west ? one : best));
  }

  function crossings(ring, lat) {
    return ring.slice(1).flatMap(([x2, y2], place) => {
      const [x1, y1] = ring[place];
      return y1 <= lat === y2 <= lat ? [] : [x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)];
    });
  }
})();
