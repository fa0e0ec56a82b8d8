/* What the map shows, kept in the page's own address (at=longitude,latitude,zoom), so that a copied link shows the
   same; and two maps side by side that move together. The page is not run for any of it. */
window.nghean = window.nghean || {};

(() => {
  "use strict";
  const nghean = window.nghean;
  const page = window.parent;
  const NAME = "at=";
  const FURTHEST = { longitude: 180, latitude: 85, zoom: 24 };

  const words = () => page.location.search.slice(1).split("&").filter(Boolean);

  /* The extent in the address, null when there is none or it makes no sense. */
  function read() {
    const text = words().find((part) => part.startsWith(NAME)) || "";
    const numbers = decodeURIComponent(text.slice(NAME.length)).split(",").map((part) => (part ? Number(part) : NaN));
    const [longitude, latitude, zoom] = numbers;
    const sound = numbers.length === 3 && numbers.every(Number.isFinite) && zoom >= 0
      && Math.abs(longitude) <= FURTHEST.longitude && Math.abs(latitude) <= FURTHEST.latitude && zoom <= FURTHEST.zoom;
    return sound ? { centre: [latitude, longitude], zoom } : null;
  }

  /* Give {asked, said, keep, role, home}: `asked()` is the extent that a link or the Back button wants shown, once;
     `said(moved)` is called when the map has come to rest, moved by the reader or not, `keep()` when Streamlit may have
     changed the address; `role({keeps, linked})` says whether the address speaks of this map, and whether it moves with
     the others on the page; `home()` shows all. */
  nghean.extent = (map, goTo, goHome) => {
    let mine = { keeps: false, linked: false };
    let here = ""; // the extent the reader has moved to, "" while the map shows what it was fitted to
    let following = false;
    const leaving = new AbortController();
    const { signal } = leaving;
    let asked = read();

    /* Streamlit puts the filter into the address by itself and knows nothing of the extent: it is put back. */
    function write() {
      if (!mine.keeps || !window.frameElement?.isConnected) return;
      const others = words().filter((part) => !part.startsWith(NAME));
      const search = [...others, ...(here ? [NAME + here] : [])].join("&");
      if (search === words().join("&")) return;
      page.history.replaceState(page.history.state, "", page.location.pathname + (search ? `?${search}` : ""));
    }

    function said(moved) {
      const { lng, lat } = map.getCenter();
      here = moved ? `${lng.toFixed(4)},${lat.toFixed(4)},${map.getZoom().toFixed(2).replace(/\.?0+$/, "")}` : "";
      write();
      if (moved) lead();
    }

    function others() {
      const frames = mine.linked && !following ? Array.from({ length: page.length }, (_, place) => page[place]) : [];
      return frames.filter((frame) => frame !== window).flatMap((frame) => {
        try {
          return frame.nghean?.extents ?? [];
        } catch {
          return []; // a frame of another origin
        }
      });
    }

    function lead() {
      for (const other of others()) other.follow(map.getCenter(), map.getZoom());
    }

    function home() {
      goHome();
      for (const other of others()) other.follow(null);
    }

    function follow(centre, zoom) {
      if (!mine.linked) return;
      following = true;
      if (centre) goTo([centre.lat, centre.lng], zoom);
      else goHome();
      following = false;
    }

    nghean.extents = [{ follow }];
    map.on("drag", lead);
    page.addEventListener("popstate", () => { asked = read(); }, { signal });
    page.navigation?.addEventListener("currententrychange", (event) => {
      if (event.navigationType === "push") write();
    }, { signal });
    window.addEventListener("pagehide", () => leaving.abort());

    return {
      home,
      keep: write,
      said,
      role: (role) => { mine = role; },
      asked() {
        const once = mine.keeps || mine.linked ? asked : null;
        asked = null;
        return once;
      },
    };
  };
})();
