// The paper: four handles are laid on its corners, and what lies between them is straightened.
import { ARROWS, painter, part, tell } from "./dialog.js";
import { foundPage } from "./edges.js";
import { area, corners, isConvex, sizeOf } from "./geometry.js";
import { blank, freed, Refused, toJpeg, turned } from "./picture.js";

const MOST_BYTES = 500 * 1024;
const STEP = 4;
// Half a handle, so that one on the picture's corner still lies wholly on the stage.
const MARGIN = 24;
const LOUPE_ZOOM = 3;

export const LONGEST = 2200;

export function paperEditor(dialog, picture, signal) {
  const [stage, view, loupe] = ["stage", "view", "loupe"].map((name) => part(dialog, name));
  const handles = [...dialog.querySelectorAll("[data-corner]")];
  const repaint = painter(view, paint, signal);
  const found = foundPage(picture);
  let quad = found || corners(picture.width, picture.height);
  let chosen = null;

  // Where the picture lies on the stage.
  function laid() {
    const [width, height] = [view.clientWidth, view.clientHeight];
    const scale = Math.min((width - 2 * MARGIN) / picture.width, (height - 2 * MARGIN) / picture.height);
    return { scale, left: (width - picture.width * scale) / 2, top: (height - picture.height * scale) / 2 };
  }

  function setCorner(i, [x, y]) {
    quad[i] = [Math.min(Math.max(x, 0), picture.width), Math.min(Math.max(y, 0), picture.height)];
    tell(dialog, "");
    repaint();
  }

  function paint(context, width, height) {
    const { scale, left, top } = laid();
    context.drawImage(picture, left, top, picture.width * scale, picture.height * scale);
    const points = quad.map(([x, y]) => [left + x * scale, top + y * scale]);
    context.beginPath();
    context.rect(0, 0, width, height);
    points.forEach((point, i) => (i ? context.lineTo(...point) : context.moveTo(...point)));
    context.closePath();
    context.fillStyle = "rgb(20 28 36 / 50%)";
    context.fill("evenodd");
    context.beginPath();
    points.forEach((point) => context.lineTo(...point));
    context.closePath();
    for (const [colour, lineWidth] of [["#083f48", 5], ["#fff", 2]]) {
      Object.assign(context, { strokeStyle: colour, lineWidth });
      context.stroke();
    }
    points.forEach(([x, y], i) => Object.assign(handles[i].style, { left: `${x}px`, top: `${y}px` }));
  }

  // A finger hides the corner it moves; the loupe shows it at the side where the finger is not.
  function magnify(i) {
    const [x, y] = quad[i], size = loupe.clientWidth, { scale, left } = laid();
    const reach = size / (scale * LOUPE_ZOOM);
    loupe.width = loupe.height = size;
    const context = loupe.getContext("2d");
    context.drawImage(picture, x - reach / 2, y - reach / 2, reach, reach, 0, 0, size, size);
    context.fillStyle = "#9c1f1f";
    context.fillRect(size / 2 - 1, size / 2 - 14, 2, 28);
    context.fillRect(size / 2 - 14, size / 2 - 1, 28, 2);
    loupe.classList.toggle("picture-loupe-right", left + x * scale < view.clientWidth / 2);
  }

  function choose(i) {
    chosen = chosen === i ? null : i;
    handles.forEach((handle, k) => handle.setAttribute("aria-pressed", String(k === chosen)));
    tell(dialog, chosen === null ? "" : `请点${handles[i].getAttribute("aria-label")}应在的位置。`);
  }

  function bindHandle(handle, i) {
    let hold = null, isMoved = false;
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      hold = { x: event.clientX, y: event.clientY, corner: quad[i] };
      isMoved = false;
    }, { signal });
    handle.addEventListener("pointermove", (event) => {
      if (!hold) return;
      const [right, down] = [event.clientX - hold.x, event.clientY - hold.y];
      isMoved ||= Math.hypot(right, down) > 3;
      if (!isMoved) return;
      const { scale } = laid();
      setCorner(i, [hold.corner[0] + right / scale, hold.corner[1] + down / scale]);
      stage.classList.add("picture-close");
      magnify(i);
    }, { signal });
    for (const end of ["pointerup", "pointercancel", "blur"]) {
      handle.addEventListener(end, () => {
        hold = null;
        stage.classList.remove("picture-close");
      }, { signal });
    }
    // Whoever cannot drag presses the handle, then the place.
    handle.addEventListener("click", () => isMoved || choose(i), { signal });
    handle.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      isMoved = false;
      const step = (STEP * (event.shiftKey ? 5 : 1)) / laid().scale;
      setCorner(i, [quad[i][0] + arrow[0] * step, quad[i][1] + arrow[1] * step]);
      stage.classList.add("picture-close");
      magnify(i);
      const [x, y] = [quad[i][0] / picture.width, quad[i][1] / picture.height].map((share) => Math.round(100 * share));
      tell(dialog, `${handle.getAttribute("aria-label")}：距左边${x}%，距上边${y}%`);
    }, { signal });
  }

  function turn() {
    quad = quad.map(([x, y]) => [picture.height - y, x]);
    quad.unshift(quad.pop());
    picture = turned(picture);
    repaint();
  }

  async function straighten() {
    if (!isConvex(quad) || area(quad) < 0.02 * picture.width * picture.height) {
      throw new Refused("四个圆点的位置交叉或者太近了。请把每个圆点拖到纸张对应的角上。");
    }
    tell(dialog, "正在拉直……");
    return toJpeg(await straightened(picture, quad), MOST_BYTES);
  }

  function keep() {
    tell(dialog, "正在压缩……");
    return toJpeg(picture, MOST_BYTES);
  }

  handles.forEach(bindHandle);
  view.addEventListener("click", (event) => {
    if (chosen === null) return;
    const { scale, left, top } = laid();
    setCorner(chosen, [(event.offsetX - left) / scale, (event.offsetY - top) / scale]);
    choose(chosen);
  }, { signal });
  tell(dialog, found ? "已找到纸张的四个角，请核对。" : "没有认出纸张的边，请拖动四个圆点。");
  handles[0].focus();
  return { acts: { rotate: turn, use: straighten, plain: keep }, leave: () => freed(picture) };
}

async function straightened(picture, quad) {
  const { width, height } = sizeOf(quad, LONGEST);
  const { data } = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height);
  const job = { pixels: data.buffer, width: picture.width, height: picture.height, quad };
  const pixels = await warped({ ...job, outWidth: width, outHeight: height });
  const { canvas, context } = blank(width, height);
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  return canvas;
}

async function warped(job) {
  const worker = new Worker(new URL("warp.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }) => resolve(data));
      worker.addEventListener("error", (event) => reject(new Error(event.message || "no worker")));
      worker.postMessage(job, [job.pixels]);
    });
  } finally {
    worker.terminate();
  }
}
