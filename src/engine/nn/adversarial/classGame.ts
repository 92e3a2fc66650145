import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { oneHotRows } from '../../math/tensors';
import { flatSize, split } from '../flat';
import { denseShapes, forward, initialWeights, layers } from '../network';
import type { AnyActivation, DenseNetwork } from '../network';
import type { Noise } from '../noise';

/** A generator against a network that names the class of a row, or says that it was generated. */
export interface ClassGame {
  columns: number;
  classes: number;
  latentSize: number;
  hidden: readonly number[];
  /** Whether rows are pictures: numbers between 0 and 1. */
  pictures: boolean;
}

const networks = {
  generator: ({ columns, latentSize, hidden }: ClassGame): DenseNetwork<AnyActivation> => ({
    sizes: [latentSize, ...hidden, columns],
    activation: 'relu',
  }),
  classifier: ({ columns, classes, hidden }: ClassGame): DenseNetwork<AnyActivation> => ({
    sizes: [columns, ...hidden, classes],
    activation: 'leakyRelu',
  }),
};

export type ClassRole = keyof typeof networks;

export function roleShapes(game: ClassGame, role: ClassRole): number[][] {
  return denseShapes(networks[role](game).sizes);
}

export function roleSize(game: ClassGame, role: ClassRole): number {
  return flatSize(roleShapes(game, role));
}

export function firstRole(game: ClassGame, role: ClassRole, rng: Rng): Float32Array {
  return initialWeights(networks[role](game), rng.fork(role));
}

export function roleParts(game: ClassGame, role: ClassRole, flat: tf.Tensor1D): tf.Tensor[] {
  return split(flat, roleShapes(game, role));
}

/** z: [n, latentSize] -> [n, d]. Call it inside `tf.tidy`. */
export function rowsFrom(game: ClassGame, weights: readonly tf.Tensor[], z: tf.Tensor2D): tf.Tensor2D {
  const out = forward(networks.generator(game), weights, z);
  return game.pictures ? tf.sigmoid(out) : out;
}

/** Scores l_k(x) of the classes; that of "generated" is 0. x: [n, d] -> [n, K]. Call it inside `tf.tidy`. */
export function scoresOf(game: ClassGame, weights: readonly tf.Tensor[], x: tf.Tensor2D): tf.Tensor2D {
  return forward(networks.classifier(game), weights, x);
}

/** What the losses of a step are computed from. */
export interface ClassRound {
  /** Labelled rows and their class codes, -1 for padding. */
  labelled: tf.Tensor2D;
  labels: tf.Tensor1D;
  /** Rows with and without a label. */
  real: tf.Tensor2D;
  noise: Noise;
  /** Standard deviation of the noise on rows. */
  blur: number;
}

/**
 * The classifier's loss (Salimans and others 2016): -log P(y | x, real) of labelled rows, -log P(real) of all real rows and
 * -log P(generated) of generated ones, where P(real | x) = Z / (Z + 1), Z = sum_k exp l_k(x). Call it inside `tf.tidy`.
 */
export function nameRows(
  game: ClassGame,
  own: tf.Tensor[],
  generator: tf.Tensor[],
  { labelled, labels, real, noise, blur }: ClassRound,
): tf.Scalar {
  const blurred = (x: tf.Tensor2D) => tf.add<tf.Tensor2D>(x, tf.mul(noise.normal(x.shape), blur));
  const fake = rowsFrom(game, generator, noise.normal([real.shape[0], game.latentSize]) as tf.Tensor2D);
  const sizes = [labelled.shape[0], real.shape[0], fake.shape[0]];
  const all = tf.concat2d([labelled, real, fake], 0);
  const [known, present, made] = tf.split(scoresOf(game, own, blurred(all)), sizes) as tf.Tensor2D[];
  const truth = oneHotRows(labels, game.classes);
  const named = tf.div(tf.sum(tf.mul(truth, tf.logSoftmax(known!))), tf.maximum(tf.sum(truth), 1));
  const isReal = tf.logSumExp(present!, 1);
  const told = tf.add(tf.mean(tf.softplus(tf.neg(isReal))), tf.mean(tf.softplus(tf.logSumExp(made!, 1))));
  return tf.sub<tf.Scalar>(tf.div(told, 2), named);
}

/**
 * The generator's loss: the squared distance between what the classifier's last hidden layer makes of real and of generated
 * rows on average (feature matching, Salimans and others 2016). Call it inside `tf.tidy`.
 */
export function matchFeatures(
  game: ClassGame,
  own: tf.Tensor[],
  classifier: tf.Tensor[],
  { real, noise }: Pick<ClassRound, 'real' | 'noise'>,
): tf.Scalar {
  const fake = rowsFrom(game, own, noise.normal([real.shape[0], game.latentSize]) as tf.Tensor2D);
  const hidden = layers(networks.classifier(game), classifier, tf.concat2d([real, fake], 0)).at(-2)!;
  const [a, b] = tf.split(hidden, 2) as [tf.Tensor2D, tf.Tensor2D];
  return tf.mean<tf.Scalar>(tf.square(tf.sub(tf.mean(a, 0), tf.mean(b, 0))));
}
