import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { readTensor } from '../../math/tensors';
import { Batches } from '../batches';
import { Noise } from '../noise';
import { firstRole, matchFeatures, nameRows, roleShapes } from './classGame';
import type { ClassGame } from './classGame';
import { Player } from './players';
import { Referee } from './referee';

export interface ClassGameOptions {
  steps: number;
  batchSize: number;
  learningRate: number;
}

export interface ClassGameStep {
  step: number;
  steps: number;
  /** Mean loss of the classifier since it was last read. */
  loss?: number;
  /** Flat: of the classifier the average of the weights. Valid until the game goes on. */
  generator: tf.Tensor1D;
  classifier: tf.Tensor1D;
}

export interface ClassPlayed {
  generator: Float32Array;
  classifier: Float32Array;
  notes: string[];
}

const stepsPerRead = 25;
/** How much of the average of the classifier's weights is kept in each step. */
const average = 0.99;
/** Standard deviation of the noise on all rows that the classifier learns from. */
const blur = 0.05;

/**
 * Trains a generator and a classifier of K + 1 classes in turn, by Adam with a rate that falls evenly to zero. An abort ends
 * it before the next step.
 *
 * @param labelled rows and class codes, all of which take part in every step; -1 for padding
 * @param real rows with and without a label, and a row of padding
 */
export async function* playClassGame(
  game: ClassGame,
  labelled: readonly [tf.Tensor2D, tf.Tensor1D],
  real: tf.Tensor2D,
  { steps, batchSize, learningRate }: ClassGameOptions,
  { rng, signal }: { rng: Rng; signal: AbortSignal },
): AsyncGenerator<ClassGameStep, ClassPlayed> {
  const initial = { generator: firstRole(game, 'generator', rng), classifier: firstRole(game, 'classifier', rng) };
  const generator = new Player({ shapes: roleShapes(game, 'generator'), initial: initial.generator, average: 0 });
  const classifier = new Player({ shapes: roleShapes(game, 'classifier'), initial: initial.classifier, average });
  const noise = new Noise(rng.fork('noise'));
  const batches = new Batches([real], real.shape[0] - 1, batchSize, rng.fork('order'));
  const referee = new Referee(Float32Array.of(...initial.generator, ...initial.classifier));
  let lossSum: tf.Scalar = tf.scalar(0);
  let [step, lastRead] = [0, 0];

  async function read(): Promise<number | undefined> {
    const values = await readTensor(
      tf.tidy(() => tf.concat1d([tf.reshape(lossSum, [1]), generator.averaged, classifier.averaged])),
    );
    const loss = values[0]! / (step - lastRead);
    lossSum.dispose();
    lossSum = tf.scalar(0);
    lastRead = step;
    const back = referee.look({ loss, weights: values.slice(1) });
    if (!back) return loss;
    generator.restart(back.slice(0, initial.generator.length));
    classifier.restart(back.slice(initial.generator.length));
    return undefined;
  }

  try {
    while (step < steps && !referee.done && !signal.aborted) {
      const i = step % batches.count;
      if (i === 0) batches.shuffle();
      const rate = learningRate * referee.rate * (1 - step / steps);
      const round = () => ({
        labelled: labelled[0],
        labels: labelled[1],
        real: batches.take(i)[0] as tf.Tensor2D,
        noise,
        blur,
      });
      const loss = classifier.step((own) => nameRows(game, own, generator.weights, round()), rate);
      generator.step((own) => matchFeatures(game, own, classifier.weights, round()), rate).dispose();
      const sum = tf.add<tf.Scalar>(lossSum, loss);
      tf.dispose([lossSum, loss]);
      lossSum = sum;
      step++;
      const due = step % stepsPerRead === 0 || step === 1 || step === steps;
      const mean = due ? await read() : undefined;
      yield {
        step,
        steps,
        ...(mean === undefined ? {} : { loss: mean }),
        generator: generator.averaged,
        classifier: classifier.averaged,
      };
    }
    if (step > lastRead) await read();
    const last = await readTensor(tf.tidy(() => tf.concat1d([generator.averaged, classifier.averaged])));
    return {
      generator: last.slice(0, initial.generator.length),
      classifier: last.slice(initial.generator.length),
      notes: referee.verdict(signal.aborted),
    };
  } finally {
    generator.dispose();
    classifier.dispose();
    noise.dispose();
    batches.dispose();
    lossSum.dispose();
  }
}
