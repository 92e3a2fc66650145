import { requireTarget, type Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { listed } from '../../data/words';
import { capabilitySentence } from '../../protocol/capabilitySentence';
import type { Capability, TaskCard } from '../../protocol/cards';
import type { Figure, FigureOf } from '../../protocol/figures';
import { decisionBoundary } from '../drawing/boundary';
import { mistakes } from '../drawing/pictures';
import { stateFigures } from '../drawing/hiddenStates';
import { calibrationChoices } from '../judging/calibration';
import { comparisonRows, densityNotes } from '../judging/evaluate';
import { stateTables } from '../markov/describe';
import type { Evaluation } from '../judging/evaluate';
import { judge } from '../judging/judge';
import { modelNotes } from '../training/modelNotes';
import { chooseAxes } from '../drawing/plane';
import { shortNumber } from '../judging/ranking';
import { topWords } from '../judging/topWords';
import type { TaskContext, TaskSpec } from '../task';
import type { TrainedModel } from '../training/trained';
import { gameFigures, gameShown, noGameNotes } from './gameShown';
import { judgementFigures } from './judgementFigures';
import { noPathNotes, pathFigures, pathShown } from './pathShown';
import { seedParameter } from './parameters';
import { sampleFigures } from './sampledRows';
import { wanted } from './show';
import { unlabelledNotes } from './unlabelledNotes';

const card: TaskCard = {
  id: 'train',
  title: 'Train',
  summary: 'Fits models to the training rows, judges them on the same test rows and shows what each learned.',
  models: 'required',
  needs: [],
  parameters: [
    {
      name: 'calibrate',
      type: 'choice',
      choices: calibrationChoices,
      default: 'none',
      doc: 'Make probabilities mean what they say: learns from predictions of the training rows in five folds, and reports what it changes.',
    },
    {
      name: 'unlabelled',
      type: 'boolean',
      doc: 'Learn also from the rows that have no class, for models that can: by expectation-maximisation, or by a loss with a part that needs no label. Default: false.',
    },
    seedParameter,
  ],
  shows: [
    { value: 'boundary', doc: 'Decision boundary of each model over two features.' },
    { value: 'density', doc: 'Density of each class over the same two features, for the models that have one.' },
    { value: 'confusion', doc: 'True against predicted classes of the test rows.' },
    {
      value: 'roc',
      doc: 'Share found against false alarms over all thresholds; of more than two classes, each against the rest.',
    },
    { value: 'precision-recall', doc: 'Precision against recall over all thresholds.' },
    { value: 'calibration', doc: 'Reliability diagram: how often a model is right against how sure it is.' },
    { value: 'loss', doc: 'Loss over the steps of training, for the models that take steps.' },
    {
      value: 'samples',
      doc: 'Rows drawn from the models that can generate, over real ones; of images, pictures of each class beside the nearest real ones.',
    },
    pathShown,
    gameShown,
    {
      value: 'mistakes',
      doc: 'Of images, the test pictures that each model gets wrong, the surest mistakes first.',
    },
    {
      value: 'states',
      doc: 'The hidden states of models of sequences, and the likeliest path through them of some sequences.',
    },
  ],
};

const shownByDefault = ['boundary', 'density', 'confusion', 'loss', 'adversarial', 'mistakes', 'states'];

export const train: TaskSpec = {
  card,
  withoutTarget: true,
  async run(context) {
    const { plan, dataset, signal, trainer } = context;
    const calibrates = plan.options.calibrate !== 'none';
    const show = wanted(plan, card, [...shownByDefault, ...(calibrates ? ['calibration'] : [])]);
    const labelled = requireTarget(dataset);
    const models: TrainedModel[] = [];
    for (const request of plan.models) {
      if (signal.aborted) break;
      models.push(await (request.model === undefined ? trainer.obtain(request) : trainer.fit(request)));
    }
    if (models.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
    context.environment.progress({ text: 'evaluating' });
    const { evaluations, tables, notes } = await judge(context, models, labelled);
    return {
      models: evaluations.map(({ model, metrics }) => model.report(metrics)),
      tables: [...tables, ...topWords(models), ...stateTables(models)],
      figures: await figuresOf(context, show, evaluations),
      notes: [
        ...dataset.notes,
        ...modelNotes(models),
        ...unlabelledNotes(context, models),
        ...stoppedNotes(context, models),
        ...notes,
        ...densityNotes(models),
        ...boundaryNotes(show, models, dataset),
        ...(plan.show ? absentNotes(show, models, dataset) : []),
      ],
    };
  },
};

async function figuresOf(
  context: TaskContext,
  show: ReadonlySet<string>,
  evaluations: Evaluation[],
): Promise<Figure[]> {
  const { dataset, rng } = context;
  const models = evaluations.map(({ model }) => model);
  const axes = chooseAxes(dataset, models);
  const figures: Figure[] = [];
  // with one class for all rows there is no boundary
  const boundary = show.has('boundary') && !dataset.target!.whole;
  const densities = show.has('density') && models.some((model) => model.has('Density'));
  const drawn = models.filter((model) => (boundary ? model.classifies : model.has('Density')));
  if (axes && drawn.length > 0 && (boundary || densities))
    figures.push({
      ...(await decisionBoundary(drawn, dataset, axes, densities)),
      ...(boundary ? {} : { view: { show: 'densities' } }),
    });
  if (show.has('confusion')) figures.push(...confusionFigure(context, evaluations));
  figures.push(...judgementFigures(show, dataset.target!.classes, evaluations));
  if (show.has('mistakes')) figures.push(...mistakes(evaluations, dataset, comparisonRows(models, dataset).rows));
  if (show.has('states')) figures.push(...(await stateFigures(models, dataset)));
  if (show.has('loss')) figures.push(...lossFigure(models));
  if (show.has('adversarial')) figures.push(...(await gameFigures(models, dataset, axes)));
  const samplers = models.filter((model) => model.has('Sampler'));
  const onlySamples = !context.plan.show && !figures.some(({ kind }) => kind === 'decision-boundary');
  if ((show.has('samples') || onlySamples) && samplers.length > 0)
    figures.push(...(await sampleFigures(samplers, context, axes)));
  if (show.has('path')) figures.push(...(await pathFigures(models, dataset, axes, rng.fork('path'))));
  return figures;
}

function confusionFigure({ dataset }: TaskContext, evaluations: Evaluation[]): FigureOf<'confusion-matrix'>[] {
  const models = evaluations.flatMap(({ model, confusion }) =>
    confusion ? [{ model: model.name, counts: confusion }] : [],
  );
  if (models.length === 0) return [];
  const wrong = models.map(({ model, counts }) => {
    const rows = counts.flat().reduce((sum, count) => sum + count, 0);
    const right = counts.reduce((sum, row, c) => sum + row[c]!, 0);
    return `${model} is wrong on ${rows - right} of ${rows}`;
  });
  return [
    {
      kind: 'confusion-matrix',
      title: 'Confusion matrix',
      summary: `Test rows by true and predicted class: ${wrong.join(', ')}.`,
      classes: dataset.target!.classes,
      models,
    },
  ];
}

function lossFigure(models: readonly TrainedModel[]): FigureOf<'loss-curve'>[] {
  const series = models.flatMap(({ name, facts: { history } }) => {
    if (history.length < 2) return [];
    const validation = history.every((point) => point.validationLoss !== undefined);
    return [
      {
        model: name,
        step: history.map(({ step }) => step),
        loss: history.map(({ loss }) => loss),
        ...(validation ? { validation: history.map(({ validationLoss }) => validationLoss!) } : {}),
      },
    ];
  });
  if (series.length === 0) return [];
  const course = series.map(
    ({ model, loss, step }) =>
      `${model} from ${shortNumber(loss[0]!)} to ${shortNumber(loss.at(-1)!)} in ${step.at(-1)} steps`,
  );
  return [{ kind: 'loss-curve', title: 'Loss', summary: `Training loss: ${course.join(', ')}.`, series }];
}

function stoppedNotes({ plan, signal }: TaskContext, models: readonly TrainedModel[]): string[] {
  if (!signal.aborted) return [];
  const partial = models
    .filter(({ facts }) => facts.interrupted)
    .map(({ name, facts }) => `${name} after ${facts.cost.steps} steps`);
  const left = plan.models.slice(models.length).map(({ name }) => name);
  return [
    `Stopped${partial.length > 0 ? `: ${listed(partial)}` : ''}.${left.length > 0 ? ` Not trained: ${listed(left)}.` : ''}`,
  ];
}

/** Why there is no picture of a plane, where one is expected. */
function boundaryNotes(show: ReadonlySet<string>, models: readonly TrainedModel[], dataset: Dataset): string[] {
  const expected = show.has('boundary') || show.has('density') || show.has('samples');
  return expected && !dataset.sequence && !dataset.image && !chooseAxes(dataset, models)
    ? ['No boundary is drawn: it needs two numeric features.']
    : [];
}

/** What was asked for and cannot be shown. */
function absentNotes(show: ReadonlySet<string>, models: readonly TrainedModel[], dataset: Dataset): string[] {
  const without = (capability: Capability) =>
    models
      .filter((model) => !model.has(capability))
      .map((model) => `${capabilitySentence(model.card, [capability], [])}.`);
  return [
    ...new Set([
      ...(show.has('density') ? without('Density') : []),
      ...(show.has('samples') ? without('Sampler') : []),
      ...(show.has('path') ? noPathNotes(models) : []),
      ...(show.has('adversarial') ? noGameNotes(models, dataset, chooseAxes(dataset, models)) : []),
    ]),
  ];
}
