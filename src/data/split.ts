import type { Parts } from './dataset';
import type { Target } from './target';
import { foldsOf } from './folds';
import { inOrder, rowsByClass } from './groups';
import { mostFolds, type FoldPlan, type RandomPlan } from './plan';
import { Problem } from './problem';
import { createRng, type Rng } from './random';
import { textAt, type Column } from './table';
import { counted, listed, quoted } from './words';

/** Values of a split column, in any case: the first of each part is the one to use in files. */
const partNames = {
  train: ['train', 'training'],
  validation: ['validation', 'val', 'valid', 'dev'],
  test: ['test', 'testing'],
};

/**
 * Divides rows into parts, each in file order, at random or by the values of a column, or into folds. Rows without a class
 * go to `unlabelled`.
 *
 * At random: `ceil(test n)` rows are for testing, as in scikit-learn, shared among the classes by largest remainder;
 * every class keeps at least one training row. The rows of a class do not depend on the other classes.
 */
export function splitRows(
  rows: number,
  target: Target | undefined,
  split: Column | RandomPlan | FoldPlan,
  notes: string[],
): Parts {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const labelled = target ? all.filter((row) => target.codes[row]! >= 0) : all;
  const unlabelled = target ? all.filter((row) => target.codes[row] === -1) : new Int32Array(0);
  if ('kind' in split) return { ...splitBy(labelled, split), unlabelled };
  if ('folds' in split) return { ...splitIntoFolds(labelled, target, split, notes), unlabelled };
  return { ...splitAtRandom(labelled, target, checkRandom(split), notes), unlabelled };
}

function checkRandom(split: RandomPlan): { test: number; rng: Rng } {
  if (!(split.test > 0 && split.test < 1)) {
    throw new Problem(
      'invalid-split',
      `invalid test share: ${split.test}; expected a number between 0 and 1, such as 0.25`,
      ['split', 'test'],
    );
  }
  return { test: split.test, rng: splitRng(split.seed) };
}

function splitRng(seed: number): Rng {
  if (Number.isFinite(seed)) return createRng(seed).fork('split');
  throw new Problem('invalid-split', `invalid seed: ${seed}; expected a whole number`, ['split', 'seed']);
}

function splitIntoFolds(
  labelled: Int32Array,
  target: Target | undefined,
  { folds, seed }: FoldPlan,
  notes: string[],
): Omit<Parts, 'unlabelled'> {
  const at = ['split', 'folds'];
  const rng = splitRng(seed);
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= mostFolds)) {
    const message = `invalid folds: ${folds}; expected a whole number from 2 to ${mostFolds}`;
    throw new Problem('invalid-split', message, at);
  }
  const sizes = target ? rowsByClass(labelled, target).map((rows) => rows.length) : [labelled.length];
  const largest = Math.max(...sizes);
  if (folds > largest) {
    const what = target ? `the largest class of ${target.name} has` : 'there are';
    const message = `${folds} folds are too many: ${what} ${counted(largest, 'row')}; expected at most one fold per row`;
    throw new Problem('invalid-split', message, at);
  }
  const small = target ? target.classes.filter((_, c) => sizes[c]! > 0 && sizes[c]! < folds) : [];
  if (small.length > 0) {
    notes.push(`Fewer rows than folds, so some folds have none of these classes to test: ${listed(small)}.`);
  }
  const empty = new Int32Array(0);
  return { train: labelled, validation: empty, test: empty, folds: foldsOf(labelled, target, folds, rng) };
}

function splitAtRandom(
  labelled: Int32Array,
  target: Target | undefined,
  { test, rng }: { test: number; rng: Rng },
  notes: string[],
): Omit<Parts, 'unlabelled'> {
  const groups = target ? rowsByClass(labelled, target) : [labelled.slice()];
  const quotas = shareOut(
    groups.map((group) => group.length),
    test,
  );
  for (const [c, group] of groups.entries()) rng.fork(target ? target.classes[c]! : 'all rows').shuffle(group);
  const testRows = groups.map((group, c) => group.subarray(0, quotas[c]));
  const trainRows = groups.map((group, c) => group.subarray(quotas[c]));
  const single = target ? target.classes.filter((_, c) => groups[c]!.length === 1) : [];
  if (single.length > 0) {
    notes.push(
      `${counted(single.length, 'class has', 'classes have')} a single row, which is for training: ${listed(single)}.`,
    );
  }
  return { train: inOrder(trainRows), validation: new Int32Array(0), test: inOrder(testRows) };
}

/**
 * Test rows for groups of the given sizes: `ceil(share n)` in all, by largest remainder (ties: the earlier group), and at
 * least one row of each group left for training.
 */
function shareOut(sizes: readonly number[], share: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let left = Math.ceil(share * total);
  const room = sizes.map((size) => Math.max(0, size - 1));
  const quotas = sizes.map((size, c) => Math.min(room[c]!, Math.floor(share * size)));
  left -= quotas.reduce((sum, quota) => sum + quota, 0);
  const order = sizes.map((size, c) => ({ c, remainder: share * size - quotas[c]! }));
  order.sort((a, b) => b.remainder - a.remainder || a.c - b.c);
  // A second round is needed only where classes that have no room left their share to the others.
  for (let before = Infinity; left > 0 && left < before;) {
    before = left;
    for (const { c } of order) {
      if (left === 0 || quotas[c]! >= room[c]!) continue;
      quotas[c]!++;
      left--;
    }
  }
  return quotas;
}

function splitBy(labelled: Int32Array, column: Column): Omit<Parts, 'unlabelled'> {
  const at = ['split', 'by'];
  const rows: Record<keyof typeof partNames, number[]> = { train: [], validation: [], test: [] };
  const strange = new Map<string | undefined, number>();
  for (const row of labelled) {
    const value = textAt(column, row);
    const part = value === undefined ? undefined : partOf(value);
    if (part) rows[part].push(row);
    else strange.set(value, (strange.get(value) ?? 0) + 1);
  }
  const [first] = strange;
  if (first) {
    const [value, count] = first;
    const what = `${value === undefined ? 'an empty cell' : quoted(value)} in ${counted(count, 'row')}`;
    const others = strange.size > 1 ? ` and ${counted(strange.size - 1, 'other value')}` : '';
    throw new Problem(
      'invalid-split',
      `column ${column.name} holds ${what}${others}; expected train, validation or test in every row`,
      at,
    );
  }
  if (rows.train.length === 0) {
    throw new Problem(
      'invalid-split',
      `column ${column.name} says train in no row with a class; expected some rows to train on`,
      at,
    );
  }
  return { train: inOrder([rows.train]), validation: inOrder([rows.validation]), test: inOrder([rows.test]) };
}

function partOf(value: string): keyof typeof partNames | undefined {
  const word = value.trim().toLowerCase();
  return (Object.keys(partNames) as (keyof typeof partNames)[]).find((part) => partNames[part].includes(word));
}
