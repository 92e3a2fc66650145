import { numericColumn } from './infer';
import type { SequenceRole } from './sequences';
import { readNumbers, readSequence } from './sequenceText';
import { textAt, type Column, type TextColumn } from './table';

/** Something of sequences that can be counted like a column; `owner`: the row of the sequence that each value is of. */
export interface SequenceView {
  column: Column;
  owner: Int32Array;
}

/**
 * What sequences are like: their lengths; the symbols or numbers of all steps; and how these follow one another: how often a
 * symbol comes again and again, or by how much a number changes from one step to the next.
 */
export function sequenceViews(
  column: TextColumn,
  { names, symbols }: Pick<SequenceRole, 'names' | 'symbols'>,
  rows: ArrayLike<number>,
): SequenceView[] {
  const lengths = new Gathered();
  const steps = names.map(() => new Gathered());
  const moves = names.map(() => new Gathered());
  const known = symbols && new Map(symbols.map((symbol, code) => [symbol, code]));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const text = textAt(column, row);
    if (text === undefined) continue;
    const read = readSequence(text);
    lengths.add(read.length, row);
    const values = read.map((symbol) =>
      known
        ? [symbol === undefined ? NaN : (known.get(symbol) ?? NaN)]
        : (readNumbers(symbol, names.length) ?? names.map(() => NaN)),
    );
    names.forEach((_, j) => {
      let run = 0;
      values.forEach((step, t) => {
        const value = step[j]!;
        if (!Number.isNaN(value)) steps[j]!.add(value, row);
        const before = values[t - 1]?.[j] ?? NaN;
        if (!known) {
          if (!Number.isNaN(value - before)) moves[j]!.add(value - before, row);
          return;
        }
        if (run > 0 && value !== before) {
          moves[j]!.add(run, row);
          run = 0;
        }
        if (!Number.isNaN(value)) run++;
      });
      if (run > 0) moves[j]!.add(run, row);
    });
  }
  return [
    lengths.view('steps'),
    ...names.flatMap((name, j) => [
      symbols ? steps[j]!.levels(name, symbols) : steps[j]!.view(name),
      moves[j]!.view(symbols ? `runs of equal ${name}` : `change of ${name}`),
    ]),
  ];
}

/** Values and the rows they are of. */
class Gathered {
  private readonly values: number[] = [];
  private readonly owners: number[] = [];

  add(value: number, owner: number): void {
    this.values.push(value);
    this.owners.push(owner);
  }

  view(name: string): SequenceView {
    return { column: numericColumn(name, Float64Array.from(this.values)), owner: Int32Array.from(this.owners) };
  }

  levels(name: string, levels: string[]): SequenceView {
    const column: Column = { kind: 'categorical', name, codes: Int32Array.from(this.values), levels, missing: 0 };
    return { column, owner: Int32Array.from(this.owners) };
  }
}
