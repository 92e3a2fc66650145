import { createRng } from '../../src/data/random';
import { grid, moons, ring } from '../../src/data/toy';
import type { Toy } from '../../src/data/toy';

/** Gaussians of known centres, each a class of the toy; the models are not told which. */
export interface Modes {
  name: string;
  /** Mean modes that a default should cover. */
  wanted: number;
  /** Of each Gaussian, in the units of `make`. */
  sd: number;
  make(seed: number): Toy;
}

/** Rows, of which a quarter is held back; after standardising, scales are those of the usual radius 1 and distance 1. */
export const modesData: readonly Modes[] = [
  { name: 'ring of 8', wanted: 7.5, sd: 0.02, make: (seed) => ring(4000, 8, 0.02, createRng(seed)) },
  { name: 'grid of 25', wanted: 22, sd: 0.1, make: (seed) => grid(5000, 5, 0.1, createRng(seed)) },
];

/** Two moons, standardised, so that nats are those of standard deviations. `test`: so many of the last rows are held back. */
export function standardisedMoons(rows: number, noise: number, test: number, seed: number): string {
  const { x, y, classes } = moons(rows, noise, createRng(seed));
  const train = rows - test;
  const columns = [0, 1].map((j) => {
    const values = Array.from({ length: rows }, (_, i) => x.data[2 * i + j]!);
    const mean = values.slice(0, train).reduce((sum, value) => sum + value, 0) / train;
    const variance = values.slice(0, train).reduce((sum, value) => sum + (value - mean) ** 2, 0) / train;
    return values.map((value) => (value - mean) / Math.sqrt(variance));
  });
  const lines = Array.from(y, (k, i) => [columns[0]![i], columns[1]![i], classes[k], i < train ? 'train' : 'test']);
  return ['x1,x2,label,fold', ...lines.map((line) => line.join(','))].join('\n');
}

export function csvOf({ x, y, classes }: Toy): string {
  const lines = Array.from(y, (k, i) => `${x.data[2 * i]},${x.data[2 * i + 1]},${classes[k]}`);
  return ['x1,x2,mode', ...lines].join('\n');
}

/** Middle of each class: [K, 2]. */
export function centresOf({ x, y, classes }: Toy): [number, number][] {
  return classes.map((_, k) => {
    const own = [...y.keys()].filter((i) => y[i] === k);
    const middle = (j: number) => own.reduce((sum, i) => sum + x.data[2 * i + j]!, 0) / own.length;
    return [middle(0), middle(1)];
  });
}
