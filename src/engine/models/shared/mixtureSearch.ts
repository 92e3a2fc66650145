import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { cholesky } from '../../math/cholesky';
import type { Covariance } from '../../math/gaussian';
import { expectationMaximisation } from './expectationMaximisation';
import type { EmProblem, EmState } from './expectationMaximisation';
import { componentsOf, covarianceOf, freeParameters } from './gaussianParameters';
import type { Gaussians } from './expectedMoments';
import { gaussianClasses } from './gaussianClasses';
import { rowsWithoutGaps } from './missing';
import { mixtureStart, oneComponent, repeated, startKinds } from './mixtureStart';
import { countRows } from './priors';

/** Rows whose mixture is sought together: those of one class, or of all classes and those without a label. */
export interface MixtureProblem extends EmProblem {
  classes: number;
  /** All rows as one Gaussian. */
  whole: Gaussians;
  /** Numbers of components of each class to choose from by BIC, ascending. */
  candidates: readonly number[];
  restarts: number;
  /** Variance below which a component counts as collapsed. */
  collapse: number;
  rng: Rng;
}

export interface Found extends EmState {
  /** Components of two rows or less, or whose variance the ridge alone keeps up. */
  collapsed: number;
  /** The rows as a whole have no spread of their own in some direction. */
  flat: boolean;
  /** -2 log-likelihood + parameters x log rows; smaller is better. */
  bic: number;
}

/** The mixture is sought on at most so many rows, and then climbs to its optimum on all. */
export const searchedRows = 2500;
/** Rows of each class without gaps, for each feature, that are enough to seek it on these alone. */
const enoughWhole = 20;
/** A number of components beyond which this many larger ones were no better ends the search. */
const patience = 2;
/**
 * A component of fewer rows describes these rows and no cluster. Of few rows it may be a few more: of 41 rows of one Gaussian
 * in 5 dimensions, two full components are the likelier the narrower one of them is, and how narrow is a matter of luck.
 * scikit-learn reaches -2.66 nats a row in one of 60 starts, by 3 rows, and -2.96 by 4 rows, whose variance in some direction
 * is 6e-6 and 3e-6, next to a ridge of 1e-6; without such spikes it ends at -3.08, and this search at -3.05 with 5 rows.
 */
const leastRows = 2.5;
/** Growth of the mean log-likelihood at which a start is left; only the best goes on to the tolerance asked for. */
const searchTolerance = 1e-4;
/**
 * Iterations after which a start is judged, and how many starts there are to one that goes on to its optimum; all do where
 * rows times classes are few, which have many optima and cost no time.
 */
const briefIterations = 10;
const startsToOneFinish = 5;
const fewRows = 500;

/**
 * The likeliest of several starts, for the number of components with the least BIC (Schwarz 1978). A start that ends in
 * collapsed components, whose likelihood has no bound, loses to one that does not. Rows with gaps, which cost much more,
 * take part in the last climb only: before, they are left out or filled in by chance. Yields every iteration.
 */
export async function* searchMixture(problem: MixtureProblem): AsyncGenerator<EmState, Found> {
  const { candidates, tolerance, signal, rng } = problem;
  const search = {
    ...(await withoutGaps(sampled(problem, rng), rng)),
    tolerance: Math.max(tolerance, searchTolerance),
  };
  let best: Found | undefined;
  let worse = 0;
  for (const components of candidates) {
    // the criterion is of many rows: fewer than one for each number say nothing about how many components there are
    if (best && numbersOf(best, components) > search.x.rows) break;
    const found = yield* bestStart(search, components);
    if (!best || (found.bic < best.bic && found.collapsed === 0)) {
      best = found;
      worse = 0;
    } else if (++worse === patience) break;
    if (signal.aborted) return best;
  }
  return judged(problem, yield* expectationMaximisation(problem, best!.parameters));
}

/** About as many numbers as so many components of each class have, by those of another fit. */
function numbersOf({ parameters }: Found, components: number): number {
  const classes = parameters.logPrior.length;
  return (freeParameters(parameters) * components * classes) / parameters.means.rows;
}

