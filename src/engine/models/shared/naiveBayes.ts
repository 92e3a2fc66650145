import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { posterior } from '../../posterior';
import type { Conditional, Density, Fitted, GaussianComponent, Marginal, Sampler } from '../../model';
import { likelihoodKinds } from './columnLikelihoods';
import type { ColumnLikelihood, LikelihoodKind } from './columnLikelihoods';
import { damaged, packExact, readArray, readList, readNotes, readRows, readSizes } from './saved';
import type { SavedState } from './saved';

/** P(x, y) = P(y) prod_j P(x_j | y), with a likelihood of its own kind for each feature. */
export interface NaiveBayesParameters {
  /** log P(y): [K]. */
  logPrior: Float64Array;
  /** In the order of the encoded columns. */
  features: FeatureParameters[];
  notes: string[];
}

export interface FeatureParameters {
  kind: keyof typeof likelihoodKinds;
  /** What the kind is made of: [K, m]. */
  table: Matrix;
}

/** All that follows from features that are independent within each class. */
export function naiveBayes(parameters: NaiveBayesParameters): Fitted & Density & Sampler & Marginal & Conditional {
  const { logPrior, notes } = parameters;
  const classes = logPrior.length;
  const features = placed(parameters.features);
  const d = features.reduce((sum, { likelihood }) => sum + likelihood.width, 0);

  function logJoint(x: Matrix, prior = logPrior): Matrix {
    const out = matrix(x.rows, classes);
    for (let i = 0; i < x.rows; i++) {
      rowOf(out, i).set(prior);
      for (const { start, likelihood } of features) {
        const at = i * d + start;
        if (!Number.isNaN(x.data[at]!)) likelihood.addLog(x.data, at, out.data, i * classes);
      }
    }
    return out;
  }

  function featureWeights(): Matrix {
    const out = matrix(classes, d);
    for (const { start, likelihood } of features)
      likelihood.logWeights?.forEach((weight, k) => (out.data[k * d + start] = weight));
    return out;
  }

  /** A single Gaussian for each class, where all the columns are Gaussian. */
  function components(columns: Int32Array): GaussianComponent[] {
    const chosen = Array.from(columns, (at) => features.find(({ start }) => start === at)?.likelihood.gaussian);
    if (!chosen.every((moments) => moments !== undefined)) return [];
    const m = columns.length;
    return Array.from(logPrior, (_, label) => {
      const covariance = matrix(m, m);
      chosen.forEach((moments, j) => (covariance.data[j * m + j] = moments[label]!.variance));
      return { label, weight: 1, mean: Float64Array.from(chosen, (moments) => moments[label]!.mean), covariance };
    });
  }

  /** Rows with their missing features filled in by `fill`, which gets P(y | x_observed). */
  function complete(x: Matrix, label: number | undefined, fill: Fill): Promise<Matrix> {
    const out = matrix(x.rows, d, x.data.slice());
    const weights = posterior(
      logJoint(
        x,
        logPrior.map((value, k) => (label === undefined || k === label ? value : -Infinity)),
      ),
    );
    for (let i = 0; i < x.rows; i++) {
      const missing = features.filter(({ start }) => Number.isNaN(x.data[i * d + start]!));
      for (const { start, likelihood } of missing) out.data.fill(0, i * d + start, i * d + start + likelihood.width);
      if (missing.length > 0) fill(rowOf(weights, i), missing, out.data, i * d);
    }
    return Promise.resolve(out);
  }

  return {
    parameters: features.reduce((sum, { likelihood }) => sum + classes * likelihood.parameters, classes - 1),
    notes,
    exactCategories: true,
    logPrior,
    ...(features.some(({ likelihood }) => likelihood.logWeights) ? { featureWeights } : {}),
    components,
    logJoint: (x) => Promise.resolve(logJoint(x)),
    logJointMarginal: (x) => Promise.resolve(logJoint(x)),
    sample(n, label, rng) {
      const out = matrix(n, d);
      for (let i = 0; i < n; i++) {
        for (const { start, likelihood } of features) likelihood.draw(label, rng, out.data, i * d + start);
      }
      return Promise.resolve(out);
    },
    conditionalMean: (x, label) =>
      complete(x, label, (weights, missing, out, row) => {
        for (const { start, likelihood } of missing)
          weights.forEach((weight, k) => likelihood.addMean(k, weight, out, row + start));
      }),
    conditionalSample: (x, rng, label) =>
      complete(x, label, (weights, missing, out, row) => {
        const k = rng.choice(weights);
        for (const { start, likelihood } of missing) likelihood.draw(k, rng, out, row + start);
      }),
    save: () => save(parameters),
    dispose() {},
  };
}

