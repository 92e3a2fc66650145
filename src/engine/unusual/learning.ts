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
  const divided = label && dataset.target === undefined ? dividedBy(dataset, label) : dataset;
  const roles = { ...divided, features, missingCells };
  const learned = clean && label ? withoutAnomalies(roles, label) : roles;
  return isWhole(learned, label) ? asOneClass(withUnknown(learned, label, clean)) : learned;
}

/** Whether there are no classes to tell apart: a density needs none. */
function isWhole({ target, parts }: Dataset, label: AnomalyLabel | undefined): boolean {
  if (target === undefined || target.name === label?.column) return true;
  return new Set(Array.from(parts.train, (row) => target.codes[row])).size < 2;
}

function withoutAnomalies(dataset: Dataset, label: AnomalyLabel): Dataset {
  const { parts } = dataset;
  const train = parts.train.filter((row) => label.codes[row] === 0);
  if (train.length === 0) {
    throw new Problem('no-normal-rows', `no training row is known to be normal by ${label.column}; use fit: all`, [
      'fit',
    ]);
  }
  const without = `without ${label.column} = ${listed(label.anomalous, 100)}`;
  const selection = dataset.selection === undefined ? without : `${dataset.selection}, ${without}`;
  return { ...dataset, parts: { ...parts, train }, selection };
}

/** Divided as the plan says, but with anomalies and other rows alike. */
function dividedBy(dataset: Dataset, label: AnomalyLabel): Dataset {
  const { split = defaultSplit } = dataset.plan;
  if ('by' in split) return dataset;
  const parts = splitRows(dataset.rows, labelTarget(label), split, []);
  return { ...dataset, parts, selection: `divided by ${label.column}` };
}

/** Rows without a class are rows all the same, unless only those known to be normal are wanted. */
function withUnknown(dataset: Dataset, label: AnomalyLabel | undefined, clean: boolean): Dataset {
  const { parts } = dataset;
  if ((clean && label) || parts.unlabelled.length === 0) return dataset;
  const train = Int32Array.from([...parts.train, ...parts.unlabelled]).sort();
  return { ...dataset, parts: { ...parts, train, unlabelled: new Int32Array(0) } };
}
