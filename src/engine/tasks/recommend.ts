import type { Cell } from '../../data/cells';
import { counted, listed } from '../../data/words';
import type { Json, TaskCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import type { ModelRequest } from '../../protocol/plan';
import type { Metrics, ResultTable } from '../../protocol/result';
import { coldStartCurves, errorHistogram, itemMap, topListFigure } from '../drawing/ratingFigures';
import type { TopList } from '../drawing/ratingFigures';
import { matrixFactorization } from '../models/matrixFactorization';
import type { RatedPairs } from '../ratingModel';
import { pairsOf } from '../ratings/assemble';
import type { RatingDataset } from '../ratings/assemble';
import { errorByCount, errorsOf, meanBaselines, meanNdcg } from '../ratings/judge';
import type { CountBin } from '../ratings/judge';
import { generateUsers, ratedBy, topItems, usersAsked } from '../ratings/recommend';
import type { TrainedRatings } from '../ratings/trained';
import type { TaskContext, TaskSpec } from '../task';
import { seedParameter } from './parameters';
import { wanted } from './show';
import { writeParameters, writeRows } from './writeRows';

const card: TaskCard = {
  id: 'recommend',
  title: 'Recommend',
  summary:
    'Predicts how users would rate items, judges that on held-out ratings and lists the best items that a user has not rated.',
  models: 'optional',
  predicts: 'ratings',
  needs: [],
  parameters: [
    {
      name: 'for',
      type: 'list',
      of: { name: 'user', type: 'text', doc: 'A user, as written in the file.' },
      minItems: 1,
      maxItems: 1000,
      doc: 'The users to recommend to. Left out: one with many ratings, one with a usual number and one with few.',
    },
    { name: 'n', type: 'integer', min: 1, max: 1000, default: 10, doc: 'Items in each list.' },
    { name: 'k', type: 'integer', min: 1, max: 1000, default: 10, doc: 'Places of a ranking that nDCG looks at.' },
    {
      name: 'generated',
      type: 'integer',
      min: 0,
      max: 10_000,
      default: 3,
      doc: 'Users to invent: drawn from what was learned of the users, with ratings that have the noise of real ones.',
    },
    {
      ...writeParameters[0]!,
      doc: 'File of the workspace to write the recommendations to, as CSV.',
    },
    writeParameters[1]!,
    seedParameter,
  ],
  shows: [
    { value: 'top', doc: 'The best items of each user with error bars of one standard deviation.' },
    { value: 'errors', doc: 'Predicted minus true rating of the held-out ratings.' },
    { value: 'cold-start', doc: 'Error against the number of ratings that a user or an item was learned from.' },
    { value: 'map', doc: 'Items in the two directions in which tastes differ most.' },
  ],
};

const most = { rows: 5000 };

interface Judged {
  model: TrainedRatings;
  predicted: Float64Array;
  metrics: Metrics;
  byUser: CountBin[];
  byItem: CountBin[];
}

export const recommend: TaskSpec = {
  card,
  async run(context) {
    const { plan, ratingTrainer, rng, signal, environment } = context;
    const show = wanted(plan, card, ['top', 'errors', 'cold-start', 'map']);
    const dataset = ratingTrainer.dataset();
    const users = usersAsked(plan.options.for as string[] | undefined, dataset);
    const test = pairsOf(dataset.ratings, dataset.parts.test);
    const judged: Judged[] = [];
    for (const request of plan.models.length > 0 ? plan.models : [standard]) {
      if (signal.aborted && judged.length > 0) break;
      const model = await ratingTrainer.obtain(request);
      environment.progress({ text: `judging ${model.name}`, model: model.name });
      await environment.breathe();
      judged.push(judge(model, test, plan.options.k as number));
    }
    const biases = await biasBaseline(context);
    const rated = ratedBy(users, dataset);
    const lists = judged.flatMap(({ model }) =>
      users.map((user): TopList => ({
        model,
        user,
        items: topItems(model, user, rated.get(user)!, plan.options.n as number),
      })),
    );
    const recommendations = recommendationTable(lists, judged.length > 1);
    const generated = generatedTable(judged, dataset, plan.options.generated as number, rng);
    return {
      models: judged.map(({ model, metrics }) => model.report(metrics)),
      tables: [
        baselineTable(dataset, test, biases),
        { ...recommendations, rows: recommendations.rows.slice(0, most.rows) },
        coldStartTable(judged),
        ...generated,
      ],
      figures: figuresOf(show, dataset, test, judged, lists, biases),
      notes: [
        ...dataset.notes,
        ...judged.flatMap(({ model }) =>
          model.facts.notes.map((note) => (judged.length > 1 ? `${model.name}: ${note}` : note)),
        ),
        ...new Set(
          judged.flatMap(({ model }) => [...strangerNotes(model, dataset), ...coldNotes(model, dataset, test)]),
        ),
        ...(await writeRows({ header: recommendations.columns, cells: recommendations.rows as Cell[][] }, context)),
      ],
    };
  },
};

const standard: ModelRequest = {
  ref: matrixFactorization.card.id,
  model: matrixFactorization.card.id,
  name: matrixFactorization.card.id,
  options: {},
  at: [card.id],
};

function judge(model: TrainedRatings, test: RatedPairs, k: number): Judged {
  const { fitted } = model;
  const predictions = fitted.predictWithSpread(test.user, test.item);
  const ndcg = meanNdcg(predictions.mean, test, k);
  return {
    model,
    predicted: predictions.mean,
    metrics: { ...errorsOf(predictions.mean, test), ...(ndcg === undefined ? {} : { ndcg }) },
    byUser: errorByCount(fitted.counts.user, test.user, test, predictions),
    byItem: errorByCount(fitted.counts.item, test.item, test, predictions),
  };
}

/** Biases alone: what factors have to beat. */
function biasBaseline({ ratingTrainer }: TaskContext): Promise<TrainedRatings> {
  return ratingTrainer.obtain({ ...standard, name: 'biases', options: { factors: 0 } });
}

function baselineTable({ ratings, parts }: RatingDataset, test: RatedPairs, biases: TrainedRatings): ResultTable {
  const train = pairsOf(ratings, parts.train);
  const means = meanBaselines(train, test, ratings.user.ids.length, ratings.item.ids.length);
  const errors = errorsOf(biases.fitted.predict(test.user, test.item), test);
  return {
    name: 'baselines',
    columns: ['method', 'rmse', 'mae'],
    rows: [...means, ...(errors ? [{ method: 'biases', ...errors }] : [])].map(({ method, rmse, mae }) => [
      method,
      rmse,
      mae,
    ]),
  };
}

function recommendationTable(lists: readonly TopList[], several: boolean): ResultTable {
  return {
    name: 'recommendations',
    columns: ['user', 'item', 'rating', 'sd', ...(several ? ['model'] : [])],
    rows: lists.flatMap(({ model, user, items }) =>
      items.map(({ item, rating, sd }) => [
        model.ids.user[user]!,
        model.ids.item[item]!,
        rating,
        sd,
        ...(several ? [model.name] : []),
      ]),
    ),
  };
}

function coldStartTable(judged: readonly Judged[]): ResultTable {
  const rowsOf = (model: string, by: string, bins: readonly CountBin[]) =>
    bins.map(({ from, to, ratings, rmse, sd }) => [model, by, from, to, ratings, rmse, sd]);
  return {
    name: 'cold-start',
    columns: ['model', 'by', 'from', 'to', 'ratings', 'rmse', 'sd'],
    rows: judged.flatMap(({ model, byUser, byItem }) => [
      ...rowsOf(model.name, 'user', byUser),
      ...rowsOf(model.name, 'item', byItem),
    ]),
  };
}

function generatedTable(
  judged: readonly Judged[],
  dataset: RatingDataset,
  n: number,
  rng: TaskContext['rng'],
): ResultTable[] {
  const [first] = judged;
  if (!first || n === 0) return [];
  const rows = generateUsers(first.model, dataset, n, rng.fork('generate')).map(({ user, item, rating }): Json[] => [
    user,
    first.model.ids.item[item]!,
    rating,
  ]);
  return [
    { name: 'generated', columns: ['user', 'item', 'rating'], rows: rows.slice(0, most.rows) as ResultTable['rows'] },
  ];
}

function figuresOf(
  show: ReadonlySet<string>,
  dataset: RatingDataset,
  test: RatedPairs,
  judged: readonly Judged[],
  lists: readonly TopList[],
  biases: TrainedRatings,
): Figure[] {
  const { ratings } = dataset;
  const figures: Figure[] = [];
  if (show.has('top')) figures.push(topListFigure(lists, ratings.rating.name));
  const map = show.has('map')
    ? itemMap(
        judged.map(({ model }) => model),
        dataset,
      )
    : undefined;
  if (map) figures.push(map);
  if (test.rating.length === 0) return figures;
  if (show.has('errors')) {
    const errors = judged.map(({ model, predicted }) => ({ name: model.name, predicted }));
    const baseline = { name: 'biases only', predicted: biases.fitted.predict(test.user, test.item) };
    figures.push(errorHistogram([...errors, baseline], test, ratings.rating.name));
  }
  if (show.has('cold-start')) {
    const models = judged.map(({ model, byUser, byItem }) => ({ name: model.name, byUser, byItem }));
    figures.push(coldStartCurves(models, ratings.user.name, ratings.item.name));
  }
  return figures;
}

const sides = ['user', 'item'] as const;

/** Whom a model that was trained on other data does not know. */
function strangerNotes({ name, strangers, ids }: TrainedRatings, { ratings }: RatingDataset): string[] {
  return sides.flatMap((side) => {
    const unknown = [...strangers[side]].map((e) => ids[side][e]!);
    if (unknown.length === 0) return [];
    const all = counted(ids[side].length, `value of ${ratings[side].name}`, `values of ${ratings[side].name}`);
    return [
      `${name} does not know ${unknown.length} of the ${all} (${listed(unknown, 5)}): each counts as an average one, with a larger sd.`,
    ];
  });
}

/** Who in the held-out ratings has no training rating, and what is predicted then. */
function coldNotes({ fitted, strangers }: TrainedRatings, { ratings }: RatingDataset, test: RatedPairs): string[] {
  return sides.flatMap((side) => {
    const cold = new Set(test[side].filter((e) => fitted.counts[side][e] === 0 && !strangers[side].has(e)));
    if (cold.size === 0) return [];
    const described = ratings.content[side].map(({ name }) => name);
    const by = described.length > 0 ? `by ${described.join(', ')}` : 'as an average one';
    const what = counted(cold.size, `value of ${ratings[side].name} has`, `values of ${ratings[side].name} have`);
    return [`${what} held-out ratings but no training rating: predicted ${by}, with a larger sd.`];
  });
}
