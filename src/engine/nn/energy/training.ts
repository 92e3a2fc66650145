import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { oneHotRows, readTensor } from '../../math/tensors';
import { Adam } from '../adam';
import { Average } from '../average';
import { Batches } from '../batches';
import { join, split } from '../flat';
import { Judge } from '../judge';
import { Noise } from '../noise';
import type { LoopOptions, LoopStep } from '../trainLoop';
import { ChainBuffer } from './chainBuffer';
import type { EnergyNetwork } from './energyNetwork';
import { weightGradients } from './energyNetwork';
import { langevin } from './langevin';
import type { Walk } from './langevin';

/** Steps between two reads of the loss: each read stalls a GPU for some milliseconds. */
const stepsPerRead = 25;
/** Weight of the squares of logsumexp f(x), which keeps energies near zero (Du and Mordatch 2019). */
const energyPenalty = 0.01;
/** Chains whose mean square is beyond this have left the data, whose mean square is about 1. */
const farthest = 25;

export interface EnergyProblem {
  network: EnergyNetwork;
  /** Rows with a class: x [n + 1, d] and y [n + 1], -1 for the last, which is padding. */
  labelled: readonly [tf.Tensor2D, tf.Tensor1D];
  /** All rows, whether they have a class or not: x [m + 1, d], and 1 for each, 0 for the last, which is padding: [m + 1, 1]. */
  all: readonly [tf.Tensor2D, tf.Tensor2D];
  /** Langevin steps before each step of the weights. */
  walk: Walk;
}

/** The state after a step. The chains are rows like those of the data, as the network sees them. */
export type EnergyStep = LoopStep & { chains: () => tf.Tensor2D };

export interface TrainedEnergy {
  weights: Float32Array;
  /** [chains, d], flat. */
  chains: Float32Array;
  notes: string[];
}

/**
 * Trains a classifier that is also a density (JEM; Grathwohl and others 2020): the cross-entropy of the labelled rows, and the
 * gradient of log p(x) of all rows, which raises logsumexp f at rows of the data and lowers it at rows that the model makes by
 * itself. These come from chains that go on from step to step (Tieleman 2008). Where the loss, or the chains, run away, training
 * goes back to the last good weights with a smaller step.
 */
