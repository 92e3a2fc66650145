import type { Dataset } from '../../data/dataset';
import { createRng } from '../../data/random';
import { listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import { pack, quantise } from '../../protocol/packing';
import type { TrainedModel } from '../training/trained';
import { confidences, entropies } from '../unusual/doubt';
import type { Strange } from '../unusual/strange';
import { mapsOf } from './maps';
import { planeDensity } from './planeDensity';
import { gridSide, mostPoints, planeOf, pointsOf, sampleOf } from './plane';
import type { Axes } from './plane';

type Uncertainty = FigureOf<'uncertainty'>;

/** Densities this many nats below the threshold are as good as nothing. */
const depth = 30;
/** Margin around the data, as a share of its range. */
const beyond = 0.2;

export interface UncertaintyOptions {
  axes: Axes;
  quantile: number;
  confident: number;
  strange: Strange | undefined;
}

/** Maps over two features: how unsure each classifier is, and how unlikely each density finds a place. */
export async function uncertaintyFigure(
  classifiers: readonly TrainedModel[],
  densities: readonly TrainedModel[],
  dataset: Dataset,
  { axes, quantile, confident, strange }: UncertaintyOptions,
): Promise<Uncertainty> {
  const { target, parts } = dataset;
  const places = strange && placesOf(strange, axes);
  const plane = widened(planeOf(axes, dataset, gridSide(2 * classifiers.length + densities.length, 1)), places);
  const shape = [1, plane.height, plane.width];
  const ambiguous: Uncertainty['ambiguous'] = [];
  for (const model of classifiers) {
    const { posterior, others } = await mapsOf(model, dataset, axes, plane, false);
    ambiguous.push({
      model: model.name,
      family: model.card.family,
      ...(others === undefined ? {} : { others }),
      entropy: quantise('u8', entropies(posterior), shape, { low: 0, high: Math.log(posterior.columns) }),
      confidence: quantise('u8', confidences(posterior), shape, { low: 0, high: 1 }),
    });
  }
  const unfamiliar: Uncertainty['unfamiliar'] = [];
  for (const model of densities) {
    const { logDensity, others, threshold: thresholdAt } = await planeDensity(model, dataset, axes, plane);
    const found = await thresholdAt(quantile);
    const threshold = Number.isFinite(found) ? found : 0;
    const high = logDensity.reduce((most, value) => (value !== Infinity && value > most ? value : most), threshold);
    unfamiliar.push({
      model: model.name,
      ...(others === undefined ? {} : { others }),
      logDensity: quantise('u16', logDensity, shape, { low: threshold - depth, high }),
      threshold,
    });
  }
  return {
    kind: 'uncertainty',
    title: `Ambiguous and unfamiliar: ${plane.x.feature} × ${plane.y.feature}`,
    summary: summaryOf(classifiers, densities, dataset, strange),
    classes: target?.classes ?? [],
    plane,
    confident,
    ambiguous,
    unfamiliar,
    quantile,
    train: pointsOf(axes, parts.train, target?.codes, createRng(0)),
    ...(strange && places
      ? { strange: { what: strange.what, places: { x: pack('f32', places.x), y: pack('f32', places.y) } } }
      : {}),
  };
}

function summaryOf(
  classifiers: readonly TrainedModel[],
  [first]: readonly TrainedModel[],
  { target }: Dataset,
  strange: Strange | undefined,
): string {
  const names = listed(classifiers.map(({ name }) => name));
  return (
    [
      `Where ${names} cannot tell ${target?.name ?? 'the classes'} (entropy of P(y | x))`,
      ...(first
        ? [
            `and where ${first.name} has seen little (low p(x)); hatched: sure of the class where hardly a training row is`,
          ]
        : []),
      ...(strange ? [`crosses: ${strange.what}`] : []),
    ].join(', ') + '.'
  );
}

/** Strange rows with both features. */
function placesOf({ columns, rows }: Strange, axes: Axes): { x: number[]; y: number[] } | undefined {
  const [x, y] = [axes.x, axes.y].map(({ name }) => columns.find((column) => column.name === name));
  if (x?.kind !== 'numeric' || y?.kind !== 'numeric') return undefined;
  const present = [...rows].filter((row) => !Number.isNaN(x.values[row]! + y.values[row]!));
  const chosen = sampleOf(present, mostPoints, createRng(0));
  return { x: chosen.map((row) => x.values[row]!), y: chosen.map((row) => y.values[row]!) };
}

/** Some way beyond the data, where nothing was seen, and to strange rows unless they are very far. */
function widened(plane: Plane, places: { x: number[]; y: number[] } | undefined): Plane {
  const side = (axis: 'x' | 'y') => {
    const { feature, low, high } = plane[axis];
    const span = high - low;
    const values = places?.[axis] ?? [];
    const least = values.reduce((a, b) => Math.min(a, b), low) - beyond * span;
    const most = values.reduce((a, b) => Math.max(a, b), high) + beyond * span;
    return { feature, low: Math.max(low - 2 * span, least), high: Math.min(high + 2 * span, most) };
  };
  return { ...plane, x: side('x'), y: side('y') };
}
