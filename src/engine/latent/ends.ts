import type { LabelledDataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { completeRows, isEmptyCell } from '../training/columns';

/**
 * The numbers of the two rows that a path is to lead from and to: those that the cell names, else the first test rows of
 * the first two classes. Throws a `Problem` for a row that does not exist, has an empty cell or has no class.
 */
export function endsOf(dataset: LabelledDataset, between: readonly number[] | undefined): [number, number] {
  if (between) {
    between.forEach((row, i) => checkRow(dataset, row, i));
    return [between[0]!, between[1]!];
  }
  const { features, parts, target } = dataset;
  const complete = [...completeRows(features, parts.test), ...completeRows(features, parts.train)];
  const from = complete[0];
  const to = complete.find((row) => target.codes[row] !== target.codes[from!]) ?? complete.find((row) => row !== from);
  if (from === undefined || to === undefined)
    throw new Problem('no-complete-rows', 'a path needs two rows without empty cells, and there are not so many');
  return target.codes[from]! <= target.codes[to]! ? [from, to] : [to, from];
}

function checkRow({ rows, features, target }: LabelledDataset, row: number, i: number): void {
  const at = ['between', i];
  if (row >= rows)
    throw new Problem(
      'invalid-value',
      `invalid row: ${row}; expected a whole number from 0 to ${rows - 1}, as the first row is row 0`,
      at,
    );
  const empty = features.find((column) => isEmptyCell(column, row));
  if (empty)
    throw new Problem('missing-feature', `row ${row} has no ${empty.name}; name a row without empty cells`, at);
  if (target.codes[row]! < 0)
    throw new Problem('missing-target', `row ${row} has no ${target.name}; name a row with a class`, at);
}
