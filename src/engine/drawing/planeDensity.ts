import type { Dataset } from '../../data/dataset';
import type { Matrix } from '../../data/matrix';
import { listed } from '../../data/words';
import type { Plane } from '../../protocol/figures';
import { quantile } from '../math/rank';
import { completeRows } from '../training/columns';
import type { TrainedModel } from '../training/trained';
import { gridRows, typicalRow } from './maps';
import type { Axes } from './plane';

/** log p, or another score, over two features, the others summed out, or held at their median where the model cannot do that. */
export interface PlaneDensity {
  /** At every point of the grid, in nats and the units of the file: [height * width]. */
  logDensity: Float64Array;
  /** What was done with the features that are not drawn. */
  others?: string;
  /** The value below which a share of the training rows lies, in the same plane. */
  threshold(share: number): Promise<number>;
}

export async function planeDensity(
  model: TrainedModel,
  dataset: Dataset,
  axes: Axes,
  plane: Plane,
  score: (x: Matrix) => Promise<Float64Array> = (x) => model.logDensity(x),
): Promise<PlaneDensity> {
  const { encoding } = model.facts;
  const drawn = new Set([axes.x.name, axes.y.name]);
  const others = encoding.features.filter(({ name }) => !drawn.has(name));
  const isMarginal = others.length > 0 && model.takesGaps;
  const base = isMarginal ? undefined : typicalRow(model, dataset);
  return {
    logDensity: await score(gridRows(encoding, axes, plane, base)),
    ...(others.length > 0
      ? { others: `${isMarginal ? 'summed out' : 'held at the median'}: ${listed(others.map(({ name }) => name))}` }
      : {}),
    async threshold(share) {
      const rows = completeRows([axes.x, axes.y], dataset.parts.train);
      if (rows.length === 0) return -Infinity;
      const x = projected(model, dataset, rows, drawn, base);
      return quantile((await score(x)).sort(), share);
    },
  };
}

/** Rows with the features that are not drawn as in `base`, else empty. */
function projected(
  model: TrainedModel,
  { features }: Dataset,
  rows: Int32Array,
  drawn: ReadonlySet<string>,
  base: Float64Array | undefined,
): Matrix {
  const x = model.encode(features, rows);
  for (const { name, start, width } of model.facts.encoding.features) {
    if (drawn.has(name)) continue;
    for (let i = 0; i < x.rows; i++)
      for (let j = start; j < start + width; j++) x.data[i * x.columns + j] = base?.[j] ?? NaN;
  }
  return x;
}
