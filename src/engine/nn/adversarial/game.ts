import * as tf from '@tensorflow/tfjs-core';
import { oneHotRows } from '../../math/tensors';
import { denseShapes, forward, initialWeights } from '../network';
import type { AnyActivation, DenseNetwork } from '../network';
import type { Noise } from '../noise';
import type { Rng } from '../../../data/random';
import { flatSize, split } from '../flat';
import { moved, squaredSlope } from './slope';

/** Both networks of a conditional GAN; both are told the class of each row. */
export interface Game {
  columns: number;
  classes: number;
  latentSize: number;
  hidden: readonly number[];
  /** Whether rows are pictures: numbers between 0 and 1, with no more waves than pixels. */
  pictures: boolean;
}

/**
 * Waves of each number that a network is shown beside the number itself, in radians per standard deviation: it learns broad
 * shapes long before narrow ones, unless it is shown narrow ones (Tancik and others 2020).
 */
const frequencies = { generator: [2, 4], discriminator: [1.5, 3, 6, 12] };

type Role = keyof typeof frequencies;

function wavesOf({ pictures }: Game, role: Role): readonly number[] {
  return pictures ? [] : frequencies[role];
}

function networkOf(game: Game, role: Role): DenseNetwork<AnyActivation> {
  const { columns, classes, latentSize, hidden } = game;
  const numbers = (role === 'generator' ? latentSize : columns) * (1 + 2 * wavesOf(game, role).length);
  return role === 'generator'
    ? { sizes: [numbers + classes, ...hidden, columns], activation: 'relu' }
    : { sizes: [numbers + classes, ...hidden, 1], activation: 'leakyRelu' };
}

export function playerShapes(game: Game, role: Role): number[][] {
  return denseShapes(networkOf(game, role).sizes);
}

export function playerSize(game: Game, role: Role): number {
  return flatSize(playerShapes(game, role));
}

export function firstPlayer(game: Game, role: Role, rng: Rng): Float32Array {
  return initialWeights(networkOf(game, role), rng.fork(role));
}

/** Both players' weights as tensors of the enclosing `tf.tidy`. */
export function playerParts(game: Game, role: Role, flat: tf.Tensor1D): tf.Tensor[] {
  return split(flat, playerShapes(game, role));
}

/** x = G(z, y). z: [n, latentSize], hot: [n, K] class weights -> [n, d]. Call it inside `tf.tidy`. */
export function makeRows(game: Game, weights: readonly tf.Tensor[], z: tf.Tensor2D, hot: tf.Tensor2D): tf.Tensor2D {
  const out = forward(networkOf(game, 'generator'), weights, shown(game, 'generator', z, hot));
  return game.pictures ? tf.sigmoid(out) : out;
}

/** D(x, y), the higher the more like a real row. x: [n, d], hot: [n, K] -> [n]. Call it inside `tf.tidy`. */
export function judgeRows(game: Game, weights: readonly tf.Tensor[], x: tf.Tensor2D, hot: tf.Tensor2D): tf.Tensor1D {
  return tf.reshape(forward(networkOf(game, 'discriminator'), weights, shown(game, 'discriminator', x, hot)), [-1]);
}

function shown(game: Game, role: Role, values: tf.Tensor2D, hot: tf.Tensor2D): tf.Tensor2D {
  const waves = wavesOf(game, role).flatMap((frequency) => {
    const angle = tf.mul<tf.Tensor2D>(values, frequency);
    return [tf.sin(angle), tf.cos(angle)];
  });
  return tf.concat2d([values, ...waves, hot], 1);
}

/** What the losses of a step are computed from. */
export interface Round {
  /** Real rows and class codes, -1 for padding. */
  x: tf.Tensor2D;
  y: tf.Tensor1D;
  noise: Noise;
  /** Standard deviation of the noise on all rows that the discriminator sees. */
  blur: number;
}

/**
 * The discriminator's loss, mean of -log P(real or generated), with a penalty on its slope at real and at generated rows;
 * rows of both kinds, and both moved to both sides, are judged in one batch. Call it inside `tf.tidy`.
 */
export function tellApart(
  game: Game,
  own: tf.Tensor[],
  generator: tf.Tensor[],
  { x, y, noise, blur }: Round,
  penalty: number,
): tf.Scalar {
  const hot = oneHotRows(y, game.classes);
  const real = blurred(x, blur, noise);
  const fake = blurred(fakeRows(game, generator, hot, noise), blur, noise);
  const sides = [moved(real, noise), moved(fake, noise)];
  const all = [real, fake, ...sides.flatMap(({ up, down }) => [up, down])];
  const scores = tf.split(judgeRows(game, own, tf.concat2d(all, 0), tf.tile(hot, [all.length, 1])), all.length);
  const told = tf.add(overRows(tf.softplus(tf.neg(scores[0]!)), hot), overRows(tf.softplus(scores[1]!), hot));
  const slopes = tf.add(squaredSlope(scores[2]!, scores[3]!), squaredSlope(scores[4]!, scores[5]!));
  return tf.add<tf.Scalar>(tf.div(told, 2), tf.mul(slopes, penalty / 2));
}

/** The generator's loss, mean of softplus(-D(G(z))) (Goodfellow and others 2014, non-saturating). Call it inside `tf.tidy`. */
export function deceive(game: Game, own: tf.Tensor[], discriminator: tf.Tensor[], round: Omit<Round, 'x'>): tf.Scalar {
  const { y, noise, blur } = round;
  const hot = oneHotRows(y, game.classes);
  const fake = blurred(fakeRows(game, own, hot, noise), blur, noise);
  return overRows(tf.softplus(tf.neg(judgeRows(game, discriminator, fake, hot))), hot);
}

function fakeRows(game: Game, weights: tf.Tensor[], hot: tf.Tensor2D, noise: Noise): tf.Tensor2D {
  return makeRows(game, weights, noise.normal([hot.shape[0], game.latentSize]) as tf.Tensor2D, hot);
}

function blurred(x: tf.Tensor2D, blur: number, noise: Noise): tf.Tensor2D {
  return tf.add<tf.Tensor2D>(x, tf.mul(noise.normal(x.shape), blur));
}

/** The mean over the rows that are not padding. */
function overRows(values: tf.Tensor, hot: tf.Tensor2D): tf.Scalar {
  const present = tf.sum(hot, 1);
  return tf.div<tf.Scalar>(tf.sum(tf.mul(values, present)), tf.sum(present));
}
