import type { Dataset } from '../../data/dataset';
import type { EncodedFeature } from '../../data/encoding';
import type { Matrix } from '../../data/matrix';
import { textAt } from '../../data/table';
import type { Column } from '../../data/table';
import { shortened } from '../../data/words';
import { completeRows } from '../training/columns';
import type { TaskContext } from '../task';
import { quantile } from '../math/rank';
import type { TrainedModel } from '../training/trained';
import type { Measure } from './measure';
import { isFlagged } from './ranking';
import type { Ranking } from './ranking';

/** Rows explained at least and at most for each model, training rows that say what is usual, and arithmetic spent on it all. */
const limits = { least: 20, most: 500, usual: 200, operations: 2e9 };
/** Features that are looked at at least, and arithmetic spent on leaving features out: with each a covariance is divided anew. */
const leaving = { least: 12, operations: 1e10 };
/** A second feature is named too if it surprises at least this share of the first. */
const alsoNamed = 0.5;

/** How much each feature of each row surprises: [rows, features], in nats; and what is usual for each feature. */
export interface Surprises {
  features: Column[];
  values: Matrix;
  /** Median over training rows. */
  usual: Float64Array;
}

/**
 * Conditional surprise -log p(x_j | the other features of the row) = log p(x without x_j) - log p(x), in nats and the
 * units of the file. A model that cannot sum a feature out has x_j replaced by its median instead: log p(x with the
 * median) - log p(x), for which an unknown constant does not matter. Of very many features only those that are furthest from their mean are looked at.
 */
export async function surprises(
  { model, measure }: Pick<Ranking, 'model' | 'measure'>,
  dataset: Dataset,
  rows: Int32Array,
  usualRows: Int32Array,
  { environment, signal }: Pick<TaskContext, 'environment' | 'signal'>,
): Promise<Surprises> {
  const x = model.encode(dataset.features, Int32Array.from([...rows, ...usualRows]));
  const known = candidates(model, x, rows.length);
  const full = await measure.of(model, x);
  const values = { rows: rows.length, columns: known.length, data: new Float64Array(rows.length * known.length) };
  const usual = new Float64Array(known.length);
  for (const [j, { start, width }] of known.entries()) {
    if (signal.aborted) break;
    await environment.breathe();
    const without = await scoreWithout(model, measure, x, start, width);
    const each = full.map((value, i) => surpriseOf(without[i]!, value));
    for (let i = 0; i < rows.length; i++) values.data[i * known.length + j] = each[i]!;
    const sorted = each.slice(rows.length).sort();
    usual[j] = sorted.length > 0 ? quantile(sorted, 0.5) : 0;
  }
  return { features: known.map(({ name }) => dataset.features.find((column) => column.name === name)!), values, usual };
}

/** The features to look at, in the order of the file. x: [n, d], of which the first rows are to be explained. */
function candidates({ facts, fitted }: TrainedModel, x: Matrix, explained: number): EncodedFeature[] {
  const { features, columns } = facts.encoding;
  const most = Math.max(leaving.least, Math.floor(leaving.operations / (fitted.parameters * columns.length)));
  if (features.length <= most) return features;
  const far = features.map(({ start, width }) => {
    let sum = 0;
    for (let i = 0; i < explained; i++)
      for (let j = start; j < start + width; j++) sum += Math.abs(x.data[i * x.columns + j]!) || 0;
    return sum;
  });
  const chosen = new Set([...features.keys()].sort((a, b) => far[b]! - far[a]!).slice(0, most));
  return features.filter((_, j) => chosen.has(j));
}

export interface Reasons {
  /** By row. */
  texts: Map<number, string>;
  /** Features, those first that surprise most in the rows that were explained. */
  blamed: string[];
  notes: string[];
}

/** Reasons for the rows that deserve one, the least likely first: flagged ones and those that nearly are. */
export async function reasonsOf(
  ranking: Ranking,
  dataset: Dataset,
  context: Pick<TaskContext, 'environment' | 'signal'>,
): Promise<Reasons> {
  const { model, order } = ranking;
  const { encoding } = model.facts;
  const flagged = order.filter((row) => isFlagged(ranking, row)).length;
  const perRow = encoding.features.length * Math.max(model.fitted.parameters, encoding.columns.length);
  const affordable = Math.max(limits.least, Math.floor(limits.operations / perRow) - limits.usual);
  const explained = order.slice(0, Math.min(affordable, limits.most, Math.max(limits.least, flagged)));
  const training = completeRows(dataset.features, dataset.parts.train);
  const wanted = Math.min(limits.usual, Math.max(limits.least, Math.floor(limits.operations / perRow / 2)));
  const stride = Math.max(1, Math.ceil(training.length / wanted));
  const usualRows = training.filter((_, i) => i % stride === 0);
  const found = await surprises(ranking, dataset, explained, usualRows, context);
  return {
    texts: new Map(
      Array.from(explained, (row, i) => [row, reasonText(found, i, row, model.fitted.exactCategories === true)]),
    ),
    blamed: blamedFeatures(found),
    notes:
      found.features.length < encoding.features.length
        ? [
            `${model.name}: reasons are looked for among the ${found.features.length} of ${encoding.features.length} features that are furthest from their mean.`,
          ]
        : [],
  };
}

