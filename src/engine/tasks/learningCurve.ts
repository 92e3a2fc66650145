import { requireTarget } from '../../data/dataset';
import { counted } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import type { ResultTable } from '../../protocol/result';
import { learningCurveFigure } from '../drawing/learningCurve';
import { evaluate } from '../judging/evaluate';
import type { Evaluation } from '../judging/evaluate';
import { benchOf } from '../sizes/bench';
import type { Bench } from '../sizes/bench';
import { learningCurves } from '../sizes/learningCurve';
import type { LearningCurve } from '../sizes/learningCurve';
import { wantedSizes } from '../sizes/order';
import { pairsOf } from '../sizes/pairs';
import { errorOf } from '../sizes/trials';
import type { TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { obtainAll } from './obtainAll';
import { drawsParameter, rowsParameter, seedParameter } from './parameters';
import { wanted } from './show';

/** Sizes that are tried where the cell names none. */
const defaultSizes = 8;
/** Pairs of models that get a sentence. */
const mostSentences = 10;

const card: TaskCard = {
  id: 'learning-curve',
  title: 'Learning curve',
  summary:
    'Test error against the number of training rows, over several draws of rows: which model learns from few rows, which one wins with many, and where they change places.',
  models: 'required',
  needs: ['Classifier'],
  parameters: [
    rowsParameter(`about ${defaultSizes} sizes on a logarithmic scale, from 10 to all training rows`),
    drawsParameter,
    seedParameter,
  ],
  shows: [
    {
      value: 'curves',
      doc: 'Test error of each model over the number of rows, with a band of one standard deviation.',
    },
  ],
};

export const learningCurve: TaskSpec = {
  card,
  async run(context) {
    const { plan, signal } = context;
    const show = wanted(plan, card, ['curves']);
    const labelled = requireTarget(context.dataset);
    const models = await obtainAll(context, 'Classifier');
    const bench = benchOf(models, labelled);
    const { sizes, notes } = wantedSizes(
      plan.options.rows as number[] | undefined,
      bench.pool.length,
      labelled.target.classes.length,
      defaultSizes,
    );
    const draws = plan.options.draws as number;
    const whole = new Set(models.filter((model, i) => plan.models[i]!.model !== undefined && isWhole(model, bench)));
    const result = await learningCurves(context, models, bench, { sizes, draws, whole });
    const evaluations: Evaluation[] = [];
    for (const model of models) evaluations.push(await evaluate(model, bench.dataset, bench.test));
    const pairs = pairsOf(result.curves);
    const asymptotes = evaluations.map(({ metrics }) => 1 - metrics.accuracy!);
    return {
      models: evaluations.map(({ model, metrics }) => model.report(metrics)),
      tables: [tableOf(result.curves)],
      figures: show.has('curves') ? learningCurveFigure(result.curves, pairs, asymptotes, bench.dataset) : [],
      notes: [
        ...context.dataset.notes,
        ...modelNotes(models),
        ...(signal.aborted ? ['Stopped: the curves are of the draws that were made until then.'] : []),
        ...pairs.slice(0, mostSentences).map(({ sentence }) => sentence),
        `The error is over ${counted(bench.test.length, 'test row')}, sd over the draws; all ${bench.pool.length} training rows can be drawn in one way only. Features are scaled as by all training rows.`,
        ...bench.notes,
        ...notes,
        ...result.notes,
      ],
    };
  },
};

/** Whether a model of this cell was fitted to exactly the rows that are drawn from. */
function isWhole({ facts }: TrainedModel, { pool, dataset }: Bench): boolean {
  return !dataset.parts.folds && facts.classCounts.reduce((sum, count) => sum + count, 0) === pool.length;
}

function tableOf(curves: readonly LearningCurve[]): ResultTable {
  return {
    name: 'learning-curve',
    columns: ['model', 'rows', 'error', 'sd', 'draws'],
    rows: curves.flatMap(({ model, sizes }) =>
      sizes.flatMap(({ rows, trials }) => {
        if (trials.length === 0) return [];
        const { mean, sd } = errorOf(trials);
        return [[model.name, rows, mean, sd, trials.length]];
      }),
    ),
  };
}
