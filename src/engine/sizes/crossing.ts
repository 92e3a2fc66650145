import { isSure } from './trials';
import type { Contrast } from './trials';

/** The difference of two learning curves at one number of rows. */
export interface SizeContrast extends Contrast {
  rows: number;
}

/** Where two learning curves change places. */
export interface Crossing {
  /** Between two sizes by interpolation of the difference over log rows. */
  rows: number;
  /** Whether the first model is the better one before it. */
  firstBefore: boolean;
  /** The difference is beyond chance at one size at least: before, and after. */
  sureBefore: boolean;
  sureAfter: boolean;
}

/** Beyond so many standard errors more says no more. */
const most = 5;

/**
 * The place where the sign of the difference changes, of all places the one that parts the signs best:
 * k = arg max |sum_{i < k} t_i - sum_{i >= k} t_i|, t = difference / standard error. Undefined where one model is the
 * better one on both sides. contrasts: errors of the first less those of the second model, by ascending rows.
 */
export function crossingOf(contrasts: readonly SizeContrast[]): Crossing | undefined {
  const t = contrasts.map(({ difference, standardError }) =>
    difference === 0 ? 0 : Math.max(-most, Math.min(most, difference / standardError)),
  );
  const total = sum(t);
  let best = { at: 0, before: 0, after: total };
  for (let at = 1; at < t.length; at++) {
    const before = sum(t.slice(0, at));
    const split = { at, before, after: total - before };
    if (Math.abs(split.before - split.after) > Math.abs(best.before - best.after)) best = split;
  }
  const { at, before, after } = best;
  if (before * after >= 0) return undefined;
  const [left, right] = [contrasts[at - 1]!, contrasts[at]!];
  const share = left.difference / (left.difference - right.difference);
  const side = (part: readonly SizeContrast[], sign: number) =>
    part.some((contrast) => isSure(contrast) && Math.sign(contrast.difference) === sign);
  return {
    rows: left.rows * (right.rows / left.rows) ** share,
    firstBefore: before < 0,
    sureBefore: side(contrasts.slice(0, at), Math.sign(before)),
    sureAfter: side(contrasts.slice(at), Math.sign(after)),
  };
}

/** What two learning curves say about which model to take for how many rows, in one sentence. */
export function crossingSentence(first: string, second: string, contrasts: readonly SizeContrast[]): string {
  const crossing = crossingOf(contrasts);
  if (crossing) {
    const [before, after] = crossing.firstBefore ? [first, second] : [second, first];
    const about = aboutRows(crossing.rows);
    if (crossing.sureBefore && crossing.sureAfter)
      return `${before} is better up to about ${about} rows, ${after} from there on.`;
    if (crossing.sureBefore)
      return `${before} is better with few rows; from about ${about} rows on, the difference to ${after} is within the noise of draws and test rows.`;
    if (crossing.sureAfter)
      return `${after} is better from about ${about} rows on; with fewer rows, the difference to ${before} is within the noise of draws and test rows.`;
  }
  const sure = contrasts.filter(isSure);
  if (sure.length === 0)
    return `${first} and ${second}: at every number of rows the difference is within the noise of draws and test rows.`;
  const [better, worse] = sure[0]!.difference < 0 ? [first, second] : [second, first];
  const same = sure.every(({ difference }) => Math.sign(difference) === Math.sign(sure[0]!.difference));
  if (same && sure.length === contrasts.length) return `${better} is better than ${worse} at every number of rows.`;
  const at = (part: readonly SizeContrast[]) => part.map(({ rows }) => rows).join(', ');
  if (same)
    return `${better} is better than ${worse} with ${at(sure)} rows; elsewhere the difference is within the noise.`;
  return `${first} and ${second} change places more than once.`;
}

/** A number of rows as far as an interpolation can tell: to two digits. */
export function aboutRows(rows: number): number {
  return Number(rows.toPrecision(2));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