async function* bestStart(problem: MixtureProblem, components: number): AsyncGenerator<EmState, Found> {
  const { classes, whole, restarts, rng, signal, maxIterations } = problem;
  const starts: Found[] = [];
  const brief = { ...problem, maxIterations: Math.min(briefIterations, maxIterations) };
  for (let restart = 0; restart < (components === 1 ? 1 : restarts); restart++) {
    const kind = startKinds[restart % startKinds.length]!;
    const start = mixtureStart(problem, whole, { components, classes, kind, rng });
    starts.push(judged(problem, yield* expectationMaximisation(brief, start)));
    if (signal.aborted) break;
  }
  starts.sort(byMerit);
  const promising = starts.slice(
    0,
    problem.x.rows * classes <= fewRows ? restarts : Math.ceil(restarts / startsToOneFinish),
  );
  for (const [i, { parameters, converged }] of promising.entries()) {
    if (signal.aborted) break;
    if (!converged) promising[i] = judged(problem, yield* expectationMaximisation(problem, parameters));
  }
  return promising.sort(byMerit)[0]!;
}

function byMerit(a: Found, b: Found): number {
  return a.collapsed - b.collapsed || b.logLikelihood - a.logLikelihood;
}

function judged(problem: MixtureProblem, state: EmState): Found {
  const { parameters, logLikelihood } = state;
  const { rows } = problem.x;
  const bic = -2 * rows * logLikelihood + freeParameters(parameters) * Math.log(rows);
  const { logPrior } = parameters;
  const { classOf, logWeight } = componentsOf(parameters);
  const rowsOfComponent = logWeight.map((weight, c) => rows * Math.exp(logPrior[classOf[c]!]! + weight));
  const thin = Array.from(classOf, (_, c) => leastSpread(covarianceOf(parameters, c)) <= problem.collapse);
  // constant or dependent features are no fault of a component
  const flat = thin.includes(true) && leastSpread(problem.whole.covariances[0]!) <= problem.collapse;
  const alone = classOf.length === logPrior.length;
  const collapsed = thin.filter((isThin, c) => (isThin && !flat) || (!alone && rowsOfComponent[c]! < leastRows)).length;
  return { ...state, bic, collapsed, flat };
}

/** The least variance of a feature given those before it. */
export function leastSpread({ kind, entries, dimension }: Covariance): number {
  if (kind !== 'full') return entries.reduce((least, variance) => Math.min(least, variance));
  const { lower } = cholesky(matrix(dimension, dimension, entries));
  let least = Infinity;
  for (let j = 0; j < dimension; j++) least = Math.min(least, rowOf(lower, j)[j]! ** 2);
  return least;
}

/** Some of the rows where there are many; half of them labelled, as far as there are both kinds. */
function sampled(problem: MixtureProblem, rng: Rng): MixtureProblem {
  const { x, y } = problem;
  if (x.rows <= searchedRows) return problem;
  const order = Int32Array.from(y.keys());
  rng.shuffle(order);
  const labelled = order.filter((row) => y[row]! >= 0);
  const others = order.filter((row) => y[row]! < 0);
  const half = Math.max(searchedRows / 2, searchedRows - others.length);
  const kept = labelled.slice(0, half);
  const rows = Int32Array.of(...kept, ...others.slice(0, searchedRows - kept.length)).sort();
  return { ...problem, ...rowsOf(x, y, rows) };
}

/** The rows without gaps where these are enough; else all, with draws from the Gaussian of all rows in the gaps. */
async function withoutGaps(problem: MixtureProblem, rng: Rng): Promise<MixtureProblem> {
  const { x, y, gaps, whole, classes, kernel } = problem;
  if (!gaps) return problem;
  const rows = rowsWithoutGaps(x);
  const left = countRows(
    rows.map((row) => y[row]!).filter((label) => label >= 0),
    classes,
  );
  const present = countRows(
    y.filter((label) => label >= 0),
    classes,
  );
  const enough = left.every((count, k) => count >= enoughWhole * x.columns || count === present[k]);
  if (enough) return { ...problem, gaps: false, ...rowsOf(x, y, rows) };
  const { conditionalSample } = gaussianClasses(repeated(whole, oneComponent, 1), kernel);
  return { ...problem, gaps: false, x: await conditionalSample(x, rng) };
}

function rowsOf(x: Matrix, y: Int32Array, rows: Int32Array): { x: Matrix; y: Int32Array } {
  return { x: takeRows(x, rows), y: Int32Array.from(rows, (row) => y[row]!) };
}
