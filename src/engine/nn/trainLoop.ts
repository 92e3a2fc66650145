import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';
import { readTensor } from '../math/tensors';
import { Adam } from './adam';
import { Average } from './average';
import { Batches } from './batches';
import { join, split } from './flat';
import { Judge } from './judge';
import type { JudgeOptions, Reading } from './judge';

/** What is to be minimised. */
export interface Objective {
  /** Shapes of the weights; `initial` and `decay` hold them one after the other. */
  shapes: readonly (readonly number[])[];
  initial: Float32Array;
  /** Factors of an L2 penalty decay/2 w^2 on each weight. */
  decay?: Float32Array;
  /** Rows to learn from, and tensors of one row more each: the last row is padding that must not count. */
  rows: number;
  data: readonly tf.Tensor[];
  /** Sum of the losses of a batch's rows, and its gradients with respect to the weights. Called inside `tf.tidy`. */
  loss(weights: tf.Tensor[], batch: tf.Tensor[]): { loss: tf.Scalar; gradients: tf.Tensor[] };
  /** Mean loss on rows that are not learned from. */
  validationLoss?(weights: tf.Tensor[]): tf.Scalar;
}

export interface LoopOptions extends JudgeOptions {
  batchSize: number;
  epochs: number;
  /** What is yielded and kept is the moving average of the weights with this decay. Default: the weights themselves. */
  average?: number;
}

/** The state after a step. */
export interface LoopStep {
  step: number;
  steps: number;
  /** Mean loss per row since it was last read, in the steps in which it is read. */
  loss?: number;
  validationLoss?: number;
  /** Flat; valid until the generator goes on. */
  weights: tf.Tensor1D;
}

/** What is told of a step where there is no picture to draw with its weights. */
export function lossesOf({ step, steps, loss, validationLoss }: LoopStep): Omit<LoopStep, 'weights'> {
  return {
    step,
    steps,
    ...(loss === undefined ? {} : { loss }),
    ...(validationLoss === undefined ? {} : { validationLoss }),
  };
}

export interface Trained {
  weights: Float32Array;
  /** What a user should know, in whole sentences. */
  notes: string[];
}

/** Steps between two reads of the loss: each read stalls a GPU for some milliseconds. */
const stepsPerRead = 25;

/**
 * Minimises by Adam over shuffled batches, a step per yield. The loss is summed on the device and read now and then; the
 * weights are kept at the ends of epochs. A diverging loss sends training back to them with a smaller learning rate. An
 * abort ends it before the next step.
 */
export async function* train(
  objective: Objective,
  options: LoopOptions,
  { rng, signal }: { rng: Rng; signal: AbortSignal },
): AsyncGenerator<LoopStep, Trained> {
  const adam = new Adam(objective.initial, { decay: objective.decay });
  const average = options.average === undefined ? undefined : new Average(objective.initial, options.average);
  const kept = average ?? adam;
  const batches = new Batches(objective.data, objective.rows, options.batchSize, rng);
  const judge = new Judge(objective.initial, options);
  const steps = options.epochs * batches.count;
  let step = 0;
  let lossSum: tf.Scalar = tf.scalar(0);
  let rowsSummed = 0;
  let lastRead = 0;

  /** Reads the losses, and the weights where an epoch ends; goes back to good weights where they diverged. */
  async function read(withWeights: boolean): Promise<Pick<LoopStep, 'loss' | 'validationLoss'>> {
    const reading = await readProgress(objective, kept.current, lossSum, rowsSummed, withWeights);
    lossSum.dispose();
    lossSum = tf.scalar(0);
    rowsSummed = 0;
    lastRead = step;
    const back = judge.look({ ...reading, epochs: step / batches.count });
    if (back) {
      adam.restart(back);
      average?.restart(back);
    }
    const { loss, validationLoss } = reading;
    return back ? {} : { loss, ...(validationLoss === undefined ? {} : { validationLoss }) };
  }

  try {
    while (step < steps && !judge.done && !signal.aborted) {
      const i = step % batches.count;
      if (i === 0) batches.shuffle();
      const rows = batches.rowsIn(i);
      const [sum, gradient] = lossAndGradient(objective, adam.current, batches, i, rows, lossSum);
      lossSum.dispose();
      lossSum = sum;
      rowsSummed += rows;
      adam.apply(gradient, judge.learningRate * (options.rateFactor?.(step / steps) ?? 1));
      average?.add(adam.current);
      gradient.dispose();
      step++;
      const epochEnds = i === batches.count - 1;
      const due = step - lastRead >= stepsPerRead;
      const losses =
        (batches.count > stepsPerRead ? due || epochEnds : due && epochEnds) || step === 1 ? await read(epochEnds) : {};
      yield { step, steps, ...losses, weights: kept.current };
    }
    if (rowsSummed > 0) await read(true);
    return judge.verdict(signal.aborted);
  } finally {
    adam.dispose();
    average?.dispose();
    batches.dispose();
    lossSum.dispose();
  }
}

/** One read for everything: each stalls a GPU. */
async function readProgress(
  { shapes, validationLoss }: Objective,
  weights: tf.Tensor1D,
  lossSum: tf.Scalar,
  rows: number,
  withWeights: boolean,
): Promise<Omit<Reading, 'epochs'>> {
  const judged = withWeights && validationLoss;
  const values = await readTensor(
    tf.tidy(() => {
      const parts: tf.Tensor[] = [lossSum];
      if (judged) parts.push(judged(split(weights, shapes)));
      if (withWeights) parts.push(weights);
      return join(parts);
    }),
  );
  return {
    loss: values[0]! / rows,
    rows,
    ...(judged && { validationLoss: values[1]! }),
    ...(withWeights && { weights: values.slice(judged ? 2 : 1) }),
  };
}

/** The loss of a batch added to `lossSum`, and the gradient of its mean, flat. */
function lossAndGradient(
  objective: Objective,
  flat: tf.Tensor1D,
  batches: Batches,
  i: number,
  rows: number,
  lossSum: tf.Scalar,
): [tf.Scalar, tf.Tensor1D] {
  return tf.tidy(() => {
    const { loss, gradients } = objective.loss(split(flat, objective.shapes), batches.take(i));
    return [tf.add(lossSum, loss), tf.mul(join(gradients), 1 / rows)];
  });
}
