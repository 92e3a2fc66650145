import type { EncodedColumn } from '../../../data/encoding';
import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { counted } from '../../../data/words';
import type { Parameter } from '../../../protocol/cards';
import type { FitContext, Fitted, FitStep, Options, TrainingData } from '../../model';
import { climbingSteps, climbLimits, responsibilities } from './climb';
import { levelAt } from './columnLikelihoods';
import { logShares, naiveBayes } from './naiveBayes';
import type { FeatureParameters, NaiveBayesParameters } from './naiveBayes';
import { classPriors, columnSums, countRows, emptyClassNotes, indicators, priorsParameter } from './priors';
import { hasUnlabelled, withUnlabelled } from './unlabelled';

/** The options of every naive Bayes that counts. */
export const countingParameters: Parameter[] = [
  {
    name: 'alpha',
    type: 'number',
    min: 0,
    above: true,
    default: 1,
    doc: 'Added to every count, so that what a class never showed stays possible (1: Laplace, less: Lidstone).',
    formula: '(n_kl + alpha) / (n_k + alpha L)',
  },
  {
    name: 'fit_prior',
    type: 'boolean',
    default: true,
    doc: 'Whether P(y) is learned; false: all classes are equally likely. Priors that are given come first.',
  },
  { ...priorsParameter, aliases: ['class_prior'] },
];

/** The numeric columns of the rows, and what is found besides. */
export interface NumericColumns {
  /** [n, m], of rows with and without a label. */
  x: Matrix;
  columns: EncodedColumn[];
  notes: string[];
}

/**
 * Likelihoods of the numeric columns, one for each, from how far each row belongs to each class: [n, K]. At the start of
 * learning from rows without a label these have no weight yet.
 */
export type Maximise = (weights: Matrix, notes: string[], isStart: boolean) => FeatureParameters[];

/** Called once for all rows, and not where there are no numeric columns. */
export type NumericMaximise = (numeric: NumericColumns) => Maximise;

/** Rows without a class, and how far each row belongs to each. */
export interface Weighted {
  x: Matrix;
  /** [n, K], rows sum to one. */
  weights: Matrix;
}

/**
 * Every category with smoothed shares of its levels, every number as `numeric` has it. Rows without a label take part by
 * expectation-maximisation (Nigam and others 2000), from the fit to the others on: what is climbed is the likelihood times
 * the prior that alpha stands for, a Dirichlet(alpha + 1) on the shares of each class.
 */
export async function* fitNaiveBayes(
  data: TrainingData,
  options: Options,
  { signal }: Pick<FitContext, 'signal'>,
  numeric: NumericMaximise,
): AsyncGenerator<FitStep, Fitted> {
  const { classes, classNames } = data;
  const notes = emptyClassNotes(countRows(data.y, classes), classNames);
  const { x, y } = withUnlabelled(data);
  const estimate = estimator({ ...data, x }, options, numeric, notes);
  const labelled = matrix(x.rows, classes);
  labelled.data.set(indicators(data).data);
  const start = estimate(labelled, hasUnlabelled(data));
  const finish = (parameters: NaiveBayesParameters, found: string[]) =>
    naiveBayes({ ...parameters, notes: [...notes, ...parameters.notes, ...found] });
  if (!hasUnlabelled(data)) {
    yield { step: 0, steps: 1 };
    return finish(start, []);
  }
  const groups = Array.from({ length: classes + 1 }, (_, k) => k);
  const climbed = yield* climbingSteps(
    {
      ...climbLimits,
      signal,
      expect: async (parameters: NaiveBayesParameters) => {
        const weights = await naiveBayes(parameters).logJoint(x);
        const logLikelihood = responsibilities(weights, y, groups);
        return { weights, logLikelihood, logPrior: ((options.alpha as number) * logShares(parameters)) / x.rows };
      },
      maximise: (weights) => estimate(weights, false),
    },
    start,
    naiveBayes,
  );
  return finish(climbed.parameters, [
    `Expectation-maximisation over ${counted(data.x.rows, 'row')} with and ${data.unlabelled!.rows} without a class: ${counted(climbed.iterations, 'iteration')}.`,
    ...climbed.notes,
  ]);
}

/** The parameters that make weighted rows likeliest, smoothed. The weights need not cover every row. */
function estimator(
  data: Pick<TrainingData, 'x' | 'classes' | 'classNames' | 'columns'>,
  options: Options,
  numeric: NumericMaximise,
  found: string[],
): (weights: Matrix, isStart: boolean) => NaiveBayesParameters {
  const { x, columns, classes, classNames } = data;
  const groups = featureGroups(columns);
  const places = groups.filter(({ levels }) => levels === undefined).map(({ start }) => start);
  const ofNumbers =
    places.length > 0
      ? numeric({ x: columnsAt(x, places), columns: places.map((j) => columns[j]!), notes: found })
      : () => [];
  const priors = options.priors ?? (options.fit_prior ? undefined : Array<number>(classes).fill(1 / classes));
  return (weights, isStart) => {
    const notes: string[] = [];
    const estimates = ofNumbers(weights, notes, isStart).values();
    const features = groups.map(({ start, levels }) =>
      levels === undefined ? estimates.next().value! : shares({ x, weights }, start, levels, options.alpha as number),
    );
    const logPrior = classPriors(columnSums(weights), priors, classNames).map(Math.log);
    return { logPrior, features, notes };
  };
}

/** The encoded columns that belong together: those of the levels of one category, or a single number. */
function featureGroups(columns: readonly EncodedColumn[]): { start: number; levels?: number }[] {
  const groups: { start: number; levels?: number }[] = [];
  for (let start = 0; start < columns.length;) {
    const { feature, level } = columns[start]!;
    let end = start + 1;
    if (level === undefined) groups.push({ start });
    else {
      while (columns[end]?.feature === feature) end++;
      // the first of two levels has no column of its own
      groups.push({ start, levels: Math.max(2, end - start) });
    }
    start = end;
  }
  return groups;
}

function columnsAt(x: Matrix, places: readonly number[]): Matrix {
  if (places.length === x.columns) return x;
  const out = matrix(x.rows, places.length);
  for (let i = 0; i < x.rows; i++)
    places.forEach((j, at) => (out.data[i * places.length + at] = x.data[i * x.columns + j]!));
  return out;
}

/** (n_kl + alpha) / (n_k + alpha L), over the rows that have the feature. */
function shares({ x, weights }: Weighted, start: number, levels: number, alpha: number): FeatureParameters {
  const classes = weights.columns;
  const table = matrix(classes, levels);
  const totals = new Float64Array(classes).fill(levels * alpha);
  table.data.fill(alpha);
  for (let i = 0; i < x.rows; i++) {
    const at = i * x.columns + start;
    if (Number.isNaN(x.data[at]!)) continue;
    const level = levelAt(x.data, at, levels);
    for (let k = 0; k < classes; k++) {
      const weight = weights.data[i * classes + k]!;
      table.data[k * levels + level]! += weight;
      totals[k]! += weight;
    }
  }
  for (let at = 0; at < table.data.length; at++) table.data[at]! /= totals[Math.floor(at / levels)]!;
  return { kind: 'categorical', table };
}
