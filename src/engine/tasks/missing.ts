import { requireTarget } from '../../data/dataset';
import type { LabelledDataset } from '../../data/dataset';
import { withFold } from '../../data/folds';
import { Problem } from '../../data/problem';
import { listed } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import type { ResultTable } from '../../protocol/result';
import { requireCapability } from '../capability';
import { gapCurves, overDraws } from '../drawing/gapCurves';
import { clearableRow, rowToClear } from '../gaps/clearableRow';
import { gapMethods } from '../gaps/index';
import { requireTable } from '../gaps/requireTable';
import { GapExperiment } from '../gaps/measure';
import type { GapCurve, GapQuestion } from '../gaps/measure';
import { bestSentences, costSentences, measuredSentence } from '../gaps/sentences';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { obtainAll } from './obtainAll';
import { drawsParameter, seedParameter } from './parameters';
import { wanted } from './show';

const card: TaskCard = {
  id: 'missing',
  title: 'Missing cells',
  summary:
    'Accuracy and log loss as more and more cells of the test rows go missing: a model of P(x, y) sums them out; others need imputation, masking or a model for each pattern.',
  models: 'required',
  needs: ['Classifier'],
  parameters: [
    {
      name: 'rates',
      type: 'list',
      of: { name: 'rate', type: 'number', min: 0, max: 1, doc: 'Share of the cells that go missing.' },
      minItems: 1,
      maxItems: 21,
      default: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
      doc: 'Shares of the cells of the test rows that go missing.',
    },
    {
      name: 'methods',
      type: 'list',
      of: {
        name: 'method',
        type: 'choice',
        choices: gapMethods.map(({ id, doc }) => ({ value: id, doc })),
        doc: 'A way to classify rows with missing cells.',
      },
      minItems: 1,
      maxItems: gapMethods.length,
      doc: 'Ways to classify rows with missing cells. Default: every way that suits the model; mask, and a model for each pattern if fitting takes steps, only for models that cannot marginalise.',
    },
    {
      ...drawsParameter,
      default: 5,
      doc: 'Times that cells go missing by chance; the numbers are means over the draws.',
    },
    {
      name: 'row',
      type: 'integer',
      min: 0,
      doc: 'The row whose features can be cleared in the figure, counted from 0. Default: the first test row without empty cells.',
    },
    seedParameter,
  ],
  shows: [
    {
      value: 'curves',
      doc: 'Accuracy and log loss over the share of missing cells, with a band of one standard deviation.',
    },
    {
      value: 'row',
      doc: 'What the models make of a single row; switch its features off and on, and they answer again.',
    },
  ],
};

export const missing: TaskSpec = {
  card,
  async run(context) {
    const { plan, signal, trainer } = context;
    const show = wanted(plan, card, ['curves', 'row']);
    requireTable(context.dataset, card.id);
    const whole = requireTarget(context.dataset);
    const rates = [...new Set(plan.options.rates as number[])].sort((a, b) => a - b);
    const methods = plan.options.methods as string[] | undefined;
    // before anything is trained: methods that none of which a model can be asked with
    for (const request of plan.models) {
      if (methods?.every((id) => id === 'marginalise'))
        requireCapability(trainer.cardOf(request), 'Marginal', request.at);
    }
    const { dataset, notes } = testable(whole);
    const asked = rowToClear(dataset, plan.options.row as number | undefined);
    const obtained = await obtainAll(context, 'Classifier');
    const models = whole.parts.folds ? await refitted(context, obtained, dataset) : obtained;
    const question: GapQuestion = { pairs: pairsOf(models, methods), rates, draws: plan.options.draws as number };
    const { curves, notes: told, rows } = await new GapExperiment(context, dataset, question).run();
    const draws = curves[0]?.accuracy.length ?? 0;
    if (models !== obtained) models.forEach((model) => model.dispose());
    const best = bestSentences(curves, rates);
    // by the models that are kept: they answer when a feature is cleared
    const row = show.has('row') && (await clearableRow(obtained, dataset, asked, context));
    return {
      models: obtained.map((model) => model.report({})),
      tables: [tableOf(curves, rates)],
      figures: [...(show.has('curves') ? gapCurves(curves, rates, best.join(' ')) : []), ...(row ? [row] : [])],
      notes: [
        ...dataset.notes,
        ...modelNotes(models),
        ...(signal.aborted ? ['Stopped: the curves are of the draws that were finished until then.'] : []),
        ...best,
        ...costSentences(curves),
        ...(draws > 0 ? [measuredSentence(draws, rows, dataset.parts.test.length)] : []),
        ...notes,
        ...gapNotes(dataset),
        ...told,
      ],
    };
  },
};

/** The data with rows to test on: with folds, the first one. Throws a `Problem` where there are none. */
function testable(dataset: LabelledDataset): { dataset: LabelledDataset; notes: string[] } {
  const { folds, test } = dataset.parts;
  if (folds)
    return {
      dataset: withFold(dataset, folds, 0),
      notes: ['The first of the folds is for testing, the others are for training.'],
    };
  if (test.length > 0) return { dataset, notes: [] };
  throw new Problem(
    'no-test-rows',
    'there are no test rows in which cells could go missing; expected a split with some, such as split: {test: 0.3}',
    ['split'],
  );
}

/** Models of all rows have seen the rows of the fold. */
async function refitted(
  { trainer }: TaskContext,
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
): Promise<TrainedModel[]> {
  const again: TrainedModel[] = [];
  for (const model of models) {
    const fitted = await trainer.refit(model, dataset, `fitting ${model.name} without the first fold`);
    if (fitted) again.push(fitted);
  }
  return again;
}

function pairsOf(models: readonly TrainedModel[], wantedMethods: readonly string[] | undefined): GapQuestion['pairs'] {
  return models.flatMap((model) =>
    gapMethods
      .filter((method) => (wantedMethods ? wantedMethods.includes(method.id) : method.isUsual(model)))
      .filter((method) => method.serves(model))
      .map((method) => ({ model, method })),
  );
}

function tableOf(curves: readonly GapCurve[], rates: readonly number[]): ResultTable {
  return {
    name: 'missing',
    columns: ['model', 'method', 'rate', 'accuracy', 'logLoss', 'sd'],
    rows: curves.flatMap(({ model, method, accuracy, logLoss }) => {
      const losses = overDraws(logLoss);
      return overDraws(accuracy).map(({ mean, sd }, r) => [
        model.name,
        method.id,
        rates[r]!,
        mean,
        losses[r]!.mean,
        accuracy.length > 1 ? sd : null,
      ]);
    }),
  };
}

/** What is empty in the file itself. */
function gapNotes({ features, missingCells }: LabelledDataset): string[] {
  if (missingCells === 0) return [];
  const names = features.filter((column) => column.missing > 0).map(({ name }) => name);
  return [`Cells that are empty in the file stay empty, at every rate and beyond it: ${listed(names)}.`];
}
