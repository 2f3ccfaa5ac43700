// Finds a bright page on a darker ground. Sure or silent: a wrong proposal costs more than none.
import { area, distance, isConvex, sides } from "./geometry.js";

const LONGEST = 400;
const STATIONS = 32;

/** Return the corners of the page on a canvas, in its pixels, or null if they cannot be told for sure. */
export function foundPage(picture) {
  const small = brightness(picture);
  const threshold = parting(small.values);
  if (threshold === null) return null;
  const rough = extremes(largestPatch(small, threshold), small.width);
  const lines = sides(rough).map(([from, to]) => borderline(small, threshold, from, to));
  if (lines.includes(null)) return null;
  const quad = lines.map((line, i) => crossing(lines[(i + 3) % 4], line));
  if (!isPlausible(quad, small, threshold)) return null;
  const within = ([x, y]) => [clamp(x / small.scale, picture.width), clamp(y / small.scale, picture.height)];
  return quad.map(within);
}

const clamp = (number, most) => Math.min(Math.max(number, 0), most);

// The weakest of red, green and blue: high on white paper, low on wood and skin, which are as light but not as blue.
function brightness(picture) {
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  const width = canvas.width = Math.max(1, Math.round(picture.width * scale));
  const height = canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i += 1) values[i] = Math.min(data[4 * i], data[4 * i + 1], data[4 * i + 2]);
  return { values, width, height, scale };
}

// Otsu's threshold, the value that parts dark from bright best; null if the two are hardly apart.
function parting(values) {
  const counts = new Array(256).fill(0);
  for (const value of values) counts[value] += 1;
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let best = { spread: 0, gap: 0, threshold: 0 };
  for (let value = 0, below = 0, sum = 0; value < 255; value += 1) {
    below += counts[value];
    sum += counts[value] * value;
    const above = values.length - below;
    if (!below || !above) continue;
    const gap = (total - sum) / above - sum / below;
    const spread = below * above * gap * gap;
    if (spread > best.spread) best = { spread, gap, threshold: value + 0.5 };
  }
  return best.gap < 45 ? null : best.threshold;
}

// The places of the largest connected patch of bright values.
function largestPatch({ values, width }, threshold) {
  const seen = new Uint8Array(values.length);
  let largest = [];
  for (let start = 0; start < values.length; start += 1) {
    if (seen[start] || values[start] < threshold) continue;
    const patch = [start];
    seen[start] = 1;
    for (let i = 0; i < patch.length; i += 1) {
      const at = patch[i], x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= values.length || seen[next] || values[next] < threshold) continue;
        seen[next] = 1;
        patch.push(next);
      }
    }
    if (patch.length > largest.length) largest = patch;
  }
  return largest;
}

function extremes(patch, width) {
  const reaches = [(x, y) => -x - y, (x, y) => x - y, (x, y) => x + y, (x, y) => y - x];
  return reaches.map((reach) => {
    let best = -Infinity, corner = [0, 0];
    for (const at of patch) {
      const x = at % width, y = Math.floor(at / width), far = reach(x, y);
      if (far > best) [best, corner] = [far, [x + 0.5, y + 0.5]];
    }
    return corner;
  });
}

// The straight line along which dark turns bright beside a rough side; null where too little of it is clear.
// Read from many stations between the corners, so rounded or folded corners do not matter.
function borderline(small, threshold, from, to) {
  const length = distance(from, to);
  if (length < LONGEST / 10) return null;
  const along = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const outward = [along[1], -along[0]];
  const points = [];
  for (let i = 0; i < STATIONS; i += 1) {
    const part = (0.1 + (0.8 * i) / (STATIONS - 1)) * length;
    const base = [from[0] + along[0] * part, from[1] + along[1] * part];
    const out = turnsBrightAt(small, threshold, base, outward);
    if (out !== null) points.push([base[0] + outward[0] * out, base[1] + outward[1] * out]);
  }
  const line = fitted(points);
  return line && line.near.length >= STATIONS * 0.7 ? line : null;
}

// How far outwards from a point the page ends: the first bright value on the way in, to a part of a pixel.
function turnsBrightAt(small, threshold, base, outward) {
  const reach = LONGEST / 20;
  let before = null;
  for (let out = reach; out >= -reach; out -= 0.5) {
    const value = valueAt(small, base[0] + outward[0] * out, base[1] + outward[1] * out);
    if (value >= threshold) return before === null ? null : out + (0.5 * (value - threshold)) / (value - before);
    before = value;
  }
  return null;
}

// Beyond the picture it is dark: a page that reaches its border ends there.
function valueAt({ values, width, height }, x, y) {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  return values[Math.floor(y) * width + Math.floor(x)];
}

// The line nearest to the points: its middle, its direction, and the points that truly lie near it.
function fitted(points, isFinal = false) {
  if (points.length < STATIONS / 2) return null;
  const middle = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);
  let xx = 0, xy = 0, yy = 0;
  for (const [x, y] of points) {
    xx += (x - middle[0]) ** 2;
    xy += (x - middle[0]) * (y - middle[1]);
    yy += (y - middle[1]) ** 2;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const along = [Math.cos(angle), Math.sin(angle)];
  const off = ([x, y]) => Math.abs((x - middle[0]) * along[1] - (y - middle[1]) * along[0]);
  const usual = points.map(off).sort((a, b) => a - b)[points.length >> 1];
  const near = points.filter((point) => off(point) <= Math.max(1.5, 2 * usual));
  if (isFinal) return usual > LONGEST / 100 ? null : { middle, along, near };
  return fitted(near, true);
}

function crossing(one, other) {
  const across = one.along[0] * other.along[1] - one.along[1] * other.along[0];
  const gap = [other.middle[0] - one.middle[0], other.middle[1] - one.middle[1]];
  const part = (gap[0] * other.along[1] - gap[1] * other.along[0]) / across;
  return [one.middle[0] + one.along[0] * part, one.middle[1] + one.along[1] * part];
}

function isPlausible(quad, small, threshold) {
  const inPicture = ([x, y]) => x > -8 && y > -8 && x < small.width + 8 && y < small.height + 8;
  // What fills the picture is as likely a white table as a page.
  const share = area(quad) / (small.width * small.height);
  if (!quad.every(inPicture) || !isConvex(quad) || share < 0.12 || share > 0.95) return false;
  const [top, right, bottom, left] = sides(quad).map(([from, to]) => distance(from, to));
  const isEven = (a, b) => Math.max(a, b) < 2 * Math.min(a, b);
  return isEven(top, bottom) && isEven(left, right) && brightPart(quad, small, threshold) > 0.6;
}

// How much of the inside is bright, by a net of points; print and stamps take some of it.
function brightPart([a, b, c, d], small, threshold) {
  let bright = 0;
  for (let i = 1; i < 20; i += 1) {
    for (let k = 1; k < 20; k += 1) {
      const [s, t] = [i / 20, k / 20];
      const [x, y] = [0, 1].map((n) => (a[n] * (1 - s) + b[n] * s) * (1 - t) + (d[n] * (1 - s) + c[n] * s) * t);
      if (valueAt(small, x, y) >= threshold) bright += 1;
    }
  }
  return bright / 361;
}
