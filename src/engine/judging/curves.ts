import { ties } from './metrics';

/** Points of a curve, in the order of falling thresholds. */
export interface CurvePoints {
  x: number[];
  y: number[];
}

/** Points kept of a curve, and decimals of their coordinates: no screen shows more. */
const most = 200;
const decimals = 5;

/**
 * Receiver operating characteristic: share of the negatives (x) and of the positives (y) that score at least a
 * threshold, from (0, 0) to (1, 1). Undefined without a positive or a negative.
 */
export function rocPoints(score: ArrayLike<number>, positive: ArrayLike<boolean>): CurvePoints | undefined {
  const { truths, falses } = accumulated(score, positive);
  const positives = truths.at(-1) ?? 0;
  const negatives = falses.at(-1) ?? 0;
  if (positives === 0 || negatives === 0) return undefined;
  const x = [0, ...falses.map((count) => count / negatives)];
  const y = [0, ...truths.map((count) => count / positives)];
  return thinned(straight({ x, y }), (i, points) => points.x[i]! + points.y[i]!);
}

/**
 * Share of the positives found (recall, x) and share of those found that are positives (precision, y), threshold by
 * threshold. Between two points the precision is that of the second one, as average precision has it.
 */
export function precisionRecallPoints(score: ArrayLike<number>, positive: ArrayLike<boolean>): CurvePoints | undefined {
  const { truths, falses } = accumulated(score, positive);
  const positives = truths.at(-1) ?? 0;
  if (positives === 0 || falses.at(-1) === 0) return undefined;
  const x = truths.map((count) => count / positives);
  const y = truths.map((count, i) => count / (count + falses[i]!));
  return thinned({ x: [0, ...x], y: [y[0]!, ...y] }, (i, points) => points.x[i]!);
}

/** Positives and negatives that score at least each threshold, from the highest on; equal scores stand together. */
function accumulated(score: ArrayLike<number>, positive: ArrayLike<boolean>) {
  const truths: number[] = [];
  const falses: number[] = [];
  for (const { rows, positives } of ties(score, positive, -1)) {
    truths.push((truths.at(-1) ?? 0) + positives);
    falses.push((falses.at(-1) ?? 0) + rows - positives);
  }
  return { truths, falses };
}

/** Without the points in the middle of a straight line. */
function straight({ x, y }: CurvePoints): CurvePoints {
  const bends = x.flatMap((_, i) => {
    if (i === 0 || i === x.length - 1) return [i];
    const turn = (x[i]! - x[i - 1]!) * (y[i + 1]! - y[i]!) - (y[i]! - y[i - 1]!) * (x[i + 1]! - x[i]!);
    return Math.abs(turn) > 1e-15 ? [i] : [];
  });
  return { x: bends.map((i) => x[i]!), y: bends.map((i) => y[i]!) };
}

/** A curve of so many points that they stand evenly along `way`, which never falls; both ends stay. */
function thinned(points: CurvePoints, way: (i: number, points: CurvePoints) => number): CurvePoints {
  const last = points.x.length - 1;
  const cellOf = (i: number) => Math.floor((way(i, points) / way(last, points)) * (most - 2));
  let next = 0;
  const kept = points.x.flatMap((_, i) => {
    if (points.x.length > most && i < last && cellOf(i) < next) return [];
    next = cellOf(i) + 1;
    return [i];
  });
  const rounded = (values: number[]) => kept.map((i) => Number(values[i]!.toFixed(decimals)));
  return { x: rounded(points.x), y: rounded(points.y) };
}
