import { requireTarget } from '../../data/dataset';
import type { LabelledDataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import type { ModelCard, TaskCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import type { ModelRequest } from '../../protocol/plan';
import type { ResultTable } from '../../protocol/result';
import { hiddenFeatures, regionChoices } from '../completion/hiddenParts';
import { inpaintRows } from '../completion/inpainting';
import type { Inpainted } from '../completion/inpainting';
import { inpaintingFigure } from '../drawing/inpainting';
import { completedPictures } from '../drawing/wholePictures';
import { sampleOf } from '../drawing/plane';
import { shortNumber } from '../judging/ranking';
import { models as registry } from '../models/index';
import type { TaskContext, TaskSpec } from '../task';
import { completeRows } from '../training/columns';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { seedParameter } from './parameters';
import { wanted } from './show';

/** Rows that are completed, of which some are drawn. */
const mostRows = 100;

const card: TaskCard = {
  id: 'inpaint',
  title: 'Inpaint',
  summary:
    'Hides the same part of every test row, half of a picture or the columns of one source, and lets models draw it given the rest.',
  models: 'required',
  needs: ['Conditional', 'Latent'],
  parameters: [
    {
      name: 'hide',
      type: 'list',
      of: { name: 'column', type: 'column', doc: 'A column to hide.' },
      words: regionChoices,
      doc: 'What is hidden: columns, or a part of each picture. Default: the lower half of pictures, the second half of the features.',
    },
    { name: 'n', type: 'integer', min: 1, max: mostRows, default: 50, doc: 'Test rows that are completed.' },
    { name: 'draws', type: 'integer', min: 1, max: 20, default: 4, doc: 'Completions of each row.' },
    {
      name: 'given_class',
      type: 'boolean',
      default: false,
      doc: 'Whether the class of a row helps to complete it.',
    },
    seedParameter,
  ],
  shows: [{ value: 'completions', doc: 'Rows as they are, with the part hidden, and completed.' }],
};

export const inpaint: TaskSpec = {
  card,
  withoutTarget: true,
  async run(context) {
    const { plan, signal, trainer, rng } = context;
    const show = wanted(plan, card, ['completions']);
    const { n, draws, given_class: givenClass } = plan.options as { n: number; draws: number; given_class: boolean };
    for (const request of plan.models) requireInpainting(trainer.cardOf(request), request);
    const dataset = requireTarget(context.dataset);
    const hidden = hiddenFeatures(dataset, plan.options.hide);
    const rows = someRows(dataset, n, rng.fork('rows'));
    const done: Inpainted[] = [];
    const models: TrainedModel[] = [];
    for (const request of plan.models) {
      if (signal.aborted) break;
      const model = await trainer.obtain(request);
      models.push(model);
      const result = await inpaintRows(context, dataset, model, { rows, hidden, draws, givenClass });
      if (result) done.push(result);
    }
    if (models.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
    const figures: Figure[] = show.has('completions')
      ? [...inpaintingFigure(done, dataset, rows, hidden), ...completedPictures(done, dataset, rows)]
      : [];
    return {
      models: models.map((model) => model.report({})),
      tables: [tableOf(done)],
      figures,
      notes: [
        hiddenSentence(dataset, hidden, rows.length),
        ...modelNotes(models),
        ...done.map(({ model, errors: [draw, average, column] }) =>
          draw!.rmse === null
            ? `${model.name} draws ${percent(draw!.errorRate!)} of the hidden categories wrong; the most frequent level ${percent(column!.errorRate!)}.`
            : `${model.name}: hidden numbers are off by ${shortNumber(draw!.rmse)} ${dataset.image ? 'of their range' : 'standard deviations'} in a single draw, by ${shortNumber(average!.rmse!)} in the mean of ${counted(draws, 'draw')}, and by ${shortNumber(column!.rmse!)} if each column's mean is filled in.`,
        ),
        ...(done.length < models.length || signal.aborted
          ? ['Stopped before every model had completed the rows.']
          : []),
      ],
    };
  },
};

/** Throws a plain sentence, as a `Problem`, for a model that cannot complete a part of a row. */
function requireInpainting({ id, learns }: ModelCard, { at }: ModelRequest): void {
  const able = registry.filter((spec) => spec.inpaints === true || spec.card.capabilities.includes('Conditional'));
  if (able.some((spec) => spec.card.id === id)) return;
  throw new Problem(
    'no-capability',
    `${id} learns ${learns}: it cannot complete a row from a part of it. Models that can: ${able.map((spec) => spec.card.id).join(', ')}`,
    at,
  );
}

function someRows({ features, parts }: LabelledDataset, n: number, rng: TaskContext['rng']): Int32Array {
  const part = completeRows(features, parts.test.length > 0 ? parts.test : parts.train);
  if (part.length === 0)
    throw new Problem(
      'no-complete-rows',
      'every test row has an empty cell; there is none of which a part could be hidden',
    );
  return Int32Array.from(sampleOf([...part], n, rng));
}

function hiddenSentence({ features, image }: LabelledDataset, hidden: ReadonlySet<string>, rows: number): string {
  const what = image ? `${hidden.size} of ${features.length} pixels` : listed([...hidden], 8);
  return `Hidden in ${counted(rows, 'test row')} and drawn given the rest: ${what}.`;
}

/** Errors over the hidden cells of the rows. */
function tableOf(done: readonly Inpainted[]): ResultTable {
  return {
    name: 'inpaint',
    columns: ['model', 'method', 'rmse', 'errorRate'],
    rows: done.flatMap(({ model, errors }) =>
      errors.map(({ method, rmse, errorRate }) => [model.name, method, rmse, errorRate]),
    ),
  };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
