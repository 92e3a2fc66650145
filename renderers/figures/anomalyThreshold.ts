import { unpack } from '../../src/protocol/packing';
import type { FigureOf } from '../../src/protocol/figures';

type Scores = FigureOf<'anomaly-scores'>;
export type ScoredModel = Scores['models'][number];

/** A model's rows, unpacked: the least likely first. */
export interface UnpackedScores {
  training: Float64Array;
  rows: Float64Array;
  logDensity: Float64Array;
  label: Float64Array | undefined;
  tested: Float64Array | undefined;
}

/** Throws a `RangeError` where arrays differ in length. */
export function unpackScores(model: ScoredModel): UnpackedScores {
  const [rows, logDensity] = [unpack(model.rows), unpack(model.logDensity)];
  const label = model.label && unpack(model.label);
  const tested = model.tested && unpack(model.tested);
  for (const other of [logDensity, label, tested]) {
    if (other && other.length !== rows.length)
      throw new RangeError(`scores of ${rows.length} rows with ${other.length} entries`);
  }
  return { training: unpack(model.training), rows, logDensity, label, tested };
}

/** What a model ranks rows by, in words; from data. */
export function measureOf({ measure }: ScoredModel): string {
  return measure ?? 'log p(x)';
}

/** The measure below which a share of the training rows lies; between two of them in proportion. */
export function thresholdOf(training: Float64Array, share: number): number {
  if (training.length === 0) return -Infinity;
  const place = Math.min(1, Math.max(0, share)) * (training.length - 1);
  const low = training[Math.floor(place)]!;
  const high = training[Math.ceil(place)]!;
  const part = place - Math.floor(place);
  return part === 0 || low === high || low === -Infinity ? low : low + part * (high - low);
}

/** Rows below the threshold by more than rounding, which stand first; what is impossible always is. */
export function flaggedCount({ logDensity }: UnpackedScores, threshold: number): number {
  const below = threshold - 1e-6 * Math.max(1, Math.abs(threshold));
  let count = 0;
  while (count < logDensity.length && (logDensity[count]! < below || logDensity[count] === -Infinity)) count++;
  return count;
}

/** What a threshold finds. Numbers of rows are estimates where the figure does not hold all rows. */
export interface Found {
  threshold: number;
  /** Rows of the figure that are flagged: the first so many. */
  shown: number;
  /** Rows of the file that are flagged, and in all. */
  flagged: number;
  of: number;
  /** Of the tested rows, where they are labelled. */
  precision?: number;
  recall?: number;
}

export function foundBy(model: ScoredModel, scores: UnpackedScores, share: number): Found {
  const threshold = thresholdOf(scores.training, share);
  const shown = flaggedCount(scores, threshold);
  const weightOf = (i: number) => (i < model.exact ? 1 : model.weight);
  let [flagged, of, hits, alarms, anomalies] = [0, 0, 0, 0, 0];
  for (let i = 0; i < scores.rows.length; i++) {
    const weight = weightOf(i);
    of += weight;
    if (i < shown) flagged += weight;
    if (scores.tested?.[i] !== 1 || !scores.label || scores.label[i]! < 0) continue;
    if (scores.label[i] === 1) anomalies += weight;
    if (i < shown) {
      alarms += weight;
      if (scores.label[i] === 1) hits += weight;
    }
  }
  return {
    threshold,
    shown,
    flagged: Math.round(flagged),
    of: Math.round(of),
    ...(alarms > 0 ? { precision: hits / alarms } : {}),
    ...(anomalies > 0 ? { recall: hits / anomalies } : {}),
  };
}
