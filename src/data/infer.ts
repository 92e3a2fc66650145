import { missingAmong } from './missing';
import type { CategoricalColumn, NumericColumn, TextColumn } from './table';

/**
 * When words are categories and not text: few different ones (`always`), or at most `levels` different ones with on
 * average `rowsPerLevel` rows each.
 */
export const categoryLimits = { always: 10, levels: 1000, rowsPerLevel: 2 } as const;

/** A column of numbers; NaN is an empty cell. */
export function numericColumn(name: string, values: Float64Array): NumericColumn {
  let missing = 0;
  let integer = true;
  for (const value of values) {
    if (Number.isNaN(value)) missing++;
    else if (integer && !Number.isInteger(value)) integer = false;
  }
  return { kind: 'numeric', name, values, integer: integer && missing < values.length, missing };
}

/**
 * A column of words, as categories or as text ({@link categoryLimits}). Words that mean "no value" become empty cells.
 * Equal words of categories are joined, and the levels sorted. `codes` is changed in place.
 */
export function wordColumn(name: string, codes: Int32Array, words: readonly string[]): CategoricalColumn | TextColumn {
  const counts = new Int32Array(words.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const missing = missingAmong(words);
  const usable: number[] = [];
  let present = 0;
  for (const [code, count] of counts.entries()) {
    if (count === 0 || missing[code]) continue;
    usable.push(code);
    present += count;
  }
  const { always, levels: most, rowsPerLevel } = categoryLimits;
  const isCategory = (distinct: number): boolean =>
    distinct <= always || (distinct <= most && distinct * rowsPerLevel <= present);

  let kind: 'categorical' | 'text' = 'text';
  let levels: string[] = [];
  const renumbered = new Int32Array(words.length).fill(-1);
  if (usable.length > 2 * most) {
    // Text for certain; finding equal words among a million would take longer than reading them.
    levels = usable.map((code) => words[code]!);
    for (const [level, code] of usable.entries()) renumbered[code] = level;
  } else {
    levels = [...new Set(usable.map((code) => words[code]!))].sort(byCodeUnit);
    kind = isCategory(levels.length) ? 'categorical' : 'text';
    const levelOf = new Map(levels.map((word, level) => [word, level]));
    for (const code of usable) renumbered[code] = levelOf.get(words[code]!)!;
  }
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) codes[row] = renumbered[codes[row]!]!;
  return { kind, name, codes, levels, missing: codes.length - present };
}

/** The order of sorted words everywhere: by code unit, the same in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
