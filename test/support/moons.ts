import { matrix } from '../../src/data/matrix';
import { createRng } from '../../src/data/random';
import { moons } from '../../src/data/toy';
import type { TrainingData } from '../../src/engine/model';

/** Mean and standard deviation of the two coordinates of two moons. */
const moments = [
  { mean: 0.5, sd: 0.87 },
  { mean: 0.25, sd: 0.5 },
];

/** Two moons as models read them: standardised, by the moments of all moons, so that all draws lie on one scale. */
export function standardMoons(n: number, noise: number, seed: number): TrainingData {
  const { x, y, classes } = moons(n, noise, createRng(seed));
  const scaled = x.data.map((value, at) => (value - moments[at % 2]!.mean) / moments[at % 2]!.sd);
  const columns = ['x1', 'x2'].map((feature) => ({ feature, mean: 0, scale: 1 }));
  return { x: matrix(n, 2, scaled), y, classes: classes.length, classNames: classes, columns };
}