/** By the sum over rows of the surprise beyond what is usual, a row's as a share of its own. */
function blamedFeatures({ features, values, usual }: Surprises): string[] {
  const blame = new Float64Array(features.length);
  for (let i = 0; i < values.rows; i++) {
    const beyond = usual.map((value, j) => Math.max(0, values.data[i * features.length + j]! - value));
    const total = beyond.reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0);
    beyond.forEach((value, j) => {
      if (total > 0 && Number.isFinite(value)) blame[j]! += value / total;
    });
  }
  return features
    .map(({ name }, j) => ({ name, j }))
    .sort((a, b) => blame[b.j]! - blame[a.j]! || a.j - b.j)
    .map(({ name }) => name);
}

/** `bill_length_mm = 59.6 (surprise 7.2 nats, usually 2.3)`: the features that surprise most beyond what is usual. */
function reasonText({ features, values, usual }: Surprises, i: number, row: number, exact: boolean): string {
  const excess = features
    .map((column, j) => ({ column, j, surprise: values.data[i * features.length + j]! }))
    .map((each) => ({ ...each, beyond: each.surprise - usual[each.j]! }))
    .filter(({ column, beyond }) => textAt(column, row) !== undefined && !Number.isNaN(beyond))
    .sort((a, b) => (a.beyond === b.beyond ? a.j - b.j : b.beyond - a.beyond));
  const [first, second] = excess;
  if (!first) return '';
  const named = second && second.beyond > 1 && second.beyond >= alsoNamed * first.beyond ? [first, second] : [first];
  return named.map(({ column, surprise, j }) => told(column, row, surprise, usual[j]!, exact)).join('; ');
}

/** Where categories count as numbers the surprise itself has no meaning, only how far it goes beyond the usual one. */
function told(column: Column, row: number, surprise: number, usual: number, exact: boolean): string {
  const value = column.kind === 'numeric' ? String(Number(column.values[row]!.toPrecision(6))) : textAt(column, row)!;
  const how =
    surprise === Infinity
      ? 'impossible given the others'
      : column.kind === 'numeric' || exact
        ? `surprise ${nats(surprise)} nats, usually ${nats(usual)}`
        : `${nats(surprise - usual)} nats more surprising than usual`;
  return `${column.name} = ${shortened(value.replace(/\s+/g, ' '))} (${how})`;
}

function nats(value: number): string {
  if (Math.abs(value) >= 1000) return value.toPrecision(3);
  return (Math.round(10 * value) / 10 || 0).toFixed(1);
}

function surpriseOf(without: number, full: number): number {
  return without === full ? 0 : without - full;
}

async function scoreWithout(
  model: TrainedModel,
  measure: Measure,
  x: Matrix,
  start: number,
  width: number,
): Promise<Float64Array> {
  const changed = { ...x, data: x.data.slice() };
  const typical = model.takesGaps ? undefined : mediansOf(x, start, width);
  for (let i = 0; i < x.rows; i++) {
    for (let j = start; j < start + width; j++) changed.data[i * x.columns + j] = typical?.[j - start] ?? NaN;
  }
  // of nothing there is certainty; no model needs to know that
  const shown = Array.from({ length: x.rows }, (_, i) => i).filter((i) =>
    changed.data.subarray(i * x.columns, (i + 1) * x.columns).some((value) => !Number.isNaN(value)),
  );
  const out = new Float64Array(x.rows);
  if (shown.length === 0) return out;
  const kept = { rows: shown.length, columns: x.columns, data: new Float64Array(shown.length * x.columns) };
  shown.forEach((i, at) => kept.data.set(changed.data.subarray(i * x.columns, (i + 1) * x.columns), at * x.columns));
  (await measure.of(model, kept)).forEach((value, at) => (out[shown[at]!] = value));
  return out;
}

function mediansOf(x: Matrix, start: number, width: number): Float64Array {
  return Float64Array.from({ length: width }, (_, c) => {
    const values = Float64Array.from({ length: x.rows }, (_, i) => x.data[i * x.columns + start + c]!);
    const present = values.filter((value) => !Number.isNaN(value)).sort();
    return present.length > 0 ? quantile(present, 0.5) : 0;
  });
}
