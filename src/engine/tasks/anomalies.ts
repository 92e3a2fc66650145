import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import { requireCapability } from '../capability';
import { anomalyScores, surprisingAxes } from '../drawing/anomalyScores';
import { unlikely } from '../drawing/pictures';
import { densityNotes } from '../judging/evaluate';
import { shortNumber } from '../judging/ranking';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { baselines } from '../unusual/baselines';
import { baselineTable, curveFigures, metricsOf, modelScores, testedRows } from '../unusual/comparison';
import { labelOf } from '../unusual/label';
import type { AnomalyLabel } from '../unusual/label';
import { densityDataset } from '../unusual/learning';
import { rankingNeeds } from '../unusual/measure';
import { isFlagged, rank } from '../unusual/ranking';
import type { Ranking } from '../unusual/ranking';
import { reasonsOf } from '../unusual/surprise';
import { anomalyFile, anomalyTable } from '../unusual/tables';
import { limitNotes } from '../unusual/limits';
import { seedParameter } from './parameters';
import { wanted } from './show';
import { writeParameters, writeRows } from './writeRows';

const card: TaskCard = {
  id: 'anomalies',
  title: 'Anomalies',
  summary:
    'Ranks the rows of the file by log p(x), flags those below a threshold and says which of their features surprise. Needs no labelled anomaly, and no target.',
  models: 'required',
  needs: rankingNeeds,
  parameters: [
    {
      name: 'quantile',
      type: 'number',
      min: 0,
      max: 1,
      default: 0.01,
      doc: 'The threshold: log p(x) below which this share of the training rows lies.',
    },
    {
      name: 'label',
      type: 'column',
      doc: 'A column that says which rows are anomalies; it is no feature. Rows are judged by it: ROC AUC and average precision over the test rows.',
    },
    {
      name: 'anomaly',
      type: 'text',
      doc: 'The value of the label that means an anomaly. Default: true, 1, yes, anomaly and the like, else the rarer of two values.',
    },
    {
      name: 'fit',
      type: 'choice',
      choices: [
        { value: 'all', doc: 'Every training row, anomalies among them: as if nothing were labelled.' },
        { value: 'clean', doc: 'Only training rows that the label says are no anomalies.' },
      ],
      default: 'all',
      doc: 'What the models learn from, where rows are labelled.',
    },
    ...writeParameters,
    seedParameter,
  ],
  shows: [
    { value: 'scores', doc: 'How likely rows are, with a threshold that moves, and where they lie.' },
    { value: 'pictures', doc: 'Of images, the least likely ones.' },
    { value: 'roc', doc: 'Anomalies found against false alarms, beside isolation forest and local outlier factor.' },
    { value: 'precision-recall', doc: 'Precision against recall of anomalies over all thresholds.' },
  ],
};

