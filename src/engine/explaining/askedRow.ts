import type { Cell } from '../../data/cells';
import { encodeCells } from '../../data/encode';
import { Problem, unknown } from '../../data/problem';
import type { CellPath } from '../../data/problem';
import type { Column } from '../../data/table';
import { listed } from '../../data/words';
import { capabilitySentence } from '../../protocol/capabilitySentence';
import type { Json } from '../../protocol/cards';
import { models as registry } from '../models/index';
import type { TrainedModel } from '../training/trained';

/** One row that a cell asks about, in the units of the file. */
export interface AskedRow {
  /** Such as "row 12 of penguins.csv". */
  words: string;
  /** Its number among the rows of its file, from 0; absent for a row given by hand. */
  number?: number;
  cells: { readonly [feature: string]: Cell };
}

/** The row that is given in the cell. Throws a `Problem` for a column that none of the models has. */
export function givenRow(given: { readonly [column: string]: Json }, models: readonly TrainedModel[]): AskedRow {
  const known = [...new Set(models.flatMap(({ facts }) => facts.encoding.features.map(({ name }) => name)))];
  for (const name of Object.keys(given)) {
    if (!known.includes(name) && models.some(({ facts }) => facts.target.name === name)) {
      const message = `${name} is the target, which the models predict: give features only`;
      throw new Problem('conflicting-roles', message, ['given', name]);
    }
    if (!known.includes(name)) throw unknown('column', name, known, ['given', name]);
  }
  const cells = Object.entries(given).map(([name, value]) => [name, asCell(value)] as const);
  return { words: 'the given row', cells: Object.fromEntries(cells) };
}

/** A row of a file. Throws a `Problem` where there is no such row. */
export function fileRow(columns: readonly Column[], rows: number, number: number, path: string): AskedRow {
  if (number >= rows) {
    throw new Problem(
      'invalid-value',
      `invalid row: ${number}; expected a whole number from 0 to ${rows - 1}, as ${path} has ${rows} rows and the first one is row 0`,
      ['row'],
    );
  }
  const cells = columns.map((column) => [column.name, cellAt(column, number)] as const);
  return { words: `row ${number} of ${path}`, number, cells: Object.fromEntries(cells) };
}

/** The row as a model reads it, NaN where it has no value: [d]. Throws a `Problem` for a value that the model cannot read. */
export function encodedRow({ facts }: TrainedModel, { cells }: AskedRow, at: CellPath = ['given']): Float64Array {
  const own = facts.encoding.features.map(({ name }) => [name, cells[name] ?? null]);
  return encodeCells(facts.encoding, Object.fromEntries(own) as Record<string, Cell>, at);
}

/** Features of a model without a value in a row. */
export function emptyFeatures({ facts }: TrainedModel, row: Float64Array): string[] {
  return facts.encoding.features.filter(({ start }) => Number.isNaN(row[start]!)).map(({ name }) => name);
}

/** Throws a `Problem` that names the empty features where a model needs them all. */
export function requireValues(model: TrainedModel, row: Float64Array, at: CellPath): void {
  const empty = emptyFeatures(model, row);
  if (empty.length === 0 || model.takesGaps) return;
  const cards = registry.map(({ card }) => card);
  throw new Problem(
    'missing-feature',
    `${model.name} needs a value of ${listed(empty)}: give one, or let impute fill it in. ${capabilitySentence(model.card, ['Marginal'], cards)}`,
    at,
  );
}

export function cellAt(column: Column, row: number): Cell {
  if (column.kind !== 'numeric') return column.levels[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}

function asCell(value: Json): Cell {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
