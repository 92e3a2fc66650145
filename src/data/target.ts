import { byCodeUnit, categoryLimits } from './infer';
import { Problem } from './problem';
import type { Column } from './table';
import { counted, grouped } from './words';

/** The column to predict: `classes[codes[row]]`; -1 where the cell is empty (an unlabelled row). */
export interface Target {
  name: string;
  /** Sorted; numbers by value, words by code unit. */
  classes: string[];
  codes: Int32Array;
  /** Not a column of the file but one class for all rows, see {@link asOneClass}. */
  whole?: true;
}

/** More different numbers than this are no classes. */
export const mostNumericClasses = 30;

/** The classes of a column. Throws a `Problem` for one that holds text or numbers of many values. */
export function readTarget(column: Column): Target {
  const { name } = column;
  if (column.kind !== 'numeric') {
    const { levels, codes } = column;
    if (levels.length > categoryLimits.levels || (column.kind === 'text' && levels.length > codes.length / 2)) {
      throw new Problem(
        'unsuitable-target',
        `column ${name} has ${grouped(levels.length)} different values in ${counted(codes.length, 'row')}: text or an identifier; expected a few classes with several rows each`,
        ['target'],
      );
    }
    return column.kind === 'categorical' ? { name, classes: levels, codes } : sortedTarget(name, levels, codes);
  }
  const values = new Set<number>();
  for (const value of column.values) {
    if (!Number.isNaN(value)) values.add(value);
    if (values.size > mostNumericClasses) break;
  }
  if (values.size > mostNumericClasses || (values.size > 0 && !column.integer)) {
    const many =
      values.size > mostNumericClasses
        ? `more than ${mostNumericClasses} different numbers`
        : 'numbers that are not whole';
    throw new Problem(
      'unsuitable-target',
      `column ${name} holds ${many}: predicting a number (regression) is not offered; choose a column of classes, or write ranges such as low and high into a new column`,
      ['target'],
    );
  }
  const sorted = [...values].sort((a, b) => a - b);
  const rank = new Map(sorted.map((value, i) => [value, i]));
  return { name, classes: sorted.map(String), codes: Int32Array.from(column.values, (value) => rank.get(value) ?? -1) };
}

function sortedTarget(name: string, levels: readonly string[], codes: Int32Array): Target {
  const classes = [...levels].sort(byCodeUnit);
  const rank = new Map(classes.map((level, i) => [level, i]));
  return { name, classes, codes: codes.map((code) => (code < 0 ? -1 : rank.get(levels[code]!)!)) };
}
