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
    const { value, grads } = tf.valueAndGrads((...parts: tf.Tensor[]) => loss(parts, batch))(weights);
    return { loss: value as tf.Scalar, gradients: grads };
  };
}
