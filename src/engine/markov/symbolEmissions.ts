import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { EmissionKind, Emissions } from './emissions';

/** States that emit symbols: P(symbol | state), all above 0: [S, V]. A step is the number of its symbol. */
export const symbolKind: EmissionKind = {
  width: ({ symbols }) => symbols,
  parameters: ({ symbols }) => symbols - 1,
  make: (table) => symbolEmissions(table),

  counts({ states }, { symbols }, pseudocount) {
    const counts = matrix(states, symbols);
    counts.data.fill(pseudocount);
    return {
      add(x, from, steps, weights) {
        for (let t = 0; t < steps; t++) {
          const symbol = x[from + t]!;
          if (Number.isNaN(symbol)) continue;
          for (let s = 0; s < states; s++) counts.data[s * symbols + symbol]! += weights[t * states + s]!;
        }
      },
      maximise: () => symbolEmissions(normalised(counts)),
    };
  },

  // the shares of the symbols, changed at random for each state
  start(steps, states, { symbols }, pseudocount, rng) {
    const shares = new Float64Array(symbols).fill(pseudocount);
    for (const symbol of steps.data) shares[symbol]! += 1;
    const table = matrix(states, symbols);
    for (let at = 0; at < table.data.length; at++) table.data[at] = shares[at % symbols]! * Math.exp(rng.normal());
    return symbolEmissions(normalised(table));
  },
};

function symbolEmissions(table: Matrix): Emissions {
  const { rows: states, columns: symbols } = table;
  const logarithms = table.data.map(Math.log);
  return {
    states,
    table,
    logLikelihood(x, from, steps, out) {
      for (let t = 0; t < steps; t++) {
        const symbol = x[from + t]!;
        const observed = !Number.isNaN(symbol);
        for (let s = 0; s < states; s++) out[t * states + s] = observed ? logarithms[s * symbols + symbol]! : 0;
      }
    },
    draw(state, rng, out, at) {
      out[at] = rng.choice(rowOf(table, state));
    },
    rank: (state) => rowOf(table, state).reduce((sum, share, symbol) => sum + share * symbol, 0),
  };
}

function normalised(counts: Matrix): Matrix {
  const out = matrix(counts.rows, counts.columns, counts.data.slice());
  for (let s = 0; s < out.rows; s++) {
    const row = rowOf(out, s);
    const total = row.reduce((sum, count) => sum + count, 0);
    for (let v = 0; v < row.length; v++) row[v]! /= total;
  }
  return out;
}
