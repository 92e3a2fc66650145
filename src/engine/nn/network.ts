import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';
import { affine, timesTransposed, transposedTimes } from './products';
import { flatSize } from './flat';
import type { Noise } from './noise';

/** A non-linearity h = f(a), its derivative in terms of h, and the numerator of Glorot's bound that suits it. */
interface Activation {
  apply(a: tf.Tensor2D): tf.Tensor2D;
  derivative(h: tf.Tensor2D): tf.Tensor2D;
  glorot: number;
}

/** Those that `backward` knows. */
const activations = {
  relu: { apply: (a) => tf.relu(a), derivative: (h) => tf.step(h), glorot: 6 },
  tanh: { apply: (a) => tf.tanh(a), derivative: (h) => tf.sub(1, tf.square(h)), glorot: 6 },
  logistic: { apply: (a) => tf.sigmoid(a), derivative: (h) => tf.mul(h, tf.sub(1, h)), glorot: 2 },
  identity: { apply: (a) => a.clone(), derivative: (h) => tf.onesLike(h), glorot: 6 },
} satisfies { [name: string]: Activation };

/** Those for networks whose gradients come from `autodiff.ts`. */
const others = {
  /** x for x > 0, else x / 5. */
  leakyRelu: { apply: (a) => tf.leakyRelu(a, 0.2), glorot: 6 },
  /** x / (1 + exp(-x)): smooth, for networks whose slope with respect to their input matters. */
  silu: { apply: (a) => tf.mul(a, tf.sigmoid(a)), glorot: 6 },
} satisfies { [name: string]: Omit<Activation, 'derivative'> };

export type ActivationName = keyof typeof activations;
export type AnyActivation = ActivationName | keyof typeof others;

const all: { readonly [name in AnyActivation]: Omit<Activation, 'derivative'> } = { ...activations, ...others };

export function isActivation(name: unknown): name is ActivationName {
  return typeof name === 'string' && Object.hasOwn(activations, name);
}

/** Dense layers: x -> f(x W_1 + b_1) -> ... -> x W_L + b_L, f after every layer but the last. */
export interface DenseNetwork<A extends AnyActivation = ActivationName> {
  /** Width of the input, of the hidden layers and of the output. */
  sizes: readonly number[];
  activation: A;
  /** Each hidden layer adds to the one before it, where both are of one width (He and others 2016); not known to `backward`. */
  residual?: boolean;
}

/** Shapes of W_1, b_1, W_2, b_2, ... */
export function denseShapes(sizes: readonly number[]): number[][] {
  return sizes.slice(1).flatMap((outputs, layer) => [[sizes[layer]!, outputs], [outputs]]);
}

/** First weights, flat: uniform in +-sqrt(g / (inputs + outputs)) with g = 6, logistic 2 (Glorot and Bengio 2010). */
export function initialWeights({ sizes, activation }: DenseNetwork<AnyActivation>, rng: Rng): Float32Array {
  const out = new Float32Array(flatSize(denseShapes(sizes)));
  let at = 0;
  sizes.slice(1).forEach((outputs, layer) => {
    const inputs = sizes[layer]!;
    const bound = Math.sqrt(all[activation].glorot / (inputs + outputs));
    for (let i = 0; i < (inputs + 1) * outputs; i++) out[at++] = bound * (2 * rng.uniform() - 1);
  });
  return out;
}

/** 1 where the flat vector holds a weight of a matrix, 0 where it holds an intercept. */
export function weightMask(sizes: readonly number[]): Float32Array {
  return Float32Array.from(
    denseShapes(sizes).flatMap((shape) => new Array<number>(flatSize([shape])).fill(shape.length === 2 ? 1 : 0)),
  );
}

/** x: [n, inputs] -> [n, outputs], without a non-linearity at the end. Call it inside `tf.tidy`. */
export function forward(
  network: DenseNetwork<AnyActivation>,
  weights: readonly tf.Tensor[],
  x: tf.Tensor2D,
): tf.Tensor2D {
  return layers(network, weights, x).at(-1)!;
}

/**
 * x, the output of each hidden layer, and the output of the network. `masks`: factors of the outputs of each hidden layer on
 * their way to the next (dropout). Call it inside `tf.tidy`.
 */
export function layers(
  { activation, residual }: DenseNetwork<AnyActivation>,
  weights: readonly tf.Tensor[],
  x: tf.Tensor2D,
  masks: readonly tf.Tensor[] = [],
): tf.Tensor2D[] {
  const out = [x];
  for (let i = 0; i < weights.length; i += 2) {
    const input = masked(out.at(-1)!, masks[i / 2 - 1]);
    const a = affine(input, weights[i] as tf.Tensor2D, weights[i + 1] as tf.Tensor1D);
    const hidden = i + 2 < weights.length;
    const h = hidden ? all[activation].apply(a) : a;
    out.push(residual && hidden && i > 0 && h.shape[1] === input.shape[1] ? tf.add<tf.Tensor2D>(input, h) : h);
  }
  return out;
}

/**
 * Gradients of a loss with respect to the weights, from its gradient with respect to the network's output, by
 * back-propagation (Rumelhart, Hinton and Williams 1986). `outputs`: those of `layers`, with the same masks. Call it inside
 * `tf.tidy`.
 */
export function backward(
  { activation }: DenseNetwork,
  weights: readonly tf.Tensor[],
  outputs: readonly tf.Tensor2D[],
  outputGradient: tf.Tensor2D,
  masks: readonly tf.Tensor[] = [],
): tf.Tensor[] {
  const gradients: tf.Tensor[] = [];
  let delta = outputGradient;
  for (let i = weights.length - 2; i >= 0; i -= 2) {
    const output = outputs[i / 2]!;
    const mask = masks[i / 2 - 1];
    gradients.unshift(transposedTimes(masked(output, mask), delta), tf.sum(delta, 0));
    if (i > 0) {
      const back = timesTransposed(delta, weights[i] as tf.Tensor2D);
      delta = tf.mul<tf.Tensor2D>(masked(back, mask), activations[activation].derivative(output));
    }
  }
  return gradients;
}

/**
 * Masks that leave out each hidden unit of each row with probability `rate`, and make up for it by the size of the others
 * (Srivastava and others 2014); none for a rate of 0. Call it inside `tf.tidy`.
 */
export function dropoutMasks(sizes: readonly number[], rows: number, rate: number, noise: Noise): tf.Tensor[] {
  if (rate === 0) return [];
  return sizes
    .slice(1, -1)
    .map((units) => tf.div(tf.cast(tf.greaterEqual(noise.uniform([rows, units]), rate), 'float32'), 1 - rate));
}

function masked(values: tf.Tensor2D, mask: tf.Tensor | undefined): tf.Tensor2D {
  return mask ? tf.mul<tf.Tensor2D>(values, mask) : values;
}
