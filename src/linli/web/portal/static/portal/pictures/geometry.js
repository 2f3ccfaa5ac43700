// Quadrilaterals, and the projective map from one to another. A point is [x, y] in pixels;
// a quadrilateral is its corners clockwise from the top left.

/** Return the eight numbers of the map that takes the corners of one quadrilateral to another's. */
export function homography(from, to) {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  return solved(rows);
}

// Gauss and Jordan, with the largest pivot, on rows whose last number is the right-hand side.
function solved(rows) {
  for (let i = 0; i < rows.length; i += 1) {
    let best = i;
    for (let k = i + 1; k < rows.length; k += 1) if (Math.abs(rows[k][i]) > Math.abs(rows[best][i])) best = k;
    [rows[i], rows[best]] = [rows[best], rows[i]];
    const pivot = rows[i].map((number) => number / rows[i][i]);
    rows = rows.map((row, k) => (k === i ? pivot : row.map((number, j) => number - row[i] * pivot[j])));
  }
  return rows.map((row) => row[rows.length]);
}

export function corners(width, height) {
  return [[0, 0], [width, 0], [width, height], [0, height]];
}

export function distance([x, y], [u, v]) {
  return Math.hypot(x - u, y - v);
}

/** Return the area in square pixels, below 0 if the corners run the other way round. */
export function area(quad) {
  return sides(quad).reduce((sum, [[x, y], [u, v]]) => sum + x * v - u * y, 0) / 2;
}

/** Tell whether every corner turns right: no side crosses another, no corner is dented in. */
export function isConvex(quad) {
  return quad.every(([x, y], i) => {
    const [u, v] = quad[(i + 1) % 4];
    const [s, t] = quad[(i + 2) % 4];
    return (u - x) * (t - v) - (v - y) * (s - u) > 0;
  });
}

export function sides(quad) {
  return quad.map((corner, i) => [corner, quad[(i + 1) % 4]]);
}

/** Return the size of the rectangle that a quadrilateral is straightened to: its longer sides. */
export function sizeOf(quad, longest) {
  const [top, right, bottom, left] = sides(quad).map(([from, to]) => distance(from, to));
  const [width, height] = [Math.max(top, bottom), Math.max(left, right)];
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
