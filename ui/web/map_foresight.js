/* What a choice of district will show, before the server has said it. The map still has every commune and site of the
   province from when it last showed them all; the server's answer follows, and decides. */
window.nghean = window.nghean || {};

(() => {
  "use strict";
  const nghean = window.nghean;
  const page = window.parent.document;
  const OUTSIDE = { look: "outside", colour: "#FFFFFF", label: "" };

  /* The state of one district ("" = of all) out of one that shows them all; null when it does not tell: points that
     the server has gathered across communes are of no district. `districtOf`: code of a commune → of its district. */
  nghean.restricted = (whole, district, districtOf) => {
    const inside = ([code]) => districtOf(code) === district;
    const outside = whole.classes.length;
    if (!district) return { ...whole };
    if (whole.symbols.some(([code]) => !code)) return null;
    return {
      ...whole,
      district,
      marks: "", // the server will name them
      classes: [...whole.classes, OUTSIDE],
      areas: whole.areas.map((row) => (inside(row) ? row : [row[0], outside])),
      symbols: whole.symbols.filter(inside),
      courses: whole.courses.filter(inside),
    };
  };

  /* Call `show` with what is foreseen at a choice in the page's box of districts; give a function that hears each state
     of the server. A state's `foresight` is {basis, box, districts}: all else that decides on it, the label of the box,
     and label → code of its districts; null where nothing is to be foreseen. */
  nghean.foresight = (show, districtOf) => {
    let whole = null; // the last state of the whole province
    let last = { foresight: null };

    function picked(option) {
      const { foresight, selected, district } = last;
      if (!foresight || !whole || whole.foresight.basis !== foresight.basis) return;
      if (option?.closest("[role=listbox]")?.getAttribute("aria-label") !== foresight.box) return;
      const code = foresight.districts[option.textContent];
      if (code === undefined || code === district) return;
      const foreseen = nghean.restricted(whole, code, districtOf);
      if (!foreseen) return;
      last = { ...foreseen, selected: !code || districtOf(selected) === code ? selected : "" };
      show(last);
    }

    const leaving = new AbortController();
    const heard = { capture: true, signal: leaving.signal };
    page.addEventListener("click", ({ target }) => picked(target.closest?.("[role=option]")), heard);
    page.addEventListener("keydown", ({ key, target }) => {
      const id = key === "Enter" && target.getAttribute?.("aria-activedescendant");
      if (id) picked(page.getElementById(id));
    }, heard);
    window.addEventListener("pagehide", () => leaving.abort());

    return (state) => {
      last = state;
      if (state.foresight && !state.district) whole = state;
    };
  };
})();
