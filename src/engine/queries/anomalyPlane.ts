import { anomaliesInPlane } from '../drawing/anomalyScores';
import { axesNamed } from '../drawing/plane';
import { anomalies } from '../tasks/anomalies';
import { resolveOptions } from '../training/options';
import { labelOf } from '../unusual/label';
import { densityDataset } from '../unusual/learning';
import type { QuerySpec } from './query';

/**
 * Ranked rows over two other features. args: `x` and `y`, numeric features; `rows`, the row numbers of each model's ranking
 * by its name. The answer holds only what depends on the plane.
 */
export const anomalyPlane: QuerySpec = {
  id: 'anomaly-plane',
  answer({ plan, dataset: given, models, args }) {
    const options = resolveOptions(anomalies.card.parameters, plan.options, []);
    const dataset = densityDataset(given, labelOf(given, options), options.fit === 'clean');
    const axes = axesNamed(dataset, String(args.x), String(args.y));
    const rows = args.rows as { [name: string]: number[] };
    const inFile = (row: number) => Number.isInteger(row) && row >= 0 && row < dataset.rows;
    return anomaliesInPlane(
      models.map((model) => ({ model, rows: (rows[model.name] ?? []).filter(inFile) })),
      dataset,
      axes,
    );
  },
};
