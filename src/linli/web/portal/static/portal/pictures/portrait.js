// The portrait: the picture is moved, zoomed and turned behind a frame that stands still.
import { ARROWS, painter, part, tell } from "./dialog.js";
import { blank, freed, toJpeg, turned } from "./picture.js";

const MOST_BYTES = 200 * 1024;
// Enough for a face that fills a third of the picture.
export const LONGEST = 3000;
const STEP = 8;
const MARGIN = 12;

/** Return an editor for a frame of `ratio` (width by height) that holds at least `least` pixels: [width, height]. */
export const portraitEditor = ({ ratio, least }) => (dialog, picture, signal) => {
  const [stage, view, slider] = ["stage", "view", "zoom"].map((name) => part(dialog, name));
  const use = dialog.querySelector('[data-act="use"]');
  const repaint = painter(view, paint, signal);
  let zoom = 1, middle;

  // What the frame shows, in the picture's pixels.
  function framed() {
    const width = Math.min(picture.width, picture.height * ratio) / zoom;
    return { width, height: width / ratio };
  }

  function frameOn(width, height) {
    const high = Math.min(height - 2 * MARGIN, (width - 2 * MARGIN) / ratio);
    return { left: (width - high * ratio) / 2, top: (height - high) / 2, width: high * ratio, height: high };
  }

  const mostZoom = () => Math.min(picture.width / least[0], picture.height / least[1]);

  // The frame never shows more than the picture has.
  function set(newZoom, [x, y]) {
    zoom = Math.min(Math.max(newZoom, 1), Math.max(mostZoom(), 1));
    const { width, height } = framed();
    const within = (at, half, most) => Math.min(Math.max(at, half), most - half);
    middle = [within(x, width / 2, picture.width), within(y, height / 2, picture.height)];
    slider.value = mostZoom() > 1 ? (100 * Math.log(zoom)) / Math.log(mostZoom()) : 0;
    slider.setAttribute("aria-valuetext", `${zoom.toFixed(1)}倍`);
    repaint();
  }

  // Moves the picture by CSS pixels.
  function move(right, down) {
    const scale = framed().width / frameOn(view.clientWidth, view.clientHeight).width;
    set(zoom, [middle[0] - right * scale, middle[1] - down * scale]);
  }

  function judge() {
    use.disabled = mostZoom() < 1;
    slider.disabled = mostZoom() <= 1;
    const { width, height } = framed();
    const size = `${Math.floor(width)}×${Math.floor(height)}`;
    const wrong = `照片太小：框内只有${size}像素，至少要${least.join("×")}像素。请换一张清晰的原图，不要用截图或者压缩过的图片。`;
    tell(dialog, "", use.disabled ? wrong : "");
  }

  function paint(context, width, height) {
    const frame = frameOn(width, height), shown = framed(), scale = frame.width / shown.width;
    const [x, y] = [width / 2 - middle[0] * scale, height / 2 - middle[1] * scale];
    context.drawImage(picture, x, y, picture.width * scale, picture.height * scale);
    context.beginPath();
    context.rect(0, 0, width, height);
    context.rect(frame.left, frame.top, frame.width, frame.height);
    context.fillStyle = "rgb(20 28 36 / 65%)";
    context.fill("evenodd");
    context.strokeStyle = "#fff";
    context.lineWidth = 2;
    context.strokeRect(frame.left, frame.top, frame.width, frame.height);
    outline(context, frame);
  }

  function turn() {
    middle = [picture.height - middle[1], middle[0]];
    picture = turned(picture);
    set(zoom, middle);
    judge();
  }

  async function cut() {
    const { width, height } = framed();
    const { canvas, context } = blank(2 * least[0], 2 * least[1]);
    const [left, top] = [middle[0] - width / 2, middle[1] - height / 2];
    context.drawImage(picture, left, top, width, height, 0, 0, canvas.width, canvas.height);
    return toJpeg(canvas, MOST_BYTES);
  }

  set(1, [picture.width / 2, picture.height / 2]);
  judge();
  followFingers(stage, signal, (right, down, growth) => {
    move(right, down);
    if (growth !== 1) set(zoom * growth, middle);
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    set(zoom * 1.0015 ** -event.deltaY, middle);
  }, { signal, passive: false });
  stage.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const growth = { "+": 1.1, "=": 1.1, "-": 1 / 1.1 }[event.key];
    if (arrow) move(arrow[0] * STEP, arrow[1] * STEP);
    if (growth) set(zoom * growth, middle);
    if (arrow || growth) event.preventDefault();
  }, { signal });
  slider.addEventListener("input", () => set(mostZoom() ** (slider.value / 100), middle), { signal });
  stage.focus();

  const moves = Object.entries(ARROWS).map(([key, [right, down]]) => [key, () => move(right * STEP, down * STEP)]);
  return { acts: { ...Object.fromEntries(moves), rotate: turn, use: cut }, leave: () => freed(picture) };
};

// Tells how one finger or the mouse moves, and how two move apart: (right, down, growth).
function followFingers(stage, signal, follow) {
  const fingers = new Map();
  const spread = () => {
    const [one, other = one] = [...fingers.values()];
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, gap: Math.hypot(one.x - other.x, one.y - other.y) };
  };
  const at = (event) => ({ x: event.clientX, y: event.clientY });
  stage.addEventListener("pointerdown", (event) => {
    if (fingers.size === 2) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
  }, { signal });
  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = spread();
    fingers.set(event.pointerId, at(event));
    const after = spread();
    follow(after.x - before.x, after.y - before.y, before.gap > 0 ? after.gap / before.gap : 1);
  }, { signal });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, (event) => fingers.delete(event.pointerId), { signal });
  }
}

// Head and shoulders as they should stand in the frame.
function outline(context, { left, top, width, height }) {
  const at = (x, y) => [left + x * width, top + y * height];
  context.beginPath();
  context.ellipse(...at(0.5, 0.4), width * 0.25, height * 0.26, 0, 0, 2 * Math.PI);
  context.moveTo(...at(0.06, 1));
  context.bezierCurveTo(...at(0.07, 0.8), ...at(0.24, 0.78), ...at(0.37, 0.73));
  context.moveTo(...at(0.94, 1));
  context.bezierCurveTo(...at(0.93, 0.8), ...at(0.76, 0.78), ...at(0.63, 0.73));
  for (const [colour, lineWidth] of [["rgb(20 28 36 / 75%)", 4.5], ["#fff", 2]]) {
    context.setLineDash([9, 6]);
    Object.assign(context, { strokeStyle: colour, lineWidth });
    context.stroke();
  }
}
