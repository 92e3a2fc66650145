import { Problem } from './problem';
import type { Column } from './table';
import { counted, quoted } from './words';

/** Which rows of a table form which sequence. */
export interface Groups {
  /** Rows of each sequence in their order; sequences in the order in which they begin in the file. */
  sequences: Int32Array[];
  /** Rows without an id. */
  lost: number;
}

export function groupsOf(id: Column, order: ArrayLike<number> | undefined): Groups {
  const known = new Map<number, number[]>();
  const keys = id.kind === 'numeric' ? id.values : id.codes;
  let lost = 0;
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row]!;
    if (Number.isNaN(key) || (id.kind !== 'numeric' && key < 0)) {
      lost++;
      continue;
    }
    const rows = known.get(key);
    if (rows) rows.push(row);
    else known.set(key, [row]);
  }
  if (known.size === 0)
    throw new Problem(
      'unsuitable-sequence',
      `column ${id.name} is empty in every row; expected the sequence that each row belongs to`,
      ['sequence', 'id'],
    );
  const sequences = Array.from(known.values(), (rows) => {
    if (order) rows.sort((a, b) => order[a]! - order[b]! || a - b);
    return Int32Array.from(rows);
  });
  return { sequences, lost };
}

/** Numbers to sort rows by: the column's own, or the ranks of dates that are written year first. */
export function orderOf(column: Column): ArrayLike<number> {
  const at = ['sequence', 'order'];
  if (column.missing > 0)
    throw new Problem(
      'unsuitable-order',
      `column ${column.name} is empty in ${counted(column.missing, 'row')}; expected the place of every row in its sequence, or leave order out to take rows as they come`,
      at,
    );
  if (column.kind === 'numeric') return column.values;
  const strange = column.levels.find((level) => !/^\d{4}-\d{2}(-\d{2})?/.test(level));
  if (strange !== undefined)
    throw new Problem(
      'unsuitable-order',
      `column ${column.name} holds ${quoted(strange)}; expected numbers, or dates such as 2024-03-31`,
      at,
    );
  const sorted = [...new Set(column.levels)].sort();
  const rank = new Map(sorted.map((level, i) => [level, i]));
  return column.codes.map((code) => rank.get(column.levels[code]!)!);
}

/** The first row of each sequence that has a value, and the first sequence with two values. */
export function representatives(
  column: Column,
  sequences: readonly Int32Array[],
): { rows: Int32Array; differing?: [number, number] } {
  const keys: ArrayLike<number> = column.kind === 'numeric' ? column.values : column.codes;
  const isEmpty = (row: number) => (column.kind === 'numeric' ? Number.isNaN(keys[row]!) : keys[row]! < 0);
  const rows = new Int32Array(sequences.length);
  let differing: [number, number] | undefined;
  for (const [s, members] of sequences.entries()) {
    const first = members.find((row) => !isEmpty(row)) ?? members[0]!;
    rows[s] = first;
    if (differing) continue;
    const other = members.find((row) => !isEmpty(row) && keys[row] !== keys[first]);
    if (other !== undefined) differing = [first, other];
  }
  return { rows, ...(differing ? { differing } : {}) };
}
