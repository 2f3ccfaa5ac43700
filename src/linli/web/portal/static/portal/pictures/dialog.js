// The dialog in which one picture is looked at: opens, shows what goes on, runs its buttons, closes with an answer.
import { freed, opened, Refused } from "./picture.js";

const FAILED = "没有处理成功，可能是手机内存不够。请关闭其他程序后再试一次，或者换一张小一些的图片。";

export const part = (dialog, name) => dialog.querySelector(`[data-part="${name}"]`);

/**
 * Show a file's picture in a dialog until it is used or given up. Resolves to a JPEG, or null if given up.
 * `makeEditor(dialog, picture, signal)` returns the acts of the buttons by `data-act`, each of which may
 * give back the JPEG; the signal ends its listeners. Throws Unreadable.
 */
export async function edited({ dialog, file, longest, count, makeEditor }) {
  const ending = new AbortController();
  part(dialog, "count").textContent = count;
  part(dialog, "cancel").textContent = count ? "跳过这个" : "取消";
  enter(dialog, "opening", "正在打开图片……");
  const answer = givenUp(dialog, ending.signal);
  dialog.showModal();
  try {
    const opening = opened(file, longest);
    const picture = await Promise.race([opening, answer]);
    if (!picture) {
      opening.then(freed);
      return null;
    }
    enter(dialog, "ready", "");
    const { acts, leave } = makeEditor(dialog, picture, ending.signal);
    const jpeg = await Promise.race([used(dialog, acts, ending.signal), answer]);
    leave();
    return jpeg;
  } finally {
    ending.abort();
    dialog.close();
  }
}

function enter(dialog, state, text) {
  dialog.dataset.state = state;
  part(dialog, "status").classList.toggle("busy", state === "opening");
  tell(dialog, text);
}

/** Say what goes on, and if something is wrong, what to do. */
export function tell(dialog, text, wrong = "") {
  part(dialog, "status").textContent = text;
  part(dialog, "error").textContent = wrong;
}

// Null when somebody presses 取消 or the key Esc.
function givenUp(dialog, signal) {
  return new Promise((resolve) => {
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      resolve(null);
    }, { signal });
    part(dialog, "cancel").addEventListener("click", () => resolve(null), { signal });
  });
}

function used(dialog, acts, signal) {
  return new Promise((resolve) => {
    dialog.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-act]");
      const act = button && acts[button.dataset.act];
      if (!act || dialog.dataset.state === "working") return;
      dialog.dataset.state = "working";
      button.setAttribute("aria-busy", "true");
      const { jpeg, wrong } = await outcome(act);
      button.removeAttribute("aria-busy");
      // Given up meanwhile: the dialog may already show the next picture.
      if (signal.aborted) return;
      dialog.dataset.state = "ready";
      if (wrong) tell(dialog, "", wrong);
      if (jpeg) resolve(jpeg);
    }, { signal });
  });
}

async function outcome(act) {
  try {
    return { jpeg: await act() };
  } catch (error) {
    return { wrong: error instanceof Refused ? error.message : FAILED };
  }
}

/** Return a function that asks for `paint(context, width, height)`, at most once a frame, in CSS pixels. */
export function painter(canvas, paint, signal) {
  let frame = 0;
  const request = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const [width, height, density] = [canvas.clientWidth, canvas.clientHeight, Math.min(devicePixelRatio, 2)];
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
      const context = canvas.getContext("2d");
      context.scale(density, density);
      paint(context, width, height);
    });
  };
  const watcher = new ResizeObserver(request);
  watcher.observe(canvas);
  signal.addEventListener("abort", () => {
    watcher.disconnect();
    cancelAnimationFrame(frame);
    freed(canvas);
  });
  return request;
}

/** How far each arrow key moves: [right, down]. */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
