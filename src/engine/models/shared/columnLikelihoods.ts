import { rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { logGamma } from '../../math/logGamma';
import { log2Pi } from '../../math/logSpace';
import { drawPoisson } from '../../math/poisson';

/** P(x_j | y) of one feature, which takes one encoded column, or those of all levels of a category. */
export interface ColumnLikelihood {
  /** Encoded columns that it takes. */
  readonly width: number;
  /** Numbers learned for each class. */
  readonly parameters: number;
  /** log P that one more, or that presence, adds to each class: [K]. */
  readonly logWeights?: Float64Array;
  /** Mean and variance in each class, [K], where P(x_j | y) is Gaussian. */
  readonly gaussian?: readonly { mean: number; variance: number }[];
  /** Adds log P(x_j | y = k) of the value at `x[at]` to every `out[to + k]`. */
  addLog(x: Float64Array, at: number, out: Float64Array, to: number): void;
  /** Adds `weight` E[x_j | y = label] to what is at `out[at]`. */
  addMean(label: number, weight: number, out: Float64Array, at: number): void;
  /** Writes a value drawn from P(x_j | y = label) to `out[at]`. */
  draw(label: number, rng: Rng, out: Float64Array, at: number): void;
}

/** A kind of likelihood, made of a table with the numbers of each class: [K, m]. */
export interface LikelihoodKind {
  /** Whether m numbers make one. */
  fits(numbers: number): boolean;
  make(table: Matrix): ColumnLikelihood;
  /** Sum of the logarithms of what alpha smooths, up to a constant; absent where it smooths nothing. */
  logShares?(table: Matrix): number;
}

/** Table: the rate of each class. Values between whole numbers are let through; below 0 as if log x! were 0. */
const poisson: LikelihoodKind = {
  fits: (numbers) => numbers === 1,
  logShares: ({ data: rates }) => rates.reduce((sum, rate) => sum + Math.log(rate), 0),
  make({ data: rates }) {
    const logRates = rates.map(Math.log);
    return {
      width: 1,
      parameters: 1,
      logWeights: logRates,
      addLog(x, at, out, to) {
        const value = x[at]!;
        const constant = value > 0 ? logGamma(value + 1) : 0;
        for (let k = 0; k < rates.length; k++) out[to + k]! += value * logRates[k]! - rates[k]! - constant;
      },
      addMean(label, weight, out, at) {
        out[at]! += weight * rates[label]!;
      },
      draw(label, rng, out, at) {
        out[at] = drawPoisson(rates[label]!, rng);
      },
    };
  },
};

/** Table: P(x > threshold), the threshold, and the values that stand for either side in means and draws. */
const bernoulli: LikelihoodKind = {
  fits: (numbers) => numbers === 4,
  logShares({ data, rows }) {
    let sum = 0;
    for (let k = 0; k < rows; k++) sum += Math.log(data[4 * k]!) + Math.log1p(-data[4 * k]!);
    return sum;
  },
  make(table) {
    const rows = Array.from({ length: table.rows }, (_, k) => {
      const [p, threshold, low, high] = rowOf(table, k);
      return { p: p!, threshold: threshold!, low: low!, high: high! };
    });
    const { threshold } = rows[0]!;
    const logPresent = Float64Array.from(rows, ({ p }) => Math.log(p));
    const logAbsent = rows.map(({ p }) => Math.log1p(-p));
    return {
      width: 1,
      parameters: 1,
      logWeights: logPresent,
      addLog(x, at, out, to) {
        const logs = x[at]! > threshold ? logPresent : logAbsent;
        for (let k = 0; k < logs.length; k++) out[to + k]! += logs[k]!;
      },
      addMean(label, weight, out, at) {
        const { p, low, high } = rows[label]!;
        out[at]! += weight * ((1 - p) * low + p * high);
      },
      draw(label, rng, out, at) {
        const { p, low, high } = rows[label]!;
        out[at] = rng.uniform() < p ? high : low;
      },
    };
  },
};

/** Table: mean and variance. */
const gaussian: LikelihoodKind = {
  fits: (numbers) => numbers === 2,
  make(table) {
    const rows = Array.from({ length: table.rows }, (_, k) => {
      const [mean, variance] = rowOf(table, k);
      return { mean: mean!, variance: variance!, peak: -0.5 * (log2Pi + Math.log(variance!)) };
    });
    return {
      width: 1,
      parameters: 2,
      gaussian: rows,
      addLog(x, at, out, to) {
        const value = x[at]!;
        rows.forEach(({ mean, variance, peak }, k) => (out[to + k]! += peak - (value - mean) ** 2 / (2 * variance)));
      },
      addMean(label, weight, out, at) {
        out[at]! += weight * rows[label]!.mean;
      },
      draw(label, rng, out, at) {
        const { mean, variance } = rows[label]!;
        out[at] = mean + Math.sqrt(variance) * rng.normal();
      },
    };
  },
};

/** Table: the probability of each level. Two levels share one encoded column, which is 1 for the second. */
const categorical: LikelihoodKind = {
  fits: (numbers) => numbers >= 1,
  logShares: ({ data }) => data.reduce((sum, share) => sum + Math.log(share), 0),
  make(table) {
    const levels = table.columns;
    const logs = table.data.map(Math.log);
    const width = levels === 2 ? 1 : levels;
    const write = (level: number, weight: number, out: Float64Array, at: number) => {
      if (levels !== 2) out[at + level]! += weight;
      else if (level === 1) out[at]! += weight;
    };
    return {
      width,
      parameters: levels - 1,
      addLog(x, at, out, to) {
        const level = levelAt(x, at, levels);
        for (let k = 0; k < table.rows; k++) out[to + k]! += logs[k * levels + level]!;
      },
      addMean(label, weight, out, at) {
        rowOf(table, label).forEach((p, level) => write(level, weight * p, out, at));
      },
      draw(label, rng, out, at) {
        out.fill(0, at, at + width);
        write(rng.choice(rowOf(table, label)), 1, out, at);
      },
    };
  },
};

export const likelihoodKinds = { poisson, bernoulli, gaussian, categorical } as const;

/** The level that encoded columns show; between levels the nearest. */
export function levelAt(x: Float64Array, at: number, levels: number): number {
  if (levels === 2) return x[at]! >= 0.5 ? 1 : 0;
  let best = 0;
  for (let level = 1; level < levels; level++) if (x[at + level]! > x[at + best]!) best = level;
  return best;
}
