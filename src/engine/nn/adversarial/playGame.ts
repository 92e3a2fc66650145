import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { readTensor } from '../../math/tensors';
import { Batches } from '../batches';
import { Noise } from '../noise';
import { deceive, firstPlayer, playerShapes, tellApart } from './game';
import type { Game } from './game';
import { Player } from './players';
import { Referee } from './referee';

export interface GameOptions {
  steps: number;
  batchSize: number;
  learningRate: number;
  /** Factor of the penalty on the slope of the discriminator. */
  penalty: number;
}

export interface GameStep {
  step: number;
  steps: number;
  /** Mean of -log P(real or generated) of the discriminator: log 2 = 0.69 where it cannot tell. */
  loss?: number;
  /** Flat: of the generator the average of the weights. Valid until the game goes on. */
  generator: tf.Tensor1D;
  discriminator: tf.Tensor1D;
}

export interface Played {
  generator: Float32Array;
  discriminator: Float32Array;
  notes: string[];
}

const stepsPerRead = 25;
/** How much of the average of the generator's weights is kept in each step. */
const average = 0.995;
/**
 * Standard deviations of noise on all rows that the discriminator sees, at the first and at the last step: where real rows
 * lie on a line or in points, it would else tell them at once (Arjovsky and Bottou 2017).
 */
const blur = { first: 0.2, last: 0.01 };

/**
 * Trains both networks in turn, each step over one batch, by Adam with a rate that falls evenly to zero. An abort ends it
 * before the next step. `data`: tensors of rows and class codes with a row of padding, see `labelledTensors`.
 */
export async function* playGame(
  game: Game,
  data: readonly [tf.Tensor2D, tf.Tensor1D],
  rows: number,
  { steps, batchSize, learningRate, penalty }: GameOptions,
  { rng, signal }: { rng: Rng; signal: AbortSignal },
): AsyncGenerator<GameStep, Played> {
  const initial = {
    generator: firstPlayer(game, 'generator', rng),
    discriminator: firstPlayer(game, 'discriminator', rng),
  };
  const generator = new Player({ shapes: playerShapes(game, 'generator'), initial: initial.generator, average });
  const discriminator = new Player({
    shapes: playerShapes(game, 'discriminator'),
    initial: initial.discriminator,
    average: 0,
  });
  const noise = new Noise(rng.fork('noise'));
  const batches = new Batches(data, rows, batchSize, rng.fork('order'));
  const referee = new Referee(joined(initial.generator, initial.discriminator));
  let lossSum: tf.Scalar = tf.scalar(0);
  let [step, lastRead] = [0, 0];

  /** Reads the loss and the weights, and goes back where the game got out of hand. */
  async function read(): Promise<number | undefined> {
    const values = await readTensor(
      tf.tidy(() => tf.concat1d([tf.reshape(lossSum, [1]), generator.averaged, discriminator.averaged])),
    );
    const loss = values[0]! / (step - lastRead);
    lossSum.dispose();
    lossSum = tf.scalar(0);
    lastRead = step;
    const back = referee.look({ loss, weights: values.slice(1) });
    if (!back) return loss;
    generator.restart(back.slice(0, initial.generator.length));
    discriminator.restart(back.slice(initial.generator.length));
    return undefined;
  }

  try {
    while (step < steps && !referee.done && !signal.aborted) {
      const i = step % batches.count;
      if (i === 0) batches.shuffle();
      const share = step / steps;
      const rate = learningRate * referee.rate * (1 - share);
      const round = () => {
        const [x, y] = batches.take(i);
        return {
          x: x as tf.Tensor2D,
          y: y as tf.Tensor1D,
          noise,
          blur: blur.first * (blur.last / blur.first) ** share,
        };
      };
      const loss = discriminator.step((own) => tellApart(game, own, generator.weights, round(), penalty), rate);
      generator.step((own) => deceive(game, own, discriminator.weights, round()), rate).dispose();
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
        discriminator: discriminator.averaged,
      };
    }
    if (step > lastRead) await read();
    const last = await readTensor(tf.tidy(() => tf.concat1d([generator.averaged, discriminator.averaged])));
    return {
      generator: last.slice(0, initial.generator.length),
      discriminator: last.slice(initial.generator.length),
      notes: referee.verdict(signal.aborted),
    };
  } finally {
    generator.dispose();
    discriminator.dispose();
    noise.dispose();
    batches.dispose();
    lossSum.dispose();
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
