import * as tf from '@tensorflow/tfjs-core';
import type { ImageShape } from '../../data/plan';
import type { Rng } from '../../data/random';
import { convolve, convolveData } from './convolution';
import { flatSize } from './flat';
import { denseShapes, initialWeights, layers, weightMask } from './network';

/**
 * Convolutions, each with a rectifier and the maximum of 2 by 2 pixels after it, then dense layers (LeCun and others 1998,
 * with rectifiers and maxima as has become usual).
 */
export interface ConvolutionalNetwork {
  image: ImageShape;
  /** Outputs of each convolution. */
  filters: readonly number[];
  /** Sides of the filters in pixels: odd. */
  kernelSize: number;
  /** Units of each hidden dense layer. */
  hidden: readonly number[];
  classes: number;
}

const pool = 2;

/** Shapes of the filters and intercepts of each convolution, then those of the dense layers. */
export function convolutionalShapes(network: ConvolutionalNetwork): number[][] {
  return [...filterShapes(network).flatMap((shape) => [shape, [shape[3]!]]), ...denseShapes(denseSizes(network))];
}

/** First weights, flat: uniform in +-sqrt(6 / (inputs + outputs)), intercepts 0 (Glorot and Bengio 2010). */
export function initialConvolutional(network: ConvolutionalNetwork, rng: Rng): Float32Array {
  const dense = initialWeights({ sizes: denseSizes(network), activation: 'relu' }, rng);
  const convolutions = filterShapes(network).flatMap((shape) => {
    const [size, , inputs, outputs] = shape as [number, number, number, number];
    const bound = Math.sqrt(6 / (size * size * (inputs + outputs)));
    const filters = Array.from({ length: flatSize([shape]) }, () => bound * (2 * rng.uniform() - 1));
    return [...filters, ...new Array<number>(outputs).fill(0)];
  });
  return Float32Array.from([...convolutions, ...dense]);
}

/** 1 where the flat vector holds a weight, 0 where it holds an intercept. */
export function convolutionalMask(network: ConvolutionalNetwork): Float32Array {
  const convolutions = filterShapes(network).flatMap((shape) => [
    ...new Array<number>(flatSize([shape])).fill(1),
    ...new Array<number>(shape[3]!).fill(0),
  ]);
  return Float32Array.from([...convolutions, ...weightMask(denseSizes(network))]);
}

/** Widths of the dense layers: what the last convolution gives, the hidden layers, the classes. */
export function denseSizes({ image, filters, hidden, classes }: ConvolutionalNetwork): number[] {
  let { width, height } = image;
  for (let i = 0; i < filters.length; i++) [width, height] = [Math.ceil(width / pool), Math.ceil(height / pool)];
  return [width * height * filters.at(-1)!, ...hidden, classes];
}

/**
 * x: [n, pixels], 0 to 1 -> logits [n, classes]. `masks`: factors of the outputs of the hidden dense layers (dropout).
 * `first`: the convolution of the pictures, with whose gradient with respect to these only `convolve` comes. Call it inside
 * `tf.tidy`.
 */
export function convolutionalForward(
  network: ConvolutionalNetwork,
  weights: readonly tf.Tensor[],
  x: tf.Tensor2D,
  masks: readonly tf.Tensor[] = [],
  first: typeof convolve = convolveData,
): tf.Tensor2D {
  const { image, filters } = network;
  let out = tf.reshape(x, [-1, image.height, image.width, image.channels]) as tf.Tensor4D;
  filters.forEach((_, i) => {
    const [kernel, intercepts] = [weights[2 * i] as tf.Tensor4D, weights[2 * i + 1]!];
    const sums = tf.add((i === 0 ? first : convolve)(out, kernel), intercepts);
    out = tf.maxPool(tf.relu(sums) as tf.Tensor4D, pool, pool, 'same');
  });
  const sizes = denseSizes(network);
  const flat = tf.reshape(out, [-1, sizes[0]!]) as tf.Tensor2D;
  return layers({ sizes, activation: 'relu' }, weights.slice(2 * filters.length), flat, masks).at(-1)!;
}

/** Pictures of one pass, so that what is between the layers stays within some tens of megabytes. */
export function picturesPerPass({ image, filters }: ConvolutionalNetwork): number {
  return Math.max(1, Math.floor((1 << 23) / (image.width * image.height * Math.max(...filters))));
}

function filterShapes({ image, filters, kernelSize }: ConvolutionalNetwork): number[][] {
  return filters.map((outputs, i) => [kernelSize, kernelSize, i === 0 ? image.channels : filters[i - 1]!, outputs]);
}
