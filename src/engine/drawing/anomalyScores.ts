import type { Dataset } from '../../data/dataset';
import { counted, listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import { pack, quantise } from '../../protocol/packing';
import type { TrainedModel } from '../training/trained';
import type { AnomalyLabel } from '../unusual/label';
import { measureOf } from '../unusual/measure';
import { isFlagged } from '../unusual/ranking';
import type { Ranking } from '../unusual/ranking';
import { planeDensity } from './planeDensity';
import { gridSide, numericFeatures, planeOf } from './plane';
import type { Axes } from './plane';

type Scores = FigureOf<'anomaly-scores'>;

/** Kept of training rows and of ranked rows, of these so many of the least likely, and reasons. */
const most = { training: 2000, rows: 4000, exact: 1500, reasons: 500 };
/** Densities this many nats below the highest are as good as nothing. */
const depth = 30;

/** A ranking with the reasons for its first rows. */
export interface Explained {
  ranking: Ranking;
  reasons: ReadonlyMap<number, string>;
}

export interface ScoresOptions {
  quantile: number;
  axes: Axes | undefined;
  label: AnomalyLabel | undefined;
  /** The rows that count in metrics. */
  tested: Int32Array;
}

export async function anomalyScores(
  explained: readonly Explained[],
  dataset: Dataset,
  { quantile, axes, label, tested }: ScoresOptions,
): Promise<Scores> {
  const plane = axes && planeOfAll(axes, dataset, explained.length);
  const isTested = new Set(tested);
  const models: Scores['models'] = [];
  for (const { ranking, reasons } of explained) {
    const { order } = ranking;
    const stride = Math.max(1, (order.length - most.exact) / (most.rows - most.exact));
    const exact = stride > 1 ? most.exact : order.length;
    const rest = Math.floor((order.length - exact) / stride);
    const rows = [
      ...order.subarray(0, exact),
      ...Array.from({ length: rest }, (_, i) => order[exact + Math.floor((i + 0.5) * stride)]!),
    ];
    models.push({
      model: ranking.model.name,
      ...(ranking.measure.exact ? {} : { measure: ranking.measure.words }),
      training: pack('f32', thinned(ranking.training, most.training)),
      rows: pack('i32', rows),
      logDensity: pack(
        'f32',
        rows.map((row) => ranking.scores[row]!),
      ),
      ...(label
        ? {
            label: pack(
              'i32',
              rows.map((row) => label.codes[row]!),
            ),
            tested: pack(
              'i32',
              rows.map((row) => Number(isTested.has(row))),
            ),
          }
        : {}),
      exact,
      weight: stride,
      reasons: rows.slice(0, most.reasons).flatMap((row) => reasons.get(row) ?? []),
      ...(axes && plane ? await inPlane(ranking.model, dataset, axes, plane, rows) : {}),
    });
  }
  return {
    kind: 'anomaly-scores',
    title: 'How likely each row is',
    summary: summaryOf(explained, label),
    quantile,
    ...(label ? { anomaly: `${label.column} = ${listed(label.anomalous, 4)}` } : {}),
    ...(plane ? { plane } : {}),
    models,
  };
}

/** The two numeric features, known to all the models, that surprise most; undefined where there are not two. */
export function surprisingAxes(
  dataset: Dataset,
  rankings: readonly Ranking[],
  blamed: readonly string[],
): Axes | undefined {
  const numeric = numericFeatures(dataset).filter(({ name }) => rankings.every(({ model }) => model.reads(name)));
  const place = new Map(blamed.map((name, i) => [name, i]));
  const [first, second] = [...numeric].sort(
    (a, b) => (place.get(a.name) ?? Infinity) - (place.get(b.name) ?? Infinity),
  );
  if (!first || !second) return undefined;
  // in the order of the file, as in other figures
  const [x, y] = numeric.indexOf(first) < numeric.indexOf(second) ? [first, second] : [second, first];
  return { x, y };
}

/** Rows over two features as a figure that holds only what depends on these. */
export async function anomaliesInPlane(
  ranked: readonly { model: TrainedModel; rows: readonly number[] }[],
  dataset: Dataset,
  axes: Axes,
): Promise<Scores> {
  const plane = planeOfAll(axes, dataset, ranked.length);
  const none = pack('f32', []);
  const models: Scores['models'] = [];
  for (const { model, rows } of ranked) {
    const drawn = await inPlane(model, dataset, axes, plane, rows);
    models.push({
      model: model.name,
      training: none,
      rows: none,
      logDensity: none,
      exact: 0,
      weight: 1,
      reasons: [],
      ...drawn,
    });
  }
  return { kind: 'anomaly-scores', title: '', summary: '', quantile: 0, plane, models };
}

/** Around all rows of the file, also those that are for nothing else. */
function planeOfAll(axes: Axes, dataset: Dataset, panels: number): Plane {
  const train = Int32Array.from({ length: dataset.rows }, (_, row) => row);
  return planeOf(axes, { ...dataset, parts: { ...dataset.parts, train } }, gridSide(panels, 1));
}

async function inPlane(
  model: TrainedModel,
  dataset: Dataset,
  axes: Axes,
  plane: Plane,
  rows: readonly number[],
): Promise<Partial<Scores['models'][number]>> {
  const { logDensity, others } = await planeDensity(model, dataset, axes, plane, (x) =>
    measureOf(model.card).of(model, x),
  );
  const top = logDensity.reduce((high, value) => (Number.isFinite(value) && value > high ? value : high), -Infinity);
  const high = Number.isFinite(top) ? top : 0;
  return {
    x: pack(
      'f32',
      rows.map((row) => axes.x.values[row]!),
    ),
    y: pack(
      'f32',
      rows.map((row) => axes.y.values[row]!),
    ),
    map: quantise('u16', logDensity, [1, plane.height, plane.width], { low: high - depth, high }),
    ...(others === undefined ? {} : { others }),
  };
}

/** At most so many of sorted numbers, evenly by rank, the first and the last among them. */
function thinned(sorted: Float64Array, length: number): Float64Array {
  if (sorted.length <= length) return sorted;
  return Float64Array.from({ length }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (length - 1))]!);
}

function summaryOf(explained: readonly Explained[], label: AnomalyLabel | undefined): string {
  const told = explained.map(({ ranking, reasons }) => {
    const flagged = ranking.order.filter((row) => isFlagged(ranking, row));
    const known = label
      ? `, ${flagged.filter((row) => label.codes[row] === 1).length} of them with ${label.column} = ${listed(label.anomalous, 4)}`
      : '';
    const first = ranking.order[0];
    const why = first === undefined ? '' : reasons.get(first);
    const least = first === undefined ? '' : `; least likely is row ${first}${why ? `: ${why}` : ''}`;
    return `${ranking.model.name}: ${flagged.length} of ${counted(ranking.order.length, 'row')} below the threshold${known}${least}.`;
  });
  return `${told.join(' ')} Row 0 is the first of the file.`;
}
