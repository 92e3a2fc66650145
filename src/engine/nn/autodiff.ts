import * as tf from '@tensorflow/tfjs-core';
// the package registers gradients only where this is asked for
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { Objective } from './trainLoop';

/**
 * The loss of an {@link Objective} from its value alone, by reverse-mode differentiation: for networks whose gradients are
 * not written by hand. `loss` gives the sum over the rows of a batch; rows of padding must count nothing in it.
 */
export function differentiate(loss: (weights: tf.Tensor[], batch: tf.Tensor[]) => tf.Scalar): Objective['loss'] {
  return (weights, batch) => {
    const { value, gradients } = gradientsOf((parts) => loss(parts, batch), weights);
    return { loss: value, gradients };
  };
}

/** A loss and its gradients with respect to the weights, all of which it must use. Call it inside `tf.tidy`. */
export function gradientsOf(
  loss: (weights: tf.Tensor[]) => tf.Scalar,
  weights: tf.Tensor[],
): { value: tf.Scalar; gradients: tf.Tensor[] } {
  const { value, grads } = tf.valueAndGrads((...parts: tf.Tensor[]) => loss(parts))(weights);
  return { value: value as tf.Scalar, gradients: grads };
}

/** The slope of sum_k contrast_k f_k(x) at each row. x: [n, d]; contrast: [K] -> [n, d]. Call it inside `tf.tidy`. */
export function inputSlopes(f: (x: tf.Tensor2D) => tf.Tensor2D, x: tf.Tensor2D, contrast: Float64Array): tf.Tensor2D {
  const outer = tf.tile(tf.tensor2d(Float32Array.from(contrast), [1, contrast.length]), [x.shape[0], 1]);
  return tf.grad((input: tf.Tensor) => f(input as tf.Tensor2D))(x, outer) as tf.Tensor2D;
}
