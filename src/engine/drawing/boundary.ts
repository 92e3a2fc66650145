import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encoding';
import type { Matrix } from '../../data/matrix';
import { createRng } from '../../data/random';
import type { Column } from '../../data/table';
import { listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import { pack, quantise } from '../../protocol/packing';
import { planeComponents } from './components';
import { marginals } from './marginals';
import { mapsOf, panelHead } from './maps';
import { gridSide, mostPoints, planeOf, pointsOf, sampleOf } from './plane';
import type { Axes } from './plane';
import type { TrainedModel } from '../training/trained';

type Boundary = FigureOf<'decision-boundary'>;
type Panel = Boundary['panels'][number];

/** Densities this many nats below the highest are as good as nothing. */
const depth = 30;

/** What each model says over two features, in the units of the file. */
export async function decisionBoundary(
  models: readonly TrainedModel[],
  dataset: Dataset,
  axes: Axes,
  densities: boolean,
): Promise<Boundary> {
  const classes = dataset.target?.classes ?? [];
  const plane = planeOf(axes, dataset, gridSide(models.length, classes.length));
  const panels: Panel[] = [];
  for (const model of models) panels.push(await panelOf(model, dataset, axes, plane, densities));
  return boundaryFigure(panels, dataset, axes, plane);
}

/** The figure around its panels: points of the data, title and summary. */
export function boundaryFigure(panels: Panel[], dataset: Dataset, axes: Axes, plane: Plane): Boundary {
  const rng = createRng(0);
  const { parts, target } = dataset;
  const withDensity = panels.filter((panel) => panel.logDensity).map((panel) => panel.model);
  const withSupport = panels.filter((panel) => panel.support).map((panel) => panel.model);
  const marks = [
    ...densityMarks(panels),
    ...(withSupport.length > 0 ? [`rings: support vectors of ${listed(withSupport)}`] : []),
  ];
  const whole = target?.whole === true;
  const what = whole ? 'Density of rows' : `Most probable ${target?.name ?? 'class'}`;
  const shown = `${what} over ${plane.x.feature} and ${plane.y.feature} for ${listed(panels.map((panel) => panel.model))}`;
  const heading = whole ? 'Density' : `Decision boundary${withDensity.length > 0 ? ' and class densities' : ''}`;
  return {
    kind: 'decision-boundary',
    title: `${heading}: ${plane.x.feature} × ${plane.y.feature}`,
    summary: `${[shown, ...marks].join('; ')}.`,
    classes: target?.classes ?? [],
    plane,
    panels,
    train: pointsOf(axes, parts.train, target?.codes, rng.fork('train')),
    test: pointsOf(axes, parts.test, target?.codes, rng.fork('test')),
  };
}

/** What contours and the curves beside a panel are. */
function densityMarks(panels: Panel[]): string[] {
  const names = (which: (panel: Panel) => unknown) => listed(panels.filter(which).map(({ model }) => model));
  const both = names(({ marginals }) => marginals?.source === 'model');
  const rows = names(({ marginals }) => marginals?.source === 'rows');
  const contours = names(({ logDensity, marginals }) => logDensity && marginals?.source !== 'model');
  return [
    ...(both ? [`contours, and curves along the axes: density of each class by ${both}`] : []),
    ...(contours ? [`contours: density of each class by ${contours}`] : []),
    ...(rows ? [`steps along the axes: training rows, for ${rows}`] : []),
  ];
}

async function panelOf(
  model: TrainedModel,
  dataset: Dataset,
  axes: Axes,
  plane: Plane,
  densities: boolean,
): Promise<Panel> {
  const maps = await mapsOf(model, dataset, axes, plane, densities);
  const { supportVectors } = model.fitted;
  return {
    ...panelHead(model, maps),
    posterior: packPosterior(maps.posterior, plane),
    ...(supportVectors ? { support: placesOf(supportVectors, model.facts.encoding, axes) } : {}),
    ...(maps.logDensity ? await densityParts(model, maps.logDensity, dataset, axes, plane) : {}),
  };
}

async function densityParts(
  model: TrainedModel,
  logDensity: Matrix,
  dataset: Dataset,
  axes: Axes,
  plane: Plane,
): Promise<Partial<Panel>> {
  const components = planeComponents(model, axes);
  return {
    logDensity: packDensity(logDensity, plane),
    logPrior: pack('f64', model.logPrior),
    ...(components ? { components } : {}),
    marginals: await marginals(model, dataset, axes, plane),
  };
}

/** Encoded rows as places of the plane in the units of the file; a seeded sample where there are many. */
function placesOf(rows: Matrix, { features, columns }: Encoding, axes: Axes): NonNullable<Panel['support']> {
  const chosen = sampleOf(
    Array.from({ length: rows.rows }, (_, i) => i),
    mostPoints,
    createRng(0),
  );
  const along = ({ name }: Column) => {
    const { start } = features.find((feature) => feature.name === name)!;
    const { mean, scale } = columns[start]!;
    return pack(
      'f32',
      chosen.map((i) => mean + scale * rows.data[i * rows.columns + start]!),
    );
  };
  return { x: along(axes.x), y: along(axes.y) };
}

export function packPosterior(probabilities: Matrix, plane: Plane): Panel['posterior'] {
  return quantise('u8', byClass(probabilities), [probabilities.columns, plane.height, plane.width], {
    low: 0,
    high: 1,
  });
}

function packDensity(logDensity: Matrix, plane: Plane): Panel['posterior'] {
  const values = byClass(logDensity);
  const high = values.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), -Infinity);
  const top = Number.isFinite(high) ? high : 0;
  return quantise('u16', values, [logDensity.columns, plane.height, plane.width], { low: top - depth, high: top });
}

/** [n, K] -> K maps of n values, one after the other. */
function byClass({ rows, columns, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
}
