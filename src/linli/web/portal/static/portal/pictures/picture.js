// Pictures on a canvas: opened upright, turned, and written as a small JPEG without any data about place or camera.

/** The browser cannot show this file as a picture. */
export class Unreadable extends Error {}

/** What somebody has to mend before a picture can be used; the message is shown as it is. */
export class Refused extends Error {}

const QUALITIES = [0.9, 0.82, 0.74, 0.66, 0.58, 0.5];
const BANDS = 6;

/** Return what a file is by its first bytes: "pdf", "heic" or "other". Phones give pictures wrong names. */
export async function formatOf(file) {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text.startsWith("%PDF")) return "pdf";
  return /^ftyp(hei|hev|mif1|msf1)/.test(text.slice(4)) ? "heic" : "other";
}

export function blank(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  // JPEG knows no transparency and would make it black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  return { canvas, context };
}

/** Return a file's picture on a canvas, upright, its longer side no longer than `longest` pixels. Throws Unreadable. */
export async function opened(file, longest) {
  const image = await decoded(file);
  const scale = Math.min(1, longest / Math.max(image.width, image.height));
  const { canvas, context } = blank(Math.round(image.width * scale), Math.round(image.height * scale));
  // Band by band, each in a turn of its own: shrinking twelve megapixels at once would hold up the page.
  for (let i = 0; i < BANDS; i += 1) {
    const [high, low] = [image.height / BANDS, canvas.height / BANDS];
    context.drawImage(image, 0, i * high, image.width, high, 0, i * low, canvas.width, low);
    await turn();
  }
  image.close?.();
  return canvas;
}

const turn = () => new Promise((resolve) => { setTimeout(resolve); });

async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    // Older browsers do not know this orientation, but turn an element upright by themselves.
    return elementOf(file);
  }
}

async function elementOf(file) {
  const image = new Image();
  image.src = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("loadend", () => resolve(reader.result ?? ""));
    reader.readAsDataURL(file);
  });
  try {
    await image.decode();
  } catch (error) {
    throw new Unreadable(error.message);
  }
  return image;
}

/** Return the picture turned clockwise by 90 degrees; the one given is freed. */
export function turned(picture) {
  const { canvas, context } = blank(picture.height, picture.width);
  context.setTransform(0, 1, -1, 0, picture.height, 0);
  context.drawImage(picture, 0, 0);
  freed(picture);
  return canvas;
}

/** Give back a canvas's memory at once; phones have little and free it late. */
export function freed(canvas) {
  canvas.width = canvas.height = 0;
}

/** Return the picture as JPEG of at most `limit` bytes: less quality first, then fewer pixels. */
export async function toJpeg(picture, limit) {
  for (const quality of QUALITIES) {
    const blob = await written(picture, quality);
    if (blob.size <= limit) return blob;
  }
  const { canvas, context } = blank(Math.round(picture.width * 0.8), Math.round(picture.height * 0.8));
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return toJpeg(canvas, limit);
}

function written(picture, quality) {
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no JPEG"))), "image/jpeg", quality);
  });
}
