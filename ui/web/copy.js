/* A button that puts a picture on the clipboard. The picture is made on the server when the button is clicked; the
 * clipboard takes a promise of it, because it takes nothing that is written long after the click. Where the browser
 * gives no clipboard (plain http from another computer), the picture is shown to be copied by hand. */
const waiting = new WeakMap();

const picture = (base64) => new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: "image/png" });

export default ({ parentElement, data, setTriggerValue }) => {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("[role=status]");
  const dialog = parentElement.querySelector("dialog");
  button.textContent = data.copy;

  const end = (text) => {
    button.disabled = false;
    status.textContent = text;
  };
  const show = (blob) => {
    const image = dialog.querySelector("img");
    const address = URL.createObjectURL(blob);
    dialog.querySelector("p").textContent = data.copy_by_hand;
    dialog.querySelector("button").textContent = data.close;
    image.alt = data.title;
    image.src = address;
    dialog.onclose = () => URL.revokeObjectURL(address);
    dialog.showModal();
    end("");
  };

  button.onclick = () => {
    const made = new Promise((resolve) => waiting.set(parentElement, resolve));
    button.disabled = true;
    status.textContent = data.copying;
    setTriggerValue("asked", true);
    const byHand = () => made.then(show);
    if (!navigator.clipboard?.write) byHand();
    else navigator.clipboard.write([new ClipboardItem({ "image/png": made })]).then(() => end(data.copied), byHand);
  };
  if (data.png && waiting.has(parentElement)) {
    waiting.get(parentElement)(picture(data.png));
    waiting.delete(parentElement);
  }
};
