import type { Cell } from '../../data/cells';
import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { counted, grouped } from '../../data/words';
import type { Metrics } from '../../protocol/result';
import { backgroundOf } from '../explaining/background';
import { confusionCounts, classificationMetrics, mostProbable } from '../judging/metrics';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { familiarity } from './unfamiliar';
import type { Familiarity } from './unfamiliar';
import type { Source } from './source';

/** What a model says of the rows of a source. */
export interface Predictions {
  model: TrainedModel;
  /** Positions among the rows of the source that the model can answer for, ascending. */
  answered: Int32Array;
  /** P(y | x) of these: [answered, K]. */
  proba: Matrix;
  /** Of these, for models with a density. */
  familiarity?: Familiarity;
  metrics: Metrics;
  /** `counts[true class][predicted class]`, where the classes are known. */
  confusion?: number[][];
  notes: string[];
}

/** Classifies the rows that a model can answer for: those without gaps, unless it sums them out. */
export async function predict(
  model: TrainedModel,
  source: Source,
  { dataset, plan }: TaskContext,
  rng: Rng,
): Promise<Predictions> {
  const { x: all, notes } = source.encode(model);
  const answered = model.takesGaps ? Int32Array.from({ length: all.rows }, (_, i) => i) : completeOnly(all);
  const x = answered.length === all.rows ? all : takeRows(all, answered);
  const left = all.rows - answered.length;
  const sentences = [...notes];
  if (left > 0) {
    sentences.push(
      `${model.name}: ${counted(left, 'row has', 'rows have')} empty cells, which it cannot sum out, and so no prediction; let impute fill them in.`,
    );
  }
  const proba = x.rows > 0 ? await model.predictProba(x) : matrix(0, model.facts.target.classes.length);
  const predictions: Predictions = { model, answered, proba, metrics: {}, notes: sentences };
  if (model.has('Density') && x.rows > 0) {
    const training = backgroundOf(model, dataset);
    const known = await familiarity(model, x, training, plan.options.quantile as number, rng);
    predictions.familiarity = known;
    if (known.trainingRows < training.rows)
      sentences.push(
        `${model.name}: what is unfamiliar is told by ${grouped(known.trainingRows)} of ${grouped(training.rows)} training rows, drawn by chance.`,
      );
  }
  judge(predictions, source);
  return predictions;
}

function judge(predictions: Predictions, { labels, asked }: Source): void {
  const { answered, proba, familiarity: known } = predictions;
  // the accuracy on one row would be no measurement
  if (labels && !asked) {
    const labelled = [...answered.keys()].filter((i) => labels[answered[i]!]! >= 0);
    if (labelled.length > 0) {
      const truth = Int32Array.from(labelled, (i) => labels[answered[i]!]!);
      const rows = takeRows(proba, labelled);
      predictions.metrics = classificationMetrics(rows, truth);
      predictions.confusion = confusionCounts(rows, truth);
    }
  }
  if (known) {
    const mean = known.logDensity.reduce((sum, value) => sum + value, 0) / known.logDensity.length;
    if (Number.isFinite(mean)) predictions.metrics.logDensity = mean;
  }
}

/** A cell of a result's table. */
export type Answer = Cell | boolean;

/** predicted, one number per class, entropy in nats, logDensity, unfamiliar: null where there is no answer. */
export function answersOf({ model, answered, proba, familiarity: known }: Predictions, rows: number): Answer[][] {
  const { classes } = model.facts.target;
  const nothing: Answer[] = [null, ...classes.map(() => null), null, null, null];
  const out = Array.from({ length: rows }, () => nothing);
  const winners = mostProbable(proba);
  answered.forEach((row, i) => {
    const own = rowOf(proba, i);
    const log = known?.logDensity[i];
    const unfamiliar = known?.unfamiliar[i] ?? null;
    out[row] = [
      classes[winners[i]!]!,
      ...own,
      entropy(own),
      log !== undefined && Number.isFinite(log) ? log : null,
      unfamiliar,
    ];
  });
  return out;
}

/** -sum_k p_k log p_k, in nats. */
function entropy(proba: Float64Array): number {
  return proba.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}

function completeOnly(x: Matrix): Int32Array {
  return Int32Array.from({ length: x.rows }, (_, i) => i).filter((i) => !rowOf(x, i).some(Number.isNaN));
}
