import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { grouped } from '../../data/words';
import type { TrainedModel } from '../training/trained';
import type { Forest } from '../trees/forest';
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
import { logOdds, valueFunctions } from './values';
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
  /** What was found of functions that are sums, by their players: for explanations of many rows of one model. */
  found?: Map<string, AdditiveFunction | undefined>;
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
  const { scale, effort } = setting;
  const evaluations = evaluationsFor(model, matrix(1, row.length, row)) * effort;
  const rows = drawnRows(known(background, players), setting.background ?? Infinity, setting.rng.fork('background'));
  const additive =
    scale === 'probability' ? undefined : await additiveOf(model, row, rows, players, evaluations, setting);
  if (additive) return additiveShap(logOdds(model, NaN), additive, row, players);
  const { forest } = model.fitted;
  if (forest && scale !== 'log-odds') return forestShap(model, forest, row, rows, players, setting);
  const used = scale === 'log-odds' ? 'log-odds' : 'probability';
  return coalitionShap(valueFunctions[used](model), used, row, rows, players, evaluations, setting);
}

/** The log odds as a sum over players, if they are one: found once for all rows that have the same players. */
async function additiveOf(
  model: TrainedModel,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  evaluations: number,
  { rng, pause, found }: ShapSetting,
): Promise<AdditiveFunction | undefined> {
  const key = players.map(({ name }) => name).join('\n');
  if (found?.has(key)) return found.get(key);
  const most = Math.max(1, Math.floor(evaluations / (players.length + 1)));
  const some = drawnRows(background, most, rng.fork('additive'));
  // a probability of zero has no log odds, and NaN is no sum
  const additive = await additiveFunction(logOdds(model, NaN), row, some, players, rng.fork('mixtures'), pause);
  found?.set(key, additive);
  return additive;
}

async function forestShap(
  model: TrainedModel,
  forest: Forest,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  { effort, rng, pause }: ShapSetting,
): Promise<Shap> {
  const leaves = forest.trees.reduce((sum, { codes }) => sum + Math.min(codes.length, 2 ** players.length), 0);
  const rows = drawnRows(background, Math.max(10, Math.floor((treeVisits * effort) / leaves)), rng.fork('trees'));
  await pause();
  const how = { scale: 'probability', method: 'trees' } as const;
  return complete(valueFunctions.probability(model), row, rows, players, treeShap(forest, row, rows, players), how);
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
  { reference, base, means, rows: backgroundRows }: AdditiveFunction,
  row: Float64Array,
  players: readonly Player[],
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
    return complete(f, row, rows, players, contributions, { scale, method: 'enumerated' });
  }
  const rows = drawnRows(background, Math.min(leastBackground, Math.ceil(evaluations / (4 * count))), rng.fork('rows'));
  const wanted = Math.max(2 * count, Math.min(2 * count + sampledCoalitions, Math.floor(evaluations / rows.rows)));
  const sample = sampleCoalitions(count, wanted, rng.fork('coalitions'));
  const values = await coalitionValues(f, row, rows, players, sample.coalitions, pause);
  const all = (await f(matrix(1, row.length, row))).data;
  const contributions = kernelShap(sample, values, meanRow(await f(withGapsOf(row, rows, players))), all);
  const shap = await complete(f, row, rows, players, contributions, { scale, method: 'sampled' });
  return { ...shap, coalitions: sample.coalitions.length };
}

async function complete(
  f: ValueFunction,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  contributions: Matrix,
  how: Pick<Shap, 'scale' | 'method'>,
): Promise<Shap> {
  const base = meanRow(await f(withGapsOf(row, background, players)));
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
