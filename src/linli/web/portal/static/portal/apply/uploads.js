/* Send files once they are chosen and made ready, with what the network is doing said in words. */
import { stateOf } from "./state.js";

export function bindUploads(form) {
  const say = stateOf(form);
  const button = form.querySelector("button[type=submit]");
  const input = form.querySelector("input[type=file]");
  form.classList.add("is-easy");
  // What the tools for pictures pass over (no dialog, no bitmaps) is sent as it was chosen.
  if (!("createImageBitmap" in window) || !("showModal" in HTMLDialogElement.prototype)) input.addEventListener("change", () => input.files.length && form.requestSubmit());
  form.addEventListener("picture-ready", () => form.requestSubmit());
  form.addEventListener("submit", () => {
    button.setAttribute("aria-busy", "true");
    say("正在上传，请不要关闭本页……");
  });
  // Back from the next page, the browser may show this one as it was left.
  window.addEventListener("pageshow", () => {
    button.removeAttribute("aria-busy");
    say("");
  });
}
