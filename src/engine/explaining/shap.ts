import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { grouped } from '../../data/words';
import type { TrainedModel } from '../training/trained';
import { additiveFunction, additiveTerms } from './additive';
import type { AdditiveFunction } from './additive';
import { drawnRows } from './background';
import { evaluationsFor } from './budget';
import { coalitionValues, meanRow, withGapsOf } from './coalitions';
import { allCoalitions, shapleyValues } from './enumeration';
import { kernelShap, sampleCoalitions } from './kernelShap';
import type { Pause } from './pause';
import type { Player } from './players';
import { treeShap } from './treeShap';
import { valueFunctions } from './values';
import type { Scale, ValueFunction } from './values';

/** A prediction shared out among players: base + sum of contributions = value. */
export interface Shap {
  scale: Scale;
  method: ShapMethod;
  /** Mean of what is explained over the background rows: [K]. */
  base: Float64Array;
  /** What the model says of the row: [K]. */
  value: Float64Array;
  /** [P, K] */
  contributions: Matrix;
  backgroundRows: number;
  /** Largest |base + sum - value| over the classes. */
  residual: number;
  /** Coalitions that were drawn, where not all were taken. */
  coalitions?: number;
}

/** How Shapley values were found: all but `sampled` are exact for the background rows. */
export type ShapMethod = 'additive' | 'trees' | 'enumerated' | 'sampled';

export interface ShapSetting {
  scale: Scale | 'auto';
  /** Background rows, at most; default: as many as can be afforded. */
  background?: number | undefined;
  /** Share of the usual number of predictions, for explanations of many rows or while somebody waits. */
  effort: number;
  rng: Rng;
  pause: Pause;
}

/** Nodes of trees that may be visited for one row. */
const treeVisits = 2e7;
const mostEnumerated = 12;
/** Background rows with which all coalitions are preferred to a sample of them, and rows of a sampled explanation. */
const leastBackground = 100;
const sampledCoalitions = 2048;

/**
 * Interventional SHAP values of one row (Lundberg and Lee 2017): features that are not in a coalition take the values of
 * background rows, independently of the others. On the scale of log odds where the model is a sum of what its features
 * say, on that of probabilities otherwise.
 */
export async function shapOf(
  model: TrainedModel,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  setting: ShapSetting,
): Promise<Shap> {
  const { scale, effort, rng, pause } = setting;
  const rows = drawnRows(known(background, players), setting.background ?? Infinity, rng.fork('background'));
  const most = Math.max(1, Math.floor((evaluationsFor(model) * effort) / (players.length + 1)));
  const some = drawnRows(rows, most, rng.fork('additive'));
  if (scale !== 'probability') {
    const f = valueFunctions['log-odds'](model);
    const additive = await additiveFunction(f, row, some, players, rng.fork('mixtures'), pause);
    if (additive) return additiveShap(f, additive, row, players, some.rows);
  }
  const { forest } = model.fitted;
  if (forest && scale !== 'log-odds') {
    const leaves = forest.trees.reduce((sum, { codes }) => sum + Math.min(codes.length, 2 ** players.length), 0);
    const drawn = drawnRows(rows, Math.max(20, Math.floor((treeVisits * effort) / leaves)), rng.fork('trees'));
    await pause();
    return complete(valueFunctions.probability(model), row, drawn, treeShap(forest, row, drawn, players), {
      scale: 'probability',
      method: 'trees',
    });
  }
  const used = scale === 'log-odds' ? 'log-odds' : 'probability';
  return coalitionShap(valueFunctions[used](model), used, row, rows, players, evaluationsFor(model) * effort, setting);
}

/** The background rows that have a value of every player, if there are any. */
function known(background: Matrix, players: readonly Player[]): Matrix {
  const { rows, columns, data } = background;
  const complete = Array.from({ length: rows }, (_, i) => i).filter((i) =>
    players.every((player) => !Number.isNaN(data[i * columns + player.columns[0]!]!)),
  );
  return complete.length === 0 || complete.length === rows ? background : takeRows(background, complete);
}

async function additiveShap(
  f: ValueFunction,
  { reference, base, means }: AdditiveFunction,
  row: Float64Array,
  players: readonly Player[],
  backgroundRows: number,
): Promise<Shap> {
  const contributions = await additiveTerms(f, reference, row, players);
  contributions.data.forEach((value, at) => (contributions.data[at] = value - means.data[at]!));
  const value = (await f(matrix(1, row.length, row))).data;
  return withResidual({ scale: 'log-odds', method: 'additive', base, value, contributions, backgroundRows });
}

async function coalitionShap(
  f: ValueFunction,
  scale: Scale,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  evaluations: number,
  { rng, pause }: ShapSetting,
): Promise<Shap> {
  const count = players.length;
  const isSmall = count <= mostEnumerated && 2 ** count * Math.min(background.rows, leastBackground) <= evaluations;
  if (isSmall || count < 4) {
    const rows = drawnRows(background, Math.max(1, Math.floor(evaluations / 2 ** count)), rng.fork('rows'));
    const values = await coalitionValues(f, row, rows, players, allCoalitions(count), pause);
    const contributions = shapleyValues(values, count);
    return complete(f, row, rows, contributions, { scale, method: 'enumerated' });
  }
  const rows = drawnRows(background, Math.min(leastBackground, Math.ceil(evaluations / (4 * count))), rng.fork('rows'));
  const wanted = Math.max(2 * count, Math.min(2 * count + sampledCoalitions, Math.floor(evaluations / rows.rows)));
  const sample = sampleCoalitions(count, wanted, rng.fork('coalitions'));
  const values = await coalitionValues(f, row, rows, players, sample.coalitions, pause);
  const all = (await f(matrix(1, row.length, row))).data;
  const contributions = kernelShap(sample, values, meanRow(await f(withGapsOf(row, rows))), all);
  const shap = await complete(f, row, rows, contributions, { scale, method: 'sampled' });
  return { ...shap, coalitions: sample.coalitions.length };
}

async function complete(
  f: ValueFunction,
  row: Float64Array,
  background: Matrix,
  contributions: Matrix,
  how: Pick<Shap, 'scale' | 'method'>,
): Promise<Shap> {
  const base = meanRow(await f(withGapsOf(row, background)));
  const value = (await f(matrix(1, row.length, row))).data;
  return withResidual({ ...how, base, value, contributions, backgroundRows: background.rows });
}

function withResidual(shap: Omit<Shap, 'residual'>): Shap {
  const { base, value, contributions } = shap;
  const sums = base.slice();
  for (let p = 0; p < contributions.rows; p++) rowOf(contributions, p).forEach((each, k) => (sums[k]! += each));
  const residual = sums.reduce((most, sum, k) => Math.max(most, Math.abs(sum - value[k]!)), 0);
  return { ...shap, residual };
}

/** How values were found, for a sentence. */
export function methodWords({ method, backgroundRows, coalitions }: Shap): string {
  const rows = `${grouped(backgroundRows)} background rows`;
  const words: { readonly [method in ShapMethod]: string } = {
    additive: `exact, as its log odds are a sum over features; ${rows}`,
    trees: `exact for trees; ${rows}`,
    enumerated: `exact, by all coalitions of features; ${rows}`,
    sampled: `kernel SHAP, estimated from ${grouped(coalitions ?? 0)} coalitions; ${rows}`,
  };
  return words[method];
}

/** The scale, for the title of an axis. */
export const scaleWords: { readonly [scale in Scale]: string } = {
  'log-odds': 'log odds, centred',
  probability: 'probability',
};
