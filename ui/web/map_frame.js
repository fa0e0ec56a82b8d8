/* What stands in the map's frame besides the map: notice, hover text, legend, buttons, hatching.
   Texts come from data and are only ever set as textContent. */
window.nghean = window.nghean || {};

(() => {
  "use strict";
  const nghean = window.nghean;
  const GAP_PX = 14; // between the pointer and the hover text
  const PHONE_PX = 560; // narrower frames open with the legend folded

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  nghean.element = element;

  const svg = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  /* Do what takes long when the next frame has been painted; of several such works of one name only the last. */
  const later = new Map();
  nghean.afterPaint = (name, work) => {
    later.set(name, work);
    requestAnimationFrame(() => setTimeout(() => {
      if (later.get(name) === work) work();
    }));
  };

  /* streamlit-folium does not wait for style sheets; without them a map from the cache would flash in pieces. */
  nghean.hideUntilStyled = (box) => {
    const waiting = [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.sheet);
    box.style.visibility = waiting.length ? "hidden" : "";
    for (const link of waiting) link.onload = link.onerror = () => { box.style.visibility = ""; };
  };

  /* A line of text over the map: loading, or what went wrong. */
  nghean.notice = (map) => {
    const line = map.getContainer().appendChild(element("p", "map-notice"));
    line.setAttribute("role", "status");
    return (text) => {
      line.textContent = text;
      line.hidden = !text;
    };
  };

  /* The hover text. Not a Leaflet tooltip: streamlit-folium puts the content of those through innerHTML. */
  nghean.tip = (map) => {
    const box = map.getContainer().appendChild(element("div", "map-tip"));
    box.hidden = true;
    return {
      show(latlng, { title, item, lines }) {
        box.replaceChildren(element("strong", "", title));
        if (item) box.append(legendLine(item));
        box.append(...lines.map((line) => element("span", "", line)));
        box.hidden = false;
        const frame = map.getSize();
        const point = map.latLngToContainerPoint(latlng);
        const right = point.x + GAP_PX;
        const left = right + box.offsetWidth > frame.x ? point.x - GAP_PX - box.offsetWidth : right;
        const top = Math.min(point.y + GAP_PX, frame.y - box.offsetHeight - 4);
        box.style.left = `${Math.max(4, left)}px`;
        box.style.top = `${Math.max(4, top)}px`;
      },
      hide() {
        box.hidden = true;
      },
    };
  };

  function legendLine({ label, colour, shape, look }) {
    const line = element("span", "legend-line");
    const sample = element("i", `sample ${look}`);
    sample.dataset.shape = shape;
    sample.style.setProperty("--colour", colour);
    line.append(sample, element("span", "", label));
    return line;
  }

  /* The legend, folded on a narrow frame until the reader opens it. */
  nghean.legend = (map) => {
    const box = element("details", "map-legend");
    const heading = box.appendChild(element("summary"));
    const lines = box.appendChild(element("div"));
    box.open = map.getSize().x >= PHONE_PX;
    control(map, "bottomleft", box);
    return ({ captions, classes, layers }) => {
      heading.textContent = captions.legend;
      lines.replaceChildren(...[...classes, ...layers].map(legendLine));
      box.hidden = !lines.hasChildNodes();
    };
  };

  /* Buttons to zoom, to go home and to go to the selected area, and the scale. Gives a function that names the buttons
     in the reader's language. */
  nghean.controls = (map, goHome, goToSelected) => {
    L.control.zoom().addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    const bar = element("div", "leaflet-bar");
    const [home, target] = [["map-home", goHome], ["map-target", goToSelected]].map(([name, go]) => {
      const button = bar.appendChild(element("a", `map-go ${name}`));
      Object.assign(button, { href: "#", role: "button" });
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.preventDefault(event);
        go();
      });
      return button;
    });
    control(map, "topleft", bar);
    const [zoomIn, zoomOut] = map.getContainer().querySelectorAll(".leaflet-control-zoom a");
    return (captions) => {
      const { zoom_in, zoom_out, home: back, to_selected } = captions;
      for (const [button, name] of [[zoomIn, zoom_in], [zoomOut, zoom_out], [home, back], [target, to_selected]]) {
        Object.assign(button, { title: name, ariaLabel: name });
      }
    };
  };

  function control(map, position, box) {
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    new (L.Control.extend({ options: { position }, onAdd: () => box }))().addTo(map);
  }

  /* The fills that no plain colour tells apart: communes without figures are hatched, those of a dotted class have
     dots on its colour. */
  nghean.hatching = (map) => {
    const root = map.getContainer().appendChild(svg("svg", { width: 0, height: 0, "aria-hidden": "true" }));
    const pattern = svg("pattern", {
      id: "no-data", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    });
    pattern.append(svg("rect", { width: 6, height: 6, class: "hatch-ground" }));
    pattern.append(svg("line", { x1: 3, y1: 0, x2: 3, y2: 6, class: "hatch-line" }));
    const dots = svg("pattern", { id: "dotted", width: 6, height: 6, patternUnits: "userSpaceOnUse" });
    const ground = dots.appendChild(svg("rect", { width: 6, height: 6 }));
    dots.append(svg("circle", { cx: 3, cy: 3, r: 1, class: "dots" }));
    root.appendChild(svg("defs", {})).append(pattern, dots);
    nghean.fill = ({ look, colour }) => {
      if (look === "dotted") ground.setAttribute("fill", colour);
      return { hatched: "url(#no-data)", dotted: "url(#dotted)" }[look] ?? colour;
    };
  };
})();
