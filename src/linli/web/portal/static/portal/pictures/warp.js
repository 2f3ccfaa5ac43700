// A worker: straightens a quadrilateral of a picture to a rectangle, so that the page stays quick meanwhile.
import { corners, homography } from "./geometry.js";

/** Return the pixels (RGBA bytes) of the rectangle; each is read between four pixels of the picture. */
function straightened({ pixels, width, height, quad, outWidth, outHeight }) {
  const source = new Uint8ClampedArray(pixels);
  const target = new Uint8ClampedArray(outWidth * outHeight * 4);
  const [a, b, c, d, e, f, g, h] = homography(corners(outWidth, outHeight), quad);
  for (let v = 0, to = 0; v < outHeight; v += 1) {
    for (let u = 0; u < outWidth; u += 1, to += 4) {
      // A pixel's colour is that of its middle.
      const x = u + 0.5, y = v + 0.5, depth = g * x + h * y + 1;
      const left = Math.min(Math.max((a * x + b * y + c) / depth - 0.5, 0), width - 1);
      const top = Math.min(Math.max((d * x + e * y + f) / depth - 0.5, 0), height - 1);
      const column = Math.min(Math.floor(left), width - 2), row = Math.min(Math.floor(top), height - 2);
      const across = left - column, down = top - row;
      const at = (row * width + column) * 4, below = at + width * 4;
      for (let i = 0; i < 3; i += 1) {
        const upper = source[at + i] * (1 - across) + source[at + 4 + i] * across;
        const lower = source[below + i] * (1 - across) + source[below + 4 + i] * across;
        target[to + i] = upper * (1 - down) + lower * down;
      }
      target[to + 3] = 255;
    }
  }
  return target.buffer;
}

addEventListener("message", ({ data }) => {
  const pixels = straightened(data);
  postMessage(pixels, [pixels]);
});
