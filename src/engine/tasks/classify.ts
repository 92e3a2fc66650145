import type { Cell } from '../../data/cells';
import { requireTarget } from '../../data/dataset';
import { uniqueNames } from '../../data/limits';
import { counted, grouped } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import { answersOf, predict } from '../classifying/predict';
import type { Answer, Predictions } from '../classifying/predict';
import { sourceOf } from '../classifying/source';
import type { Source } from '../classifying/source';
import { bayesLedger } from '../drawing/ledger';
import { leastSure } from '../drawing/pictures';
import { predictionFigures } from '../drawing/predictions';
import { pauseOf, untilStopped } from '../explaining/pause';
import { densityNotes } from '../judging/evaluate';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import { obtainAll } from './obtainAll';
import { seedParameter } from './parameters';
import { wanted } from './show';
import { writeParameters, writeRows } from './writeRows';

/** Rows of the table that a result keeps. The file written by `to` has all of them. */
const mostRows = 1000;

const card: TaskCard = {
  id: 'classify',
  title: 'Classify',
  summary:
    'Gives the probabilities of the classes, how ambiguous and how unfamiliar each row is: of another file, of one row given by hand, or of the test rows.',
  models: 'required',
  needs: ['Classifier', 'Density'],
  parameters: [
    { name: 'rows', type: 'file', doc: 'File whose rows are classified. Default: the test rows of the current data.' },
    {
      name: 'row',
      type: 'integer',
      min: 0,
      doc: 'This row only, counted from 0, and how each model comes to its answer.',
    },
    {
      name: 'given',
      type: 'row',
      doc: 'One row, given by its values; features left out are summed out by models that can, and missed by the others.',
    },
    {
      name: 'quantile',
      type: 'number',
      min: 0,
      max: 1,
      default: 0.01,
      doc: 'A row is unfamiliar where log p(x) is below this quantile of the log densities of the training rows.',
    },
    ...writeParameters,
    seedParameter,
  ],
  shows: [
    { value: 'predictions', doc: 'How often each class is predicted, how surely, and how dense the rows lie.' },
    { value: 'pictures', doc: 'Of images, those of whose class the models are least sure.' },
    { value: 'confusion', doc: 'True against predicted classes, where the rows have a class.' },
    { value: 'ledger', doc: 'Of a single row: what each feature says of each class, and what follows.' },
  ],
};

export const classify: TaskSpec = {
  card,
  async run(context) {
    const { plan, dataset, rng, signal, environment } = context;
    const show = wanted(plan, card, ['predictions', 'pictures', 'confusion', 'ledger']);
    requireTarget(dataset);
    const models = await obtainAll(context, 'Classifier');
    const source = await sourceOf(context, models);
    const predictions: Predictions[] = [];
    for (const [i, model] of models.entries()) {
      if (signal.aborted && i > 0) break;
      environment.progress({ text: `classifying ${source.words} with ${model.name}`, fraction: i / models.length });
      await environment.breathe();
      predictions.push(await predict(model, source, context, rng.fork(model.name)));
    }
    const table = tableOf(predictions, source);
    return {
      models: predictions.map(({ model, metrics }) => model.report(metrics)),
      tables: [{ name: 'predictions', columns: table.header, rows: table.rows.slice(0, mostRows) }],
      figures: await figuresOf(show, predictions, source, context),
      notes: [
        classified(source, models[0]!.facts.target.classes),
        ...modelNotes(models),
        ...source.notes,
        ...predictions.flatMap(({ notes }) => notes),
        ...densityNotes(models),
        ...(table.rows.length > mostRows
          ? [
              `The table holds the first ${mostRows} of ${grouped(table.rows.length)} rows; write all with to: file.csv.`,
            ]
          : []),
        ...(await writeRows(fileOf(predictions, source), context)),
      ],
    };
  },
};

function classified({ words, numbers, asked, labels }: Source, classes: readonly string[]): string {
  if (!asked) return `Classified: ${words}, ${counted(numbers.length, 'row')}.`;
  const truth = classes[labels?.[0] ?? -1];
  return truth === undefined ? `Classified: ${words}.` : `Classified: ${words}, which is ${truth}.`;
}

/** row, predicted, classes, entropy, logDensity, unfamiliar, and model where there are several. */
function tableOf(predictions: readonly Predictions[], source: Source): { header: string[]; rows: Answer[][] } {
  const several = predictions.length > 1;
  const { classes } = predictions[0]!.model.facts.target;
  const rows = predictions.flatMap((each) =>
    answersOf(each, source.numbers.length).map((answers, i) => [
      source.numbers[i]!,
      ...answers,
      ...(several ? [each.model.name] : []),
    ]),
  );
  const header = ['row', 'predicted', ...classes, 'entropy', 'logDensity', 'unfamiliar', ...(several ? ['model'] : [])];
  return { header, rows };
}

/** The rows with their own columns, and what is predicted. */
function fileOf(predictions: readonly Predictions[], source: Source): { header: string[]; cells: Cell[][] } {
  const table = tableOf(predictions, source);
  const { names } = uniqueNames([...source.header, ...table.header.slice(1)]);
  const cells = table.rows.map(([, ...answers], i): Cell[] => [
    ...source.cells(i % source.numbers.length),
    ...answers.map((answer) => (typeof answer === 'boolean' ? String(answer) : answer)),
  ]);
  return { header: names, cells };
}

async function figuresOf(
  show: ReadonlySet<string>,
  predictions: readonly Predictions[],
  source: Source,
  { dataset, rng, environment, signal }: TaskContext,
): Promise<Figure[]> {
  const models = predictions.map(({ model }) => model);
  const { asked } = source;
  if (asked && show.has('ledger')) {
    const setting = { scale: 'auto', effort: 1, rng: rng.fork('ledger'), pause: pauseOf(environment, signal) } as const;
    const figure = await untilStopped(() => bayesLedger(models, dataset, asked, asked, setting));
    return figure ? [figure] : [];
  }
  return [
    ...predictionFigures(predictions, source, show),
    ...(show.has('pictures') ? leastSure(predictions, source, dataset) : []),
  ];
}
