import type { EncodedFeature } from '../../data/encoding';
import { rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import type { Rng } from '../../data/random';
import { grouped } from '../../data/words';

/** Rows that are drawn to choose from. */
export const candidates = 10_000;
/** How near a row is to given numbers: standard deviations h of a Gaussian weight, the least that leaves enough rows. */
const bandwidths = [0.05, 0.1, 0.2, 0.4];
/** Rows further away than so many bandwidths are not near at all. */
const reach = 3;
/** Enough: (sum w)^2 / sum w^2 of the weights is at least `wanted`; with fewer than `least` there is nothing to go by. */
const effective = { wanted: 100, least: 5 };

/** Rows with their classes. */
export interface DrawnRows {
  /** [n, d] */
  z: Matrix;
  labels: Int32Array;
}

/** Rows near given values, and how they were found. */
export interface NearRows extends DrawnRows {
  bandwidth: number;
  /** (sum w)^2 / sum w^2: as many rows of equal weight would tell as much. */
  effective: number;
}

/**
 * P(x, y | given) of a model that can only draw: of many rows drawn, `n` are drawn again with weights
 * w_i = exp(-|z_i - given|^2 / 2 h^2) over the given numbers, 0 where a given category is another (sampling importance
 * resampling: Rubin 1988); then the given values are put in. given: [d], NaN where free. Throws a `Problem` where hardly a row
 * is near.
 */
export function nearGiven(
  drawn: DrawnRows,
  given: Float64Array,
  features: readonly EncodedFeature[],
  n: number,
  rng: Rng,
): NearRows {
  const fixed = features.filter(({ start }) => !Number.isNaN(given[start]!));
  const numbers = fixed.filter(({ levels }) => levels === undefined);
  const categories = fixed.filter(({ levels }) => levels !== undefined);
  const distances = Float64Array.from({ length: drawn.z.rows }, (_, i) => {
    const row = rowOf(drawn.z, i);
    if (categories.some((feature) => levelOf(row, feature) !== levelOf(given, feature))) return Infinity;
    return numbers.reduce((sum, { start, width }) => sum + squared(row, given, start, width), 0);
  });
  let best: { bandwidth: number; weights: Float64Array; effective: number } | undefined;
  for (const bandwidth of bandwidths) {
    const scale = 1 / (bandwidth * bandwidth);
    const weights = distances.map((distance) =>
      distance * scale > reach ** 2 ? 0 : Math.exp(-0.5 * distance * scale),
    );
    best = { bandwidth, weights, effective: effectiveRows(weights) };
    if (best.effective >= effective.wanted) break;
  }
  if (best!.effective < effective.least) {
    throw new Problem(
      'given-too-rare',
      `of ${grouped(drawn.z.rows)} rows that the model drew, hardly one is near the given values; give values that occur together, or use a model with conditional distributions, such as gaussian-mixture`,
      ['given'],
    );
  }
  const chosen = Array.from({ length: n }, () => rng.choice(best!.weights));
  const z = takeRows(drawn.z, chosen);
  for (let i = 0; i < n; i++) rowOf(z, i).forEach((_, j, row) => !Number.isNaN(given[j]!) && (row[j] = given[j]!));
  return {
    z,
    labels: Int32Array.from(chosen, (i) => drawn.labels[i]!),
    bandwidth: best!.bandwidth,
    effective: best!.effective,
  };
}

/** The level that encoded columns stand for, as they are read back. */
function levelOf(row: Float64Array, { start, width, levels }: EncodedFeature): number {
  if (levels!.length === 2) return Number(row[start]! >= 0.5);
  const columns = row.subarray(start, start + width);
  return columns.indexOf(Math.max(...columns));
}

function squared(row: Float64Array, given: Float64Array, start: number, width: number): number {
  let sum = 0;
  for (let j = start; j < start + width; j++) sum += (row[j]! - given[j]!) ** 2;
  return sum;
}

function effectiveRows(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
