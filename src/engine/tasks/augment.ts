import { requireTarget } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { counted } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import type { ResultTable } from '../../protocol/result';
import { augmentationFigure } from '../drawing/augmentation';
import { evaluate } from '../judging/evaluate';
import type { Evaluation } from '../judging/evaluate';
import { augmentations, trainings } from '../sizes/augmentation';
import type { Augmentation } from '../sizes/augmentation';
import { augmentSentences } from '../sizes/augmentSentences';
import { benchOf } from '../sizes/bench';
import { wantedSizes } from '../sizes/order';
import { errorOf } from '../sizes/trials';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { classifierParameter, classifierRequest } from './classifierOption';
import { drawsParameter, rowsParameter, seedParameter } from './parameters';
import { obtainAll } from './obtainAll';
import { wanted } from './show';

/** Sizes that are tried where the cell names none. */
const defaultSizes = 6;
/** Generated rows that are made at most for one fit. */
const mostGenerated = 50_000;

/** So many generated rows for each real one. */
const multiples = { '1x': 1, '2x': 2, '5x': 5, '10x': 10 };

const card: TaskCard = {
  id: 'augment',
  title: 'Augment',
  summary:
    'Trains a classifier on real rows, on real and generated ones, and on generated ones alone, for several numbers of real rows, and tests it on real rows.',
  models: 'required',
  needs: ['Sampler'],
  parameters: [
    classifierParameter('The model that is trained on the rows, with its default options.'),
    {
      name: 'generated',
      type: 'integer',
      min: 1,
      max: mostGenerated,
      default: '1x',
      words: Object.entries(multiples).map(([value, times]) => ({
        value,
        doc: times === 1 ? 'As many as real rows.' : `${times} for each real row.`,
      })),
      doc: 'Rows that are generated beside the real ones.',
    },
    rowsParameter(`about ${defaultSizes} sizes on a logarithmic scale, from 10 to all training rows`),
    drawsParameter,
    seedParameter,
  ],
  shows: [
    { value: 'curves', doc: 'Accuracy of the classifier over the number of real rows, for each way to train it.' },
  ],
};

export const augment: TaskSpec = {
  card,
  async run(context) {
    const { plan, signal, trainer } = context;
    const { options } = plan;
    const show = wanted(plan, card, ['curves']);
    const labelled = requireTarget(context.dataset);
    const generators = await obtainAll(context, 'Sampler');
    const request = classifierRequest(options.classifier);
    const id = request.name;
    const classifier = await trainer.obtain(request);
    for (const [i, generator] of generators.entries()) checkFeatures(generator, classifier, plan.models[i]!.at);
    const bench = benchOf([...generators, classifier], labelled, [classifier]);
    const { sizes, notes } = wantedSizes(
      options.rows as number[] | undefined,
      bench.pool.length,
      labelled.target.classes.length,
      defaultSizes,
    );
    const times = multiples[options.generated as keyof typeof multiples];
    const result = await augmentations(context, generators, classifier, bench, {
      sizes,
      draws: options.draws as number,
      generated: (rows) => (times ? Math.min(mostGenerated, times * rows) : (options.generated as number)),
    });
    const judged = [...generators.filter(({ name }) => name !== id), classifier];
    const evaluations: Evaluation[] = [];
    for (const model of judged) evaluations.push(await evaluate(model, bench.dataset, bench.test));
    const whole = evaluations.at(-1)!.metrics.accuracy!;
    return {
      models: evaluations.map(({ model, metrics }) => model.report(metrics)),
      tables: [tableOf(result.augmentations)],
      figures: show.has('curves') ? augmentationFigure(result.augmentations, id, whole) : [],
      notes: [
        ...context.dataset.notes,
        ...modelNotes(judged),
        ...(signal.aborted ? ['Stopped: the curves are of the draws that were made until then.'] : []),
        ...result.augmentations.flatMap((augmentation) => augmentSentences(augmentation, id)),
        'Generated rows hold no facts that the real ones do not: they help as far as what the generator assumes of the data is true.',
        `The accuracy is over ${counted(bench.test.length, 'real test row')}, sd over the draws; each generator is fitted to the same real rows as the classifier.`,
        ...bench.notes,
        ...notes,
        ...result.notes,
      ],
    };
  },
};

/** Throws a `Problem` where the classifier reads what a generator does not make. */
function checkFeatures(
  { name, facts }: TrainedModel,
  classifier: TrainedModel,
  at: TaskContext['plan']['models'][0]['at'],
) {
  const made = new Set(facts.encoding.features.map((feature) => feature.name));
  const absent = classifier.facts.encoding.features.map((feature) => feature.name).filter((each) => !made.has(each));
  if (absent.length === 0) return;
  throw new Problem(
    'other-data',
    `${name} was trained on fewer features and generates no ${absent.join(', ')}; train it on the features of this data`,
    at,
  );
}

function tableOf(results: readonly Augmentation[]): ResultTable {
  return {
    name: 'augment',
    columns: ['model', 'training', 'rows', 'accuracy', 'sd', 'draws'],
    rows: results.flatMap(({ generator, curves }) =>
      trainings.flatMap((training) =>
        curves[training].flatMap(({ rows, trials }) => {
          if (trials.length === 0) return [];
          const { mean, sd } = errorOf(trials);
          return [[generator.name, training, rows, 1 - mean, sd, trials.length]];
        }),
      ),
    ),
  };
}
