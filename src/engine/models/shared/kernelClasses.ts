import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { maxPackedLength } from '../../../protocol/packing';
import { kernelSums } from '../../math/kernelSums';
import { log2Pi } from '../../math/logSpace';
import { softmaxRows } from '../../math/logSpace';
import type { Conditional, Density, Fitted, Marginal, Sampler } from '../../model';
import { damaged, packExact, readArray, readList, readNotes, readSizes } from './saved';
import type { SavedState } from './saved';

/** A Gaussian about every training row: p(x | y = k) = 1 / n_k sum_i N(x | x_i, h_k^2 I) over the rows of class k. */
export interface KernelParameters {
  /** log P(y): [K]. */
  logPrior: Float64Array;
  /** The rows of each class, at least one: [n_k, d]. */
  rows: Matrix[];
  /** [K]. */
  bandwidths: Float64Array;
  notes: string[];
}

/** Numbers that a saved model can hold. */
export const mostKept = maxPackedLength;

export function kernelClasses(parameters: KernelParameters): Fitted & Density & Sampler & Marginal & Conditional {
  const { logPrior, rows, bandwidths, notes } = parameters;
  const classes = rows.length;
  const d = rows[0]!.columns;
  const sums = rows.map(kernelSums);

  /** log P(x_observed, y): a product kernel loses its factors of the missing features. */
  function logJointOf(query: Float64Array, observed: Int32Array, out: Float64Array): void {
    for (let k = 0; k < classes; k++) {
      const h = bandwidths[k]!;
      const constant = Math.log(rows[k]!.rows) + observed.length * (0.5 * log2Pi + Math.log(h));
      out[k] = logPrior[k]! === -Infinity ? -Infinity : logPrior[k]! + sums[k]!.logSum(query, h, observed) - constant;
    }
  }

  function logJoint(x: Matrix): Promise<Matrix> {
    const out = matrix(x.rows, classes);
    for (let i = 0; i < x.rows; i++) logJointOf(rowOf(x, i), observedIn(rowOf(x, i)), rowOf(out, i));
    return Promise.resolve(out);
  }

  /** Visits every row with gaps with P(y | x_observed) and P(training row | x_observed, y). */
  async function completeRows(x: Matrix, label: number | undefined, complete: CompleteRow): Promise<Matrix> {
    const out = matrix(x.rows, d, x.data.slice());
    const posterior = label === undefined ? softmaxRows(await logJoint(x)) : undefined;
    const given = Float64Array.from({ length: classes }, (_, k) => Number(k === label));
    for (let i = 0; i < x.rows; i++) {
      const values = rowOf(out, i);
      const observed = observedIn(values);
      if (observed.length === d) continue;
      const sharesIn = (k: number) => {
        const shares = new Float64Array(rows[k]!.rows);
        sums[k]!.shares(values, bandwidths[k]!, observed, shares);
        return shares;
      };
      const completed = complete(posterior ? rowOf(posterior, i) : given, sharesIn);
      for (let j = 0; j < d; j++) if (Number.isNaN(values[j])) values[j] = completed[j]!;
    }
    return out;
  }

  return {
    parameters: rows.reduce((count, { data }) => count + data.length, classes),
    notes,
    logPrior,
    logJoint,
    logJointMarginal: logJoint,
    sample(n, label, rng) {
      const out = matrix(n, d);
      const own = rows[label]!;
      for (let i = 0; i < n; i++) {
        const centre = rowOf(own, rng.integer(own.rows));
        rowOf(out, i).set(centre.map((value) => value + bandwidths[label]! * rng.normal()));
      }
      return Promise.resolve(out);
    },
    conditionalMean: (x, label) =>
      completeRows(x, label, (weights, sharesIn) => {
        const mean = new Float64Array(d);
        weights.forEach((weight, k) => {
          if (weight === 0) return;
          sharesIn(k).forEach((share, i) => {
            if (share > 0) rowOf(rows[k]!, i).forEach((value, j) => (mean[j]! += weight * share * value));
          });
        });
        return mean;
      }),
    conditionalSample: (x, rng, label) =>
      completeRows(x, label, (weights, sharesIn) => {
        const k = rng.choice(weights);
        const centre = rowOf(rows[k]!, rng.choice(sharesIn(k)));
        return centre.map((value) => value + bandwidths[k]! * rng.normal());
      }),
    save: () => ({
      sizes: [classes, d],
      counts: rows.map((own) => own.rows),
      logPrior: packExact(logPrior, [classes]),
      bandwidths: packExact(bandwidths, [classes]),
      rows: rows.map((own) => packExact(own.data, [own.rows, d])),
      notes,
    }),
    dispose() {},
  };
}

type CompleteRow = (weights: Float64Array, sharesIn: (k: number) => Float64Array) => Float64Array;

/** The inverse of `save`. Throws `damaged-model`. */
export function restoreKernelClasses(state: SavedState): Fitted {
  const [classes, d] = readSizes(state.sizes, 'sizes');
  if (classes === undefined || d === undefined) throw damaged('its sizes are missing');
  const counts = readSizes(state.counts, 'counts');
  const saved = readList(state.rows, 'rows');
  if (counts.length !== classes || saved.length !== classes) throw damaged(`rows of ${saved.length} classes`);
  const bandwidths = readArray(state.bandwidths, 'bandwidths', [classes]);
  if (bandwidths.some((h) => !(h > 0))) throw damaged('a bandwidth is not above 0');
  return kernelClasses({
    logPrior: readArray(state.logPrior, 'logPrior', [classes]),
    rows: saved.map((packed, k) => matrix(counts[k]!, d, readArray(packed, 'rows', [counts[k]!, d]))),
    bandwidths,
    notes: readNotes(state.notes),
  });
}

function observedIn(row: Float64Array): Int32Array {
  const observed: number[] = [];
  row.forEach((value, j) => {
    if (!Number.isNaN(value)) observed.push(j);
  });
  return Int32Array.from(observed);
}
