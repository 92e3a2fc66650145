import type { Dataset } from '../../data/dataset';
import { encode } from '../../data/encode';
import { fitEncoding } from '../../data/fitEncoding';
import { takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { shuffledIndices } from '../../data/random';
import type { Rng } from '../../data/random';
import { counted, grouped } from '../../data/words';
import { LocalOutlierFactor } from '../math/localOutlierFactor';
import { growIsolationForest, isolationScores } from '../trees/isolationForest';
import type { Environment } from '../environment';

/** Scores of a method that is no model of P(x): the higher, the more unusual. */
export interface Baseline {
  method: string;
  /** Of each row that was asked for. */
  scores: Float64Array;
}

/** Rows that neighbours are searched among and for, at most: in few features few are looked at, in many all. */
const mostNeighbourWork = 2e9;
const rowsPerScore = 512;

/**
 * Isolation forest (100 trees of 256 rows) and local outlier factor (20 neighbours, for new rows), fitted to the same
 * training rows as the models, on features standardised by `scaleRows`. Empty cells are filled with the mean, or with no
 * level.
 */
export async function baselines(
  dataset: Dataset,
  scaleRows: Int32Array,
  rows: Int32Array,
  { environment, signal, rng }: { environment: Environment; signal: AbortSignal; rng: Rng },
): Promise<{ found: Baseline[]; notes: string[] }> {
  const { features, plan, parts, sequence, image } = dataset;
  if (sequence)
    return { found: [], notes: ['Isolation forest and local outlier factor do not know sequences and are left out.'] };
  const fitted = parts.train;
  if (fitted.length < 2 || rows.length === 0) return { found: [], notes: [] };
  environment.progress({ text: 'isolation forest' });
  await environment.breathe();
  const encoding = fitEncoding(features, scaleRows, { text: plan.text, image });
  const training = filled(encode(encoding, features, fitted));
  const asked = filled(encode(encoding, features, rows));
  const forest = growIsolationForest(training, rng.fork('isolation forest'));
  const found: Baseline[] = [{ method: 'isolation-forest', scores: isolationScores(forest, asked) }];
  const { kept, notes } = affordable(training, asked, rng);
  if (features.some(({ missing }) => missing > 0))
    notes.push('For isolation-forest and local-outlier-factor empty cells are filled with the mean.');
  environment.progress({ text: 'local outlier factor' });
  await environment.breathe();
  const factor = new LocalOutlierFactor(kept);
  const scores = new Float64Array(asked.rows);
  for (let from = 0; from < asked.rows && !signal.aborted; from += rowsPerScore) {
    const part = Array.from({ length: Math.min(rowsPerScore, asked.rows - from) }, (_, i) => from + i);
    scores.set(factor.scores(takeRows(asked, part)), from);
    environment.progress({ text: 'local outlier factor', fraction: from / asked.rows });
    await environment.breathe();
  }
  if (!signal.aborted) found.push({ method: 'local-outlier-factor', scores });
  return { found, notes };
}

/** Zero is the mean of standardised features. */
function filled(x: Matrix): Matrix {
  return { ...x, data: x.data.map((value) => (Number.isNaN(value) ? 0 : value)) };
}

/** Training rows among which neighbours can be found in seconds; drawn by chance where there are more. */
function affordable(training: Matrix, asked: Matrix, rng: Rng): { kept: Matrix; notes: string[] } {
  const { rows: n, columns: d } = training;
  // boxes rule most rows out in up to about eight features
  const looked = d <= 8 ? 16 : 1;
  const most = Math.floor((mostNeighbourWork * looked) / (d * (n + asked.rows)));
  if (n <= 2 * most) return { kept: training, notes: [] };
  const chosen = shuffledIndices(n, rng.fork('neighbours'));
  const kept = takeRows(training, chosen.subarray(0, Math.max(200, most)));
  return {
    kept,
    notes: [
      `local-outlier-factor looks for neighbours among ${grouped(kept.rows)} of ${counted(n, 'training row')}, drawn at random.`,
    ],
  };
}
