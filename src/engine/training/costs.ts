import { memory, scalar } from '@tensorflow/tfjs-core';
import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Cost } from '../../protocol/result';
import type { Environment } from '../environment';
import type { SavedModel } from '../../protocol/messages';

/** Rows of one timed prediction, and how long predictions are repeated, in milliseconds. */
const timedRows = 4096;
const timedFor = 20;
/** Numbers of one timed prediction at most: rows of long sequences are wide. */
const timedNumbers = 1 << 21;

/** Watches what a fit costs: the time inside its steps, without what is shown in between. */
export class CostMeter {
  private readonly tensors = memory().numTensors;
  private readonly firstTensor = nextTensorId();
  private milliseconds = 0;
  private peak = 0;

  constructor(private readonly environment: Environment) {}

  /** One step of the fit. */
  async time<T>(step: () => Promise<T>): Promise<T> {
    const start = this.environment.now();
    const value = await step();
    this.milliseconds += this.environment.now() - start;
    this.peak = Math.max(this.peak, memory().numTensors - this.tensors);
    return value;
  }

  /** `bytes` is known when the model is saved. */
  cost(parameters: number, steps: number): Cost {
    const usedTensors = nextTensorId() - this.firstTensor > 1;
    return {
      parameters,
      bytes: 0,
      fitSeconds: this.milliseconds / 1000,
      steps,
      ...(usedTensors ? { peakTensors: this.peak } : {}),
      backend: usedTensors ? `${this.environment.backend.backend} float32` : 'cpu float64',
    };
  }
}

/** Tensors are numbered: two numbers apart by more than one tell that tensors were made in between. */
function nextTensorId(): number {
  const tensor = scalar(0);
  tensor.dispose();
  return tensor.id;
}

/** Size of a saved model as stored: UTF-8 JSON. */
export function savedBytes(saved: SavedModel): number {
  return new TextEncoder().encode(JSON.stringify(saved)).length;
}

/** Microseconds for one row, predicted in large batches: the given rows over and over, after one prediction to warm up. */
export async function timePrediction(
  predict: (x: Matrix) => Promise<Matrix>,
  x: Matrix,
  now: () => number,
  most = timedRows,
): Promise<number | undefined> {
  if (x.rows === 0) return undefined;
  const batch = repeated(x, Math.max(1, Math.min(most, Math.floor(timedNumbers / x.columns))));
  await predict(batch);
  const start = now();
  let rows = 0;
  let elapsed = 0;
  do {
    await predict(batch);
    rows += batch.rows;
    elapsed = now() - start;
  } while (elapsed < timedFor);
  return (1000 * elapsed) / rows;
}

function repeated(x: Matrix, rows: number): Matrix {
  const out = matrix(rows, x.columns);
  for (let i = 0; i < rows; i++) out.data.set(rowOf(x, i % x.rows), i * x.columns);
  return out;
}
