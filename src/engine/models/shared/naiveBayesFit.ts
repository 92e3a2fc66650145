import type { EncodedColumn } from '../../../data/encode';
import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Parameter } from '../../../protocol/cards';
import type { Options, TrainingData } from '../../model';
import { levelAt } from './columnLikelihoods';
import type { FeatureParameters, NaiveBayesParameters } from './naiveBayes';
import { classPriors, countRows, emptyClassNotes, priorsParameter } from './priors';

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

/** The numeric columns of the training data and what was estimated besides. */
export interface NumericColumns {
  /** [n, m]. */
  x: Matrix;
  columns: EncodedColumn[];
  notes: string[];
}

/** Likelihoods of numeric columns, one for each; not called where there is none. */
export type EstimateNumeric = (numeric: NumericColumns) => FeatureParameters[];

/** Every category with smoothed shares of its levels, every number as `estimate` has it. */
export function fitNaiveBayes(data: TrainingData, options: Options, estimate: EstimateNumeric): NaiveBayesParameters {
  const { x, y, classes, classNames, columns } = data;
  const counts = countRows(y, classes);
  const notes = emptyClassNotes(counts, classNames);
  const groups = featureGroups(columns);
  const places = groups.filter(({ levels }) => levels === undefined).map(({ start }) => start);
  const numeric = { x: columnsAt(x, places), columns: places.map((j) => columns[j]!), notes };
  const estimates = places.length > 0 ? estimate(numeric).values() : [].values();
  const features = groups.map(({ start, levels }) =>
    levels === undefined ? estimates.next().value! : shares(data, start, levels, options.alpha as number),
  );
  const priors = options.priors ?? (options.fit_prior ? undefined : Array<number>(classes).fill(1 / classes));
  return { logPrior: classPriors(counts, priors, classNames).map(Math.log), features, notes };
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
function shares({ x, y, classes }: TrainingData, start: number, levels: number, alpha: number): FeatureParameters {
  const table = matrix(classes, levels);
  const totals = new Float64Array(classes).fill(levels * alpha);
  table.data.fill(alpha);
  for (let i = 0; i < x.rows; i++) {
    const at = i * x.columns + start;
    if (Number.isNaN(x.data[at]!)) continue;
    const k = y[i]!;
    table.data[k * levels + levelAt(x.data, at, levels)]! += 1;
    totals[k]! += 1;
  }
  for (let at = 0; at < table.data.length; at++) table.data[at]! /= totals[Math.floor(at / levels)]!;
  return { kind: 'categorical', table };
}
