import { median } from '../math/rank';
import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encoding';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Column } from '../../data/table';
import { listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import { ticks } from './plane';
import type { Axes } from './plane';
import type { TrainedModel } from '../training/trained';

type Panel = FigureOf<'decision-boundary'>['panels'][number];

/** What a model says at every point of a plane: [height * width, K] each. */
export interface Maps {
  posterior: Matrix;
  logDensity?: Matrix;
  /** What was done with the features that are not drawn. */
  others?: string;
}

export async function mapsOf(
  model: TrainedModel,
  dataset: Dataset,
  axes: Axes,
  plane: Plane,
  densities: boolean,
): Promise<Maps> {
  const { encoding } = model.facts;
  const others = encoding.features
    .map((feature) => feature.name)
    .filter((other) => other !== axes.x.name && other !== axes.y.name);
  const marginal = others.length > 0 && model.takesGaps;
  const x = gridRows(encoding, axes, plane, marginal ? undefined : typicalRow(model, dataset));
  return {
    posterior: await model.predictProba(x),
    ...(densities && model.has('Density') ? { logDensity: await classDensities(model, x) } : {}),
    ...(others.length > 0 ? { others: `${marginal ? 'summed out' : 'held at the median'}: ${listed(others)}` } : {}),
  };
}

/** The words of a panel. */
export function panelHead({ name, card }: TrainedModel, { others }: Maps): Pick<Panel, 'model' | 'family' | 'others'> {
  return { model: name, family: card.family, ...(others === undefined ? {} : { others }) };
}

/** log p(x | y) in the units of the file; of the drawn features alone where the others are summed out. [n, K] */
async function classDensities(model: TrainedModel, x: Matrix): Promise<Matrix> {
  const joint = await model.logJoint(x);
  const { logPrior, facts } = model;
  const logScale = facts.encoding.columns.reduce(
    (sum, { scale }, j) => sum + (Number.isNaN(x.data[j]!) ? 0 : Math.log(scale)),
    0,
  );
  return matrix(
    joint.rows,
    joint.columns,
    joint.data.map((value, i) => value - logPrior[i % joint.columns]! - logScale),
  );
}

/** Encoded rows for every point of the grid, row 0 at the bottom: [height * width, d]. Others: as in `base`, else NaN. */
export function gridRows(encoding: Encoding, axes: Axes, plane: Plane, base: Float64Array | undefined): Matrix {
  const d = encoding.columns.length;
  const out = matrix(plane.width * plane.height, d);
  const scaled = (column: Column, axis: Plane['x'], count: number) => {
    const start = encoding.features.find(({ name }) => name === column.name)!.start;
    const { mean, scale } = encoding.columns[start]!;
    return { start, z: ticks(axis, count).map((value) => (value - mean) / scale) };
  };
  const x = scaled(axes.x, plane.x, plane.width);
  const y = scaled(axes.y, plane.y, plane.height);
  for (let i = 0; i < out.rows; i++) {
    const row = out.data.subarray(i * d, (i + 1) * d);
    if (base) row.set(base);
    else row.fill(NaN);
    row[x.start] = x.z[i % plane.width]!;
    row[y.start] = y.z[Math.floor(i / plane.width)]!;
  }
  return out;
}

/** The median of each number and the most frequent level of each category over the training rows, encoded: [d]. */
export function typicalRow(model: TrainedModel, { features, parts }: Dataset): Float64Array {
  const typical = features.map((column): Column => {
    if (column.kind === 'numeric') return { ...column, values: Float64Array.of(medianOf(column.values, parts.train)) };
    return { ...column, codes: Int32Array.of(mostFrequent(column.codes, column.levels.length, parts.train)) };
  });
  return model.encode(typical, [0]).data;
}

function medianOf(values: Float64Array, rows: Int32Array): number {
  const present = Float64Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value));
  return present.length === 0 ? 0 : median(present);
}

function mostFrequent(codes: Int32Array, levels: number, rows: Int32Array): number {
  const counts = new Int32Array(levels);
  for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]!++;
  return counts.indexOf(Math.max(...counts));
}
