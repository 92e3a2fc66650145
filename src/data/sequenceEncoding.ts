import { matrix, type Matrix } from './matrix';
import { Problem, unknown, type CellPath } from './problem';
import type { SequenceRole } from './sequences';
import { readNumbers, readSequence, writeSequence } from './sequenceText';
import { textAt, type Column } from './table';

/** How the steps of a sequence are numbers; plain JSON, kept with a trained model. */
export interface SequenceEncoding {
  /** Columns of the file that are observed at each step. */
  names: string[];
  /** A step is the place of its symbol among these; absent: it is one standardised number for each of `names`. */
  symbols?: string[];
}

interface StepColumn {
  mean: number;
  scale: number;
}

/** Mean and population standard deviation of each number of a step, over all steps of the given rows: [dims]. */
export function stepMoments({ column, names }: SequenceRole, rows: ArrayLike<number>): StepColumn[] {
  const dims = names.length;
  const shift = new Float64Array(dims);
  const sums = matrix(3, dims);
  const [count, sum, squares] = [0, 1, 2].map((row) => sums.data.subarray(row * dims, (row + 1) * dims));
  const low = new Float64Array(dims).fill(Infinity);
  const high = new Float64Array(dims).fill(-Infinity);
  for (let i = 0; i < rows.length; i++) {
    for (const symbol of readSequence(textAt(column, rows[i]!) ?? '')) {
      readNumbers(symbol, dims)?.forEach((value, j) => {
        if (Number.isNaN(value)) return;
        // seen from the first one: the squares of large numbers of small spread would lose all digits
        if (count![j] === 0) shift[j] = value;
        count![j]! += 1;
        sum![j]! += value - shift[j]!;
        squares![j]! += (value - shift[j]!) ** 2;
        low[j] = Math.min(low[j]!, value);
        high[j] = Math.max(high[j]!, value);
      });
    }
  }
  return names.map((_, j) => {
    if (count![j] === 0) return { mean: 0, scale: 1 };
    if (low[j] === high[j]) return { mean: low[j]!, scale: 1 };
    const mean = sum![j]! / count![j]!;
    const scale = Math.sqrt(Math.max(0, squares![j]! / count![j]! - mean ** 2));
    return { mean: shift[j]! + mean, scale: scale > 0 && Number.isFinite(scale) ? scale : 1 };
  });
}

/**
 * Sequences as rows [n, steps * dims], NaN where nothing was observed and after the end. At least `width` columns, more
 * where a sequence is longer.
 */
export function encodeSequences(
  { names, symbols }: SequenceEncoding,
  scales: readonly StepColumn[],
  width: number,
  column: Column,
  rows: ArrayLike<number>,
): Matrix {
  if (column.kind === 'numeric')
    throw new Problem(
      'invalid-value',
      `column ${column.name} holds single numbers; expected sequences, as in the training data`,
    );
  const steps = Array.from(column.levels, () => -1);
  const lengthOf = (code: number) =>
    steps[code]! < 0 ? (steps[code] = readSequence(column.levels[code]!).length) : steps[code]!;
  let longest = width / names.length;
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]!]!;
    if (code >= 0) longest = Math.max(longest, lengthOf(code));
  }
  const out = matrix(rows.length, longest * names.length);
  out.data.fill(NaN);
  const write = stepWriter({ names, ...(symbols ? { symbols } : {}) }, scales, []);
  for (let i = 0; i < rows.length; i++) write(textAt(column, rows[i]!) ?? '', out.data, i * out.columns);
  return out;
}

/** One sequence given by hand, at least `width` numbers. */
export function encodeSequence(
  encoding: SequenceEncoding,
  scales: readonly StepColumn[],
  width: number,
  text: string,
  at: CellPath,
): Float64Array {
  const out = new Float64Array(Math.max(width, readSequence(text).length * encoding.names.length)).fill(NaN);
  stepWriter(encoding, scales, at)(text, out, 0);
  return out;
}

function stepWriter({ names, symbols }: SequenceEncoding, scales: readonly StepColumn[], at: CellPath) {
  const dims = names.length;
  const known = symbols && new Map(symbols.map((symbol, code) => [symbol, code]));
  const codeOf = (symbol: string): number => {
    const code = known!.get(symbol);
    if (code === undefined) throw unknown('symbol', symbol, symbols!, at);
    return code;
  };
  return (text: string, out: Float64Array, from: number): void => {
    for (const [t, symbol] of readSequence(text).entries()) {
      const here = from + t * dims;
      if (known) {
        if (symbol !== undefined) out[here] = codeOf(symbol);
        continue;
      }
      const numbers = readNumbers(symbol, dims);
      if (!numbers)
        throw new Problem(
          'invalid-value',
          `invalid step: ${symbol}; expected ${dims === 1 ? 'a number' : `${dims} numbers with commas between them`}`,
          at,
        );
      numbers.forEach((value, j) => (out[here + j] = (value - scales[j]!.mean) / scales[j]!.scale));
    }
  };
}

/** Steps of an encoded sequence: up to the last one of which anything was observed. */
export function stepsOf(z: Float64Array, dims: number): number {
  let end = z.length;
  while (end > 0 && Number.isNaN(z[end - 1]!)) end--;
  return Math.ceil(end / dims);
}

/** The steps of an encoded sequence as they stand in a file: [steps][dims], undefined where nothing was observed. */
export function decodeSteps(
  { names, symbols }: SequenceEncoding,
  scales: readonly StepColumn[],
  z: Float64Array,
): (string | number | null)[][] {
  const dims = names.length;
  return Array.from({ length: stepsOf(z, dims) }, (_, t) =>
    names.map((_, j) => {
      const value = z[t * dims + j]!;
      if (Number.isNaN(value)) return null;
      return symbols ? (symbols[value] ?? null) : value * scales[j]!.scale + scales[j]!.mean;
    }),
  );
}

/** An encoded sequence as text; null where nothing was observed at all. */
export function decodeSequence(
  encoding: SequenceEncoding,
  scales: readonly StepColumn[],
  z: Float64Array,
): string | null {
  const steps = decodeSteps(encoding, scales, z);
  if (steps.length === 0) return null;
  return writeSequence(
    steps.map((cells) =>
      cells.every((cell) => cell === null) ? undefined : cells.map((cell) => cell ?? '?').join(','),
    ),
  );
}
