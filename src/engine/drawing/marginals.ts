import type { Dataset } from '../../data/dataset';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { NumericColumn } from '../../data/table';
import type { FigureOf, Plane } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { TrainedModel } from '../training/trained';
import { ticks } from './plane';
import type { Axes } from './plane';

type Marginals = NonNullable<FigureOf<'decision-boundary'>['panels'][number]['marginals']>;

/** Places of a curve, and bins of a histogram. */
const places = 121;
const bins = 30;

/** p(x_j | y) of the two drawn features alone: of the model where it can sum all others out, else of the training rows. */
export async function marginals(model: TrainedModel, dataset: Dataset, axes: Axes, plane: Plane): Promise<Marginals> {
  const along = async (column: NumericColumn, axis: Plane['x']) => {
    const density = model.takesGaps
      ? await densityAlong(model, column, axis)
      : histogramAlong(column, axis, dataset, model.facts.target.classes.length);
    return pack('f32', density.data, [density.rows, density.columns]);
  };
  return {
    source: model.takesGaps ? 'model' : 'rows',
    x: await along(axes.x, plane.x),
    y: await along(axes.y, plane.y),
  };
}

/** [K, places]. */
async function densityAlong(model: TrainedModel, { name }: NumericColumn, axis: Plane['x']): Promise<Matrix> {
  const { features, columns } = model.facts.encoding;
  const { start } = features.find((feature) => feature.name === name)!;
  const { mean, scale } = columns[start]!;
  const x = matrix(places, columns.length);
  x.data.fill(NaN);
  ticks(axis, places).forEach((value, i) => (x.data[i * columns.length + start] = (value - mean) / scale));
  const joint = await model.logJoint(x);
  const { logPrior } = model;
  const out = matrix(joint.columns, places);
  for (let k = 0; k < joint.columns; k++)
    for (let i = 0; i < places; i++)
      out.data[k * places + i] = Math.exp(joint.data[i * joint.columns + k]! - logPrior[k]!) / scale;
  return out;
}

/** Training rows of each class per unit of the axis, as shares: [K, bins]. */
function histogramAlong(
  { values }: NumericColumn,
  { low, high }: Plane['x'],
  { parts, target }: Dataset,
  classes: number,
): Matrix {
  const out = matrix(classes, bins);
  const counts = new Float64Array(classes);
  const width = (high - low) / bins;
  for (const row of parts.train) {
    const label = target?.codes[row] ?? -1;
    const value = values[row]!;
    if (label < 0 || Number.isNaN(value)) continue;
    counts[label]!++;
    out.data[label * bins + Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width)))]!++;
  }
  out.data.forEach((count, i) => {
    const rows = counts[Math.floor(i / bins)]!;
    out.data[i] = rows > 0 ? count / (rows * width) : 0;
  });
  return out;
}
