import { requireTarget } from '../../data/dataset';
import type { LabelledDataset } from '../../data/dataset';
import { withFold } from '../../data/folds';
import { counted } from '../../data/words';
import type { Metrics, ResultTable } from '../../protocol/result';
import { comparisonRows, pooled } from './evaluate';
import type { Evaluation } from './evaluate';
import { evaluateAll } from './judgement';
import type { Judgement } from './judgement';
import { average, ranking, spread } from './ranking';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';

type MetricName = keyof Metrics;

/**
 * Judges each model by fits to all folds but one, tested on that one, fold after fold; a fold counts only when all models
 * are through with it. Metrics are means over the folds; predictions and counts are those of all folds together.
 */
export async function crossValidate(
  context: TaskContext,
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
  folds: readonly Int32Array[],
): Promise<Judgement> {
  const done: Evaluation[][] = [];
  for (const index of folds.keys()) {
    const evaluations = await judgeFold(context, models, dataset, folds, index);
    if (evaluations.length < models.length) break;
    done.push(evaluations);
  }
  const { parts } = dataset;
  const { notes } = comparisonRows(models, { ...dataset, parts: { ...parts, test: parts.train } });
  const evaluations = models.map((model, m) =>
    together(
      model,
      done.map((fold) => fold[m]!),
    ),
  );
  const rank = rankingOf(models, done, folds.length);
  return {
    evaluations,
    tables: done.length === 0 ? [] : [...foldTables(models, done), ...rank.tables],
    notes: [...notes, ...stateOf(done.length, folds.length, parts.train.length), ...rank.notes],
  };
}

/** One evaluation per model; fewer where the user stopped the run. */
async function judgeFold(
  context: TaskContext,
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
  folds: readonly Int32Array[],
  index: number,
): Promise<Evaluation[]> {
  const part = requireTarget(withFold(dataset, folds, index));
  const { rows } = comparisonRows(models, part);
  const where = `, fold ${index + 1} of ${folds.length}`;
  const evaluations: Evaluation[] = [];
  for (const model of models) {
    const fitted = await context.trainer.refit(model, part, `fitting ${model.name}${where}`);
    if (!fitted) break;
    const evaluation = await evaluateAll(context, fitted, part, rows, where);
    fitted.dispose();
    if (context.signal.aborted) break;
    evaluations.push(evaluation);
  }
  return evaluations;
}

/** All folds of one model. */
function together(model: TrainedModel, folds: readonly Evaluation[]): Evaluation {
  const confusions = folds.flatMap(({ confusion }) => (confusion ? [confusion] : []));
  const predictions = folds.flatMap((fold) => (fold.predictions ? [fold.predictions] : []));
  const calibrated = folds.flatMap((fold) => (fold.calibrated ? [fold.calibrated] : []));
  return {
    model,
    metrics: meanMetrics(folds.map(({ metrics }) => metrics)),
    ...(predictions.length > 0 ? { predictions: pooled(predictions), confusion: added(confusions) } : {}),
    ...(calibrated.length > 0
      ? {
          calibrated: {
            method: calibrated[0]!.method,
            metrics: meanMetrics(calibrated.map(({ metrics }) => metrics)),
            predictions: pooled(calibrated.map((each) => each.predictions)),
          },
        }
      : {}),
  };
}

/** Metrics that every fold has, in the order of the first one. */
function namesOf(folds: readonly Metrics[]): MetricName[] {
  const names = Object.keys(folds[0] ?? {}) as MetricName[];
  return names.filter((name) => folds.every((metrics) => metrics[name] !== undefined));
}

function meanMetrics(folds: readonly Metrics[]): Metrics {
  return Object.fromEntries(namesOf(folds).map((name) => [name, average(folds.map((metrics) => metrics[name]!))]));
}

function added(counts: readonly number[][][]): number[][] {
  return counts[0]!.map((row, i) => row.map((_, j) => counts.reduce((sum, each) => sum + each[i]![j]!, 0)));
}

function foldTables(models: readonly TrainedModel[], done: readonly Evaluation[][]): ResultTable[] {
  const metricsOf = (m: number) => done.map((fold) => fold[m]!.metrics);
  const all = [...new Set(done.flatMap((fold) => fold.flatMap(({ metrics }) => Object.keys(metrics) as MetricName[])))];
  return [
    {
      name: 'cross-validation',
      columns: ['model', 'metric', 'mean', 'sd', 'standardError'],
      rows: models.flatMap(({ name }, m) =>
        namesOf(metricsOf(m)).map((metric) => {
          const values = metricsOf(m).map((metrics) => metrics[metric]!);
          const known = values.length > 1;
          const sd = spread(values);
          return [name, metric, average(values), known ? sd : null, known ? sd / Math.sqrt(values.length) : null];
        }),
      ),
    },
    {
      name: 'folds',
      columns: ['model', 'fold', ...all],
      rows: models.flatMap(({ name }, m) =>
        metricsOf(m).map((metrics, fold) => [name, fold + 1, ...all.map((metric) => metrics[metric] ?? null)]),
      ),
    },
  ];
}

function rankingOf(
  models: readonly TrainedModel[],
  done: readonly Evaluation[][],
  folds: number,
): { tables: ResultTable[]; notes: string[] } {
  const judged = models.flatMap(({ name }, m) => {
    const metrics = done.map((fold) => fold[m]!.metrics);
    if (!namesOf(metrics).includes('accuracy')) return [];
    return [
      {
        name,
        accuracy: metrics.map(({ accuracy }) => accuracy!),
        logLoss: average(metrics.map(({ logLoss }) => logLoss!)),
      },
    ];
  });
  if (judged.length < 2) return { tables: [], notes: [] };
  const { table, note } = ranking(judged, 1 / (folds - 1));
  return { tables: [table], notes: [note] };
}

function stateOf(done: number, folds: number, rows: number): string[] {
  const finalFit = `The figures of what was learned, the costs and the models kept by name are of a fit to all ${counted(rows, 'row')}.`;
  if (done === 0) return [`Stopped before the first fold was done, so nothing was measured. ${finalFit}`];
  const means = `Metrics are means over ${counted(done, 'fold')}${done < folds ? ` of ${folds}, the run being stopped` : ''}: each row is tested once, by models fitted to the other folds.`;
  return [`${means} ${finalFit}`];
}
