/* What areas and lines are drawn with: Leaflet's SVG, which sets every path once when the view is set anew. */
window.nghean = window.nghean || {};

/* Leaflet's own does it three times: when the zoom has ended, when the move has, and when the view has been reset. */
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
