/* What is selected, as the page says it in an element right before the map's (ui/map_view.py). */
window.nghean = window.nghean || {};

/* Give a function that reads it, as {code, table}: the commune, "" for none, and the name of the table that it is
   selected in. Call `hear` with it whenever the page says it anew. */
window.nghean.selected = (hear) => {
  const place = window.frameElement.closest("[data-testid=stElementContainer]");
  const element = () => place.previousElementSibling?.querySelector(".map-selected");
  const read = () => ({ code: "", table: "", ...element()?.dataset });
  let last = element();
  const watch = new MutationObserver(() => {
    if (element() === last) return; // something else around the map
    last = element();
    hear(read());
  });
  watch.observe(place.parentNode, { childList: true, subtree: true });
  window.addEventListener("pagehide", () => watch.disconnect());
  return read;
};
