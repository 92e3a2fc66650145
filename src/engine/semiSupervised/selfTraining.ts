import { stackRows, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Classifier } from '../model';

export interface Labelled {
  /** [n, d] */
  x: Matrix;
  /** [n] */
  y: Int32Array;
}

export interface SelfTrainingOptions {
  /** A row gets the label that the model predicts with more than this probability. */
  threshold: number;
  maxIterations: number;
}

export interface SelfTrained<M> {
  model: M;
  /** Rows that got a label of the model's own. */
  added: number;
  iterations: number;
}

/**
 * Self-training (Yarowsky 1995), as scikit-learn's SelfTrainingClassifier: fit, take the predictions for unlabelled rows
 * that are sure enough for labels, fit again, until nothing is added. A label once given stays. `fit` returns undefined
 * when the user stops; the result is then undefined too. Models that are not returned are disposed of.
 */
export async function selfTrain<M extends Classifier & { dispose(): void }>(
  fit: (rows: Labelled) => Promise<M | undefined>,
  labelled: Labelled,
  unlabelled: Matrix,
  { threshold, maxIterations }: SelfTrainingOptions,
): Promise<SelfTrained<M> | undefined> {
  let rows = labelled;
  let left = unlabelled;
  let iterations = 0;
  let model = await fit(rows);
  while (model && left.rows > 0 && iterations < maxIterations) {
    iterations++;
    const sure = surePredictions(await model.predictProba(left), threshold);
    if (sure.length === 0) break;
    const taken = sure.map(({ row }) => row);
    rows = {
      x: stackRows([rows.x, takeRows(left, taken)]),
      y: Int32Array.of(...rows.y, ...sure.map(({ label }) => label)),
    };
    const isTaken = new Set(taken);
    left = takeRows(
      left,
      Array.from({ length: left.rows }, (_, i) => i).filter((i) => !isTaken.has(i)),
    );
    model.dispose();
    model = await fit(rows);
  }
  return model && { model, added: unlabelled.rows - left.rows, iterations };
}

/** Rows whose most probable class is more probable than the threshold. */
function surePredictions({ rows, columns, data }: Matrix, threshold: number): { row: number; label: number }[] {
  const sure: { row: number; label: number }[] = [];
  for (let row = 0; row < rows; row++) {
    const proba = data.subarray(row * columns, (row + 1) * columns);
    let label = 0;
    for (let k = 1; k < columns; k++) if (proba[k]! > proba[label]!) label = k;
    if (proba[label]! > threshold) sure.push({ row, label });
  }
  return sure;
}
