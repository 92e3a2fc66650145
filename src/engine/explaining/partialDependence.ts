import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { quantile } from '../math/rank';
import type { TrainedModel } from '../training/trained';
import { drawnRows } from './background';
import { evaluationsFor } from './budget';
import type { Pause } from './pause';
import type { Player } from './players';
import { valueFunctions } from './values';

/** P(y | x) as one feature takes other values and all else stays as it is. */
export interface PartialDependence {
  feature: string;
  /** Values of a number, in the units of the file. */
  at?: number[];
  /** Levels of a category. */
  levels?: string[];
  /** Mean over the rows: [points, K]. */
  mean: Matrix;
  /** Some of the rows one by one (individual conditional expectation): [points, K] each. */
  single: Matrix[];
}

/** Points of the grid, between these quantiles of the background; rows that are averaged, and rows that are drawn alone. */
const defaults = { points: 30, low: 0.05, high: 0.95, rows: 200, least: 20, single: 15, mostLevels: 30 };

export interface DependenceSetting {
  /** The row that is asked about: its curve is the first of the single ones. */
  row: Float64Array | undefined;
  /** Features that are drawn in all, which share the work. */
  features: number;
  rng: Rng;
  pause: Pause;
}

/**
 * Partial dependence (Friedman 2001) with the curves of single rows (Goldstein et al. 2015). Undefined for a
 * text or a sequence.
 */
export async function partialDependence(
  model: TrainedModel,
  { kind, columns, feature }: Player,
  background: Matrix,
  { row, features, rng, pause }: DependenceSetting,
): Promise<PartialDependence | undefined> {
  const { encoding } = model.facts;
  const encoded = encoding.features.find(({ name }) => name === feature)!;
  if (kind !== 'number' && kind !== 'category') return undefined;
  const affordable = Math.floor(evaluationsFor(model, background) / (features * defaults.points));
  const most = Math.max(defaults.least, Math.min(defaults.rows, affordable));
  const rows = drawnRows(background, most, rng.fork('rows'));
  const levels = encoded.levels?.slice(0, defaults.mostLevels);
  const grid = levels ? levelCodes(encoded.levels!.length, levels.length) : numberGrid(background, columns[0]!);
  const alone = Math.min(defaults.single, rows.rows);
  const f = valueFunctions.probability(model);
  const classes = model.facts.target.classes.length;
  const mean = matrix(grid.length, classes);
  const single = Array.from({ length: alone + (row ? 1 : 0) }, () => matrix(grid.length, classes));
  for (const [g, values] of grid.entries()) {
    await pause();
    const asked = matrix(rows.rows + 1, rows.columns);
    asked.data.set(rows.data);
    rowOf(asked, rows.rows).set(row ?? rowOf(rows, 0));
    for (let i = 0; i < asked.rows; i++) columns.forEach((j, at) => (rowOf(asked, i)[j] = values[at]!));
    const proba = await f(asked);
    for (let i = 0; i < rows.rows; i++)
      rowOf(proba, i).forEach((value, k) => (mean.data[g * classes + k]! += value / rows.rows));
    const order = row ? [rows.rows, ...Array.from({ length: alone }, (_, i) => i)] : [...Array(alone).keys()];
    order.forEach((i, s) => rowOf(single[s]!, g).set(rowOf(proba, i)));
  }
  const { mean: center, scale } = encoding.columns[columns[0]!]!;
  return {
    feature,
    ...(levels ? { levels } : { at: grid.map(([value]) => center + scale * value!) }),
    mean,
    single,
  };
}

function numberGrid(x: Matrix, column: number): number[][] {
  const values = Float64Array.from({ length: x.rows }, (_, i) => x.data[i * x.columns + column]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (values.length === 0) return [];
  const distinct = values.filter((value, i) => i === 0 || value > values[i - 1]!);
  if (distinct.length <= defaults.points) return Array.from(distinct, (value) => [value]);
  let low = quantile(values, defaults.low);
  let high = quantile(values, defaults.high);
  if (!(high > low)) [low, high] = [values[0]!, values.at(-1)!];
  return Array.from({ length: defaults.points }, (_, i) => [low + (i * (high - low)) / (defaults.points - 1)]);
}

/** The encoded columns of each level. */
function levelCodes(levels: number, shown: number): number[][] {
  return Array.from({ length: shown }, (_, level) =>
    levels === 2 ? [level] : Array.from({ length: levels }, (_unused, other) => Number(other === level)),
  );
}
