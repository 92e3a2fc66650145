import { takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import { grouped, listed } from '../../data/words';
import type { FitContext, FitStep, ModelSpec } from '../model';
import {
  bandwidthFolds,
  bandwidthGrid,
  bandwidthRules,
  bestBandwidth,
  crossValidate,
  crossValidatedRows,
  crossValidationSteps,
  mostCrossValidated,
  rescaled,
} from './shared/bandwidth';
import { kernelClasses, mostKept, restoreKernelClasses } from './shared/kernelClasses';
import { classPriors, countRows, emptyClassNotes, priorsParameter } from './shared/priors';

export const kernelDensity: ModelSpec = {
  card: {
    id: 'kernel-density',
    title: 'Kernel density',
    aliases: ['kde'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional'],
    summary:
      'Each class is a small Gaussian about every one of its training rows: any shape, for few features and many rows.',
    formula: 'P(x, y) = P(y) / n_y sum_i N(x | x_i, h_y^2 I)',
    references: [
      { authors: 'Parzen', year: 1962, title: 'On estimation of a probability density function and mode' },
      { authors: 'Silverman', year: 1986, title: 'Density estimation for statistics and data analysis' },
      { authors: 'Scott', year: 1992, title: 'Multivariate density estimation' },
    ],
    parameters: [
      {
        name: 'bandwidth',
        type: 'number',
        min: 0,
        above: true,
        default: 'cv',
        words: [
          {
            value: 'cv',
            doc:
              `For each class the likeliest of ${bandwidthGrid.length} bandwidths from ${bandwidthGrid[0]!.toFixed(2)} to ` +
              `${bandwidthGrid.at(-1)!.toFixed(2)}, by ${bandwidthFolds} folds. Of more than ${grouped(mostCrossValidated)} rows ` +
              'as many are drawn, and their bandwidth is rescaled by (drawn / rows)^(1 / (d + 4)).',
          },
          { value: 'scott', doc: 'n_y^(-1 / (d + 4)).' },
          { value: 'silverman', doc: '(n_y (d + 2) / 4)^(-1 / (d + 4)).' },
        ],
        doc: 'Standard deviation h of the Gaussians, in standard deviations of the features.',
      },
      priorsParameter,
    ],
  },
  async *fit({ x, y, classes, classNames }, options, { rng, signal }) {
    if (x.data.length > mostKept) {
      throw new Problem(
        'too-many-rows',
        `kernel-density keeps every training row: ${grouped(x.data.length)} numbers; at most ${grouped(mostKept)}: train on fewer rows or features, or use gaussian-mixture`,
        ['split'],
      );
    }
    const counts = countRows(y, classes);
    const notes = emptyClassNotes(counts, classNames);
    // a class without rows is described by those of all classes
    const rows = classNames.map((_, k) => (counts[k]! > 0 ? takeRows(x, rowsOf(y, k)) : x));
    const logPrior = classPriors(counts, options.priors, classNames).map(Math.log);
    const bandwidths = Float64Array.from(rows, (own) => givenBandwidth(options.bandwidth as number | string, own));
    if (options.bandwidth === 'cv') {
      const atEdge = yield* chooseBandwidths(rows, bandwidths, { rng, signal });
      notes.push(...bandwidthNotes(bandwidths, atEdge, counts, classNames));
    } else yield { step: 1, steps: 1 };
    return kernelClasses({ logPrior, rows, bandwidths, notes });
  },
  restore: (state) => restoreKernelClasses(state),
};

function rowsOf(y: Int32Array, k: number): number[] {
  return [...y.keys()].filter((i) => y[i] === k);
}

/** As an option says it; Scott's rule until cross-validation knows better. */
function givenBandwidth(option: number | string, { rows, columns }: Matrix): number {
  if (typeof option === 'number') return option;
  return (bandwidthRules[option] ?? bandwidthRules['scott']!)(rows, columns);
}

/**
 * Replaces bandwidths by the best of cross-validation, class by class, as far as there is time; returns the classes whose
 * best is the first or last that was tried.
 */
async function* chooseBandwidths(
  rows: readonly Matrix[],
  bandwidths: Float64Array,
  { rng, signal }: Pick<FitContext, 'rng' | 'signal'>,
): AsyncGenerator<FitStep, Set<number>> {
  const samples = rows.map((own) => crossValidatedRows(own, rng));
  const steps = samples.reduce((sum, sample) => sum + crossValidationSteps(sample.rows), 0);
  const edges = new Set<number>();
  let step = 0;
  for (const [k, sample] of samples.entries()) {
    for (const sums of crossValidate(sample)) {
      const { bandwidth, atEdge } = bestBandwidth(sums);
      bandwidths[k] = rescaled(bandwidth, sample.rows, rows[k]!.rows, sample.columns);
      if (atEdge) edges.add(k);
      else edges.delete(k);
      yield { step: ++step, steps };
      if (signal.aborted) return edges;
    }
  }
  return edges;
}

function bandwidthNotes(
  bandwidths: Float64Array,
  edges: ReadonlySet<number>,
  counts: Float64Array,
  classNames: readonly string[],
): string[] {
  const chosen = classNames.flatMap((name, k) => (counts[k]! > 1 ? [`${name} ${bandwidths[k]!.toPrecision(3)}`] : []));
  const single = classNames.filter((_, k) => counts[k] === 1);
  const atEdge = classNames.filter((_, k) => edges.has(k));
  return [
    ...(chosen.length > 0 ? [`Bandwidth of each class, chosen by cross-validation: ${listed(chosen)}.`] : []),
    ...(single.length > 0
      ? [`A class with a single training row has the bandwidth of Scott's rule: ${listed(single)}.`]
      : []),
    ...(atEdge.length > 0
      ? [
          `The best bandwidth is the smallest or the largest that was tried; a better one may lie beyond: ${listed(atEdge)}.`,
        ]
      : []),
  ];
}
