import { asOneClass } from '../../data/dataset';
import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { defaultSplit } from '../../data/plan';
import { splitRows } from '../../data/split';
import { listed } from '../../data/words';
import { labelTarget } from './label';
import type { AnomalyLabel } from './label';

/**
 * The rows and features from which a density is to be learned: a class for each value of the target, one class for all
 * rows where there is no target or the target is the label itself. The label is no feature. With `clean`, known anomalies
 * are no training rows. Without a target rows are divided with both kinds in each part.
 */
export function densityDataset(dataset: Dataset, label: AnomalyLabel | undefined, clean: boolean): Dataset {
  const features = dataset.features.filter(({ name }) => name !== label?.column);
  const missingCells = features.reduce((sum, column) => sum + column.missing, 0);
  const isWhole = dataset.target === undefined || dataset.target.name === label?.column;
  const divided = label && dataset.target === undefined ? dividedBy(dataset, label) : dataset;
  const roles = { ...divided, features, missingCells };
  const based = isWhole ? asOneClass(withUnknown(roles, label)) : roles;
  if (!clean || !label) return based;
  const train = based.parts.train.filter((row) => label.codes[row] === 0);
  if (train.length === 0) {
    throw new Problem('no-normal-rows', `no training row is known to be normal by ${label.column}; use fit: all`, [
      'fit',
    ]);
  }
  const without = `without ${label.column} = ${listed(label.anomalous, 100)}`;
  const selection = based.selection === undefined ? without : `${based.selection}, ${without}`;
  return { ...based, parts: { ...based.parts, train }, selection };
}

/** Divided as the plan says, but with anomalies and other rows alike. */
function dividedBy(dataset: Dataset, label: AnomalyLabel): Dataset {
  const { split = defaultSplit } = dataset.plan;
  if ('by' in split) return dataset;
  const parts = splitRows(dataset.rows, labelTarget(label), split, []);
  return { ...dataset, parts, selection: `divided by ${label.column}` };
}

/** Rows of which the label is not known are rows all the same. */
function withUnknown(dataset: Dataset, label: AnomalyLabel | undefined): Dataset {
  const { parts } = dataset;
  if (!label || parts.unlabelled.length === 0) return dataset;
  const train = Int32Array.from([...parts.train, ...parts.unlabelled]).sort();
  return { ...dataset, parts: { ...parts, train, unlabelled: new Int32Array(0) } };
}
