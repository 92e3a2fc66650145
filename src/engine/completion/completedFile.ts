import type { Cell } from '../../data/cells';
import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { grouped } from '../../data/words';
import type { Rows } from '../tasks/writeRows';
import { cellOf } from './cellValues';
import type { FilledRows } from './fill';

/** Cells that a file may have. */
const mostCells = 20_000_000;

/**
 * The file with its empty cells filled in: all columns in their order, all rows, and where there are several, the model and
 * the draw of each row; as it is where no cell is empty. Throws a `Problem` where that would be too much.
 */
export function completedFile(filled: readonly FilledRows[], { columns, rows }: Dataset, draws: number): Rows {
  const completionsOf = ({ cells, completions }: FilledRows) =>
    cells.length > 0 ? completions : Array.from({ length: Math.max(1, draws) }, () => []);
  const copies = filled.reduce((sum, one) => sum + completionsOf(one).length, 0);
  if (copies * rows * columns.length > mostCells) {
    throw new Problem(
      'too-many-cells',
      `${grouped(copies)} completions of ${grouped(rows)} rows are ${grouped(copies * rows * columns.length)} cells; expected at most ${grouped(mostCells)}: ask for fewer draws or models`,
      ['draws'],
    );
  }
  const several = filled.length > 1;
  const header = [...columns.map(({ name }) => name), ...(several ? ['model'] : []), ...(draws > 1 ? ['draw'] : [])];
  const places = new Map(columns.map(({ name }, at) => [name, at]));
  const cells = filled.flatMap((one) => {
    const { model, cells: gaps } = one;
    return completionsOf(one).flatMap((values, draw) => {
      const out = Array.from({ length: rows }, (_, row): Cell[] => [
        ...columns.map((column) => cellOf(column, row)),
        ...(several ? [model.name] : []),
        ...(draws > 1 ? [draw + 1] : []),
      ]);
      gaps.forEach(({ row, feature }, i) => (out[row]![places.get(feature)!] = values[i]!));
      return out;
    });
  });
  return { header, cells };
}
