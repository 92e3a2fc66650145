import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { stepsOf, type SequenceEncoding } from '../../data/sequenceEncoding';

/**
 * Sequences of any length as rows of equal length, so that they can be compared: of symbols, the share of each and how
 * often one is followed by itself; of numbers, mean, standard deviation and mean size of the change from step to step. And
 * the logarithm of the length. x: [n, steps * dims], NaN where nothing was observed -> [n, m].
 */
export function sequenceSummaries(x: Matrix, { names, symbols }: SequenceEncoding): Matrix {
  const dims = names.length;
  const width = 1 + (symbols ? symbols.length + 1 : 3 * dims);
  const out = matrix(x.rows, width);
  for (let i = 0; i < x.rows; i++) {
    const row = rowOf(x, i);
    const steps = stepsOf(row, dims);
    const summary = rowOf(out, i);
    summary[0] = Math.log(1 + steps);
    for (let j = 0; j < dims; j++) {
      const values = Float64Array.from({ length: steps }, (_, t) => row[t * dims + j]!);
      if (symbols) summary.set(symbolSummary(values, symbols.length), 1);
      else summary.set(numberSummary(values), 1 + 3 * j);
    }
  }
  return out;
}

function symbolSummary(values: Float64Array, symbols: number): Float64Array {
  const out = new Float64Array(symbols + 1);
  let count = 0;
  let again = 0;
  values.forEach((value, t) => {
    if (Number.isNaN(value)) return;
    count++;
    out[value]! += 1;
    if (t > 0 && values[t - 1] === value) again++;
  });
  for (let v = 0; v < symbols; v++) out[v]! /= Math.max(1, count);
  out[symbols] = again / Math.max(1, count - 1);
  return out;
}

function numberSummary(values: Float64Array): [number, number, number] {
  const present = values.filter((value) => !Number.isNaN(value));
  const count = Math.max(1, present.length);
  const mean = present.reduce((sum, value) => sum + value, 0) / count;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const changes = values
    .map((value, t) => (t === 0 ? NaN : Math.abs(value - values[t - 1]!)))
    .filter((value) => !Number.isNaN(value));
  const change = changes.reduce((sum, value) => sum + value, 0) / Math.max(1, changes.length);
  return [mean, Math.sqrt(variance), change];
}
