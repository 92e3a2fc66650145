import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { cholesky } from '../../math/cholesky';
import type { Covariance } from '../../math/gaussian';
import { expectationMaximisation } from './expectationMaximisation';
import type { EmProblem, EmState } from './expectationMaximisation';
import { covarianceOf, freeParameters } from './gaussianParameters';
import { mixtureStart, wholeCovariance } from './mixtureStart';

/** Rows whose mixture is sought together: those of one class, or of all classes and those without a label. */
export interface MixtureProblem extends EmProblem {
  classes: number;
  /** Numbers of components of each class to choose from by BIC, ascending. */
  candidates: readonly number[];
  restarts: number;
  /** Variance below which a component counts as collapsed. */
  collapse: number;
  rng: Rng;
}

export interface Found extends EmState {
  /** Components that have shrunk until the ridge alone keeps their variance up. */
  collapsed: number;
  /** The rows as a whole have no spread of their own in some direction. */
  flat: boolean;
  /** -2 log-likelihood + parameters x log rows; smaller is better. */
  bic: number;
}

/** The mixture is sought on at most so many rows, and then climbs to its optimum on all. */
export const searchedRows = 5000;
/** A number of components beyond which this many larger ones were no better ends the search. */
const patience = 2;
const kMeansRounds = 20;

/**
 * The likeliest of several starts, for the number of components with the least BIC (Schwarz 1978). A start that ends in
 * collapsed components, whose likelihood has no bound, loses to one that does not. Yields every iteration.
 */
export async function* searchMixture(problem: MixtureProblem): AsyncGenerator<EmState, Found> {
  const { candidates, signal, rng } = problem;
  const sample = sampled(problem, rng);
  let best: Found | undefined;
  let worse = 0;
  for (const components of candidates) {
    const found = yield* bestStart(sample, components);
    if (!best || (found.bic < best.bic && found.collapsed === 0)) {
      best = found;
      worse = 0;
    } else if (++worse === patience) break;
    if (signal.aborted) break;
  }
  if (sample === problem || signal.aborted) return best!;
  return judged(problem, yield* expectationMaximisation(problem, best!.parameters));
}

async function* bestStart(problem: MixtureProblem, components: number): AsyncGenerator<EmState, Found> {
  const { classes, restarts, rng, signal } = problem;
  let best: Found | undefined;
  for (let restart = 0; restart < (components === 1 ? 1 : restarts); restart++) {
    // every second start is rougher, so that starts differ where k-means always ends in the same clusters
    const rounds = restart % 2 === 0 ? kMeansRounds : 0;
    const start = mixtureStart(problem, { components, classes, rounds, rng });
    const found = judged(problem, yield* expectationMaximisation(problem, start));
    const wins =
      !best ||
      found.collapsed < best.collapsed ||
      (found.collapsed === best.collapsed && found.logLikelihood > best.logLikelihood);
    if (wins) best = found;
    if (signal.aborted) break;
  }
  return best!;
}

function judged(problem: MixtureProblem, state: EmState): Found {
  const { parameters, logLikelihood } = state;
  const { rows } = problem.x;
  const bic = -2 * rows * logLikelihood + freeParameters(parameters) * Math.log(rows);
  const thin = Array.from({ length: parameters.means.rows }, (_, c) => leastSpread(covarianceOf(parameters, c)));
  const collapsed = thin.filter((spread) => spread <= problem.collapse).length;
  // constant or dependent features are no fault of a component
  const flat = collapsed > 0 && leastSpread(wholeCovariance(problem)) <= problem.collapse;
  return { ...state, bic, collapsed: flat ? 0 : collapsed, flat };
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

function rowsOf(x: Matrix, y: Int32Array, rows: Int32Array): { x: Matrix; y: Int32Array } {
  return { x: takeRows(x, rows), y: Int32Array.from(rows, (row) => y[row]!) };
}
