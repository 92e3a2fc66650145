import type { Dataset, LabelledDataset } from '../../data/dataset';
import { stackRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { counted, listed } from '../../data/words';
import type { Metrics } from '../../protocol/result';
import { completeRows } from '../training/columns';
import { boundMetrics } from './bounds';
import { classificationMetrics, confusionCounts, mostProbable } from './metrics';
import { textMetrics } from './textMetrics';
import type { TrainedModel } from '../training/trained';

/** Predictions for rows whose class is known. */
export interface Predictions {
  /** [n, K] */
  proba: Matrix;
  /** [n] */
  labels: Int32Array;
}

export interface Calibrated {
  /** Such as `isotonic`. */
  method: string;
  metrics: Metrics;
  predictions: Predictions;
}

export interface Evaluation {
  model: TrainedModel;
  metrics: Metrics;
  /** Absent: the model does not classify, or there are no test rows. */
  confusion?: number[][];
  /** Whether each test row was recognised. */
  right?: boolean[];
  predictions?: Predictions;
  /** After calibration, where the cell asks for it. */
  calibrated?: Calibrated;
}

/** The test rows on which models are compared: the same for all, so without gaps if one of them cannot take gaps. */
export function comparisonRows(
  models: readonly TrainedModel[],
  { features, parts }: Dataset,
): { rows: Int32Array; notes: string[] } {
  const unable = models.filter((model) => !model.takesGaps).map(({ name }) => name);
  const complete = completeRows(features, parts.test);
  const gaps = parts.test.length - complete.length;
  if (gaps === 0) return { rows: parts.test, notes: [] };
  const within = `${gaps} of ${counted(parts.test.length, 'test row')} ${gaps === 1 ? 'has' : 'have'} empty cells`;
  if (unable.length === 0) return { rows: parts.test, notes: [`${within}: the missing features are summed out.`] };
  const others = models.length > unable.length ? ', and all are compared on the same rows' : '';
  return {
    rows: complete,
    notes: [
      `${within} and ${gaps === 1 ? 'is' : 'are'} left out of the evaluation: ${listed(unable)} cannot sum them out${others}.`,
    ],
  };
}

/** Said where densities are of columns that were categories: their scale is an invention. */
export function densityNotes(models: readonly TrainedModel[]): string[] {
  const named = models
    .filter(({ fitted, facts }) => !fitted.exactCategories && facts.encoding.features.some(({ levels }) => levels))
    .filter((model) => model.has('Density'))
    .map(({ name }) => name);
  if (named.length === 0) return [];
  return [
    `${listed(named)}: categories count as columns of 0 and 1, so log densities compare only among models that do the same.`,
  ];
}

/** Judges a model on rows of the file. Mean log densities and their bounds are over the rows without empty cells. */
export async function evaluate(
  model: TrainedModel,
  { features, target }: Dataset,
  rows: Int32Array,
): Promise<Evaluation> {
  const evaluation: Evaluation = { model, metrics: {} };
  if (target && !target.whole && model.classifies && rows.length > 0) {
    const predictions = await predictionsOf(model, { features, target }, rows);
    const { proba, labels } = predictions;
    const predicted = mostProbable(proba);
    evaluation.metrics = classificationMetrics(proba, labels);
    evaluation.confusion = confusionCounts(proba, labels);
    evaluation.right = Array.from(labels, (label, i) => predicted[i] === label);
    evaluation.predictions = predictions;
  }
  const complete = completeRows(features, rows);
  if (model.has('Density') && complete.length > 0) {
    const x = model.encode(features, complete);
    const densities = await model.logDensity(x);
    const mean = densities.reduce((sum, value) => sum + value, 0) / densities.length;
    // impossible under the model: minus infinity is no number that a result can carry
    if (Number.isFinite(mean)) evaluation.metrics.logDensity = mean;
    if (Number.isFinite(mean)) Object.assign(evaluation.metrics, textMetrics(model.facts.encoding, x, densities));
  }
  if (model.has('BoundedDensity') && target && complete.length > 0)
    Object.assign(evaluation.metrics, await boundMetrics(model, { features, target }, complete));
  return evaluation;
}

/** What a model says of rows of the file. */
export async function predictionsOf(
  model: TrainedModel,
  { features, target }: Pick<LabelledDataset, 'features' | 'target'>,
  rows: Int32Array,
): Promise<Predictions> {
  return {
    proba: await model.predictProba(model.encode(features, rows)),
    labels: Int32Array.from(rows, (row) => target.codes[row]!),
  };
}

/** All predictions as one; at least one part. */
export function pooled(parts: readonly Predictions[]): Predictions {
  return {
    proba: stackRows(parts.map(({ proba }) => proba)),
    labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])),
  };
}
