import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { denseShapes, forward as dense, initialWeights } from '../network';
import type { DenseNetwork } from '../network';
import { affine } from './affine';
import { spline } from './spline';
import type { Transform } from './transform';

/** What the couplings do to a number. */
export const transforms = { spline, affine } satisfies { [name: string]: Transform };
export type TransformName = keyof typeof transforms;

export function isTransform(name: unknown): name is TransformName {
  return typeof name === 'string' && Object.hasOwn(transforms, name);
}

/**
 * A normalizing flow: couplings one after another, each of which leaves one half of the numbers as they are and transforms
 * the others by functions that a network chooses from this half and from the class.
 */
export interface Flow {
  dimensions: number;
  classes: number;
  transform: TransformName;
  hidden: readonly number[];
  /** The order in which each coupling takes the numbers: the first half of them stays. */
  orders: readonly Int32Array[];
}

/** Couplings of which every second one transforms the half that the one before left alone. */
export function orders(dimensions: number, couplings: number, rng: Rng): Int32Array[] {
  const kept = Math.floor(dimensions / 2);
  return Array.from({ length: couplings }, (_, i) => {
    const order = Int32Array.from({ length: dimensions }, (_, j) => j);
    if (i % 2 === 1) return Int32Array.from(order, (j) => (j + kept) % dimensions);
    if (i > 0 && dimensions > 2) rng.shuffle(order);
    return order;
  });
}

function networkOf({ dimensions, classes, transform, hidden }: Flow): DenseNetwork {
  const kept = Math.floor(dimensions / 2);
  const outputs = (dimensions - kept) * transforms[transform].parameters;
  return { sizes: [kept + classes, ...hidden, outputs], activation: 'relu' };
}

/** Numbers of the largest array of a pass, of which some dozens live at a time. */
const numbersPerPass = 1 << 19;

/** Rows that are asked about at a time. */
export function rowsPerPass({ dimensions, transform, hidden }: Flow): number {
  const moved = dimensions - Math.floor(dimensions / 2);
  // of each number its parameters, and what they become
  const widest = Math.max(...hidden, 2 * moved * transforms[transform].parameters);
  return Math.max(1, Math.floor(numbersPerPass / widest));
}

export function flowShapes(flow: Flow): number[][] {
  return flow.orders.flatMap(() => denseShapes(networkOf(flow).sizes));
}

/** First weights, flat: every coupling is the identity. */
export function firstWeights(flow: Flow, rng: Rng): Float32Array {
  const network = networkOf(flow);
  const outputs = network.sizes.at(-1)!;
  const lastSize = (network.sizes.at(-2)! + 1) * outputs;
  const { identity, parameters } = transforms[flow.transform];
  const parts = flow.orders.map((_, i) => {
    const weights = initialWeights(network, rng.fork(i));
    weights.fill(0, weights.length - lastSize);
    for (let j = 0; j < outputs; j++) weights[weights.length - outputs + j] = identity[j % parameters]!;
    return weights;
  });
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.forEach((part, i) => out.set(part, i * part.length));
  return out;
}

/**
 * log p(x | y) = log N(f(x); 0, 1) + log |df/dx| and z = f(x). x: [n, d], hot: [n, K] class weights. Call it inside `tf.tidy`.
 */
export function normalise(
  flow: Flow,
  weights: readonly tf.Tensor[],
  x: tf.Tensor2D,
  hot: tf.Tensor2D,
): { z: tf.Tensor2D; logDensity: tf.Tensor1D } {
  let z = x;
  let logSlope: tf.Tensor1D = tf.zeros([x.shape[0]]);
  flow.orders.forEach((order, i) => {
    const { kept, moved, parameters } = couple(flow, weights, i, reordered(z, order), hot);
    const { y, logSlope: own } = transforms[flow.transform].forward(moved, parameters);
    z = kept ? tf.concat2d([kept, y], 1) : y;
    logSlope = tf.add(logSlope, tf.sum(own, 1));
  });
  const base = tf.mul(-0.5, tf.add(tf.sum(tf.square(z), 1), flow.dimensions * Math.log(2 * Math.PI)));
  return { z, logDensity: tf.add(base, logSlope) };
}

/** x = f^-1(z). z: [n, d] -> [n, d]. Call it inside `tf.tidy`. */
export function generate(flow: Flow, weights: readonly tf.Tensor[], z: tf.Tensor2D, hot: tf.Tensor2D): tf.Tensor2D {
  let x = z;
  for (let i = flow.orders.length - 1; i >= 0; i--) {
    const { kept, moved, parameters } = couple(flow, weights, i, x, hot);
    const back = transforms[flow.transform].inverse(moved, parameters);
    x = reordered(kept ? tf.concat2d([kept, back], 1) : back, inverse(flow.orders[i]!));
  }
  return x;
}

/** The half that stays, the half that is transformed, and the parameters by which. */
function couple(flow: Flow, weights: readonly tf.Tensor[], i: number, x: tf.Tensor2D, hot: tf.Tensor2D) {
  const [n, d] = x.shape;
  const half = Math.floor(d / 2);
  const network = networkOf(flow);
  const perCoupling = weights.length / flow.orders.length;
  const own = weights.slice(i * perCoupling, (i + 1) * perCoupling);
  const kept = half > 0 ? tf.slice2d(x, [0, 0], [n, half]) : undefined;
  const moved = kept ? tf.slice2d(x, [0, half], [n, d - half]) : x;
  const raw = dense(network, own, kept ? tf.concat2d([kept, hot], 1) : hot);
  return { kept, moved, parameters: tf.reshape(raw, [n, d - half, -1]) as tf.Tensor3D };
}

/** Columns in another order. The gradient of `tf.gather` is not there in WebAssembly; its own is another gather. */
function reordered(x: tf.Tensor2D, order: Int32Array): tf.Tensor2D {
  if (order.every((j, i) => j === i)) return x;
  const gather = tf.customGrad((values) => ({
    value: tf.gather(values as tf.Tensor, tf.tensor1d(order, 'int32'), 1),
    gradFunc: (dy: tf.Tensor) => tf.gather(dy, tf.tensor1d(inverse(order), 'int32'), 1),
  }));
  return gather(x) as tf.Tensor2D;
}

function inverse(order: Int32Array): Int32Array {
  const out = new Int32Array(order.length);
  order.forEach((j, i) => (out[j] = i));
  return out;
}