export async function* trainEnergy(
  { network, labelled, all, walk }: EnergyProblem,
  options: LoopOptions & { average: number },
  { rng, signal }: { rng: Rng; signal: AbortSignal },
): AsyncGenerator<EnergyStep, TrainedEnergy> {
  const initial = network.initial(rng.fork('weights'));
  const adam = new Adam(initial);
  const average = new Average(initial, options.average);
  const rows = all[0].shape[0] - 1;
  const known = labelled[0].shape[0] - 1;
  const batches = new Batches(all, rows, options.batchSize, rng.fork('order'));
  const taught = new Batches(labelled, known, Math.min(known, options.batchSize), rng.fork('labelled order'));
  const noise = new Noise(rng.fork('noise'));
  const chains = new ChainBuffer(batches.size, network.sizes[0]!, noise);
  const judge = new Judge(initial, options);
  const steps = options.epochs * batches.count;
  let sums: tf.Tensor1D = tf.zeros([3]);
  let step = 0;
  let lastRead = 0;
  let latest = initial;
  let lastLosses: Pick<LoopStep, 'loss'> = {};

  /** Reads what was summed since the last time, and the weights; goes back to good ones where they ran away. */
  async function read(): Promise<Pick<LoopStep, 'loss'>> {
    const values = await readTensor(tf.tidy(() => join([sums, average.current])));
    const [entropy, contrast, square] = Array.from(values.subarray(0, 3), (sum) => sum / (step - lastRead));
    sums.dispose();
    sums = tf.zeros([3]);
    lastRead = step;
    // a contrast that is far from zero, on whichever side, is one that the chains do not follow
    const loss = square! < farthest ? entropy! + Math.abs(contrast!) : Infinity;
    // what is known to be good is where the steps that went well began
    const back = judge.look({ epochs: step / batches.count, loss, rows, weights: latest });
    latest = back ?? values.slice(3);
    if (!back) return { loss };
    adam.restart(back);
    average.restart(back);
    chains.restart();
    return {};
  }

  try {
    while (step < steps && !judge.done && !signal.aborted) {
      if (step % batches.count === 0) batches.shuffle();
      if (step % taught.count === 0) taught.shuffle();
      const [gradient, next] = tf.tidy(() => {
        const weights = split(adam.current, network.shapes);
        const made = chains.advance((start) =>
          langevin(network, weights, start, walk, () => noise.normal(start.shape)),
        );
        // chains cannot follow what is finer than their steps, such as the two values of a category
        const [real, counts] = batches.take(step % batches.count);
        const { gradients, measures } = contrast(
          network,
          weights,
          taught.take(step % taught.count) as [tf.Tensor2D, tf.Tensor1D],
          [tf.add(real!, tf.mul(noise.normal(real!.shape), walk.size)), counts as tf.Tensor2D],
          made,
        );
        return [join(gradients), tf.add<tf.Tensor1D>(sums, measures)];
      });
      sums.dispose();
      sums = next;
      adam.apply(gradient, judge.learningRate);
      average.add(adam.current);
      gradient.dispose();
      step++;
      const due = step - lastRead >= stepsPerRead || step === 1;
      if (due) lastLosses = await read();
      yield { step, steps, ...(due ? lastLosses : {}), weights: average.current, chains: () => chains.all() };
    }
    if (step > lastRead) lastLosses = await read();
    if (lastLosses.loss !== undefined)
      judge.look({ epochs: step / batches.count, loss: lastLosses.loss, rows, weights: latest });
    return { ...judge.verdict(signal.aborted), chains: await readTensor(chains.all()) };
  } finally {
    sums.dispose();
    for (const part of [adam, average, batches, taught, noise, chains]) part.dispose();
  }
}

/** Gradients of the loss of a step, and its cross-entropy, its contrast and the mean square of the chains' rows: [3]. */
function contrast(
  network: EnergyNetwork,
  weights: readonly tf.Tensor[],
  [known, labels]: [tf.Tensor2D, tf.Tensor1D],
  [real, counts]: [tf.Tensor2D, tf.Tensor2D],
  made: tf.Tensor2D,
): { gradients: tf.Tensor[]; measures: tf.Tensor1D } {
  const trace = network.forward(weights, tf.concat([known, real, made]));
  const classes = network.sizes.at(-1)!;
  const parts = [known.shape[0], real.shape[0], made.shape[0]];
  const logProba = tf.logSoftmax(trace.logits);
  const proba = tf.exp<tf.Tensor2D>(logProba);
  const level = tf.logSumExp(trace.logits, 1, true);
  const [probaKnown, probaReal, probaMade] = tf.split(proba, parts) as tf.Tensor2D[];
  const [, levelReal, levelMade] = tf.split(level, parts) as tf.Tensor2D[];

  const truth = oneHotRows(labels, classes);
  const taught = tf.sum(truth);
  const entropy = tf.div(tf.neg(tf.sum(tf.mul(truth, tf.split(logProba, parts)[0]!))), taught);
  const towardsTruth = tf.div(tf.sub(tf.mul(probaKnown!, tf.sum(truth, 1, true)), truth), taught);

  const share = tf.div(counts, tf.sum(counts));
  const raise = tf.mul(probaReal!, tf.mul(share, tf.sub(tf.mul(levelReal!, 2 * energyPenalty), 1)));
  const lower = tf.mul(probaMade!, tf.div(tf.add(tf.mul(levelMade!, 2 * energyPenalty), 1), made.shape[0]));
  return {
    gradients: weightGradients(weights, trace, tf.concat([towardsTruth, raise, lower]) as tf.Tensor2D),
    measures: tf.stack([
      entropy,
      tf.sub(tf.mean(levelMade!), tf.sum(tf.mul(levelReal!, share))),
      tf.mean(tf.square(made)),
    ]) as tf.Tensor1D,
  };
}
