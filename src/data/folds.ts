import type { Dataset } from './dataset';
import type { Target } from './target';
import { inOrder, rowsByClass } from './groups';
import type { Rng } from './random';

/**
 * Divides rows into folds, each row in exactly one, each fold in file order. The rows of a class are shuffled and dealt
 * out one fold after the other, each class going on where the one before it ended: the folds' sizes, and their shares
 * of every class, differ by at most one row.
 */
export function foldsOf(rows: Int32Array, target: Target | undefined, count: number, rng: Rng): Int32Array[] {
  const groups = target ? rowsByClass(rows, target) : [rows.slice()];
  const folds = Array.from({ length: count }, (): number[] => []);
  let next = 0;
  for (const [c, group] of groups.entries()) {
    rng.fork(target ? target.classes[c]! : 'all rows').shuffle(group);
    for (const row of group) folds[next++ % count]!.push(row);
  }
  return folds.map((fold) => inOrder([fold]));
}

/** The same data with one fold for testing and the others for training. */
export function withFold<D extends Dataset>(dataset: D, folds: readonly Int32Array[], index: number): D {
  const { unlabelled, validation } = dataset.parts;
  const train = inOrder(folds.filter((_, i) => i !== index));
  return { ...dataset, parts: { train, validation, test: folds[index]!, unlabelled } };
}
