import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encode';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { createRng } from '../../data/random';
import type { Column } from '../../data/table';
import { listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import { pack, quantise } from '../../protocol/packing';
import { gridSide, mostPoints, planeOf, pointsOf, sampleOf, ticks } from './plane';
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
    ...(withDensity.length > 0 ? [`contours: density of each class by ${listed(withDensity)}`] : []),
    ...(withSupport.length > 0 ? [`rings: support vectors of ${listed(withSupport)}`] : []),
  ];
  const shown = `Most probable ${target?.name ?? 'class'} over ${plane.x.feature} and ${plane.y.feature} for ${listed(panels.map((panel) => panel.model))}`;
  return {
    kind: 'decision-boundary',
    title: `Decision boundary${withDensity.length > 0 ? ' and class densities' : ''}: ${plane.x.feature} × ${plane.y.feature}`,
    summary: `${[shown, ...marks].join('; ')}.`,
    classes: target?.classes ?? [],
    plane,
    panels,
    train: pointsOf(axes, parts.train, target?.codes, rng.fork('train')),
    test: pointsOf(axes, parts.test, target?.codes, rng.fork('test')),
  };
}

async function panelOf(
  model: TrainedModel,
  dataset: Dataset,
  axes: Axes,
  plane: Plane,
  densities: boolean,
): Promise<Panel> {
  const { card, facts, name } = model;
  const others = facts.encoding.features
    .map((feature) => feature.name)
    .filter((other) => other !== axes.x.name && other !== axes.y.name);
  const marginal = others.length > 0 && model.takesGaps;
  const x = gridRows(facts.encoding, axes, plane, marginal ? undefined : typicalRow(model, dataset));
  const probabilities = await model.predictProba(x);
  const panel: Panel = {
    model: name,
    family: card.family,
    posterior: packPosterior(probabilities, plane),
  };
  if (others.length > 0) panel.others = `${marginal ? 'summed out' : 'held at the median'}: ${listed(others)}`;
  const support = model.fitted.supportVectors && placesOf(model.fitted.supportVectors, facts.encoding, axes);
  if (support) panel.support = support;
  if (densities && model.has('Density')) panel.logDensity = packDensity(await classDensities(model, x), plane);
  return panel;
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

/** log p(x | y) in the units of the file; of the drawn features alone where the others are summed out. [n, K] */
async function classDensities(model: TrainedModel, x: Matrix): Promise<Matrix> {
  const joint = await model.logJoint(x);
  const { logPrior, facts } = model;
  const logScale = facts.encoding.columns.reduce(
    (sum, { scale }, j) => sum + (Number.isNaN(x.data[j]!) ? 0 : Math.log(scale)),
    0,
  );
  return matrix(
    joint.rows,
    joint.columns,
    joint.data.map((value, i) => value - logPrior[i % joint.columns]! - logScale),
  );
}

/** Encoded rows for every point of the grid, row 0 at the bottom: [height * width, d]. Others: as in `base`, else NaN. */
export function gridRows(encoding: Encoding, axes: Axes, plane: Plane, base: Float64Array | undefined): Matrix {
  const d = encoding.columns.length;
  const out = matrix(plane.width * plane.height, d);
  const scaled = (column: Column, axis: Plane['x'], count: number) => {
    const start = encoding.features.find(({ name }) => name === column.name)!.start;
    const { mean, scale } = encoding.columns[start]!;
    return { start, z: ticks(axis, count).map((value) => (value - mean) / scale) };
  };
  const x = scaled(axes.x, plane.x, plane.width);
  const y = scaled(axes.y, plane.y, plane.height);
  for (let i = 0; i < out.rows; i++) {
    const row = out.data.subarray(i * d, (i + 1) * d);
    if (base) row.set(base);
    else row.fill(NaN);
    row[x.start] = x.z[i % plane.width]!;
    row[y.start] = y.z[Math.floor(i / plane.width)]!;
  }
  return out;
}

/** The median of each number and the most frequent level of each category over the training rows, encoded: [d]. */
function typicalRow(model: TrainedModel, { features, parts }: Dataset): Float64Array {
  const typical = features.map((column): Column => {
    if (column.kind === 'numeric') return { ...column, values: Float64Array.of(median(column.values, parts.train)) };
    return { ...column, codes: Int32Array.of(mostFrequent(column.codes, column.levels.length, parts.train)) };
  });
  return model.encode(typical, [0]).data;
}

function median(values: Float64Array, rows: Int32Array): number {
  const present = Float64Array.from(rows, (row) => values[row]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const middle = present.length / 2;
  return present.length === 0 ? 0 : (present[Math.ceil(middle) - 1]! + present[Math.floor(middle)]!) / 2;
}

function mostFrequent(codes: Int32Array, levels: number, rows: Int32Array): number {
  const counts = new Int32Array(levels);
  for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]!++;
  return counts.indexOf(Math.max(...counts));
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
