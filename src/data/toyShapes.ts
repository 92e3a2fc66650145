import type { Rng } from './random';

/** A coloured shape on a light ground. */
export interface ToyShape {
  kind: 'circle' | 'square' | 'triangle';
  /** Red, green and blue of each pixel, 0 to 255, row by row from the top. */
  rgb: Uint8Array;
}

const kinds = ['circle', 'square', 'triangle'] as const;
/** Points of each pixel that are looked at, in each direction. */
const fineness = 4;

type Inside = (x: number, y: number) => boolean;

/** Shapes by their distance from the middle in units of their size: a point is inside or not. */
const shapes: Readonly<Record<ToyShape['kind'], Inside>> = {
  circle: (x, y) => Math.hypot(x, y) < 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.86,
  triangle: (x, y) => y < 0.75 && y > 2 * Math.abs(x) - 1.05,
};

/** `perKind` shapes of each kind, `side` pixels wide and high, of any colour, size, place and turn. */
export function toyShapes(perKind: number, side: number, rng: Rng): ToyShape[] {
  return kinds.flatMap((kind) =>
    Array.from({ length: perKind }, () => ({ kind, rgb: drawn(shapes[kind], side, rng) })),
  );
}

function drawn(inside: Inside, side: number, rng: Rng): Uint8Array {
  const between = (low: number, high: number) => low + (high - low) * rng.uniform();
  const colour = [between(10, 150), between(10, 150), between(10, 150)];
  const ground = between(215, 255);
  const size = between(0.28, 0.42) * side;
  const [x0, y0] = [between(size, side - size), between(size, side - size)];
  const turn = between(-0.25, 0.25);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const covers = (x: number, y: number) => {
    const [dx, dy] = [(x - x0) / size, (y - y0) / size];
    return inside(cos * dx + sin * dy, cos * dy - sin * dx);
  };
  const rgb = new Uint8Array(3 * side * side);
  for (let pixel = 0; pixel < side * side; pixel++) {
    let share = 0;
    for (let i = 0; i < fineness ** 2; i++) {
      const x = (pixel % side) + ((i % fineness) + 0.5) / fineness;
      const y = Math.floor(pixel / side) + (Math.floor(i / fineness) + 0.5) / fineness;
      if (covers(x, y)) share += 1 / fineness ** 2;
    }
    rgb.set(
      colour.map((value) => Math.round(ground + share * (value - ground))),
      3 * pixel,
    );
  }
  return rgb;
}
