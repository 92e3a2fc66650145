import { numericColumn } from '../../data/infer';
import { counted, listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { RatedPairs } from '../ratingModel';
import { byEntity } from '../ratings/assemble';
import type { RatingDataset } from '../ratings/assemble';
import type { CountBin } from '../ratings/judge';
import type { Recommendation } from '../ratings/recommend';
import type { TrainedRatings } from '../ratings/trained';
import { histogramOf } from './histograms';

/** Items on a map, and groups that can be told apart on it. */
const most = { items: 1500, groups: 8 };

export interface Errors {
  name: string;
  predicted: Float64Array;
}

/** How far predictions are from the held-out ratings. */
export function errorHistogram(
  errors: readonly Errors[],
  { rating }: RatedPairs,
  unit: string,
): FigureOf<'histograms'> {
  const told = errors.map(({ name, predicted }) => {
    const within = rating.filter((value, i) => Math.abs(value - predicted[i]!) <= 1).length / rating.length;
    return `${name} is within 1 of ${Math.round(100 * within)} %`;
  });
  const all = Int32Array.from(rating.keys());
  const columns = errors.map(({ predicted }) =>
    numericColumn(
      `error of ${unit}`,
      predicted.map((value, i) => value - rating[i]!),
    ),
  );
  return {
    kind: 'histograms',
    title: 'Errors on held-out ratings',
    summary: `Predicted minus true ${unit} of ${counted(rating.length, 'held-out rating')}: ${listed(told)}.`,
    groups: errors.map(({ name }) => name),
    columns: [histogramOf(columns.map((column) => ({ column, rows: all })))],
  };
}

/** Error and expected error against the number of training ratings. */
export function coldStartCurves(
  models: readonly { name: string; byUser: CountBin[]; byItem: CountBin[] }[],
  users: string,
  items: string,
): FigureOf<'curves'> {
  const line = (name: string, group: string, bins: readonly CountBin[], value: (bin: CountBin) => number) => ({
    name,
    group,
    x: bins.map(({ from, to }) => (from + to) / 2),
    y: bins.map(value),
  });
  const several = models.length > 1;
  const series = models.flatMap(({ name, byUser, byItem }) =>
    [
      { of: users, bins: byUser },
      { of: items, bins: byItem },
    ].flatMap(({ of, bins }) => {
      const label = several ? `${name}, by ${of}` : `by ${of}`;
      return [line(label, label, bins, ({ rmse }) => rmse), line(`${label}: expected`, label, bins, ({ sd }) => sd)];
    }),
  );
  const first = models[0]!.byUser;
  const course = (bin: CountBin) =>
    `${bin.rmse.toPrecision(3)} at ${bin.from === bin.to ? bin.from : `${bin.from} to ${bin.to}`}`;
  return {
    kind: 'curves',
    title: 'Error by number of training ratings',
    summary: `Root mean squared error of ${models[0]!.name} by ratings of the ${users}: ${listed(first.map(course))}; beside it the error that the model expects.`,
    x: { title: 'training ratings', log: series.every(({ x }) => x.every((value) => value > 0)) },
    y: { title: 'error (RMSE)' },
    series,
    marks: [],
  };
}

/** Items in the two directions in which users' tastes differ most; undefined without factors. */
export function itemMap(
  models: readonly TrainedRatings[],
  { ratings }: RatingDataset,
): FigureOf<'item-map'> | undefined {
  const drawn = models.filter((model) => model.fitted.itemMap().columns === 2);
  const grouping = ratings.content.item.find(
    (column) => column.kind === 'categorical' && column.levels.length > 1 && column.levels.length <= most.groups,
  );
  const groups = grouping && byEntity(grouping, ratings.item);
  if (drawn.length === 0) return undefined;
  const panels = drawn.map(({ name, ids, fitted }) => {
    const map = fitted.itemMap();
    const { item: counts } = fitted.counts;
    const shown = [...counts.keys()]
      .filter((e) => counts[e]! > 0)
      .sort((a, b) => counts[b]! - counts[a]! || a - b)
      .slice(0, most.items);
    return {
      model: name,
      items: shown.map((e) => ids.item[e]!),
      x: pack(
        'f32',
        shown.map((e) => map.data[2 * e]!),
      ),
      y: pack(
        'f32',
        shown.map((e) => map.data[2 * e + 1]!),
      ),
      group: pack(
        'i32',
        shown.map((e) => (groups?.kind === 'categorical' ? groups.codes[e]! : -1)),
      ),
      ratings: pack(
        'i32',
        shown.map((e) => counts[e]!),
      ),
    };
  });
  return {
    kind: 'item-map',
    title: `Map of ${ratings.item.name}`,
    summary: `${counted(panels[0]!.items.length, ratings.item.name, `values of ${ratings.item.name}`)} in the two directions in which tastes differ most: near ones are liked by the same users.`,
    axes: { x: 'first direction of taste', y: 'second direction of taste' },
    ...(grouping ? { grouping: grouping.name } : {}),
    groups: grouping?.kind === 'categorical' ? grouping.levels : [],
    panels,
  };
}

export interface TopList {
  model: TrainedRatings;
  user: number;
  items: Recommendation[];
}

export function topListFigure(lists: readonly TopList[], rating: string): FigureOf<'top-list'> {
  const several = new Set(lists.map(({ model }) => model)).size > 1;
  const panels = lists.slice(0, 40).map(({ model, user, items }) => ({
    user: model.ids.user[user]!,
    model: model.name,
    ratings: model.fitted.counts.user[user]!,
    items: items.slice(0, 20).map(({ item, rating: value, sd }) => ({
      item: model.ids.item[item]!,
      rating: value,
      sd,
    })),
  }));
  const told = panels.flatMap(({ user, model, items: [best] }) =>
    best ? [`${best.item} for ${user}${several ? ` by ${model}` : ''}`] : [],
  );
  return {
    kind: 'top-list',
    title: 'Recommendations',
    summary: `Best items that were not rated yet: ${listed(told)}.`,
    rating,
    panels,
  };
}
