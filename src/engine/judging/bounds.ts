import type { LabelledDataset } from '../../data/dataset';
import { createRng } from '../../data/random';
import type { Metrics } from '../../protocol/result';
import type { TrainedModel } from '../training/trained';
import { average } from './ranking';

/** Rows that bounds are taken of: each needs many draws of hidden variables. */
const mostRows = 500;

/**
 * What a model with a bound of its density says of rows of the file, without empty cells: the bound of log p(x) and, where it
 * has hidden variables, the two terms of the evidence lower bound. At least one row.
 */
export async function boundMetrics(
  model: TrainedModel,
  { features, target }: Pick<LabelledDataset, 'features' | 'target'>,
  rows: Int32Array,
): Promise<Metrics> {
  const stride = Math.ceil(rows.length / mostRows);
  const some = rows.filter((_, i) => i % stride === 0);
  const x = model.encode(features, some);
  const rng = createRng(model.facts.seed).fork('bounds');
  const metrics: Metrics = { logDensityBound: average([...(await model.logDensityBound(x, rng))]) };
  const labels = Int32Array.from(some, (row) => target.codes[row]!);
  const terms = await model.evidenceBound(x, labels, rng);
  if (!terms) return metrics;
  const reconstruction = average([...terms.reconstruction]);
  const kl = average([...terms.divergence]);
  return { ...metrics, elbo: reconstruction - kl, reconstruction, kl };
}
