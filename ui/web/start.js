/* Runs before Streamlit's own script. */
(() => {
  "use strict";
  /* Streamlit looks for its server above the page's address by trial, and waits for each answer. It is where this
     script came from: /assets/start-….js. */
  const server = new URL("../", document.currentScript.src);
  window.__streamlit = {
    BACKEND_BASE_URL: server.href,
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
  };

  /* The map as a picture (ui/first_sight.py), where it will be on a laptop's screen. web/map.js takes it away when it
     has been painted; nothing else leaves it on the screen for longer than it helps. */
  const LONGEST_MS = 15_000;
  const picture = () => document.getElementById("first-sight");
  function showMap() {
    const named = document.querySelector("link[rel=preload][as=image]"); // for some pages, and some screens
    if (!named || !matchMedia(named.media).matches) return;
    const side = 300 + Math.min(0.03 * innerWidth, 56);
    const wide = Math.round((innerWidth - 300 - 2 * (side - 300)) * 0.75 - 8);
    const place = (left, top) => Object.assign(image.style, { left: `${left}px`, top: `${top}px` });
    const image = new Image(wide, 560);
    Object.assign(image, { id: "first-sight", alt: "", src: named.href });
    image.onerror = () => image.remove();
    Object.assign(image.style, { position: "fixed", zIndex: 50, pointerEvents: "none", borderRadius: "8px", objectFit: "none" });
    place(side, innerWidth < 1386 ? 413 : 357); // below that width the filter bar has two lines (look.css)
    document.documentElement.append(image);
    // The real map's frame is there before it has drawn anything: the picture covers exactly it, wherever letters and
    // elements that are still coming move it.
    const follow = () => {
      if (!image.isConnected) return;
      const frame = document.querySelector("iframe[title*=st_folium]")?.getBoundingClientRect();
      if (frame?.width) place(frame.left, frame.top); // it is there for a while before it has a place
      requestAnimationFrame(follow);
    };
    follow();
    const end = () => image.remove();
    image.addEventListener("real", end);
    setTimeout(end, LONGEST_MS);
  }
  showMap();

  /* Screen readers pronounce a page by its language, and style sheets put words in the reader's (look.css). Streamlit
     changes the address without loading the page anew. */
  const speak = () => {
    document.documentElement.lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "vi";
  };
  for (const name of ["pushState", "replaceState"]) {
    const plain = history[name];
    history[name] = function (...given) {
      plain.apply(this, given);
      speak();
      if (!location.pathname.endsWith("/ban-do")) picture()?.dispatchEvent(new Event("real"));
    };
  }
  addEventListener("popstate", speak);
  speak();

  const COVERED_PX = 768; // on screens narrower than this the menu lies over the page

  /* The menu's links open a page as the Back button does: without loading everything anew. */
  addEventListener("click", (event) => {
    const link = event.target.closest?.(".menu a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    const close = document.querySelector("[data-testid=stSidebarCollapseButton] button");
    if (innerWidth < COVERED_PX) close?.click();
  });
})();
