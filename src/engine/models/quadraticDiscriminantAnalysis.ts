import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Covariance } from '../math/gaussian';
import { groupMoments } from '../math/moments';
import type { GroupMoments } from '../math/moments';
import type { ModelSpec } from '../model';
import { expectedMoments } from './shared/expectedMoments';
import { gaussianClasses, restoreGaussianClasses } from './shared/gaussianClasses';
import { scarceNotes } from './shared/gapPrior';
import { isIncomplete, learnFromIncomplete, seenRows } from './shared/incomplete';
import { hasGaps } from './shared/missing';
import { classPriors, countRows, emptyClassNotes, priorsParameter } from './shared/priors';
import { limitFeatures, regularCovariance } from './shared/regular';
import { withUnlabelled } from './shared/unlabelled';

export const quadraticDiscriminantAnalysis: ModelSpec = {
  card: {
    id: 'quadratic-discriminant-analysis',
    title: 'Quadratic discriminant analysis',
    aliases: ['qda'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'],
    summary:
      'Each class is a Gaussian with its own mean and covariance, which makes the boundaries curves of second degree. Learns also from rows with empty cells.',
    formula: 'P(x, y) = P(y) N(x | mean_y, Sigma_y), Sigma_y = S_y / (n_y - 1), with empty cells S_y / n_y',
    references: [
      {
        authors: 'Hastie, Tibshirani, Friedman',
        year: 2009,
        title: 'The Elements of Statistical Learning, section 4.3',
      },
      { authors: 'Friedman', year: 1989, title: 'Regularized discriminant analysis' },
    ],
    parameters: [
      priorsParameter,
      {
        name: 'reg_param',
        type: 'number',
        min: 0,
        max: 1,
        default: 0,
        doc: 'How far each covariance is drawn towards the identity: 0 not at all, 1 entirely.',
        formula: '(1 - reg_param) Sigma_y + reg_param I',
      },
    ],
  },
  gaps: true,
  async *fit(data, options, context) {
    const { classes, classNames } = data;
    limitFeatures('quadratic-discriminant-analysis', data.x.columns);
    const names = (c: number) => classNames[c]!;
    const regParam = options.reg_param as number;
    if (isIncomplete(data)) {
      const scarce = scarceNotes({ ...seenRows(data), classNames });
      const lost = hasGaps(withUnlabelled(data).x) ? 0 : 1;
      return yield* learnFromIncomplete(
        data,
        (rows, weights, _, before) => {
          const found = estimate(expectedMoments(rows, weights, before), lost, regParam, names);
          return { ...found, notes: [...scarce, ...found.notes] };
        },
        options,
        context,
      );
    }
    yield { step: 0, steps: 1 };
    const { x, y } = seenRows(data);
    const moments = groupMoments(x, y, classes);
    const counts = countRows(data.y, classes);
    const { means, covariances, notes } = estimate(moments, 1, regParam, names);
    const logPrior = classPriors(counts, options.priors, classNames).map(Math.log);
    return gaussianClasses(
      { logPrior, means, covariances, notes: [...emptyClassNotes(counts, classNames), ...notes] },
      context.kernel,
    );
  },
  restore: restoreGaussianClasses,
};

/**
 * Means and covariances S_k / (n_k - lost), from rows or from their weights. `lost` is 1, as in scikit-learn; of rows with
 * empty cells 0, the maximum of the likelihood, which is what expectation-maximisation climbs.
 */
function estimate(
  { counts, means, scatter }: GroupMoments,
  lost: number,
  regParam: number,
  names: (c: number) => string,
): { means: Matrix; covariances: Covariance[]; notes: string[] } {
  const notes: string[] = [];
  const covariances = scatter.map((own, k) => {
    const sigma = counts[k]! >= 2 ? scaled(own, 1 / (counts[k]! - lost)) : pooledCovariance(scatter, counts);
    if (counts[k] === 1) {
      notes.push(
        `Class ${names(k)} has a single training row; the covariance within the other classes is used for it.`,
      );
    }
    return regularCovariance(towardsIdentity(sigma, regParam), `of class ${names(k)}`, 'see reg_param', notes);
  });
  return { means, covariances, notes };
}

/** Scatter of all rows about their class means / (n - K); for a class that has too few rows of its own. */
function pooledCovariance(scatter: readonly Matrix[], counts: Float64Array): Matrix {
  const sum = matrix(scatter[0]!.rows, scatter[0]!.columns);
  let freedom = 0;
  scatter.forEach(({ data }, k) => {
    freedom += Math.max(0, counts[k]! - 1);
    for (let at = 0; at < data.length; at++) sum.data[at]! += data[at]!;
  });
  return scaled(sum, 1 / Math.max(1, freedom));
}

function scaled(a: Matrix, factor: number): Matrix {
  return matrix(
    a.rows,
    a.columns,
    a.data.map((value) => value * factor),
  );
}

function towardsIdentity(sigma: Matrix, share: number): Matrix {
  const out = scaled(sigma, 1 - share);
  for (let j = 0; j < sigma.rows; j++) out.data[j * sigma.rows + j]! += share;
  return out;
}
