import type { Matrix } from '../../data/matrix';
import { takeRows } from '../../data/matrix';
import { Problem } from '../../data/problem';
import type { Environment } from '../environment';
import { mostProbable } from '../judging/metrics';
import { average, spread } from '../judging/ranking';
import type { TaskContext } from '../task';
import type { EncodedRows, Trainer } from '../training/trainer';
import type { TrainedModel } from '../training/trained';

/** One fit to some rows, tested. */
export interface Trial {
  draw: number;
  /** 1 for each test row that was taken for another class: [n]. */
  wrong: Uint8Array;
}

/** The tests of a model at one number of rows; none where it could not be fitted. */
export interface SizeTrials {
  rows: number;
  trials: Trial[];
}

/** Rows that are predicted between two breaths. */
const rowsPerBreath = 1024;

/** Why a model cannot be fitted to some rows, as a clause. */
export interface Impossible {
  impossible: string;
}

/** Which of the test rows are taken for another class. x: [n, d], encoded; labels: [n]. */
export async function wrongRows(
  model: TrainedModel,
  x: Matrix,
  labels: Int32Array,
  environment: Environment,
): Promise<Uint8Array | Impossible> {
  const wrong = new Uint8Array(labels.length);
  for (let from = 0; from < labels.length; from += rowsPerBreath) {
    const rows = Array.from({ length: Math.min(rowsPerBreath, labels.length - from) }, (_, i) => from + i);
    const proba = await model.predictProba(takeRows(x, rows));
    if (proba.data.some(Number.isNaN)) return { impossible: 'fitted to so few rows, its probabilities are no numbers' };
    mostProbable(proba).forEach((predicted, i) => (wrong[from + i] = Number(predicted !== labels[from + i])));
    await environment.breathe();
  }
  return wrong;
}

/** A fit to few rows may be impossible: then why. Undefined: stopped by the user. */
export async function tryFit(
  trainer: Trainer,
  model: TrainedModel,
  rows: EncodedRows,
): Promise<TrainedModel | Impossible | undefined> {
  try {
    return await trainer.fitRows(model, rows);
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'gpu-lost') throw error;
    return { impossible: error.message };
  }
}

/** Which test rows a fit to some rows takes for another class. Undefined: stopped by the user. */
export type Tested = Uint8Array | Impossible | undefined;

/** Fits the same model to some rows and tests it. test: [n, d], encoded; labels: [n]. */
export async function testFit(
  { trainer, environment }: TaskContext,
  model: TrainedModel,
  training: EncodedRows,
  test: Matrix,
  labels: Int32Array,
): Promise<Tested> {
  const fitted = await tryFit(trainer, model, training);
  if (!fitted || 'impossible' in fitted) return fitted;
  try {
    return await wrongRows(fitted, test, labels, environment);
  } finally {
    fitted.dispose();
  }
}

/** Share of the test rows that were wrong, in the mean over the draws, and how far draws lie apart. */
export function errorOf(trials: readonly Trial[]): { mean: number; sd: number } {
  const shares = trials.map(({ wrong }) => shareOf(wrong));
  return { mean: average(shares), sd: spread(shares) };
}

export interface Contrast {
  /** Mean over the draws of error of a - error of b. */
  difference: number;
  standardError: number;
}

/**
 * How far the errors of two lists of trials differ over the draws that both have:
 * standardError^2 = sd(d_draw)^2 / draws + sd(d_row)^2 / test rows, where d_draw is the difference of the error in a draw
 * and d_row that of one test row in the mean over draws: both the training rows and the test rows are a sample.
 * Undefined without a common draw.
 */
export function contrastOf(a: readonly Trial[], b: readonly Trial[]): Contrast | undefined {
  const pairs = a.flatMap((trial) => {
    const other = b.find(({ draw }) => draw === trial.draw);
    return other ? [{ a: trial.wrong, b: other.wrong }] : [];
  });
  if (pairs.length === 0) return undefined;
  const perDraw = pairs.map((pair) => shareOf(pair.a) - shareOf(pair.b));
  const perRow = Array.from(pairs[0]!.a, (_, i) => average(pairs.map((pair) => pair.a[i]! - pair.b[i]!)));
  return {
    difference: average(perDraw),
    standardError: Math.sqrt(spread(perDraw) ** 2 / perDraw.length + spread(perRow) ** 2 / perRow.length),
  };
}

/** Whether a difference is more than chance would make: beyond two standard errors. */
export function isSure({ difference, standardError }: Contrast): boolean {
  return difference !== 0 && Math.abs(difference) >= 2 * standardError;
}

function shareOf(wrong: Uint8Array): number {
  let count = 0;
  for (const each of wrong) count += each;
  return count / wrong.length;
}
