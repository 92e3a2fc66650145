import { matrix, type Matrix } from './matrix';
import type { Rng } from './random';

/** Pictures of digits, drawn anew: x [n, size * size], row by row from the top; `y[i]` is the digit. */
export interface StrokeDigits {
  x: Matrix;
  y: Int32Array;
  /** Brightness of a pixel that is all ink. */
  brightest: number;
}

type Point = readonly [x: number, y: number];
type Line = readonly Point[];

/** The strokes of each digit in a unit square, y down. */
const digits: readonly (readonly Line[])[] = [
  [arc(0.5, 0.5, 0.28, 0.4, 0, 360)],
  [
    [
      [0.34, 0.26],
      [0.54, 0.1],
      [0.54, 0.9],
    ],
  ],
  [[...arc(0.5, 0.32, 0.25, 0.22, 180, 380), [0.24, 0.9], [0.78, 0.9]]],
  [[...arc(0.46, 0.3, 0.25, 0.2, 200, 450), ...arc(0.46, 0.7, 0.28, 0.2, 270, 520)]],
  [
    [
      [0.62, 0.1],
      [0.2, 0.62],
      [0.8, 0.62],
    ],
    [
      [0.62, 0.1],
      [0.62, 0.9],
    ],
  ],
  [[[0.74, 0.1], [0.32, 0.1], [0.29, 0.46], ...arc(0.48, 0.65, 0.26, 0.25, 230, 510)]],
  [[[0.66, 0.1], [0.4, 0.32], ...arc(0.5, 0.67, 0.24, 0.23, 200, 560)]],
  [
    [
      [0.22, 0.1],
      [0.78, 0.1],
      [0.42, 0.9],
    ],
  ],
  [arc(0.5, 0.3, 0.21, 0.2, 0, 360), arc(0.5, 0.7, 0.26, 0.2, 0, 360)],
  [[...arc(0.5, 0.33, 0.24, 0.23, 360, 0), [0.72, 0.5], [0.6, 0.9]]],
];

/** How much one writer differs from another: of a unit square, and of an angle in radians. */
const jitter = { point: 0.022, shift: 0.045, scale: 0.1, shear: 0.16, turn: 0.13 };

/**
 * `n` pictures of handwriting-like digits, of each digit nearly as many: polylines under a random affine map, each point
 * moved a little, drawn with a soft pen of random width. 8 pixels wide they have whole shades from 0 to 16, as
 * scikit-learn's digits; 28 pixels wide from 0 to 255.
 */
export function strokeDigits(n: number, size: 8 | 28, rng: Rng): StrokeDigits {
  const brightest = size === 8 ? 16 : 255;
  const y = Int32Array.from({ length: n }, (_, i) => i % digits.length);
  rng.shuffle(y);
  const x = matrix(n, size * size);
  for (let i = 0; i < n; i++) draw(digits[y[i]!]!, size, brightest, rng, x.data.subarray(i * size * size));
  return { x, y, brightest };
}

function draw(strokes: readonly Line[], size: number, brightest: number, rng: Rng, out: Float64Array): void {
  const turn = jitter.turn * rng.normal();
  const shear = jitter.shear * rng.normal();
  const [wide, high] = [0.95 * (1 + jitter.scale * rng.normal()), 0.95 * (1 + jitter.scale * rng.normal())];
  const [right, down] = [jitter.shift * rng.normal(), jitter.shift * rng.normal()];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const placed = strokes.map((line) =>
    line.map(([x, y]): Point => {
      const u = wide * (x - 0.5) - shear * (y - 0.5) + jitter.point * rng.normal();
      const v = high * (y - 0.5) + jitter.point * rng.normal();
      return [0.5 + right + cos * u - sin * v, 0.5 + down + sin * u + cos * v];
    }),
  );
  const pen = 0.055 * (1 + 0.25 * rng.uniform());
  const soft = 0.3 / size + 0.02;
  // so that the middle of a stroke is all ink
  const middle = 1 + Math.exp(-pen / soft);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at: Point = [(column + 0.5) / size, (row + 0.5) / size];
      const distance = Math.min(...placed.map((line) => distanceTo(line, at)));
      const ink = middle / (1 + Math.exp((distance - pen) / soft));
      out[row * size + column] = Math.round(brightest * ink);
    }
  }
}

/** From a point to the nearest one of a polyline. */
function distanceTo(line: Line, [x, y]: Point): number {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!];
    const [dx, dy] = [bx - ax, by - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
    const share = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
  }
  return least;
}

/** Points of an ellipse from one angle to another, in degrees, clockwise from the right. */
function arc(x: number, y: number, wide: number, high: number, from: number, to: number): Line {
  const steps = Math.max(2, Math.ceil(Math.abs(to - from) / 30));
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [x + wide * Math.cos(angle), y + high * Math.sin(angle)];
  });
}
