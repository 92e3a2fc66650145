import { matrix, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { counted, listed } from '../../data/words';
import type { Covariance } from '../math/gaussian';
import { ledoitWolf, shrunkBy } from '../math/ledoitWolf';
import type { Shrunk } from '../math/ledoitWolf';
import { groupMoments } from '../math/moments';
import type { GroupMoments } from '../math/moments';
import { weightedMoments } from '../math/weightedMoments';
import type { ModelSpec } from '../model';
import { expectedMoments } from './shared/expectedMoments';
import { gaussianClasses, restoreGaussianClasses } from './shared/gaussianClasses';
import { isIncomplete, learnFromIncomplete, seenRows } from './shared/incomplete';
import { rowsWithoutGaps } from './shared/missing';
import { classPriors, countRows, emptyClassNotes, indicators, priorsParameter } from './shared/priors';
import { limitFeatures, regularCovariance } from './shared/regular';
import { hasUnlabelled } from './shared/unlabelled';

export const linearDiscriminantAnalysis: ModelSpec = {
  card: {
    id: 'linear-discriminant-analysis',
    title: 'Linear discriminant analysis',
    aliases: ['lda'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'],
    summary:
      'Each class is a Gaussian with its own mean; all share one covariance, which makes the boundaries straight lines. Learns also from rows with empty cells.',
    formula: 'P(x, y) = P(y) N(x | mean_y, Sigma), Sigma = sum_k P(k) S_k / n_k',
    references: [
      { authors: 'Fisher', year: 1936, title: 'The use of multiple measurements in taxonomic problems' },
      {
        authors: 'Hastie, Tibshirani, Friedman',
        year: 2009,
        title: 'The Elements of Statistical Learning, section 4.3',
      },
      { authors: 'Ledoit, Wolf', year: 2004, title: 'Honey, I shrunk the sample covariance matrix' },
    ],
    parameters: [
      priorsParameter,
      {
        name: 'shrinkage',
        type: 'number',
        min: 0,
        max: 1,
        default: 0,
        words: [
          {
            value: 'auto',
            doc: 'As much as the rows call for, by the formula of Ledoit and Wolf for each class, from its rows without empty cells; features count by their spread.',
          },
        ],
        doc: 'How far the covariance is drawn towards a sphere of the same mean variance: 0 not at all, 1 entirely.',
        formula: '(1 - shrinkage) Sigma + shrinkage trace(Sigma) / d I',
      },
    ],
  },
  gaps: true,
  async *fit(data, options, context) {
    const { classes, classNames } = data;
    limitFeatures('linear-discriminant-analysis', data.x.columns);
    const shrinkage = options.shrinkage as Shrinkage;
    if (isIncomplete(data)) {
      return yield* learnFromIncomplete(
        data,
        (rows, weights, _, before) => {
          const moments = expectedMoments(rows, weights, before, { of: new Uint8Array(classes), tied: true });
          const priors = hasUnlabelled(data)
            ? frequencies(moments)
            : classPriors(moments.counts, options.priors, classNames);
          return estimate(moments, priors, shrinkage, rows, () => weights);
        },
        options,
        context,
      );
    }
    yield { step: 0, steps: 1 };
    const { x, y } = seenRows(data);
    const moments = groupMoments(x, y, classes);
    const counts = countRows(data.y, classes);
    const shares = classPriors(moments.counts, options.priors, classNames);
    const { means, covariances, notes } = estimate(moments, shares, shrinkage, x, () => indicators({ y, classes }));
    return gaussianClasses(
      {
        logPrior: classPriors(counts, options.priors, classNames).map(Math.log),
        means,
        covariances,
        notes: [...emptyClassNotes(counts, classNames), ...notes],
      },
      context.kernel,
    );
  },
  restore: restoreGaussianClasses,
};

type Shrinkage = number | 'auto';

/** Means and the one covariance, from rows or from their weights. weights: [n, K], asked for where they are needed. */
function estimate(
  moments: GroupMoments,
  priors: Float64Array,
  shrinkage: Shrinkage,
  x: Matrix,
  weights: () => Matrix,
): { means: Matrix; covariances: Covariance[]; notes: string[] } {
  const notes: string[] = [];
  const { counts, means, scatter } = moments;
  const sigma =
    shrinkage === 'auto'
      ? pooled(shrunkByRows(x, weights(), moments, notes), priors)
      : shrink(poolScatter(scatter, counts, priors), shrinkage);
  return { means, covariances: [regularCovariance(sigma, 'that all classes share', 'see shrinkage', notes)], notes };
}

/** Covariances of the classes; how far each was drawn, which only rows without gaps can tell, is said. */
function shrunkByRows(x: Matrix, weights: Matrix, moments: GroupMoments, notes: string[]): Shrunk[] {
  const whole = rowsWithoutGaps(x);
  const groups = whole.length === x.rows ? ledoitWolf(x, weights, moments) : shrunkBy(shares(whole), moments);
  const which = whole.length === x.rows ? '' : ` of the ${counted(whole.length, 'row')} without empty cells`;
  notes.push(
    `Shrinkage by Ledoit and Wolf${which}, class by class: ${listed(groups.map(({ shrinkage }) => shrinkage.toFixed(3)))}.`,
  );
  return groups;

  function shares(rows: Int32Array): number[] {
    const [part, own] = [takeRows(x, rows), takeRows(weights, rows)];
    return ledoitWolf(part, own, weightedMoments(part, own)).map(({ shrinkage }) => shrinkage);
  }
}

/** sum_k P(k) Sigma_k. */
function pooled(groups: readonly Shrunk[], priors: Float64Array): Matrix {
  const d = groups[0]!.covariance.rows;
  const sum = matrix(d, d);
  groups.forEach(({ covariance }, k) => {
    for (let at = 0; at < sum.data.length; at++) sum.data[at]! += priors[k]! * covariance.data[at]!;
  });
  return sum;
}

function frequencies({ counts }: GroupMoments): Float64Array {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / rows);
}

/** sum_k P(k) S_k / n_k, which is the scatter of all rows about their class means / n when priors are frequencies. */
function poolScatter(scatter: readonly Matrix[], counts: Float64Array, priors: Float64Array): Matrix {
  const d = scatter[0]!.rows;
  const pooled = matrix(d, d);
  scatter.forEach(({ data }, k) => {
    if (counts[k] === 0) return;
    const share = priors[k]! / counts[k]!;
    for (let at = 0; at < data.length; at++) pooled.data[at]! += share * data[at]!;
  });
  return pooled;
}

function shrink(sigma: Matrix, shrinkage: number): Matrix {
  const d = sigma.rows;
  let trace = 0;
  for (let j = 0; j < d; j++) trace += sigma.data[j * d + j]!;
  const out = matrix(
    d,
    d,
    sigma.data.map((value) => (1 - shrinkage) * value),
  );
  for (let j = 0; j < d; j++) out.data[j * d + j]! += (shrinkage * trace) / d;
  return out;
}
