import type { Dataset } from '../../data/dataset';
import type { ModelRequest } from '../../protocol/plan';
import { plainFeatures } from '../training/columns';

/** More numbers than this have too many pairs for a full covariance of what is usual in a file. */
const mostCorrelated = 50;

/** A density that suits the columns of a file, for cells that name none. */
export function defaultDensity(dataset: Dataset, taken: readonly string[]): ModelRequest {
  const { model, options } = suited(dataset);
  const name = taken.includes(model) ? `${model}-density` : model;
  return { ref: model, model, name, options, at: [] };
}

function suited(dataset: Dataset): Pick<Required<ModelRequest>, 'model' | 'options'> {
  if (dataset.image) return { model: 'gaussian-mixture', options: { covariance: 'diagonal' } };
  const plain = plainFeatures(dataset);
  if (dataset.plan.text && plain.length === 0) return { model: 'multinomial-naive-bayes', options: {} };
  if (dataset.plan.text) return { model: 'gaussian-naive-bayes', options: {} };
  if (plain.some(({ kind }) => kind !== 'numeric')) return { model: 'categorical-naive-bayes', options: {} };
  return { model: 'gaussian-mixture', options: plain.length > mostCorrelated ? { covariance: 'diagonal' } : {} };
}
