import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { scaledCovariance } from '../../math/covarianceKinds';
import type { Covariance } from '../../math/gaussian';
import { kMeans } from '../../math/kMeans';
import { maximisation } from './expectationMaximisation';
import type { EmProblem } from './expectationMaximisation';
import type { Components, GaussianParameters } from './gaussianParameters';

export interface StartOptions {
  /** Components of each class; one with fewer different rows has fewer. */
  components: number;
  classes: number;
  /** Rounds of k-means after k-means++. */
  rounds: number;
  rng: Rng;
}

/** Share of the covariance of all rows that components start with where rows lack labels, so that they overlap. */
const broad = 0.25;

/**
 * Where expectation-maximisation begins: clusters of the labelled rows of each class. With unlabelled rows, of which
 * clusters say nothing, every covariance is a quarter of that of all rows and classes are equally likely.
 */
export function mixtureStart(
  problem: Pick<EmProblem, 'x' | 'y' | 'maximise' | 'priors'>,
  options: StartOptions,
): GaussianParameters {
  const { x, y, priors } = problem;
  const { components, weights } = clusters(x, y, options);
  const all = wholeOf(problem, components, options.classes);
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

/** Every component with mean and covariance of all rows. */
export function wholeOf(
  problem: Pick<EmProblem, 'x' | 'maximise'>,
  components: Components,
  classes: number,
): GaussianParameters {
  const { means, covariances } = whole(problem);
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

/** Of all rows, whatever their class. */
export function wholeCovariance(problem: Pick<EmProblem, 'x' | 'maximise'>): Covariance {
  return whole(problem).covariances[0]!;
}

function whole({ x, maximise }: Pick<EmProblem, 'x' | 'maximise'>): ReturnType<EmProblem['maximise']> {
  return maximise(x, matrix(x.rows, 1, new Float64Array(x.rows).fill(1)), Int32Array.of(0));
}

/** The component of every labelled row as weights: [n, C], 1 or 0. */
function clusters(
  x: Matrix,
  y: Int32Array,
  { components, classes, rounds, rng }: StartOptions,
): { components: Components; weights: Matrix } {
  const classOf: number[] = [];
  const componentOf = new Int32Array(x.rows).fill(-1);
  for (let k = 0; k < classes; k++) {
    const rows = [...y.keys()].filter((i) => y[i] === k);
    const first = classOf.length;
    classOf.push(k);
    if (components === 1 || rows.length === 0) {
      for (const row of rows) componentOf[row] = first;
      continue;
    }
    const { labels, count } = kMeans(takeRows(x, rows), components, rounds, rng);
    rows.forEach((row, i) => (componentOf[row] = first + labels[i]!));
    for (let c = 1; c < count; c++) classOf.push(k);
  }
  const weights = matrix(x.rows, classOf.length);
  componentOf.forEach((c, i) => {
    if (c >= 0) weights.data[i * classOf.length + c] = 1;
  });
  return {
    components: { classOf: Int32Array.from(classOf), logWeight: new Float64Array(classOf.length) },
    weights,
  };
}
