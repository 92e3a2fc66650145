import * as tf from '@tensorflow/tfjs-core';

/**
 * The convolution of pictures with filters of odd size, of the same size as the pictures: x: [n, height, width, channels],
 * filters: [size, size, channels, outputs] -> [n, height, width, outputs]. Its gradients are convolutions, too, since
 * WebAssembly has no kernel for the usual gradient of the filters.
 */
export function convolve(x: tf.Tensor4D, filters: tf.Tensor4D): tf.Tensor4D {
  return tf.customGrad<tf.Tensor4D>((pictures, weights, save) => {
    const [input, kernel] = [pictures, weights] as tf.Tensor4D[];
    (save as tf.GradSaveFunc)([input!, kernel!]);
    return {
      value: tf.conv2d(input!, kernel!, 1, 'same'),
      gradFunc: (gradient, saved) => {
        const [before, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
        return [
          tf.conv2dTranspose(gradient, filter, before.shape, 1, 'same'),
          filterGradient(before, gradient, filter.shape[0]),
        ];
      },
    };
  })(x, filters);
}

/** The same of pictures that are data: their gradient, which nobody asks for, is not computed. */
export function convolveData(x: tf.Tensor4D, filters: tf.Tensor4D): tf.Tensor4D {
  return tf.customGrad<tf.Tensor4D>((weights) => ({
    value: tf.conv2d(x, weights as tf.Tensor4D, 1, 'same'),
    gradFunc: (gradient) => filterGradient(x, gradient, filters.shape[0]),
  }))(filters);
}

/**
 * dL/dW[u, v, c, f] = sum_{n, i, j} x[n, i + u - p, j + v - p, c] dL/dy[n, i, j, f], p = (size - 1) / 2: x and dL/dy with
 * the rows of the batch in the place of the channels, convolved.
 */
function filterGradient(x: tf.Tensor4D, gradient: tf.Tensor4D, size: number): tf.Tensor4D {
  const pictures = tf.transpose(x, [3, 1, 2, 0]);
  const filters = tf.transpose(gradient, [1, 2, 0, 3]);
  const margin: [number, number] = [(size - 1) / 2, (size - 1) / 2];
  // one number for all sides would be taken for square pictures
  return tf.transpose(tf.conv2d(pictures, filters, 1, [[0, 0], margin, margin, [0, 0]]), [1, 2, 0, 3]);
}
