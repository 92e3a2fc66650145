import { Problem, type CellPath } from './problem';
import type { Column } from './table';
import { counted, listed } from './words';

/** A categorical column with more levels than this becomes a feature only if it is asked for. */
const mostDefaultLevels = 50;

/** A column of consecutive whole numbers is a row number from this many rows on. */
const rowNumberRows = 10;

/** Columns that have another role. */
export interface Roles {
  target: string | undefined;
  split: string | undefined;
  text: string | undefined;
  ignored: ReadonlySet<string>;
}

/** Finds a column by its name. Throws a `Problem` with its place in the cell. */
export type Find = (name: string, at: CellPath) => Column;

/** The name of a column, if its cells are words. Throws a `Problem`. */
export function readText(column: Column): string {
  const { name } = column;
  if (column.kind !== 'numeric' && column.levels.length > 0) return name;
  const what = column.missing === lengthOf(column) ? 'is empty in every row' : 'holds numbers';
  throw new Problem('unsuitable-text', `column ${name} ${what}; expected a column of text`, ['text', 'column']);
}

/** The columns that a cell names. Throws a `Problem` for one that cannot be learned from. */
export function namedFeatures(
  names: readonly string[],
  text: string | undefined,
  find: Find,
  notes: string[],
): Column[] {
  if (names.length === 0)
    throw new Problem('no-features', 'features is empty; name at least one column, or leave it out to use all', [
      'features',
    ]);
  const constant: string[] = [];
  const features = names.map((name, i) => {
    const at = ['features', i];
    const column = find(name, at);
    if (names.indexOf(name) < i)
      throw new Problem('repeated-feature', `${name} is named twice among the features; name it once`, at);
    if (column.kind === 'text' && name !== text) {
      throw new Problem(
        'unsuitable-feature',
        `column ${name} holds text (${counted(column.levels.length, 'different value')}); expected numbers or categories, or write "text: {column: ${name}}" to count its words`,
        at,
      );
    }
    if (column.missing === lengthOf(column)) {
      throw new Problem('unsuitable-feature', `column ${name} is empty in every row; leave it out of the features`, at);
    }
    if (isConstant(column)) constant.push(name);
    return column;
  });
  if (constant.length > 0)
    notes.push(`The same value in every row, so nothing can be learned from it: ${listed(constant)}.`);
  return features;
}

/** Why a column is not a feature unless it is asked for, in the order in which they are told. */
const reasons: readonly (readonly [string, (column: Column) => boolean])[] = [
  ['empty in every row', (column) => column.missing === lengthOf(column)],
  ['the same value in every row', isConstant],
  ['text or identifiers', (column) => column.kind === 'text'],
  [
    `more than ${mostDefaultLevels} categories`,
    (column) => column.kind === 'categorical' && column.levels.length > mostDefaultLevels,
  ],
  ['row numbers', isRowNumber],
];

/** Every column that has no other role and is worth learning from; what is left out, and why, goes to `notes`. */
export function usableFeatures(columns: readonly Column[], roles: Roles, notes: string[]): Column[] {
  const candidates = columns.filter(
    ({ name }) => name !== roles.target && name !== roles.split && !roles.ignored.has(name),
  );
  const leftOut = reasons.map((): string[] => []);
  const features = candidates.filter((column) => {
    if (column.name === roles.text) return true;
    const reason = reasons.findIndex(([, holds]) => holds(column));
    if (reason >= 0) leftOut[reason]!.push(column.name);
    return reason < 0;
  });
  for (const [i, [reason]] of reasons.entries()) {
    if (leftOut[i]!.length > 0) notes.push(`Left out of the features (${reason}): ${listed(leftOut[i]!)}.`);
  }
  return features;
}

function lengthOf(column: Column): number {
  return column.kind === 'numeric' ? column.values.length : column.codes.length;
}

function isConstant(column: Column): boolean {
  if (column.kind !== 'numeric') return column.levels.length < 2;
  const first = column.values.find((value) => !Number.isNaN(value));
  return column.values.every((value) => value === first || Number.isNaN(value));
}

function isRowNumber(column: Column): boolean {
  if (column.kind !== 'numeric' || column.values.length < rowNumberRows) return false;
  const { values } = column;
  return values.every((value, row) => value === values[0]! + row);
}
