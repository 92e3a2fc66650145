import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { scaledCovariance } from '../../math/covarianceKinds';
import { kMeans } from '../../math/kMeans';
import { maximisation } from './expectationMaximisation';
import type { EmProblem } from './expectationMaximisation';
import type { Gaussians } from './expectedMoments';
import type { Components, GaussianParameters } from './gaussianParameters';

/**
 * What labelled rows are divided by: k-means, the nearest of the seeds of k-means++, or shares at random. None of them
 * finds the best optimum everywhere.
 */
export const startKinds = ['clusters', 'seeds', 'shares'] as const;
export type StartKind = (typeof startKinds)[number];

const kMeansRounds = 20;

/** Rounds of expectation-maximisation after which the Gaussian of rows with gaps is near enough to begin with. */
const wholeRounds = 20;

export interface StartOptions {
  /** Components of each class; one with fewer different rows has fewer. */
  components: number;
  classes: number;
  kind: StartKind;
  rng: Rng;
}

/** Share of the covariance of all rows that components start with where rows lack labels, so that they overlap. */
export const broad = 0.25;

/**
 * Where expectation-maximisation begins: clusters of the labelled rows of each class. With unlabelled rows, of which
 * clusters say nothing, every covariance is a quarter of that of all rows and classes are equally likely. Rows may have
 * gaps where there is a single component.
 */
export function mixtureStart(
  problem: Pick<EmProblem, 'x' | 'y' | 'maximise' | 'priors'>,
  whole: Gaussians,
  options: StartOptions,
): GaussianParameters {
  const { x, y, priors } = problem;
  const { components, weights } = clusters(x, y, options);
  const all = repeated(whole, components, options.classes);
  const start = maximisation(problem, weights, all);
  if (!y.includes(-1)) return start;
  const labelled = start.logPrior.filter((logShare) => logShare > -Infinity).length;
  return {
    ...start,
    logPrior: priors
      ? priors.map(Math.log)
      : start.logPrior.map((logShare) => (logShare > -Infinity ? -Math.log(labelled) : -Infinity)),
    covariances: all.covariances.map((covariance) => scaledCovariance(covariance, broad)),
  };
}

/** All rows as one Gaussian, whatever their class. */
export function wholeOf({ x, maximise, gaps }: Pick<EmProblem, 'x' | 'maximise' | 'gaps'>): Gaussians {
  const everyRow = matrix(x.rows, 1, new Float64Array(x.rows).fill(1));
  let whole = maximise(x, everyRow, Int32Array.of(0));
  for (let round = 0; gaps && round < wholeRounds; round++) whole = maximise(x, everyRow, Int32Array.of(0), whole);
  return whole;
}

export const oneComponent: Components = { classOf: Int32Array.of(0), logWeight: Float64Array.of(0) };

/** Every component with mean and covariance of all rows. */
export function repeated(
  { means, covariances }: Gaussians,
  components: Components,
  classes: number,
): GaussianParameters {
  const all = matrix(components.classOf.length, means.columns);
  for (let c = 0; c < all.rows; c++) rowOf(all, c).set(means.data);
  return {
    logPrior: new Float64Array(classes).fill(-Math.log(classes)),
    components,
    means: all,
    covariances,
    notes: [],
  };
}

/** How far every labelled row belongs to which component of its class: [n, C], rows sum to one. */
function clusters(
  x: Matrix,
  y: Int32Array,
  { components, classes, kind, rng }: StartOptions,
): { components: Components; weights: Matrix } {
  const classOf: number[] = [];
  const parts: { rows: number[]; shares: Matrix }[] = [];
  for (let k = 0; k < classes; k++) {
    const rows = [...y.keys()].filter((i) => y[i] === k);
    const shares = sharesOf(takeRows(x, rows), components, kind, rng);
    parts.push({ rows, shares });
    for (let c = 0; c < shares.columns; c++) classOf.push(k);
  }
  const weights = matrix(x.rows, classOf.length);
  let first = 0;
  for (const { rows, shares } of parts) {
    rows.forEach((row, i) => rowOf(weights, row).set(rowOf(shares, i), first));
    first += shares.columns;
  }
  return {
    components: { classOf: Int32Array.from(classOf), logWeight: new Float64Array(classOf.length) },
    weights,
  };
}

/** Shares of the rows of one class in at most so many components: [n, C]. */
function sharesOf(x: Matrix, components: number, kind: StartKind, rng: Rng): Matrix {
  if (components === 1 || x.rows === 0) return matrix(x.rows, 1, new Float64Array(x.rows).fill(1));
  const { labels, count } = kMeans(x, components, kind === 'clusters' ? kMeansRounds : 0, rng);
  const out = matrix(x.rows, count);
  for (let i = 0; i < x.rows; i++) {
    const row = rowOf(out, i);
    if (kind !== 'shares') {
      row[labels[i]!] = 1;
      continue;
    }
    // uniform over all ways to share
    const parts = row.map(() => -Math.log(1 - rng.uniform()));
    const sum = parts.reduce((total, part) => total + part, 0);
    row.set(parts.map((part) => part / sum));
  }
  return out;
}
