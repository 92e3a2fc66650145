import type { LabelledDataset } from '../../data/dataset';
import { counted, listed } from '../../data/words';
import type { Metrics, ResultTable } from '../../protocol/result';
import { crossValidate } from './crossValidation';
import { comparisonRows } from './evaluate';
import type { Evaluation } from './evaluate';
import { evaluateAll } from './judgement';
import type { Judgement } from './judgement';
import { pairedDifference } from './metrics';
import { shortNumber } from './ranking';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';

/** Judges trained models on the test rows, or by cross-validation where the data are divided into folds. */
export async function judge(
  context: TaskContext,
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
): Promise<Judgement> {
  const judgement = dataset.parts.folds
    ? await crossValidate(context, models, dataset, dataset.parts.folds)
    : await holdOut(context, models, dataset);
  const { evaluations, tables, notes } = judgement;
  const method = String(context.plan.options.calibrate);
  if (method === 'none') return judgement;
  return {
    evaluations,
    tables: [...tables, calibrationTable(evaluations)],
    notes: [...notes, ...calibrationNotes(evaluations, method)],
  };
}

async function holdOut(
  context: TaskContext,
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
): Promise<Judgement> {
  const { rows, notes } = comparisonRows(models, dataset);
  const evaluations: Evaluation[] = [];
  for (const model of models) evaluations.push(await evaluateAll(context, model, dataset, rows));
  return {
    evaluations,
    tables: [],
    notes: [
      ...notes,
      ...comparison(evaluations),
      ...(rows.length === 0 ? ['There are no test rows, so nothing was measured.'] : []),
    ],
  };
}

/** How the two models with the fewest mistakes compare, as far as the test rows can tell. */
function comparison(evaluations: readonly Evaluation[]): string[] {
  const [best, second] = evaluations
    .filter((evaluation) => evaluation.right)
    .sort((a, b) => b.metrics.accuracy! - a.metrics.accuracy! || (a.metrics.logLoss ?? 0) - (b.metrics.logLoss ?? 0));
  if (!best || !second) return [];
  const { rows, difference, standardError } = pairedDifference(best.right!, second.right!);
  const names = `${best.model.name} and ${second.model.name}`;
  if (difference === 0) return [`${names} recognise equally many of the ${rows} test rows.`];
  const gap = `${best.model.name} recognises ${difference} more of the ${rows} test rows than ${second.model.name} (standard error ${shortNumber(standardError)})`;
  return [difference < 2 * standardError ? `${gap}: not enough to tell them apart.` : `${gap}.`];
}

function calibrationTable(evaluations: readonly Evaluation[]): ResultTable {
  const row = (model: string, how: string, { calibrationError, brier, logLoss }: Metrics) => [
    model,
    how,
    calibrationError ?? null,
    brier ?? null,
    logLoss ?? null,
  ];
  return {
    name: 'calibration',
    columns: ['model', 'method', 'calibrationError', 'brier', 'logLoss'],
    rows: evaluations.flatMap(({ model: { name }, metrics, calibrated }) =>
      calibrated ? [row(name, 'raw', metrics), row(name, calibrated.method, calibrated.metrics)] : [],
    ),
  };
}

function calibrationNotes(evaluations: readonly Evaluation[], method: string): string[] {
  const done = evaluations.filter(({ calibrated }) => calibrated);
  const left = evaluations.filter(({ calibrated }) => !calibrated).map(({ model }) => model.name);
  const better = done.filter(({ metrics, calibrated }) => calibrated!.metrics.brier! < metrics.brier!);
  return [
    ...(done.length > 0
      ? [
          `Calibration (${method}, learned from predictions of the training rows in folds) lowers the Brier score of ${better.length} of ${counted(done.length, 'model')}. It is in the table calibration and the reliability diagram only: all other numbers, and the models kept by name, are without it.`,
        ]
      : []),
    ...(left.length > 0 ? [`Not calibrated: ${listed(left)}.`] : []),
  ];
}
