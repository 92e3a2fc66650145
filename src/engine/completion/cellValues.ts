import type { Cell } from '../../data/cells';
import type { EncodedFeature, Encoding } from '../../data/encoding';
import type { Matrix } from '../../data/matrix';
import type { Column } from '../../data/table';
import { levelAt } from '../models/shared/columnLikelihoods';

/** Digits of a number that a model made: more than any measurement has, and short enough to read. */
const digits = 8;

/** A feature whose cells can be filled: a number or a category, not a text. */
export function fillable(encoding: Encoding): EncodedFeature[] {
  return encoding.features.filter(({ text }) => text === undefined);
}

/** An encoded number in the units of the file. */
export function numberIn(encoding: Encoding, { start }: EncodedFeature, x: Matrix, row: number): number {
  const { mean, scale } = encoding.columns[start]!;
  return x.data[row * x.columns + start]! * scale + mean;
}

/** The most probable level of an encoded category. */
export function levelIn({ start, levels }: EncodedFeature, x: Matrix, row: number): number {
  return levelAt(x.data, row * x.columns + start, levels!.length);
}

/** As it would stand in the file: whole numbers where the column has no others, the most probable level of a category. */
export function cellIn(encoding: Encoding, feature: EncodedFeature, like: Column, x: Matrix, row: number): Cell {
  if (feature.levels) return feature.levels[levelIn(feature, x, row)]!;
  return asWritten(numberIn(encoding, feature, x, row), like);
}

/** A number that a model made, as it would stand in a column of the file. */
export function asWritten(value: number, like: Column): number {
  return like.kind === 'numeric' && like.integer ? Math.round(value) : Number(value.toPrecision(digits));
}

/** A cell of the file as it is. */
export function cellOf(column: Column, row: number): Cell {
  if (column.kind !== 'numeric') return column.levels[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}
