import { requireTarget } from '../../data/dataset';
import type { LabelledDataset } from '../../data/dataset';
import { encode, fitEncoding } from '../../data/encode';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import type { Json, TaskCard } from '../../protocol/cards';
import { requireCapability } from '../capability';
import { evaluate } from '../judging/evaluate';
import { Experiment } from '../semiSupervised/experiment';
import type { Design } from '../semiSupervised/experiment';
import { verdicts } from '../semiSupervised/measurements';
import type { Method } from '../semiSupervised/measurements';
import { defaultBudgets, participants } from '../semiSupervised/participants';
import type { Participants } from '../semiSupervised/participants';
import { BudgetPicture } from '../semiSupervised/picture';
import type { TaskContext, TaskOutcome, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { seedParameter } from './parameters';
import { wanted } from './show';

const card: TaskCard = {
  id: 'semi-supervised',
  title: 'Semi-supervised',
  summary:
    'Hides the labels of all but a few training rows of each class and asks whether the rows without a label help: by expectation-maximisation, self-training and label spreading.',
  models: 'required',
  needs: ['Classifier'],
  parameters: [
    {
      name: 'labels',
      type: 'list',
      of: { name: 'labels', type: 'integer', min: 1, max: 1000, doc: 'Labelled rows of each class.' },
      minItems: 1,
      maxItems: 20,
      doc: 'Labelled rows to keep of each class. Default: 2, 5, 10, 20 and 50, as far as half of the rows stay without a label.',
    },
    {
      name: 'draws',
      type: 'integer',
      min: 1,
      max: 100,
      default: 10,
      doc: 'Times that the labelled rows are drawn anew.',
    },
    {
      name: 'methods',
      type: 'list',
      of: {
        name: 'method',
        type: 'choice',
        doc: 'A way to learn.',
        choices: [
          { value: 'supervised', doc: 'From the labelled rows only.' },
          {
            value: 'unlabelled',
            doc: 'From all rows, by expectation-maximisation over the missing labels; models of P(x, y) that can.',
          },
          {
            value: 'self-training',
            doc: 'Sure predictions become labels, again and again. Named here: of all models; else of those that cannot learn from unlabelled rows by themselves.',
          },
          { value: 'label-spreading', doc: 'Labels spread to similar rows; needs no model.' },
        ],
      },
      minItems: 1,
      doc: 'Ways to learn that are compared. Default: all that suit the models.',
    },
    {
      name: 'threshold',
      type: 'number',
      min: 0,
      max: 1,
      default: 0.75,
      doc: 'Self-training: predictions that are more probable than this become labels.',
    },
    { name: 'max_iter', type: 'integer', min: 1, max: 100, default: 10, doc: 'Self-training: rounds at most.' },
    {
      name: 'kernel',
      type: 'choice',
      default: 'knn',
      doc: 'Label spreading: which rows are alike. In scikit-learn the default is rbf, whose gamma has to suit the data.',
      choices: [
        { value: 'knn', doc: 'Each row and its n_neighbors nearest, itself counted, with weight 1.' },
        { value: 'rbf', doc: 'All rows, with weight exp(-gamma |a - b|^2).' },
      ],
    },
    {
      name: 'gamma',
      type: 'number',
      min: 0,
      above: true,
      default: 20,
      doc: 'Label spreading with kernel rbf: how fast likeness falls with distance, in standard deviations of the features.',
    },
    { name: 'n_neighbors', type: 'integer', min: 2, max: 1000, default: 7, doc: 'Label spreading with kernel knn.' },
    {
      name: 'alpha',
      type: 'number',
      min: 0,
      max: 0.999,
      above: true,
      default: 0.2,
      doc: 'Label spreading: share of its neighbours in what a row is; the rest is its own label.',
    },
    seedParameter,
  ],
  shows: [
    { value: 'curves', doc: 'Test accuracy against the number of labels.' },
    { value: 'budget', doc: 'Boundaries without and with unlabelled rows over two features, for a number of labels.' },
  ],
};

const allMethods: readonly Method[] = ['supervised', 'unlabelled', 'self-training', 'label-spreading'];

export const semiSupervised: TaskSpec = {
  card,
  async run(context) {
    const { plan, trainer } = context;
    const show = wanted(plan, card, ['curves', 'budget']);
    const { dataset, notes: splitNotes } = withTestRows(requireTarget(context.dataset));
    for (const request of plan.models) requireCapability(trainer.cardOf(request), 'Classifier', request.at);
    const models = await trained(context, dataset);
    try {
      return await compare(context, models, dataset, show, splitNotes);
    } finally {
      if (dataset !== context.dataset) for (const model of models) model.dispose();
    }
  },
};

/** The models with every label. */
async function trained(
  { plan, trainer, signal, dataset: whole }: TaskContext,
  dataset: LabelledDataset,
): Promise<TrainedModel[]> {
  const models: TrainedModel[] = [];
  for (const request of plan.models) {
    if (signal.aborted) break;
    const model = await trainer.obtain(request);
    const own = dataset === whole ? model : await trainer.refit(model, dataset, `fitting ${model.name}`);
    if (own) models.push(own);
  }
  if (models.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
  return models;
}

async function compare(
  context: TaskContext,
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
  show: ReadonlySet<string>,
  splitNotes: string[],
): Promise<TaskOutcome> {
  const { plan, signal, environment, rng } = context;
  const design = designOf(plan.options, dataset);
  const rows = participants(dataset, models, design.budgets, rng.fork('rows'));
  environment.progress({ text: 'evaluating' });
  const allLabels = new Map<string, number>();
  const reports = [];
  for (const model of models) {
    const { metrics } = await evaluate(model, dataset, rows.test);
    if (metrics.accuracy !== undefined) allLabels.set(model.name, metrics.accuracy);
    reports.push(model.report(metrics));
  }
  const picture = new BudgetPicture(dataset, models, design.budgets.length * models.length * 3);
  const spread = design.methods.has('label-spreading') ? spreadRows(dataset, rows) : undefined;
  const experiment = new Experiment(context, dataset, models, rows, design, spread, async (fit) => {
    if (show.has('budget')) await picture.add(fit);
  });
  const { measurements, draws, notes } = await experiment.run(rng);
  if (measurements.isEmpty) throw new Problem('interrupted', 'The run was stopped before anything was measured.');
  const budgetFigure = show.has('budget') ? picture.figure(rows) : undefined;
  return {
    models: reports,
    tables: [measurements.table()],
    figures: [
      ...(show.has('curves') ? [measurements.figure(allLabels, draws, rows.test.length)] : []),
      ...(budgetFigure ? [budgetFigure] : []),
    ],
    notes: [
      ...context.dataset.notes,
      ...splitNotes,
      ...rows.notes,
      ...budgetNotes(design.budgets, rows, dataset),
      ...verdicts(
        measurements,
        models.map(({ name }) => name),
        design.budgets,
      ),
      ...modelNotes(models),
      ...notes,
      ...(signal.aborted ? [`Stopped in draw ${draws} of ${design.draws}.`] : []),
    ],
  };
}

function designOf(options: { [name: string]: Json }, dataset: LabelledDataset): Design {
  const given = options.labels as number[] | undefined;
  const methods = options.methods as Method[] | undefined;
  return {
    budgets: [...new Set(given ?? defaultBudgets(dataset))].sort((a, b) => a - b),
    draws: options.draws as number,
    methods: new Set(methods ?? allMethods),
    selfTrainsAll: methods?.includes('self-training') ?? false,
    selfTraining: { threshold: options.threshold as number, maxIterations: options.max_iter as number },
    spreading: {
      kernel: options.kernel as 'knn' | 'rbf',
      gamma: options.gamma as number,
      neighbors: options.n_neighbors as number,
      alpha: options.alpha as number,
    },
  };
}

/** Of data divided into folds, the first fold is the test set. */
function withTestRows(dataset: LabelledDataset): { dataset: LabelledDataset; notes: string[] } {
  const { parts } = dataset;
  if (!parts.folds) return { dataset, notes: [] };
  const [test] = parts.folds;
  const held = new Set(test);
  const { folds: _, ...rest } = parts;
  return {
    dataset: { ...dataset, parts: { ...rest, train: parts.train.filter((row) => !held.has(row)), test: test! } },
    notes: ['The first fold is the test set; labelled and unlabelled rows are from the others.'],
  };
}

/** Rows as label spreading sees them: standardised, categories as columns of 0 and 1, empty cells at the mean. */
function spreadRows({ features, plan }: LabelledDataset, rows: Participants): { x: Matrix; test: Matrix } {
  const graph = Int32Array.of(...rows.pool, ...rows.others);
  const encoding = fitEncoding(features, graph, { text: plan.text });
  const filled = (part: Int32Array) => {
    const x = encode(encoding, features, part);
    x.data.forEach((value, at) => {
      if (Number.isNaN(value)) x.data[at] = 0;
    });
    return x;
  };
  return { x: filled(graph), test: filled(rows.test) };
}

/** What is to be known of budgets that the data do not fill. */
function budgetNotes(budgets: readonly number[], { pool }: Participants, { target }: LabelledDataset): string[] {
  const counts = target.classes.map((_, k) => pool.filter((row) => target.codes[row] === k).length);
  const largest = Math.max(...budgets);
  const small = target.classes.filter((_, k) => counts[k]! < largest);
  if (small.length === 0) return [];
  const told = small.map((name) => `${name} (${counts[target.classes.indexOf(name)]})`);
  return [
    `Fewer than ${largest} training rows: ${listed(told)}. Where a class has fewer rows than labels are asked for, all its rows keep theirs; ${counted(pool.length, 'training row')} in all.`,
  ];
}
