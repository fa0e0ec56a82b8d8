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
    };
  }
  addEventListener("popstate", speak);
  speak();
})();
