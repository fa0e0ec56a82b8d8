/* What the map is told, as it stands in two hidden elements of the page right before the map's (ui/map_view.py): a table
   with a name, and what is selected in which table. */
window.nghean = window.nghean || {};

/* Call `nghean.show` with the table whenever the page holds another one, and `hear` with {code, table} whenever it says
   anew what is selected: the code of a commune, "" for none, and the name of the table it is selected in. */
window.nghean.told = (hear) => {
  const place = window.frameElement.closest("[data-testid=stElementContainer]");
  let table, selected;

  function look() {
    const second = place.previousElementSibling;
    const found = second?.previousElementSibling?.querySelector(".map-table");
    const said = second?.querySelector(".map-selected");
    if (!found || !said || (found === table && said === selected)) return; // something else around the map, or not all
    const anew = found !== table;
    [table, selected] = [found, said];
    const { code, table: name } = said.dataset;
    if (anew) window.nghean.show(JSON.parse(found.textContent), found.dataset.name, code);
    hear({ code, table: name });
  }

  const watch = new MutationObserver(look);
  watch.observe(place.parentNode, { childList: true, subtree: true });
  window.addEventListener("pagehide", () => watch.disconnect());
  look();
};
