import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import { requireCapability } from '../capability';
import { doubtfulPictures } from '../drawing/doubtfulPictures';
import { chooseAxes } from '../drawing/plane';
import { uncertaintyFigure } from '../drawing/uncertainty';
import { densityNotes, evaluate } from '../judging/evaluate';
import { quantile } from '../math/rank';
import type { TaskContext, TaskSpec } from '../task';
import { completeRows } from '../training/columns';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { defaultDensity } from '../unusual/defaultDensity';
import { affordableRows } from '../unusual/affordable';
import { confidences, doubtTable, doubtsOf } from '../unusual/doubt';
import { strangeRows } from '../unusual/strange';
import type { Strange } from '../unusual/strange';
import { limitNotes } from '../unusual/limits';
import { seedParameter } from './parameters';
import { wanted } from './show';

const card: TaskCard = {
  id: 'uncertainty',
  title: 'Uncertainty',
  summary:
    'Tells two kinds of doubt apart: "these classes are alike here" (entropy of P(y | x)) and "I have never seen this" (low p(x)).',
  models: 'required',
  needs: ['Classifier', 'Density'],
  parameters: [
    {
      name: 'unseen',
      type: 'class',
      doc: 'A class that is left out of the training: do the models notice that its rows are none of the others?',
    },
    {
      name: 'against',
      type: 'file',
      doc: 'A file with the same features: do the models notice that its rows are of another kind?',
    },
    {
      name: 'quantile',
      type: 'number',
      min: 0,
      max: 1,
      default: 0.01,
      doc: 'What counts as never seen: below the log p(x) that this share of the training rows does not reach.',
    },
    {
      name: 'confident',
      type: 'number',
      min: 0,
      max: 1,
      default: 0.9,
      doc: 'What counts as sure: a class at least this probable.',
    },
    seedParameter,
  ],
  shows: [
    { value: 'maps', doc: 'What is ambiguous and what is unfamiliar, over the same two features.' },
    { value: 'pictures', doc: 'Of images, the most ambiguous and the most unfamiliar ones.' },
  ],
};

export const uncertainty: TaskSpec = {
  card,
  async run(context) {
    const { plan, signal, environment } = context;
    const show = wanted(plan, card, ['maps', 'pictures']);
    checkUnseen(context);
    const { dataset, strange } = await strangeRows(context.dataset, plan.options, context.readTable);
    const { models, added, notes } = await learn(context, dataset);
    environment.progress({ text: 'measuring doubt' });
    await environment.breathe();
    const part = dataset.parts.test.length > 0 ? dataset.parts.test : dataset.parts.train;
    const tested = completeRows(dataset.features, part);
    const doubts = [];
    const evaluations = [];
    for (const model of models) {
      if (signal.aborted && doubts.length > 0) break;
      const other = strange && model.encode(strange.columns, strange.rows);
      doubts.push(...(await doubtsOf(model, model.encode(dataset.features, tested), other)));
      evaluations.push(await evaluate(model, dataset, tested));
    }
    const densities = models.filter((model) => model.has('Density'));
    const classifiers = models.filter((model) => model.classifies && model !== added);
    // an unseen class is seen by us: over the features that tell it apart, too
    const axes = chooseAxes(context.dataset, models);
    const options = {
      quantile: plan.options.quantile as number,
      confident: plan.options.confident as number,
      strange,
    };
    return {
      dataset,
      models: evaluations.map(({ model, metrics }) => model.report(metrics)),
      tables: [doubtTable(doubts)],
      figures: [
        ...(show.has('maps') && axes
          ? [await uncertaintyFigure(classifiers, densities, dataset, { axes, ...options })]
          : []),
        ...(show.has('pictures') ? await doubtfulPictures(classifiers, densities, dataset, tested, strange) : []),
      ],
      notes: [
        ...(strange ? await surenessNotes(context, classifiers, densities[0]!, dataset, { ...options, strange }) : []),
        ...modelNotes(models),
        ...notes,
        ...(strange?.notes ?? []),
        ...(tested.length < part.length
          ? [`Rows with empty cells are left out: ${part.length - tested.length} of ${counted(part.length, 'row')}.`]
          : []),
        ...(dataset.parts.test.length === 0
          ? ['No row is for testing: the rows that were learned from are measured.']
          : []),
        ...densityNotes(models),
        ...limitNotes(dataset),
        ...(axes || dataset.image ? [] : ['No map is drawn: it needs two numeric features.']),
      ],
    };
  },
};

/** What was trained before knows every class. Throws a `Problem`. */
function checkUnseen({ plan }: TaskContext): void {
  const { unseen } = plan.options;
  const named = plan.models.find(({ model }) => model === undefined);
  if (typeof unseen !== 'string' || !named) return;
  const message = `${named.ref} is trained already, with every class; name a model instead, so that it can be trained without ${unseen}`;
  throw new Problem('trained-already', message, named.at);
}

/** The models of the cell, and a density where none of them is one. */
async function learn(
  { plan, trainer: given, signal }: TaskContext,
  dataset: Dataset,
): Promise<{ models: TrainedModel[]; added?: TrainedModel; notes: string[] }> {
  const trainer = given.over(dataset);
  for (const request of plan.models) {
    const { capabilities } = trainer.cardOf(request);
    if (!capabilities.includes('Density')) requireCapability(trainer.cardOf(request), 'Classifier', request.at);
  }
  const models: TrainedModel[] = [];
  for (const request of plan.models) {
    if (signal.aborted) break;
    models.push(await trainer.obtain(request));
  }
  if (models.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
  if (models.some((model) => model.has('Density'))) return { models, notes: [] };
  const names = listed(models.map(({ name }) => name));
  const added = await trainer.obtain(
    defaultDensity(
      dataset,
      models.map(({ name }) => name),
    ),
  );
  return {
    models: [...models, added],
    added,
    notes: [
      `${names} ${models.length === 1 ? 'knows' : 'know'} P(y | x) only and cannot tell what is unfamiliar: ${added.name} was added for p(x).`,
    ],
  };
}

/** How many strange rows each classifier is sure of, and how many of these the density has never seen the like of. */
async function surenessNotes(
  { rng }: TaskContext,
  classifiers: readonly TrainedModel[],
  density: TrainedModel,
  { features, parts }: Dataset,
  { quantile: share, confident, strange }: { quantile: number; confident: number; strange: Strange },
): Promise<string[]> {
  const complete = completeRows(features, parts.train);
  const rows = affordableRows(density, complete, complete.subarray(0, 0), rng.fork('threshold'));
  const training = await density.logDensity(density.encode(features, rows));
  const threshold = training.length > 0 ? quantile(training.sort(), share) : -Infinity;
  const known = await density.logDensity(density.encode(strange.columns, strange.rows));
  const isUnseen = (i: number) => known[i]! < threshold || known[i] === -Infinity;
  const all = [...known.keys()];
  const notes = [
    `${density.name} finds ${all.filter(isUnseen).length} of ${counted(all.length, 'row')} unfamiliar (${strange.what}).`,
  ];
  for (const model of classifiers) {
    const confidence = confidences(await model.predictProba(model.encode(strange.columns, strange.rows)));
    const sure = all.filter((i) => confidence[i]! >= confident);
    const percent = `${Number((100 * confident).toPrecision(3))} %`;
    notes.push(
      `${model.name} is at least ${percent} sure of the class of ${sure.length} of these rows, ${sure.filter(isUnseen).length} of which ${density.name} finds unfamiliar.`,
    );
  }
  return notes;
}
