/* What areas and lines are drawn with. */
window.nghean = window.nghean || {};

/* Leaflet's SVG, which sets every path once when the view is set anew. Leaflet's own does it three times: when the zoom has ended, when the move has, and when the view has been reset. */
window.nghean.Renderer = L.SVG.extend({
  getEvents() {
    return { ...L.SVG.prototype.getEvents.call(this), viewprereset: () => { this.anew = true; } };
  },
  _onZoomEnd() {
    if (!this.anew) L.SVG.prototype._onZoomEnd.call(this);
  },
  _update() {
    if (!this.anew) L.SVG.prototype._update.call(this);
  },
  _reset() {
    this.anew = false;
    for (const path of Object.values(this._layers)) path._project();
    this._update();
  },
});

/* An area on land that never changes: where its corners are in the world is reckoned once, and corners that fall upon
   one pixel are one. */
window.nghean.Area = L.Polygon.extend({
  _projectLatlngs(latlngs, result, bounds) {
    if (!(latlngs[0] instanceof L.LatLng)) {
      for (const part of latlngs) this._projectLatlngs(part, result, bounds);
      return;
    }
    const { crs } = this._map.options;
    latlngs.world ??= Float64Array.from(latlngs.flatMap((corner) => {
      const { x, y } = crs.latLngToPoint(corner, 0);
      return [x, y];
    }));
    const { world } = latlngs;
    const scale = crs.scale(this._map.getZoom()) / crs.scale(0);
    const origin = this._map.getPixelOrigin();
    const ring = [];
    let last = null;
    for (let place = 0; place < world.length; place += 2) {
      const x = Math.round(world[place] * scale) - origin.x;
      const y = Math.round(world[place + 1] * scale) - origin.y;
      if (last && last.x === x && last.y === y) continue;
      last = new L.Point(x, y);
      ring.push(last);
      bounds.extend(last);
    }
    result.push(ring);
  },
  _clipPoints() {
    if (this._pxBounds && this._renderer._bounds.contains(this._pxBounds)) this._parts = [...this._rings];
    else L.Polygon.prototype._clipPoints.call(this);
  },
});
