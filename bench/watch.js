/* Put into every page and frame before its own scripts. Keeps, in the topmost page: when the last click was made, and
   how much was drawn on canvases by the last callback that drew anything. Times are milliseconds since 1970. */
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const top = (() => { try { return window.top.location.href && window.top; } catch { return window; } })();
  if (top === window) window.bench = { clicked: 0, fills: 0, draws: 0, lastFills: 0, lastDraws: 0, waiting: false };
  const bench = top.bench;
  if (!bench) return;
  addEventListener("click", () => { bench.clicked = now(); }, true);
  addEventListener("change", () => { bench.clicked = now(); }, true);

  // A microtask runs when the drawing callback has ended: a callback is a picture.
  const count = (name, n) => {
    bench[name] += n;
    if (bench.waiting) return;
    bench.waiting = true;
    queueMicrotask(() => {
      Object.assign(bench, { lastFills: bench.fills, lastDraws: bench.draws, fills: 0, draws: 0, waiting: false });
    });
  };
  const wrap = (type, method, name, size) => {
    const plain = type && type.prototype[method];
    if (!plain) return;
    type.prototype[method] = function (...given) {
      count(name, size(this, given));
      return plain.apply(this, given);
    };
  };
  wrap(window.CanvasRenderingContext2D, "fill", "fills", () => 1);
  // Only what goes to the screen: deck.gl also draws for picking, into a buffer of its own.
  const seen = (gl, n) => (gl.getParameter(gl.DRAW_FRAMEBUFFER_BINDING) ? 0 : n);
  const gl = window.WebGL2RenderingContext;
  wrap(gl, "drawElements", "draws", (it, [, n]) => seen(it, n));
  wrap(gl, "drawArrays", "draws", (it, [, , n]) => seen(it, n));
  wrap(gl, "drawElementsInstanced", "draws", (it, [, n, , , copies]) => seen(it, n * copies));
  wrap(gl, "drawArraysInstanced", "draws", (it, [, , n, copies]) => seen(it, n * copies));

  /* Wait until `ready` (the body of a function of the map's document) holds, then two frames: by the second one the
     browser has painted the first. Gives the time. With `clicked`, what is before the click of a step is not looked at. */
  window.painted = (ready, timeout, clicked = false) => {
    const holds = new Function("map", "page", "bench", `return (${ready});`);
    const map = () => {
      const frame = document.querySelector("iframe[title*=st_folium]");
      return frame ? frame.contentDocument : document;
    };
    return new Promise((resolve, reject) => {
      const end = performance.now() + timeout;
      const look = () => {
        let held = false;
        try { held = (bench.clicked || !clicked) && holds(map(), document, bench); } catch (error) { held = false; }
        if (held) requestAnimationFrame(() => requestAnimationFrame(() => resolve(now())));
        else if (performance.now() > end) reject(new Error(`not painted: ${ready}`));
        else requestAnimationFrame(look);
      };
      look();
    });
  };

  /* Begin to wait for the end of a step that is about to be made, and when all of the page shows it: asked only after
     the click, a page that is busy with its answer would hear the question when it has done. */
  window.watchStep = (ready, whole, timeout) => {
    bench.clicked = 0;
    const ends = [ready, ...(whole ? [whole] : [])].map((one) => painted(one, timeout, true));
    bench.step = Promise.all(ends).then((times) => times.map((end) => end - bench.clicked));
    bench.step.catch(() => {}); // whoever asks for it is told
  };
})();
