import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { unknownColumn } from '../../data/roles';
import { textAt } from '../../data/table';
import { counted } from '../../data/words';

/** More different values are no modes. */
const mostModes = 200;
/** A mode counts as reached by generated rows that are this share of what the training rows have of it. */
const reachedShare = 0.1;

/** The known mode of each row of the file: `names[codes[row]]`, -1 where the cell is empty. */
export interface Modes {
  names: string[];
  codes: Int32Array;
}

/** The modes that a column of the file names. Throws a `Problem` for a column that does not exist or names too many. */
export function modesOf({ columns, rows }: Dataset, name: string): Modes {
  const at = ['modes'];
  const column = columns.find((candidate) => candidate.name === name);
  if (!column)
    throw unknownColumn(
      name,
      columns.map((candidate) => candidate.name),
      at,
    );
  const numbers = new Map<string, number>();
  const codes = new Int32Array(rows).fill(-1);
  for (let row = 0; row < rows; row++) {
    const text = textAt(column, row);
    if (text === undefined) continue;
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    codes[row] = numbers.get(text)!;
  }
  if (numbers.size > mostModes || numbers.size === 0) {
    throw new Problem(
      'unsuitable-modes',
      `column ${name} has ${counted(numbers.size, 'different value')}; expected 1 to ${mostModes}, one for each mode of the data`,
      at,
    );
  }
  return { names: [...numbers.keys()], codes };
}

/** How often a mode occurs. */
export interface ModeShare {
  mode: string;
  /** Of the training rows. */
  training: number;
  /** Of the generated rows, by the nearest training row about which each lies. */
  generated: number;
  reached: boolean;
}

/** rows: the training rows; about: the training row (a position in `rows`) about which each generated row lies, or -1. */
export function modeShares({ names, codes }: Modes, rows: Int32Array, about: Int32Array): ModeShare[] {
  const real = new Float64Array(names.length);
  const drawn = new Float64Array(names.length);
  for (const row of rows) if (codes[row]! >= 0) real[codes[row]!]!++;
  for (const position of about) {
    const code = position < 0 ? -1 : codes[rows[position]!]!;
    if (code >= 0) drawn[code]!++;
  }
  return names.flatMap((mode, m) => {
    if (real[m] === 0) return [];
    const training = real[m]! / rows.length;
    const generated = drawn[m]! / about.length;
    return [{ mode, training, generated, reached: generated >= reachedShare * training }];
  });
}
