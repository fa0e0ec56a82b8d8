/* Outlines of the districts, out of the communes alone: edges that two communes of one district do not share. */
window.nghean = window.nghean || {};

/* Takes GeoJSON features of a valid coverage with property district_code; gives lines of [lat, lng]. */
window.nghean.districtBorders = (features) => {
  "use strict";
  const inner = Symbol("inside a district");
  const owners = new Map(); // edge → the district on its one side, or `inner`
  const edge = ([x1, y1], [x2, y2]) => {
    const forward = x1 < x2 || (x1 === x2 && y1 < y2);
    return forward ? `${x1} ${y1} ${x2} ${y2}` : `${x2} ${y2} ${x1} ${y1}`;
  };
  const rings = features.flatMap(({ geometry: { type, coordinates }, properties: { district_code: district } }) => {
    return (type === "Polygon" ? coordinates : coordinates.flat()).map((ring) => ({ ring, district }));
  });
  for (const { ring, district } of rings) {
    for (let i = 1; i < ring.length; i++) {
      const key = edge(ring[i - 1], ring[i]);
      owners.set(key, owners.get(key) === district ? inner : district);
    }
  }
  const lines = [];
  for (const { ring } of rings) {
    let line = null;
    for (let i = 1; i < ring.length; i++) {
      const key = edge(ring[i - 1], ring[i]);
      const border = owners.has(key) && owners.get(key) !== inner;
      owners.delete(key); // drawn once, from the side that comes first
      if (!border) line = null;
      else if (line) line.push([ring[i][1], ring[i][0]]);
      else lines.push((line = [[ring[i - 1][1], ring[i - 1][0]], [ring[i][1], ring[i][0]]]));
    }
  }
  return lines;
};
