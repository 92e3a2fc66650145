import * as tf from '@tensorflow/tfjs-core';

/**
 * Products with a transposed matrix, by transposing it first: in WebAssembly the product that transposes as it goes took
 * eight times as long.
 */

/** a^T b. a: [n, p]; b: [n, q] -> [p, q]. */
export function transposedTimes(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(tf.transpose(a), b);
}

/** a b^T. a: [n, p]; b: [q, p] -> [n, q]. */
export function timesTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(a, tf.transpose(b));
}

/** x W + b. x: [n, p]; W: [p, q]; b: [q] -> [n, q]. It can be differentiated once. */
export function affine(x: tf.Tensor2D, weights: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return product(x, weights, bias);
}

const product = tf.customGrad((...[x, weights, bias, save]) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor, weights as tf.Tensor]);
  return {
    value: tf.fused.matMul({ a: x as tf.Tensor2D, b: weights as tf.Tensor2D, bias: bias as tf.Tensor }) as tf.Tensor2D,
    gradFunc: (dy: tf.Tensor2D, saved: tf.Tensor[]) => {
      const [input, w] = saved as tf.Tensor2D[];
      return [timesTransposed(dy, w!), transposedTimes(input!, dy), tf.sum(dy, 0)];
    },
  };
});

/**
 * Rows of a table by their numbers. table: [p, q]; numbers: [n] -> [n, q]. Its gradient adds up the rows of a number, which
 * WebAssembly cannot do for that of `tf.gather`.
 */
export function rowsOf(table: tf.Tensor2D, numbers: tf.Tensor1D): tf.Tensor2D {
  const taken = tf.customGrad((...[rows, save]) => {
    (save as tf.GradSaveFunc)([numbers]);
    return {
      value: tf.gather(rows as tf.Tensor2D, numbers),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.scatterND(tf.expandDims(saved!, 1), dy, table.shape),
    };
  });
  return taken(table) as tf.Tensor2D;
}
