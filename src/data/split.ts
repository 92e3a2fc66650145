import type { Parts, Target } from './dataset';
import { defaultSplit, type SplitPlan } from './plan';
import { Problem, unknown } from './problem';
import { createRng, type Rng } from './random';
import type { Column } from './table';
import { counted, listed, quoted } from './words';

/** Values of a split column, in any case: the first of each part is the one to use in files. */
const partNames = {
  train: ['train', 'training'],
  validation: ['validation', 'val', 'valid', 'dev'],
  test: ['test', 'testing'],
};

/**
 * Divides rows into parts, each in file order. Rows without a class go to `unlabelled`.
 *
 * At random: `ceil(test n)` rows are for testing, as in scikit-learn, shared among the classes by largest remainder;
 * every class keeps at least one training row. The rows of a class do not depend on the other classes.
 */
export function splitRows(
  rows: number,
  columns: readonly Column[],
  target: Target | undefined,
  plan: SplitPlan | undefined,
  notes: string[],
): Parts {
  const labelled: number[] = [];
  const unlabelled: number[] = [];
  for (let row = 0; row < rows; row++) (target && target.codes[row] === -1 ? unlabelled : labelled).push(row);
  const split = plan ?? defaultSplit;
  const parts =
    'by' in split ? splitBy(labelled, columns, split.by) : splitAtRandom(labelled, target, checkRandom(split), notes);
  return { ...parts, unlabelled: Int32Array.from(unlabelled) };
}

function checkRandom(split: { test: number; seed: number }): { test: number; rng: Rng } {
  if (!(split.test > 0 && split.test < 1)) {
    throw new Problem(
      'invalid-split',
      `invalid test share: ${split.test}; expected a number between 0 and 1, such as 0.25`,
      ['split', 'test'],
    );
  }
  if (!Number.isFinite(split.seed)) {
    throw new Problem('invalid-split', `invalid seed: ${split.seed}; expected a whole number`, ['split', 'seed']);
  }
  return { test: split.test, rng: createRng(split.seed).fork('split') };
}

function splitAtRandom(
  labelled: readonly number[],
  target: Target | undefined,
  { test, rng }: { test: number; rng: Rng },
  notes: string[],
): Omit<Parts, 'unlabelled'> {
  const groups = target
    ? target.classes.map((_, c) => labelled.filter((row) => target.codes[row] === c))
    : [labelled.slice()];
  const quotas = shareOut(
    groups.map((group) => group.length),
    test,
  );
  const testRows: number[] = [];
  const trainRows: number[] = [];
  for (const [c, group] of groups.entries()) {
    rng.fork(target ? target.classes[c]! : 'all rows').shuffle(group);
    testRows.push(...group.slice(0, quotas[c]));
    trainRows.push(...group.slice(quotas[c]));
  }
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
  // Without the tolerance 0.3 of 10 rows would be 4: 0.3 * 10 is a little above 3.
  let left = Math.ceil(share * total - 1e-9);
  const room = sizes.map((size) => Math.max(0, size - 1));
  const quotas = sizes.map((size, c) => Math.min(room[c]!, Math.floor(share * size + 1e-9)));
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

function splitBy(labelled: readonly number[], columns: readonly Column[], by: string): Omit<Parts, 'unlabelled'> {
  const at = ['split', 'by'];
  const column = columns.find(({ name }) => name === by);
  if (column === undefined)
    throw unknown(
      'column',
      by,
      columns.map(({ name }) => name),
      at,
    );
  const rows: Record<keyof typeof partNames, number[]> = { train: [], validation: [], test: [] };
  const strange = new Map<string, number>();
  for (const row of labelled) {
    const value = column.kind === 'numeric' ? String(column.values[row]) : (column.levels[column.codes[row]!] ?? 'NaN');
    const part = partOf(value);
    if (part) rows[part].push(row);
    else strange.set(value, (strange.get(value) ?? 0) + 1);
  }
  const [first] = strange;
  if (first) {
    const [value, count] = first;
    const what =
      value === 'NaN' ? `an empty cell in ${counted(count, 'row')}` : `${quoted(value)} in ${counted(count, 'row')}`;
    const others = strange.size > 1 ? ` and ${counted(strange.size - 1, 'other value')}` : '';
    throw new Problem(
      'invalid-split',
      `column ${by} holds ${what}${others}; expected train, validation or test in every row`,
      at,
    );
  }
  if (rows.train.length === 0) {
    throw new Problem(
      'invalid-split',
      `column ${by} says train in no row with a class; expected some rows to train on`,
      at,
    );
  }
  return { train: inOrder(rows.train), validation: inOrder(rows.validation), test: inOrder(rows.test) };
}

function partOf(value: string): keyof typeof partNames | undefined {
  const word = value.trim().toLowerCase();
  return (Object.keys(partNames) as (keyof typeof partNames)[]).find((part) => partNames[part].includes(word));
}

function inOrder(rows: readonly number[]): Int32Array {
  return Int32Array.from(rows).sort();
}
