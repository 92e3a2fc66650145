import { requireTarget } from '../../data/dataset';
import type { LabelledDataset } from '../../data/dataset';
import { encode } from '../../data/encode';
import { fitEncoding } from '../../data/fitEncoding';
import { withFold } from '../../data/folds';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import type { Json, TaskCard } from '../../protocol/cards';
import { evaluate } from '../judging/evaluate';
import { Experiment } from '../semiSupervised/experiment';
import type { Design } from '../semiSupervised/experiment';
import { verdicts } from '../semiSupervised/measurements';
import type { Method } from '../semiSupervised/measurements';
import { defaultBudgets, participants } from '../semiSupervised/participants';
import type { Participants } from '../semiSupervised/participants';
import { semiSupervisedParameters } from '../semiSupervised/parameters';
import { BudgetPicture } from '../semiSupervised/picture';
import type { TaskContext, TaskOutcome, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { obtainAll } from './obtainAll';
import { seedParameter } from './parameters';
import { wanted } from './show';

const card: TaskCard = {
  id: 'semi-supervised',
  title: 'Semi-supervised',
  summary:
    'Hides the labels of all but a few training rows of each class and asks whether the rows without a label help: in the model itself, by self-training or by label spreading.',
  models: 'required',
  needs: ['Classifier'],
  parameters: [...semiSupervisedParameters, seedParameter],
  shows: [
    { value: 'curves', doc: 'Test accuracy against the number of labels.' },
    { value: 'budget', doc: 'Boundaries without and with unlabelled rows over two features, for a number of labels.' },
  ],
};

const allMethods: readonly Method[] = ['supervised', 'unlabelled', 'self-training', 'label-spreading'];

export const semiSupervised: TaskSpec = {
  card,
  async run(context) {
    const show = wanted(context.plan, card, ['curves', 'budget']);
    const whole = requireTarget(context.dataset);
    const { folds } = whole.parts;
    const dataset = folds ? withFold(whole, folds, 0) : whole;
    const models = await fittedTo(dataset, context);
    try {
      return await compare(context, models, dataset, show);
    } finally {
      if (dataset !== context.dataset) for (const model of models) model.dispose();
    }
  },
};

/** The models with every label; of other rows than the cell's, fitted to these. */
async function fittedTo(dataset: LabelledDataset, context: TaskContext): Promise<TrainedModel[]> {
  const models = await obtainAll(context, 'Classifier');
  if (dataset === context.dataset) return models;
  const again: TrainedModel[] = [];
  for (const model of models) {
    const own = await context.trainer.refit(model, dataset, `fitting ${model.name}`);
    if (own) again.push(own);
  }
  if (again.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
  return again;
}

async function compare(
  context: TaskContext,
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
  show: ReadonlySet<string>,
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
  const spread = design.methods.has('label-spreading') && !dataset.sequence ? spreadRows(dataset, rows) : undefined;
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
      ...(dataset === context.dataset ? [] : ['The first of the folds is for testing, the others are for training.']),
      ...rows.notes,
      ...(dataset.sequence ? ['Label spreading needs a distance, which sequences do not have: it is left out.'] : []),
      ...budgetNotes(design.budgets, rows, dataset),
      ...selfTrainingNotes(models, design),
      ...hybridNotes(models, design),
      ...verdicts(
        measurements,
        models.map(({ name }) => name),
        design.budgets,
        draws,
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

/** Rows as label spreading sees them: standardised, categories as columns of 0 and 1, empty cells at the mean. */
function spreadRows({ features, plan, image }: LabelledDataset, rows: Participants): { x: Matrix; test: Matrix } {
  const graph = Int32Array.of(...rows.pool, ...rows.others);
  const encoding = fitEncoding(features, graph, { text: plan.text, image });
  const filled = (part: Int32Array) => {
    const x = encode(encoding, features, part);
    x.data.forEach((value, at) => {
      if (Number.isNaN(value)) x.data[at] = 0;
    });
    return x;
  };
  return { x: filled(graph), test: filled(rows.test) };
}

/** Which comparison is absent, where all models learn from unlabelled rows by themselves. */
function selfTrainingNotes(models: readonly TrainedModel[], { methods, selfTrainsAll }: Design): string[] {
  if (selfTrainsAll || !methods.has('self-training') || models.some((model) => !model.has('Partial'))) return [];
  const ask = 'to compare, name one, such as logistic-regression, or ask for methods: [unlabelled, self-training]';
  return [`Self-training is for models that cannot use unlabelled rows by themselves: ${ask}.`];
}

/** What unlabelled rows do in models that are not fitted by expectation-maximisation. */
function hybridNotes(models: readonly TrainedModel[], { methods }: Design): string[] {
  const named = models.filter((model) => model.has('Partial') && !model.has('Density')).map(({ name }) => name);
  if (named.length === 0 || !methods.has('unlabelled')) return [];
  return [
    `${listed(named)}: the loss has a part that needs no label, to which unlabelled rows add; "supervised" is the same model without these rows.`,
  ];
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