/** Sum of the logarithms of all shares that alpha smooths, up to a constant: what alpha times is the log of their prior. */
export function logShares({ features }: NaiveBayesParameters): number {
  return features.reduce((sum, { kind, table }) => {
    const known: LikelihoodKind = likelihoodKinds[kind];
    return sum + (known.logShares?.(table) ?? 0);
  }, 0);
}

/** The inverse of `save`. Throws `damaged-model`. */
export function restoreNaiveBayes(state: SavedState): Fitted {
  const logPrior = readRows(state.logPrior, 'logPrior', 1).data;
  if (logPrior.length === 0) throw damaged('it has no classes');
  const kinds = readList(state.kinds, 'kinds');
  const sizes = readSizes(state.sizes, 'sizes');
  if (kinds.length === 0 || kinds.length !== sizes.length)
    throw damaged(`it has ${kinds.length} kinds and ${sizes.length} sizes`);
  const width = sizes.reduce((sum, size) => sum + size, 0);
  const all = matrix(logPrior.length, width, readArray(state.table, 'table', [logPrior.length, width]));
  let from = 0;
  const features = kinds.map((name, j): FeatureParameters => {
    const known = Object.entries(likelihoodKinds).find(([kind]) => kind === name);
    if (!known?.[1].fits(sizes[j]!)) throw damaged(`feature ${j} is of kind ${JSON.stringify(name)}`);
    const table = columnsOf(all, from, (from += sizes[j]!));
    return { kind: known[0] as FeatureParameters['kind'], table };
  });
  return naiveBayes({ logPrior, features, notes: readNotes(state.notes) });
}

function save({ logPrior, features, notes }: NaiveBayesParameters): SavedState {
  const width = features.reduce((sum, { table }) => sum + table.columns, 0);
  const all = matrix(logPrior.length, width);
  logPrior.forEach((_, k) => {
    let at = 0;
    for (const { table } of features) {
      rowOf(all, k).set(rowOf(table, k), at);
      at += table.columns;
    }
  });
  return {
    logPrior: packExact(logPrior, [logPrior.length, 1]),
    kinds: features.map(({ kind }) => kind),
    sizes: features.map(({ table }) => table.columns),
    table: packExact(all.data, [logPrior.length, width]),
    notes,
  };
}

interface Placed {
  /** Its first encoded column. */
  start: number;
  likelihood: ColumnLikelihood;
}

type Fill = (weights: Float64Array, missing: readonly Placed[], out: Float64Array, row: number) => void;

function placed(features: readonly FeatureParameters[]): Placed[] {
  let start = 0;
  return features.map(({ kind, table }) => {
    const known: LikelihoodKind = likelihoodKinds[kind];
    const likelihood = known.make(table);
    start += likelihood.width;
    return { start: start - likelihood.width, likelihood };
  });
}

function columnsOf(all: Matrix, from: number, end: number): Matrix {
  const out = matrix(all.rows, end - from);
  for (let k = 0; k < all.rows; k++) rowOf(out, k).set(rowOf(all, k).subarray(from, end));
  return out;
}