export const anomalies: TaskSpec = {
  card,
  async run(context) {
    const { plan, signal } = context;
    const show = wanted(plan, card, ['scores', 'pictures', 'roc']);
    for (const request of plan.models) requireCapability(context.trainer.cardOf(request), rankingNeeds, request.at);
    const label = labelOf(context.dataset, plan.options);
    const everything = densityDataset(context.dataset, label, false);
    const dataset = plan.options.fit === 'clean' ? densityDataset(context.dataset, label, true) : everything;
    const quantile = plan.options.quantile as number;
    const explained = [];
    for (const model of await learn(context, dataset, label)) {
      const ranking = await rank(model, dataset, quantile, context);
      if (signal.aborted) break;
      const { texts: reasons, blamed, notes: limits } = await reasonsOf(ranking, dataset, context);
      explained.push({ ranking, reasons, blamed, limits });
    }
    const [first] = explained;
    if (!first) throw new Problem('interrupted', 'The run was stopped before anything was ranked.');
    const rankings = explained.map(({ ranking }) => ranking);
    const models = rankings.map(({ model }) => model);
    const tested = testedRows(rankings, dataset, label);
    const scores = rankings.map((ranking) => modelScores(ranking, tested));
    const beside = await baselines(dataset, everything.parts.train, tested.rows, context);
    const { table, notes } = anomalyTable(explained);
    const axes = surprisingAxes(dataset, rankings, first.blamed);
    return {
      dataset,
      models: rankings.map((ranking) => ranking.model.report(metricsOf(ranking, tested, dataset))),
      tables: [table, ...baselineTable(beside.found, scores[0]!, tested)],
      figures: [
        ...(show.has('scores')
          ? [await anomalyScores(explained, dataset, { quantile, axes, label, tested: tested.rows })]
          : []),
        ...(show.has('pictures') ? unlikely(rankings, dataset) : []),
        ...curveFigures(show, [...scores, ...beside.found], tested, label),
      ],
      notes: [
        ...modelNotes(models),
        ...(label ? [label.note] : []),
        ...earlierNotes(context, label),
        ...rankings.flatMap((ranking) => thresholdNotes(ranking, dataset, quantile, label)),
        ...new Set([...tested.notes, ...rankings.flatMap((ranking) => ranking.notes)]),
        ...densityNotes(models),
        ...rankings.flatMap(({ measure, model }) => measure.note?.(model.name) ?? []),
        ...limitNotes(dataset),
        ...explained.flatMap(({ limits }) => limits),
        ...beside.notes,
        ...notes,
        ...(plan.options.to === undefined ? [] : await writeRows(anomalyFile(dataset, explained), context)),
      ],
    };
  },
};

/** Fits models to the rows of `dataset`; what has a name was trained before, whatever its target. */
async function learn(
  { plan, trainer, dataset: given, signal }: TaskContext,
  dataset: Dataset,
  label: AnomalyLabel | undefined,
): Promise<TrainedModel[]> {
  const fresh = trainer.over(dataset);
  const withoutTarget = { ...given };
  delete withoutTarget.target;
  const earlier = trainer.over(withoutTarget);
  const models: TrainedModel[] = [];
  for (const request of plan.models) {
    if (signal.aborted) break;
    const model = await (request.model === undefined ? earlier : fresh).obtain(request);
    if (label && model.reads(label.column)) {
      const message = `${request.ref} was trained with ${label.column} as a feature, which is the label here; name a model instead, or train one without it`;
      throw new Problem('conflicting-roles', message, request.at);
    }
    models.push(model);
  }
  return models;
}

/** What was trained before knows what it knows. */
function earlierNotes({ plan, dataset }: TaskContext, label: AnomalyLabel | undefined): string[] {
  const names = plan.models.filter(({ model }) => model === undefined).map(({ name }) => name);
  if (names.length === 0 || !label) return [];
  const known = dataset.target?.name === label.column ? `, with ${label.column} as its target` : '';
  return [`${listed(names)} learned before this cell from all training rows${known}; fit has no effect on it.`];
}

function thresholdNotes(
  ranking: Ranking,
  { parts }: Dataset,
  share: number,
  label: AnomalyLabel | undefined,
): string[] {
  const { model, measure, order, threshold } = ranking;
  const flagged = order.filter((row) => isFlagged(ranking, row));
  const test = new Set(parts.test);
  const tested = flagged.filter((row) => test.has(row));
  const unexplained = tested.filter((row) => label?.codes[row] !== 1).length;
  const among =
    parts.test.length > 0 ? `, ${tested.length} of them among the ${counted(parts.test.length, 'test row')}` : '';
  const where = Number.isFinite(threshold)
    ? `below ${shortNumber(threshold)}, the ${measure.words} that ${percent(share)} of the training rows do not reach`
    : 'impossible';
  return [
    `${model.name}: ${flagged.length} of ${counted(order.length, 'row')} flagged, ${where}${among}.`,
    ...(unexplained > farTooMany(share * parts.test.length)
      ? [
          `${model.name} flags many more test rows than training rows: it fits the rows that it has seen too closely for the threshold to hold for others. Lower the quantile, or choose a smoother model.`,
        ]
      : []),
  ];
}

/** More rows than this are not explained by chance where so many are expected: five standard deviations, and a few. */
function farTooMany(expected: number): number {
  return expected + 5 * Math.sqrt(expected) + 3;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
