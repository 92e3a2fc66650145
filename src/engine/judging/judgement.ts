import type { LabelledDataset } from '../../data/dataset';
import type { ResultTable } from '../../protocol/result';
import { calibrate } from './calibration';
import { evaluate } from './evaluate';
import type { Evaluation } from './evaluate';
import { classificationMetrics } from './metrics';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';

/** How good models are and how they compare. */
export interface Judgement {
  evaluations: Evaluation[];
  tables: ResultTable[];
  notes: string[];
}

/** Judges a model, and its calibrated probabilities where the cell asks for them. */
export async function evaluateAll(
  context: TaskContext,
  model: TrainedModel,
  dataset: LabelledDataset,
  rows: Int32Array,
  where = '',
): Promise<Evaluation> {
  const evaluation = await evaluate(model, dataset, rows);
  const method = String(context.plan.options.calibrate);
  const { predictions } = evaluation;
  if (method === 'none' || !predictions) return evaluation;
  const calibrator = await calibrate(method, model, dataset, context, where);
  if (!calibrator) return evaluation;
  const proba = calibrator(predictions.proba);
  const { labels } = predictions;
  return {
    ...evaluation,
    calibrated: { method, metrics: classificationMetrics(proba, labels), predictions: { proba, labels } },
  };
}
