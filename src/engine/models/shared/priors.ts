import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { Problem } from '../../../data/problem';
import type { Json, Parameter } from '../../../protocol/cards';
import type { TrainingData } from '../../model';

/** The option of every model of P(x, y) that has class probabilities of its own. */
export const priorsParameter: Parameter = {
  name: 'priors',
  type: 'list',
  of: { name: 'prior', type: 'number', min: 0, max: 1, doc: 'P(y) of one class.' },
  doc: 'P(y) of each class, in the order of the sorted class names. Default: how often each class occurs in the training rows.',
  formula: 'P(y = k) = n_k / n',
};

/** P(y): [K], from the option where it is given, else from the numbers of rows. Throws a `Problem`. */
export function classPriors(
  counts: Float64Array,
  option: Json | undefined,
  classNames: readonly string[],
): Float64Array {
  if (option === undefined || option === null) {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / rows);
  }
  const priors = Float64Array.from(option as number[]);
  const order = classNames.join(', ');
  if (priors.length !== counts.length) {
    throw new Problem(
      'invalid-value',
      `invalid priors: ${priors.length} numbers; expected one for each of the classes ${order}`,
      ['priors'],
    );
  }
  const sum = priors.reduce((total, prior) => total + prior, 0);
  if (Math.abs(sum - 1) > 1e-6) {
    throw new Problem('invalid-value', `invalid priors: their sum is ${sum}; expected 1 over the classes ${order}`, [
      'priors',
    ]);
  }
  return priors;
}

/** Sentences on classes that no training row has. */
export function emptyClassNotes(counts: Float64Array, classNames: readonly string[]): string[] {
  return Array.from(counts, (count, k) => (count > 0 ? [] : [`No training row has class ${classNames[k]}.`])).flat();
}

/** Rows of each class: [K]. */
export function countRows(y: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const k of y) counts[k]! += 1;
  return counts;
}

/** 1 where a row is of a class: [n, K]. */
export function indicators({ y, classes }: Pick<TrainingData, 'y' | 'classes'>): Matrix {
  const out = matrix(y.length, classes);
  y.forEach((code, i) => (out.data[i * classes + code] = 1));
  return out;
}

/** Rows of each class or component, by how far each row belongs to it: [n, C] -> [C]. */
export function columnSums({ rows, columns, data }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let c = 0; c < columns; c++) sums[c]! += data[i * columns + c]!;
  return sums;
}
