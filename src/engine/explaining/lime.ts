import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { cholesky, solve } from '../math/cholesky';
import type { TrainedModel } from '../training/trained';
import { evaluationsFor } from './budget';
import { copyColumns, withGapsOf } from './coalitions';
import type { Player } from './players';
import { valueFunctions } from './values';

/** A straight line that follows the probabilities of a model near one row. */
export interface Lime {
  /**
   * Change of P(y | x) for one standard deviation more of a number, for having the row's category and not another, for
   * having a word and not: [P, K].
   */
  weights: Matrix;
  /** The line at the row itself: [K]. */
  intercept: Float64Array;
  /** Share of the variance of the probabilities nearby that the line explains: [K]. */
  fit: Float64Array;
  samples: number;
}

/** As LIME's own: rows drawn around the row, kernel width in standard deviations per sqrt(feature), ridge. */
const defaults = { samples: 5000, width: 0.75, ridge: 1 };

/**
 * LIME (Ribeiro, Singh and Guestrin 2016): rows drawn around the row, numbers by a Gaussian of the standard deviation of
 * the background, categories as in the background, words left out half of the time; P(y | x) is fitted to them by ridge
 * regression with weights exp(-distance^2 / (2 width^2)).
 */
export async function limeOf(
  model: TrainedModel,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  rng: Rng,
): Promise<Lime> {
  const samples = Math.max(200, Math.min(defaults.samples, Math.floor(evaluationsFor(model, background) / 4)));
  const spreads = players.map(({ kind, columns }) => (kind === 'number' ? spreadOf(background, columns[0]!) : 1));
  const { rows, shifts } = drawAround(row, withGapsOf(row, background, players), players, spreads, samples, rng);
  const values = await valueFunctions.probability(model)(rows);
  const width = defaults.width * Math.sqrt(Math.max(1, players.length));
  const weights = Float64Array.from({ length: samples }, (_, i) => {
    const distance = rowOf(shifts, i).reduce((sum, shift) => sum + shift * shift, 0);
    return Math.exp(-distance / (2 * width * width));
  });
  return { ...weightedRidge(shifts, values, weights, players), samples };
}

/** Rows around a row, the row itself first, and how far each is from it for every player: 0 = as in the row. */
function drawAround(
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  spreads: readonly number[],
  samples: number,
  rng: Rng,
): { rows: Matrix; shifts: Matrix } {
  const rows = matrix(samples, row.length);
  const shifts = matrix(samples, players.length);
  rowOf(rows, 0).set(row);
  for (let i = 1; i < samples; i++) {
    const own = rowOf(rows, i);
    own.set(row);
    players.forEach(({ kind, columns }, p) => {
      const first = columns[0]!;
      if (kind === 'number') {
        const shift = rng.normal();
        own[first] = row[first]! + shift * spreads[p]!;
        shifts.data[i * players.length + p] = shift;
        return;
      }
      if (kind !== 'category' && rng.uniform() < 0.5) return;
      const other = kind === 'category' ? rowOf(background, rng.integer(background.rows)) : undefined;
      if (other && Number.isNaN(other[first]!)) return;
      if (other) copyColumns(other, own, columns);
      else for (const j of columns) own[j] = 0;
      const same = columns.every((j) => own[j] === row[j]);
      shifts.data[i * players.length + p] = same ? 0 : -1;
    });
  }
  return { rows, shifts };
}

function weightedRidge(
  shifts: Matrix,
  values: Matrix,
  weights: Float64Array,
  players: readonly Player[],
): Omit<Lime, 'samples'> {
  const count = players.length;
  const classes = values.columns;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = weightedMean(shifts, weights, total);
  const center = weightedMean(values, weights, total);
  const normal = matrix(count, count);
  const moments = Array.from({ length: classes }, () => new Float64Array(count));
  const variance = new Float64Array(classes);
  for (let i = 0; i < shifts.rows; i++) {
    const shift = rowOf(shifts, i).map((value, p) => value - mean[p]!);
    const value = rowOf(values, i);
    for (let p = 0; p < count; p++) {
      const weighted = weights[i]! * shift[p]!;
      for (let q = 0; q <= p; q++) normal.data[p * count + q]! += weighted * shift[q]!;
      for (let k = 0; k < classes; k++) moments[k]![p]! += weighted * (value[k]! - center[k]!);
    }
    for (let k = 0; k < classes; k++) variance[k]! += weights[i]! * (value[k]! - center[k]!) ** 2;
  }
  for (let p = 0; p < count; p++) {
    normal.data[p * count + p]! += defaults.ridge;
    for (let q = 0; q < p; q++) normal.data[q * count + p] = normal.data[p * count + q]!;
  }
  const { lower } = cholesky(normal);
  const out = matrix(count, classes);
  const fit = new Float64Array(classes);
  const intercept = center.slice();
  moments.forEach((moment, k) => {
    const solution = moment.slice();
    solve(lower, solution);
    let explained = 0;
    solution.forEach((weight, p) => {
      out.data[p * classes + k] = weight;
      intercept[k]! -= weight * mean[p]!;
      // |y - Xb|^2 = |y|^2 - b.X'y - b.(X'y - X'X b), and the last is ridge |b|^2
      explained += weight * moment[p]! + defaults.ridge * weight * weight;
    });
    fit[k] = variance[k]! > 0 ? explained / variance[k]! : 1;
  });
  return { weights: out, intercept, fit };
}

function weightedMean(x: Matrix, weights: Float64Array, total: number): Float64Array {
  const out = new Float64Array(x.columns);
  for (let i = 0; i < x.rows; i++) rowOf(x, i).forEach((value, j) => (out[j]! += (weights[i]! * value) / total));
  return out;
}

/** Standard deviation of a column over the rows that have it; 1 where it has none. */
function spreadOf(x: Matrix, column: number): number {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < x.rows; i++) {
    const value = x.data[i * x.columns + column]!;
    if (Number.isNaN(value)) continue;
    count++;
    const delta = value - sum / Math.max(1, count - 1);
    sum += value;
    squares += count > 1 ? delta * (value - sum / count) : 0;
  }
  const spread = Math.sqrt(squares / Math.max(1, count));
  return spread > 0 ? spread : 1;
}
